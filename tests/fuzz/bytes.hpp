// What the fuzz targets share: the fuzzer's bytes cut into words and choices, and a check that ends the run. One
// thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace countersign::fuzz {

/// Ends the run with a sentence; the fuzzer keeps the input that led here.
inline void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

/// Takes the input apart from its front.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  std::uint8_t byte() { return rest_.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(take(1).front()); }
  unsigned pick(unsigned count) { return byte() % count; }
  /// Up to the next byte 0xff, which no UTF-8 text contains.
  std::string word() {
    const auto end = rest_.find('\xff');
    const auto found = take(end == std::string_view::npos ? rest_.size() : end);
    if (!rest_.empty()) rest_.remove_prefix(1);
    return std::string(found);
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view take(std::size_t count) {
    const auto front = rest_.substr(0, count);
    rest_.remove_prefix(front.size());
    return front;
  }
  std::string_view rest_;
};

}  // namespace countersign::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
