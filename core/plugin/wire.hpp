// Shared by the three connectors: structs to fields and back, and the checks that hold for every kind. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "plugin/connectors.hpp"

namespace countersign::plugin {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool valid_utf8(std::string_view text);
/// One printable line of at most 300 bytes, valid UTF-8: for sentences that come from a plugin.
[[nodiscard]] std::string printable(std::string_view text);

[[nodiscard]] Fields to_fields(const Webhook& webhook);
/// op=response, status, sent, body, header.NAME.
[[nodiscard]] Fields to_fields(const Response& response);
/// The request a plugin put, or why it cannot be performed (Fault::internal: the plugin is wrong, not the text).
[[nodiscard]] Result<Request> to_request(const Fields& out, const std::string& id);
/// What a failed call means to the road.
[[nodiscard]] Error to_error(const Answer& answer, const std::string& id);
/// The status the sender of a refused webhook gets.
[[nodiscard]] int http_status_of(const Answer& answer);
/// `now` (RFC 3339) and `now_unix` (seconds); nothing for the epoch, which means not set.
void put_now(Fields& fields, Time now);

/// What a plugin that was asked put: a request to perform, or its own answer, which `read` takes from the fields into
/// the step's member `at_once`.
template <class Step, class Value, class Read>
[[nodiscard]] Result<Step> to_step(const Answer& answer, const std::string& id, std::optional<Value> Step::*at_once,
                                   const Read& read) {
  if (answer.code != Code::ok) return to_error(answer, id);
  Step step;
  if (find(answer.out, "url") != nullptr) {
    auto request = to_request(answer.out, id);
    if (!request) return request.error();
    step.request = std::move(*request);
    return step;
  }
  auto value = read(answer.out);
  if (!value) return value.error();
  step.*at_once = std::move(*value);
  return step;
}

/// Reads outputs and collects the first thing that is wrong with them.
class Reader {
 public:
  Reader(const Fields& out, std::string id) : out_(out), id_(std::move(id)) {}
  /// Absent gives "". Invalid UTF-8, control bytes in a `line`, or more than `most` bytes is wrong.
  std::string text(std::string_view key, std::size_t most, bool line = true);
  /// As text(), and absent or empty is wrong.
  std::string need(std::string_view key, std::size_t most, bool line = true);
  void wrong(std::string_view key, std::string_view what);
  /// As wrong(), and the plugin's own doing: nothing that it translates could be the reason.
  void garbled(std::string_view key, std::string_view what);
  [[nodiscard]] bool ok() const { return problem_.empty(); }
  /// Whether the first that was wrong is garbled().
  [[nodiscard]] bool garbled() const { return garbled_; }
  [[nodiscard]] Error error() const { return {Fault::invalid, problem_}; }

 private:
  const Fields& out_;
  std::string id_;
  std::string problem_;
  bool garbled_ = false;
};

/// The status for the sender of a webhook whose translation is refused here: 422 for what he may have written himself,
/// such as a text without end; 503 for what the plugin made of it, so that he sends it again.
[[nodiscard]] int http_status_of(const Reader& refused);

inline constexpr std::size_t kLongestId = 512;
inline constexpr std::size_t kLongestText = 256 * 1024;

}  // namespace countersign::plugin
