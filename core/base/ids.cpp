#include "base/ids.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>

#include "base/crypto.hpp"

namespace countersign {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford: no I, L, O, U

/// How many ids this process made before in the same millisecond.
std::uint16_t place_in(std::int64_t millis) {
  static std::mutex mutex;
  static std::int64_t last = -1;
  static std::uint16_t count = 0;
  const std::lock_guard lock(mutex);
  count = millis == last ? static_cast<std::uint16_t>(count + 1) : std::uint16_t{0};
  last = millis;
  return count;
}

}  // namespace

std::string new_id(Time now) {
  const auto millis = std::max<std::int64_t>(0, micros(now) / 1000);
  std::string id(26, '0');
  auto time_bits = static_cast<std::uint64_t>(millis) & 0xFFFF'FFFF'FFFFULL;
  for (std::size_t i = 10; i-- > 0; time_bits >>= 5U) id[i] = alphabet[time_bits & 31U];

  const auto place = place_in(millis);
  std::string random = crypto::random_bytes(10);
  random[0] = static_cast<char>(place >> 8U);
  random[1] = static_cast<char>(place & 0xFFU);
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t out = 10;
  for (const char byte : random) {
    bits = (bits << 8U) | static_cast<unsigned char>(byte);
    for (held += 8; held >= 5; ++out) {
      held -= 5;
      id[out] = alphabet[(bits >> held) & 31U];
    }
  }
  return id;
}

}  // namespace countersign
