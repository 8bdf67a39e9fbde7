#include "flow/policy/why.hpp"

#include <algorithm>
#include <array>

namespace countersign::policy {
namespace {

std::string list(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// "language is de, not en"
std::string wrong(std::string_view what, const Names& wanted, const std::string& is) {
  if (wanted.empty() || has(wanted, is)) return "";
  return std::string(what) + (is.empty() ? " is not known" : " is " + is) + ", not " + list(wanted);
}

std::string wrong(std::string_view what, std::uint8_t wanted, Level is) {
  if (wanted == 0 || ((wanted >> static_cast<unsigned>(is)) & 1U) != 0) return "";
  Names words;
  for (const Level level : {Level::low, Level::medium, Level::high})
    if (((wanted >> static_cast<unsigned>(level)) & 1U) != 0) words.emplace_back(to_word(level));
  return std::string(what) + " is " + std::string(to_word(is)) + ", not " + list(words);
}

std::string wrong_author(const Condition& c, const Facts& facts) {
  if (!c.authors || ((*c.authors >> static_cast<unsigned>(facts.written_by)) & 1U) != 0) return "";
  return "written by " + std::string(to_word(facts.written_by));
}

std::string wrong_channel(const Condition& c, const Facts& facts) {
  return has(c.channel, facts.channel) ? "" : wrong("channel", c.channel, facts.channel_kind);
}

std::string wrong_region(const Condition& c, const Facts& facts) {
  Condition only;
  only.region = c.region;
  only.elsewhere_is_known = c.elsewhere_is_known;
  return matches(only, facts) ? "" : wrong("region", c.region, facts.region);
}

std::string wrong_topic(const Condition& c, const Facts& facts) {
  const bool any =
      std::any_of(facts.topics.begin(), facts.topics.end(), [&](const auto& one) { return has(c.topic, one); });
  return c.topic.empty() || any ? "" : "its topic is none of " + list(c.topic);
}

std::string wrong_finding(const Condition& c, const Facts& facts) {
  const bool any = std::any_of(facts.findings.begin(), facts.findings.end(),
                               [&](const auto& one) { return has(c.finding, one.kind); });
  return c.finding.empty() || any ? "" : "nothing was seen of " + list(c.finding);
}

std::string wrong_amount(const Condition& c, const Facts& facts) {
  if (!c.commitment_over) return "";
  Condition only;
  only.commitment_over = c.commitment_over;
  if (matches(only, facts)) return "";
  return "it promises no more than " + std::to_string(c.commitment_over->cents / 100) + " " +
         c.commitment_over->currency;
}

}  // namespace

std::string why_not(const Condition& c, const Facts& facts) {
  const std::array<std::string, 12> reasons = {wrong_author(c, facts),
                                               wrong_channel(c, facts),
                                               wrong("language", c.language, facts.language),
                                               wrong("brand", c.brand, facts.brand),
                                               wrong_region(c, facts),
                                               wrong("model", c.model, facts.model),
                                               wrong("risk", c.risk, facts.risk),
                                               wrong("value", c.value, facts.value),
                                               wrong("emotion", c.emotion, facts.emotion),
                                               wrong_topic(c, facts),
                                               wrong_finding(c, facts),
                                               wrong_amount(c, facts)};
  const auto first = std::find_if(reasons.begin(), reasons.end(), [](const auto& reason) { return !reason.empty(); });
  return first == reasons.end() ? "" : *first;
}

std::string would_pass(const Requirement& r, const Policy& policy) {
  switch (r.must) {
    case Must::show_notice:
    case Must::label:
    case Must::offer_a_person:
    case Must::show_source:
      return policy.if_not == IfNot::add_the_notice ? "placed with the text by itself" : "";
    case Must::be_approved_by:
      return "signed by " + std::to_string(r.people) + " of " + r.role;
    case Must::be_answered_by:
      return "answered by a person";
    case Must::hide:
    case Must::remove:
    case Must::never_keep:
      return "masked by itself where it stands";
    case Must::not_contain:
      return "without " + list(r.kinds);
    case Must::rest_on_a_source:
      return "resting on a current article";
  }
  return "";
}

}  // namespace countersign::policy
