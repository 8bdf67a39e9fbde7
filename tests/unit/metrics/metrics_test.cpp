#include "metrics/metrics.hpp"

#include <gtest/gtest.h>

#include "metrics/road.hpp"

namespace countersign::metrics {
namespace {

using namespace std::chrono_literals;

bool has(const std::string& page, const std::string& line) { return page.find(line + "\n") != std::string::npos; }

TEST(Metrics, AreShownAsPrometheusReadsThem) {
  Road road;
  road.verdicts.at({"reply", "hold"}).add(2);
  road.verdicts.at({"reply", "hold"}).add();
  Page page;
  road.show(page);
  page.gauge("countersign_open_connections", "Now.", 7);
  const std::string text = page.text();
  EXPECT_TRUE(has(text, "# TYPE countersign_verdicts_total counter")) << text;
  EXPECT_TRUE(has(text, "countersign_verdicts_total{border=\"reply\",verdict=\"hold\"} 3")) << text;
  EXPECT_TRUE(has(text, "countersign_open_connections 7")) << text;
}

TEST(Metrics, PutTimesIntoTheBucketsTheyFit) {
  Family<Histogram, 1> family("t_seconds", "T.", {"what"});
  family.at({"a"}).observe(500us);  // a bound belongs to its bucket
  family.at({"a"}).observe(2s);
  family.at({"a"}).observe(2min);
  Page page;
  family.show(page);
  const std::string text = page.text();
  EXPECT_TRUE(has(text, "t_seconds_bucket{what=\"a\",le=\"0.0005\"} 1")) << text;
  EXPECT_TRUE(has(text, "t_seconds_bucket{what=\"a\",le=\"5\"} 2")) << text;
  EXPECT_TRUE(has(text, "t_seconds_bucket{what=\"a\",le=\"+Inf\"} 3")) << text;
  EXPECT_TRUE(has(text, "t_seconds_sum{what=\"a\"} 122.0005")) << text;
}

TEST(Metrics, CountHowManyBelongedTogether) {
  Sizes sizes;
  for (const std::uint64_t size : {1U, 2U, 3U, 600U}) sizes.observe(size);
  Page page;
  page.histogram("g_jobs", "G.", sizes);
  const std::string text = page.text();
  EXPECT_TRUE(has(text, "g_jobs_bucket{le=\"2\"} 2")) << text;
  EXPECT_TRUE(has(text, "g_jobs_bucket{le=\"4\"} 3")) << text;
  EXPECT_TRUE(has(text, "g_jobs_bucket{le=\"512\"} 3")) << text;
  EXPECT_TRUE(has(text, "g_jobs_count 4")) << text;
  EXPECT_TRUE(has(text, "g_jobs_sum 606")) << text;
}

TEST(Metrics, DoNotGrowWithoutEnd) {
  Family<Counter, 1> family("n_total", "N.", {"name"});
  for (int i = 0; i < 1000; ++i) family.at({std::to_string(i)}).add();
  Page page;
  family.show(page);
  EXPECT_TRUE(has(page.text(), "n_total{name=\"other\"} 937"));
  EXPECT_FALSE(has(page.text(), "n_total{name=\"64\"} 1"));
}

}  // namespace
}  // namespace countersign::metrics
