#include "flow/activation/ledger.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/ed25519.hpp"
#include "store/key_files.hpp"

namespace countersign::activation {
namespace {

Error altered(const std::string& what) {
  return {Fault::forged, what + " was altered: its signature is not this installation's"};
}

}  // namespace

Signer::Signer(std::string seed) : seed_(std::move(seed)), public_(crypto::ed25519_public(seed_)) {}

Result<Signer> Signer::open(const std::filesystem::path& key, bool may_make) {
  auto seed = store::key_file(key, may_make, {"the key of the policies", "what is in force was signed with it"});
  if (!seed) return seed.error();
  return Signer(std::move(*seed));
}

std::string Signer::sign(std::string_view statement) const { return crypto::ed25519_sign(seed_, statement); }

bool Signer::made(std::string_view statement, std::string_view signature) const {
  return crypto::ed25519_verify(public_, statement, signature);
}

std::shared_ptr<const policy::PolicySet> kept_set(store::Session& session, const std::string& digest, Time now) {
  std::string bytes;
  session.first("SELECT bytes FROM policy_source WHERE digest=$1", {digest},
                [&](const store::Row& row) { bytes = row.blob(0); });
  const auto files = files_from(bytes);
  if (!files) return nullptr;
  const auto loaded = policy::PolicySet::load(*files, "set " + digest.substr(0, 16), now);
  return loaded.ok() && loaded.set->digest() == digest ? loaded.set : nullptr;
}

Result<std::vector<Ledger::Line>> Ledger::bundles() const {
  std::vector<Line> lines;
  const auto read = store_.read([&](store::Session& session) {
    lines.clear();
    session.each("SELECT number, body, signature FROM policy_bundle ORDER BY number DESC", {},
                 [&](const store::Row& row) {
                   const auto number = row.integer(0);
                   const auto body = row.blob(1);
                   auto bundle = bundle_from(body);
                   if (!signer_.made(body, row.blob(2)) || (bundle && bundle->number != number))
                     bundle = altered("bundle " + std::to_string(number));
                   lines.push_back({number, crypto::sha256_hex(body), std::move(bundle)});
                 });
  });
  if (!read) return read.error();
  return lines;
}

const Ledger::Line* Ledger::counting(const std::vector<Line>& lines, const Newest& last) {
  const auto top = std::find_if(lines.begin(), lines.end(), [](const Line& one) { return one.bundle.ok(); });
  if (top == lines.end() || top->number < last.number) return nullptr;
  return top->number == last.number && top->sha256 != last.sha256 ? nullptr : &*top;
}

Result<policy::Loaded> Ledger::set(const SetRef& ref, Time now) const {
  std::string bytes;
  const auto read = store_.read([&](store::Session& session) {
    session.first("SELECT bytes FROM policy_source WHERE sha256=$1", {ref.sha256},
                  [&](const store::Row& row) { bytes = row.blob(0); });
  });
  if (!read) return read.error();
  const auto files = files_from(bytes);
  if (!files || crypto::sha256_hex(bytes) != ref.sha256)
    return Error{Fault::forged, "the bytes of the set " + ref.digest.substr(0, 16) + " are missing or were altered"};
  auto loaded = policy::PolicySet::load(*files, "bundle " + ref.digest.substr(0, 16), now);
  if (!loaded.ok())
    return Error{Fault::invalid, "the set " + ref.digest.substr(0, 16) + " does not load in this version: " +
                                     (loaded.problems.empty() ? "" : yaml::to_line(loaded.problems.front()))};
  if (loaded.set->digest() != ref.digest)
    return Error{Fault::forged, "the set " + ref.digest.substr(0, 16) + " has another digest"};
  return loaded;
}

Result<std::vector<std::string>> Ledger::digests(const std::string& beginning) const {
  std::vector<std::string> all;
  const auto read = store_.read([&](store::Session& session) {
    all.clear();
    session.each("SELECT DISTINCT digest FROM policy_source WHERE substr(digest,1,length($1))=$1 ORDER BY digest",
                 {beginning}, [&](const store::Row& row) { all.push_back(row.text(0)); });
  });
  if (!read) return read.error();
  return all;
}

Result<std::vector<Proposal>> Ledger::proposals() const {
  std::vector<Proposal> all;
  const auto read = store_.read([&](store::Session& session) {
    all.clear();
    session.each("SELECT id, body, signature FROM policy_proposal ORDER BY id DESC", {}, [&](const store::Row& row) {
      const auto body = row.blob(1);
      auto proposal = proposal_from(body);
      if (proposal && proposal->id == row.text(0) && signer_.made(body, row.blob(2)))
        all.push_back(std::move(*proposal));
    });
  });
  if (!read) return read.error();
  return all;
}

void Ledger::put_set(store::Session& session, const SetRef& ref, const policy::SourceFiles& files) {
  session.run("INSERT INTO policy_source(sha256, digest, bytes) VALUES($1,$2,$3) ON CONFLICT (sha256) DO NOTHING",
              {ref.sha256, ref.digest, store::Blob{canonical(files)}});
}

void Ledger::put(store::Session& session, const Bundle& bundle) const {
  const auto body = to_bytes(bundle);
  session.run(
      "INSERT INTO policy_bundle(number, body, signature) VALUES($1,$2,$3) ON CONFLICT (number) DO UPDATE SET body=$2, "
      "signature=$3",
      {bundle.number, store::Blob{body}, store::Blob{signer_.sign(body)}});
}

void Ledger::put(store::Session& session, const Proposal& proposal) const {
  const auto body = to_bytes(proposal);
  session.run(
      "INSERT INTO policy_proposal(id, body, signature) VALUES($1,$2,$3) ON CONFLICT (id) DO UPDATE SET body=$2, "
      "signature=$3",
      {proposal.id, store::Blob{body}, store::Blob{signer_.sign(body)}});
}

}  // namespace countersign::activation
