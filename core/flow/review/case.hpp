// A Case: one waiting review with its conversation and what it is judged against, under the conversation's lock.
// Private to this room.
#pragma once

#include "flow/review/reviews.hpp"

namespace countersign::review {

struct Reviews::Case {
  Locks::Hold lock;
  Review review;
  Conversation conversation;
  Occasion occasion;
};

}  // namespace countersign::review
