#include "flow/delivery/wire.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/URI.h>

#include <algorithm>
#include <istream>
#include <ostream>

namespace countersign {
namespace {

constexpr std::size_t kIdlePerServer = 16;
const Poco::Timespan kKeepAlive(4, 0);  // below the five seconds after which common servers hang up

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

Poco::Timespan left(std::chrono::steady_clock::time_point end) {
  const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(end - std::chrono::steady_clock::now());
  if (rest.count() <= 0) throw Poco::TimeoutException("the deadline has passed");
  return {static_cast<Poco::Timespan::TimeDiff>(rest.count())};
}

}  // namespace

/// Built once and passed explicitly: Poco's SSLManager defaults verify less than we promise.
struct Egress::Wire::Tls {
  Poco::Net::Context::Ptr context = new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", "", "",
                                                           Poco::Net::Context::VERIFY_STRICT, 9, true);
  Tls() { context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2); }
};

std::string origin_of(const std::string& url) {
  try {
    const Poco::URI uri(url);
    if ((uri.getScheme() != "http" && uri.getScheme() != "https") || uri.getHost().empty()) return "";
    return uri.getScheme() + "://" + lower(uri.getHost()) + ":" + std::to_string(uri.getPort());
  } catch (const Poco::Exception&) {
    return "";
  }
}

Egress::Wire::Wire(std::size_t max_answer) : max_answer_(max_answer) {}
Egress::Wire::~Wire() = default;

Egress::Wire::Session Egress::Wire::take(const std::string& origin) {
  const std::lock_guard lock(mutex_);
  auto& idle = idle_[origin];
  if (!idle.empty()) {
    auto session = std::move(idle.back());
    idle.pop_back();
    return session;
  }
  const Poco::URI uri(origin);
  Session session;
  if (uri.getScheme() == "https") {
    if (!tls_) tls_ = std::make_unique<Tls>();
    session = std::make_unique<Poco::Net::HTTPSClientSession>(uri.getHost(), uri.getPort(), tls_->context);
  } else {
    session = std::make_unique<Poco::Net::HTTPClientSession>(uri.getHost(), uri.getPort());
  }
  session->setKeepAlive(true);
  session->setKeepAliveTimeout(kKeepAlive);
  return session;
}

void Egress::Wire::give_back(const std::string& origin, Session session) {
  const std::lock_guard lock(mutex_);
  auto& idle = idle_[origin];
  if (idle.size() < kIdlePerServer) idle.push_back(std::move(session));
}

plugin::Response Egress::Wire::exchange(const plugin::Request& request, std::chrono::milliseconds deadline,
                                        bool& sent) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  const auto origin = origin_of(request.url);
  auto session = take(origin);
  session->setTimeout(left(end));
  Poco::Net::HTTPRequest head(request.method, Poco::URI(request.url).getPathAndQuery(),
                              Poco::Net::HTTPMessage::HTTP_1_1);
  for (const auto& [name, value] : request.headers) head.set(name, value);
  head.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
  head.setKeepAlive(true);
  sent = true;
  session->sendRequest(head).write(request.body.data(), static_cast<std::streamsize>(request.body.size())).flush();

  Poco::Net::HTTPResponse answer;
  session->socket().setReceiveTimeout(left(end));
  auto& body = session->receiveResponse(answer);
  plugin::Response response;
  response.status = answer.getStatus();
  response.sent = true;
  for (const auto& [name, value] : answer) response.headers.emplace_back(lower(name), value);
  char part[8192];
  // peek() waits for one packet and readsome() takes it, so a server that drips cannot outlast the deadline.
  while (body.peek() != std::char_traits<char>::eof()) {
    response.body.append(part, static_cast<std::size_t>(body.readsome(part, sizeof part)));
    session->socket().setReceiveTimeout(left(end));
    if (response.body.size() > max_answer_) throw Poco::DataFormatException("the answer is too large");
  }
  if (answer.getKeepAlive() && body.eof()) give_back(origin, std::move(session));
  return response;
}

plugin::Response Egress::Wire::call(const plugin::Request& request, std::chrono::milliseconds deadline) noexcept {
  plugin::Response none;
  try {
    return exchange(request, deadline, none.sent);
  } catch (const Poco::Net::ConnectionRefusedException&) {
    none.sent = false;
  } catch (const std::exception&) {  // no answer: the plugin says what that means for its channel
  }
  none.status = 0;
  return none;
}

}  // namespace countersign
