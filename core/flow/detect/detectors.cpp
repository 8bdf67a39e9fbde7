#include "flow/detect/detectors.hpp"

#include <algorithm>
#include <exception>
#include <string>
#include <tuple>
#include <utility>

#include "flow/detect/hidden.hpp"
#include "flow/detect/language.hpp"
#include "flow/detect/learned/opinion.hpp"
#include "flow/detect/learned/topics.hpp"
#include "flow/detect/memo.hpp"
#include "flow/detect/names/people.hpp"
#include "flow/detect/own_classes.hpp"
#include "flow/detect/personal.hpp"
#include "flow/detect/phrases.hpp"
#include "flow/detect/shouting.hpp"
#include "flow/detect/topic_words.hpp"

namespace countersign {
namespace {

using namespace detect;

constexpr std::size_t largest_text = 16U << 20U;

Error failed() { return {Fault::internal, "the detectors failed on a text; it is held for a person"}; }

Level emotion_of(const std::vector<Finding>& findings) {
  Level level = Level::low;
  for (const auto& finding : findings) {
    if (finding.kind == "angry" || finding.kind == "distressed" || finding.kind == "self_harm") return Level::high;
    if (finding.kind == "disappointed" || finding.kind == "vulnerable" || finding.kind == "repeats_itself") level = Level::medium;
  }
  return level;
}

Level risk_of(const std::vector<Finding>& findings) {
  Level level = Level::low;
  for (const auto& finding : findings) {
    if (finding.kind == "self_harm" || finding.kind == "legal_threat" || finding.kind == "prompt_injection") return Level::high;
    if (finding.kind == "vulnerable" || finding.kind == "wants_to_leave" || finding.kind == "commitment") level = Level::medium;
  }
  return level;
}

/// Somebody in danger is in distress and needs care, whatever else the words say.
void add_what_danger_means(std::vector<Finding>& findings) {
  const auto danger = std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.kind == "self_harm"; });
  if (danger == findings.end()) return;
  const Finding seen = *danger;
  for (const char* kind : {"distressed", "vulnerable"}) findings.push_back({kind, seen.start, seen.end, seen.score});
}

bool has(const std::vector<Finding>& findings, std::string_view kind) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& one) { return one.kind == kind; });
}

/// What words say is shown where they stand; an opinion is about the whole text, and only where they say nothing.
void add_opinion(const learned::Opinion& opinion, std::vector<Finding>& findings) {
  if (opinion.injection && !has(findings, "prompt_injection")) findings.push_back(*opinion.injection);
  if (has(findings, "prompt_injection")) return;  // rough orders to the model are no mood
  const bool moved = has(findings, "angry") || has(findings, "distressed") || has(findings, "disappointed");
  if (opinion.mood && !moved) findings.push_back(*opinion.mood);
}

/// A text that says it is AI and claims to be human contradicts itself: another finding than a plain claim, since
/// "I am AI, no real person" and the like are not always told apart.
void tell_contradictions(std::vector<Finding>& findings) {
  const bool says_so = std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.kind == "discloses_ai"; });
  for (auto& finding : findings)
    if (says_so && finding.kind == "pretends_to_be_human") finding.kind = "contradicts_disclosure";
}

/// Sorted; of findings of one kind over the same bytes only the surest stays.
void put_in_order(std::vector<Finding>& findings) {
  const auto key = [](const Finding& f) { return std::tie(f.start, f.end, f.kind); };
  std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
    return key(a) != key(b) ? key(a) < key(b) : a.score > b.score;
  });
  findings.erase(std::unique(findings.begin(), findings.end(),
                             [&](const Finding& a, const Finding& b) {
                               return key(a) == key(b) && (!a.commitment || a.commitment->what == b.commitment->what);
                             }),
                 findings.end());
}

class BuiltIn final : public Detector {
 public:
  BuiltIn(const policy::DetectionTerms& terms, std::shared_ptr<const Plugged> plugged)
      : plugged_(std::move(plugged)),
        own_(terms.data_classes),
        people_(terms.data_classes),
        customer_(Side::customer),
        outgoing_(Side::outgoing),
        words_(terms.topics),
        topics_(terms.topics) {}

  Result<Sight> look(const Glimpse& glimpse) const noexcept override {
    try {
      if (glimpse.text.size() > largest_text) return Error{Fault::too_large, "a text above 16 MB is not looked at; it is held for a person"};
      return see(glimpse);
    } catch (...) {
      return failed();
    }
  }

 private:
  [[nodiscard]] Result<Sight> see(const Glimpse& glimpse) const {
    Sight sight;
    const auto plain = plain_view(glimpse.text);
    if (const auto status = personal_.look(plain, glimpse.locale, sight.findings); !status) return status.error();
    if (const auto status = own_.look(plain, sight.findings); !status) return status.error();
    people_.look(glimpse.text, plain, sight.findings);
    const bool customer = glimpse.written_by == Author::customer;
    const auto folded = flowing(folded_view(glimpse.text));
    const auto heard = (customer ? customer_ : outgoing_).listen(folded);
    if (!heard) return heard.error();
    sight.findings.insert(sight.findings.end(), heard->findings.begin(), heard->findings.end());
    const auto named = words_.find(folded);
    if (!named) return named.error();
    sight.topics = named->topics;
    const auto said = std::max(heard->risk, named->risk);
    sight.language = language_of(glimpse.text, glimpse.locale);
    auto risk = std::max(said, heard->may_cost ? Level::medium : Level::low);
    if (customer) {
      const auto opinion = learned::opinion_of(folded.text, sight.language);
      add_opinion(opinion, sight.findings);
      if (opinion.risk) risk = std::max(said, *opinion.risk);
      if (const auto topic = topics_.of(folded.text)) {
        if (std::find(sight.topics.begin(), sight.topics.end(), topic->id) == sight.topics.end()) sight.topics.push_back(topic->id);
        risk = std::max(risk, topic->risk);
      }
      if (const auto status = look_behind(glimpse.text, plain, sight.findings); !status) return status.error();
      look_for_shouting(plain, sight.findings);
    }
    // Last, so that nothing a plugin says keeps anything above from being looked for.
    if (plugged_)
      if (const auto status = plugged_->look(glimpse, sight); !status) return status.error();
    add_what_danger_means(sight.findings);
    tell_contradictions(sight.findings);
    put_in_order(sight.findings);
    sight.risk = std::max(risk, risk_of(sight.findings));
    sight.emotion = emotion_of(sight.findings);
    return sight;
  }

  /// What is written in code (base64, digits for letters, invisible tags) is read too.
  [[nodiscard]] Status look_behind(std::string_view text, const TextView& plain, std::vector<Finding>& findings) const {
    auto all = hidden_texts(plain);
    if (auto tagged = text_in_tags(text)) all.push_back(std::move(*tagged));
    for (const auto& hidden : all) {
      const auto heard = customer_.listen(flowing(folded_view(hidden.text)));
      if (!heard) return heard.error();
      const bool order = std::any_of(heard->findings.begin(), heard->findings.end(),
                                     [](const Finding& f) { return f.kind == "prompt_injection"; });
      if (order) findings.push_back({"prompt_injection", hidden.where.first, hidden.where.second, 900});
    }
    return {};
  }

  std::shared_ptr<const Plugged> plugged_;
  Personal personal_;
  OwnClasses own_;
  names::People people_;
  Phrases customer_;
  Phrases outgoing_;
  TopicWords words_;
  learned::Topics topics_;
};

/// Stands in when the real one could not be made.
class Broken final : public Detector {
 public:
  Result<Sight> look(const Glimpse&) const noexcept override { return failed(); }
};

}  // namespace

std::unique_ptr<const Detector> make_detector(const policy::DetectionTerms& terms, std::size_t remembered,
                                              std::shared_ptr<const Plugged> plugged) {
  try {
    return remembering(std::make_unique<const BuiltIn>(terms, std::move(plugged)), remembered);
  } catch (const std::exception&) {
    return std::make_unique<const Broken>();
  }
}

}  // namespace countersign
