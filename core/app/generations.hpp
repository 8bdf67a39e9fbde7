// Generations: what a configuration puts in force besides the policies (plugins, channels, models, helpdesk) as one
// immutable generation, and its reload. All or nothing: a reload that finds any problem leaves everything as it is.
// Opened on the main thread; reload() on any thread, one after the other; the rest on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "app/chat_doors.hpp"
#include "app/config.hpp"
#include "app/policy_watch.hpp"
#include "plugin/registry.hpp"

namespace countersign::app {

/// What came of a reload, in words for the person who asked.
struct Reloaded {
  bool ok = false;
  std::uint64_t generation = 0;    ///< the one in force afterwards
  std::vector<std::string> lines;  ///< ok: what changed; else every problem as file:line:column CODE message
};

class Generations {
 public:
  /// Something else that a reload renews (certificates). Called with the new configuration before anything changes; an
  /// error refuses the whole reload. What it returns is called once, after the new generation is in force, and must not
  /// throw.
  using Prepare = std::function<Result<std::function<void()>>(const Config&)>;

  /// All must outlive this; `config` names the file that reload() reads again.
  Generations(const Config& config, Snapshot<Connectors>& connectors, PolicyWatch& policies, store::Store& store,
              const Clock& clock, ChatSecret secret)
      : config_(config),
        connectors_(connectors),
        policies_(policies),
        store_(store),
        clock_(clock),
        secret_(std::move(secret)) {
    policies_.when_mended([this] { policies_mended(); });
  }

  /// Puts generation 1 in force. The error lists every problem.
  [[nodiscard]] Status first();
  /// Reads the configuration again and puts it in force, recorded as done by `actor`.
  [[nodiscard]] Reloaded reload(const std::string& actor);
  /// Adds to what every later reload renews.
  void on_reload(Prepare prepare);

  /// "" when the last reload succeeded (or there was none); else one sentence why the generation in force stayed.
  [[nodiscard]] std::string refused() const;
  /// "" when the plugin folder is as it was loaded; else one sentence.
  [[nodiscard]] std::string differs() const;
  /// The plugins in force: id and digest as loaded.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> plugins() const;
  /// What is wrong with plugins in force: calls that do not return, left out after crashes, too slow, files of theirs.
  /// One sentence each.
  [[nodiscard]] std::vector<std::string> complaints() const;

 private:
  struct Next;
  [[nodiscard]] Next prepare(LoadedConfig loaded, PolicyWatch::Change& policies, std::vector<yaml::Problem>& problems);
  [[nodiscard]] Status commit(const Next& next, const PolicyWatch::Change* policies, const std::string& actor);
  /// `policies_alone`: nothing else was wrong, and nothing else had changed.
  [[nodiscard]] Reloaded refuse(std::vector<std::string> lines, const std::string& actor, bool policies_alone = false);
  /// The folder that a reload refused was mended and is in force: nothing is left that a reload would do.
  void policies_mended();
  [[nodiscard]] bool nothing_new(const Next& next) const;
  void put_in_force(Next next);

  Config config_;  ///< what is in force; guarded by turn_
  Snapshot<Connectors>& connectors_;
  PolicyWatch& policies_;
  store::Store& store_;
  const Clock& clock_;
  const ChatSecret secret_;
  std::vector<Prepare> prepare_;
  std::mutex turn_;  ///< one reload at a time
  mutable std::mutex mutex_;
  plugin::Registry registry_;
  std::filesystem::path folder_;  ///< of the plugins
  std::string seen_;              ///< the plugin folder as it was loaded
  std::string refused_;
  bool policies_alone_ = false;  ///< of `refused_`
};

/// Where crashes inside plugins are noted.
[[nodiscard]] inline std::filesystem::path crash_trace_of(const std::filesystem::path& data) {
  return data / "plugins" / "crashes";
}

}  // namespace countersign::app
