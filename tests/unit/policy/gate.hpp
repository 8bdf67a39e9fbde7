// The fixture of the tests that decide: a small complete set, to which a test adds the policies it is about.
#pragma once

#include <gtest/gtest.h>

#include "policy/folder.hpp"

namespace countersign::policy::testing {

inline const std::string kData = policy("data",
                                        "at: prompt\nmust:\n  - hide: {data: [email, card_number], as: pseudonym}\n  - "
                                        "remove: {data: [health]}\nif_not: block\n");

class Gate : public ::testing::Test {
 protected:
  void SetUp() override {
    complete(folder_).add("data.yaml", kData);
    reload();
  }
  void reload() {
    const Loaded loaded = folder_.load(test_time());
    for (const auto& line : lines(loaded, folder_.path()))
      EXPECT_NE(line.find(" warning: "), std::string::npos) << line;
    set_ = loaded.set;
    ASSERT_TRUE(set_);
  }
  void add(const std::string& id, const std::string& rest, const std::string& mode = "enforce") {
    folder_.add(id + ".yaml", policy(id, rest, mode));
    reload();
  }
  static Facts facts(Border border, Author author) {
    Facts f;
    f.border = border;
    f.written_by = author;
    f.now = test_time();
    f.channel = "shop";
    f.channel_kind = "webhook";
    f.ai_may = AiMay::reply;
    return f;
  }
  static Facts arrival(const std::string& topic) {
    Facts f = facts(Border::arrival, Author::customer);
    f.topics = {topic};
    return f;
  }
  [[nodiscard]] Decision on(const Facts& f) const { return decide(*set_, f); }
  Folder folder_;
  std::shared_ptr<const PolicySet> set_;
};

}  // namespace countersign::policy::testing
