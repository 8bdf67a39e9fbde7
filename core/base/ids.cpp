#include "base/ids.hpp"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <optional>

#include "base/crypto.hpp"

namespace countersign {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford: no I, L, O, U

struct Moment {
  std::int64_t millis;
  std::uint16_t place;  ///< how many ids were made before in this millisecond
};

/// The last moment that was given out, or that an older id had.
std::mutex mutex;
Moment last{-1, 0};

/// `wanted`, or the first free moment after the last one.
Moment next(std::int64_t wanted) {
  const std::lock_guard lock(mutex);
  if (wanted > last.millis)
    last = {wanted, 0};
  else if (last.place == 0xFFFF)
    last = {last.millis + 1, 0};
  else
    last.place += 1;
  return last;
}

/// The number in the digits [at, at + count) of an id; nullopt when one is no digit.
std::optional<std::uint64_t> number(std::string_view id, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (const char digit : id.substr(at, count)) {
    const auto found = alphabet.find(digit);
    if (found == std::string_view::npos) return std::nullopt;
    value = (value << 5U) | found;
  }
  return value;
}

}  // namespace

void ids_follow(std::string_view newest) {
  if (newest.size() != 26) return;
  const auto millis = number(newest, 0, 10);
  const auto place = number(newest, 10, 4);  // 20 bits, the upper 16 of which are the place
  if (!millis || !place) return;
  const Moment older{static_cast<std::int64_t>(*millis & 0xFFFF'FFFF'FFFFULL), static_cast<std::uint16_t>(*place >> 4U)};
  const std::lock_guard lock(mutex);
  if (older.millis > last.millis || (older.millis == last.millis && older.place > last.place)) last = older;
}

void ids_begin_anew() {
  const std::lock_guard lock(mutex);
  last = {-1, 0};
}

std::string new_id(Time now) {
  const auto moment = next(std::max<std::int64_t>(0, micros(now) / 1000));
  return id_at(moment.millis, moment.place);
}

std::string id_at(std::int64_t millis, std::uint16_t place) {
  std::string id(26, '0');
  auto time_bits = static_cast<std::uint64_t>(millis) & 0xFFFF'FFFF'FFFFULL;
  for (std::size_t i = 10; i-- > 0; time_bits >>= 5U) id[i] = alphabet[time_bits & 31U];

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

std::optional<Time> made_at(std::string_view id) {
  if (id.size() != 26) return std::nullopt;
  std::int64_t millis = 0;
  for (const char c : id.substr(0, 10)) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    millis = (millis << 5U) | static_cast<std::int64_t>(value);
  }
  return from_micros(millis * 1000);
}

}  // namespace countersign
