#include <algorithm>

#include "flow/policy/reading.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

/// Where each requirement makes sense, and what may happen where it is not kept. In the order of Must.
struct Fit {
  std::string_view borders;
  std::string_view actions;
  bool ai_only;
};
constexpr std::string_view kPlaced = "add_the_notice hold_for_review give_to_a_person block";
constexpr std::string_view kMasked = "change hold_for_review give_to_a_person block";
constexpr std::array<Fit, 11> kFits = {{
    {"reply", kPlaced, true},                                   // show_notice
    {"reply", kPlaced, true},                                   // label
    {"reply", kPlaced, true},                                   // offer_a_person
    {"reply", kPlaced, true},                                   // show_source
    {"reply", "hold_for_review", false},                        // be_approved_by
    {"arrival", "give_to_a_person", false},                     // be_answered_by
    {"prompt reply ticket", kMasked, false},                    // hide
    {"prompt reply ticket", kMasked, false},                    // remove
    {"arrival", kMasked, false},                                // never_keep
    {"arrival prompt reply ticket", kMasked, false},            // not_contain
    {"reply", "hold_for_review give_to_a_person block", true},  // rest_on_a_source
}};

bool among(std::string_view words, std::string_view word) {
  const std::string all = " " + std::string(words) + " ";
  return all.find(" " + std::string(word) + " ") != std::string::npos;
}

std::string listed(std::string_view words) {
  std::string text(words);
  for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 2)) text.replace(at, 1, ", ");
  return text;
}

constexpr unsigned bit(Author a) { return 1U << static_cast<unsigned>(a); }

bool only_ai(const Policy& policy) {
  const auto& authors = policy.applies_to.authors;
  return authors && (*authors & ~(bit(Author::ai) | bit(Author::ai_edited))) == 0;
}

void check_fit(const Requirement& r, const Node& root, const Policy& policy, const Report& report) {
  const Fit& fit = kFits.at(static_cast<std::size_t>(r.must));
  const Node* must = root.find("must");
  const Node* at = root.find("at");
  const Node* if_not = root.find("if_not");
  if (at != nullptr && from_word<Border>(at->text) && !among(fit.borders, at->text))
    report.error(at->place, 120, r.name + " cannot be kept at " + at->text + "; it belongs at: " + listed(fit.borders));
  const auto known = words_of("if_not");
  if (if_not != nullptr && std::find(known.begin(), known.end(), if_not->text) != known.end() &&
      !among(fit.actions, if_not->text))
    report.error(if_not->place, 120,
                 if_not->text + " does not go with " + r.name + "; choose one of: " + listed(fit.actions));
  const Node* applies = root.find("applies_to");
  const bool readable = applies == nullptr || applies->is_map();  // what is not is told already
  if (fit.ai_only && readable && !only_ai(policy))
    report.error(must->place, 120, r.name + " is for texts by AI; add applies_to: {written_by: [ai]}");
}

}  // namespace

void check_policy(const Node& root, const Policy& policy, const Report& report) {
  for (const Requirement& r : policy.must) check_fit(r, root, policy, report);
  const Node* if_not = root.find("if_not");
  const bool gives = if_not != nullptr && if_not->text == "give_to_a_person";
  if (gives && policy.at == Border::ticket)
    report.error(if_not->place, 120,
                 "give_to_a_person has no meaning at ticket; choose change, hold_for_review or block");
  if (gives && policy.at == Border::reply && !only_ai(policy))
    report.error(if_not->place, 120,
                 "a person's reply cannot be given to a person; add applies_to: {written_by: [ai]} or hold_for_review");
  if (const Node* say = root.find("say"); say != nullptr && policy.at == Border::ticket)
    report.error(say->place, 120, "nothing can be said to the customer at ticket; delete \"say\"");
  if (const Node* wait = root.find("if_nobody_answers"); wait != nullptr && policy.at != Border::reply)
    report.error(wait->place, 120, "reviews happen at reply; \"if_nobody_answers\" belongs to a policy at: reply");
  if (const Node* check = root.find("check_afterwards"); check != nullptr && policy.at != Border::reply)
    report.error(check->place, 120, "AI sends at reply; \"check_afterwards\" belongs to a policy at: reply");
  const auto& authors = policy.applies_to.authors;
  if (!authors) return;
  const Node& place = *root.find("applies_to")->find("written_by");
  if (*authors == bit(Author::ai) || *authors == bit(Author::ai_edited))
    report.warning(place.place, 128,
                   "this covers only one kind of AI text; write ai to cover edited and unedited texts");
  if ((policy.at == Border::reply && *authors == bit(Author::customer)) ||
      (policy.at == Border::arrival && (*authors & bit(Author::customer)) == 0))
    report.warning(
        place.place, 128,
        "no text at " + std::string(to_word(policy.at)) + " is written by these; the policy can never apply");
}

}  // namespace countersign::policy
