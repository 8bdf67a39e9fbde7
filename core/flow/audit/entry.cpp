#include "flow/audit/entry.hpp"

#include <array>
#include <stdexcept>

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "flow/audit/entry_json.hpp"
#include "flow/audit/staff.hpp"

namespace countersign::audit {
namespace {

constexpr std::size_t size_limit = 16 * 1024;
constexpr std::int64_t version = 1;

/// Tried in turn when an entry is too large for one line of the record; the last always fits.
constexpr std::array<Cut, 4> cuts = {
    Cut{.items = 32, .text = 512, .all_rules = false, .whole_rules = true, .more = true},
    Cut{.items = 24, .text = 128, .all_rules = false, .whole_rules = false, .more = true},
    Cut{.items = 8, .text = 96, .all_rules = false, .whole_rules = false, .more = false},
    Cut{.items = 0, .text = 64, .all_rules = false, .whole_rules = false, .more = false},
};

/// How long the entry is kept (the classes of the configuration's `keep`).
std::string_view retention(Kind kind) {
  switch (kind) {
    case Kind::ai_stopped:
    case Kind::ai_started:
    case Kind::policy_activated:
    case Kind::policy_refused:
    case Kind::policy_proposed:
    case Kind::policy_approved:
    case Kind::policy_confirmed:
    case Kind::policy_overdue:
    case Kind::plugin_loaded:
    case Kind::erased:
    case Kind::config_changed:
    case Kind::config_refused:
    case Kind::user_changed:
    case Kind::erasure_asked:
    case Kind::hold_set:
    case Kind::hold_lifted:
    case Kind::rights_changed:
    case Kind::corrected:
    case Kind::removed:
    case Kind::exported:
    case Kind::backed_up:
      return "config";
    case Kind::cleared:
    case Kind::delivered:
    case Kind::refused:
    case Kind::undelivered:
      return "delivery";
    default:
      return "decision";
  }
}

json::Object build(const Entry& entry, std::string_view id, const Cut& cut) {
  json::Object object{{"v", version},
                      {"id", id},
                      {"at", to_rfc3339(entry.at)},
                      {"kind", to_word(entry.kind)},
                      {"retention", retention(entry.kind)}};
  const std::pair<const char*, const std::string*> texts[] = {{"conversation", &entry.conversation},
                                                              {"message", &entry.message},
                                                              {"channel", &entry.channel},
                                                              {"author", &entry.author},
                                                              {"actor", &entry.actor},
                                                              {"border", &entry.border},
                                                              {"text", &entry.text_digest},
                                                              {"plugin", &entry.plugin_digest},
                                                              {"notice", &entry.notice},
                                                              {"reason", &entry.reason}};
  for (const auto& [key, text] : texts) {
    if (!text->empty()) object.insert_or_assign(key, clip(*text, cut.text));
  }
  if (entry.revision >= 0) object.insert_or_assign("revision", entry.revision);
  if (entry.decision != nullptr) object.insert_or_assign("decision", to_json(*entry.decision, cut));
  if (entry.facts != nullptr) object.insert_or_assign("facts", to_json(*entry.facts, cut));
  if (cut.more && !entry.more.empty()) object.insert_or_assign("more", entry.more);
  return object;
}

}  // namespace

std::string_view to_word(Kind kind) {
  constexpr std::array<std::string_view, 47> words = {
      "arrived",          "decided",        "prompted",      "drafted",      "held",
      "approved",         "edited",         "rejected",      "taken_over",   "given_back",
      "cleared",          "delivered",      "refused",       "undelivered",  "handed_over",
      "blocked",          "ticketed",       "viewed",        "ai_stopped",   "ai_started",
      "policy_activated", "policy_refused", "plugin_loaded", "erased",       "config_changed",
      "user_changed",     "expired",        "case_closed",   "reached",      "config_refused",
      "looked_up",        "told",           "noted",         "ticket_closed",
      "erasure_asked",    "hold_set",       "hold_lifted",   "rights_changed", "corrected",
      "removed",          "exported",       "backed_up",     "updated",
      "policy_proposed",  "policy_approved", "policy_confirmed", "policy_overdue"};
  static_assert(words.size() == static_cast<std::size_t>(Kind::policy_overdue) + 1);
  return words.at(static_cast<std::size_t>(kind));
}

Written write(const Entry& entry, std::string_view id) {
  require_integers(entry.more);
  Written written{json::dump(build(entry, id, Cut{})), ""};
  if (written.bytes.size() <= size_limit) return written;

  written.detail = std::move(written.bytes);
  const std::string digest = crypto::sha256_hex(written.detail);
  for (const Cut& cut : cuts) {
    json::Object shorter = build(entry, id, cut);
    shorter.insert_or_assign("detail", digest);
    written.bytes = json::dump(std::move(shorter));
    if (written.bytes.size() <= size_limit) return written;
  }
  throw std::logic_error("an entry of the record cannot be cut to 16 KB");
}

void insert(store::Session& session, const std::string& id, std::int64_t at, const std::string& kind,
            const std::string& conversation, const std::string& message, const Written& written) {
  const auto or_null = [](const std::string& text) {
    return text.empty() ? store::Param(nullptr) : store::Param(std::string_view(text));
  };
  session.run("INSERT INTO entry(id, at, kind, conversation, message, body) VALUES($1, $2, $3, $4, $5, $6)",
              {std::string_view(id), at, std::string_view(kind), or_null(conversation), or_null(message),
               store::Blob{written.bytes}});
  if (!written.detail.empty())
    session.run("INSERT INTO detail(entry, body) VALUES($1, $2)", {std::string_view(id), store::Blob{written.detail}});
}

std::string record(store::Session& session, Entry entry) {
  unname(session, entry);
  std::string id = new_id(entry.at);
  insert(session, id, micros(entry.at), std::string(to_word(entry.kind)), entry.conversation, entry.message,
         write(entry, id));
  return id;
}

}  // namespace countersign::audit
