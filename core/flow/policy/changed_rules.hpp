// What a text can lose when one set takes the place of another: what stands in the first and not in the second, and the
// few things by which more rules ask for less. Used by compare.cpp and distinctions.cpp; pure.
#pragma once

#include <array>
#include <vector>

#include "flow/policy/compiled.hpp"

namespace countersign::policy {

using Sets = std::array<const Compiled*, 2>;

/// One way in which `weak` may ask less than `strong`: texts to which all of these policies apply, or texts that a
/// moment of the journey is about; neither: any text.
struct Source {
  std::vector<const Policy*> asks = {};
  bool journey = false;
};

/// All ways there are at this border. A decision is the union of what each rule asks, so what is lost was asked by one
/// policy (or by the journey) that does not stand in `weak`, whatever the others ask. More rules ask for less in three
/// places only: the first that says what may go to a model opens that border; a journey that lets AI reply anywhere
/// does; and a wait that a rule names counts instead of the gateway's own, so two that name one are looked at together.
[[nodiscard]] std::vector<Source> sources_of(const Compiled& strong, const Compiled& weak, Border border);

/// What the two sets have in force at one border, as one source sees it.
struct Rules {
  std::vector<const Policy*> all;      ///< of both sets
  std::vector<const Policy*> source;   ///< all of them have to apply
  std::vector<const Moment*> moments;  ///< of both, at arrival
  bool journey = false;                ///< what is lost may be asked by a moment

  Rules(const Sets& sets, Border border, const Source& source);
  /// Conditions that decide which values are tried: those of the source, and whatever can open a door.
  [[nodiscard]] std::vector<const Condition*> tried() const;
  /// Conditions that decide which values are the same.
  [[nodiscard]] std::vector<const Condition*> telling() const;

 private:
  void add_doors(std::vector<const Condition*>& found) const;
};

}  // namespace countersign::policy
