// Plugins as the core sees them: pure translators behind the C ABI (include/countersign/plugin.h). A Plugin is a loaded
// file; an Instance is it opened with settings. Every call may run on any thread at once; nothing thrown crosses.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace countersign::plugin {

/// Ordered key/value pairs: what goes in and what a plugin `put`s.
using Fields = std::vector<std::pair<std::string, std::string>>;
/// The first value under `key`, or nullptr.
[[nodiscard]] const std::string* find(const Fields& fields, std::string_view key);

enum class Kind { channel, model, helpdesk, lookup, detector };
/// What a plugin answered; numbers are those of the ABI.
enum class Code { ok, invalid, forged, unsupported, retry, internal };

struct Answer {
  Code code = Code::internal;
  Fields out;
  std::string problem;  ///< the plugin's one sentence about what is wrong; no customer text
};

/// One opened plugin. Closed by its destructor.
class Instance {
 public:
  virtual ~Instance() = default;
  [[nodiscard]] virtual Answer verify(const Fields& in) const = 0;
  [[nodiscard]] virtual Answer read(const Fields& in) const = 0;
  [[nodiscard]] virtual Answer write(const Fields& in) const = 0;
  /// Extension countersign.detect/1: looks at a text.
  [[nodiscard]] virtual Answer look(const Fields& /*in*/) const { return {Code::unsupported, {}, "it is no detector"}; }
  /// Kinds of findings that it may give (`kind.N` of open).
  [[nodiscard]] virtual std::vector<std::string> kinds() const { return {}; }
  /// Files it read when it was opened, and which make it out of date when they change (`reads.N`).
  [[nodiscard]] virtual std::vector<std::filesystem::path> reads() const { return {}; }
  /// What its calls are guilty of, in one sentence for health; "" while all is well.
  [[nodiscard]] virtual std::string complaint() const { return ""; }
};

/// A loaded plugin file. Never unloaded.
class Plugin {
 public:
  virtual ~Plugin() = default;
  [[nodiscard]] virtual Kind kind() const = 0;
  [[nodiscard]] virtual const std::string& id() const = 0;  ///< "channel.webhook"
  [[nodiscard]] virtual const std::string& version() const = 0;
  [[nodiscard]] virtual const std::string& digest() const = 0;  ///< hex SHA-256 of the file
  /// The error names plugin, key and mend.
  [[nodiscard]] virtual Result<std::unique_ptr<Instance>> open(const Fields& settings) const = 0;
};

/// Allowed file digests by plugin id; an empty list allows every file of the folder.
struct Allowed {
  std::string id;
  std::string sha256;
};

/// A plugin file that is not used because crashes were traced to it.
struct Crasher {
  std::string id;
  std::string why;  ///< one sentence: what happened and how to allow it again
};
/// By digest.
using Crashers = std::map<std::string, Crasher>;

/// Hex SHA-256 of a file; "" when it cannot be read.
[[nodiscard]] std::string digest_of(const std::filesystem::path& file);

/// Loads `file` (copied first to `private_folder` as <sha256>.so, checked against `allow`). One error sentence on
/// failure.
[[nodiscard]] Result<std::shared_ptr<const Plugin>> load(const std::filesystem::path& file,
                                                         const std::filesystem::path& private_folder,
                                                         const std::vector<Allowed>& allow);

}  // namespace countersign::plugin
