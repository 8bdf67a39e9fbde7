// The packs in policies/packs: each alone with the starter and all together load without a word, keep their own
// examples, and decide the same in whatever order their files are read; the strictest keeps every other pack's duty to
// disclose.
#include <algorithm>
#include <fstream>
#include <map>

#include "flow/detect/detectors.hpp"
#include "flow/policy/compare.hpp"
#include "flow/policy/examples.hpp"
#include "flow/policy/keep_rules.hpp"
#include "policy/world.hpp"

namespace countersign::policy {
namespace {

namespace fs = std::filesystem;
using namespace testing;

std::vector<fs::path> packs() {
  std::vector<fs::path> all;
  for (const auto& one : fs::directory_iterator("policies/packs"))
    if (one.is_directory()) all.push_back(one.path());
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> all;
  for (const auto& one : fs::recursive_directory_iterator(folder))
    if (one.path().extension() == ".yaml" && one.path().parent_path().filename() != "cases") all.push_back(one.path());
  std::sort(all.begin(), all.end());
  return all;
}

/// The starter with some packs, as an officer copies them, under other names in the order that `order` gives.
Loaded with(const std::vector<fs::path>& chosen, const Folder& folder, World* order = nullptr) {
  std::vector<fs::path> files = files_in("policies/starter");
  for (const auto& pack : chosen)
    for (const auto& file : files_in(pack)) files.push_back(file);
  if (order != nullptr) order->shuffle(files);
  for (std::size_t i = 0; i < files.size(); ++i)
    fs::copy_file(files[i], folder.path() / (std::to_string(1000 + i) + ".yaml"));
  return folder.load(test_time());
}

void expect_clean(const Loaded& loaded, const std::string& what) {
  for (const auto& problem : loaded.problems)
    if (problem.code != "P133") ADD_FAILURE() << what << ": " << yaml::to_line(problem);  // names only a company knows
  ASSERT_TRUE(loaded.ok()) << what;
}

void expect_examples(const PolicySet& set, const std::string& what) {
  std::vector<RuleOutcome> outcomes;
  for (auto& one : run_examples(set)) {
    EXPECT_TRUE(one.ok) << what << ": " << one.file << ":" << one.line << " " << one.policy << " expected "
                        << one.expected << ", got " << one.got;
    outcomes.insert(outcomes.end(), one.outcomes.begin(), one.outcomes.end());
  }
  const auto policies = set.policies();
  const auto from_pack = [&](const std::string& id) {
    return std::any_of(policies.begin(), policies.end(),
                       [&](const Summary& p) { return p.id == id && !p.pack.empty(); });
  };
  for (const auto& one : coverage(set, outcomes))  // the starter has its cases besides
    EXPECT_TRUE(one.reached || !from_pack(one.policy))
        << what << ": no example reaches " << one.policy << ", " << one.rule;
}

TEST(Packs, EachAloneWithTheStarterIsCleanAndKeepsItsExamples) {
  ASSERT_EQ(packs().size(), 14U);
  const auto starter = PolicySet::load("policies/starter", test_time()).set->policies().size();
  for (const auto& pack : packs()) {
    const Folder folder;
    const Loaded loaded = with({pack}, folder);
    expect_clean(loaded, pack.string());
    if (HasFatalFailure()) return;
    expect_examples(*loaded.set, pack.string());
    const auto known = loaded.set->packs();
    ASSERT_EQ(known.size(), 1U) << pack;
    EXPECT_EQ(known[0].id, pack.filename());
    EXPECT_EQ(known[0].policies + starter, loaded.set->policies().size()) << "each of its policies names it";
    EXPECT_NE(known[0].reviewed_by_counsel.find("no counsel has reviewed it"), std::string::npos);
    EXPECT_FALSE(known[0].compared_with_law.empty());
    for (const auto& policy : loaded.set->policies())
      for (const auto& key : policy.why)
        EXPECT_TRUE(policy.pack.empty() || std::count(known[0].law.begin(), known[0].law.end(), key) == 1)
            << policy.id << " cites " << key << ", which its pack does not name";
  }
}

TEST(Packs, TogetherInAnyOrderAndAtEveryStartTheyAreOneAndTheSameSet) {
  const Folder plain;
  const Loaded all = with(packs(), plain);
  expect_clean(all, "all");
  ASSERT_TRUE(all.ok());
  expect_examples(*all.set, "all");
  for (unsigned start = 0; start < 100 && !HasFailure(); ++start) {
    World world(start);
    const Folder turned;  // every tenth start reads its files in another order
    const Loaded other = start % 10 == 0 ? with(packs(), turned, &world) : plain.load(test_time());
    ASSERT_TRUE(other.ok());
    ASSERT_EQ(other.set->digest(), all.set->digest());
    for (int i = 0; i < 20 && !HasFailure(); ++i) {
      const Facts facts = world.facts();
      expect_same(decide(*all.set, facts), decide(*other.set, facts));
    }
  }
}

TEST(Packs, TheirNoticesSpeakEightLanguagesAndFitIntoAnSms) {
  const Folder folder;
  const Loaded all = with(packs(), folder);
  ASSERT_TRUE(all.ok());
  int notices = 0;
  for (const auto& pack : packs())
    for (const auto& file : files_in(pack)) {
      const auto name = file.stem().string();
      if (name.rfind("notice-", 0) != 0) continue;
      ++notices;
      for (const char* language : {"en", "de", "fr", "es", "it", "pt", "nl", "pl"}) {
        const auto text = all.set->notice(name.substr(7), language, "sms");
        ASSERT_TRUE(text) << name;
        EXPECT_EQ(text->language, language) << name;
        EXPECT_LE(text->text.size(), 459U) << name << " " << language;
      }
    }
  EXPECT_EQ(notices, 3);
}

/// What a decision makes visible to the customer about AI.
bool discloses_at_least(const Duties& more, const Duties& less) {
  const auto missing = [&](const std::string& notice) {
    return notice == "ai-notice" && !more.notices.contains(notice);
  };
  return std::none_of(less.notices.begin(), less.notices.end(), missing) && more.label >= less.label &&
         more.offer_a_person >= less.offer_a_person;
}

TEST(Packs, TheStrictestDisclosesWhateverAnyOfThemAsksFor) {
  const Folder one, rest;
  const fs::path strictest = "policies/packs/strictest";
  std::vector<fs::path> others = packs();
  std::erase(others, strictest);
  const auto without_starter = [](const std::vector<fs::path>& chosen, const Folder& folder) {
    for (const auto& file : files_in("policies/starter"))
      if (file.parent_path().filename() != "rules") fs::copy_file(file, folder.path() / file.filename());
    for (const auto& pack : chosen)
      for (const auto& file : files_in(pack))
        fs::copy_file(file, folder.path() / (pack.filename().string() + file.filename().string()));
    return folder.load(test_time());
  };
  const Loaded strict = without_starter({strictest}, one), all = without_starter(others, rest);
  ASSERT_TRUE(strict.ok() && all.ok());
  World world(3);
  int asked = 0;
  for (int i = 0; i < 20'000; ++i) {
    Facts facts = world.facts();
    facts.border = Border::reply;
    facts.written_by = world.chance(2) ? Author::ai : Author::ai_edited;
    facts.region = world.of({"", "DE", "ES", "GB", "US", "US-CA", "US-UT", "US-ME", "US-NJ", "US-NY", "US-CO", "JP"});
    facts.notices_shown.clear();
    if (world.chance(2))
      facts.notices_shown.push_back({"ai-notice", facts.now - std::chrono::minutes(static_cast<int>(world.pick(400)))});
    const auto want = decide(*all.set, facts).duties, got = decide(*strict.set, facts).duties;
    asked += want.label || want.offer_a_person || want.notices.contains("ai-notice") ? 1 : 0;
    ASSERT_TRUE(discloses_at_least(got, want)) << in_words(facts);
  }
  EXPECT_GT(asked, 10'000);
}

/// Two million combinations were too many once: what stands in both cancels out, and the rest is asked rule by rule.
TEST(Packs, TogetherLoosenNothingOfTheStarterAndTheStrictestIsComparedWithThemExactly) {
  const Folder starter_folder, all_folder, strict_folder;
  const fs::path strictest = "policies/packs/strictest";
  std::vector<fs::path> others = packs();
  std::erase(others, strictest);
  const auto starter = with({}, starter_folder), all = with(others, all_folder),
             strict = with({strictest}, strict_folder);
  ASSERT_TRUE(starter.ok() && all.ok() && strict.ok());
  const auto more = compare_from(*starter.set, *all.set, test_time());
  EXPECT_TRUE(more.exact);
  EXPECT_EQ(more.looser, 0U) << in_words(more.examples_looser.at(0).facts);
  EXPECT_GT(more.stricter, 0U);
  const auto less = compare_from(*all.set, *strict.set, test_time());
  EXPECT_TRUE(less.exact);
  EXPECT_GT(less.looser, 0U) << "card numbers, for one: it is about disclosing only";
  EXPECT_LT(less.asked, 100'000U);
  const auto added = compare_from(*starter.set, *strict.set, test_time());
  EXPECT_TRUE(added.only_adds && added.exact);
  EXPECT_EQ(added.looser, 0U);
}

TEST(Packs, KeepTheirDutyWhereNobodyKnowsTheRegionAndLeaveOthersAlone) {
  const Folder folder;
  const Loaded spain = with({"policies/packs/hipaa"}, folder);
  ASSERT_TRUE(spain.ok());
  const auto ticket = [&](const std::string& region) {
    Facts facts;
    facts.border = Border::ticket;
    facts.now = test_time();
    facts.region = region;
    facts.findings = {{.kind = "health", .start = 0, .end = 3}};
    return decide(*spain.set, facts).verdict;
  };
  EXPECT_EQ(ticket("US"), Verdict::hold);
  EXPECT_EQ(ticket("US-TX"), Verdict::hold);
  EXPECT_EQ(ticket(""), Verdict::hold) << "nobody knows that the customer is elsewhere";
  EXPECT_EQ(ticket("DE"), Verdict::send);
}

/// The files of each recipe of the officer's manual, by its heading.
std::map<std::string, std::vector<std::string>> recipes() {
  std::ifstream in(OFFICERS_MANUAL);
  std::map<std::string, std::vector<std::string>> all;
  std::string heading;
  bool recipe = false, inside = false;
  for (std::string line; std::getline(in, line);) {
    if (!inside && line.rfind("## ", 0) == 0) recipe = line.rfind("## Recipes", 0) == 0;
    if (!recipe) continue;
    if (!inside && line.rfind("### ", 0) == 0) heading = line.substr(4);
    if (line == "```yaml") all[heading].emplace_back();
    if (line == "```yaml" || line == "```") {
      inside = line == "```yaml";
      continue;
    }
    if (inside) all[heading].back() += line + "\n";
  }
  return all;
}

std::map<std::string, Period> periods_of(const std::vector<fs::path>& chosen,
                                         const std::map<std::string, std::chrono::seconds>& configured = {}) {
  Folder folder;
  const auto loaded = with(chosen, folder);
  std::map<std::string, Period> all;
  for (auto& one : periods(configured, keep_rules(*loaded.set))) all.emplace(one.what, one);
  return all;
}

TEST(Keeping, IsForGoodWithoutAPackAndAsTheStrictestPackSaysOtherwise) {
  constexpr std::chrono::hours kDay{24};
  const fs::path all("policies/packs");
  for (const auto& [what, period] : periods_of({})) {
    EXPECT_FALSE(period.after) << what;
    EXPECT_EQ(period.warning, "");
  }
  const auto gdpr = periods_of({all / "gdpr"});
  EXPECT_EQ(*gdpr.at("texts").after, 730 * kDay);
  EXPECT_EQ(gdpr.at("texts").source, "pack gdpr (gdpr_5)");
  EXPECT_FALSE(gdpr.at("details").after) << "no pack lets it go";
  EXPECT_FALSE(gdpr.at("record").after);

  const auto both = periods_of({all / "gdpr", all / "hipaa"});
  EXPECT_EQ(*both.at("requests").after, 6 * 365 * kDay) << "the duty to keep wins";
  EXPECT_EQ(both.at("requests").source, "pack hipaa (us_hipaa_164_312)");
  EXPECT_EQ(
      both.at("requests").warning,
      "keep: requests: 3 years by pack gdpr (gdpr_5), but at least 6 years by pack hipaa (us_hipaa_164_312), which "
      "wins");
  EXPECT_EQ(*both.at("drafts").after, 90 * kDay);
}

TEST(Keeping, TheConfigurationCountsButNotBelowWhatALawWantsKept) {
  constexpr std::chrono::hours kDay{24};
  const fs::path all("policies/packs");
  const auto said = periods_of({all / "gdpr", all / "pci-dss", all / "eu-ai-act"},
                               {{"texts", 4 * 365 * kDay}, {"details", 200 * kDay}, {"repeats", 1 * kDay}});
  EXPECT_EQ(*said.at("texts").after, 4 * 365 * kDay);
  EXPECT_NE(said.at("texts").warning.find("4 years in the configuration, but at most 2 years by pack gdpr"),
            std::string::npos)
      << said.at("texts").warning;
  EXPECT_EQ(*said.at("details").after, 365 * kDay) << "the longest of two duties";
  EXPECT_NE(said.at("details").warning.find("200 days by the configuration, but at least 1 year by pack pci-dss"),
            std::string::npos)
      << said.at("details").warning;
  EXPECT_EQ(*said.at("repeats").after, 7 * kDay) << "what comes twice would count twice";
}

TEST(Keeping, APeriodThatSaysNothingOrLetsTheRecordGoIsRefused) {
  const std::string head =
      "pack: P\nid: p\nversion: 1\nwhy: gdpr_5\nbinds: us\ncompared_with_law: 2026-07-01\nreviewed_by_counsel: "
      "nobody\n";
  const auto errors = [&](const std::string& keep) {
    Folder folder;
    folder.add("pack.yaml", head + "keep:\n  - {" + keep + ", why: gdpr_5}\n");
    std::string all;
    for (const auto& line : lines(folder.load(test_time()), folder.path()))
      if (line.find("warning") == std::string::npos) all += line + "\n";
    return all;
  };
  EXPECT_EQ(errors("what: texts, at_most: 400 days"), "");
  EXPECT_NE(errors("what: texts").find("P105 say at_least, at_most or both"), std::string::npos)
      << errors("what: texts");
  EXPECT_NE(errors("what: record, at_most: 1 year").find("the record is never removed"), std::string::npos);
  EXPECT_NE(errors("what: texts, at_most: 3 hours").find("P107"), std::string::npos);
  EXPECT_NE(errors("what: mails, at_most: 1 year").find("mails"), std::string::npos);
}

TEST(Recipes, OfTheManualWorkAsTheyStand) {
  const auto all = recipes();
  EXPECT_GE(all.size(), 20U);
  for (const auto& [heading, files] : all) {
    SCOPED_TRACE(heading);
    Folder folder;
    for (std::size_t i = 0; i < files.size(); ++i) folder.add("recipe-" + std::to_string(i) + ".yaml", files[i]);
    const Loaded loaded = with({}, folder);
    for (const auto& problem : loaded.problems)
      if (problem.code != "P133" &&
          problem.code != "P136")  // one that is stricter than the starter's makes that one spare
        ADD_FAILURE() << yaml::to_line(problem);
    ASSERT_TRUE(loaded.ok());
    const auto own = make_detector(loaded.set->detection());
    int of_recipe = 0;
    for (const auto& one : run_examples(*loaded.set, see_with(*own))) {
      EXPECT_TRUE(one.ok) << one.policy << " expected " << one.expected << ", got " << one.got;
      of_recipe += one.file.find("recipe-") != std::string::npos ? 1 : 0;
    }
    const bool policy =
        std::any_of(files.begin(), files.end(), [](auto& text) { return text.rfind("policy:", 0) == 0; });
    EXPECT_EQ(of_recipe > 0, policy) << "it has no example";
  }
}

}  // namespace
}  // namespace countersign::policy
