#include "plugin/checks.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <random>
#include <thread>

#include "plugin/confine.hpp"
#include "plugin/detector.hpp"
#include "plugin/elf.hpp"
#include "plugin/loaded.hpp"
#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

constexpr int kThreads = 4;
constexpr int kConcurrentRounds = 50;
constexpr int kGarbageRounds = 400;

std::string exports_one_symbol(const Subject& s) {
  const auto symbols = dynamic_symbols(s.bytes);
  if (!symbols) return symbols.error().message;
  bool entry = false;
  for (const auto& symbol : *symbols) {
    if (!symbol.defined) continue;
    if (symbol.name == "countersign_plugin_v1")
      entry = true;
    else
      return "also exports " + quote(symbol.name) + ": build it with countersign_add_plugin()";
  }
  return entry ? "" : "does not export `countersign_plugin_v1`: end it with COUNTERSIGN_PLUGIN(...)";
}

std::string no_gnu_unique(const Subject& s) {
  const auto symbols = dynamic_symbols(s.bytes);
  if (!symbols) return symbols.error().message;
  const auto at = std::find_if(symbols->begin(), symbols->end(),
                               [](const Symbol& symbol) { return symbol.unique && symbol.defined; });
  return at == symbols->end() ? "" : quote(at->name) + " is unique in the process: build with -fno-gnu-unique";
}

std::string loads(const Subject& s) {
  const auto plugin = load_for_check(s.file, s.folder);
  return plugin ? "" : plugin.error().message;
}

std::string unknown_extension_null(const Subject& s) {
  const auto plugin = load_for_check(s.file, s.folder);
  if (!plugin) return plugin.error().message;
  const auto extension = (*plugin)->descriptor().extension;
  if (extension == nullptr || extension("countersign.no-such-ability/1") == nullptr) return "";
  return "extension() answers a name it cannot know: return null for all but your own";
}

std::string bad_settings_refused(const Subject& s) {
  const auto plugin = load_for_check(s.file, s.folder);
  if (!plugin) return plugin.error().message;
  if (s.samples.bad_settings.empty()) return "settings.json lists no `bad_settings`: add one the plugin must refuse";
  for (std::size_t i = 0; i < s.samples.bad_settings.size(); ++i) {
    if ((*plugin)->open(s.samples.bad_settings[i]).ok())
      return "opens with `bad_settings` number " + std::to_string(i + 1) + ": refuse them in open";
  }
  Fields unknown = s.samples.settings;
  unknown.emplace_back("no-such-setting", "1");
  return (*plugin)->open(unknown).ok() ? "opens with an unknown setting: refuse it (rule 8)" : "";
}

std::string samples_hold(const Subject& s) {
  return opened(s, [&](const Instance& instance) -> std::string {
    for (const auto& sample : s.samples.calls) {
      const Answer answer = play(instance, sample.call, sample.in);
      if (answer.code != sample.code)
        return sample.file + ": another status than the sample says (" + answer.problem + ")";
      for (const auto& [key, value] : sample.out) {
        const auto* put = find(answer.out, key);
        if (put == nullptr || *put != value) return sample.file + ": " + quote(key) + " is not what the sample says";
      }
    }
    return "";
  });
}

bool same_answer(const Answer& a, const Answer& b) {
  return a.code == b.code && a.out == b.out && a.problem == b.problem;
}

std::string same_sample_same_output(const Subject& s) {
  return opened(s, [&](const Instance& instance) -> std::string {
    std::vector<Answer> first;
    for (const auto& sample : s.samples.calls) first.push_back(play(instance, sample.call, sample.in));
    for (std::size_t i = s.samples.calls.size(); i-- > 0;) {
      const auto& sample = s.samples.calls[i];
      if (!same_answer(first[i], play(instance, sample.call, sample.in)))
        return sample.file + ": a second call answers something else (rule 11)";
    }
    return "";
  });
}

void play_all(const Instance& instance, const Fields& in) {
  for (const char* call : {"verify", "read", "write", "look"}) static_cast<void>(play(instance, call, in));
}

/// Seeded, so that a crash found once is found again.
std::string garbage_never_crashes(const Subject& s) {
  return opened(s, [&](const Instance& instance) -> std::string {
    std::mt19937 random(20'261'121);
    for (int round = 0; round < kGarbageRounds; ++round) {
      Fields in = s.samples.calls[random() % s.samples.calls.size()].in;
      for (auto& [key, value] : in) {
        if (key == "op" || random() % 2 == 0) continue;
        for (unsigned changes = random() % 8; changes-- > 0 && !value.empty();)
          value[random() % value.size()] = static_cast<char>(random() & 0xFF);
        if (random() % 4 == 0)
          value.insert(value.begin() + static_cast<std::ptrdiff_t>(random() % (value.size() + 1)),
                       static_cast<char>(random() & 0xFF));
      }
      play_all(instance, in);
    }
    play_all(instance, {});
    return "";
  });
}

std::string truncated_at_every_byte(const Subject& s) {
  return opened(s, [&](const Instance& instance) -> std::string {
    for (const auto& sample : s.samples.calls) {
      for (const auto& [key, value] : sample.in) {
        for (std::size_t length = 0; length < value.size(); ++length) {
          Fields in = sample.in;
          replace(in, key, value.substr(0, length));
          static_cast<void>(play(instance, sample.call, in));
        }
      }
    }
    return "";
  });
}

/// Overwrites what a call was given: a plugin that kept a view now sees something else.
void scrub(Fields& fields) {
  for (auto& [key, value] : fields) std::fill(value.begin(), value.end(), '#');
}

std::string nothing_retained(const Subject& s) {
  return opened(s, [&](const Instance& fresh) -> std::string {
    const auto plugin = load_for_check(s.file, s.folder);
    Fields settings = s.samples.settings;
    const auto instance = (*plugin)->open(settings);
    if (!instance) return instance.error().message;
    scrub(settings);
    for (const auto& sample : s.samples.calls) {
      Fields in = sample.in;
      const Answer first = play(**instance, sample.call, in);
      scrub(in);
      if (!same_answer(first, play(fresh, sample.call, sample.in))) {
        return sample.file + ": the answer changes once an earlier input is gone: copy what you keep (rule 4)";
      }
    }
    return "";
  });
}

std::string concurrent_equals_serial(const Subject& s) {
  return opened(s, [&](const Instance& instance) -> std::string {
    std::vector<Answer> serial;
    for (const auto& sample : s.samples.calls) serial.push_back(play(instance, sample.call, sample.in));
    std::atomic<bool> differs = false;
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        for (int round = 0; round < kConcurrentRounds; ++round) {
          for (std::size_t k = 0; k < serial.size(); ++k) {
            const auto& sample = s.samples.calls[k];
            if (!same_answer(serial[k], play(instance, sample.call, sample.in))) differs = true;
          }
        }
      });
    }
    threads.clear();
    return differs ? "answers differ when several threads call: keep no state between calls (rules 2 and 3)" : "";
  });
}

/// Without sockets and new processes from before the plugin is loaded; a plugin that asks for one is ended by the
/// kernel.
std::string no_socket_opened(const Subject& s) {
  if (!forbid_sockets_and_processes()) return std::string(kSkip) + "this kernel cannot forbid system calls (seccomp)";
  return opened(s, [&](const Instance& instance) -> std::string {
    for (const auto& sample : s.samples.calls) static_cast<void>(play(instance, sample.call, sample.in));
    return "";
  });
}

constexpr Check kChecks[] = {{"exports-one-symbol", exports_one_symbol, false},
                             {"no-gnu-unique", no_gnu_unique, false},
                             {"loads", loads, false},
                             {"unknown-extension-null", unknown_extension_null, false},
                             {"bad-settings-refused", bad_settings_refused, true},
                             {"samples-hold", samples_hold, true},
                             {"forged-webhook-refused", forged_webhook_refused, true},
                             {"findings-within-the-text", findings_within_the_text, true},
                             {"same-sample-same-output", same_sample_same_output, true},
                             {"garbage-never-crashes", garbage_never_crashes, true},
                             {"truncated-at-every-byte", truncated_at_every_byte, true},
                             {"nothing-retained", nothing_retained, true},
                             {"concurrent-equals-serial", concurrent_equals_serial, true},
                             {"no-socket-opened", no_socket_opened, true}};

}  // namespace

std::string quote(const std::string& name) { return "`" + name + "`"; }

std::string opened(const Subject& s, const std::function<std::string(const Instance&)>& look) {
  const auto plugin = load_for_check(s.file, s.folder);
  if (!plugin) return plugin.error().message;
  const auto instance = (*plugin)->open(s.samples.settings);
  return instance ? look(**instance) : "does not open with the settings of settings.json: " + instance.error().message;
}

void replace(Fields& fields, std::string_view key, const std::string& value) {
  for (auto& field : fields) {
    if (field.first == key) field.second = value;
  }
}

std::span<const Check> all_checks() { return kChecks; }

}  // namespace countersign::plugin
