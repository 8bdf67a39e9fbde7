// Staffing and roles documents: what is refused, who gets the work, who is reached.
#include <gtest/gtest.h>

#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using testing::Folder;

constexpr const char* kWeek = "hours: {monday: \"08:00-18:00\", tuesday: \"08:00-18:00\"}";
const Time kMonday = *from_rfc3339("2026-11-23T10:00:00Z");  // 11:00 in Berlin
const Time kNight = *from_rfc3339("2026-11-23T22:00:00Z");

std::string queue(const std::string& id, const std::string& languages, const std::string& more = "") {
  return "  - id: " + id + "\n    time_zone: Europe/Berlin\n    languages: [" + languages + "]\n    " + kWeek + "\n" +
         more;
}

std::string staffing(const std::string& queues) { return "staffing: S\nqueues:\n" + queues; }

/// The first error of a folder with this staffing document and these roles.
std::string error_of(const std::string& document, const std::string& roles = testing::kRoles,
                     const std::string& policy = "") {
  Folder folder;
  folder.add("a.yaml", document).add("roles.yaml", roles);
  if (!policy.empty()) folder.add("p.yaml", policy);
  for (const auto& line : testing::lines(folder.load(testing::test_time()), folder.path()))
    if (line.find(" P129 ") == std::string::npos && line.find(" P147 ") == std::string::npos) return line;
  return "";
}

Queues queues_of(const std::string& document, std::vector<Role>* roles = nullptr,
                 const std::string& list = testing::kRoles) {
  Folder folder;
  folder.add("a.yaml", document).add("roles.yaml", list);
  const auto loaded = folder.load(testing::test_time());
  for (const auto& line : testing::lines(loaded, folder.path()))
    if (!loaded.ok()) ADD_FAILURE() << line;
  if (!loaded.ok()) return {};
  if (roles != nullptr) *roles = loaded.set->roles();
  return loaded.set->queues();
}

TEST(StaffingDocument, SaysWhatIsWrongAndWhere) {
  const std::vector<std::pair<std::string, std::string>> all = {
      {"    holidays: [2026-12-24 to 2026-12-20]\n",
       "a.yaml:7:16 P108 \"2026-12-24 to 2026-12-20\" runs backwards or over more than a year; write the first day "
       "first"},
      {"    holidays: [Christmas]\n",
       "a.yaml:7:16 P108 \"Christmas\" is not a date; write year-month-day, such as 2027-01-31, or \"2026-12-24 to "
       "2027-01-01\""},
      {"    special_days: {2026-12-24: \"22:00-02:00\"}\n",
       "a.yaml:7:32 P124 \"22:00-02:00\" are not opening hours of one day; write \"08:00-12:00\", at most to 24:00"},
      {"    holidays: [2026-12-24]\n    special_days: {2026-12-24: \"08:00-12:00\"}\n",
       "a.yaml:8:20 P124 \"2026-12-24\" is a holiday of this queue too; write it once"},
      {"    hours_by_language: {es: {monday: \"08:00-12:00\"}}\n",
       "a.yaml:7:25 P131 \"es\" is not among this queue's languages; add it there, or delete these hours"},
      {"    hours_by_language: {en: {mondy: \"08:00-12:00\", friday: \"08:00-09:00\"}}\n",
       "a.yaml:7:30 P103 \"mondy\" is not a key of \"hours\". Did you mean monday? (one of: monday, tuesday, "
       "wednesday, "
       "thursday, friday, saturday, sunday)"},
      {"    answers_within: 2 hours\n",
       "a.yaml:7:21 P107 \"2 hours\" also runs while nobody is there; write it in business hours or minutes"},
      {"    answers_at_once: 20\n",
       "a.yaml:7:22 P102 \"answers_within\" is missing: how long that many conversations take"},
      {"    on_call:\n      - {hours: {monday: \"00:00-24:00\"}}\n",
       "a.yaml:8:9 P130 an entry of on_call names either `who` (a user) or `role`, one of them"},
      {"    on_call:\n      - {role: team_led}\n",
       "a.yaml:8:16 P113 \"team_led\" is not a role of the roles document. Did you mean team_lead? (one of: "
       "team_lead)"},
      {"    falls_back_to: q2\n", "a.yaml:7:20 P114 \"q2\" is not a queue of the staffing document. (one of: q)"},
      {"    falls_back_to: q\n",
       "a.yaml:7:20 P130 these queues fall back to each other; end with one that does not fall back"},
  };
  for (const auto& [more, error] : all) EXPECT_EQ(error_of(staffing(queue("q", "en", more))), error);
  EXPECT_EQ(error_of(staffing(queue("q", "german"))),
            "a.yaml:5:17 P144 \"german\" is not a language; write its two letters (ISO 639-1). Did you mean de?");
}

TEST(StaffingDocument, WarnsOfARoleOnCallThatListsNobody) {
  const auto on_call = staffing(queue("q", "en", "    on_call:\n      - {role: lead}\n"));
  EXPECT_EQ(error_of(on_call, "roles: R\nlist:\n  - {name: lead, permission: reviewer, members: [ana]}\n"), "");
  EXPECT_NE(error_of(on_call, "roles: R\nlist:\n  - {name: lead, permission: reviewer}\n")
                .find("P133 warning: lead is on call but lists no members, so nobody is reached by name"),
            std::string::npos);
}

TEST(RolesDocument, SaysWhatCannotBeKept) {
  const auto asks = [](const std::string& people) {
    return testing::policy("a", "at: reply\nmust:\n  - be_approved_by: {role: lead, people: " + people +
                                    "}\nif_not: hold_for_review\napplies_to: {language: de}\n");
  };
  const auto roles = [](const std::string& more) {
    return "roles: R\nlist:\n  - {name: lead, permission: reviewer, " + more + "}\n";
  };
  const auto fine = staffing(queue("q", "en"));
  EXPECT_EQ(error_of(fine, roles("members: [ana]"), asks("1")), "");
  EXPECT_EQ(error_of(fine, roles("members: [ana]"), asks("2")),
            "p.yaml:9:21 P132 2 people of lead must approve, but it has 1; add members or ask for fewer");
  EXPECT_EQ(
      error_of(fine, roles("languages: [en]"), asks("1")),
      "p.yaml:9:21 P132 lead signs no texts of this language or brand, so nobody could approve; name another role or "
      "widen this one");
  EXPECT_EQ(error_of(fine, roles("limit: 100 EUR")),
            "roles.yaml:3:5 P132 `limit` and `above` stand together: how much, and who signs what is over it");
  EXPECT_EQ(error_of(fine, roles("limit: 100 EUR, above: head")),
            "roles.yaml:3:63 P113 \"head\" is not a role of the roles document. Did you mean lead? (one of: lead)");
  EXPECT_EQ(
      error_of(fine, roles("limit: 100 EUR, above: head}\n  - {name: head, permission: reviewer")),
      "roles.yaml:3:63 P132 head has no members, so that everybody with its permission would be in it; list those "
      "who may sign over the limit");
  EXPECT_EQ(
      error_of(fine, roles("members: [ana], limit: 100 EUR, above: lead")),
      "roles.yaml:3:79 P132 these roles point at each other, so that nobody signs; end with a role without a limit");
}

TEST(Check, RefusesALanguageNobodySpeaksAndAPageThatReachesNobody) {
  const auto given = [](const std::string& language, const std::string& priority) {
    return testing::policy("a",
                           "at: arrival\nmust:\n  - not_contain: {finding: angry}\nif_not: give_to_a_person\ngive_to: "
                           "{queue: q, priority: " +
                               priority + "}\napplies_to: {language: " + language + "}\n");
  };
  EXPECT_EQ(error_of(staffing(queue("q", "en")), testing::kRoles, given("en", "urgent")), "");
  EXPECT_EQ(
      error_of(staffing(queue("q", "en")), testing::kRoles, given("it", "urgent")),
      "p.yaml:12:24 P131 this is given to people, but no queue speaks \"it\"; add it to a queue's languages where "
      "somebody does");
  EXPECT_NE(
      error_of(staffing(queue("q", "en")), testing::kRoles, given("en", "page_someone")).find(" P130 this pages "),
      std::string::npos);
  EXPECT_EQ(
      error_of(staffing(queue("q", "en", "    on_call: [{who: ana}]\n")), testing::kRoles, given("en", "page_someone")),
      "");
}

TEST(Routing, GoesToAQueueThatSpeaksTheLanguage) {
  const auto all = queues_of(staffing(queue("asked", "en, es",
                                            "    falls_back_to: back\n    hours_by_language: {es: {monday: "
                                            "\"08:00-10:00\"}}\n") +
                                      queue("back", "en, fr") + queue("other", "it, es")));
  const auto to = [&](std::string_view language, Time now) { return route(all, "asked", language, now); };
  EXPECT_EQ(to("en", kMonday).queue, "asked");
  EXPECT_EQ(to("en", kMonday).why, "");
  EXPECT_EQ(to("fr", kMonday).queue, "back");
  EXPECT_EQ(to("fr", kMonday).why, "nobody on asked speaks French; its fall-back back does");
  EXPECT_EQ(to("it", kMonday).queue, "other");
  EXPECT_EQ(to("es", kMonday - std::chrono::hours(2)).queue, "asked") << "09:00: spoken there";
  EXPECT_EQ(to("es", kMonday).queue, "other") << "11:00: only elsewhere";
  EXPECT_EQ(to("es", kNight).queue, "asked") << "nobody is there at night; it waits where it belongs";
  EXPECT_EQ(to("pl", kMonday).queue, "asked");
  EXPECT_FALSE(to("pl", kMonday).spoken);
  EXPECT_EQ(to("", kMonday).queue, "asked");
  EXPECT_EQ(route(all, "nowhere", "en", kMonday).queue, "nowhere");
}

TEST(OnCall, ReachesWhoIsThereInOrder) {
  std::vector<Role> roles;
  const auto all =
      queues_of(staffing(queue("care", "en",
                               "    falls_back_to: support\n    on_call:\n"
                               "      - {who: ana, hours: {monday: \"22:00-06:00\"}, priorities: [page_someone]}\n"
                               "      - {role: team_lead, from: 2026-11-24, until: 2026-11-24}\n"
                               "      - {role: officers}\n") +
                         queue("support", "en", "    on_call: [{who: zoe, priorities: [normal]}]\n")),
                &roles,
                "roles: R\nlist:\n  - {name: team_lead, permission: reviewer, members: [bob, cyd]}\n"
                "  - {name: officers, permission: officer}\n");
  const auto names = [&](const std::string& priority, std::string_view when) {
    std::string list;
    for (const auto& one : reachable(all, roles, "care", priority, *from_rfc3339(when))) list += one.name + " ";
    return list;
  };
  EXPECT_EQ(names("page_someone", "2026-11-23T23:00:00+01:00"), "ana officers ");
  EXPECT_EQ(names("page_someone", "2026-11-24T05:59:00+01:00"), "ana bob cyd officers ") << "her night ends at six";
  EXPECT_EQ(names("urgent", "2026-11-24T06:00:00+01:00"), "bob cyd officers ");
  EXPECT_EQ(names("normal", "2026-11-23T23:00:00+01:00"), "zoe ");
  EXPECT_EQ(names("urgent", "2026-11-23T12:00:00+01:00"), "officers support ") << "the fall-back queue is open";
  EXPECT_EQ(names("urgent", "2026-11-25T00:30:00+01:00"), "officers ");
}

}  // namespace
}  // namespace countersign::policy
