#include "app/service.hpp"

#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <ctime>
#include <string>

namespace countersign::app::service {
namespace {

void tell(const std::string& lines) { (void)sd_notify(0, lines.c_str()); }  // nobody listens: that is fine

}  // namespace

void ready(std::string_view status) { tell("READY=1\nSTATUS=" + std::string(status)); }
void stopping() { tell("STOPPING=1\nSTATUS=finishing what was accepted"); }
void alive() { tell("WATCHDOG=1"); }

std::chrono::milliseconds alive_every() {
  std::uint64_t micros = 0;
  if (sd_watchdog_enabled(0, &micros) <= 0) return {};
  return std::chrono::milliseconds(micros / 2000);
}

Reloading::Reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);  // systemd matches it with the moment of its own request
  const auto micros = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
  tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(micros));  // the status, which names the address, stays
}

Reloading::~Reloading() { tell("READY=1"); }

}  // namespace countersign::app::service
