#include "flow/detect/learned/ideas.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

extern "C" {
extern const char countersign_ideas_begin[], countersign_ideas_end[];
}

namespace countersign::detect::learned {
namespace {

constexpr std::size_t kHead = 3;  // letters by which words are looked up; no stem is shorter

/// A word, or how words begin ("anwalt*").
struct Stem {
  std::string text;
  bool open;
  std::vector<std::uint8_t> ideas;
};

/// Lines "=NAME" begin an idea; below it stand its words.
class Table {
 public:
  explicit Table(std::string_view file) {
    std::map<std::string, std::vector<std::uint8_t>, std::less<>> words;
    std::size_t idea = 0;
    for (std::size_t at = 0; at < file.size();) {
      const auto end = std::min(file.find('\n', at), file.size());
      const auto line = file.substr(at, end - at);
      if (line.starts_with('='))
        ++idea;
      else
        take(line, static_cast<std::uint8_t>(idea), words);
      at = end + 1;
    }
    if (idea >= kMostIdeas) throw std::runtime_error("core/models/ideas.txt has more ideas than there can be");
    for (const auto& [text, ideas] : words) file_under_head(text, ideas);
    for (auto& [head, stems] : stems_)  // a whole word before a beginning, a longer beginning before a shorter
      std::stable_sort(stems.begin(), stems.end(), [](const Stem& a, const Stem& b) {
        return a.open != b.open ? b.open : a.text.size() > b.text.size();
      });
  }

  [[nodiscard]] std::span<const std::uint8_t> of(std::string_view word) const {
    const auto found = stems_.find(head_of(word));
    if (found == stems_.end()) return {};
    for (const auto& stem : found->second)
      if (stem.open ? word.starts_with(stem.text) : word == stem.text) return stem.ideas;
    return {};
  }

 private:
  using Words = std::map<std::string, std::vector<std::uint8_t>, std::less<>>;
  static void take(std::string_view line, std::uint8_t idea, Words& words) {
    for (std::size_t at = 0; at < line.size();) {
      const auto end = std::min(line.find(' ', at), line.size());
      auto& ideas = words[std::string(line.substr(at, end - at))];
      if (std::find(ideas.begin(), ideas.end(), idea) == ideas.end()) ideas.push_back(idea);
      at = end + 1;
    }
  }
  void file_under_head(const std::string& text, const std::vector<std::uint8_t>& ideas) {
    const bool open = text.ends_with('*');
    const std::string bare = open ? text.substr(0, text.size() - 1) : text;
    if (open && bare.size() < kHead)
      throw std::runtime_error("core/models/ideas.txt: " + text + " is too short a beginning");
    stems_[head_of(bare)].push_back({bare, open, ideas});
  }
  static std::uint32_t head_of(std::string_view word) {
    std::uint32_t head = 0;
    for (const char letter : word.substr(0, kHead)) head = head << 8U | static_cast<unsigned char>(letter);
    return head;
  }
  std::unordered_map<std::uint32_t, std::vector<Stem>> stems_;
};

}  // namespace

std::span<const std::uint8_t> ideas_of(std::string_view word) {
  static const Table table(
      {countersign_ideas_begin, static_cast<std::size_t>(countersign_ideas_end - countersign_ideas_begin)});
  const auto own = table.of(word);
  const auto cut = word.find('\'');
  if (!own.empty() || cut == std::string_view::npos) return own;
  const auto after = table.of(word.substr(cut + 1));  // "l'avocat", "j'ai"
  return after.empty() ? table.of(word.substr(0, cut)) : after;
}

}  // namespace countersign::detect::learned
