// The officer's commands, run as they are typed. For the tests of them.
#pragma once

#include <gtest/gtest.h>

#include <sstream>

#include "app/commands/gateway_commands.hpp"
#include "app/dispatch.hpp"
#include "policy/folder.hpp"

namespace countersign::app {

struct Ran {
  int code = 0;
  std::string out, err;
};

class PolicyCommands : public ::testing::Test {
 protected:
  Ran run(std::vector<std::string> words) {
    words.insert(words.begin(), "policy");
    Program program;
    program.commands = policy_commands();
    std::ostringstream out, err;
    const int code = app::run(program, words, out, err);
    return {code, out.str(), err.str()};
  }
  /// A set that is whole, and one more file with two mistakes.
  std::string broken() {
    complete(folder_).add("bad.yaml", "notice: N\nid: n\nversion: 1.5\ntexts: {en: {any: hi, smss: hi}}\n");
    return folder_.path().string();
  }
  /// The entry whose `key` says `value`; an empty one, and a failure, if there is none.
  static const json::Value& with(const json::Array& entries, std::string_view key, std::string_view value) {
    static const json::Value none;
    for (const auto& one : entries)
      if (one.text(key) == value) return one;
    ADD_FAILURE() << "no " << key << " " << value;
    return none;
  }
  /// A rule for these, with an example that gives those.
  static std::string rule(const std::string& applies, const std::string& given) {
    return policy::testing::policy("p", "at: reply\napplies_to: {written_by: ai, " + applies +
                                            "}\nmust:\n  - label: ai\nif_not: add_the_notice\nexamples:\n  - {given: "
                                            "{written_by: ai, " +
                                            given + "}, expect: add_the_notice}\n");
  }
  policy::testing::Folder folder_, home_;
};

}  // namespace countersign::app
