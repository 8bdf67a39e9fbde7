// The published log, as files, and receipts from it.
#include "http/resources/api.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "publish/receipts.hpp"

namespace countersign::http {
namespace {

const Error kNotStarted{Fault::unavailable, "the log is not published yet; try again in a few seconds"};

/// Tiles never change, so anybody on the way may keep them; a checkpoint is out of date within seconds.
Response file(const publish::Publisher& log, const std::string& path) {
  const auto tile = tlog::tile_from(path);
  const bool note = path == publish::kCheckpointFile || path == publish::kWitnessedFile;
  if (!tile && !note && path != publish::kVkeyFile)
    return from(Error{Fault::not_found, "the log has no such file: there are checkpoint, log.vkey and tile/…"});
  auto bytes = log.files().read(path);
  if (!bytes) {
    if (bytes.error().fault != Fault::not_found) return from(bytes.error());
    return from(Error{Fault::not_found, "the log does not have this file (yet)"});
  }
  auto response = text(200, std::move(*bytes), tile ? "application/octet-stream" : "text/plain; charset=utf-8");
  response.headers.emplace_back("Cache-Control", tile ? "private, max-age=31536000, immutable" : "no-cache");
  return response;
}

Response serve(const Api& api, const Request& request, const std::string& path) {
  const auto answer = [&] { return api.log == nullptr ? from(kNotStarted) : file(*api.log, path); };
  if (api.log_is_open) return answer();
  return guarded(api, request, users::Action::record, [&](const users::Identity&) { return answer(); });
}

Response receipt(const Api& api, const Request& request, const std::string& id) {
  return guarded(api, request, users::Action::record, [&](const users::Identity&) {
    if (api.log == nullptr) return from(kNotStarted);
    Result<publish::Recorded> entry = kNotStarted;
    const auto read = api.house.store.read([&](store::Session& session) { entry = publish::find_entry(session, id); });
    if (!read) return from(read.error());
    if (!entry) return from(entry.error());
    const auto made = publish::receipt_of(*entry, api.log->files(), api.log->key());
    if (!made) return from(made.error());
    auto response = text(200, made->text());
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + entry->id + ".tlog-proof\"");
    return response;
  });
}

}  // namespace

void add_audit(Router& router, const Api& api) {
  router.add(
      "GET /audit/{file...}",
      [&api](const Request& request, const Params& params) { return serve(api, request, params["file"]); },
      "the published log (C2SP tlog-tiles): checkpoint, log.vkey, tile/…");
  router.add(
      "GET /api/v1/audit/receipts/{id}",
      [&api](const Request& request, const Params& params) { return receipt(api, request, params["id"]); },
      "a receipt (C2SP tlog-proof) for an entry, or for the entry that cleared a message");
}

}  // namespace countersign::http
