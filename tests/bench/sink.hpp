// Sink: the other end of the road. Takes what the gateway (or a relay) posts, answers 200 at once, and tells who waits
// for it. One thread, on the loop of the load program.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "loop.hpp"
#include "wire.hpp"

namespace countersign::bench {

class Sink : public Events {
 public:
  /// Called for each delivery with the channel's name for its conversation.
  using Delivered = std::function<void(std::string_view conversation)>;
  Sink(Loop& loop, std::uint16_t port, Delivered delivered);
  ~Sink() override;
  void ready(std::uint32_t events) override;

  /// Posts whose Idempotency-Key came before.
  [[nodiscard]] std::size_t doubled() const { return doubled_; }

 private:
  class Peer;
  void take(const Whole& request);
  Loop& loop_;
  Socket listener_;
  Delivered delivered_;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::unordered_set<std::string> keys_;
  std::size_t doubled_ = 0;
};

}  // namespace countersign::bench
