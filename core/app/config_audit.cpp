// `audit:` of the configuration: who may read the published log, what it is
// called, and where its checkpoints are kept. Used by config.cpp only.
#include <algorithm>
#include <array>
#include <charconv>

#include "app/config_parts.hpp"

namespace countersign::app {
namespace {

struct MailScheme {
  std::string_view head;
  Mail::Safety safety;
  std::uint16_t port;  ///< when none is named
};
constexpr std::array<MailScheme, 3> kMailSchemes{{{"smtps://", Mail::Safety::tls, 465},
                                                  {"smtp+starttls://", Mail::Safety::starttls, 587},
                                                  {"smtp://", Mail::Safety::plain, 25}}};

std::string http_address(ConfigReader& reader, const yaml::Node* node, const std::string& what) {
  const auto text = reader.resolved(node, what);
  const bool http = text.starts_with("https://") || text.starts_with("http://");
  if (text.empty() || (http && text.find_first_of(" \t\r\n") == std::string::npos)) return text;
  reader.problem(node->place, "C025",
                 what +
                     " must be an http or https address, such as "
                     "https://archive.example/hook");
  return "";
}

/// Can stand in a mail's envelope.
std::string mail_address(ConfigReader& reader, const yaml::Node& item, const std::string& key) {
  const auto* node = reader.required(item, key, "a checkpoint's mail");
  auto text = reader.word(node, key);
  const auto at = text.find('@');
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F && std::string_view("<>\",").find(c) == std::string_view::npos;
  });
  if (text.empty() || (plain && at != std::string::npos && at > 0 && at + 1 < text.size())) return text;
  reader.problem(node->place, "C025", key + " must be one mail address, such as audit@example.com");
  return "";
}

/// "smtps://mail.example", "smtp+starttls://mail.example:587" or "smtp://localhost:25".
void mail_server(ConfigReader& reader, const yaml::Node& node, CheckpointMail& mail) {
  std::string_view text = node.text;
  bool known = false;
  for (const auto& [head, safety, port] : kMailSchemes) {
    if (!text.starts_with(head)) continue;
    text.remove_prefix(head.size());
    mail.safety = safety;
    mail.port = port;
    known = true;
    break;
  }
  const auto colon = text.rfind(':');
  bool right = known && !text.empty() && colon != 0 && text.find_first_of("/@ ") == std::string_view::npos;
  if (right && colon != std::string_view::npos) {
    const auto digits = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), mail.port);
    right = error == std::errc() && end == digits.data() + digits.size() && mail.port > 0;
  }
  mail.host = text.substr(0, colon);
  if (!right)
    reader.problem(node.place, "C025",
                   "mail must be a server, such as smtps://mail.example (TLS from the first byte on), "
                   "smtp+starttls://mail.example:587 or, for a relay of one's own, smtp://localhost:25");
}

void read_mail(ConfigReader& reader, const yaml::Node& item, CheckpointMail& mail) {
  mail_server(reader, *item.find("mail"), mail);
  mail.from = mail_address(reader, item, "from");
  mail.to = mail_address(reader, item, "to");
  mail.user = reader.word(item.find("user"), "user");
  if (mail.user.empty()) return;
  mail.password = reader.secret(reader.required(item, "password", "a checkpoint's mail with a user"), "password");
  if (mail.safety == Mail::Safety::plain)
    reader.problem(item.find("user")->place, "C028",
                   "a password is told to a server by smtps:// or smtp+starttls:// only");
}

void read_place(ConfigReader& reader, const yaml::Node& item, AuditConfig& audit) {
  if (!reader.map(item, "a place for checkpoints",
                  {"name", "folder", "webhook", "secret", "mail", "from", "to", "user", "password", "every", "ca"}))
    return;
  CheckpointPlace one;
  one.name = reader.name(item, "a place for checkpoints");
  one.every = reader.duration(item.find("every"), "every", one.every);
  if (const auto* ca = item.find("ca")) one.ca = reader.path(ca, "ca").string();
  const auto* folder = item.find("folder");
  const auto* webhook = item.find("webhook");
  const auto* mail = item.find("mail");
  if ((folder != nullptr) + (webhook != nullptr) + (mail != nullptr) != 1)
    reader.problem(item.place, "C022", "a place for checkpoints needs one of folder, webhook and mail");
  if (folder != nullptr) one.folder = reader.path(folder, "folder");
  if (webhook != nullptr) {
    one.webhook = http_address(reader, webhook, "webhook");
    one.secret = reader.secret(reader.required(item, "secret", "a webhook for checkpoints"), "secret");
  }
  if (mail != nullptr) read_mail(reader, item, one.mail);
  const auto same = [&](const auto& other) { return !one.name.empty() && other.name == one.name; };
  if (std::any_of(audit.checkpoints.begin(), audit.checkpoints.end(), same))
    reader.problem(item.place, "C026", "there are two places for checkpoints named \"" + one.name + "\": rename one");
  audit.checkpoints.push_back(std::move(one));
}

void read_witness(ConfigReader& reader, const yaml::Node& item, AuditConfig& audit) {
  if (!reader.map(item, "a witness", {"key", "url", "every", "ca"})) return;
  WitnessConfig one;
  const auto* key = reader.required(item, "key", "a witness");
  const auto text = reader.word(key, "key");
  if (auto read = tlog::VerifierKey::parse(text)) {
    one.key = std::move(*read);
    if (one.key.type != tlog::KeyType::cosignature)
      reader.problem(key->place, "C024",
                     "this is the key of a log, not of a witness (`countersign "
                     "audit witness` prints its own)");
  } else if (!text.empty()) {
    reader.problem(key->place, "C024", read.error().message);
  }
  one.url = http_address(reader, reader.required(item, "url", "a witness"), "url");
  one.every = reader.duration(item.find("every"), "every", one.every);
  if (const auto* ca = item.find("ca")) one.ca = reader.path(ca, "ca").string();
  audit.witnesses.push_back(std::move(one));
}

}  // namespace

void read_audit(ConfigReader& reader, const yaml::Node* node, AuditConfig& audit) {
  if (!node || !reader.map(*node, "audit", {"open", "origin", "checkpoints", "witnesses"})) return;
  audit.open = reader.choice(node->find("open"), "open", {"false", "true"}, 0) == 1;
  audit.origin = reader.word(node->find("origin"), "origin");
  if (!audit.origin.empty() && !tlog::usable_name(audit.origin))
    reader.problem(node->find("origin")->place, "C027",
                   "a log's name must have neither spaces nor \"+\", such as "
                   "log.example.com/support");
  for (const auto& item : reader.list(node->find("checkpoints"), "checkpoints")) read_place(reader, item, audit);
  for (const auto& item : reader.list(node->find("witnesses"), "witnesses")) read_witness(reader, item, audit);
}

}  // namespace countersign::app
