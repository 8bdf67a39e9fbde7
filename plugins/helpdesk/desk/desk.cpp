// helpdesk.desk: the built-in desk as a helpdesk. Its `desk:` requests never leave the process; README.md has the
// bodies.
#include <array>
#include <string>

#include "countersign/plugin.hpp"

using namespace countersign::sdk;

namespace {

constexpr std::array<std::string_view, 6> kKinds = {"opened", "message", "note", "handed_over", "review", "closed"};

/// A ticket id stands in a path: only what cannot end the segment.
bool safe_in_path(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

std::string event_body(const In& in) {
  std::string body = "{";
  for (const char* key : {"conversation", "kind", "priority", "queue", "subject", "text", "written_by"}) {
    body += (body.size() > 1 ? "," : "") + quoted(key) + ":" + quoted(in.get(key));
  }
  return body + "}";
}

class Desk final : public Handler {
 public:
  Desk(Host host, const In& settings) : host_(host) { settings.only({}); }

  void read(const In& in, Out& out) const override {
    if (in.get("op") != "response") throw Problem(CS_UNSUPPORTED, "the built-in desk sends no webhooks");
    const std::string_view status = in.get("status");
    if (status == "0" || status.starts_with("5")) throw Problem(CS_RETRY, "the built-in desk did not answer");
    if (!status.starts_with("2")) throw Problem(CS_INVALID, "the built-in desk refused the event");
    out.put("ticket", Json(host_, in.get("body")).need("/ticket"));
  }

  void write(const In& in, Out& out) const override {
    const std::string_view kind = in.need("kind");
    if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end())
      throw Problem(CS_INVALID, "`kind` is no event the desk knows");
    const std::string_view ticket = in.get("ticket");
    if (ticket.empty()) {
      out.put("url", "desk:tickets");
    } else {
      if (!safe_in_path(ticket)) throw Problem(CS_INVALID, "`ticket` is no ticket id of the built-in desk");
      out.put("url", "desk:tickets/" + std::string(ticket) + "/notes");
    }
    out.put("method", "POST");
    out.put("header.Content-Type", "application/json");
    out.put("header.Idempotency-Key", in.need("idempotency_key"));
    out.put("body", event_body(in));
  }

 private:
  Host host_;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_HELPDESK, "helpdesk.desk", "1.0.0", Desk)
