#include "http/resources/chat_pages.hpp"

#include "base/crypto.hpp"
#include "base/html.hpp"
#include "chat/pages.hpp"

namespace countersign::http {
namespace {

void replace(std::string& text, std::string_view what, const std::string& with) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

/// 200, or 304 for a browser that has exactly this. `no-cache`: asked for each time, so that an upgrade is seen at
/// once.
Response kept_by_browsers(const Request& request, std::string body, std::string_view type) {
  const auto tag = "\"" + crypto::sha256_hex(body).substr(0, 32) + "\"";
  const auto* had = request.header("if-none-match");
  const bool same = had != nullptr && had->find(tag) != std::string::npos;
  Response response = same ? Response{304, {}, ""} : text(200, std::move(body), type);
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  return response;
}

std::string policy_for(const chat::Door& door) {
  return "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
         "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
         "frame-ancestors 'self'" +
         (door.origins.empty() ? "" : " " + door.origins);
}

}  // namespace

Response chat_page(const Request& request, const chat::Door& door) {
  std::string body(chat::page("page.html"));
  replace(body, "{channel}", html_escaped(door.channel));
  replace(body, "{title}", html_escaped(door.title));
  auto response = kept_by_browsers(request, std::move(body), "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Security-Policy", policy_for(door));
  response.headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  // Browsers that know no frame-ancestors are kept out of frames, unless somebody may frame the page.
  if (door.origins.empty()) response.headers.emplace_back("X-Frame-Options", "SAMEORIGIN");
  return response;
}

Response chat_asset(const Request& request, const std::string& name) {
  const auto body = chat::page(name);
  if (body.empty() || name.ends_with(".html")) return problem(404, "Not found", "There is no such file.");
  const std::string_view type = name.ends_with(".css")   ? "text/css; charset=utf-8"
                                : name.ends_with(".svg") ? "image/svg+xml"
                                                         : "text/javascript; charset=utf-8";
  auto response = kept_by_browsers(request, std::string(body), type);
  // Other sites load the widget and nothing else.
  response.headers.emplace_back("Cross-Origin-Resource-Policy", name == "widget.js" ? "cross-origin" : "same-origin");
  return response;
}

}  // namespace countersign::http
