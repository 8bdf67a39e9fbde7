// Config: the one YAML file of an installation, read strictly. Everything that is wrong is found in one run and told as
// "file:line:column C0nn message"; a Config exists only if nothing is. Called by every command at start, one thread.
//
// C001-C019 the YAML itself (base/yaml)   C020 file cannot be read     C021 unknown key        C022 missing key
// C023 wrong type     C024 not one of the words   C025 bad address    C026 named twice         C027 bad name
// C028 secret in plain text    C029 bad reference   C030 variable not set   C031 secret file not readable
// C032 secret shared by two channels   C033 wrong kind of plugin   C034 bad digest   C035 bad store
// C036 (warning) secret file readable by others   C037 a number, size or time that cannot be used
// From the rooms behind it: C040 no such plugin   C041 the plugin refuses its settings   C042 no policies
// C043 (warning) a plugin file is left out   C044 data folder not writable   C045 (warning) counts after a restart
// C046 something else that a reload renews refuses   C047 certificates of `ca:` cannot be read
// C048 (warning) somebody on call whom nothing tells   C052 (warning) `notify` reaches a name that nobody has
// C053 (warning) fewer than two officers for two_people   C054 (warning) no helpdesk is named
// C057 (warning) `keep` does not fit what the packs of the policies ask
// C049 certificate or key of `tls:` cannot be used, or (warning) not for long
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/yaml.hpp"
#include "flow/delivery/mail.hpp"
#include "flow/delivery/targets.hpp"
#include "flow/valve.hpp"
#include "http/tls.hpp"
#include "plugin/detector.hpp"
#include "tlog/note.hpp"

namespace countersign::app {

/// In the order of the file; secrets are already resolved, relative folders and files already absolute.
using Settings = std::vector<std::pair<std::string, std::string>>;

/// Where each setting of a plugin stands in the file: what is wrong with one is told there.
using SettingPlaces = std::map<std::string, yaml::Place, std::less<>>;

/// What to do with a message of which a crash left unknown whether it was sent.
enum class WhenUnknown { resend, ask_a_person };

// What is usual: a channel takes some replies at once, a model answers many questions slowly, a helpdesk counts calls.
inline const TargetTerms kChannelTerms{{16, std::chrono::seconds(30), 1000}, {}};
inline const TargetTerms kModelTerms{{64, std::chrono::seconds(30), 1000}, {}};
inline const TargetTerms kNotifyTerms{{4, std::chrono::seconds(10), 1000}, {}};
inline const TargetTerms kLookupTerms{{8, std::chrono::seconds(5), 1000},
                                      {}};  // a customer waits, and a model after it
inline const TargetTerms kHelpdeskTerms{{8, std::chrono::seconds(30), 1000}, {}};

struct ChannelConfig {
  std::string name;
  std::string plugin;  ///< "channel.webhook"
  Settings settings;
  std::optional<WhenUnknown> when_unknown;  ///< absent: resend if the channel has idempotency, else ask a person
  std::string kind;   ///< webchat | email | sms | messenger | webhook; "": the plugin id's second part
  std::string brand;  ///< "": the installation's
  yaml::Place place;
  SettingPlaces setting_places = {};
  bool settings_read = true;          ///< false: they have errors of their own, told already
  TargetTerms terms = kChannelTerms;  ///< `budget:` and `ca:`
};

struct HelpdeskConfig {
  std::string plugin = "helpdesk.desk";
  Settings settings;
  yaml::Place place;
  SettingPlaces setting_places = {};
  bool settings_read = true;           ///< false: they have errors of their own, told already
  TargetTerms terms = kHelpdeskTerms;  ///< `budget:` and `ca:`
};

struct ModelConfig {
  std::string name;
  std::string plugin;  ///< "model.openai"
  Settings settings;
  yaml::Place place;
  SettingPlaces setting_places = {};
  bool settings_read = true;        ///< false: they have errors of their own, told already
  TargetTerms terms = kModelTerms;  ///< `budget:` and `ca:`
};

struct LookupConfig {
  std::string name;
  std::string plugin;  ///< "lookup.table"
  Settings settings;
  std::vector<std::string> channels;  ///< where it may be asked; empty: everywhere
  std::chrono::seconds max_age = std::chrono::hours(24);
  yaml::Place place;
  SettingPlaces setting_places = {};
  bool settings_read = true;         ///< false: they have errors of their own, told already
  TargetTerms terms = kLookupTerms;  ///< `budget:` and `ca:`
};

struct DetectorConfig {
  std::string name;
  std::string plugin;  ///< "detect.wordlist"
  Settings settings;
  std::chrono::milliseconds within = plugin::kLookWithin;  ///< for one look
  yaml::Place place;
  SettingPlaces setting_places = {};
  bool settings_read = true;  ///< false: they have errors of their own, told already
};

/// Who tells those on call: a block of `notify:`.
struct NotifyConfig {
  std::string name;
  std::vector<std::string> reaches;  ///< users, roles and queues of the policies; empty: everybody
  std::string url;
  std::string secret;
  std::string link;  ///< with {reference}, {conversation} and {ticket}; "" for none
  yaml::Place place;
  TargetTerms terms = kNotifyTerms;  ///< `budget:` and `ca:`
};

/// How long what is kept, by the words of "kept"; where nothing is said, the packs of the policies count.
struct KeepConfig {
  std::map<std::string, std::chrono::seconds> after;
  std::map<std::string, yaml::Place> places;
};

/// Who gets the record entry by entry: a block of `siem:`.
struct SiemConfig {
  std::string name;
  std::string to;      ///< syslog://, syslogs://, http:// or https://
  std::string secret;  ///< of a webhook
  bool from_beginning = false;
  bool cef = false;  ///< syslog messages are CEF, not the entry itself
  std::chrono::seconds confirm_every{60};
  yaml::Place place;
  TargetTerms terms = kNotifyTerms;  ///< `budget:` and `ca:`
};

struct AllowedPlugin {
  std::string id;
  std::string sha256;  ///< 64 lower-case hex digits
};

struct PluginsConfig {
  std::filesystem::path folder;      ///< default: the bundled ones beside the program, else the installed ones
  std::vector<AllowedPlugin> allow;  ///< empty: every file of the folder
};

/// Looks up an environment variable; tests give their own.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] std::optional<std::string> process_environment(const std::string& name);

enum class Activation { folder, two_people };

/// What stands at the front door: `tls:` and its part of `limits:`.
struct FrontConfig {
  std::optional<http::TlsFiles> tls;
  yaml::Place certificate_place, key_place;  ///< of `tls:`
  std::size_t connections = 10'000;          ///< open at once; the next one is told 503
  std::size_t body = 1'000'000;              ///< bytes of a request's body
  std::size_t waiting = 1024;                ///< whole webhooks that wait for their turn; one more is 503
  std::size_t per_channel = 512;             ///< of one channel, waiting or worked on; one more is 429
  std::size_t backlog = 100'000;             ///< pieces of accepted work not done; with more nothing new is accepted
  std::chrono::seconds request_wait{1};      ///< a webhook's turn must come by then, else it is 503
  std::chrono::seconds work_wait{3};         ///< accepted work's turn must; while it does not, nothing new is accepted
  std::chrono::seconds stop_within{10};      ///< for answers owed when the gateway stops
};

struct CheckpointMail {
  std::string host;  ///< "": no mail
  std::uint16_t port = 465;
  Mail::Safety safety = Mail::Safety::tls;
  std::string user, password, from, to;
};

/// Where checkpoints of the published log are kept: exactly one of folder, webhook and mail.
struct CheckpointPlace {
  std::string name;
  std::filesystem::path folder;
  std::string webhook, secret;
  CheckpointMail mail;
  std::string ca;
  std::chrono::seconds every{3600};
};

/// Who signs checkpoints elsewhere.
struct WitnessConfig {
  tlog::VerifierKey key;
  std::string url, ca;
  std::chrono::seconds every{600};
};

/// `audit:`: the published log.
struct AuditConfig {
  bool open = false;   ///< /audit/ needs no token
  std::string origin;  ///< the log's name; "": one is made up at the first start
  std::vector<CheckpointPlace> checkpoints;
  std::vector<WitnessConfig> witnesses;
};

struct Config {
  std::filesystem::path file;  ///< absolute
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;       ///< 0: any free one
  std::filesystem::path data;      ///< absolute
  std::string store = "sqlite";    ///< or a postgresql:// URL
  std::filesystem::path policies;  ///< absolute
  PluginsConfig plugins;
  std::vector<ChannelConfig> channels;
  HelpdeskConfig helpdesk;
  std::vector<ModelConfig> models;    ///< in the order they are asked
  std::vector<LookupConfig> lookups;  ///< all are asked
  std::vector<DetectorConfig> detectors;  ///< all look at every text
  std::vector<NotifyConfig> notify;   ///< who tells those on call
  KeepConfig keep;                    ///< counts after a restart
  std::vector<SiemConfig> siem;       ///< counts after a restart
  Limits limits;                      ///< when AI stops making more work
  Activation activation = Activation::folder;
  FrontConfig front;
  AuditConfig audit;
  std::uint64_t min_free_disk = 200'000'000;  ///< bytes; with less free space nothing new is accepted
  log::Format log_format = log::Format::text;
  log::Level log_level = log::Level::info;
  std::string brand;

  /// What stands under each top-level key, in one spelling: a reload sees by it which keys were changed.
  std::map<std::string, std::string> written;
  std::map<std::string, yaml::Place> places;      ///< of the top-level keys
  Environment environment = process_environment;  ///< where ${env:…} was looked up; a reload looks there again

  [[nodiscard]] std::filesystem::path control_socket() const { return data / "control.sock"; }
};

struct LoadedConfig {
  std::optional<Config> config;         ///< absent when any problem is an error
  Config readable;                      ///< what could be read all the same; for `check`, to find more in one run
  std::vector<yaml::Problem> problems;  ///< in the order of the file
};

[[nodiscard]] LoadedConfig load_config(const std::filesystem::path& path,
                                       const Environment& environment = process_environment);

/// The plugins beside this program, or those of the installation it belongs to.
[[nodiscard]] std::filesystem::path bundled_plugins();

}  // namespace countersign::app
