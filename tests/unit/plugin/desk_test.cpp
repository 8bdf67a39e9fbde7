#include "unit/plugin/bundled.hpp"

namespace countersign::plugin {
namespace {

class Desk : public WithBundled {
 protected:
  Helpdesk desk() { return Helpdesk(plugin("helpdesk.desk"), open("helpdesk.desk", {})); }
  TicketEvent event{"opened", "", "01J", "Delivery", "general", "high", Author::customer, "a \"b\"", "k-1", noon()};
};

TEST_F(Desk, OpensATicketWithoutLeavingTheProcess) {
  const auto request = desk().compose(event);
  ASSERT_TRUE(request.ok()) << request.error().message;
  EXPECT_EQ(request->url, "desk:tickets");
  EXPECT_EQ(
      request->body,
      R"({"conversation":"01J","kind":"opened","priority":"high","queue":"general","subject":"Delivery","text":"a \"b\"","written_by":"customer"})");
  EXPECT_EQ(*find(request->headers, "Idempotency-Key"), "k-1");
}

TEST_F(Desk, AddsToTheTicketItHas) {
  event.ticket = "T-7";
  event.kind = "note";
  EXPECT_EQ(desk().compose(event)->url, "desk:tickets/T-7/notes");
  event.ticket = "../users";
  EXPECT_FALSE(desk().compose(event).ok());
}

TEST_F(Desk, ReadsTheTicketsIdAndTellsLaterFromNever) {
  EXPECT_EQ(*desk().ticket({201, {}, R"({"ticket":"T-7"})", true}), "T-7");
  EXPECT_EQ(desk().ticket({503, {}, "", true}).error().fault, Fault::unavailable);
  EXPECT_EQ(desk().ticket({404, {}, "", true}).error().fault, Fault::invalid);
  EXPECT_EQ(desk().ticket({200, {}, "{}", true}).error().fault, Fault::invalid);
}

TEST_F(Desk, HasNoWebhook) {
  int status = 0;
  EXPECT_FALSE(desk().receive({}, &status).ok());
  EXPECT_EQ(status, 404);
}

}  // namespace
}  // namespace countersign::plugin
