// The log: one line per fact on stderr, as text for people or JSON for machines. Values are ids, words of ours and
// numbers; nothing a customer wrote goes in here. Any thread; setup() once, before other threads start.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/clock.hpp"

namespace countersign::log {

enum class Format { text, json };
enum class Level { debug, info, warning, error };

/// A name of ours and an id, a word of ours, or a number. Views live for the call only.
using Value = std::variant<std::string_view, std::int64_t>;
using Fields = std::initializer_list<std::pair<std::string_view, Value>>;

/// Sets how and from which level on lines are written. Before it is called: text, from info on.
void setup(Format format, Level level);

void debug(std::string_view what, Fields fields = {});
void info(std::string_view what, Fields fields = {});
void warning(std::string_view what, Fields fields = {});
void error(std::string_view what, Fields fields = {});

/// The line a call writes (without its end), with every control character escaped: one fact can never look like two.
[[nodiscard]] std::string line(Format format, Level level, Time at, std::string_view what, Fields fields);

}  // namespace countersign::log
