#include "http/reply.hpp"

#include <exception>

#include "base/log.hpp"

namespace countersign::http {
namespace {

/// A field of an event ends at a line end of any kind, so none may get in.
void append_line(std::string& out, std::string_view field, std::string_view value) {
  out.append(field).append(": ");
  for (const char c : value) out += c == '\r' || c == '\n' ? ' ' : c;
  out += '\n';
}

}  // namespace

Reply& Reply::operator=(Reply&& other) noexcept {
  if (this != &other) {
    drop();
    exchange_ = std::move(other.exchange_);
  }
  return *this;
}

void Reply::answer(Response response) {
  if (const auto exchange = std::exchange(exchange_, nullptr)) exchange->answer(std::move(response));
}

Stream Reply::stream(StreamClosed closed) {
  const auto exchange = std::exchange(exchange_, nullptr);
  return exchange ? exchange->stream(std::move(closed)) : Stream();
}

void Reply::drop() noexcept {
  if (!exchange_) return;
  try {
    answer(from(Error{Fault::internal, ""}));
  } catch (const std::exception&) {
    log::error("http: an answer was lost");  // out of memory; the client sees its own deadline
  }
}

std::string event(std::string_view name, std::string_view data, std::string_view id) {
  std::string out;
  if (!id.empty()) append_line(out, "id", id);
  if (!name.empty()) append_line(out, "event", name);
  for (;;) {
    const std::size_t end = data.find_first_of("\r\n");
    append_line(out, "data", data.substr(0, end));
    if (end == std::string_view::npos) break;
    data.remove_prefix(end + (data.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return out += '\n';
}

}  // namespace countersign::http
