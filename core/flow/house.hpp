// House: what every room of the road may use. app/wiring makes one at start and keeps it alive longer than any thread
// of the road. All members are thread-safe; immutable sets are swapped as snapshots.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/snapshot.hpp"
#include "flow/crowd.hpp"
#include "flow/departed.hpp"
#include "flow/delivery/notifier.hpp"
#include "flow/detect/plugged.hpp"
#include "flow/fitness.hpp"
#include "flow/locks.hpp"
#include "flow/rules.hpp"
#include "flow/state/chat_line.hpp"
#include "flow/state/conversation.hpp"
#include "flow/state/message.hpp"
#include "flow/state/work.hpp"
#include "flow/stop.hpp"
#include "flow/valve.hpp"
#include "metrics/road.hpp"
#include "plugin/connectors.hpp"
#include "plugin/lookup.hpp"
#include "store/keys.hpp"
#include "store/store.hpp"

namespace countersign {

/// What to do when a crash fell between sending and recording.
enum class WhenUnknown { resend, ask_a_person };

struct ChannelDesk {
  std::unique_ptr<plugin::Channel> plugin;
  std::string kind;  ///< webchat | email | sms | messenger | webhook
  std::string brand;
  WhenUnknown when_unknown = WhenUnknown::resend;
  bool keeps_chat = false;  ///< customers read it through our own server: their lines are kept for them
};

struct LookupDesk {
  std::unique_ptr<plugin::Lookup> plugin;
  std::set<std::string> channels;             ///< where it may be asked, by configured name; empty: everywhere
  Duration max_age = std::chrono::hours(24);  ///< what is older is for people only
};

/// Everything that plugins translate for, as configured: one generation. Immutable once in force. Whoever works with it
/// takes the pointer once and holds it until the work ends, so that no operation mixes two generations; the last holder
/// closes its plugins.
struct Connectors {
  std::uint64_t generation = 0;                        ///< 1 at start, one more with each reload
  std::map<std::string, ChannelDesk> channels;         ///< by configured name
  std::vector<std::unique_ptr<plugin::Model>> models;  ///< asked in this order
  std::unique_ptr<plugin::Helpdesk> helpdesk;
  std::vector<LookupDesk> lookups;  ///< all are asked
  std::vector<Notifier> notifiers;  ///< who tells those on call
  std::shared_ptr<const detect::Plugged> detectors;  ///< all look; never null once in force
  /// What is configured but whose plugin is left out after crashes, and why: "channel:NAME", "model:NAME",
  /// "lookup:NAME", "detector:NAME", "helpdesk".
  std::map<std::string, std::string> left_out;
};

struct House {
  const Clock& clock;
  store::Store& store;
  store::Keys& keys;
  Snapshot<Rules>& rules;
  Snapshot<Connectors>& connectors;
  StopSwitch& stop;
  Locks& locks;
  Conversations conversations;
  Messages messages;
  ChatLines chat_lines;
  Fitness& fitness;
  std::function<void(const Work&)> wake;  ///< tells the worker of committed work; set once, before any thread starts
  std::function<void(const std::string& ref)> changed;  ///< tells open chat pages of a committed change; set once too
  std::shared_ptr<metrics::Road> metrics = std::make_shared<metrics::Road>();
  /// Worker::pass_on; set with `wake`. Empty: every step goes on where it is.
  std::function<bool(const std::string& lane, std::function<void()> step)> pass_on = {};
  Valve* valve = nullptr;  ///< null: no limits
  std::shared_ptr<Crowd> crowd = std::make_shared<Crowd>(store, clock);
  std::shared_ptr<Departed> departed = std::make_shared<Departed>();

  /// Goes on with a step in another lane of the worker; false when too many wait there.
  [[nodiscard]] bool in_lane(const std::string& lane, std::function<void()> step) const {
    if (pass_on) return pass_on(lane, std::move(step));
    step();
    return true;
  }

  /// The rules that this conversation is judged by: those in force, or those of the canary it is part of. Whoever judges
  /// takes them once and holds them until the decision is made.
  [[nodiscard]] std::shared_ptr<const Rules> rules_for(const Conversation& conversation) const;

  /// The channel's kind ("webchat"), or "" for a channel that is not configured now.
  [[nodiscard]] std::string channel_kind(const std::string& channel) const {
    const auto now = connectors.get();
    const auto found = now->channels.find(channel);
    return found == now->channels.end() ? std::string() : found->second.kind;
  }
};

}  // namespace countersign
