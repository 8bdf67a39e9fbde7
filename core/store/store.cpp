#include "store/store.hpp"

#include <future>
#include <memory>

namespace countersign::store {

Status Store::commit(Job job) {
  // Shared with the writer: it may still be inside set_value() when the waiter has already gone on.
  const auto outcome = std::make_shared<std::promise<Status>>();
  auto answer = outcome->get_future();
  submit(std::move(job), [outcome](Status status) { outcome->set_value(std::move(status)); });
  return answer.get();
}

}  // namespace countersign::store
