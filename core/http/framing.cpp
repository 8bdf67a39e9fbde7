#include "http/framing.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace countersign::http {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || kTokenMarks.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

bool is_target(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Whole text as a number: digits only (no sign, no space), as a length must be written.
std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  if (text.empty() || text.size() > 16) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// True if one of the comma-separated words of `list` is `word`.
bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    if (lower(trim(item)) == word) return true;
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return false;
}

/// In `text` from `from` on. Nothing that follows could make such a line right, so nobody need wait for it.
bool has_bare_line_feed(std::string_view text, std::size_t from = 0) {
  for (auto at = text.find('\n', from); at != std::string_view::npos; at = text.find('\n', at + 1))
    if (at == 0 || text[at - 1] != '\r') return true;
  return false;
}

std::size_t count(const Fields& fields, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; }));
}

}  // namespace

Framing::State Framing::advance() {
  if (refusal_) return State::refused;
  bool moved = true;
  while (moved && part_ != Part::done) {
    switch (part_) {
      case Part::head:
        moved = read_head();
        break;
      case Part::body:
        moved = read_body();
        break;
      case Part::chunk_size:
        moved = read_chunk_size();
        break;
      case Part::chunk_data:
        moved = read_chunk_data();
        break;
      case Part::chunk_end:
        moved = read_chunk_end();
        break;
      case Part::trailer:
        moved = read_trailer();
        break;
      case Part::done:
        break;
    }
  }
  if (refusal_) return State::refused;
  if (part_ == Part::done) return State::whole;
  return part_ == Part::head && buffer_.empty() ? State::idle : State::partial;
}

Request Framing::take() {
  part_ = Part::head;
  searched_ = trailer_ = expected_ = 0;
  expects_ = old_version_ = false;
  Request whole = std::move(*request_);
  request_.reset();
  return whole;
}

void Framing::rest() {
  if (buffer_.empty()) std::string().swap(buffer_);  // assigning an empty one would keep the memory
}

bool Framing::take_expectation() { return std::exchange(expects_, false); }

bool Framing::refuse(int status, std::string_view title, std::string_view detail) {
  refusal_ = std::make_unique<Response>(problem(status, title, detail));
  return false;
}

bool Framing::read_head() {
  // An empty line before a request is what some old clients send behind a body (RFC 9112, 2.2).
  while (buffer_.starts_with("\r\n")) {
    buffer_.erase(0, 2);
    searched_ = 0;
  }
  const std::size_t end = buffer_.find("\r\n\r\n", searched_ < 3 ? 0 : searched_ - 3);
  // Up to three bytes of the empty line may be here already: how the bytes were cut must not decide. Nor must it for a bare
  // line feed: it counts in a whole head too, and only as far as a head may reach.
  const std::size_t most = limits_.max_header + 3;
  if (has_bare_line_feed(std::string_view(buffer_).substr(0, std::min(most, end)), searched_))
    return refuse(400, "Bad request", "A line ends with LF alone: end each with CR LF.");
  if (end == std::string::npos ? buffer_.size() > most : end > limits_.max_header)
    return refuse(431, "Headers too large", "Request line and headers are longer than this server takes.");
  if (end == std::string::npos) {
    searched_ = buffer_.size();
    return false;
  }
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  return read_line_and_fields(head) && decide_length();
}

bool Framing::read_line_and_fields(std::string_view head) {
  const std::string_view line = head.substr(0, head.find("\r\n"));
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first)))
    return refuse(400, "Bad request", "The request line is not METHOD TARGET VERSION.");
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return refuse(version.starts_with("HTTP/") ? 505 : 400, "Version not supported", "Speak HTTP/1.1.");
  old_version_ = version == "HTTP/1.0";
  request_ = std::make_unique<Request>();
  request_->method = line.substr(0, first);
  return read_target(line.substr(first + 1, last - first - 1)) && read_fields(head.substr(line.size() + 2));
}

bool Framing::read_target(std::string_view target) {
  if (!is_target(target)) return refuse(400, "Bad request", "The request target holds bytes a URL cannot have.");
  if (lower(target.substr(0, 7)) == "http://" || lower(target.substr(0, 8)) == "https://") {
    const std::size_t slash = target.find('/', target.find("://") + 3);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  if (target.front() != '/' && target != "*")
    return refuse(400, "Bad request", "The request target must be a path that starts with /.");
  const std::size_t question = target.find('?');
  request_->path = target.substr(0, question);
  if (question != std::string_view::npos) request_->query = target.substr(question + 1);
  return true;
}

bool Framing::read_fields(std::string_view lines) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find("\r\n"));
    lines.remove_prefix(line.size() + 2);
    const std::size_t colon = line.find(':');
    // A name with a space before the colon, a folded line and a bare line end all fail here.
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) || !is_field_value(line.substr(colon + 1)))
      return refuse(400, "Bad request", "A header line is not NAME: VALUE.");
    if (request_->headers.size() == limits_.max_fields)
      return refuse(431, "Headers too large", "There are more headers than this server takes.");
    request_->headers.emplace_back(lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
  }
  return true;
}

bool Framing::decide_length() {
  const Fields& fields = request_->headers;
  const std::size_t hosts = count(fields, "host");
  if (hosts > 1 || (hosts == 0 && !old_version_)) return refuse(400, "Bad request", "Send exactly one Host header.");
  const std::string* connection = request_->header("connection");
  keep_alive_ =
      old_version_ ? connection && lists(*connection, "keep-alive") : !connection || !lists(*connection, "close");
  const std::size_t lengths = count(fields, "content-length");
  const std::size_t codings = count(fields, "transfer-encoding");
  if (lengths > 1 || codings > 1 || (lengths == 1 && codings == 1))
    return refuse(400, "Bad request", "Say the body's length once: one Content-Length or one Transfer-Encoding.");
  const std::string* expect = request_->header("expect");
  expects_ = expect && lower(*expect) == "100-continue" && !old_version_ && buffer_.empty();
  if (codings == 1) {
    if (old_version_) return refuse(400, "Bad request", "HTTP/1.0 has no Transfer-Encoding.");
    if (lower(*request_->header("transfer-encoding")) != "chunked")
      return refuse(501, "Not implemented", "The only transfer encoding taken is chunked.");
    part_ = Part::chunk_size;
    return true;
  }
  const auto length = lengths == 1 ? number(*request_->header("content-length"), 10) : std::size_t{0};
  if (!length) return refuse(400, "Bad request", "Content-Length is not a number.");
  if (*length > limits_.max_body) return refuse(413, "Too large", "The body is longer than this server takes.");
  expects_ = expects_ && *length > 0;
  expected_ = *length;
  part_ = Part::body;
  return true;
}

bool Framing::read_body() {
  if (buffer_.size() < expected_) return false;
  request_->body = buffer_.substr(0, expected_);
  buffer_.erase(0, expected_);
  part_ = Part::done;
  return true;
}

std::optional<std::string> Framing::line(std::size_t most) {
  const std::size_t end = buffer_.find("\r\n");
  if (end == std::string::npos ? buffer_.size() > most + 1 : end > most) {
    refuse(400, "Bad request", "A line of the chunked body is too long.");
    return std::nullopt;
  }
  if (has_bare_line_feed(std::string_view(buffer_).substr(0, end))) {
    refuse(400, "Bad request", "A line of the chunked body ends with LF alone: end each with CR LF.");
    return std::nullopt;
  }
  if (end == std::string::npos) return std::nullopt;
  std::string found = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  trailer_ += end + 2;
  if (trailer_ > limits_.max_header + limits_.max_body / 16) {
    refuse(413, "Too large", "The chunked body has more framing than content.");
    return std::nullopt;
  }
  return found;
}

bool Framing::read_chunk_size() {
  const auto text = line(256);
  if (!text) return false;
  const auto size = number(trim(std::string_view(*text).substr(0, text->find(';'))), 16);
  if (!size || !is_field_value(*text)) return refuse(400, "Bad request", "A chunk's size is not a hexadecimal number.");
  if (*size > limits_.max_body || request_->body.size() + *size > limits_.max_body)
    return refuse(413, "Too large", "The body is longer than this server takes.");
  expected_ = *size;
  part_ = *size == 0 ? Part::trailer : Part::chunk_data;
  return true;
}

bool Framing::read_chunk_data() {
  const std::size_t here = std::min(expected_, buffer_.size());
  request_->body.append(buffer_, 0, here);
  buffer_.erase(0, here);
  expected_ -= here;
  if (expected_ > 0) return false;
  part_ = Part::chunk_end;
  return true;
}

bool Framing::read_chunk_end() {
  if (buffer_.size() < 2) return false;
  if (!buffer_.starts_with("\r\n")) return refuse(400, "Bad request", "A chunk is longer than it says.");
  buffer_.erase(0, 2);
  part_ = Part::chunk_size;
  return true;
}

bool Framing::read_trailer() {
  // Trailers are read to find the end and then forgotten: nothing may be decided by a field that came after the body.
  const auto text = line(limits_.max_header);
  if (!text) return false;
  if (text->empty()) part_ = Part::done;
  return true;
}

}  // namespace countersign::http
