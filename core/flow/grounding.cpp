#include "flow/grounding.hpp"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

constexpr std::size_t kGreeting = 60;  // bytes; "Hello Ana, … Kind regards, your shop team"

bool digit(char c) { return c >= '0' && c <= '9'; }

struct Span {
  std::size_t start;
  std::size_t end;
};

std::vector<Span> numbers_in(std::string_view text) {
  std::vector<Span> spans;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!digit(text[at])) continue;
    const std::size_t start = at;
    while (at < text.size() && digit(text[at])) ++at;
    spans.push_back({start, at});
  }
  return spans;
}

Finding ungrounded(std::size_t start, std::size_t end) {
  return {"ungrounded", static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end), 1000, {}};
}

void find_numbers(std::string_view text, const std::vector<std::string>& known, std::vector<Finding>& findings) {
  std::set<std::string_view> there;
  for (const auto& one : known)
    for (const auto& span : numbers_in(one))
      there.insert(std::string_view(one).substr(span.start, span.end - span.start));
  for (const auto& span : numbers_in(text))
    if (!there.contains(text.substr(span.start, span.end - span.start)))
      findings.push_back(ungrounded(span.start, span.end));
}

}  // namespace

std::vector<grounding::Sentence> grounds_of(std::string_view text, const std::vector<plugin::Passage>& sources,
                                            const std::vector<std::string>& known, std::string_view language) {
  grounding::Basis basis;
  basis.language = language;
  std::vector<std::string> whole;  // with its title and address, which a source line names
  whole.reserve(sources.size());
  for (const auto& source : sources)
    basis.sources.emplace_back(whole.emplace_back(source.title + "\n" + source.text + "\n" + source.source));
  for (const auto& one : known)
    if (std::none_of(sources.begin(), sources.end(), [&](const auto& source) { return source.text == one; }))
      basis.customer.emplace_back(one);
  return grounding::ground(text, basis);
}

policy::Grounded grounded_of(const std::vector<grounding::Sentence>& sentences) {
  const auto counts = grounding::counts_of(sentences);
  return {counts.sentences, counts.source, counts.customer, counts.nothing, counts.none};
}

std::vector<Finding> find_ungrounded(std::string_view text, const std::vector<plugin::Passage>& sources,
                                     const std::vector<std::string>& known, Time now,
                                     const std::vector<grounding::Sentence>& sentences) {
  std::vector<Finding> findings;
  if (sources.empty()) return findings;
  for (const auto& sentence : sentences)
    if (sentence.rests == grounding::Rests::none) findings.push_back(ungrounded(sentence.start, sentence.end));
  find_numbers(text, known, findings);
  bool live = false;
  bool word_for_word = true;
  std::string rest(text);
  for (const auto& source : sources) {
    if (!source.good_until) continue;
    live = true;
    const std::size_t at = rest.find(source.text);
    word_for_word = word_for_word && at != std::string::npos && now <= *source.good_until;
    if (at != std::string::npos) rest.erase(at, source.text.size());
  }
  if (live && (!word_for_word || rest.size() > kGreeting)) findings.push_back(ungrounded(0, text.size()));
  return findings;
}

}  // namespace countersign
