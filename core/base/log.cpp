#include "base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <exception>
#include <memory>

#include "base/json.hpp"

namespace countersign::log {
namespace {

std::atomic<Format> chosen_format = Format::text;

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made = std::make_shared<spdlog::logger>("countersign", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum native(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

json::Value to_json(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  return std::get<std::string_view>(value);
}

/// As it is when it is a plain word; in quotes, escaped, when a reader could misread it.
std::string to_plain(const Value& value) {
  const auto* words = std::get_if<std::string_view>(&value);
  if (words == nullptr) return std::to_string(std::get<std::int64_t>(value));
  for (const char c : *words) {
    if (c <= ' ' || c > '~' || c == '"' || c == '=' || c == '\\') return json::dump(*words);
  }
  return words->empty() ? "\"\"" : std::string(*words);
}

void write(Level level, std::string_view what, Fields fields) {
  if (!logger().should_log(native(level))) return;
  // A line that cannot be written must not stop the work it tells of.
  try {
    logger().log(native(level), line(chosen_format, level, SystemClock().now(), what, fields));
  } catch (const std::exception&) {
    logger().log(spdlog::level::err, "a line of the log could not be written: a value is not valid UTF-8");
  }
}

}  // namespace

std::string line(Format format, Level level, Time at, std::string_view what, Fields fields) {
  if (format == Format::json) {
    json::Object object;
    for (const auto& [key, value] : fields) object.insert_or_assign(std::string(key), to_json(value));
    object.insert_or_assign("at", to_rfc3339(at));
    object.insert_or_assign("level", name(level));
    object.insert_or_assign("what", what);
    return json::dump(std::move(object));
  }
  std::string text = to_rfc3339(at);
  text.append(" ").append(name(level)).append(" ").append(to_plain(what));
  for (const auto& [key, value] : fields) text.append(" ").append(key).append("=").append(to_plain(value));
  return text;
}

void setup(Format format, Level level) {
  chosen_format = format;
  logger().set_level(native(level));
}

void debug(std::string_view what, Fields fields) { write(Level::debug, what, fields); }
void info(std::string_view what, Fields fields) { write(Level::info, what, fields); }
void warning(std::string_view what, Fields fields) { write(Level::warning, what, fields); }
void error(std::string_view what, Fields fields) { write(Level::error, what, fields); }

}  // namespace countersign::log
