#include "flow/delivery/siem_frames.hpp"

#include <algorithm>
#include <array>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace countersign {
namespace {

constexpr int kFacilityAudit = 13;  // RFC 5424, table 1
constexpr int kWarning = 4, kInformational = 6;
constexpr const char *kCefHigh = "7", *kCefLow = "3";

bool trouble(const std::string& kind) {
  constexpr std::array<std::string_view, 6> kTrouble = {"blocked",        "refused",        "undelivered",
                                                        "policy_refused", "config_refused", "ai_stopped"};
  return std::find(kTrouble.begin(), kTrouble.end(), kind) != kTrouble.end();
}

/// In an extension "=" and "\" are escaped, and lines end as "\n".
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '=' || c == '\\') out += '\\';
    if (c == '\n' || c == '\r')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

void add(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out.append(" ").append(key).append("=").append(escaped(value));
}

void add(std::string& out, const std::string& key, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  add(out, key + "Label", label);
  add(out, key, value);
}

std::string deciding(const json::Value& decision) {
  std::string names;
  const auto* rules = decision.find("rules");
  if (rules == nullptr || rules->array() == nullptr) return names;
  for (const auto& rule : *rules->array()) {
    const auto* met = rule.find("met");
    if (met != nullptr && met->boolean() != nullptr && !*met->boolean())
      names.append(names.empty() ? "" : ", ").append(rule.text("policy"));
  }
  return names;
}

}  // namespace

std::string cef(const SiemEntry& entry) {
  std::string name = entry.kind;
  std::replace(name.begin(), name.end(), '_', ' ');
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(entry.at.time_since_epoch()).count();
  std::string out = "CEF:0|Countersign|countersign|1|" + entry.kind + "|" + name + "|" +
                    (trouble(entry.kind) ? kCefHigh : kCefLow) + "|rt=" + std::to_string(millis);
  add(out, "externalId", entry.id);
  const json::Value nothing;
  const auto parsed = json::parse(entry.body);
  const json::Value& whole = parsed ? *parsed : nothing;
  const auto* found = whole.find("decision");
  const json::Value& decision = found == nullptr ? nothing : *found;
  add(out, "suser", whole.text("actor"));
  add(out, "act", decision.text("verdict"));
  add(out, "reason", whole.text("reason"));
  add(out, "cs1", "conversation", whole.text("conversation"));
  add(out, "cs2", "message", whole.text("message"));
  add(out, "cs3", "channel", whole.text("channel"));
  add(out, "cs4", "policies", decision.text("policy"));
  add(out, "cs5", "rules", deciding(decision));
  add(out, "cs6", "leaf", crypto::sha256_hex(std::string(1, '\0') + entry.body));
  add(out, "cn1", "seq", std::to_string(entry.seq));
  return out;
}

std::string syslog_frame(const SiemEntry& entry, const std::string& host, SiemFormat format) {
  const auto priority = kFacilityAudit * 8 + (trouble(entry.kind) ? kWarning : kInformational);
  const std::string message = "<" + std::to_string(priority) + ">1 " + to_rfc3339(entry.at) + " " + host +
                              " countersign - " + entry.kind + " [entry@32473 seq=\"" + std::to_string(entry.seq) +
                              "\" id=\"" + entry.id + "\"] " + (format == SiemFormat::cef ? cef(entry) : entry.body);
  return std::to_string(message.size()) + " " + message;
}

plugin::Request siem_request(const std::vector<SiemEntry>& entries, const std::string& name, const std::string& to,
                             const std::string& secret, Time now) {
  const auto first = std::to_string(entries.front().seq), last = std::to_string(entries.back().seq);
  std::string body = "{\"entries\":[";
  for (const auto& one : entries) body.append(body.ends_with('[') ? "" : ",").append(one.body);
  body += "],\"first\":" + first + ",\"last\":" + last + ",\"stream\":" + json::dump(name) + "}";
  const auto at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  const auto mac = crypto::hmac_sha256(secret, at + ".siem." + name + "." + body);
  return {"POST",
          to,
          {{"Content-Type", "application/json"},
           {"Idempotency-Key", name + "-" + first + "-" + last},
           {"X-Countersign-Signature", "t=" + at + ",v1=" + crypto::to_hex(mac)}},
          std::move(body)};
}

}  // namespace countersign
