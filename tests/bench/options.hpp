// Options: what one run of the load program does. Read once in main, then only looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace countersign::bench {

struct Options {
  std::uint16_t port = 0;  ///< the server under test, on 127.0.0.1
  std::string path = "/channels/shop";
  std::string channel = "shop";    ///< part of the signature
  std::string secret;              ///< the channel's; empty: requests carry no signature
  std::vector<std::string> texts;  ///< customer texts, taken in turn
  std::size_t connections = 64;
  double seconds = 3;  ///< measured time, after the warm-up
  double warmup = 1;
  double rate = 0;         ///< messages per second on a fixed schedule (open loop); 0: closed loop
  std::size_t turns = 1;   ///< messages per conversation
  bool delivered = false;  ///< a message is over when its answer reached the sink, not at 2xx
  std::uint16_t sink = 0;  ///< port of the receiving side, 0: none
  std::size_t idle = 0;    ///< connections that ask once and then stay open
  std::string idle_path = "/healthz";
  bool idle_events = false;         ///< the idle ones are event streams: only their head is read
  std::vector<std::string> tokens;  ///< bearer tokens of the idle ones, taken in turn
  int pid = 0;                      ///< the process whose CPU time and memory are reported
  double drain = 10;                ///< seconds to wait for deliveries at the end
  std::string run = "r";            ///< part of every id, so that runs do not meet
};

/// Exits with 2 and a line that says what is wrong.
Options read_options(int count, char** words);

}  // namespace countersign::bench
