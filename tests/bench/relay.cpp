// bench_relay PORT THREADS UPSTREAM_PORT: the least a middleware built from Poco's stock parts can do: take a request,
// pass it on over a kept connection, give the answer back. No check, no record. The AI road is compared with it.
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>

namespace {

using namespace Poco::Net;

std::string take(std::istream& in, std::streamsize size) {
  std::string body(static_cast<std::size_t>(size < 0 ? 0 : size), '\0');
  in.read(body.data(), static_cast<std::streamsize>(body.size()));
  return body;
}

class Relay : public HTTPRequestHandler {
 public:
  explicit Relay(std::uint16_t upstream) : upstream_(upstream) {}

  void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
    thread_local const auto session = std::make_unique<HTTPClientSession>("127.0.0.1", upstream_);
    session->setKeepAlive(true);
    session->setKeepAliveTimeout(Poco::Timespan(3600, 0));
    const auto body = take(request.stream(), static_cast<std::streamsize>(request.getContentLength64()));
    HTTPRequest onward(request.getMethod(), request.getURI(), HTTPMessage::HTTP_1_1);
    onward.setContentType("application/json");
    onward.setContentLength64(static_cast<Poco::Int64>(body.size()));
    session->sendRequest(onward).write(body.data(), static_cast<std::streamsize>(body.size())).flush();
    HTTPResponse answer;
    auto& in = session->receiveResponse(answer);
    const auto said = take(in, static_cast<std::streamsize>(answer.getContentLength64()));
    response.setStatus(answer.getStatus());
    response.sendBuffer(said.data(), said.size());
  }

 private:
  std::uint16_t upstream_;
};

class Relays : public HTTPRequestHandlerFactory {
 public:
  explicit Relays(std::uint16_t upstream) : upstream_(upstream) {}
  HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override { return new Relay(upstream_); }

 private:
  std::uint16_t upstream_;
};

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::cerr << "usage: bench_relay PORT THREADS UPSTREAM_PORT\n";
    return 2;
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  const int threads = std::atoi(words[2]);
  Poco::ThreadPool pool(threads, threads, 60, 256 * 1024);
  HTTPServerParams::Ptr params = new HTTPServerParams;
  params->setMaxThreads(threads);
  params->setMaxQueued(10000);
  params->setKeepAliveTimeout(Poco::Timespan(60, 0));
  const ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", static_cast<std::uint16_t>(std::atoi(words[1]))),
                            4096);
  HTTPServer server(new Relays(static_cast<std::uint16_t>(std::atoi(words[3]))), pool, socket, params);
  server.start();
  int signal = 0;
  ::sigwait(&ends, &signal);
  server.stop();
}
