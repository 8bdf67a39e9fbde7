#include "flow/model/pseudonyms.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/model/placeholder.hpp"
#include "flow/model/same_value.hpp"

namespace countersign {
namespace {

constexpr std::size_t shortest_known = 4;

bool inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

bool word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool whole_word(std::string_view text, std::size_t start, std::size_t end) {
  return (start == 0 || !word_byte(text[start - 1])) && (end == text.size() || !word_byte(text[end]));
}

bool capital_or_beyond_ascii(char c) { return (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0; }

/// A star for each character; of a number of twelve digits or more the last four stay readable.
std::string stars(std::string_view value) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  auto left = std::count_if(value.begin(), value.end(), digit);
  const bool show = left >= 12;
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (inside_character(value, i)) continue;
    const bool shown = show && digit(value[i]) && left <= 4;
    if (digit(value[i])) --left;
    out += shown || value[i] == ' ' ? value[i] : '*';
  }
  return out;
}

/// The letters and digits that `text` begins with.
std::string_view first_word(std::string_view text) {
  return text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), word_byte) - text.begin()));
}

/// Calls `found` with the ends of each place of `what` that no letter or digit goes on from.
template <class Found>
void look_for(std::string_view in, std::string_view what, const Found& found) {
  for (auto at = in.find(what); at != std::string_view::npos; at = in.find(what, at + what.size()))
    if (whole_word(in, at, at + what.size())) found(at, at + what.size());
}

}  // namespace

/// One span to take out, and how.
struct Pseudonyms::Cut {
  std::string kind;
  std::size_t start = 0;
  std::size_t end = 0;
  policy::Mask how = policy::Mask::pseudonym;
};

std::vector<Pseudonyms::Cut> Pseudonyms::cuts_for(std::string_view text, const std::vector<Finding>& findings,
                                                  const Masks& masks) {
  std::vector<Cut> cuts;
  for (const auto& finding : findings) {
    const auto how = masks.find(finding.kind);
    if (how == masks.end()) continue;
    if (finding.start > finding.end || finding.end > text.size() || inside_character(text, finding.start) ||
        inside_character(text, finding.end)) {
      throw std::out_of_range("a finding does not fit the text it is said to be in");
    }
    cuts.push_back({finding.kind, finding.start, finding.end, how->second});
  }
  return cuts;
}

/// Sorted, disjoint; of overlapping cuts the strictest mask covers them all.
std::vector<Pseudonyms::Cut> Pseudonyms::merged(std::vector<Cut> cuts) {
  std::stable_sort(cuts.begin(), cuts.end(),
                   [](const Cut& a, const Cut& b) { return a.start != b.start ? a.start < b.start : a.end > b.end; });
  std::vector<Cut> out;
  for (auto& cut : cuts) {
    if (cut.start >= cut.end) continue;
    if (out.empty() || cut.start >= out.back().end) {
      out.push_back(std::move(cut));
      continue;
    }
    auto& before = out.back();
    if (cut.how > before.how) before.kind = cut.kind;
    before.how = std::max(before.how, cut.how);
    before.end = std::max(before.end, cut.end);
  }
  return out;
}

std::string Pseudonyms::new_name(const Value& value) const {
  for (int again = 0;; ++again) {  // two values of one conversation must not share a placeholder
    const auto mac = crypto::hmac_sha256(
        secret_, std::to_string(epoch_) + "|" + std::to_string(again) + "|" + value.kind + "|" + value.spelling);
    auto name = placeholder(value.kind, mac);
    if (!names_.contains(name)) return name;
  }
}

void Pseudonyms::keep(const std::string& name, Value value, std::string_view written) {
  names_[name] = std::string(written);
  by_value_[{value.kind, value.spelling}] = name;
  values_[name] = std::move(value);
}

Pseudonyms::Named Pseudonyms::name_for(const std::string& kind, std::string_view written) {
  Value value{kind, canonical(kind, written)};
  if (const auto known = by_value_.find({kind, value.spelling}); known != by_value_.end())
    return {known->second, written.size()};
  for (const auto& [name, other] : values_) {
    if (other.kind != kind) continue;
    if (kind == "person_name")
      if (const auto end = name_ends(written, other.spelling)) return {name, *end};
    if (same_value(kind, value.spelling, other.spelling)) return {name, written.size()};
  }
  auto name = new_name(value);
  keep(name, std::move(value), written);
  return {std::move(name), written.size()};
}

/// A text that known values are looked for in. Most names are in none: their first words say so at once.
struct Pseudonyms::Looked {
  explicit Looked(std::string_view original) : text(original), view(detect::folded_view(original)) {
    for (std::size_t at = 0; at < view.text.size(); ++at) {
      const auto word = first_word(std::string_view(view.text).substr(at));
      if (!word.empty()) words.insert(word);
      at += word.size();
    }
  }
  std::string_view text;
  detect::TextView view;
  std::unordered_set<std::string_view> words;  ///< of view
};

/// One word is a name only with a capital: "Rose" is not a rose. Two that belong together are one however written.
void Pseudonyms::add_person(const Looked& in, std::string_view written, std::vector<Cut>& cuts) {
  for (const auto& way : ways_to_write(written)) {
    if (way.size() < shortest_known || !in.words.contains(first_word(way))) continue;
    const bool one_word = way.find(' ') == std::string::npos;
    look_for(in.view.text, way, [&](std::size_t start, std::size_t end) {
      const auto where = in.view.original(start, end);
      if (!one_word || capital_or_beyond_ascii(in.text[where.first]))
        cuts.push_back({"person_name", where.first, where.second, policy::Mask::pseudonym});
    });
  }
}

/// A person's name and an address are found in any case, the rest letter by letter: "WELCOME" is not the secret
/// "welcome".
void Pseudonyms::add_known(std::string_view text, std::vector<Cut>& cuts) const {
  if (values_.empty()) return;
  const Looked in(text);
  const auto& view = in.view;
  for (const auto& one : values_) {  // no structured binding: Clang 14 captures none
    const auto& name = one.first;
    const auto& value = one.second;
    if (value.kind == "person_name") {
      add_person(in, names_.at(name), cuts);
      continue;
    }
    const bool any_case = value.kind == "email" || value.kind == "address";
    const auto& known = any_case ? value.spelling : names_.at(name);
    if (known.size() < shortest_known) continue;
    if (!any_case) {
      look_for(text, known, [&](std::size_t start, std::size_t end) {
        cuts.push_back({value.kind, start, end, policy::Mask::pseudonym});
      });
      continue;
    }
    look_for(view.text, known, [&](std::size_t start, std::size_t end) {
      const auto where = view.original(start, end);
      cuts.push_back({value.kind, where.first, where.second, policy::Mask::pseudonym});
    });
  }
}

std::string Pseudonyms::hide(std::string_view text, const std::vector<Finding>& findings, const Masks& masks) {
  auto cuts = merged(cuts_for(text, findings, masks));
  for (const auto& cut : cuts)  // who is named once in this text may stand in it in another form
    if (cut.how == policy::Mask::pseudonym)
      static_cast<void>(name_for(cut.kind, text.substr(cut.start, cut.end - cut.start)));
  add_known(text, cuts);
  std::string out;
  std::size_t done = 0;
  for (const auto& cut : merged(std::move(cuts))) {
    out += text.substr(done, cut.start - done);
    const auto value = text.substr(cut.start, cut.end - cut.start);
    if (cut.how == policy::Mask::pseudonym) {
      const auto named = name_for(cut.kind, value);
      out += "[" + named.name + "]";
      out += value.substr(named.size);
    } else {
      out += cut.how == policy::Mask::stars ? stars(value) : "[removed]";
    }
    done = cut.end;
  }
  out += text.substr(done);
  return out;
}

Result<std::string> Pseudonyms::restore(std::string_view text) const {
  auto restoring = this->restoring();
  auto first = restoring.feed(text);
  if (!first) return first;
  const auto rest = restoring.finish();
  if (!rest) return rest;
  return *first + *rest;
}

std::string Pseudonyms::serialise() const {
  json::Array values;
  for (const auto& [name, value] : values_)
    values.emplace_back(json::Object{{"kind", json::Value(value.kind)},
                                     {"name", json::Value(name)},
                                     {"spelling", json::Value(value.spelling)},
                                     {"value", json::Value(names_.at(name))}});
  return json::dump(json::Value(json::Object{{"epoch", json::Value(epoch_)},
                                             {"until", json::Value(micros(until_))},
                                             {"values", json::Value(std::move(values))}}));
}

Status Pseudonyms::read(std::string_view stored, Time now) {
  const Error unreadable{Fault::internal,
                         "the stored pseudonyms of a conversation cannot be read; a person must take it"};
  const auto read = json::parse(stored);
  if (!read) return unreadable;
  const auto* epoch = read->find("epoch");
  const auto* until = read->find("until");
  const auto* values = read->find("values");
  if (epoch == nullptr || epoch->integer() == nullptr || until == nullptr || until->integer() == nullptr ||
      values == nullptr || values->array() == nullptr)
    return unreadable;
  epoch_ = *epoch->integer();
  if (from_micros(*until->integer()) < now) {
    if (!values->array()->empty()) ++epoch_;
    return {};
  }
  for (const auto& value : *values->array()) {
    const std::string name(value.text("name"));
    const std::string kind(value.text("kind"));
    const auto* written = value.find("value");
    if (name.empty() || kind.empty() || written == nullptr || written->string() == nullptr) return unreadable;
    keep(name, {kind, std::string(value.text("spelling"))}, *written->string());
  }
  return {};
}

Result<Pseudonyms> Pseudonyms::open(std::string_view stored, std::string secret, Time now, Duration keep) {
  Pseudonyms made(std::move(secret), now + keep);
  if (stored.empty()) return made;
  if (const auto status = made.read(stored, now); !status) return status.error();
  return made;
}

}  // namespace countersign
