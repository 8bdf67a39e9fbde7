// findings-within-the-text: what a detector says must be usable, of whole texts and of cut ones.
#include <algorithm>

#include "plugin/checks.hpp"
#include "plugin/detector.hpp"
#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

/// Looks at `text` as the gateway would; "" or why its answer would hold that text for a person.
std::string unusable(const Instance& instance, const Fields& in, const std::vector<std::string>& kinds) {
  const auto* text = find(in, "text");
  const Answer answer = instance.look(in);
  if (answer.code != Code::ok) return "";  // it may refuse a text; what it says must be usable
  const auto findings = to_findings(answer.out, text == nullptr ? "" : *text, kinds);
  return findings ? "" : findings.error().message;
}

}  // namespace

/// Every sample's text, and each of them cut behind every character: spans must stay within what is there.
std::string findings_within_the_text(const Subject& s) {
  return opened(s, [&](const Instance& instance) -> std::string {
    if (instance.kinds().empty()) {
      const bool looks = std::any_of(s.samples.calls.begin(), s.samples.calls.end(),
                                     [](const Sample& sample) { return sample.call == "look"; });
      return looks ? "`open` puts no `kind.N`: name each kind of finding that it may give"
                   : std::string(kSkip) + "only detectors give findings";
    }
    const auto kinds = instance.kinds();
    for (const auto& kind : kinds)
      if (const auto why = refused_kind(kind); !why.empty()) return "kind " + quote(kind) + " " + why;
    for (const auto& sample : s.samples.calls) {
      const auto* text = find(sample.in, "text");
      if (sample.call != "look" || text == nullptr) continue;
      for (std::size_t length = 0; length <= text->size(); ++length) {
        Fields in = sample.in;
        replace(in, "text", text->substr(0, length));
        if (!valid_utf8(*find(in, "text"))) continue;
        if (const auto why = unusable(instance, in, kinds); !why.empty()) return sample.file + ": " + why;
      }
    }
    return "";
  });
}

}  // namespace countersign::plugin
