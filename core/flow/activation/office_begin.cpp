// What is in force when the gateway opens. The bundle that was put in force last counts, or nothing does: an older one
// may be looser, and going back to it is an act of two officers, not of whoever can take rows out of a database.
#include <algorithm>

#include "base/log.hpp"
#include "flow/activation/office.hpp"
#include "flow/activation/rows.hpp"
#include "flow/activation/vouching.hpp"

namespace countersign::activation {
namespace {

std::string lines_of(const policy::Loaded& loaded, const std::filesystem::path& folder) {
  std::string lines;
  for (const auto& problem : loaded.problems)
    if (!problem.warning) lines += (lines.empty() ? "" : "\n") + yaml::to_line(problem);
  return lines.empty() ? "the folder " + folder.string() + " holds no policies" : lines;
}

/// The newest bundle that the record knows of; number 0 for none. Entries of the record are never removed.
Newest recorded_last(store::Session& session) {
  Newest last;
  session.each("SELECT body FROM entry WHERE kind IN ('policy_activated','policy_confirmed','policy_withdrawn') ORDER BY seq", {},
               [&](const store::Row& row) {
                 const auto body = json::parse(row.blob(0));
                 const auto* more = body ? body->find("more") : nullptr;
                 const auto* bundle = more != nullptr ? more->find("bundle") : nullptr;
                 if (bundle == nullptr || bundle->integer() == nullptr || *bundle->integer() <= last.number) return;
                 last = {*bundle->integer(), std::string(more->text("statement"))};
               });
  return last;
}

bool there(const std::filesystem::path& file) {
  std::error_code error;
  return std::filesystem::symlink_status(file, error).type() != std::filesystem::file_type::not_found;
}

bool any_row(store::Session& session) {
  const auto none = [](const store::Row&) {};
  return session.first("SELECT number FROM policy_bundle LIMIT 1", {}, none) ||
         session.first("SELECT id FROM policy_proposal LIMIT 1", {}, none) || !kept(session, kBegun).empty();
}

}  // namespace

std::filesystem::path Office::newest_file() const { return terms_.key.parent_path() / "policy.newest"; }

Status Office::begin() {
  const auto noted = read_newest(newest_file());
  if (!noted) return hold(noted.error());
  bool traces = noted->has_value();
  Newest last = noted->value_or(Newest());
  const auto read = terms_.store.read([&](store::Session& session) {
    if (*noted) return;
    last = recorded_last(session);
    traces = any_row(session) || last.number > 0;
  });
  if (!read) return read;
  // The files beside the key are out of reach of whoever can write, and empty, the database.
  if (!traces && !there(terms_.key)) return bootstrap();
  auto signer = Signer::open(terms_.key, false);
  if (!signer) return hold(signer.error());  // no statement can be verified, so none counts
  ledger_.emplace(terms_.store, std::move(*signer));
  return take_up(last, noted->value_or(Newest()));
}

Status Office::bootstrap() {
  auto loaded = policy::PolicySet::load(terms_.first, terms_.clock.now());
  if (!loaded.ok()) return Error{Fault::invalid, lines_of(loaded, terms_.first)};
  auto signer = Signer::open(terms_.key, true);
  if (!signer) return signer.error();
  ledger_.emplace(terms_.store, std::move(*signer));
  Bundle bundle;
  bundle.set = reference_of(loaded);
  const auto job = [&](store::Session& session) {
    Ledger::put_set(session, bundle.set, loaded.files);
    keep(session, kBegun, bundle.set.digest);
    if (!terms_.holders) return;
    for (const auto& holder : terms_.holders(session, *loaded.set)) note(session, holder, ledger_->signer());
  };
  const auto done = enact(bundle, {bundle, loaded, {}}, "the first set of this installation: its bootstrap", job);
  std::error_code error;
  if (!done) std::filesystem::remove(terms_.key, error);  // nothing was signed with it: the next start begins anew
  return done;
}

/// `last` was in force last, by the file beside the key or by the record; `noted` is what the file says.
Status Office::take_up(const Newest& last, const Newest& noted) {
  const auto lines = ledger_->bundles();
  if (!lines) return lines.error();
  newest_ = last;
  const auto* top = Ledger::counting(*lines, last);
  if (top == nullptr) return hold_without(last, *lines);
  for (const auto* line = lines->data(); line != top; ++line) {  // nobody here signed these
    if (refused_.empty()) refused_ = line->bundle.error().message;
    if (const auto told = refuse(*line, refused_); !told) return told;
  }
  newest_ = {top->number, top->sha256};  // a crash may have come between the store and the file
  const Time now = terms_.clock.now();
  auto set = ledger_->set(top->bundle->set, now);
  Result<policy::Loaded> trial = policy::Loaded();
  if (set && top->bundle->canary) trial = ledger_->set(top->bundle->canary->set, now);
  if (!set || !trial) {
    refused_ = set ? trial.error().message : set.error().message;
    return hold_at(*top, refused_);
  }
  now_ = {*top->bundle, std::move(*set), std::move(*trial)};
  if (noted != newest_) note_newest();
  return {};
}

/// The bundle that was in force last was altered or taken out of the store.
Status Office::hold_without(const Newest& last, const std::vector<Ledger::Line>& lines) {
  const auto row =
      std::find_if(lines.begin(), lines.end(), [&](const Ledger::Line& one) { return one.number == last.number; });
  if (row != lines.end() && !row->bundle) return hold_at(*row, row->bundle.error().message);
  const auto which = "bundle " + std::to_string(last.number);
  return hold_at({last.number, last.sha256, Error{Fault::gone, which}},
                 last.number == 0 ? "there is no bundle" : which + " was in force last and is missing");
}

Status Office::hold(const Error& why) { return hold_at({0, "", why}, why.message); }

/// Nothing is in force, which is said and recorded.
Status Office::hold_at(const Ledger::Line& line, const std::string& why) {
  refused_ = why;
  log::error("no_policies_in_force", {{"why", why}, {"so", "everything is held"}});
  return refuse(line, why);
}

/// On the record once for each, however often the gateway is opened.
Status Office::refuse(const Ledger::Line& line, const std::string& why) {
  log::error("bundle_refused", {{"bundle", line.number}, {"why", why}});
  return terms_.store.commit([&](store::Session& session) {
    const auto which = std::to_string(line.number) + " " + line.sha256;
    if (kept(session, kRefused) == which) return;
    auto refused = entry(audit::Kind::policy_refused, "", "a bundle is missing, or does not verify or load");
    refused.more["bundle"] = line.number;
    audit::record(session, refused);
    keep(session, kRefused, which);
  });
}

/// Tried again by look() when it fails; until then the store's rows and record say it.
void Office::note_newest() {
  const auto done = write_newest(newest_file(), newest_);
  const std::lock_guard lock(mutex_);
  unnoted_ = done ? "" : done.error().message;
  if (!done) log::error("bundle_not_noted", {{"why", unnoted_}});
}

}  // namespace countersign::activation
