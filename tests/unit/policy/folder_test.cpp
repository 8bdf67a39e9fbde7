// What of a folder is read and what is told of the rest; what a whole set is warned of; what it gives to others.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <random>

#include "policy/folder.hpp"

namespace countersign::policy {
namespace {

using namespace testing;

const std::string kReplyAi = "at: reply\napplies_to: {written_by: ai}\n";

/// Makes something in the folder of a whole set, and gives the one error that comes of it.
std::string error_with(const std::function<void(const std::filesystem::path&)>& make) {
  Folder folder;
  complete(folder).add("rules/a.yaml", policy("a", kReplyAi + "must:\n  - label: ai\nif_not: add_the_notice\n"));
  make(folder.path());
  const auto loaded = folder.load(test_time());
  EXPECT_FALSE(loaded.ok());
  auto all = lines(loaded, folder.path());
  std::erase_if(all, [](const std::string& line) { return line.find(" warning: ") != std::string::npos; });
  EXPECT_EQ(all.size(), 1U) << (all.empty() ? "" : all.back());
  std::filesystem::permissions(folder.path() / "rules", std::filesystem::perms::owner_all);
  return all.empty() ? "" : all.front();
}

TEST(AFolder, LeavesNothingOutInSilenceThatLooksLikeAPolicy) {
  namespace fs = std::filesystem;
  const auto rename = [](const char* to) {
    return [to](const fs::path& set) { fs::rename(set / "rules/a.yaml", set / to); };
  };
  const auto link = [](const char* at, const char* to) {
    return [at, to](const fs::path& set) { fs::create_symlink(to, set / at); };
  };
  EXPECT_EQ(error_with(rename("rules/a.YAML")),
            "rules/a.YAML:1:1 P143 a policy's file ends in .yaml, in small letters; rename it");
  EXPECT_EQ(error_with(rename("rules/a.Yml")),
            "rules/a.Yml:1:1 P143 a policy's file ends in .yaml, in small letters; rename it");
  EXPECT_EQ(error_with(link("b.yaml", "nowhere.yaml")),
            "b.yaml:1:1 P143 this link leads to nothing; mend or delete it");
  EXPECT_EQ(error_with(link("more", "../nowhere")), "more:1:1 P143 this link leads to nothing; mend or delete it");
  EXPECT_EQ(error_with(link("more", "rules")),
            "more:1:1 P143 a folder that is a link is not followed; copy it to here, or delete it");
  EXPECT_EQ(error_with([](const fs::path& set) { ASSERT_EQ(::mkfifo((set / "b.yaml").c_str(), 0600), 0); }),
            "b.yaml:1:1 P143 this is no file that could be read; delete it");
  EXPECT_EQ(error_with([](const fs::path& set) {
              fs::rename(set / "rules", set / "moved"), fs::create_directories(set / "rules/cases");
            }),
            "rules/cases:1:1 P143 only the folder cases at the top of a set holds cases; move these there, or rename "
            "the folder");
  if (::geteuid() != 0) {  // the superuser may read whatever there is
    EXPECT_EQ(error_with([](const fs::path& set) { fs::permissions(set / "rules", fs::perms::none); }),
              "rules:1:1 P123 this cannot be read; check who may open it and the folders above it");
    EXPECT_EQ(error_with([](const fs::path& set) { fs::permissions(set / "rules/a.yaml", fs::perms::none); }),
              "rules/a.yaml:1:1 P123 this file cannot be read; check its permissions and its size (at most 1 MiB)");
  }
}

TEST(AFolder, NamesFilesThatNobodyReads) {
  Folder folder;
  complete(folder)
      .add("98.yaml.bak", "x")
      .add("journey.yaml~", "x")
      .add("notes.txt", "x")
      .add("more/rules.yaml ", "x")
      .add("README.md", "x")
      .add("readme.MD", "x")
      .add(".gitignore", "x")
      .add("cases/notes.txt", "x");
  const auto loaded = folder.load(test_time());
  EXPECT_TRUE(loaded.ok());
  auto all = lines(loaded, folder.path());
  std::erase_if(all, [](const std::string& line) { return line.find(" P143 ") == std::string::npos; });
  EXPECT_EQ(all, (std::vector<std::string>{
                     "98.yaml.bak:1:1 P143 warning: nobody reads this file, since its name does not end in .yaml; "
                     "rename it to 98.yaml if it should count, or move it out of the folder",
                     "journey.yaml~:1:1 P143 warning: nobody reads this file, since its name does not end in .yaml; "
                     "journey.yaml beside it counts, so move this one out of the folder",
                     "more/rules.yaml :1:1 P143 warning: nobody reads this file, since its name ends in a blank; "
                     "rename it to rules.yaml if it should count, or move it out of the folder",
                     "notes.txt:1:1 P143 warning: nobody reads this file, since its name does not end in .yaml; "
                     "rename it to notes.yaml if it should count, or move it out of the folder"}));
}

TEST(AFolder, NamesFilesAsTheFolderWasGiven) {
  Folder folder;
  complete(folder).add("a.yaml", "polizy: P\n");
  const auto here = std::filesystem::current_path();
  const auto named = [&](const std::filesystem::path& from, const char* given) {
    std::filesystem::current_path(from);
    const auto loaded = PolicySet::load(given, test_time());
    std::filesystem::current_path(here);
    return loaded.problems.empty() ? "" : loaded.problems.back().place.file;
  };
  const auto name = folder.path().filename().string();
  EXPECT_EQ(named(folder.path().parent_path(), name.c_str()), name + "/a.yaml");
  EXPECT_EQ(named(folder.path().parent_path(), ("./" + name + "/").c_str()), name + "/a.yaml");
  EXPECT_EQ(named(folder.path(), "."), "a.yaml");
  EXPECT_EQ(named(folder.path(), ("../" + name).c_str()), "../" + name + "/a.yaml");
}

TEST(AFolder, FollowsLinksToFiles) {
  Folder folder, beside;
  beside.add("a.yaml", policy("a", kReplyAi + "must:\n  - label: ai\nif_not: add_the_notice\n"));
  complete(folder);
  std::filesystem::create_symlink(beside.path() / "a.yaml", folder.path() / "a.yaml");
  const auto loaded = folder.load(test_time());
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded.files.front().name, "a.yaml");
}

TEST(AFolder, WarnsWhenAiMayReplyAndNothingSaysSo) {
  const std::string warning =
      ":1:1 P129 warning: the journey lets AI reply, and no policy at reply that is in force shows a notice or a "
      "label, "
      "so nobody is told that AI wrote; add show_notice or label: ai";
  const auto warned = [&](const std::string& text) {
    Folder folder;
    complete(folder).add("a.yaml", text);
    const auto all = lines(folder.load(test_time()), folder.path());
    return std::find(all.begin(), all.end(), warning) != all.end();
  };
  const std::string label = kReplyAi + "must:\n  - label: ai\nif_not: add_the_notice\n";
  EXPECT_FALSE(warned(policy("a", label)));
  EXPECT_TRUE(warned(policy("a", label, "watch")));
  EXPECT_TRUE(warned(policy("a", kReplyAi + "must:\n  - rest_on_a_source: {}\nif_not: hold_for_review\n")));
}

TEST(AFolder, WarnsOfABorderWithoutAnyRule) {
  Folder folder;
  complete(folder).add("a.yaml", policy("a", "at: prompt\nmust:\n  - hide: {data: [email], as: pseudonym}\nif_not: block\n"));
  const auto warned = [&](const char* what) {
    const auto all = lines(folder.load(test_time()), folder.path());
    return std::any_of(all.begin(), all.end(), [&](const std::string& line) {
      return line.find(" P129 warning: ") != std::string::npos && line.find(what) != std::string::npos;
    });
  };
  EXPECT_TRUE(warned("no policy at ticket is in force, so card numbers and secrets go to the helpdesk"));
  EXPECT_TRUE(warned("no policy at arrival is in force"));
  folder.add("b.yaml", policy("b", "at: ticket\nmust:\n  - remove: {data: [card_number]}\nif_not: block\n"));
  EXPECT_FALSE(warned("no policy at ticket"));
}

TEST(AFolder, LeavesCasesAndOtherFilesAlone) {
  Folder folder;
  complete(folder)
      .add("cases/x.yaml", "nonsense")
      .add("README.md", "nonsense")
      .add(".hidden/x.yaml", "nonsense")
      .add(".#a.yaml", "x");
  EXPECT_TRUE(folder.load(test_time()).ok());
}

TEST(AFolder, GivesTheSameDigestWhateverTheFilesAreCalled) {
  Folder one;
  Folder two;
  complete(one).add("a.yaml", policy("a", kReplyAi + "must:\n  - label: ai\nif_not: add_the_notice\n"));
  add_placed(two).add("5.yaml", kSupport)
      .add("z/4.yaml", kRoles)
      .add("3.yaml", kTopics)
      .add("2.yaml", kNotice)
      .add("1.yaml", kJourney);
  two.add("0.yaml", policy("a", kReplyAi + "must:\n  - label: ai\nif_not: add_the_notice\n"));
  const auto first = one.load(test_time());
  const auto second = two.load(test_time());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first.set->digest(), second.set->digest());
  two.add("3.yaml", std::string(kTopics) + "# changed\n");
  EXPECT_NE(two.load(test_time()).set->digest(), first.set->digest());
}

TEST(AFolder, GivesTheDetectorsWhatTheDocumentsName) {
  Folder folder;
  complete(folder).add("d.yaml",
                       "data_class: D\nid: customer_number\npattern: \"K-[0-9]+\"\ncontext: [customer]\nexamples: "
                       "[K-1]\ncounter_examples: [L-1]\n");
  folder.add("a.yaml", policy("a", "at: prompt\nmust:\n  - hide: {data: customer_number, as: stars}\nif_not: block\n"));
  const auto loaded = folder.load(test_time());
  ASSERT_TRUE(loaded.ok());
  const DetectionTerms& terms = loaded.set->detection();
  ASSERT_EQ(terms.data_classes.size(), 1U);
  EXPECT_EQ(terms.data_classes[0].pattern, "K-[0-9]+");
  const auto moment =
      std::find_if(terms.topics.begin(), terms.topics.end(), [](const Topic& t) { return t.id == "moment:complaint"; });
  ASSERT_NE(moment, terms.topics.end());
  EXPECT_EQ(moment->words, std::vector<std::string>{"ombudsman"});
}

}  // namespace
}  // namespace countersign::policy
