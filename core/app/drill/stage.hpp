// Stage: a gateway for a drill: the operator's configuration, policies, articles and detectors on a data folder of its
// own, with every way out led into this process, so that nothing can reach a customer, a helpdesk or anybody on call.
// The drill takes its parts away one by one. Main thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/demo/visitor.hpp"
#include "app/drill/outside.hpp"
#include "app/running.hpp"

namespace countersign::app::drill {

/// The machine's clock, as wrong as a drill wants it. Any thread.
class WrongClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override { return SystemClock().now() + Duration(off_); }
  void be_off_by(Duration off) { off_ = off.count(); }

 private:
  std::atomic<Duration::rep> off_{0};
};

/// What the drill changed of a configuration, in words: what is not tried by it.
struct Changed {
  Config config;
  std::vector<std::string> notes;
};

class Stage {
 public:
  /// A fresh folder and a gateway that runs on it. `channel` "": the first one of the configuration.
  [[nodiscard]] static Result<std::unique_ptr<Stage>> make(const Config& config, const std::string& channel);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// The customer's message; the HTTP status of its answer, 0 when there was none.
  [[nodiscard]] int say(const demo::Line& line);
  /// The conversation as the API tells it; status 0 when nobody answered.
  [[nodiscard]] demo::Answer conversation(const std::string& name);
  /// Whether the record has an entry that cleared this text for sending.
  [[nodiscard]] bool on_record(const std::string& message);
  /// Waits until nothing is in work for these conversations, `most` at the longest.
  void settle(const std::vector<std::string>& conversations, std::chrono::milliseconds most);
  /// Stops the gateway and starts it again on the same folder.
  [[nodiscard]] Status restart();

  [[nodiscard]] Gateway& gateway() { return *running_->services().gateway; }
  [[nodiscard]] WrongClock& clock() { return clock_; }
  [[nodiscard]] StandIn& model() { return model_; }
  [[nodiscard]] Sink& sink() { return sink_; }
  [[nodiscard]] std::filesystem::path data() const { return changed_.config.data; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return changed_.notes; }

 private:
  Stage() = default;
  [[nodiscard]] Status start();
  [[nodiscard]] demo::Answer call(const std::string& method, const std::string& path, const Loopback::Headers& headers,
                                  const std::string& body);
  std::filesystem::path folder_;
  std::string channel_, secret_, token_;
  Changed changed_;
  WrongClock clock_;
  Sink sink_;
  StandIn model_;
  std::unique_ptr<Running> running_;
};

}  // namespace countersign::app::drill
