// Service: what systemd is told about this process (sd_notify(3)); without systemd all of it does nothing. Used by
// Running and `serve`, on any thread.
#pragma once

#include <chrono>
#include <string_view>

namespace countersign::app::service {

/// Accepting; `status` is shown by `systemctl status`.
void ready(std::string_view status);
void stopping();
/// The watchdog's sign of life.
void alive();
/// How often alive() is to be said: half of what the unit asks for; zero if it asks for none.
[[nodiscard]] std::chrono::milliseconds alive_every();

/// Between its begin and its end the service says that it reloads.
class Reloading {
 public:
  Reloading();
  ~Reloading();
  Reloading(const Reloading&) = delete;
  Reloading& operator=(const Reloading&) = delete;
};

}  // namespace countersign::app::service
