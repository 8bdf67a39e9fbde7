#include "app/config.hpp"

#include <gtest/gtest.h>

#include "unit/app/scratch.hpp"

namespace countersign::app {
namespace {

constexpr std::string_view kWhole = R"(listen: "[::1]:9090"
data: data
store: postgresql://gate@db/countersign
policies: /etc/countersign/policies
plugins:
  folder: plugins
  allow:
    - {id: channel.webhook, sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}
channels:
  - {name: web, plugin: channel.webchat}
  - name: shop
    plugin: channel.webhook
    kind: sms
    brand: lite
    when_unknown: ask_a_person
    settings: {secret: "${env:SHOP_SECRET}", deliver_to: "http://127.0.0.1:9000/out"}
helpdesk: {plugin: helpdesk.desk}
models:
  - {name: kb, plugin: model.knowledge, settings: {folder: knowledge}}
activation: two_people
log: {format: json, level: warning}
brand: acme
limits: {connections: 100, body: 64 KB, requests_waiting: 10, requests_per_channel: 5, backlog: 1000, request_wait: 2 seconds, work_wait: 1 minute, stop_within: 2 minutes}
tls: {certificate: tls/server.pem, key: /etc/key.pem, minimum: 1.3}
audit:
  open: true
  origin: log.example/shop
  checkpoints:
    - {name: vault, folder: vault, every: 2 hours}
    - {name: archive, webhook: "https://archive.example/hook", secret: "${env:SHOP_SECRET}", ca: own.pem}
    - {name: office, mail: "smtps://mail.example:4650", from: a@b.example, to: c@d.example, user: gateway, password: "${env:SHOP_SECRET}"}
    - {name: relay, mail: "smtp://localhost", from: a@b.example, to: c@d.example}
  witnesses:
    - {key: "witness.example/w1+7e136b5c+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", url: "https://witness.example", every: 1 minute}
)";

std::optional<std::string> environment(const std::string& name) {
  if (name == "SHOP_SECRET") return "s3cret";
  if (name == "EMPTY") return "";
  return std::nullopt;
}

TEST(Config, ReadsEveryKeyOfTheInterfaces) {
  const Scratch scratch;
  const LoadedConfig loaded = load_config(scratch.write("c.yaml", kWhole), environment);
  ASSERT_TRUE(loaded.config) << (loaded.problems.empty() ? "" : yaml::to_line(loaded.problems.front()));
  const Config& c = *loaded.config;
  EXPECT_EQ(c.address, "::1");
  EXPECT_EQ(c.port, 9090);
  EXPECT_EQ(c.data, scratch.folder() / "data");
  EXPECT_EQ(c.store, "postgresql://gate@db/countersign");
  EXPECT_EQ(c.policies, "/etc/countersign/policies");
  EXPECT_EQ(c.plugins.folder, scratch.folder() / "plugins");
  ASSERT_EQ(c.plugins.allow.size(), 1U);
  EXPECT_EQ(c.plugins.allow[0].id, "channel.webhook");
  ASSERT_EQ(c.channels.size(), 2U);
  EXPECT_EQ(c.channels[0].name, "web");
  EXPECT_FALSE(c.channels[0].when_unknown);
  EXPECT_EQ(c.channels[1].kind, "sms");
  EXPECT_TRUE(c.audit.open);
  EXPECT_EQ(c.audit.origin, "log.example/shop");
  ASSERT_EQ(c.audit.checkpoints.size(), 4U);
  EXPECT_EQ(c.audit.checkpoints[0].folder, scratch.folder() / "vault");
  EXPECT_EQ(c.audit.checkpoints[0].every, std::chrono::hours(2));
  EXPECT_EQ(c.audit.checkpoints[1].secret, "s3cret");
  EXPECT_EQ(c.audit.checkpoints[1].ca, scratch.folder() / "own.pem");
  EXPECT_EQ(c.audit.checkpoints[2].mail.port, 4650);
  EXPECT_EQ(c.audit.checkpoints[2].mail.safety, Mail::Safety::tls);
  EXPECT_EQ(c.audit.checkpoints[3].mail.port, 25);
  EXPECT_EQ(c.audit.checkpoints[3].mail.safety, Mail::Safety::plain);
  ASSERT_EQ(c.audit.witnesses.size(), 1U);
  EXPECT_EQ(c.audit.witnesses[0].key.name, "witness.example/w1");
  EXPECT_EQ(c.channels[1].brand, "lite");
  EXPECT_EQ(c.channels[1].when_unknown, WhenUnknown::ask_a_person);
  EXPECT_EQ(c.channels[1].settings, (Settings{{"secret", "s3cret"}, {"deliver_to", "http://127.0.0.1:9000/out"}}));
  EXPECT_EQ(c.helpdesk.plugin, "helpdesk.desk");
  ASSERT_EQ(c.models.size(), 1U);
  EXPECT_EQ(c.models[0].settings, (Settings{{"folder", (scratch.folder() / "knowledge").string()}}));
  EXPECT_EQ(c.activation, Activation::two_people);
  EXPECT_EQ(c.log_format, log::Format::json);
  EXPECT_EQ(c.log_level, log::Level::warning);
  EXPECT_EQ(c.brand, "acme");
  EXPECT_EQ(c.front.connections, 100U);
  EXPECT_EQ(c.front.body, 64'000U);
  EXPECT_EQ(c.front.waiting, 10U);
  EXPECT_EQ(c.front.per_channel, 5U);
  EXPECT_EQ(c.front.backlog, 1000U);
  EXPECT_EQ(c.front.request_wait, std::chrono::seconds(2));
  EXPECT_EQ(c.front.work_wait, std::chrono::minutes(1));
  EXPECT_EQ(c.front.stop_within, std::chrono::minutes(2));
  ASSERT_TRUE(c.front.tls);
  EXPECT_EQ(c.front.tls->certificate, scratch.folder() / "tls/server.pem");
  EXPECT_EQ(c.front.tls->key, "/etc/key.pem");
  EXPECT_TRUE(c.front.tls->only_tls13);
}

TEST(Config, NeedsOnlyWhatHasNoSensibleDefault) {
  const Scratch scratch;
  const auto path = scratch.write("c.yaml", "data: d\npolicies: p\nchannels: [{name: web, plugin: channel.webchat}]\n");
  const LoadedConfig loaded = load_config(path, environment);
  ASSERT_TRUE(loaded.config);
  EXPECT_EQ(loaded.config->address, "127.0.0.1");
  EXPECT_EQ(loaded.config->port, 8080);
  EXPECT_EQ(loaded.config->store, "sqlite");
  EXPECT_EQ(loaded.config->helpdesk.plugin, "helpdesk.desk");
  EXPECT_EQ(loaded.config->activation, Activation::folder);
  EXPECT_FALSE(loaded.config->plugins.folder.empty());
}

/// One wrong file and exactly what is said about it (after the file's name).
struct Wrong {
  const char* what;
  const char* tail;  ///< put behind data, policies and channels (lines 1 to 3)
  const char* said;
};

const Wrong kWrong[] = {
    {"unknown key", "chanels: []\n",
     ":4:1 C021 \"chanels\" is no key of the configuration. Did you mean channels? (one of: listen, data, store, "
     "policies, "
     "plugins, channels, helpdesk, models, lookups, detectors, notify, keep, siem, activation, log, brand, limits, tls, audit)"},
    {"listen without port", "listen: 127.0.0.1\n",
     ":4:9 C025 \"127.0.0.1\" is no address to listen on: write ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080"},
    {"listen with a large port", "listen: 127.0.0.1:70000\n",
     ":4:9 C025 \"127.0.0.1:70000\" is no address to listen on: write ADDRESS:PORT, such as 127.0.0.1:8080 or "
     "[::1]:8080"},
    {"bare IPv6", "listen: \"::1:80\"\n",
     ":4:9 C025 \"::1:80\" is no address to listen on: write ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080"},
    {"listen as a list", "listen: [a]\n", ":4:9 C023 listen must be a single value, and here is a list: write one"},
    {"empty value", "brand:\n", ":4:1 C023 brand must be a single value, and here is nothing: write one"},
    {"foreign store", "store: mysql://db\n",
     ":4:8 C035 \"mysql\" is no store: write sqlite, or postgresql://USER@HOST/DATABASE"},
    {"wrong activation", "activation: two_peple\n",
     ":4:13 C024 \"two_peple\" cannot be activation. Did you mean two_people? (one of: folder, two_people)"},
    {"wrong log level", "log: {level: loud}\n",
     ":4:14 C024 \"loud\" cannot be level. (one of: debug, info, warning, error)"},
    {"a lookup of another kind", "lookups:\n  - {name: orders, plugin: model.table}\n",
     ":5:28 C033 \"model.table\" is no plugin for a lookup: its id must be lookup.NAME"},
    {"a lookup's age without a unit", "lookups:\n  - {name: orders, plugin: lookup.table, max_age: 24}\n",
     ":5:51 C037 \"24\" cannot be max_age: write a whole number and a unit (seconds, minutes, hours, days), such as \"24 "
     "hours\""},
    {"log as a word", "log: json\n",
     ":4:6 C023 log must be a group of keys, and here is a single value: write format, level as keys"},
    {"channel plugin as model", "models: [{name: m, plugin: channel.webhook}]\n",
     ":4:28 C033 \"channel.webhook\" is no plugin for a model: its id must be model.NAME"},
    {"model without a name", "models: [{plugin: model.openai}]\n", ":4:10 C022 a model needs the key \"name\": add it"},
    {"model with a bad name", "models: [{name: My Model, plugin: model.openai}]\n",
     ":4:17 C027 \"My Model\" cannot be a name: use lower-case letters, digits, - and _ (at most 64)"},
    {"two models of a name", "models:\n  - {name: m, plugin: model.a}\n  - {name: m, plugin: model.b}\n",
     ":6:5 C026 there are two models named \"m\" (the first in line 5): rename one"},
    {"models as a map", "models: {name: m}\n",
     ":4:9 C023 models must be a list, and here is a group of keys: start each item with \"- \""},
    {"misspelt channel key", "helpdesk: {plugin: helpdesk.desk, setings: {}}\n",
     ":4:35 C021 \"setings\" is no key of helpdesk. Did you mean settings? (one of: plugin, settings, budget, ca)"},
    {"helpdesk without plugin", "helpdesk: {settings: {a: b}}\n",
     ":4:11 C022 the helpdesk needs the key \"plugin\": add it"},
    {"settings as a list", "helpdesk: {plugin: helpdesk.desk, settings: [a]}\n",
     ":4:45 C023 settings must be a group of keys: write {key: value}"},
    {"nested settings", "helpdesk: {plugin: helpdesk.desk, settings: {a: {b: {c: d}}}}\n",
     ":4:53 C023 a.b must be a single value, and here is a group of keys: write one"},
    {"bad digest", "plugins: {allow: [{id: channel.a, sha256: abc}]}\n",
     ":4:43 C034 a sha256 is 64 hexadecimal digits in lower case: `sha256sum FILE.so` prints it"},
    {"allowed without digest", "plugins: {allow: [{id: channel.a}]}\n",
     ":4:19 C022 an allowed plugin needs the key \"sha256\": add it"},
    {"a size without a unit", "limits: {body: 1000}\n",
     ":4:16 C037 body must be a size from 1 KB to 64 MB, such as 1 MB"},
    {"a time without a unit", "limits: {stop_within: 10}\n",
     ":4:23 C037 stop_within must be a time from 1 second to 10 minutes, such as 10 seconds"},
    {"no connections", "limits: {connections: 0}\n",
     ":4:23 C037 connections must be a whole number from 1 to 1000000"},
    {"a certificate without its key", "tls: {certificate: a.pem}\n", ":4:6 C022 tls needs the key \"key\": add it"},
    {"an old TLS", "tls: {certificate: a.pem, key: b.pem, minimum: 1.1}\n",
     ":4:48 C024 \"1.1\" cannot be minimum. Did you mean 1.2? (one of: 1.2, 1.3)"},
    {"a time to keep without a unit", "keep: {texts: 400}\n",
     ":4:15 C037 texts must be a time with its unit, such as \"400 days\", \"13 months\" or \"6 years\", not \"400\""},
    {"a stream to nowhere", "siem: [{name: soc, to: \"udp://siem.example\"}]\n",
     ":4:24 C025 to must be an address such as syslogs://siem.example:6514 (TLS), syslog://127.0.0.1:601 (TCP) or "
     "https://siem.example/in"},
    {"a stream's webhook without a secret", "siem: [{name: lake, to: \"https://lake.example\"}]\n",
     ":4:8 C022 a siem block with a webhook needs the key \"secret\": add it"},
    {"a stream's time without a unit", "siem: [{name: soc, to: \"syslog://a\", confirm_every: 60}]\n",
     ":4:53 C037 \"60\" cannot be confirm_every: write a whole number and a unit (seconds, minutes, hours, days), such as "
     "\"24 hours\""},
    {"a webhook's format", "siem: [{name: lake, to: \"https://a\", secret: \"${env:SHOP_SECRET}\", format: cef}]\n",
     ":4:76 C021 only syslog has format: a webhook gets entries as they are, and answers"},
    {"a pager's secret in plain text", "notify: [{name: p, url: \"https://x\", secret: abc}]\n",
     ":4:46 C028 \"secret\" is a secret and must not stand in this file: write \"${env:SECRET}\" or \"${file:PATH}\", and "
     "change the secret, it has been seen"},
    {"a link with another placeholder",
     "notify: [{name: p, url: \"https://x\", secret: \"${env:SHOP_SECRET}\", link: \"https://y/{text}\"}]\n",
     ":4:74 C024 a link may hold {reference}, {conversation} and {ticket}, no other {…}"},
    {"a log's name with a space", "audit: {origin: my log}\n",
     ":4:17 C027 a log's name must have neither spaces nor \"+\", such as log.example.com/support"},
    {"a place for checkpoints without a place", "audit: {checkpoints: [{name: a}]}\n",
     ":4:23 C022 a place for checkpoints needs one of folder, webhook and mail"},
    {"a mail server that is none", "audit: {checkpoints: [{name: a, mail: mail.example, from: a@b, to: c@d}]}\n",
     ":4:39 C025 mail must be a server, such as smtps://mail.example (TLS from the first byte on), smtp+starttls://mail.example:587 or, for a relay of "
     "one's own, smtp://localhost:25"},
    {"a mail address that is none", "audit: {checkpoints: [{name: a, mail: \"smtp://m\", from: a@b, to: \"c@d>\"}]}\n",
     ":4:66 C025 to must be one mail address, such as audit@example.com"},
    {"a password in plain", "audit: {checkpoints: [{name: a, mail: \"smtp://m\", from: a@b, to: c@d, user: u, password: \"${env:SHOP_SECRET}\"}]}\n",
     ":4:77 C028 a password is told to a server by smtps:// or smtp+starttls:// only"},
    {"a witness with a mistyped key", "audit: {witnesses: [{key: w+0000+aa, url: \"https://w\"}]}\n",
     ":4:27 C024 this is no verifier key (name+8 hexadecimal digits+base64)"},
    {"free space without a unit", "limits: {min_free_disk: 200}\n",
     ":4:25 C037 min_free_disk must be a size from 0 KB to 1000000 GB, such as 200 MB"},
    {"key twice", "data: e\n", ":4:1 C011 "},
    {"anchor", "brand: &x acme\n", ":4:8 C008 "},
};

TEST(Config, SaysExactlyWhatIsWrongAndWhere) {
  const Scratch scratch;
  for (const Wrong& wrong : kWrong) {
    const auto path = scratch.write(
        "c.yaml", std::string("data: d\npolicies: p\nchannels: [{name: web, plugin: channel.webchat}]\n") + wrong.tail);
    const LoadedConfig loaded = load_config(path, environment);
    EXPECT_FALSE(loaded.config) << wrong.what;
    ASSERT_EQ(loaded.problems.size(), 1U)
        << wrong.what << ": " << (loaded.problems.empty() ? "" : yaml::to_line(loaded.problems[1]));
    const std::string line = yaml::to_line(loaded.problems[0]);
    const bool whole = std::string_view(wrong.said).size() > 12;
    EXPECT_EQ(whole ? line : line.substr(0, path.string().size() + 10), path.string() + wrong.said) << wrong.what;
  }
}

TEST(Config, TellsAllProblemsInOneRunInTheOrderOfTheFile) {
  const Scratch scratch;
  const auto path = scratch.write("c.yaml", "listen: here\nbrandd: x\nchannels:\n  - {name: A, plugin: model.x}\n");
  const LoadedConfig loaded = load_config(path, environment);
  std::vector<std::string> codes;
  for (const auto& problem : loaded.problems) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"C022", "C022", "C025", "C021", "C027", "C033"}));
}

TEST(Config, SaysWhenTheFileIsNotThereOrIsNoFile) {
  const Scratch scratch;
  for (const auto& path : {scratch.folder() / "none.yaml", scratch.folder()}) {
    const LoadedConfig loaded = load_config(path, environment);
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_EQ(yaml::to_line(loaded.problems[0]),
              path.string() + ":1:1 C020 this file cannot be read: give the configuration with --config FILE");
  }
}

}  // namespace
}  // namespace countersign::app
