#include "report/openings.hpp"

#include "flow/audit/text_digest.hpp"
#include "flow/state/changes.hpp"

namespace countersign::report {

Result<std::string> hand_out_opening(const House& house, const std::string& id, const std::string& user) {
  std::string message = id, conversation;
  bool recorded = false;
  const auto read = house.store.read([&](store::Session& session) {
    recorded = session.first("SELECT message FROM entry WHERE id=$1 AND message IS NOT NULL", {id},
                             [&](const store::Row& row) { message = row.text(0); }) ||
               session.first("SELECT id FROM entry WHERE message=$1 LIMIT 1", {id}, [](const store::Row&) {});
    session.first("SELECT conversation FROM message WHERE id=$1", {message},
                  [&](const store::Row& row) { conversation = row.text(0); });
  });
  if (!read) return read.error();
  if (!recorded) return Error{Fault::not_found, "the record has neither an entry nor a message " + id};
  const Error gone{Fault::gone, "the text of message " + message +
                                    " was erased, or its time was over: its opening cannot be made any more"};
  if (conversation.empty()) return gone;
  const auto of = house.conversations.by_id(conversation);
  if (!of) return of.error().fault == Fault::not_found ? gone : of.error();
  auto opening = audit::opening_of(house.keys, of->customer, message);
  if (!opening) return opening.error().fault == Fault::gone ? gone : opening.error();
  Changes changes(house);
  audit::Entry entry;
  entry.kind = audit::Kind::exported;
  entry.actor = "user:" + user;
  entry.message = message;
  entry.more = {{"what", "opening"}};
  changes.record(*of, std::move(entry));
  if (const auto kept = changes.commit(); !kept) return kept.error();
  return opening;
}

}  // namespace countersign::report
