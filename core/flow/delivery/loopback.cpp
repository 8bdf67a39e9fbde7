#include "flow/delivery/loopback.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>

#include <istream>
#include <ostream>

namespace countersign {
namespace {

const Poco::Timespan kDeadline(10, 0);

}  // namespace

Loopback::Loopback(std::unique_ptr<Poco::Net::HTTPClientSession> session) : session_(std::move(session)) {}
Loopback::~Loopback() = default;
Loopback::Loopback(Loopback&&) noexcept = default;
Loopback& Loopback::operator=(Loopback&&) noexcept = default;

Result<Loopback> Loopback::to(const std::string& address, std::uint16_t port) {
  if (address != "127.0.0.1" && address != "::1")
    return Error{Fault::forbidden, address + ": the demo speaks to 127.0.0.1 and ::1 only"};
  auto session = std::make_unique<Poco::Net::HTTPClientSession>(address, port);
  session->setKeepAlive(true);
  session->setTimeout(kDeadline);
  return Loopback(std::move(session));
}

Result<Loopback::Answer> Loopback::call(const std::string& method, const std::string& path, const Headers& headers,
                                        const std::string& body) {
  try {
    Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
    for (const auto& [name, value] : headers) request.set(name, value);
    request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    request.setKeepAlive(true);
    session_->sendRequest(request).write(body.data(), static_cast<std::streamsize>(body.size())).flush();
    Poco::Net::HTTPResponse response;
    auto& stream = session_->receiveResponse(response);
    Answer answer;
    answer.status = response.getStatus();
    Poco::StreamCopier::copyToString(stream, answer.body);
    return answer;
  } catch (const Poco::Exception& problem) {
    session_->reset();  // whatever was half read belongs to no later request
    return Error{Fault::unavailable, method + " " + path.substr(0, path.find('?')) + " on port " +
                                         std::to_string(session_->getPort()) + " was not answered (" + problem.name() +
                                         ")"};
  }
}

}  // namespace countersign
