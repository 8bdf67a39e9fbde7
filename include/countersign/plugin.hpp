// C++20 over plugin.h for authors of plugins: header-only, catches everything at the border. Derive from Handler, say
// no with `throw Problem(...)`, and end the file with COUNTERSIGN_PLUGIN (a detector: derive from Looker, end it with
// COUNTERSIGN_DETECTOR). One object serves many threads at once:
// members are const.
#pragma once

#include <algorithm>
#include <cstring>
#include <exception>
#include <initializer_list>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "countersign/plugin.h"

namespace countersign::sdk {

[[nodiscard]] inline cs_text view(std::string_view text) noexcept { return {text.data(), text.size()}; }
[[nodiscard]] inline std::string_view view(cs_text text) noexcept {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

/// Thrown by a handler to end its call. `message`: one sentence, no customer text. `http`: the status a webhook's
/// sender gets (400, 422, ...), 0 to leave it to the gateway.
class Problem : public std::exception {
 public:
  Problem(cs_status status, std::string message, int http = 0)
      : status_(status), message_(std::move(message)), http_(http) {}
  [[nodiscard]] cs_status status() const noexcept { return status_; }
  [[nodiscard]] int http() const noexcept { return http_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  cs_status status_;
  std::string message_;
  int http_;
};

/// The fields of a call. Views are valid during the call only.
class In {
 public:
  explicit In(const cs_input* in) noexcept : in_(in) {}
  [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const noexcept {
    for (const cs_field& field : *this) {
      if (view(field.key) == key) return view(field.value);
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string_view get(std::string_view key, std::string_view fallback = "") const noexcept {
    return find(key).value_or(fallback);
  }
  /// The value, or CS_INVALID when it is absent or empty.
  [[nodiscard]] std::string_view need(std::string_view key) const {
    const std::string_view value = get(key);
    if (value.empty()) throw Problem(CS_INVALID, "`" + std::string(key) + "` is missing: add it");
    return value;
  }
  /// Settings: anything but these keys is CS_INVALID. Keys that start with "channel." come from the gateway.
  void only(std::initializer_list<std::string_view> known) const {
    for (const cs_field& field : *this) {
      const std::string_view key = view(field.key);
      if (key.starts_with("channel.") || std::find(known.begin(), known.end(), key) != known.end()) continue;
      throw Problem(CS_INVALID, "setting `" + std::string(key) + "` is unknown: remove it or correct its spelling");
    }
  }
  [[nodiscard]] const cs_field* begin() const noexcept { return in_->fields; }
  [[nodiscard]] const cs_field* end() const noexcept { return in_->fields + in_->count; }

 private:
  const cs_input* in_;
};

/// The outputs of a call.
class Out {
 public:
  explicit Out(const cs_output* out) noexcept : out_(out) {}
  void put(std::string_view key, std::string_view value) {
    if (out_->put(out_->context, view(key), view(value)) != CS_OK)
      throw Problem(CS_INTERNAL, "the answer is too large");
  }

 private:
  const cs_output* out_;
};

/// The gateway's services; copy it, it stays valid as long as the instance.
class Host {
 public:
  explicit Host(const cs_host* host) noexcept : host_(host) {}
  void log(int level, std::string_view line) const { host_->log(host_->context, level, view(line)); }
  /// Lower-case hex of HMAC-SHA256.
  [[nodiscard]] std::string hmac_hex(std::string_view key, std::string_view bytes) const {
    unsigned char raw[32];
    if (host_->hmac_sha256(host_->context, view(key), view(bytes), raw) != CS_OK) {
      throw Problem(CS_INTERNAL, "the gateway could not compute an HMAC");
    }
    std::string hex;
    for (const unsigned char byte : raw) {
      hex += "0123456789abcdef"[byte >> 4];
      hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
  }
  [[nodiscard]] const cs_host* raw() const noexcept { return host_; }

 private:
  const cs_host* host_;
};

/// A JSON text, flat: RFC 6901 pointer -> value. Refuses what is no JSON with CS_INVALID (HTTP 400), a key twice with 422.
class Json {
 public:
  struct Item {
    int kind = CS_JSON_NULL;
    std::string text;
  };
  Json(Host host, std::string_view text) {
    const auto visit = [](void* self, cs_text pointer, std::int32_t kind, cs_text value) -> cs_status {
      try {
        static_cast<Json*>(self)->items_.emplace(view(pointer), Item{kind, std::string(view(value))});
        return CS_OK;
      } catch (...) {
        return CS_INTERNAL;
      }
    };
    const cs_host* raw = host.raw();
    const cs_status status = raw->json(raw->context, view(text), visit, this);
    if (status == CS_UNSUPPORTED)
      throw Problem(CS_INVALID, "a key stands twice in one object, or it is nested too deeply: send each key once", 422);
    if (status != CS_OK) throw Problem(status, "the body is not valid JSON: send one UTF-8 JSON object", 400);
  }
  [[nodiscard]] const Item* find(std::string_view pointer) const {
    const auto at = items_.find(pointer);
    return at == items_.end() ? nullptr : &at->second;
  }
  /// The string at `pointer`, "" when absent or null; any other kind is CS_INVALID (HTTP 422).
  [[nodiscard]] std::string_view get(std::string_view pointer) const {
    const Item* item = find(pointer);
    if (item == nullptr || item->kind == CS_JSON_NULL) return {};
    if (item->kind != CS_JSON_STRING) throw Problem(CS_INVALID, "`" + std::string(pointer) + "` is not a string", 422);
    return item->text;
  }
  [[nodiscard]] std::string_view need(std::string_view pointer) const {
    const std::string_view value = get(pointer);
    if (value.empty()) throw Problem(CS_INVALID, "`" + std::string(pointer) + "` is missing or empty", 422);
    return value;
  }
  [[nodiscard]] const std::map<std::string, Item, std::less<>>& items() const noexcept { return items_; }

 private:
  std::map<std::string, Item, std::less<>> items_;
};

/// `text` as a JSON string with its quotes. `text` is UTF-8.
[[nodiscard]] inline std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += "0123456789abcdef"[byte >> 4];
      out += "0123456789abcdef"[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// Compares without telling by its time where two texts of equal length differ.
[[nodiscard]] inline bool same(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

/// What a plugin does. The constructor of yours takes (Host, const In& settings) and throws Problem for wrong settings.
class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;
  /// Called once, after the constructor: what `open` puts (`reads.N`, a file that was read and may change).
  virtual void opened(Out& /*out*/) const {}
  virtual void verify(const In&) const { throw Problem(CS_UNSUPPORTED, "this plugin has no webhook"); }
  virtual void read(const In& in, Out& out) const = 0;
  virtual void write(const In& in, Out& out) const = 0;
};

/// What a detector does; there is nothing for it to read or write.
class Looker : public Handler {
 public:
  void read(const In&, Out&) const final { throw Problem(CS_UNSUPPORTED, "a detector only looks"); }
  void write(const In&, Out&) const final { throw Problem(CS_UNSUPPORTED, "a detector only looks"); }
  virtual void look(const In& in, Out& out) const = 0;
};

/// Numbers the findings of one look.
class Findings {
 public:
  explicit Findings(Out& out) : out_(out) {}
  /// Bytes `start` to `end` of the text (0 and 0: the text as a whole). `score`: 1 to 1000.
  void add(std::string_view kind, std::size_t start, std::size_t end, int score = 1000) {
    const std::string at = "finding." + std::to_string(count_++) + ".";
    out_.put(at + "kind", kind);
    out_.put(at + "start", std::to_string(start));
    out_.put(at + "end", std::to_string(end));
    if (score != 1000) out_.put(at + "score", std::to_string(score));
  }

 private:
  Out& out_;
  std::size_t count_ = 0;
};

/// The border: runs `work` and turns everything thrown into a status.
template <class Work>
cs_status guarded(const cs_output* out, Work work) noexcept {
  const auto say = [out](std::string_view key, std::string_view value) {
    out->put(out->context, view(key), view(value));
  };
  try {
    work();
    return CS_OK;
  } catch (const Problem& problem) {
    say("problem", problem.what());
    if (problem.http() == 400) say("problem.status", "400");
    if (problem.http() == 415) say("problem.status", "415");
    if (problem.http() == 422) say("problem.status", "422");
    return problem.status();
  } catch (const std::bad_alloc&) {
    say("problem", "out of memory");
  } catch (...) {
    say("problem", "an exception was thrown inside the plugin");
  }
  return CS_INTERNAL;
}

template <class T>
struct Border {
  static const Handler& of(const void* instance) { return *static_cast<const T*>(instance); }
  static cs_status open(const cs_host* host, const cs_input* settings, const cs_output* out, void** instance) {
    return guarded(out, [&] {
      auto made = std::make_unique<T>(Host(host), In(settings));
      Out put(out);
      static_cast<const Handler&>(*made).opened(put);
      *instance = made.release();
    });
  }
  static void close(void* instance) { delete static_cast<T*>(instance); }
  static cs_status verify(void* instance, const cs_input* in, const cs_output* out) {
    return guarded(out, [&] { of(instance).verify(In(in)); });
  }
  static cs_status read(void* instance, const cs_input* in, const cs_output* out) {
    return guarded(out, [&] {
      Out put(out);
      of(instance).read(In(in), put);
    });
  }
  static cs_status write(void* instance, const cs_input* in, const cs_output* out) {
    return guarded(out, [&] {
      Out put(out);
      of(instance).write(In(in), put);
    });
  }
};

template <class T>
struct LookBorder {
  static cs_status look(void* instance, const cs_input* in, const cs_output* out) {
    return guarded(out, [&] {
      Out put(out);
      static_cast<const Looker&>(*static_cast<const T*>(instance)).look(In(in), put);
    });
  }
  static const void* extension(const char* id) {
    static constexpr cs_detect detect = {sizeof(cs_detect), 0, look};
    return std::strcmp(id, CS_DETECT_1) == 0 ? &detect : nullptr;
  }
};

}  // namespace countersign::sdk

/// Ends a detector's file: its descriptor has the one extension.
#define COUNTERSIGN_DETECTOR(ID, VERSION, TYPE)                                                         \
  extern "C" const cs_plugin* countersign_plugin_v1(void) {                                             \
    using Border = countersign::sdk::Border<TYPE>;                                                      \
    static constexpr cs_plugin plugin = {sizeof(cs_plugin),                                             \
                                         CS_ABI_MAJOR,                                                  \
                                         CS_ABI_MINOR,                                                  \
                                         CS_DETECTOR,                                                   \
                                         0,                                                             \
                                         ID,                                                            \
                                         VERSION,                                                       \
                                         Border::open,                                                  \
                                         Border::close,                                                 \
                                         nullptr,                                                       \
                                         nullptr,                                                       \
                                         nullptr,                                                       \
                                         countersign::sdk::LookBorder<TYPE>::extension};                \
    return &plugin;                                                                                     \
  }

/// Ends a plugin's file: makes the descriptor and the one exported function.
#define COUNTERSIGN_PLUGIN(KIND, ID, VERSION, TYPE)                                                        \
  extern "C" const cs_plugin* countersign_plugin_v1(void) {                                                \
    using Border = countersign::sdk::Border<TYPE>;                                                         \
    static constexpr cs_plugin plugin = {                                                                  \
        sizeof(cs_plugin), CS_ABI_MAJOR,   CS_ABI_MINOR, KIND,          0,      ID, VERSION, Border::open, \
        Border::close,     Border::verify, Border::read, Border::write, nullptr};                          \
    return &plugin;                                                                                        \
  }
