#include "support/road_fixture.hpp"

#include <future>

#include "auditor/meaning.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"

namespace countersign::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSecret = "road-test-secret";
constexpr const char* kArticles[][2] = {
    {"delivery-times.md",
     "# How long does delivery take?\n\nStandard delivery takes three to five working days. Express delivery takes one "
     "working day.\n"},
    {"opening-hours.md",
     "# What are your opening hours?\n\nOur support team is there from 8 to 18 o'clock, Monday to Friday.\n"},
    {"change-password.md",
     "# How do I change my password?\n\nOpen Settings, choose Security, then Change password.\n"},
};

std::optional<std::string> environment(const std::string& name) {
  if (name == "ROAD_SECRET") return kSecret;
  if (name == "ROAD_KEY") return "model-key";
  return std::nullopt;
}

std::string text_of(const json::Value& object, std::string_view key) { return std::string(object.text(key)); }

}  // namespace

Road::Road(const RoadOptions& options) {
  ids_begin_anew();  // they never go back: those of an earlier test's future would make everything young
  fs::create_directory(folder.path / "knowledge");
  for (const auto& [name, text] : kArticles) spill(folder.path / "knowledge" / name, text);
  fs::copy(SOURCE_FOLDER "/policies/starter", folder.path / "policies", fs::copy_options::recursive);
  remove_policy("rules/20-check-a-share.yaml");  // by lot: a test that wants it asks for all
  for (const auto& [name, text] : options.files) spill(folder.path / name, text);
  write_config(options);
  open();
}

Road::~Road() {
  if (!gateway || !record_makes_sense) return;
  std::vector<auditor::Member> members;
  std::int64_t seq = 0;
  auditor::Meaning meaning([&](const std::string& what) { ADD_FAILURE() << "entry " << seq << ": " << what; });
  (void)gateway->store().read([&](store::Session& session) {
    session.each("SELECT seq, body FROM entry ORDER BY seq", {}, [&](const store::Row& row) {
      const auto body = row.blob(1);
      seq = row.integer(0);
      const auto wrong = auditor::not_canonical(body, members);
      EXPECT_FALSE(wrong.has_value()) << *wrong;
      if (!wrong) meaning.take(auditor::seen(members));
    });
  });
}

void Road::write_config(const RoadOptions& options) const {
  std::string models;
  for (const auto& model : options.models)
    models += model == "kb" ? "  - {name: kb, plugin: model.knowledge, settings: {folder: knowledge}" + options.model_keys + "}\n"
                            : "  - {name: gpt, plugin: model.openai, settings: {base_url: \"" +
                                  (options.model_url.empty() ? model_server.url() : options.model_url) + "/v1\", model: m, key: \"${env:ROAD_KEY}\"}" + options.model_keys + "}\n";
  spill(folder.path / "countersign.yaml",
        "listen: 127.0.0.1:0\ndata: data\nstore: sqlite\npolicies: policies\nplugins: {folder: \"" BUILD_FOLDER
        "/plugins\"}\nchannels:\n  - {name: shop, plugin: channel.webhook, kind: " +
            options.kind + ", when_unknown: " + options.when_unknown +
            ", settings: {secret: \"${env:ROAD_SECRET}\", deliver_to: \"" +
            (options.deliver_to.empty() ? customer_side.url() : options.deliver_to) + "/out\"}}\n" + options.channels +
            "helpdesk: {plugin: helpdesk.desk}\nmodels:\n" + models + options.further);
}

void Road::open() {
  const auto loaded = app::load_config(folder.path / "countersign.yaml", environment);
  for (const auto& problem : loaded.problems) ADD_FAILURE() << yaml::to_line(problem);
  if (!loaded.config) throw std::runtime_error("the test's configuration does not load");
  auto opened = app::Gateway::open(*loaded.config, clock);
  if (!opened) throw std::runtime_error(opened.error().message);
  gateway = std::move(*opened);
}

void Road::reopen() {
  gateway.reset();
  open();
}

plugin::Webhook Road::webhook_of(const Said& said) {
  plugin::Webhook webhook;
  const auto event = said.event.empty() ? "e-" + std::to_string(++events_) : said.event;
  webhook.method = "POST";
  webhook.path = "/channels/shop";
  webhook.now = clock.now();
  json::Array attachments;
  if (said.photo)
    attachments.push_back(json::Object{{"url", "https://shop.example/p.png"}, {"media_type", "image/png"}, {"name", "p.png"}});
  webhook.body = json::dump(json::Object{
      {"attachments", std::move(attachments)},
      {"id", event},
      {"conversation", said.conversation},
      {"customer", json::Object{{"id", said.customer}, {"name", said.name}, {"locale", said.locale}}},
      {"text", said.text}});
  const auto at = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(webhook.now.time_since_epoch()).count());
  webhook.headers = {{"x-countersign-signature",
                      "t=" + at + ",v1=" + crypto::to_hex(crypto::hmac_sha256(kSecret, at + ".in.shop." + webhook.body))}};
  return webhook;
}

Result<Accepted> Road::arrive(const std::string& channel, const plugin::Webhook& webhook, int* refused_as) const {
  std::promise<std::pair<Result<Accepted>, int>> told;
  gateway->journey().arrive(channel, webhook, [&](Result<Accepted> accepted, int refused) {
    told.set_value({std::move(accepted), refused});
  });
  auto [accepted, refused] = told.get_future().get();
  if (refused_as != nullptr) *refused_as = refused;
  return accepted;
}

Result<Accepted> Road::say(const Said& said) { return arrive("shop", webhook_of(said)); }

std::string Road::say_and_settle(const std::string& conversation, const std::string& text) {
  const auto accepted = say(conversation, text);
  if (!accepted) {
    ADD_FAILURE() << accepted.error().message;
    return "";
  }
  settle();
  return accepted->message;
}

std::vector<Delivered> Road::delivered(const std::string& conversation) const {
  std::vector<Delivered> all;
  for (const auto& request : customer_side.seen()) {
    const auto body = json::parse(request.body);
    if (!body) continue;
    const auto* key = request.header("idempotency-key");
    Delivered one{text_of(*body, "id"),          text_of(*body, "conversation"), text_of(*body, "text"),
                  text_of(*body, "written_by"),  text_of(*body, "notice"),       text_of(*body, "in_reply_to"),
                  text_of(*body, "receipt"),     key == nullptr ? "" : *key};
    if (conversation.empty() || one.conversation == conversation) all.push_back(std::move(one));
  }
  return all;
}

std::vector<Delivered> Road::delivered_by(const std::string& author, const std::string& conversation) const {
  auto all = delivered(conversation);
  std::erase_if(all, [&](const auto& one) { return one.written_by != author; });
  return all;
}

std::vector<Work> Road::work() {
  std::vector<Work> rows;
  const auto read = gateway->store().read([&](store::Session& session) { rows = work::all(session); });
  if (!read) ADD_FAILURE() << read.error().message;
  return rows;
}

int Road::settle(const std::set<Task>& tasks) {
  constexpr int kFarTooMany = 500;   // work that makes itself again would never end
  int done = 0;
  for (bool again = true; again;) {
    again = false;
    const auto now = clock.now();
    const auto before = work();
    for (const auto& piece : before) {
      if (piece.due_at > now || !tasks.contains(piece.task)) continue;
      gateway->journey().travel(piece);
      again = true;
      if (++done == kFarTooMany) {
        ADD_FAILURE() << "the work never ends; the last was " << to_word(piece.task);
        return done;
      }
    }
    again = again && work() != before;  // what waits for somebody who does not answer stays as it is
  }
  return done;
}

Conversation Road::conversation(const std::string& name) {
  const auto found = house().conversations.by_ref(house().conversations.ref("shop", name));
  if (found && *found) return **found;
  ADD_FAILURE() << "there is no conversation " << name;
  return {};
}

std::vector<Message> Road::messages(const std::string& name) {
  const auto of = conversation(name);
  const auto found = house().messages.of(of.customer, of.id, 100);
  if (found) return *found;
  ADD_FAILURE() << found.error().message;
  return {};
}

std::vector<review::Review> Road::waiting() {
  const auto found = review::list(house(), "waiting", 100);
  if (found) return *found;
  ADD_FAILURE() << found.error().message;
  return {};
}

review::Review Road::the_review() {
  const auto all = waiting();
  if (all.size() == 1) return all.front();
  ADD_FAILURE() << all.size() << " reviews wait";
  return {};
}

std::vector<std::string> Road::column(const std::string& sql) {
  std::vector<std::string> values;
  const auto read = gateway->store().read([&](store::Session& session) {
    session.each(sql, {}, [&](const store::Row& row) { values.push_back(row.text(0)); });
  });
  if (!read) ADD_FAILURE() << read.error().message;
  return values;
}

std::string Road::value(const std::string& sql) {
  const auto values = column(sql);
  return values.empty() ? std::string() : values.front();
}

void Road::change(const std::string& sql) {
  const auto done = gateway->store().commit([&](store::Session& session) { session.run(sql); });
  if (!done) ADD_FAILURE() << done.error().message;
}

std::vector<json::Value> Road::record() {
  std::vector<json::Value> entries;
  const auto read = gateway->store().read([&](store::Session& session) {
    session.each("SELECT body FROM entry ORDER BY seq", {},
                 [&](const store::Row& row) { entries.push_back(*json::parse(row.blob(0))); });
  });
  if (!read) ADD_FAILURE() << read.error().message;
  return entries;
}

std::vector<json::Value> Road::record_of(const std::string& message) {
  auto entries = record();
  std::erase_if(entries, [&](const auto& entry) { return entry.text("message") != message; });
  return entries;
}

std::vector<std::string> Road::kinds_of(const std::string& message) {
  return column("SELECT kind FROM entry WHERE message='" + message + "' ORDER BY seq");
}

void Road::write_policy(const std::string& file, const std::string& text) {
  fs::create_directories((folder.path / "policies" / file).parent_path());
  spill(folder.path / "policies" / file, text);
}

void Road::remove_policy(const std::string& file) {
  if (!fs::remove(folder.path / "policies" / file)) ADD_FAILURE() << "the starter set has no " << file;
}

void Road::load_policies() {
  const auto loaded = gateway->policies().load();
  if (!loaded) ADD_FAILURE() << loaded.error().message;
}

std::string Road::raw_data() const {
  std::string all;
  for (const auto& file : fs::recursive_directory_iterator(folder.path / "data"))
    if (file.is_regular_file()) all += slurp(file.path());
  return all;
}

}  // namespace countersign::testing
