// The telephone plans of the world (libphonenumber), asked about one span at a time: its own search through a text
// takes milliseconds. Called by personal_phone.cpp; any thread.
#pragma once

#include <string_view>

namespace countersign::detect {

/// Whether `written` can be dialled in the country of `locale` ("de-AT"), in the home countries of its language when it
/// names no country ("pt": Portugal, Brazil), or, of an unknown locale, in one of those we have customers' languages
/// of. About 30 us for each country asked; 8 ms more the first time in a process.
[[nodiscard]] bool valid_phone(std::string_view written, std::string_view locale);

}  // namespace countersign::detect
