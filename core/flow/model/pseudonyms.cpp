#include "flow/model/pseudonyms.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace countersign {
namespace {

constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr std::size_t tag_length = 4;
constexpr std::size_t shortest_known = 4;

bool inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

bool word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string upper(std::string_view kind) {
  std::string out(kind);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    else if (c < 'A' || c > 'Z') c = '_';
  }
  return out;
}

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

/// Our placeholders, and what a model might make of one: other brackets, spaces, small letters, a lost tag.
const re2::RE2& placeholder() {
  static const re2::RE2 made(R"(\[[A-Z][A-Z_]*_\d{1,6}_[A-Z2-9]{4}\])");
  return made;
}
const re2::RE2& damaged() {
  static const re2::RE2 made(
      R"((?i)[\[<({]\s*[A-Z][A-Z_ -]*[_ -]\d{1,6}[_ -][A-Z2-9]{4}\b|\b[A-Z][A-Z_]*_\d{1,6}_[A-Z2-9]{4}\b|[\[<({]\s*(?:email|phone|card[_ -]number|iban|person[_ -]name|address|secret|url|ip[_ -]address|us[_ -]ssn|national[_ -]id|date[_ -]of[_ -]birth|health|card[_ -]security[_ -]code)[_ -]\d{1,6}\s*[\]>)}])");
  return made;
}

Error unknown_placeholder() {
  return {Fault::invalid, "the text contains a placeholder that this conversation did not give out; a person must look at it"};
}

}  // namespace

/// One span to take out, and how.
struct Pseudonyms::Cut {
  std::string kind;
  std::size_t start = 0;
  std::size_t end = 0;
  policy::Mask how = policy::Mask::pseudonym;
};

std::vector<Pseudonyms::Cut> Pseudonyms::cuts_for(std::string_view text, const std::vector<Finding>& findings, const Masks& masks) {
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
  std::stable_sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) {
    return a.start != b.start ? a.start < b.start : a.end > b.end;
  });
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

Pseudonyms::Pseudonyms() : secret_(crypto::random_bytes(32)) {}

std::string Pseudonyms::token(std::string_view kind, int number) const {
  const std::string name = upper(kind) + "_" + std::to_string(number);
  const auto mac = crypto::hmac_sha256(secret_, name);
  std::string tag;
  for (std::size_t i = 0; i < tag_length; ++i) tag += letters[static_cast<unsigned char>(mac[i]) % letters.size()];
  return "[" + name + "_" + tag + "]";
}

std::string Pseudonyms::token_for(const std::string& kind, std::string_view value) {
  const std::pair<std::string, std::string> key(upper(kind), value);
  if (const auto known = by_value_.find(key); known != by_value_.end()) return known->second;
  const int number = ++last_[key.first];
  auto made = token(key.first, number);
  by_token_[made] = {key.first, number, std::string(value)};
  by_value_[key] = made;
  return made;
}

void Pseudonyms::add_known(std::string_view text, std::vector<Cut>& cuts) const {
  for (const auto& [name, value] : by_token_) {
    if (value.text.size() < shortest_known) continue;
    for (auto at = text.find(value.text); at != std::string_view::npos; at = text.find(value.text, at + value.text.size())) {
      const auto end = at + value.text.size();
      const bool whole = (at == 0 || !word_byte(text[at - 1])) && (end == text.size() || !word_byte(text[end]));
      if (whole) cuts.push_back({value.kind, at, end, policy::Mask::pseudonym});
    }
  }
}

std::string Pseudonyms::hide(std::string_view text, const std::vector<Finding>& findings, const Masks& masks) {
  auto cuts = cuts_for(text, findings, masks);
  add_known(text, cuts);
  std::string out;
  std::size_t done = 0;
  for (const auto& cut : merged(std::move(cuts))) {
    out += text.substr(done, cut.start - done);
    const auto value = text.substr(cut.start, cut.end - cut.start);
    if (cut.how == policy::Mask::pseudonym) out += token_for(cut.kind, value);
    else out += cut.how == policy::Mask::stars ? stars(value) : "[removed]";
    done = cut.end;
  }
  out += text.substr(done);
  return out;
}

Result<std::string> Pseudonyms::restore(std::string_view text) const {
  std::string out;
  std::string between;
  std::size_t done = 0;
  re2::StringPiece found;
  const re2::StringPiece all(text.data(), text.size());
  while (placeholder().Match(all, done, text.size(), re2::RE2::UNANCHORED, &found, 1)) {
    const auto at = static_cast<std::size_t>(found.data() - text.data());
    const auto known = by_token_.find(std::string_view(found.data(), found.size()));
    if (known == by_token_.end()) return unknown_placeholder();
    between += text.substr(done, at - done);
    between += '\n';
    out += text.substr(done, at - done);
    out += known->second.text;
    done = at + found.size();
  }
  between += text.substr(done);
  if (re2::RE2::PartialMatch(between, damaged())) return unknown_placeholder();
  out += text.substr(done);
  return out;
}

std::string Pseudonyms::serialise() const {
  json::Array values;
  for (const auto& [name, value] : by_token_) {
    values.emplace_back(json::Object{{"kind", json::Value(value.kind)}, {"number", json::Value(value.number)}, {"value", json::Value(value.text)}});
  }
  return json::dump(json::Value(json::Object{{"secret", json::Value(crypto::to_hex(secret_))}, {"values", json::Value(std::move(values))}}));
}

Result<Pseudonyms> Pseudonyms::parse(std::string_view text) {
  const Error unreadable{Fault::internal, "the stored pseudonyms of a conversation cannot be read; a person must take it"};
  if (text.empty()) return Pseudonyms();
  const auto read = json::parse(text);
  if (!read) return unreadable;
  const auto secret = crypto::from_hex(read->text("secret"));
  const auto* values = read->find("values");
  if (!secret || secret->size() != 32 || values == nullptr || values->array() == nullptr) return unreadable;
  Pseudonyms made(Secret{*secret});
  for (const auto& value : *values->array()) {
    const auto* number = value.find("number");
    const auto* hidden = value.find("value");
    const auto kind = std::string(value.text("kind"));
    if (kind.empty() || number == nullptr || number->integer() == nullptr || *number->integer() < 1 || *number->integer() > 999999 ||
        hidden == nullptr || hidden->string() == nullptr) return unreadable;
    const int count = static_cast<int>(*number->integer());
    const auto name = made.token(kind, count);
    made.by_token_[name] = {kind, count, *hidden->string()};
    made.by_value_[{kind, *hidden->string()}] = name;
    made.last_[kind] = std::max(made.last_[kind], count);
  }
  return made;
}

}  // namespace countersign
