#include "app/drill/stage.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "base/crypto.hpp"

namespace countersign::app::drill {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kModelWithin{1000};  // a drill does not wait as long as a customer may
constexpr std::chrono::milliseconds kPause{20};

std::string url(std::uint16_t port, std::string_view path) {
  return "http://127.0.0.1:" + std::to_string(port) + std::string(path);
}

/// "webchat" of "channel.webchat".
std::string second_part(const std::string& plugin) { return plugin.substr(plugin.find('.') + 1); }

void lead_channels(Config& config, const std::string& secret, std::uint16_t sink) {
  for (auto& one : config.channels) {
    if (one.kind.empty()) one.kind = second_part(one.plugin);
    one.plugin = "channel.webhook";
    one.settings = {{"secret", crypto::sha256_hex(secret + one.name)}, {"deliver_to", url(sink, "/" + one.name)}};
    one.terms = kChannelTerms;
  }
}

void lead_models(Config& config, std::uint16_t model, std::vector<std::string>& notes) {
  bool stands_in = false;
  const auto stand_in = [&](ModelConfig& one) {
    one.plugin = "model.openai";
    one.settings = {{"base_url", url(model, "/v1")}, {"model", "drill"}, {"key", "drill"}};
    one.terms = kModelTerms;
    one.terms.budget.deadline = kModelWithin;
    stands_in = true;
  };
  for (auto& one : config.models)
    if (one.plugin != "model.knowledge") {
      notes.push_back("the model " + one.name + " is played by a stand-in");
      stand_in(one);
    }
  if (stands_in) return;
  notes.emplace_back("a stand-in for a model was added, so that there are drafts to stop");
  ModelConfig one;
  one.name = "drill-stand-in";
  stand_in(one);
  config.models.push_back(std::move(one));
}

/// Whatever else would call somebody.
void cut_off(Config& config, std::vector<std::string>& notes) {
  if (config.helpdesk.plugin != "helpdesk.desk") {
    notes.push_back("the helpdesk " + config.helpdesk.plugin + " is played by the built-in desk");
    config.helpdesk = HelpdeskConfig();
  }
  const auto calls = [](const LookupConfig& one) { return one.plugin != "lookup.table"; };
  for (const auto& one : config.lookups)
    if (calls(one)) notes.push_back("the lookup " + one.name + " is left out");
  std::erase_if(config.lookups, calls);
  config.siem.clear();           // nor does anybody else hear of it
  config.audit = AuditConfig();  // the record of a drill is nobody's: no checkpoint of it is kept or signed elsewhere
  if (!config.notify.empty()) notes.emplace_back("nobody on call is told");
  config.notify.clear();
}

Changed led_here(const Config& config, const fs::path& data, const std::string& secret, std::uint16_t sink,
                 std::uint16_t model) {
  Changed changed{config, {}};
  Config& own = changed.config;
  own.address = "127.0.0.1";
  own.port = 0;
  own.data = data;
  own.store = "sqlite";
  own.front.tls.reset();
  own.front.stop_within = std::chrono::seconds(1);
  own.activation = Activation::folder;
  own.log_level = log::Level::error;
  lead_channels(own, secret, sink);
  lead_models(own, model, changed.notes);
  cut_off(own, changed.notes);
  return changed;
}

Result<fs::path> private_folder() {
  std::error_code error;
  std::string name = (fs::temp_directory_path(error) / "countersign-drill-").string() + std::string(6, 'X');
  if (error || ::mkdtemp(name.data()) == nullptr)
    return Error{countersign::Fault::unavailable,
                 "no temporary folder can be made: set TMPDIR to one that can be written"};
  return fs::path(name);
}

std::string signature(const std::string& secret, const std::string& channel, std::string_view body, Time at) {
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  return "t=" + seconds +
         ",v1=" + crypto::to_hex(crypto::hmac_sha256(secret, seconds + ".in." + channel + "." + std::string(body)));
}

}  // namespace

Result<std::unique_ptr<Stage>> Stage::make(const Config& config, const std::string& channel) {
  const auto named = [&](const ChannelConfig& one) { return channel.empty() || one.name == channel; };
  const auto at = std::find_if(config.channels.begin(), config.channels.end(), named);
  if (at == config.channels.end())
    return Error{countersign::Fault::not_found, channel.empty()
                                                    ? "this configuration has no channel: add one under `channels:`"
                                                    : "there is no channel " + channel + " in this configuration"};
  std::unique_ptr<Stage> stage(new Stage());
  auto folder = private_folder();
  if (!folder) return folder.error();
  stage->folder_ = std::move(*folder);
  stage->channel_ = at->name;
  if (const auto up = stage->sink_.start(); !up) return up.error();
  if (const auto up = stage->model_.start(); !up) return up.error();
  const auto seed = crypto::to_hex(crypto::random_bytes(16));
  stage->secret_ = crypto::sha256_hex(seed + at->name);
  stage->changed_ = led_here(config, stage->folder_ / "data", seed, stage->sink_.port(), stage->model_.port());
  if (const auto up = stage->start(); !up) return up.error();
  auto token = users::create_token(stage->running_->services().store, stage->running_->services().roles, "drill",
                                   "auditor", stage->clock_.now());
  if (!token) return token.error();
  stage->token_ = std::move(*token);
  return stage;
}

Stage::~Stage() {
  running_.reset();
  std::error_code error;
  if (!folder_.empty()) fs::remove_all(folder_, error);
}

Status Stage::start() {
  auto running = Running::start(changed_.config, clock_, {});
  if (!running) return running.error();
  running_ = std::move(*running);
  return {};
}

Status Stage::restart() {
  running_.reset();
  return start();
}

demo::Answer Stage::call(const std::string& method, const std::string& path, const Loopback::Headers& headers,
                         const std::string& body) {
  auto wire = Loopback::to("127.0.0.1", running_->port());
  if (!wire) return {};
  const auto got = wire->call(method, path, headers, body);
  if (!got) return {};
  auto parsed = json::parse(got->body);
  return {got->status, parsed ? std::move(*parsed) : json::Value()};
}

int Stage::say(const demo::Line& line) {
  const auto body = demo::webhook_body(line);
  return call("POST", "/channels/" + channel_,
              {{"Content-Type", "application/json"},
               {"X-Countersign-Signature", signature(secret_, channel_, body, clock_.now())}},
              body)
      .status;
}

demo::Answer Stage::conversation(const std::string& name) {
  return call("GET", "/api/v1/conversations/" + channel_ + "/" + name, {{"Authorization", "Bearer " + token_}}, "");
}

bool Stage::on_record(const std::string& message) {
  const auto answer = call("GET", "/api/v1/decisions/" + message, {{"Authorization", "Bearer " + token_}}, "");
  const auto* entries = answer.body.find("entries");
  if (entries == nullptr || entries->array() == nullptr) return false;
  return std::any_of(entries->array()->begin(), entries->array()->end(),
                     [](const json::Value& entry) { return entry.text("kind") == "cleared"; });
}

void Stage::settle(const std::vector<std::string>& conversations, std::chrono::milliseconds most) {
  const auto end = std::chrono::steady_clock::now() + most;
  for (const auto& name : conversations)
    while (std::chrono::steady_clock::now() < end) {
      const auto answer = conversation(name);
      const auto* working = answer.body.find("working");
      if (answer.status == 404 || (working != nullptr && working->integer() != nullptr && *working->integer() == 0))
        break;
      std::this_thread::sleep_for(kPause);  // asks a real gateway over HTTP, which offers no wait
    }
}

}  // namespace countersign::app::drill
