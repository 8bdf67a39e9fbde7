// The control socket: a command given on the command line runs inside the server that holds the data folder. A UNIX
// socket in that folder (0600, and the peer must be the same user or root). One request is one JSON line
// {"words": […], "env_token": "…"}; the answer is JSON lines {"out": "…"} {"err": "…"} and at last {"exit": n}.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace countersign::app {

class ControlServer {
 public:
  /// Runs one command; several may run at once. `token` is the caller's COUNTERSIGN_TOKEN or "". What it throws becomes
  /// exit code 2.
  using Run = std::function<int(const std::vector<std::string>& words, const std::string& token, std::ostream& out,
                                std::ostream& err)>;

  /// The caller holds the folder's lock, so a socket file found at `path` is a leftover and is replaced.
  [[nodiscard]] static Result<std::unique_ptr<ControlServer>> start(const std::filesystem::path& path, Run run);
  /// Lets running commands finish, then removes the socket file.
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

 private:
  struct Impl;
  explicit ControlServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Runs `words` in the server behind `path`; nullopt when none listens there. A server that may not be asked, or that
/// goes away in the middle, is exit code 2 with one line on `err`.
[[nodiscard]] std::optional<int> run_remote(const std::filesystem::path& path, const std::vector<std::string>& words,
                                            const std::string& token, std::ostream& out, std::ostream& err);

}  // namespace countersign::app
