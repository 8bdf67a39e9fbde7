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
    case Kind::policy_withdrawn:
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

/// `detail`: the digest of the whole entry when this is a cut one, or "".
std::string bytes_of(const Entry& entry, std::string_view id, const Cut& cut, std::string_view detail) {
  std::string bytes;
  json::Writer to(bytes);
  const auto put_text = [&](std::string_view key, std::string_view text, std::size_t limit) {
    if (text.empty()) return;
    to.key(key);
    to.text(clipped(text, limit));
  };
  const auto whole = std::string_view::npos;
  to.open_object();
  put_text("actor", entry.actor, cut.text);
  put_text("at", to_rfc3339(entry.at), whole);
  put_text("author", entry.author, cut.text);
  put_text("border", entry.border, cut.text);
  put_text("channel", entry.channel, cut.text);
  put_text("conversation", entry.conversation, cut.text);
  if (entry.decision != nullptr) {
    to.key("decision");
    put(to, *entry.decision, cut);
  }
  put_text("detail", detail, whole);
  if (entry.facts != nullptr) {
    to.key("facts");
    put(to, *entry.facts, cut);
  }
  put_text("id", id, whole);
  put_text("kind", to_word(entry.kind), whole);
  put_text("message", entry.message, cut.text);
  if (cut.more && !entry.more.empty()) {
    to.key("more");
    to.value(entry.more);
  }
  put_text("notice", entry.notice, cut.text);
  put_text("plugin", entry.plugin_digest, cut.text);
  put_text("reason", entry.reason, cut.text);
  put_text("retention", retention(entry.kind), whole);
  if (entry.revision >= 0) {
    to.key("revision");
    to.number(entry.revision);
  }
  put_text("text", entry.text_digest, cut.text);
  to.key("v");
  to.number(version);
  to.close_object();
  return bytes;
}

}  // namespace

std::string_view to_word(Kind kind) {
  constexpr std::array<std::string_view, 48> words = {
      "arrived",          "decided",        "prompted",      "drafted",      "held",
      "approved",         "edited",         "rejected",      "taken_over",   "given_back",
      "cleared",          "delivered",      "refused",       "undelivered",  "handed_over",
      "blocked",          "ticketed",       "viewed",        "ai_stopped",   "ai_started",
      "policy_activated", "policy_refused", "plugin_loaded", "erased",       "config_changed",
      "user_changed",     "expired",        "case_closed",   "reached",      "config_refused",
      "looked_up",        "told",           "noted",         "ticket_closed",
      "erasure_asked",    "hold_set",       "hold_lifted",   "rights_changed", "corrected",
      "removed",          "exported",       "backed_up",     "updated",
      "policy_proposed",  "policy_approved", "policy_confirmed", "policy_overdue",
      "policy_withdrawn"};
  static_assert(words.size() == static_cast<std::size_t>(Kind::policy_withdrawn) + 1);
  return words.at(static_cast<std::size_t>(kind));
}

Written write(const Entry& entry, std::string_view id) {
  require_integers(entry.more);
  Written written{bytes_of(entry, id, Cut{}, ""), ""};
  if (written.bytes.size() <= size_limit) return written;

  written.detail = std::move(written.bytes);
  const std::string digest = crypto::sha256_hex(written.detail);
  for (const Cut& cut : cuts) {
    written.bytes = bytes_of(entry, id, cut, digest);
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
