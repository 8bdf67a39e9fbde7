// JSON from outside: what is read is written canonically, and reads back as the same.
#include "base/json.hpp"

#include "fuzz/bytes.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  const auto value = json::parse({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  const auto text = json::dump(*value);
  const auto again = json::parse(text);
  fuzz::must(again.ok(), "what we write can be read");
  fuzz::must(json::dump(*again) == text, "writing is canonical");
  return 0;
}
