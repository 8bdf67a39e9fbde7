#include "auditor/canonical.hpp"

#include <simdjson.h>

namespace countersign::auditor {
namespace {

constexpr int kDeepest = 64;

bool digit(char c) { return c >= '0' && c <= '9'; }
/// Of a \u escape: the format wants small letters.
int hex(char c) {
  if (digit(c)) return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

class Scan {
 public:
  explicit Scan(std::string_view text) : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  /// One value; the members of an object at depth 0 go into `top`.
  bool value(int depth, std::vector<Member>* top) {
    if (depth > kDeepest) return fail("it is nested too deeply");
    if (at_ == end_) return fail("it ends too early");
    switch (*at_) {
      case '{':
        return object(depth, top);
      case '[':
        return array(depth, top);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return integer();
    }
  }
  [[nodiscard]] bool done() const { return at_ == end_; }
  [[nodiscard]] std::string error() const {
    return std::string(what_) + " (byte " + std::to_string(at_ - begin_) + ")";
  }
  bool fail(std::string_view what) {
    if (what_.empty()) what_ = what;
    return false;
  }

 private:
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] std::string_view since(const char* from) const { return {from, static_cast<std::size_t>(at_ - from)}; }

  bool object(int depth, std::vector<Member>* top) {
    ++at_;
    if (take('}')) return true;
    std::string_view before;
    do {
      const char* const key_at = at_;
      if (at_ == end_ || *at_ != '"') return fail("a member has no name, or there is a space");
      if (!string()) return false;
      const auto key = unquoted(since(key_at));
      if (!before.empty() && !(before < key)) return fail("names are not in their order, or one stands twice");
      before = key;
      if (!take(':')) return fail("a name has no value, or there is a space");
      const char* const value_at = at_;
      if (!value(depth + 1, nullptr)) return false;
      if (top != nullptr) top->push_back({key, since(value_at)});
    } while (take(','));
    return take('}') || fail("an object does not end, or there is a space");
  }

  bool array(int depth, std::vector<Member>* top) {
    ++at_;
    if (take(']')) return true;
    do {
      const char* const value_at = at_;
      if (!value(depth + 1, nullptr)) return false;
      if (top != nullptr) top->push_back({{}, since(value_at)});
    } while (take(','));
    return take(']') || fail("a list does not end, or there is a space");
  }

  bool string() {
    for (++at_; at_ != end_; ++at_) {
      const char c = *at_;
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return fail("a control character is not escaped");
      if (c == '\\' && !escape()) return false;
    }
    return fail("a string does not end");
  }

  /// Only what must be escaped may be, and only in its shortest form.
  bool escape() {
    if (++at_ == end_) return fail("a string does not end");
    if (std::string_view("\"\\bfnrt").find(*at_) != std::string_view::npos) return true;
    if (*at_ != 'u' || end_ - at_ < 5 || at_[1] != '0' || at_[2] != '0' || hex(at_[3]) < 0 || hex(at_[4]) < 0)
      return fail("something is escaped that must not be");
    const int code = hex(at_[3]) * 16 + hex(at_[4]);
    if (code >= 0x20 || code == '\b' || code == '\f' || code == '\n' || code == '\r' || code == '\t')
      return fail("an escape has a shorter form");
    at_ += 4;
    return true;
  }

  bool integer() {
    const bool negative = take('-');
    if (at_ == end_ || !digit(*at_)) return fail("there is a space, or no value");
    if (*at_ == '0') {
      ++at_;
      if (negative) return fail("a zero has a sign");
    } else {
      const char* const from = at_;
      while (at_ != end_ && digit(*at_)) ++at_;
      if (at_ - from > 19) return fail("a number is too large");
    }
    if (at_ != end_ && (digit(*at_) || *at_ == '.' || *at_ == 'e' || *at_ == 'E'))
      return fail("a number is no plain integer");
    return true;
  }

  bool word(std::string_view expected) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected))
      return fail("there is something that is no JSON");
    at_ += expected.size();
    return true;
  }

  const char* const begin_;
  const char* at_;
  const char* const end_;
  std::string_view what_;
};

}  // namespace

std::optional<std::string> not_canonical(std::string_view text, std::vector<Member>& members) {
  members.clear();
  if (!simdjson::validate_utf8(text.data(), text.size())) return "it is not UTF-8";
  Scan scan(text);
  if (!text.starts_with('{')) return "it is no JSON object";
  if (!scan.value(0, &members)) return scan.error();
  if (!scan.done()) return "there is something behind it";
  return std::nullopt;
}

std::vector<Member> members_of(std::string_view canonical) {
  std::vector<Member> members;
  if (canonical.starts_with('{') || canonical.starts_with('[')) (void)Scan(canonical).value(0, &members);
  return members;
}

std::string_view member(std::string_view object, std::string_view key) {
  for (const auto& one : members_of(object))
    if (one.key == key) return one.value;
  return {};
}

std::string_view unquoted(std::string_view raw) {
  if (raw.size() < 2 || !raw.starts_with('"')) return {};
  return raw.substr(1, raw.size() - 2);
}

}  // namespace countersign::auditor
