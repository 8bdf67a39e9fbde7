// Requests: what customers asked for under data protection law, until when it must be done, and what an erasure leaves
// to be done elsewhere (errands). Rows only; what is done is in erasure, access and wishes. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rights/customers.hpp"

namespace countersign::rights {

/// kind: erase | access | correct | restrict | object. state: asked | confirmed (an erasure under way) | done |
/// withdrawn.
struct RightsRequest {
  std::string id, kind, state, customer, channel, asked_by, permission;
  Time asked_at{}, due_at{};
  std::string confirmed_by;
};

/// Something that only people outside the gateway can do.
struct Errand {
  std::string id;
  std::string request;  ///< whose it is, "" for none
  std::string what;
  std::string reference;  ///< a ticket's number and the like; forgotten when it is done
  Time due_at{};
};

/// One month later, the last day of a shorter month: Regulation (EU) 2016/679 Art. 12(3), counted as Regulation
/// 1182/71 Art. 3(2)(c) says.
[[nodiscard]] Time one_month_after(Time asked);

class Requests {
 public:
  explicit Requests(const House& house) : house_(house) {}

  /// Notes what was asked; doing it ends it. One open request of a kind for a customer: the same again gives that one.
  [[nodiscard]] Result<RightsRequest> ask(const Actor& actor, const Customer& customer, const std::string& kind) const;
  /// Ends the open requests of this kind for a customer; inside a transaction.
  static void end(store::Session& session, const std::string& customer, std::string_view kind, Time at);
  /// Something is left to do elsewhere; inside a transaction.
  static void add(store::Session& session, const Errand& errand);
  [[nodiscard]] Result<std::optional<RightsRequest>> open_of(const std::string& customer,
                                                             const std::string& kind) const;
  /// Those that are not ended, due first.
  [[nodiscard]] Result<std::vector<RightsRequest>> open() const;
  /// Not done yet, due first.
  [[nodiscard]] Result<std::vector<Errand>> errands() const;
  [[nodiscard]] Status errand_done(const Actor& actor, const std::string& id) const;

  [[nodiscard]] static std::vector<RightsRequest> read(store::Session& session, std::string_view where,
                                                       std::string_view value);

 private:
  const House& house_;
};

}  // namespace countersign::rights
