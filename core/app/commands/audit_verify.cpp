// `countersign audit verify`: what an outsider can find out about a published log, from its files or its server.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <limits>
#include <ostream>
#include <thread>

#include "app/commands/gateway_commands.hpp"
#include "auditor/comparison.hpp"
#include "auditor/verify.hpp"
#include "base/json.hpp"
#include "flow/delivery/log_server.hpp"
#include "publish/log_key.hpp"
#include "publish/publisher.hpp"
#include "publish/receipts.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

constexpr int kBar = 40;

std::optional<std::string> file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

/// A bar on a terminal, nothing in a file: at most ten times a second.
std::function<void(std::uint64_t, std::uint64_t)> bar(std::ostream& err) {
  if (::isatty(2) == 0) return {};
  return [&err, told = std::chrono::steady_clock::time_point()](std::uint64_t done, std::uint64_t all) mutable {
    const auto now = std::chrono::steady_clock::now();
    if (done < all && now - told < std::chrono::milliseconds(100)) return;
    told = now;
    const auto full = static_cast<std::size_t>(done * kBar / std::max<std::uint64_t>(all, 1));
    err << "\r[" << std::string(full, '#') << std::string(kBar - full, '.') << "] " << done << " of " << all
        << " entries" << (done == all ? "\n" : "") << std::flush;
  };
}

/// The log, and the key it must be signed with.
struct Subject {
  std::shared_ptr<tlog::Files> files;
  std::string name;
  std::string vkey;
  bool own_key = false;  ///< the key came with the log: it proves less
  fs::path database;     ///< of the same installation; empty when only the log was named
};

/// What the database had to do with the log.
struct Stored {
  std::uint64_t same = 0, unpublished = 0;
};

Result<Subject> subject_of(const Call& call) {
  Subject subject;
  subject.name = call.command.text("--log");
  if (subject.name.starts_with("http://") || subject.name.starts_with("https://")) {
    subject.files = std::make_shared<LogServer>(LogServer::Terms{subject.name, call.token, ""});
  } else {
    if (subject.name.empty()) {
      const auto data = load_config(call.command.text("--config")).readable.data;
      if (data.empty()) return Error{Fault::invalid, "say which log: --log FOLDER or URL, or --config FILE"};
      subject.name = publish::place_in(data).log.string();
      subject.database = data / "countersign.db";
    }
    subject.files = std::make_shared<publish::LogFolder>(subject.name);
  }
  subject.vkey = call.command.text("--key");
  if (const auto kept = subject.vkey.empty() ? std::nullopt : file(subject.vkey)) subject.vkey = *kept;
  if (!subject.vkey.empty()) return subject;
  auto own = subject.files->read(publish::kVkeyFile);
  if (!own) return own.error();
  subject.vkey = std::move(*own);
  subject.own_key = true;
  return subject;
}

constexpr std::int64_t kPage = 10'000;  // rows between two of which the database is free

/// Every entry of the database against the log's leaves; each difference is a finding.
std::optional<Stored> compare_database(const Subject& subject, const tlog::VerifierKey& key, auditor::Verified& found) {
  const std::string name = subject.database.filename().string();
  const auto tell = [&](std::string what) {
    constexpr std::size_t kMost = 100;
    if (found.findings.size() < kMost)
      found.findings.push_back({name, std::move(what)});
    else
      ++found.more_findings;
  };
  auto log = auditor::Comparison::with(subject.files, key);
  if (!log) return std::nullopt;  // which the findings say already
  std::int64_t last = std::numeric_limits<std::int64_t>::min();  // also what has no place in a log
  for (bool more = true; more;) {
    std::int64_t rows = 0;
    const auto read = store::read_beside(subject.database, [&](store::Session& session) {
      session.each(
          "SELECT seq, id, at, kind, conversation, message, body FROM entry WHERE seq>$1 ORDER BY seq LIMIT $2",
          {last, kPage}, [&](const store::Row& row) {
            ++rows;
            last = row.integer(0);
            const std::string id = row.text(1), kind = row.text(3), of = row.text(4), about = row.text(5),
                              body = row.blob(6);
            if (last > 0)
              if (auto gap = log->gap_before(last)) tell(std::move(*gap));
            if (auto wrong = log->wrong({last, row.integer(2), id, kind, of, about, body})) tell(std::move(*wrong));
          });
    });
    if (!read) {
      tell("it cannot be compared with the log: " + read.error().message);
      return std::nullopt;
    }
    more = rows == kPage;
  }
  last = std::max<std::int64_t>(last, 0);
  if (static_cast<std::uint64_t>(last) < log->checkpoint().size)
    tell("it ends with entry " + std::to_string(last - 1) + ", and the log has " +
         std::to_string(log->checkpoint().size) + " entries");
  return Stored{log->compared(), log->unpublished()};
}

json::Object in_json(const Subject& subject, const auditor::Verified& found) {
  json::Array findings;
  for (const auto& one : found.findings) findings.emplace_back(json::Object{{"where", one.where}, {"what", one.what}});
  json::Object kinds;
  for (const auto& [kind, count] : found.kinds) kinds[kind] = static_cast<std::int64_t>(count);
  json::Array witnesses;
  for (const auto& name : found.witnesses) witnesses.emplace_back(name);
  return {{"log", subject.name},
          {"origin", found.checkpoint.origin},
          {"size", static_cast<std::int64_t>(found.checkpoint.size)},
          {"root", tlog::to_base64(found.checkpoint.root)},
          {"fine", found.findings.empty()},
          {"database_compared", !subject.database.empty()},
          {"findings", std::move(findings)},
          {"more_findings", static_cast<std::int64_t>(found.more_findings)},
          {"entries", std::move(kinds)},
          {"witnesses", std::move(witnesses)}};
}

void in_words(const Call& call, const Subject& subject, const auditor::Verified& found, std::size_t kept,
              const std::optional<Stored>& stored) {
  for (const auto& one : found.findings) call.out << one.where << ": " << one.what << "\n";
  if (found.more_findings > 0) call.out << "and " << found.more_findings << " more\n";
  if (!found.findings.empty()) {
    const auto count = found.findings.size() + found.more_findings;
    call.out << subject.name << ": NOT FINE: " << count << (count == 1 ? " finding\n" : " findings\n");
    return;
  }
  call.out << subject.name << ": fine: " << found.checkpoint.size << " entries of the log " << found.checkpoint.origin
           << ", root " << tlog::to_base64(found.checkpoint.root)
           << "\n  signature, tree, tiles, every entry and what they mean agree\n";
  if (stored)
    call.out << "  each of these entries stands in the database as it does in the log"
             << (stored->unpublished > 0
                     ? "; " + std::to_string(stored->unpublished) + " newer ones are not published yet"
                     : "")
             << "\n";
  if (kept > 0)
    call.out << "  and it continues the "
             << (kept == 1 ? "checkpoint that was" : std::to_string(kept) + " checkpoints that were")
             << " kept elsewhere\n";
  if (subject.own_key)
    call.out << "  The key was taken from the log itself: that proves that it is whole, not whose it is (--key)\n";
  if (kept == 0)
    call.out << "  Whoever has the key can write history anew: a checkpoint kept elsewhere shows it (--seen)\n";
}

/// Each witness asked for must have signed the newest checkpoint that witnesses signed, and the log must continue that.
Status ask_witnesses(const Call& call, const tlog::Files& files, auditor::Terms& terms,
                     std::vector<auditor::Finding>& findings) {
  const auto names = call.command.all("--witness");
  if (names.empty()) return {};
  auto note = files.read(publish::kWitnessedFile);
  const auto read = note ? tlog::Note::parse(*note) : note.error();
  if (!read) findings.push_back({publish::kWitnessedFile, read.error().message});
  for (const auto& vkey : names) {
    const auto key = tlog::VerifierKey::parse(vkey);
    if (!key) return Error{Fault::invalid, "--witness " + vkey + ": " + key.error().message};
    if (!read) continue;
    if (const auto right = tlog::verify(*read, *key); !right)
      findings.push_back({publish::kWitnessedFile, right.error().message});
  }
  if (note) terms.kept.push_back({publish::kWitnessedFile, std::move(*note)});
  return {};
}

int verify(const Call& call) {
  auto subject = subject_of(call);
  if (!subject) return cannot(call.err, subject.error().message);
  const auto key = tlog::VerifierKey::parse(subject->vkey);
  if (!key) return cannot(call.err, "--key: " + key.error().message);
  auditor::Terms terms{*key, {}, std::clamp(std::thread::hardware_concurrency(), 1U, 16U)};
  for (const auto& path : call.command.all("--seen")) {
    auto note = file(path);
    if (!note) return cannot(call.err, path + " cannot be read");
    terms.kept.push_back({path, std::move(*note)});
  }
  for (const auto& vkey : call.command.all("--before")) {
    auto before = tlog::VerifierKey::parse(file(vkey).value_or(vkey));
    if (!before) return cannot(call.err, "--before " + vkey + ": " + before.error().message);
    terms.before.push_back(std::move(*before));
  }
  std::vector<auditor::Finding> unwitnessed;
  if (const auto asked = ask_witnesses(call, *subject->files, terms, unwitnessed); !asked)
    return cannot(call.err, asked.error().message);
  const bool words = call.command.text("--format", "text") == "text";
  if (words) terms.progress = bar(call.err);
  auto found = auditor::verify(*subject->files, terms);
  if (!found) return cannot(call.err, "there is no log to look at: " + found.error().message);
  found->findings.insert(found->findings.end(), unwitnessed.begin(), unwitnessed.end());
  const auto stored = subject->database.empty() ? std::nullopt : compare_database(*subject, *key, *found);
  if (words)
    in_words(call, *subject, *found, terms.kept.size(), stored);
  else
    call.out << json::dump(in_json(*subject, *found)) << "\n";
  return found->findings.empty() ? 0 : 1;
}

}  // namespace

CommandSpec audit_verify_command() {
  return {
      "audit verify",
      "check a published log: signature, tree, every entry, what they mean, and checkpoints kept elsewhere; with "
      "--config also that the database holds the very same entries",
      "countersign audit verify --log /var/lib/countersign/audit --key VKEY --seen checkpoint-of-january",
      {{"--log", "its folder, or the URL of its server (with COUNTERSIGN_TOKEN); default: that of --config", "LOG"},
       {"--key", "its public key, or a file that has it; default: the one beside the log, which proves less", "VKEY"},
       {"--seen", "checkpoints that were kept elsewhere: one or several files", "FILE", false, true, true},
       {"--before", "the public key of the log before `audit init --rotate`, or its file: what it signed counts as --seen",
        "VKEY", false, true},
       {"--witness", "the public key of a witness that must have signed it (any number)", "VKEY", false, true},
       {"--format", "text or json", "FORMAT", false, false, false, {"text", "json"}},
       {"--config", "the configuration (or COUNTERSIGN_CONFIG)", "FILE", false, false, true}},
      verify};
}

}  // namespace countersign::app
