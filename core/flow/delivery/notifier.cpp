#include "flow/delivery/notifier.hpp"

#include <cctype>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace countersign {
namespace {

std::string percent_encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~');
    out += plain ? std::string(1, c) : "%" + crypto::to_hex(std::string_view(&c, 1));
  }
  return out;
}

}  // namespace

std::vector<std::string> notifiers_for(const std::vector<Notifier>& all, const policy::Reach& reach) {
  for (const auto& wanted : {reach.name, reach.role, std::string()}) {
    std::vector<std::string> names;
    for (const auto& one : all)
      if (wanted.empty() ? one.reaches.empty() : one.reaches.contains(wanted)) names.push_back(one.name);
    if (!names.empty()) return names;
  }
  return {};
}

std::string link_to(const Notifier& notifier, const Placeholders& placeholders) {
  std::string link = notifier.link;
  for (const auto& [word, value] : placeholders)
    for (auto at = link.find(word); at != std::string::npos; at = link.find(word))
      link.replace(at, word.size(), percent_encoded(value));  // which leaves no brace
  return link;
}

plugin::Request request_of(const Summoned& summoned, const Notifier& notifier, Time now) {
  json::Object told{{"id", summoned.id},
                    {"to", summoned.who},
                    {"reference", summoned.reference},
                    {"queue", summoned.queue},
                    {"priority", summoned.priority},
                    {"due_at", to_rfc3339(summoned.due_at)}};
  if (!summoned.link.empty()) told["link"] = summoned.link;
  const auto body = json::dump(std::move(told));
  const auto at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const auto mac = crypto::hmac_sha256(notifier.secret, at + ".notify." + notifier.name + "." + body);
  return {"POST",
          notifier.url,
          {{"Content-Type", "application/json"},
           {"Idempotency-Key", summoned.id},
           {"X-Countersign-Signature", "t=" + at + ",v1=" + crypto::to_hex(mac)}},
          body};
}

plugin::Delivery told(const plugin::Response& response) {
  const int status = response.status;
  if (status >= 200 && status < 300) return {plugin::Outcome::delivered, "", {}};
  const bool later = status == 408 || status == 425 || status == 429;
  const bool refused = status >= 400 && status < 500 && !later;
  return {refused ? plugin::Outcome::refused : plugin::Outcome::retry,
          status == 0 ? "it gave no answer" : "it answered " + std::to_string(status),
          {}};
}

}  // namespace countersign
