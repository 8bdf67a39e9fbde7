// Same value: when two ways of writing mean one e-mail address, number or person, so that they get one placeholder.
// Called by Pseudonyms; pure functions, any thread. Personal data: nothing here is logged or kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

/// `value` in the one spelling of its kind: an e-mail address without case or spelled-out signs, a phone number as
/// digits, a name without case and accents (those that a Polish case ends in stay; "Kowalska, Anna" is Anna Kowalska), a number without its separators. Secrets and unknown kinds stay as they
/// are.
[[nodiscard]] std::string canonical(std::string_view kind, std::string_view value);

/// Where `value`, an inflected form of the person's name whose canonical() is `known`, goes on after the name itself:
/// "Annas" and "anna" give 4. nullopt when it is no such form.
[[nodiscard]] std::optional<std::size_t> name_ends(std::string_view value, std::string_view known);

/// Folded texts by which a person who was written so is found again: with the last word in front, umlauts written out or
/// not, and in the genitive.
[[nodiscard]] std::vector<std::string> ways_to_write(std::string_view name);

/// Whether two values of one kind are the same although their canonical() differs: a phone number with and without its
/// country (E.164), a Slavic name in two cases ("Kowalski", "Kowalskiego"), a name with
/// its last word in front or its umlauts written out.
[[nodiscard]] bool same_value(std::string_view kind, std::string_view one, std::string_view other);

}  // namespace countersign
