// Budgets and limits in the configuration: sensible without a word, strict about every word.
#include <gtest/gtest.h>

#include "app/config.hpp"
#include "unit/app/scratch.hpp"

namespace countersign::app {
namespace {

std::optional<std::string> nothing(const std::string&) { return std::nullopt; }

LoadedConfig load(const Scratch& scratch, const std::string& channel_keys, const std::string& more = "") {
  return load_config(scratch.write("c.yaml", "data: data\npolicies: p\nchannels:\n  - {name: shop, plugin: channel.webhook" +
                                                 channel_keys + "}\n" + more),
                     nothing);
}

std::string first_problem(const LoadedConfig& loaded) {
  return loaded.problems.empty() ? "" : loaded.problems.front().code + " " + loaded.problems.front().message;
}

TEST(Budgets, HaveUsualValuesWithoutAWord) {
  const Scratch scratch;
  const auto loaded = load(scratch, "", "models:\n  - {name: m, plugin: model.knowledge}\n");
  ASSERT_TRUE(loaded.config);
  EXPECT_EQ(loaded.config->channels[0].terms.budget.in_flight, 16);
  EXPECT_EQ(loaded.config->channels[0].terms.budget.deadline, std::chrono::seconds(30));
  EXPECT_EQ(loaded.config->models[0].terms.budget.in_flight, 64);
  EXPECT_EQ(loaded.config->helpdesk.terms.budget.in_flight, 8);
  EXPECT_EQ(loaded.config->limits.reviews, 500);
}

TEST(Budgets, AreReadForEachBlockAndTheLimitsOnce) {
  const Scratch scratch;
  const auto loaded = load(scratch, ", ca: own.pem, budget: {in_flight: 3, deadline: 1500 milliseconds}",
                           "helpdesk: {plugin: helpdesk.desk, budget: {deadline: 2 minutes}}\n"
                           "models:\n  - {name: m, plugin: model.knowledge, budget: {waiting: 7}}\n"
                           "lookups:\n  - {name: l, plugin: lookup.table, ca: own.pem, budget: {deadline: 2 seconds}}\n"
                           "limits: {people: 10, reviews: 20, work: 30}\n");
  ASSERT_TRUE(loaded.config) << first_problem(loaded);
  const auto& channel = loaded.config->channels[0].terms;
  EXPECT_EQ(channel.budget.in_flight, 3);
  EXPECT_EQ(channel.budget.deadline, std::chrono::milliseconds(1500));
  EXPECT_EQ(channel.ca, scratch.folder() / "own.pem");
  EXPECT_EQ(loaded.config->helpdesk.terms.budget.deadline, std::chrono::minutes(2));
  EXPECT_EQ(loaded.config->models[0].terms.budget.waiting, 7);
  EXPECT_EQ(loaded.config->lookups[0].terms.budget.deadline, std::chrono::seconds(2));
  EXPECT_EQ(loaded.config->lookups[0].terms.budget.in_flight, 8);
  EXPECT_EQ(loaded.config->lookups[0].terms.ca, scratch.folder() / "own.pem");
  EXPECT_EQ(loaded.config->limits.people, 10);
  EXPECT_EQ(loaded.config->limits.work, 30);
}

TEST(Budgets, EveryWrongWordIsToldWithItsMend) {
  const Scratch scratch;
  EXPECT_EQ(first_problem(load(scratch, ", budget: {in_flight: many}")),
            "C037 in_flight must be a whole number from 1 to 1000, not \"many\"");
  EXPECT_EQ(first_problem(load(scratch, ", budget: {in_flight: 0}")),
            "C037 in_flight must be a whole number from 1 to 1000, not \"0\"");
  EXPECT_EQ(first_problem(load(scratch, ", budget: {deadline: 30}")),
            "C037 deadline must be a time from 100 milliseconds to 10 minutes with its unit, such as \"30 seconds\", not \"30\"");
  for (const char* wrong : {"11 minutes", "50 milliseconds", "-1 seconds", "1 hour", "30seconds", "99999999999999999999 seconds"})
    EXPECT_TRUE(first_problem(load(scratch, std::string(", budget: {deadline: ") + wrong + "}")).starts_with("C037")) << wrong;
  EXPECT_TRUE(first_problem(load(scratch, ", budget: {inflight: 3}")).starts_with("C021"));
  EXPECT_TRUE(first_problem(load(scratch, "", "limits: {reviews: none}\n")).starts_with("C037"));
  EXPECT_TRUE(first_problem(load(scratch, "", "limits: 5\n")).starts_with("C023"));
}

}  // namespace
}  // namespace countersign::app
