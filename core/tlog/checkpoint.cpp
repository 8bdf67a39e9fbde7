#include "tlog/checkpoint.hpp"

#include <charconv>
#include <vector>

#include "base/crypto.hpp"

namespace countersign::tlog {
namespace {

constexpr std::string_view kProof = "c2sp.org/tlog-proof@v1";
constexpr std::size_t kMostProof = 64;

/// Takes the next line, without its end; nullopt when there is no whole line left.
std::optional<std::string_view> next_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::optional<std::uint64_t> size_from(std::string_view digits) {
  std::uint64_t value = 0;
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value > INT64_MAX) return std::nullopt;
  return value;
}

std::string Checkpoint::text() const { return origin + "\n" + std::to_string(size) + "\n" + to_base64(root) + "\n"; }

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
  const auto origin = next_line(text);
  const auto digits = next_line(text);
  const auto hash = next_line(text);
  if (!origin || origin->empty() || !digits || !hash)
    return Error{Fault::invalid, "this is no checkpoint: it needs a line each for origin, size and root"};
  const auto size = size_from(*digits);
  const auto root = hash_from_base64(*hash);
  if (!size) return Error{Fault::invalid, "the size of this checkpoint is no plain number"};
  if (!root) return Error{Fault::invalid, "the root of this checkpoint is no hash in base64"};
  while (!text.empty()) {
    const auto line = next_line(text);
    if (!line || line->empty()) return Error{Fault::invalid, "this checkpoint ends with a broken line"};
  }
  return Checkpoint{std::string(*origin), *size, *root};
}

Result<Checkpoint> open_checkpoint(std::string_view bytes, const VerifierKey& key) {
  const auto note = Note::parse(bytes);
  if (!note) return note.error();
  if (const auto right = verify(*note, key); !right) return right.error();
  auto checkpoint = Checkpoint::parse(note->text);
  if (checkpoint && key.type == KeyType::ed25519 && checkpoint->origin != key.name)
    return Error{Fault::forged, "it is signed by " + key.name + " but speaks of the log " + checkpoint->origin};
  return checkpoint;
}

Note sign(const Checkpoint& checkpoint, const SigningKey& key, Time now) {
  Note note{checkpoint.text(), {}};
  note.signatures.push_back(key.sign(note.text, now));
  return note;
}

std::string Receipt::text() const {
  std::string all =
      std::string(kProof) + "\nextra " + crypto::to_base64(entry) + "\nindex " + std::to_string(index) + "\n";
  for (const auto& hash : proof) all += to_base64(hash) + "\n";
  return all + "\n" + checkpoint;
}

Result<Receipt> Receipt::parse(std::string_view text) {
  const auto wrong = [](const std::string& what) { return Error{Fault::invalid, "this is no receipt: " + what}; };
  if (next_line(text) != kProof) return wrong("its first line must be " + std::string(kProof));
  const auto extra = next_line(text);
  const auto entry = extra && extra->starts_with("extra ") ? crypto::from_base64(extra->substr(6)) : std::nullopt;
  if (!entry) return wrong("its second line must hold the entry (extra and base64)");
  const auto place = next_line(text);
  const auto index = place && place->starts_with("index ") ? size_from(place->substr(6)) : std::nullopt;
  if (!index) return wrong("its third line must hold the entry's place (index and a number)");
  Receipt receipt{*entry, *index, {}, ""};
  for (auto line = next_line(text); !line || !line->empty(); line = next_line(text)) {
    const auto hash = line ? hash_from_base64(*line) : std::nullopt;
    if (!hash || receipt.proof.size() == kMostProof) return wrong("its proof is broken");
    receipt.proof.push_back(*hash);
  }
  receipt.checkpoint = text;
  return receipt;
}

Result<Checkpoint> verify(const Receipt& receipt, const VerifierKey& key) {
  auto checkpoint = open_checkpoint(receipt.checkpoint, key);
  if (!checkpoint) return checkpoint;
  if (!verify_inclusion(leaf_hash(receipt.entry), receipt.index, checkpoint->size, receipt.proof, checkpoint->root))
    return Error{Fault::forged, "the proof does not lead from this entry to the root of the checkpoint"};
  return checkpoint;
}

}  // namespace countersign::tlog
