#include "plugin/host.hpp"

#include <simdjson.h>

#include <charconv>
#include <cstring>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace countersign::plugin {
namespace {

constexpr std::size_t kLongestLine = 500;

std::string_view view(cs_text text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
cs_text view(std::string_view text) { return {text.data(), text.size()}; }

void write_log(void* context, std::int32_t level, cs_text line) {
  try {
    const std::string& id = *static_cast<const std::string*>(context);
    const std::string_view said = view(line).substr(0, kLongestLine);
    if (level >= CS_LOG_ERROR) {
      log::error("plugin_said", {{"plugin", id}, {"line", said}});
    } else if (level == CS_LOG_WARNING) {
      log::warning("plugin_said", {{"plugin", id}, {"line", said}});
    } else {
      log::info("plugin_said", {{"plugin", id}, {"line", said}});
    }
  } catch (...) {
    // A line that cannot be logged must not end the call that wrote it.
  }
}

cs_status make_hmac(void*, cs_text key, cs_text bytes, unsigned char out[32]) {
  try {
    const std::string raw = crypto::hmac_sha256(view(key), view(bytes));
    if (raw.size() != 32) return CS_INTERNAL;
    std::memcpy(out, raw.data(), 32);
    return CS_OK;
  } catch (...) {
    return CS_INTERNAL;
  }
}

/// The shortest text that reads back as the same number.
std::string to_text(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return {buffer, end};
}

// RFC 6901: "~" and "/" inside a key are written "~0" and "~1".
std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

struct Walk {
  cs_json_visit visit;
  void* context;
  cs_status status = CS_OK;

  void say(const std::string& at, std::int32_t kind, std::string_view text) {
    status = visit(context, view(at), kind, view(text));
  }

  void go(const std::string& at, const json::Value& value) {
    if (const auto* text = value.string()) return say(at, CS_JSON_STRING, *text);
    if (const auto* flag = value.boolean()) return say(at, CS_JSON_BOOLEAN, *flag ? "true" : "false");
    if (const auto* integer = value.integer()) return say(at, CS_JSON_INTEGER, std::to_string(*integer));
    if (const auto* decimal = value.decimal()) return say(at, CS_JSON_DECIMAL, to_text(*decimal));
    if (const auto* array = value.array()) return go_array(at, *array);
    if (const auto* object = value.object()) return go_object(at, *object);
    say(at, CS_JSON_NULL, "");
  }

  void go_array(const std::string& at, const json::Array& array) {
    say(at, CS_JSON_ARRAY, "");
    for (std::size_t i = 0; i < array.size() && status == CS_OK; ++i) go(at + "/" + std::to_string(i), array[i]);
  }

  void go_object(const std::string& at, const json::Object& object) {
    say(at, CS_JSON_OBJECT, "");
    for (const auto& [key, value] : object) {
      if (status != CS_OK) return;
      go(at + "/" + escaped(key), value);
    }
  }
};

/// JSON by the book that json::parse() does not take: a key stands twice, or it is too deep.
bool well_formed(std::string_view text) {
  simdjson::dom::parser parser;
  return parser.parse(simdjson::padded_string(text)).error() == simdjson::SUCCESS;
}

cs_status read_json(void*, cs_text text, cs_json_visit visit, void* visit_context) {
  try {
    const auto value = json::parse(view(text));
    if (!value) return well_formed(view(text)) ? CS_UNSUPPORTED : CS_INVALID;
    Walk walk{visit, visit_context};
    walk.go("", *value);
    return walk.status;
  } catch (...) {
    return CS_INTERNAL;
  }
}

}  // namespace

Host::Host(std::string plugin_id)
    : id_(std::move(plugin_id)), table_{sizeof(cs_host), CS_ABI_MAJOR, CS_ABI_MINOR, &id_,
                                        write_log,       make_hmac,    read_json} {}

}  // namespace countersign::plugin
