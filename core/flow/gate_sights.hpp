// What the gate sees beyond one text by itself: data of other people in a reply, and values in pieces over the
// messages of a conversation. Called by the gate only; pure, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/detect/finding.hpp"
#include "plugin/connectors.hpp"

namespace countersign {

/// Personal data in an AI text that neither this customer gave nor a source published is somebody else's. What only the
/// tagger takes for an address is too uncertain to block a text.
void find_others_data(std::string_view text, const std::vector<std::string>& known, std::vector<Finding>& findings);

/// What a model would read of this customer: what was said, and what was looked up. Articles are published.
[[nodiscard]] std::vector<std::string*> texts_of(plugin::Prompt& prompt);

/// A card number, a password or an IBAN that the customer sent in pieces, or when asked for it, is found in no turn by
/// itself; what each turn holds of it is added here.
void find_split_values(const plugin::Prompt& prompt, std::vector<Sight>& sights, std::vector<Finding>& all);

/// The same of a text that arrives, with the customer's `earlier` ones, oldest first: what must not be kept is taken out
/// of it. What was kept already is hidden from models by find_split_values().
void find_what_goes_on(const std::vector<std::string>& earlier, std::string_view text, std::vector<Finding>& findings);

}  // namespace countersign
