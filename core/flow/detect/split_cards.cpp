#include "flow/detect/split_cards.hpp"

#include <re2/re2.h>

#include <string>

#include "flow/detect/checks.hpp"

namespace countersign::detect {
namespace {

constexpr std::size_t most_groups = 64;
constexpr std::size_t longest_piece = 15;  // of more figures one text alone is judged
constexpr std::size_t longest_number = 19;

struct Group {
  CardPiece piece;
  std::string digits;
};

void add_groups(std::size_t index, std::string_view text, std::vector<Group>& groups) {
  static const re2::RE2 figures(R"((\d(?:[ .\-]?\d)*))");
  const auto view = plain_view(text);
  re2::StringPiece rest(view.text);
  for (re2::StringPiece found; re2::RE2::FindAndConsume(&rest, figures, &found);) {
    const auto begin = static_cast<std::size_t>(found.data() - view.text.data());
    auto digits = digits_of(std::string_view(found.data(), found.size()));
    if (digits.size() > longest_piece) continue;
    groups.push_back({{index, view.original(begin, begin + found.size())}, std::move(digits)});
    if (groups.size() >= 2 * most_groups) groups.erase(groups.begin(), groups.end() - most_groups);
  }
}

/// Pieces of one text with words between them ("4111 then 1111 …"): only fours, close together.
bool fours_close_together(const std::vector<const Group*>& groups, std::size_t first, std::size_t last) {
  constexpr std::uint32_t kClose = 160;  // bytes from the first to the last
  for (std::size_t i = first; i <= last; ++i)
    if (groups[i]->digits.size() != 4) return false;
  return groups[last]->piece.where.second - groups[first]->piece.where.first <= kClose;
}

/// Neighbours that are one number together; `shortest` leaves out months, years and codes between the pieces.
void join(const std::vector<Group>& all, std::size_t shortest, std::vector<CardPiece>& found) {
  std::vector<const Group*> groups;
  for (const auto& group : all)
    if (group.digits.size() >= shortest) groups.push_back(&group);
  for (std::size_t first = 0; first < groups.size(); ++first) {
    std::string digits;
    for (std::size_t last = first; last < groups.size() && digits.size() < longest_number; ++last) {
      digits += groups[last]->digits;
      if (!card(digits)) continue;
      if (groups[last]->piece.text == groups[first]->piece.text && !fours_close_together(groups, first, last)) continue;
      for (std::size_t i = first; i <= last; ++i) found.push_back(groups[i]->piece);
    }
  }
}

}  // namespace

std::vector<CardPiece> split_cards(const std::vector<std::string_view>& texts) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < texts.size(); ++i) add_groups(i, texts[i], groups);
  std::vector<CardPiece> found;
  for (const std::size_t shortest : {1U, 3U, 4U}) join(groups, shortest, found);
  return found;
}

}  // namespace countersign::detect
