// Road: a whole gateway in a folder of its own, with a clock that the test holds and an outside world that the test
// plays. Everything is the real thing: configuration file, starter policies, SQLite, keys, plugins, HTTP out. Only the
// worker's threads are missing: settle() does the due work on the test's thread, in order, so that a test is the same
// every time.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "app/gateway.hpp"
#include "kit/private_folder.hpp"
#include "support/fake_clock.hpp"
#include "support/outside.hpp"

namespace countersign::testing {

struct RoadOptions {
  std::vector<std::string> models = {"kb"};  ///< in this order: "kb" (articles) and "gpt" (the model server)
  std::string when_unknown = "resend";
  std::string kind = "webchat";
  std::string deliver_to = "";   ///< "": the customer side
  std::string model_url = "";    ///< "": the model server
  std::string further = {};                       ///< more lines of the configuration file
  std::map<std::string, std::string> files = {};  ///< beside it: name -> content
  std::string channels = {};                      ///< further lines of `channels:`
  std::string model_keys = {};                    ///< further keys of each model, such as ", budget: {in_flight: 1}"
};

/// A customer's message; what is left empty is filled in.
struct Said {
  std::string conversation;
  std::string text;
  std::string event = {};
  std::string customer = "u-1";
  std::string name = "Ana";
  std::string locale = "en";
  bool photo = false;
};

/// What the customer side got.
struct Delivered {
  std::string id, conversation, text, written_by, notice, in_reply_to, receipt, key;
};

class Road : public ::testing::Test {
 protected:
  Road() : Road(RoadOptions{}) {}
  explicit Road(const RoadOptions& options);
  ~Road() override;

  // The customer's side.
  /// A webhook of a channel, and what became of it.
  Result<Accepted> arrive(const std::string& channel, const plugin::Webhook& webhook, int* refused_as = nullptr) const;
  Result<Accepted> say(const Said& said);
  Result<Accepted> say(const std::string& conversation, const std::string& text) {
    return say(Said{conversation, text, {}});
  }
  /// say(), which must be accepted, then settle(). Returns our id of the message.
  std::string say_and_settle(const std::string& conversation, const std::string& text);
  /// The signed request in which the channel brings it.
  [[nodiscard]] plugin::Webhook webhook_of(const Said& said);
  [[nodiscard]] std::vector<Delivered> delivered(const std::string& conversation = "") const;
  [[nodiscard]] std::vector<Delivered> delivered_by(const std::string& author, const std::string& conversation) const;

  // Time and work.
  /// Does all work that is due, of these kinds; returns how many pieces.
  int settle(const std::set<Task>& tasks = {Task::file, Task::answer, Task::deliver, Task::deadline, Task::notify});
  void advance(Duration by) { clock.advance(by); }
  [[nodiscard]] std::vector<Work> work();
  /// Opens the gateway of the folder; there must be none.
  void open();
  /// Closes the gateway and opens it again on the same folder, as after a stop or a crash.
  void reopen();

  // What the gateway knows.
  [[nodiscard]] const House& house() const { return gateway->house(); }
  [[nodiscard]] const review::Reviews& reviews() const { return gateway->journey().reviews(); }
  [[nodiscard]] Conversation conversation(const std::string& name);
  [[nodiscard]] std::vector<Message> messages(const std::string& name);
  [[nodiscard]] std::vector<review::Review> waiting();
  /// The one review that waits; a failure (and an empty one) if there are more or none.
  [[nodiscard]] review::Review the_review();
  [[nodiscard]] std::vector<std::string> column(const std::string& sql);
  [[nodiscard]] std::string value(const std::string& sql);
  void change(const std::string& sql);
  [[nodiscard]] std::vector<json::Value> record();
  /// What the record calls a member of staff: "user:" and an id.
  [[nodiscard]] std::string id_of(const std::string& name) { return "user:" + value("SELECT id FROM staff WHERE name='" + name + "'"); }
  [[nodiscard]] std::vector<json::Value> record_of(const std::string& message);
  [[nodiscard]] std::vector<std::string> kinds_of(const std::string& message);

  // Policies: files of the folder in force (starter's names).
  void write_policy(const std::string& file, const std::string& text);
  void remove_policy(const std::string& file);
  void load_policies();

  /// Every byte of every file below the data folder.
  [[nodiscard]] std::string raw_data() const;

  PrivateFolder folder;
  FakeClock clock;
  Outside customer_side;
  Outside model_server;
  std::unique_ptr<app::Gateway> gateway;
  /// At the end an auditor looks at the record as a whole; false for a test that spoils it on purpose.
  bool record_makes_sense = true;

 private:
  void write_config(const RoadOptions& options) const;
  int events_ = 0;
};

}  // namespace countersign::testing
