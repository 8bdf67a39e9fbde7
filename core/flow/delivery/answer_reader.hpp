// AnswerReader: an HTTP/1.1 answer, read strictly while it comes in, piece by piece. Whatever a server may send, the
// result is a whole answer within its limits or one sentence that says what is wrong. Made by Wire per call, one
// thread.
#pragma once

#include <string>
#include <string_view>

#include "plugin/connectors.hpp"

namespace countersign {

/// RFC 9112 for clients: the status line, the headers, and a body by length, by chunks or until the end. Refused:
/// broken framing, two framings at once, folded headers, control bytes, heads over 64 KiB, bodies over the limit.
class AnswerReader {
 public:
  /// `most`: bytes of body.
  explicit AnswerReader(std::size_t most) : most_(most) {}

  /// Takes the next bytes. False once the answer is complete or wrong; nothing more is wanted then.
  bool take(std::string_view bytes);
  /// The server hung up: completes an answer whose body ends there, breaks any other.
  void end();

  [[nodiscard]] bool complete() const { return state_ == State::complete; }
  /// Whether the connection may carry the next request: the answer ended where it said, and nothing followed.
  [[nodiscard]] bool reusable() const { return complete() && keep_ && buffer_.empty(); }
  /// "" while nothing is wrong.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// Of a complete answer; once.
  [[nodiscard]] plugin::Response spend() { return std::move(response_); }

 private:
  enum class State { head, sized, chunk_size, chunk_data, chunk_end, trailers, until_end, complete, broken };
  bool step();
  bool read_head();
  bool read_status(std::string_view line);
  bool read_header(std::string_view line);
  bool choose_framing();
  bool read_body();
  bool read_chunk_line();
  bool take_line(std::string& line, std::size_t most);
  bool finish();
  bool broken(std::string why);

  std::size_t most_;
  State state_ = State::head;
  std::string buffer_;
  std::size_t head_bytes_ = 0;
  std::size_t left_ = 0;  ///< of a sized body or a chunk
  bool keep_ = false;
  std::string problem_;
  plugin::Response response_;
};

}  // namespace countersign
