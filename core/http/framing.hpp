// Framing: where one HTTP/1.1 request ends in a stream of bytes (RFC 9112), strictly, so that nobody between us and the
// client can disagree with us about it (request smuggling). Pure: fed by the server with whatever has arrived, never
// waits. One object per connection, used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace countersign::http {

struct Limits {
  std::size_t max_header = 16 * 1024;  ///< bytes of request line and headers together: more is 431
  std::size_t max_fields = 100;        ///< headers: more is 431
  std::size_t max_body = 1024 * 1024;  ///< bytes of body: more is 413
};

/// Takes bytes, gives whole requests, or a refusal after which the connection must end.
class Framing {
 public:
  enum class State { idle, partial, whole, refused };

  /// `limits` must outlive this; one connection of thousands should not hold a copy.
  explicit Framing(const Limits& limits) : limits_(limits) {}
  explicit Framing(Limits&&) = delete;

  void add(std::string_view bytes) { buffer_.append(bytes); }
  /// Goes as far as the bytes allow. `idle`: not one byte of a request is here.
  State advance();
  /// The request of the last `whole`; the next one starts behind it.
  [[nodiscard]] Request take();
  /// After `whole`: whether the client wants the connection kept. Valid until the next advance().
  [[nodiscard]] bool keep_alive() const { return keep_alive_; }
  /// After `refused`: the answer to give.
  [[nodiscard]] const Response& refusal() const { return *refusal_; }
  /// True once per request whose client waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool take_expectation();
  /// Frees the buffer's memory when it is empty: a connection that waits keeps none.
  void rest();
  /// Bytes that have arrived and belong to no taken request yet.
  [[nodiscard]] std::size_t pending() const { return buffer_.size(); }

 private:
  enum class Part : std::uint8_t { head, body, chunk_size, chunk_data, chunk_end, trailer, done };

  bool read_head();
  bool read_line_and_fields(std::string_view head);
  bool read_fields(std::string_view lines);
  bool decide_length();
  bool read_target(std::string_view target);
  bool read_body();
  bool read_chunk_size();
  bool read_chunk_data();
  bool read_chunk_end();
  bool read_trailer();
  bool refuse(int status, std::string_view title, std::string_view detail);
  std::optional<std::string> line(std::size_t most);

  const Limits& limits_;
  std::string buffer_;
  std::size_t searched_ = 0;          ///< bytes of the head already looked through for its end
  std::size_t expected_ = 0;          ///< bytes of the body or chunk still to come
  std::size_t trailer_ = 0;           ///< bytes of chunk extensions and trailers so far
  std::unique_ptr<Request> request_;  ///< only while one is being read: an idle connection is small
  std::unique_ptr<Response> refusal_;
  Part part_ = Part::head;
  bool keep_alive_ = true;
  bool old_version_ = false;  ///< HTTP/1.0
  bool expects_ = false;
};

}  // namespace countersign::http
