// A detector that finds "unicorn" as `house_word`, but for the one thing that its setting `what` names.
#include <atomic>
#include <chrono>
#include <csignal>
#include <stdexcept>

#include "countersign/plugin.hpp"

namespace {

using namespace countersign::sdk;

/// Uses up time as a plugin does that computes too much; nobody can interrupt it.
void dawdle() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(60);
  while (std::chrono::steady_clock::now() < end) continue;
}

void one(Out& out, std::string_view kind, std::string_view start, std::string_view end, std::string_view score) {
  out.put("finding.0.kind", kind);
  out.put("finding.0.start", start);
  out.put("finding.0.end", end);
  out.put("finding.0.score", score);
}

class Moody final : public Looker {
 public:
  Moody(Host, const In& settings) : what_(settings.get("what")) { settings.only({"what"}); }

  void opened(Out& out) const override {
    if (what_ == "no kinds") return;
    out.put("kind.0", what_ == "a reserved kind"   ? "discloses_ai"
                      : what_ == "an unknown kind" ? "horse"
                                                   : "house_word");
  }

  void look(const In& in, Out& out) const override {
    const std::string_view text = in.get("text");
    const auto at = text.find("unicorn");
    const std::string past = std::to_string(text.size() + 1);
    if (what_ == "throws") throw std::runtime_error("no");
    if (what_ == "throws a number") throw 7;
    if (what_ == "crashes") std::raise(SIGSEGV);
    if (what_ == "refuses") throw Problem(CS_RETRY, "not now");
    if (what_ == "slow") dawdle();
    if (what_ == "outside") return one(out, "house_word", "0", past, "1000");
    if (what_ == "backwards") return one(out, "house_word", "3", "2", "1000");
    if (what_ == "far away") return one(out, "house_word", "1", "18446744073709551617", "1000");
    if (what_ == "no number") return one(out, "house_word", "0x1", "2", "1000");
    if (what_ == "another kind") return one(out, "horse", "0", "1", "1000");
    if (what_ == "too sure") return one(out, "house_word", "0", "1", "1001");
    if (what_ == "a gap") return out.put("finding.3.kind", "house_word");
    if (what_ == "too many") return out.put("finding.4711.kind", "house_word");
    if (what_ == "no number at all") return out.put("finding.first.kind", "house_word");
    if (what_ == "half a character" && !text.empty()) return one(out, "house_word", "0", "1", "1000");
    if (what_ == "changes its mind" && ++looks_ % 2 == 0) return;
    Findings found(out);
    if (at != std::string_view::npos) found.add("house_word", at, at + 7);
  }

 private:
  std::string what_;
  mutable std::atomic<int> looks_{0};
};

}  // namespace

COUNTERSIGN_DETECTOR("detect.moody", "1", Moody)
