// Lookup: the typed face of the fourth plugin kind. What the road asks about a customer's own matter, and the facts
// that come back. A plugin that read files when it opened is opened anew when one of them has changed, so that no
// answer comes from an older file than the one that is there; if it cannot be read, only questions that name something
// to look up fail. Any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "plugin/connectors.hpp"

namespace countersign::plugin {

/// What a customer wrote, and who it was, as the channel names them.
struct Question {
  std::string text;
  std::string customer;
  std::string channel;       ///< configured name
  std::string conversation;  ///< the channel's name for it
  std::string language;
  Time now{};
};

/// One thing that is so, and belongs to the customer who asked.
struct Fact {
  std::string key;      ///< what the customer named: "4711"
  std::string text;     ///< one sentence in their language; "" when there is none for this row
  std::string answers;  ///< the questions it answers, separated by "|"
  std::string shown;    ///< further values for a person, "status: sent; carrier: Post"
  std::string source;   ///< where it stands: "orders.csv"
  std::optional<Time> as_of;
};

struct Found {
  enum class Outcome { not_asked, not_found, found } outcome = Outcome::not_asked;
  std::vector<Fact> facts;
  int missing = 0;  ///< how many things were named of which nothing was found
};

class Lookup {
 public:
  /// `settings` are those `instance` was opened with: they open the next one.
  Lookup(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, Fields settings, std::string name,
         Origins origins = {});
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Plugin& plugin() const { return *plugin_; }
  [[nodiscard]] const Origins& origins() const { return origins_; }
  /// A local lookup answers at once; any other asks for a request.
  struct Step {
    std::optional<Found> found;
    std::optional<Request> request;
  };
  /// unavailable: try again later; anything else: its answer cannot be used. A fact that the plugin says belongs to
  /// somebody else makes the whole answer unusable.
  [[nodiscard]] Result<Step> ask(const Question& question) const;
  [[nodiscard]] Result<Found> answer(const Response& response, const Question& question) const;
  /// Reads its files again if they changed, as the next question would; so that health knows before a customer asks.
  void refresh() const { (void)current(); }
  /// For health: what is wrong with its calls or its files; "": nothing that is known. Never waits.
  [[nodiscard]] std::string complaint() const;

 private:
  using Stamps = std::vector<std::string>;
  /// The instance to ask, and why its answers cannot be used: what it read has changed and cannot be read.
  struct Current {
    std::shared_ptr<const Instance> instance;
    Status usable;
  };
  [[nodiscard]] Current current() const;
  void heard(const Result<Found>& found) const;
  [[nodiscard]] static Stamps stamps_of(const Instance& instance, std::filesystem::file_time_type opening);

  std::shared_ptr<const Plugin> plugin_;
  Fields settings_;
  std::string name_;
  Origins origins_;
  mutable std::mutex mutex_;  ///< of all below; held while a changed file is read
  mutable std::shared_ptr<const Instance> instance_;
  mutable Stamps stamps_;
  mutable Status refused_;  ///< why the files as they are cannot be read, for a while
  mutable Stamps refused_stamps_;
  mutable std::chrono::steady_clock::time_point read_again_{};
  mutable std::string failed_;  ///< why the last question that named something had no answer; "" when it had one
};

}  // namespace countersign::plugin
