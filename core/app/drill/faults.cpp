#include "app/drill/faults.hpp"

#include <sys/resource.h>

#include <csignal>

namespace countersign::app::drill {
namespace {

namespace fs = std::filesystem;

/// Detectors that cannot say what is in a text.
class Blind final : public Detector {
 public:
  [[nodiscard]] Result<Sight> look(const Glimpse& /*glimpse*/) const noexcept override {
    return Error{countersign::Fault::unavailable, "taken away by a drill"};
  }
};

Status blind(Stage& stage) {
  auto& rules = stage.gateway().house().rules;
  rules.set(std::make_shared<Rules>(Rules{rules.get()->set, std::make_shared<Blind>()}));
  return {};
}

Status afresh(Stage& stage) { return stage.restart(); }

Status moods(Stage& stage, StandIn::Mood mood) {
  stage.model().be(mood);
  return {};
}

fs::path away(const Stage& stage) { return stage.data().string() + ".away"; }

Status moved(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  return error ? Status(Error{countersign::Fault::unavailable, from.string() + ": cannot be moved, " + error.message()})
               : Status();
}

Status move_store(Stage& stage) { return moved(stage.data(), away(stage)); }

Status move_store_back(Stage& stage) {
  std::error_code ignored;
  fs::remove_all(stage.data(), ignored);  // whatever the gateway made in the meantime
  if (const auto back = moved(away(stage), stage.data()); !back) return back;
  return stage.restart();
}

/// The kernel refuses every write to a file (setrlimit(2)): to SQLite the disk is full. This process prints nothing
/// meanwhile.
Status allow_files(rlim_t bytes) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_FSIZE, &limit) != 0)
    return Error{countersign::Fault::unavailable, "the limit of files cannot be read"};
  limit.rlim_cur = std::min(bytes, limit.rlim_max);
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
    return Error{countersign::Fault::unavailable, "the limit of files cannot be set"};
  return {};
}

Status fill_disk(Stage& /*stage*/) {
  std::signal(SIGXFSZ, SIG_IGN);  // the write fails, the process does not end
  return allow_files(0);
}

Status free_disk(Stage& stage) {
  if (const auto room = allow_files(RLIM_INFINITY); !room) return room;
  return stage.restart();
}

template <int Hours>
Status jump(Stage& stage) {
  stage.clock().be_off_by(std::chrono::hours(Hours));
  return {};
}

Status right_clock(Stage& stage) {
  stage.clock().be_off_by(Duration::zero());
  return stage.restart();
}

constexpr Terms kCalm{true, true};    ///< the rest of the road still works
constexpr Terms kBlind{false, true};  ///< nobody knows what AI wrote
constexpr Terms kSilent{false, false};

constexpr Fault kFaults[] = {
    {"detector", "no text can be looked at", kBlind, blind, afresh},
    {"model", "it never answers", kCalm, [](Stage& s) { return moods(s, StandIn::Mood::never_answers); },
     [](Stage& s) { return moods(s, StandIn::Mood::works); }},
    {"model", "it answers nonsense", kCalm, [](Stage& s) { return moods(s, StandIn::Mood::talks_nonsense); },
     [](Stage& s) { return moods(s, StandIn::Mood::works); }},
    {"model", "it refuses connections", kCalm,
     [](Stage& s) {
       s.model().vanish();
       return Status();
     },
     [](Stage& s) { return s.model().come_back(); }},
    {"helpdesk", "it takes nothing", kCalm,
     [](Stage& s) {
       s.gateway().shut_desk(true);
       return Status();
     },
     [](Stage& s) {
       s.gateway().shut_desk(false);
       return Status();
     }},
    {"store", "its folder is gone", kSilent, move_store, move_store_back},
    {"store", "no byte can be written", kSilent, fill_disk, free_disk},
    {"clock", "a day back", kSilent, jump<-24>, right_clock},
    {"clock", "a year ahead", kSilent, jump<24 * 365>, right_clock},
};

}  // namespace

std::span<const Fault> faults() { return kFaults; }

}  // namespace countersign::app::drill
