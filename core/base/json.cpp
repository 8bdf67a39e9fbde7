#include "base/json_writer.hpp"

#include <simdjson.h>

#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace countersign::json {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t max_depth = 64;
constexpr std::size_t kept_parser_limit = 256 * 1024;  // a thread keeps no more memory than this between texts

/// Why a text was refused; thrown inside this file only.
struct Refusal {
  const char* why;
};

Value convert(const dom::element& element);

/// Canonical text writes whole numbers below 10^21 in full: one beyond 64 bits could not be read back.
double decimal(double value) {
  constexpr double kBeyondIntegers = 9223372036854775808.0;  // 2^63
  constexpr double kWrittenWithExponent = 1e21;
  if (std::fabs(value) >= kBeyondIntegers && std::fabs(value) < kWrittenWithExponent)
    throw Refusal{"a number does not fit into 64 signed bits; send it as a string"};
  return value;
}

Value convert_object(const dom::object& source) {
  Object object;
  for (const auto field : source) {
    const auto [place, fresh] = object.try_emplace(std::string(field.key));
    if (!fresh) throw Refusal{"a key stands twice in one object; send each key once"};
    place->second = convert(field.value);
  }
  return object;
}

Value convert(const dom::element& element) {
  switch (element.type()) {
    case dom::element_type::ARRAY: {
      Array array;
      for (const dom::element item : dom::array(element)) array.push_back(convert(item));
      return array;
    }
    case dom::element_type::OBJECT:
      return convert_object(dom::object(element));
    case dom::element_type::INT64:
      return std::int64_t(element);
    case dom::element_type::UINT64:
      throw Refusal{"an integer does not fit into 64 signed bits; send it as a string"};
    case dom::element_type::DOUBLE:
      return decimal(double(element));
    case dom::element_type::STRING:
      return std::string_view(element);
    case dom::element_type::BOOL:
      return bool(element);
    case dom::element_type::NULL_VALUE:
      return nullptr;
  }
  throw Refusal{"it holds a value of an unknown type"};
}

const char* reason(simdjson::error_code code) {
  switch (code) {
    case simdjson::EMPTY:
      return "it is empty";
    case simdjson::UTF8_ERROR:
      return "it is not valid UTF-8";
    case simdjson::DEPTH_ERROR:
      return "it is nested deeper than 64 levels";
    case simdjson::STRING_ERROR:
      return "a string has a wrong escape or is not closed";
    case simdjson::UNCLOSED_STRING:
      return "a string is not closed";
    case simdjson::UNESCAPED_CHARS:
      return "a string has a control character that is not escaped";
    case simdjson::NUMBER_ERROR:
      return "a number is not written as JSON asks, or is too large";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
      return "a word is none of true, false and null";
    case simdjson::CAPACITY:
      return "it is larger than 4 GB";
    default:
      return "brackets, commas or colons do not fit together";
  }
}

Result<Value> refused(const char* why) {
  return Error{Fault::invalid, std::string("this is not the JSON we accept: ") + why};
}

Result<Value> parse_with(dom::parser& parser, std::string_view text) {
  dom::element root;
  if (parser.max_depth() != max_depth) {
    if (const auto failed = parser.allocate(text.size(), max_depth)) return refused(reason(failed));
  }
  if (const auto failed = parser.parse(text.data(), text.size()).get(root)) return refused(reason(failed));
  return convert(root);
}

void write_escape(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  constexpr std::string_view plain = "\"\\\b\f\n\r\t";
  constexpr std::string_view named = "\"\\bfnrt";
  out += '\\';
  if (const auto at = plain.find(c); at != std::string_view::npos) {
    out += named[at];
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  out.append("u00").append(1, hex[byte >> 4U]).append(1, hex[byte & 15U]);
}

void write_string(std::string& out, std::string_view text) {
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    throw std::invalid_argument("a string to write as JSON is not valid UTF-8; check it where it came in");
  }
  out += '"';
  std::size_t copied = 0;  // most texts have nothing to escape: they are copied whole
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(copied, i - copied));
    write_escape(out, c);
    copied = i + 1;
  }
  out.append(text.substr(copied));
  out += '"';
}

/// ECMAScript's Number::toString (ECMA-262 section 6.1.6.1.20), as RFC 8785 asks: shortest digits that read back.
void write_decimal(std::string& out, double value) {
  if (!std::isfinite(value)) throw std::invalid_argument("JSON has no way to write an infinite or undefined number");
  if (value == 0) {
    out += '0';
    return;
  }
  std::array<char, 40> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value), std::chars_format::scientific).ptr;
  const std::string_view written(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = written.find('e');
  std::string digits(written.substr(0, 1));
  if (e > 2) digits += written.substr(2, e - 2);
  int point = 0;
  const std::size_t exponent_at = written[e + 1] == '+' ? e + 2 : e + 1;
  std::from_chars(written.data() + exponent_at, written.data() + written.size(), point);
  ++point;  // the decimal point stands after this many digits
  const int count = static_cast<int>(digits.size());
  if (value < 0) out += '-';
  if (point > 21 || point <= -6) {
    out += digits[0];
    if (count > 1) out.append(".").append(digits, 1);
    out.append(point > 0 ? "e+" : "e").append(std::to_string(point - 1));
  } else if (point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else if (count <= point) {
    out.append(digits).append(static_cast<std::size_t>(point - count), '0');
  } else {
    out.append(digits, 0, static_cast<std::size_t>(point)).append(".").append(digits, static_cast<std::size_t>(point));
  }
}

void write(std::string& out, const Value& value) {
  if (const auto* b = value.boolean()) {
    out += *b ? "true" : "false";
  } else if (const auto* i = value.integer()) {
    out += std::to_string(*i);
  } else if (const auto* d = value.decimal()) {
    write_decimal(out, *d);
  } else if (const auto* s = value.string()) {
    write_string(out, *s);
  } else if (const auto* array = value.array()) {
    char before = '[';
    for (const Value& item : *array) {
      out += std::exchange(before, ',');
      write(out, item);
    }
    out += array->empty() ? "[]" : "]";
  } else if (const auto* object = value.object()) {
    char before = '{';
    for (const auto& [key, member] : *object) {
      out += std::exchange(before, ',');
      write_string(out, key);
      out += ':';
      write(out, member);
    }
    out += object->empty() ? "{}" : "}";
  } else {
    out += "null";
  }
}

}  // namespace

const Value* Value::find(std::string_view key) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = members->find(key);
  return found == members->end() ? nullptr : &found->second;
}

std::string_view Value::text(std::string_view key, std::string_view fallback) const {
  const Value* member = find(key);
  const std::string* words = member == nullptr ? nullptr : member->string();
  return words == nullptr ? fallback : std::string_view(*words);
}

Result<Value> parse(std::string_view text) try {
  if (text.starts_with("\xEF\xBB\xBF")) return refused("it starts with a byte order mark");
  if (text.size() > kept_parser_limit) {
    dom::parser large;
    return parse_with(large, text);
  }
  thread_local dom::parser small;
  return parse_with(small, text);
} catch (const Refusal& refusal) {
  return refused(refusal.why);
}

std::string dump(const Value& value) {
  std::string out;
  write(out, value);
  return out;
}

void Writer::text(std::string_view value) {
  separate();
  write_string(out_, value);
}

void Writer::number(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
}

void Writer::flag(bool value) {
  separate();
  out_ += value ? "true" : "false";
}

void Writer::value(const Value& value) {
  separate();
  write(out_, value);
}

}  // namespace countersign::json
