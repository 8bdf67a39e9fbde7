#include "flow/delivery/request_head.hpp"

#include <Poco/URI.h>

#include <algorithm>

namespace countersign {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::string request_head(const plugin::Request& request) {
  const Poco::URI uri(request.url);
  const bool usual = uri.getPort() == (uri.getScheme() == "https" ? 443 : 80);
  const auto path = uri.getPathAndQuery();
  const auto host = uri.getHost().find(':') == std::string::npos ? uri.getHost() : "[" + uri.getHost() + "]";
  std::string head = request.method + " " + (path.empty() || path.front() != '/' ? "/" + path : path) +
                     " HTTP/1.1\r\nHost: " + host + (usual ? "" : ":" + std::to_string(uri.getPort())) + "\r\n";
  for (const auto& [name, value] : request.headers) {
    const auto key = lower(name);
    if (key == "host" || key == "content-length" || key == "connection" || key == "transfer-encoding") continue;
    head.append(name).append(": ").append(value).append("\r\n");
  }
  return head + "Content-Length: " + std::to_string(request.body.size()) + "\r\nConnection: keep-alive\r\n\r\n";
}

}  // namespace countersign
