#include "app/two_people.hpp"

#include <algorithm>

#include "app/detectors.hpp"
#include "base/ids.hpp"
#include "flow/audit/entry.hpp"
#include "flow/delivery/telling.hpp"
#include "flow/policy/names.hpp"
#include "http/permissions.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

/// How soon somebody should look after policies that nobody confirmed.
constexpr std::chrono::hours kSoon{1};

bool is_officer(const std::string& role, const policy::PolicySet& set) {
  const auto* named = set.role(role);
  const auto permission = users::permission_from(named != nullptr ? named->permission : role);
  return permission && users::may(*permission, users::Action::policy);
}

}  // namespace

std::vector<std::string> misfits(const policy::PolicySet& set, const Connectors& connectors) {
  std::vector<std::string> lines;
  for (const auto& problem : unserved_kinds(set.detection(), *connectors.detectors))
    lines.push_back(yaml::to_line(problem));
  return lines;
}

std::vector<activation::Holder> holders(store::Session& session, const policy::PolicySet& set) {
  std::vector<activation::Holder> all;
  session.each(R"(SELECT u.name, u.role, t.hash FROM token t JOIN "user" u ON u.name = t."user"
                  WHERE t.revoked_at IS NULL AND u.removed_at IS NULL)",
               {}, [&](const store::Row& row) {
                 if (is_officer(row.text(1), set)) all.push_back({row.text(0), row.text(2)});
               });
  return all;
}

std::string doubts(const policy::Loaded& loaded, const Connectors& connectors) {
  policy::Configured configured;
  const auto all = places(connectors);
  configured.channels = all.channels;
  configured.brands = all.brands;
  for (const auto& [name, channel] : connectors.channels) configured.channels.push_back(channel.kind);
  for (const auto& model : connectors.models) configured.models.push_back(model->name());
  std::string lines;
  for (const auto& one : policy::names_nobody_has(policy::mentions_of(loaded, {}), &configured))
    lines += yaml::to_line(one) + "\n";
  return lines;
}

activation::Places places(const Connectors& connectors) {
  activation::Places all;
  for (const auto& [name, channel] : connectors.channels) {
    all.channels.push_back(name);
    if (!channel.brand.empty() && std::find(all.brands.begin(), all.brands.end(), channel.brand) == all.brands.end())
      all.brands.push_back(channel.brand);
  }
  return all;
}

std::vector<Work> call_officers(store::Session& session, const Connectors& connectors, Time now) {
  std::vector<Work> all;
  for (const auto& notifier : notifiers_for(connectors.notifiers, {{}, "officer", "", "", ""})) {
    auto work = work_of_telling(Conversation(), "officer", now + kSoon, notifier, now);
    work.id = new_id(now);
    work::insert(session, work);
    all.push_back(std::move(work));
  }
  return all;
}

void check_officers(const Config& config, const policy::PolicySet& set, std::vector<yaml::Problem>& problems) {
  if (config.activation != Activation::two_people) return;
  std::size_t officers = 0;
  const auto database = config.data / "countersign.db";
  std::error_code error;
  if (std::filesystem::exists(database, error)) {
    const auto read = store::read_beside(database, [&](store::Session& session) {
      officers = 0;
      session.each(R"(SELECT role FROM "user" WHERE removed_at IS NULL)", {},
                   [&](const store::Row& row) { officers += is_officer(row.text(0), set) ? 1 : 0; });
    });
    if (!read) return;  // another part of the check says what is wrong with the store
  }
  if (officers >= 2) return;
  const auto at = config.places.find("activation");
  problems.push_back(
      {at == config.places.end() ? yaml::Place{config.file.string(), 1, 1} : at->second, "C053",
       "two_people needs two officers, and there " + (officers == 1 ? std::string("is one") : std::string("are none")) +
           ": no change of the policies could be approved. `countersign user add NAME --role officer` makes one",
       true});
}

void note_activation(store::Session& session, Activation activation, Time now) {
  const std::string word = activation == Activation::two_people ? "two_people" : "folder";
  std::string before;
  session.first("SELECT digest FROM in_force WHERE what='activation'", {},
                [&](const store::Row& row) { before = row.text(0); });
  if (before == word) return;
  session.run("INSERT INTO in_force (what, digest) VALUES ('activation',$1) ON CONFLICT (what) DO UPDATE SET digest=$1",
              {word});
  if (before.empty() && activation == Activation::folder) return;  // as every installation began
  audit::Entry entry;
  entry.kind = audit::Kind::config_changed;
  entry.at = now;
  entry.actor = "system";
  entry.reason = "who puts policies in force changed, by the configuration";
  entry.more = {{"activation", word}, {"before", before.empty() ? "folder" : before}};
  audit::record(session, entry);
}

}  // namespace countersign::app
