// detect.wordlist: finds an officer's words and phrases in every text. README.md beside it.
#include <algorithm>

#include "countersign/plugin.hpp"
#include "folded.hpp"
#include "phrases.hpp"
#include "settings.hpp"

using namespace countersign::sdk;

namespace {

constexpr std::size_t kMost = 1000;

class Wordlist final : public Looker {
 public:
  Wordlist(Host, const In& settings)
      : settings_(wordlist::read_settings(settings)), phrases_(wordlist::read_phrases(settings_)) {}

  void opened(Out& out) const override {
    out.put("kind.0", settings_.kind);
    out.put("reads.0", settings_.file);
  }

  void look(const In& in, Out& out) const override {
    if (!speaks(in.get("language"))) return;
    const auto text = wordlist::fold(in.get("text"), settings_.keep_accents);
    const auto spans = phrases_.find(text.text, settings_.whole_words, kMost);
    if (spans.size() > kMost)
      throw Problem(CS_INVALID, "more than 1000 phrases of the list stand in one text: a person must look at it");
    Findings findings(out);
    for (const auto& [start, end] : spans)
      findings.add(settings_.kind, text.starts[start], text.ends[end - 1], settings_.score);
  }

 private:
  /// Where nobody knows the language, every list counts.
  [[nodiscard]] bool speaks(std::string_view language) const {
    const auto& all = settings_.languages;
    const auto base = language.substr(0, language.find('-'));
    return all.empty() || base.empty() || std::find(all.begin(), all.end(), base) != all.end();
  }

  wordlist::Settings settings_;
  wordlist::Phrases phrases_;
};

}  // namespace

COUNTERSIGN_DETECTOR("detect.wordlist", "1.0.0", Wordlist)
