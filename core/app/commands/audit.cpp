// `countersign audit …`: the published log's key and name, receipts, and checking them. These work on files, beside a
// running server or without one; only a new name needs the folder to itself.
#include <fstream>
#include <iostream>
#include <iterator>
#include <ostream>

#include "app/commands/gateway_commands.hpp"
#include "base/json.hpp"
#include "flow/audit/text_digest.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "publish/receipts.hpp"
#include "store/lock.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

std::optional<Config> config_of(const Call& call) {
  const auto loaded = load_config(call.command.text("--config"));
  if (!loaded.readable.data.empty()) return loaded.readable;
  for (const auto& problem : loaded.problems) call.err << yaml::to_line(problem) << "\n";
  cannot(call.err, "the configuration does not say where the data is: mend it, or give --config FILE");
  return std::nullopt;
}

int tell_key(const Call& call, const publish::Place& place, const tlog::SigningKey& key) {
  call.out << key.verifier().text() << "\n";
  call.err
      << "The log's public key. Keep it, and checkpoints, where the gateway's machine cannot change them; its private "
         "key is "
      << (place.keys / publish::kKeyFile).string() << ".\n";
  return 0;
}

int init(const Call& call) {
  const auto config = config_of(call);
  if (!config) return 2;
  const auto place = publish::place_in(config->data);
  const auto origin = call.command.text("--origin", config->audit.origin);
  const bool rotate = call.command.has("--rotate");
  if (auto key = publish::read_key(place.keys); key && !rotate)
    return tell_key(call, place, *key);
  else if (!key && key.error().fault != Fault::not_found)
    return cannot(call.err, key.error().message);
  std::error_code error;
  fs::create_directories(config->data, error);
  const auto lock = store::FolderLock::take(config->data);
  if (!lock) return cannot(call.err, lock.error().message);
  const auto name = origin.empty() ? publish::new_origin() : origin;
  const auto made = rotate ? rotate_log(config->data, name, SystemClock().now(), call.err)
                           : publish::make_key(place.keys, name);
  return made ? tell_key(call, place, *made) : cannot(call.err, made.error().message);
}

int receipt(const Call& call) {
  const auto config = config_of(call);
  if (!config) return 2;
  const auto place = publish::place_in(config->data);
  const publish::LogFolder log(place.log);
  const auto vkey = log.read(publish::kVkeyFile);
  const auto key = vkey ? tlog::VerifierKey::parse(*vkey) : vkey.error();
  if (!key) return cannot(call.err, "there is no published log: " + key.error().message);
  const auto id = call.command.text("MESSAGE-ID");
  Result<publish::Recorded> entry = Error{};
  const auto read = store::read_beside(config->data / "countersign.db",
                                       [&](store::Session& session) { entry = publish::find_entry(session, id); });
  if (!read) return cannot(call.err, read.error().message);
  if (!entry) return cannot(call.err, entry.error().message);
  const auto made = publish::receipt_of(*entry, log, *key);
  if (!made) return cannot(call.err, made.error().message);
  const auto file = call.command.text("--out", id + ".tlog-proof");
  if (file == "-") {
    call.out << made->text();
    return 0;
  }
  std::ofstream out(file, std::ios::binary);
  if (!(out << made->text()) || !out.flush())
    return cannot(call.err, file + " cannot be written: choose another with --out");
  call.out << file << "\n";
  return 0;
}

std::optional<std::string> bytes_of(const std::string& path) {
  if (path == "-") return std::string{std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

/// Whether the entry is of this text; `invalid` when that cannot be asked.
Status names_text(const std::string& entry, std::string text, const std::string& opening) {
  const auto parsed = json::parse(entry);
  const auto named = parsed ? parsed->text("text") : std::string_view();
  if (named.empty())
    return Error{Fault::invalid, "this entry names no text; take the receipt of the clearance, which a delivery names"};
  auto digest = audit::digest_under(opening, text);
  if (!digest) return digest.error();
  if (*digest != named && text.ends_with('\n')) {  // an editor's, perhaps
    text.pop_back();
    digest = audit::digest_under(opening, text);
  }
  if (*digest == named) return {};
  return Error{Fault::forged, "the entry is of another text, or the opening is not this text's"};
}

int verify_receipt(const Call& call) {
  const auto path = call.command.text("FILE");
  const auto text = bytes_of(path);
  if (!text) return cannot(call.err, path + " cannot be read");
  const auto with = call.command.text("--text");
  const auto said = with.empty() ? std::optional<std::string>("") : bytes_of(with);
  if (!said) return cannot(call.err, with + " cannot be read");
  if (call.command.has("--text") != call.command.has("--opening"))
    return cannot(call.err, "--text needs its --opening (`countersign audit opening`), and the other way round");
  const auto key = tlog::VerifierKey::parse(call.command.text("--key"));
  if (!key) return cannot(call.err, "--key: " + key.error().message);
  const auto receipt = tlog::Receipt::parse(*text);
  auto verified = receipt ? tlog::verify(*receipt, *key) : receipt.error();
  for (const auto& vkey : call.command.all("--witness")) {
    const auto witness = tlog::VerifierKey::parse(vkey);
    if (!witness) return cannot(call.err, "--witness " + vkey + ": " + witness.error().message);
    if (!verified) break;
    if (const auto right = tlog::verify(*tlog::Note::parse(receipt->checkpoint), *witness); !right)
      verified = right.error();
  }
  if (verified && !with.empty())
    if (const auto same = names_text(receipt->entry, *said, call.command.text("--opening")); !same) {
      if (same.error().fault == Fault::invalid) return cannot(call.err, same.error().message);
      verified = same.error();
    }
  if (!verified) {
    call.out << path << ": NOT PROVED: " << verified.error().message << "\n";
    return 1;
  }
  call.out << receipt->entry << "\n"
           << path << ": proved: this is entry " << receipt->index << " of the log " << verified->origin
           << ", which had " << verified->size << " entries when it was signed\n";
  if (!with.empty()) call.out << "  and it is of the text in " << (with == "-" ? "the standard input" : with) << "\n";
  return 0;
}

const OptionSpec kConfig{"--config", "the configuration (or COUNTERSIGN_CONFIG)", "FILE", true, false, true};
const OptionSpec kKey{"--key", "the log's public key, kept from when it was begun", "VKEY", true};

}  // namespace

CommandTable audit_commands() {
  return {
      {"audit init",
       "make the published log's key, and print the public one; --rotate begins a new log under a new name",
       "countersign audit init --origin log.example.com/support --config FILE",
       {{"--origin", "the log's name, for good", "NAME"},
        {"--rotate", "a new key and name for the same entries; the old log is put away beside it"},
        kConfig},
       init},
      audit_verify_command(),
      audit_witness_command(),
      {"audit receipt",
       "write the proof that a message's clearance (or an entry) is in the published log",
       "countersign audit receipt 01KB8QX4T2T6ZJ5P1V3N9M7R0C --config FILE",
       {{"MESSAGE-ID", "a message, or an entry such as a delivery's `receipt`", "", true},
        {"--out", "where to (default MESSAGE-ID.tlog-proof; - for standard output)", "FILE"},
        kConfig},
       receipt},
      {"audit verify-receipt",
       "check a receipt with nothing but the log's public key",
       "countersign audit verify-receipt 01KB8QX4T2T6ZJ5P1V3N9M7R0C.tlog-proof --key VKEY",
       {{"FILE", "a .tlog-proof file", "", true},
        kKey,
        {"--text", "the text as the customer got it, byte for byte: is the entry of it? - for standard input", "FILE"},
        {"--opening", "the key of this text's digest (`audit opening`)", "HEX"},
        {"--witness", "the public key of a witness that must have signed it (any number)", "VKEY", false, true}},
       verify_receipt}};
}

}  // namespace countersign::app
