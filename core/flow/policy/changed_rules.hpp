// What two sets have in force at one border, and what of it stands in one of them only. Used by distinctions.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

using Sets = std::array<const Compiled*, 2>;

/// They ask the same of every text; titles and versions aside.
inline bool same(const Policy& a, const Policy& b) {
  return a.mode == b.mode && a.at == b.at && a.applies_to == b.applies_to && a.must == b.must && a.if_not == b.if_not &&
         a.give_to == b.give_to && a.say == b.say && a.deadline == b.deadline &&
         a.checked_percent == b.checked_percent && a.waivers == b.waivers;
}

/// What is in force at one border, and which of it stands in one set only.
struct Rules {
  std::vector<const Policy*> all, changed;
  std::vector<const Moment*> moments;  ///< at arrival

  Rules(const Sets& sets, Border border) {
    for (std::size_t i = 0; i < sets.size(); ++i) {
      for (const Policy& policy : sets.at(i)->policies) {
        if (policy.at != border || policy.mode != Mode::enforce) continue;
        all.push_back(&policy);
        const auto& others = sets.at(1 - i)->policies;
        if (std::none_of(others.begin(), others.end(), [&](const Policy& other) { return same(policy, other); }))
          changed.push_back(&policy);
      }
      if (border == Border::arrival)
        for (const Moment& moment : sets.at(i)->moments) moments.push_back(&moment);
    }
  }
  /// Conditions that decide which values are tried: those of changed policies, and whatever can open a door.
  [[nodiscard]] std::vector<const Condition*> tried() const {
    std::vector<const Condition*> found;
    for (const Policy* policy : changed) found.push_back(&policy->applies_to);
    add_doors(found);
    return found;
  }
  /// Conditions that decide which values are the same.
  [[nodiscard]] std::vector<const Condition*> telling() const {
    std::vector<const Condition*> found;
    for (const Policy* policy : all) found.push_back(&policy->applies_to);
    add_doors(found);
    return found;
  }
  [[nodiscard]] std::vector<const Requirement*> requirements() const {
    std::vector<const Requirement*> found;
    for (const Policy* policy : all)
      for (const Requirement& one : policy->must) found.push_back(&one);
    return found;
  }

 private:
  void add_doors(std::vector<const Condition*>& found) const {
    for (const Policy* policy : all)
      for (const Waiver& waiver : policy->waivers) found.push_back(&waiver.covers);
    for (const Moment* moment : moments)
      if (moment->has_all) found.push_back(&moment->all);
  }
};

}  // namespace countersign::policy
