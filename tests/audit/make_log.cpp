// make_log FOLDER COUNT [WORD]: an installation's data folder with COUNT entries as the road would write them,
// published. WORD makes it another history. An existing folder goes on: what is there stays. For tests and the bench.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "publish/publisher.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace {

using namespace countersign;

/// This machine stays on: what is made here is thrown away.
class QuickDisk final : public publish::Disk {
 public:
  int sync(int /*file*/) override { return 0; }
};

/// Three entries make an exchange: a message arrives, an answer is cleared, and delivered.
json::Object entry_of(std::int64_t number, const std::string& word) {
  const auto exchange = number / 3, turn = exchange % 7;  // seven exchanges are a conversation
  const auto step = number % 3;
  const auto at = from_micros(1'795'255'200'000'000 + number * 250'000);
  const auto message = (step == 0 ? "question-" : "answer-") + std::to_string(exchange);
  constexpr const char* kKinds[] = {"arrived", "cleared", "delivered"};
  json::Object entry{{"v", 1},
                     {"id", "01KB8QX4T2T6ZJ" + std::to_string(100'000'000'000 + number)},
                     {"at", to_rfc3339(at)},
                     {"kind", kKinds[step]},
                     {"retention", step == 0 ? "decision" : "delivery"},
                     {"conversation", crypto::sha256_hex("conversation " + std::to_string(exchange / 7) + word)},
                     {"revision", turn * 2 + std::min<std::int64_t>(step, 2)},
                     {"message", message},
                     {"channel", "shop"},
                     {"author", step == 0 ? "customer" : "ai"},
                     {"actor", step == 0 ? "channel" : "policy"}};
  if (step == 2) return entry;
  entry["border"] = step == 0 ? "arrival" : "reply";
  const auto opening = crypto::sha256_hex("opening " + message);
  entry["text"] = crypto::to_hex(crypto::hmac_sha256(*crypto::from_hex(opening), "text of " + message + word));
  entry["decision"] = json::Object{{"verdict", "send"},
                                   {"looked", 41},
                                   {"policy_digest", crypto::sha256_hex("policies")},
                                   {"moment", "delivery"},
                                   {"rules", json::Array{json::Object{{"policy", "disclosure"},
                                                                      {"rule", "show"},
                                                                      {"version", 4},
                                                                      {"mode", "enforce"},
                                                                      {"verdict", "change"},
                                                                      {"met", true},
                                                                      {"legal", json::Array{"eu-ai-act-50"}}}}}};
  entry["facts"] = json::Object{{"language", "en"}, {"channel", "shop"}, {"turn", turn}, {"risk", "low"}};
  return entry;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "make_log FOLDER COUNT [WORD]\n"), 2;
  const std::filesystem::path folder = argv[1];
  const auto count = std::atoll(argv[2]);
  const std::string word = argc > 3 ? argv[3] : "";
  std::filesystem::create_directories(folder);
  auto db = store::open_sqlite(folder / "countersign.db", store::apply_schema);
  if (!db) return std::fprintf(stderr, "%s\n", db.error().message.c_str()), 2;
  std::int64_t first = 0;
  (void)(*db)->read([&](store::Session& session) {
    session.first("SELECT count(*) FROM entry", {}, [&](const store::Row& row) { first = row.integer(0); });
  });
  const auto kept = (*db)->commit([&](store::Session& session) {
    for (auto i = first; i < first + count; ++i) {
      const auto entry = entry_of(i, word);
      session.run("INSERT INTO entry(id, at, kind, conversation, message, body) VALUES($1,$2,$3,$4,$5,$6)",
                  {*entry.at("id").string(), micros(*from_rfc3339(*entry.at("at").string())), *entry.at("kind").string(), *entry.at("conversation").string(),
                   *entry.at("message").string(), store::Blob{json::dump(entry)}});
    }
  });
  QuickDisk disk;
  const SystemClock clock;
  const auto log = kept ? publish::Publisher::open(**db, clock, publish::place_in(folder), {}, disk) : kept.error();
  if (!log) return std::fprintf(stderr, "%s\n", log.error().message.c_str()), 2;
  std::printf("%s\n", (*log)->key().text().c_str());
  return 0;
}
