#include "flow/composer.hpp"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::string_view kFullNotice = "ai-notice";
constexpr std::string_view kLabel = "ai-label";
constexpr std::string_view kSourceLine = "source-line";
constexpr std::string_view kOfferLine = "offer-a-person";

struct Cut {
  std::size_t start;
  std::size_t end;
  policy::Mask how;
};

std::vector<Cut> cuts(std::string_view text, const std::vector<Finding>& findings,
                      const std::map<std::string, policy::Mask>& how) {
  std::vector<Cut> all;
  for (const auto& finding : findings) {
    const auto wanted = how.find(finding.kind);
    if (wanted != how.end() && finding.start < finding.end && finding.end <= text.size())
      all.push_back({finding.start, finding.end, wanted->second});
  }
  std::sort(all.begin(), all.end(), [](const Cut& a, const Cut& b) { return a.start < b.start; });
  std::vector<Cut> merged;
  for (const auto& cut : all) {
    if (!merged.empty() && cut.start < merged.back().end) {
      merged.back().end = std::max(merged.back().end, cut.end);
      merged.back().how = std::max(merged.back().how, cut.how);
    } else {
      merged.push_back(cut);
    }
  }
  return merged;
}

/// Stars keep the last four characters only where the value is long enough for them to identify nothing.
std::string starred(std::string_view value) {
  const bool ascii =
      std::all_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii || value.size() < 12) return "****";
  return "****" + std::string(value.substr(value.size() - 4));
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// Takes out the sentence around `at`: nothing is promised where there is nothing to promise.
void cut_sentence(std::string& text, std::size_t at) {
  constexpr std::string_view kEnds = ".!?";
  std::size_t start = at;
  while (start > 0 && !(text[start - 1] == '\n' ||
                        (text[start - 1] == ' ' && start > 1 && kEnds.find(text[start - 2]) != std::string_view::npos)))
    --start;
  std::size_t end = text.find_first_of(".!?\n", at);
  end = end == std::string::npos ? text.size() : end + 1;
  while (end < text.size() && text[end] == ' ') ++end;
  text.erase(start, end - start);
}

void fill_or_cut(std::string& text, std::string_view what, const std::function<std::string(std::string_view)>& with,
                 std::string_view language) {
  if (text.find(what) == std::string::npos) return;
  const std::string words = with ? with(language) : "";
  if (!words.empty()) return replace_all(text, what, words);
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what)) cut_sentence(text, at);
}

std::string source_names(const std::vector<plugin::Passage>& sources) {
  std::vector<std::string> names;  // two facts of one lookup have one name
  for (const auto& source : sources) {
    auto name = source.title + (source.source.empty() ? "" : " (" + source.source + ")");
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : "; ") + name;
  return all;
}

Status put_in_front(const policy::PolicySet& set, const policy::Duties& duties, const Destination& to, Layout& layout) {
  std::string front;
  for (const auto& id : duties.notices) {
    const auto notice = fill(set, id, to);
    if (!notice) return notice.error();
    front += notice->text + "\n\n";
    layout.notices.push_back(id);
    if (layout.notice.empty()) layout.notice = notice->reference();
  }
  if (duties.label && !duties.notices.contains(std::string(kFullNotice))) {
    const auto label = fill(set, kLabel, to);
    if (!label) return label.error();
    front += label->text + " ";
    if (layout.notice.empty()) layout.notice = label->reference();
  }
  layout.text.insert(0, front);
  return {};
}

Status put_behind(const policy::PolicySet& set, const Reply& reply, const policy::Duties& duties, const Destination& to,
                  Layout& layout) {
  if (duties.show_source && !reply.sources.empty()) {
    auto line = fill(set, kSourceLine, to);
    if (!line) return line.error();
    replace_all(line->text, "{source}", source_names(reply.sources));
    layout.text += "\n\n" + line->text;
  }
  if (duties.offer_a_person &&
      !duties.notices.contains(std::string(kFullNotice))) {  // that one says how to reach a person
    const auto line = fill(set, kOfferLine, to);
    if (!line) return line.error();
    layout.text += "\n\n" + line->text;
  }
  return {};
}

}  // namespace

std::string mask(std::string_view text, const std::vector<Finding>& findings,
                 const std::map<std::string, policy::Mask>& how) {
  std::string out;
  std::size_t at = 0;
  for (const auto& cut : cuts(text, findings, how)) {
    out += text.substr(at, cut.start - at);
    out += cut.how == policy::Mask::removed ? "[removed]" : starred(text.substr(cut.start, cut.end - cut.start));
    at = cut.end;
  }
  return out += text.substr(at);
}

Result<policy::NoticeText> fill(const policy::PolicySet& set, std::string_view id, const Destination& destination) {
  auto notice = set.notice(id, destination.language, destination.channel_kind);
  if (!notice)
    return Error{Fault::internal,
                 "the policies ask for the notice \"" + std::string(id) + "\", which no document has; add it"};
  fill_or_cut(notice->text, "{promise}", destination.promise, notice->language);
  fill_or_cut(notice->text, "{languages}", destination.languages, notice->language);
  replace_all(notice->text, "{reference}", destination.reference);
  while (!notice->text.empty() && (notice->text.back() == '\n' || notice->text.back() == ' ')) notice->text.pop_back();
  return std::move(*notice);
}

Result<Layout> lay_out(const policy::PolicySet& set, const Reply& reply, const policy::Duties& duties,
                       const Destination& destination) {
  Layout layout;
  layout.text = reply.text;
  if (const auto front = put_in_front(set, duties, destination, layout); !front) return front.error();
  if (const auto behind = put_behind(set, reply, duties, destination, layout); !behind) return behind.error();
  if (!of_ai_origin(reply.written_by)) layout.notice.clear();
  return layout;
}

}  // namespace countersign
