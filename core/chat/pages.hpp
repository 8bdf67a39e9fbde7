// The files of the chat page, compiled in from page/. Read by http/resources/chat.cpp. Constants; any thread.
#pragma once

#include <string_view>

namespace countersign::chat {

/// The file's text, or an empty view when there is no such file.
[[nodiscard]] std::string_view page(std::string_view name);

}  // namespace countersign::chat
