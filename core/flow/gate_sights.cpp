#include "flow/gate_sights.hpp"

#include <algorithm>
#include <cctype>

#include "flow/detect/names/people.hpp"
#include "flow/detect/split_cards.hpp"
#include "flow/detect/split_values.hpp"

namespace countersign {
namespace {

/// Letters and digits only, lower case: so that "+49 151" and "+49-151" are the same value.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80)
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool identifies(const std::string& kind) {
  static const std::vector<std::string> kinds = {"email",       "phone",   "card_number",   "iban",      "us_ssn",
                                                 "national_id", "address", "date_of_birth", "ip_address"};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

void find_others_data(std::string_view text, const std::vector<std::string>& known, std::vector<Finding>& findings) {
  std::string all;
  for (const auto& one : known) all += squeezed(one) + "\n";
  const auto seen = findings;
  for (const auto& finding : seen)
    if (identifies(finding.kind) && finding.score > detect::names::learned_score &&
        all.find(squeezed(text.substr(finding.start, finding.end - finding.start))) == std::string::npos)
      findings.push_back({"someone_elses_data", finding.start, finding.end, finding.score, {}});
}

std::vector<std::string*> texts_of(plugin::Prompt& prompt) {
  std::vector<std::string*> texts;
  for (auto& turn : prompt.turns) texts.push_back(&turn.text);
  for (auto& passage : prompt.passages)
    if (passage.good_until) texts.push_back(&passage.text);
  return texts;
}

void find_split_values(const plugin::Prompt& prompt, std::vector<Sight>& sights, std::vector<Finding>& all) {
  const auto add = [&](std::size_t turn, Finding finding) {
    sights[turn].findings.push_back(finding);
    all.push_back(std::move(finding));
  };
  std::vector<std::string_view> said;
  std::vector<std::size_t> turn;
  std::vector<detect::Said> everyone;
  for (std::size_t i = 0; i < prompt.turns.size(); ++i) {
    everyone.push_back({prompt.turns[i].text, prompt.turns[i].role == "customer"});
    if (!everyone.back().by_customer) continue;
    said.push_back(prompt.turns[i].text);
    turn.push_back(i);
  }
  for (const auto& piece : detect::split_cards(said))
    add(turn[piece.text], {"card_number", piece.where.first, piece.where.second, 800});
  for (const auto& one : detect::split_values(everyone))
    add(one.text, {std::string(one.kind), one.where.first, one.where.second, 800});
}

void find_what_goes_on(const std::vector<std::string>& earlier, std::string_view text, std::vector<Finding>& findings) {
  if (earlier.empty()) return;
  for (const auto& one : detect::split_values({{earlier.back()}, {text}}))
    if (one.text == 1) findings.push_back({std::string(one.kind), one.where.first, one.where.second, 800});
}

}  // namespace countersign
