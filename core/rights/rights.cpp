#include "rights/rights.hpp"

#include "rights/names.hpp"

namespace countersign::rights {
namespace {

json::Array errands_json(const std::vector<Errand>& errands) {
  json::Array list;
  for (const auto& one : errands)
    list.push_back(json::Object{{"id", one.id},
                                {"request", one.request},
                                {"what", one.what},
                                {"reference", one.reference},
                                {"due_at", to_rfc3339(one.due_at)}});
  return list;
}

}  // namespace

json::Object to_json(const Erased& erased) {
  return {{"state", erased.done ? "erased" : "asked"}, {"request", erased.request.id},
          {"asked_by", erased.request.asked_by},       {"due_at", to_rfc3339(erased.request.due_at)},
          {"conversations", erased.conversations},     {"messages", erased.messages},
          {"left_to_do", errands_json(erased.left)}};
}

json::Object to_json(const Corrected& corrected) {
  return {{"conversations", corrected.conversations},
          {"notes", corrected.notes},
          {"left_to_do", errands_json(corrected.left)}};
}

Result<json::Object> open_to_json(const Rights& rights) {
  const auto requests = rights.requests.open();
  if (!requests) return requests.error();
  const auto errands = rights.requests.errands();
  if (!errands) return errands.error();
  const auto holds = rights.holds.all();
  if (!holds) return holds.error();
  json::Array asked, held;
  for (const auto& one : *requests) {
    const auto who = who_is(rights.house, one.customer);
    if (!who) return who.error();
    asked.push_back(json::Object{{"id", one.id},
                                 {"customer", to_json(*who)},
                                 {"kind", one.kind},
                                 {"state", one.state},
                                 {"channel", one.channel},
                                 {"asked_by", one.asked_by},
                                 {"asked_at", to_rfc3339(one.asked_at)},
                                 {"due_at", to_rfc3339(one.due_at)}});
  }
  for (const auto& one : *holds) {
    const auto who = who_is(rights.house, one.customer);
    if (!who) return who.error();
    held.push_back(json::Object{{"id", one.id},
                                {"customer", to_json(*who)},
                                {"channel", one.channel},
                                {"reason", one.reason},
                                {"set_by", one.set_by},
                                {"set_at", to_rfc3339(one.set_at)}});
  }
  return json::Object{
      {"requests", std::move(asked)}, {"left_to_do", errands_json(*errands)}, {"holds", std::move(held)}};
}

}  // namespace countersign::rights
