#include "flow/policy/waivers.hpp"
#include "report/report.hpp"

namespace countersign::report {
namespace {

json::Object counts(const std::map<std::string, std::int64_t>& all) {
  json::Object object;
  for (const auto& [name, count] : all) object[name] = count;
  return object;
}

json::Object spans(const Durations& all) {
  return {{"count", all.count()},
          {"median_seconds", all.percentile(50)},
          {"p90_seconds", all.percentile(90)},
          {"longest_seconds", all.percentile(100)},
          {"within_3_minutes", all.within(std::chrono::minutes(3))},
          {"within_15_minutes", all.within(std::chrono::minutes(15))}};
}

json::Object channels_json(const Figures& figures) {
  json::Object all;
  for (const auto& [name, one] : figures.channels)
    all[name] = json::Object{{"messages", one.arrived},
                             {"written", counts(one.written)},
                             {"delivered", one.delivered},
                             {"refused", one.refused},
                             {"undelivered", one.undelivered},
                             {"ai_texts", one.ai},
                             {"ai_texts_disclosed", one.ai_disclosed},
                             {"first_ai_texts", one.first_ai},
                             {"first_ai_texts_disclosed", one.first_ai_disclosed}};
  return all;
}

json::Object rules_json(const Figures& figures) {
  json::Object all;
  for (const auto& [name, one] : figures.rules) {
    json::Array legal;
    for (const auto& key : one.legal) legal.emplace_back(key);
    all[name] = json::Object{{"held", one.held},         {"handed_over", one.handed_over},
                             {"blocked", one.blocked},   {"approved_unchanged", one.approved_unchanged},
                             {"waived", one.waived},     {"why", one.why},
                             {"legal", std::move(legal)}};
  }
  return all;
}

}  // namespace

json::Object to_json(const Figures& figures, const Period& period, const policy::PolicySet& in_force) {
  json::Array waivers, digests;
  for (const auto& one : policy::waivers_of(in_force, period.until))
    waivers.push_back(
        json::Object{{"waiver", one.name}, {"title", one.title}, {"until", one.until}, {"in_force", one.in_force}});
  for (const auto& one : figures.policies) digests.emplace_back(one);
  return {{"since", to_rfc3339(period.since)},
          {"until", to_rfc3339(period.until)},
          {"log", figures.compared.to_json()},
          {"channels", channels_json(figures)},
          {"languages", counts(figures.languages)},
          {"notices", counts(figures.notices)},
          {"verdicts", counts(figures.verdicts)},
          {"rules", rules_json(figures)},
          {"hand_overs", counts(figures.hand_overs)},
          {"time_to_a_person", spans(figures.to_a_person)},
          {"waiting_for_a_person", figures.waiting_for_a_person()},
          {"time_to_a_signature", spans(figures.to_a_signature)},
          {"people_who_signed", figures.reviewers.size()},
          {"waivers", std::move(waivers)},
          {"waivers_used", counts(figures.waivers)},
          {"complaints_after_ai", figures.complaints_after_ai},
          {"asked_if_ai", figures.asked_if_ai},
          {"drafts_by_model", counts(figures.models)},
          {"policies_in_force", in_force.digest()},
          {"policies_decided_under", std::move(digests)},
          {"entries", counts(figures.kinds)},
          {"entries_not_readable", figures.unreadable()}};
}

}  // namespace countersign::report
