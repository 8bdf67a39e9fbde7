// Reads a notice: its texts by language and kind of channel.
#include <algorithm>

#include "flow/policy/reading.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using yaml::Node;

void check_placeholders(const Node& text, const Report& report) {
  for (std::size_t at = text.text.find('{'); at != std::string::npos; at = text.text.find('{', at + 1)) {
    const std::string name = text.text.substr(at + 1, text.text.find('}', at) - at - 1);
    const auto known = words_of("placeholder");
    if (std::find(known.begin(), known.end(), name) == known.end())
      report.error(text.place, 122, unknown(name, "a placeholder", known));
  }
}

/// The line of a text that is not further in than its key ("any: |"), and so is taken for a key itself; or nullptr.
const Node* slipped_text(const Node& by_channel) {
  const auto known = words_of("notice_channel");
  const Node* before = nullptr;
  for (const auto& [channel, text] : by_channel.entries) {
    const bool empty =
        before != nullptr && before->is_scalar() && before->text.find_first_not_of(" \n") == std::string::npos;
    if (empty && std::find(known.begin(), known.end(), channel.text) == known.end()) return &channel;
    before = &text;
  }
  return nullptr;
}

}  // namespace

void read_notice(const Node& root, Reading& reading) {
  if (!reading.define("notice", root.find("id"))) return;
  Notice notice{text_of(root, "id"), number_of(root, "version", 0), {}};
  const Node* texts = root.find("texts");
  if (texts == nullptr || !texts->is_map()) return;
  for (const auto& [language, by_channel] : texts->entries) {
    check_language(language, false, reading.report);
    if (!by_channel.is_map() || by_channel.find("any") == nullptr) {
      reading.report.error(language.place, 126,
                           "the texts in \"" + language.text + "\" need one for \"any\" channel" +
                               (by_channel.is_scalar() ? "; write {any: \"the text\"}" : ""));
      continue;
    }
    if (const Node* line = slipped_text(by_channel)) {
      reading.report.error(line->place, 105,
                           "a text of several lines begins further right than its key, in each of its lines");
      continue;
    }
    for (const auto& [channel, text] : by_channel.entries) {
      check_word(channel, "notice_channel", {}, reading.report);
      if (!text.is_scalar() || text.text.empty()) reading.report.error(text.place, 105, "a text is missing here");
      check_placeholders(text, reading.report);
      notice.texts[language.text][channel.text] = text.text;
    }
  }
  if (texts->find("en") == nullptr)
    reading.report.error(texts->place, 126,
                         "a text in English (en) is missing: it is used where a language has none of its own");
  reading.out.notices.emplace(notice.id, std::move(notice));
}

}  // namespace countersign::policy
