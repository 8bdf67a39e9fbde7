// Locks: one conversation is changed by one step at a time. A fixed number of stripes, chosen by hash: two
// conversations may share one, which costs waiting and never correctness (the store compares revisions as well). Held
// around reading state, deciding and committing; never around a call to the outside. Taken on any thread but the
// store's; given back on any, so that a step may end in the store's answer without a thread that waits for it.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <semaphore>
#include <string_view>

namespace countersign {

class Locks {
 public:
  struct Release {
    void operator()(std::binary_semaphore* stripe) const { stripe->release(); }
  };
  /// Move-only; lets go when it ends.
  using Hold = std::unique_ptr<std::binary_semaphore, Release>;

  /// Waits until nobody else holds it.
  [[nodiscard]] Hold hold(std::string_view conversation_ref) {
    auto& stripe = stripes_[std::hash<std::string_view>{}(conversation_ref) % stripes_.size()].free;
    stripe.acquire();
    return Hold(&stripe);
  }

 private:
  struct Stripe {
    std::binary_semaphore free{1};
  };
  std::array<Stripe, 1024> stripes_;
};

}  // namespace countersign
