#include "tlog/witness.hpp"

namespace countersign::tlog {
namespace {

constexpr std::size_t kMostProof = 63;
constexpr std::string_view kOld = "old ";

}  // namespace

std::string AddCheckpoint::text() const {
  std::string all = std::string(kOld) + std::to_string(old) + "\n";
  for (const auto& hash : proof) all += to_base64(hash) + "\n";
  return all + "\n" + checkpoint;
}

Result<AddCheckpoint> AddCheckpoint::parse(std::string_view text) {
  AddCheckpoint request;
  bool first = true;
  for (;;) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return Error{Fault::invalid, "the request ends before its checkpoint"};
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (first) {
      const auto size = line.starts_with(kOld) ? size_from(line.substr(kOld.size())) : std::nullopt;
      if (!size) return Error{Fault::invalid, "the first line must be \"old\" and a size"};
      request.old = *size;
      first = false;
    } else if (line.empty()) {
      request.checkpoint = text;
      return request;
    } else {
      const auto hash = hash_from_base64(line);
      if (!hash || request.proof.size() == kMostProof)
        return Error{Fault::invalid, "the proof must be at most 63 hashes in base64"};
      request.proof.push_back(*hash);
    }
  }
}

Judged judge(const AddCheckpoint& request, const VerifierKey& key, const Witnessed& known) {
  const auto note = Note::parse(request.checkpoint);
  if (!note) return {400, note.error().message};
  if (const auto right = verify(*note, key); !right) return {403, right.error().message};
  const auto checkpoint = Checkpoint::parse(note->text);
  if (!checkpoint) return {400, checkpoint.error().message};
  if (request.old > checkpoint->size) return {400, "the old size is larger than the checkpoint's"};
  if (request.old != known.size) return {409, "another size was signed last"};
  if (request.old == checkpoint->size && known.size > 0 && checkpoint->root != known.root)
    return {409, "another root of the same size was signed: the log shows two histories"};
  if (!verify_consistency(known.size, known.root, checkpoint->size, checkpoint->root, request.proof))
    return {422, "the proof does not lead from the size signed last to this checkpoint"};
  return {200, "", *checkpoint, note->text};
}

Result<Signature> cosignature_in(std::string_view answer, std::string_view text, const VerifierKey& key) {
  while (!answer.empty()) {
    const auto end = answer.find('\n');
    const auto line = answer.substr(0, end);
    answer.remove_prefix(end == std::string_view::npos ? answer.size() : end + 1);
    auto signature = signature_from(line);
    if (signature && key.made(*signature) && key.verify(text, *signature)) return signature;
  }
  return Error{Fault::forged, "the answer has no cosignature of " + key.name + " that fits the checkpoint"};
}

}  // namespace countersign::tlog
