#include "publish/witness_book.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "publish/log_key.hpp"

namespace countersign::publish {
namespace {

constexpr const char* kWitnessKey = "witness.key";

/// The file of one log's newest checkpoint; its origin may hold anything but spaces.
std::string file_of(const std::string& origin) { return "logs/" + crypto::sha256_hex(origin) + "/checkpoint"; }

}  // namespace

Result<std::unique_ptr<WitnessBook>> WitnessBook::open(const std::filesystem::path& folder, const std::string& name,
                                                       const std::vector<tlog::VerifierKey>& logs, const Clock& clock,
                                                       Disk& disk) {
  LogFolder files(folder, disk);
  if (const auto ready = files.prepare(0700); !ready) return ready.error();
  auto key = read_key(folder, kWitnessKey);
  if (!key && key.error().fault == Fault::not_found)
    key = make_key(folder, name, tlog::KeyType::cosignature, kWitnessKey);
  if (!key) return key.error();
  if (key->verifier().type != tlog::KeyType::cosignature || (!name.empty() && key->verifier().name != name))
    return Error{Fault::unavailable, (folder / kWitnessKey).string() + " is the key of " + key->verifier().name +
                                         ": use that name, or another folder"};
  std::unique_ptr<WitnessBook> book(new WitnessBook(std::move(files), std::move(*key), clock));
  for (const auto& log : logs)
    if (const auto remembered = book->remember(log); !remembered) return remembered.error();
  return book;
}

Status WitnessBook::remember(const tlog::VerifierKey& log) {
  if (log.type != tlog::KeyType::ed25519) return Error{Fault::invalid, log.name + " is no log's key but a witness's"};
  Log kept{log, {}};
  const auto note = folder_.read(file_of(log.name));
  if (note) {
    const auto checkpoint = tlog::open_checkpoint(*note, log);
    if (!checkpoint)
      return Error{Fault::unavailable, (folder_.path() / file_of(log.name)).string() + ": " +
                                           checkpoint.error().message + "; restore it from its backup"};
    kept.known = {checkpoint->size, checkpoint->root};
  } else if (note.error().fault != Fault::not_found) {
    return note.error();
  }
  if (!logs_.emplace(log.name, std::move(kept)).second)
    return Error{Fault::conflict, "two keys are given for the log " + log.name};
  return {};
}

WitnessBook::Answer WitnessBook::add_checkpoint(std::string_view body) {
  const auto request = tlog::AddCheckpoint::parse(body);
  if (!request) return {400, Answer{}.type, request.error().message + "\n"};
  const auto origin = request->checkpoint.substr(0, request->checkpoint.find('\n'));
  const std::lock_guard lock(mutex_);
  const auto log = logs_.find(origin);
  if (log == logs_.end()) return {404, Answer{}.type, "this log is not watched here\n"};
  if (!trouble_.empty()) return {503, Answer{}.type, trouble_ + "\n"};
  return sign(log->second, *request);
}

WitnessBook::Answer WitnessBook::sign(Log& log, const tlog::AddCheckpoint& request) {
  const auto judged = tlog::judge(request, log.key, log.known);
  if (judged.status != 200) {
    log::warning("checkpoint_refused",
                 {{"log", log.key.name}, {"status", std::int64_t{judged.status}}, {"why", judged.why}});
    if (judged.status != 409) return {judged.status, Answer{}.type, judged.why + "\n"};
    return {409, "text/x.tlog.size", std::to_string(log.known.size) + "\n"};
  }
  if (const auto kept = folder_.write({{file_of(log.key.name), request.checkpoint}}); !kept) {
    trouble_ = kept.error().message;
    log::error("witnessing_stopped", {{"why", trouble_}});
    return {503, Answer{}.type, trouble_ + "\n"};
  }
  log.known = {judged.checkpoint.size, judged.checkpoint.root};
  return {200, Answer{}.type, tlog::line_of(key_.sign(judged.text, clock_.now()))};
}

}  // namespace countersign::publish
