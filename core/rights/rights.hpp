// Rights: the room's parts together, as the gateway wires them once. Commands and the API reach them through here.
#pragma once

#include <string>
#include <utility>

#include "rights/access.hpp"
#include "rights/correction.hpp"
#include "rights/erasure.hpp"
#include "rights/holds.hpp"
#include "rights/requests.hpp"
#include "rights/wishes.hpp"

namespace countersign::rights {

struct Rights {
  Rights(const House& of, const Desk& with, std::function<Status()> cut)
      : house(of), desk(with), erasure(of, std::move(cut)), holds(of), requests(of), wishes(of) {}

  const House& house;
  const Desk& desk;
  const Erasure erasure;
  const Holds holds;
  const Requests requests;
  const Wishes wishes;

  [[nodiscard]] Result<Customer> customer(const std::string& channel, const std::string& id) const {
    return find_customer(house, channel, id);
  }
};

/// What `erase` came to, for programs.
[[nodiscard]] json::Object to_json(const Erased& erased);
[[nodiscard]] json::Object to_json(const Corrected& corrected);
/// Open requests, what is left to do elsewhere, and holds, for programs.
[[nodiscard]] Result<json::Object> open_to_json(const Rights& rights);

}  // namespace countersign::rights
