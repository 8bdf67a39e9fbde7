#include "flow/delivery/log_server.hpp"

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "flow/delivery/wire.hpp"

namespace countersign {
namespace {

constexpr std::size_t kMostAnswer = 20U << 20U;  // a bundle of the largest entries that the format allows, and some

std::string joined(const std::string& url, const std::string& path) {
  return url + (url.ends_with('/') ? "" : "/") + path;
}

}  // namespace

LogServer::LogServer(Terms terms) : terms_(std::move(terms)), wire_(std::make_unique<Egress::Wire>(kMostAnswer)) {}

LogServer::~LogServer() = default;

void LogServer::cancel() { wire_->cancel(); }

Result<LogServer::Answer> LogServer::call(plugin::Request request) const {
  if (!terms_.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + terms_.token);
  auto answer = wire_->call(request, terms_.deadline, terms_.ca);
  if (answer.response.status == 0) return Error{Fault::unavailable, request.url + " gave no answer: " + answer.why};
  return Answer{answer.response.status, std::move(answer.response.body)};
}

Result<std::string> LogServer::read(const std::string& path) const {
  if (!tlog::tile_from(path) && path != "checkpoint" && path != "checkpoint.witnessed" && path != "log.vkey")
    return Error{Fault::invalid, "a log has no file of this name"};
  const auto url = joined(terms_.url, path);
  auto answer = call({"GET", url, {}, ""});
  if (!answer) return answer.error();
  if (answer->status == 200) return std::move(answer->body);
  const auto fault = answer->status == 404 ? Fault::not_found : Fault::unavailable;
  return Error{fault, url + " answered " + std::to_string(answer->status)};
}

Result<LogServer::Answer> LogServer::add_checkpoint(const tlog::AddCheckpoint& request) const {
  return call(
      {"POST", joined(terms_.url, "add-checkpoint"), {{"Content-Type", "text/plain; charset=utf-8"}}, request.text()});
}

Status LogServer::tell(const std::string& note, const std::string& name, const std::string& secret, Time now) const {
  const auto read = tlog::Note::parse(note);
  const auto checkpoint = read ? tlog::Checkpoint::parse(read->text) : read.error();
  if (!checkpoint) return checkpoint.error();
  const auto body = json::dump(json::Object{{"origin", checkpoint->origin},
                                            {"size", static_cast<std::int64_t>(checkpoint->size)},
                                            {"root", tlog::to_base64(checkpoint->root)},
                                            {"note", note}});
  const auto at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const auto mac = crypto::hmac_sha256(secret, at + ".checkpoint." + name + "." + body);
  const auto answer = call({"POST",
                            terms_.url,
                            {{"Content-Type", "application/json"},
                             {"Idempotency-Key", tlog::to_base64(checkpoint->root)},
                             {"X-Countersign-Signature", "t=" + at + ",v1=" + crypto::to_hex(mac)}},
                            body});
  if (!answer) return answer.error();
  const auto said = json::parse(answer->body);
  const auto* newest = said ? said->find("size") : nullptr;
  const auto kept = newest != nullptr && newest->integer() != nullptr ? *newest->integer() : 0;
  if (kept > static_cast<std::int64_t>(checkpoint->size))
    return Error{Fault::conflict, terms_.url + " keeps a checkpoint of " + std::to_string(kept) +
                                      " entries, and this log has only " + std::to_string(checkpoint->size) +
                                      ": it was set back"};
  if (answer->status == 409)
    return Error{Fault::conflict, terms_.url + " answered 409: it keeps another history; compare with `countersign "
                                              "audit verify --seen`"};
  if (answer->status >= 200 && answer->status < 300) return {};
  return Error{Fault::unavailable, terms_.url + " answered " + std::to_string(answer->status)};
}

}  // namespace countersign
