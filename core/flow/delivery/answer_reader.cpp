#include "flow/delivery/answer_reader.hpp"

#include <algorithm>
#include <charconv>

namespace countersign {
namespace {

constexpr std::size_t kLongestHead = 64 * 1024;
constexpr std::size_t kMostHeaders = 200;
constexpr std::size_t kLongestChunkLine = 1024;

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool is_clean(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7F : c == '\t';
  });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// All of `text` in this base, digits only.
bool number(std::string_view text, int base, std::size_t& value) {
  if (text.empty() || text.front() == '-' || text.front() == '+') return false;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  return problem == std::errc() && end == text.data() + text.size();
}

}  // namespace

bool AnswerReader::broken(std::string why) {
  problem_ = std::move(why);
  state_ = State::broken;
  return false;
}

bool AnswerReader::finish() {
  state_ = State::complete;
  return false;
}

bool AnswerReader::take(std::string_view bytes) {
  buffer_.append(bytes);
  while (step()) {
  }
  return state_ != State::complete && state_ != State::broken;
}

void AnswerReader::end() {
  if (state_ == State::until_end)
    finish();
  else if (state_ != State::complete && state_ != State::broken)
    broken(state_ == State::head && head_bytes_ + buffer_.size() == 0 ? "the server hung up without an answer"
                                                                      : "the server hung up within its answer");
}

/// True while there is more to do with the bytes at hand.
bool AnswerReader::step() {
  switch (state_) {
    case State::head:
      return read_head();
    case State::sized:
    case State::chunk_data:
    case State::until_end:
      return read_body();
    case State::chunk_size:
    case State::chunk_end:
    case State::trailers:
      return read_chunk_line();
    case State::complete:
    case State::broken:
      return false;
  }
  return false;
}

/// A whole line without its end; false when there is none yet, or it is wrong.
bool AnswerReader::take_line(std::string& line, std::size_t most) {
  const auto at = buffer_.find('\n');
  if (at == std::string::npos ? buffer_.size() > most : at > most) return broken("its answer has an endless line");
  if (at == std::string::npos) return false;
  line = buffer_.substr(0, at);
  buffer_.erase(0, at + 1);
  head_bytes_ += at + 1;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return is_clean(line) || broken("its answer has control bytes where none belong");
}

bool AnswerReader::read_head() {
  std::string line;
  if (!take_line(line, kLongestHead)) return false;
  if (head_bytes_ > kLongestHead) return broken("the head of its answer is too long");
  if (response_.status == 0) return read_status(line);
  if (!line.empty()) return read_header(line);
  if (response_.status >= 200) return choose_framing();
  response_.status = 0;  // 1xx: the answer itself is still to come
  response_.headers.clear();
  return true;
}

bool AnswerReader::read_status(std::string_view line) {
  std::size_t status = 0;
  const bool fine = line.size() >= 12 && (line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.0 ")) &&
                    number(line.substr(9, 3), 10, status) && (line.size() == 12 || line[12] == ' ') && status >= 100 &&
                    status <= 599 && status != 101;
  if (!fine) return broken("its answer is no HTTP");
  keep_ = line[7] == '1';
  response_.status = static_cast<int>(status);
  return true;
}

bool AnswerReader::read_header(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return broken("its answer has a broken header");
  if (response_.headers.size() >= kMostHeaders) return broken("its answer has too many headers");
  response_.headers.emplace_back(lower(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
  return true;
}

bool AnswerReader::choose_framing() {
  const std::string* length = nullptr;
  const std::string* coding = nullptr;
  for (const auto& [name, value] : response_.headers) {
    if (name == "connection" && lower(value).find("close") != std::string::npos) keep_ = false;
    auto** const one = name == "content-length" ? &length : (name == "transfer-encoding" ? &coding : nullptr);
    if (one == nullptr) continue;
    if (*one != nullptr) return broken("its answer gives its length twice");
    *one = &value;
  }
  if (length != nullptr && coding != nullptr) return broken("its answer gives its length in two ways");
  if (response_.status == 204 || response_.status == 304) return finish();
  if (coding != nullptr) {
    if (lower(*coding) != "chunked") return broken("its answer is coded in a way that was not asked for");
    state_ = State::chunk_size;
    return true;
  }
  if (length == nullptr) {
    keep_ = false;
    state_ = State::until_end;
    return true;
  }
  if (!number(*length, 10, left_)) return broken("its answer gives a length that is no number");
  if (left_ > most_) return broken("its answer is too large");
  if (left_ == 0) return finish();
  state_ = State::sized;
  return true;
}

bool AnswerReader::read_body() {
  const auto part = state_ == State::until_end ? buffer_.size() : std::min(left_, buffer_.size());
  if (response_.body.size() + part > most_) return broken("its answer is too large");
  response_.body.append(buffer_, 0, part);
  buffer_.erase(0, part);
  if (state_ == State::until_end) return false;
  left_ -= part;
  if (left_ > 0) return false;
  if (state_ == State::sized) return finish();
  state_ = State::chunk_end;
  return true;
}

bool AnswerReader::read_chunk_line() {
  std::string line;
  if (!take_line(line, kLongestChunkLine)) return false;
  if (state_ == State::chunk_end) {
    if (!line.empty()) return broken("a chunk of its answer is longer than it says");
    state_ = State::chunk_size;
    return true;
  }
  if (state_ == State::trailers) {
    if (line.empty()) return finish();
    return head_bytes_ <= kLongestHead || broken("the end of its answer is too long");
  }
  head_bytes_ -= std::min(head_bytes_, line.size() + 2);  // chunk lines are no part of the head
  if (!number(trimmed(std::string_view(line).substr(0, line.find(';'))), 16, left_))
    return broken("a chunk of its answer has no size");
  if (left_ > most_) return broken("its answer is too large");
  state_ = left_ == 0 ? State::trailers : State::chunk_data;
  return true;
}

}  // namespace countersign
