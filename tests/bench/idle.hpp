// Idle: many connections that ask once and then stay open, as browsers and event streams do. One thread.
#pragma once

#include <memory>
#include <vector>

#include "loop.hpp"
#include "options.hpp"
#include "wire.hpp"

namespace countersign::bench {

class Idle {
 public:
  Idle(Loop& loop, const Options& options);
  ~Idle();
  /// Opens them until there are so many; each must be answered once. Returns how many were.
  [[nodiscard]] std::size_t open(std::size_t count);
  /// How many are still there: keep-alive ones answer a second request, event streams are still open.
  [[nodiscard]] std::size_t alive();

 private:
  class One;
  [[nodiscard]] std::size_t wait_for_all();
  Loop& loop_;
  const Options& options_;
  std::vector<std::unique_ptr<One>> all_;
};

}  // namespace countersign::bench
