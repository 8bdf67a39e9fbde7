// Load: customers who write to the gateway, and what became of their messages. Closed loop: each connection sends the
// next message when the last is over. Open loop: messages are due on a fixed schedule and their time runs from there,
// so that a server which stalls is not spared the messages that had to wait. One thread.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "loop.hpp"
#include "measure.hpp"
#include "options.hpp"

namespace countersign::bench {

struct Counts {
  std::int64_t sent = 0;
  std::int64_t accepted = 0;   ///< 2xx
  std::int64_t busy = 0;       ///< 429 or 503
  std::int64_t other = 0;      ///< any other status
  std::int64_t errors = 0;     ///< connections lost
  std::int64_t delivered = 0;  ///< accepted messages of which a reply reached the sink
  std::int64_t more = 0;       ///< further replies
  std::int64_t given_up = 0;   ///< no reply within ten seconds (closed loop only)
};

class Load {
 public:
  Load(Loop& loop, const Options& options);
  ~Load();
  /// Warm-up, measured time, and the wait for what is still on its way.
  void run();
  /// A reply arrived in this conversation.
  void delivered(std::string_view conversation);
  /// One line of key=value.
  [[nodiscard]] std::string report();

 private:
  class Client;
  struct Waiting {
    std::int64_t begin = 0;
    Client* client = nullptr;  ///< who goes on when the reply is there; nullptr: nobody
  };
  void begin_measuring();
  void go_until(std::int64_t end);
  void send_due();
  void start(Client& client, std::int64_t due);
  void answered(Client& client, int status);
  void lost(Client& client);
  void over(Client& client);
  void give_up_old();
  void drain();

  Loop& loop_;
  const Options& options_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::deque<Client*> free_;
  std::deque<std::int64_t> due_;
  std::unordered_map<std::string, Waiting> waiting_;
  std::int64_t next_due_ = 0;
  Counts counts_;
  Samples answers_;
  Samples refusals_;
  Samples deliveries_;
  Usage before_;
  Usage after_;
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  std::int64_t undelivered_ = 0;
  std::int64_t starved_ = 0;
};

}  // namespace countersign::bench
