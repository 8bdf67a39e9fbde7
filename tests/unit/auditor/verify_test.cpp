#include "auditor/verify.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "auditor/words.hpp"
#include "base/json.hpp"
#include "flow/activation/bundle.hpp"
#include "flow/audit/entry.hpp"
#include "unit/auditor/record.hpp"

namespace countersign::auditor {
namespace {

TEST(Verify, FindsNothingInAProperRecord) {
  EXPECT_EQ(Record()
                .add("arrived", revision("c", 0))
                .held("m1")
                .add("approved", by("user:ana", "m1"))
                .add("approved", by("user:ben", "m1"))
                .cleared("m1", {{"more", Object{{"signed_by", Array{"user:ana", "user:ben"}}}}})
                .add("delivered", message("m1"))
                .cleared("m2", {{"decision", Object{{"verdict", "change"}}}})
                .add("undelivered", message("m2"))
                .add("policy_activated", {{"more", Object{{"digest", "d"}}}})
                .findings(),
            "");
}

TEST(Verify, EachDeliveryWasCleared) {
  EXPECT_NE(Record()
                .add("delivered", message("m1"))
                .findings()
                .find("entry 0 (tile/entries/000.p/1, place 0): message m1 is "
                      "delivered, and no earlier entry cleared it"),
            std::string::npos);
  EXPECT_NE(Record().add("refused", message("m1")).cleared("m1").findings().find("no earlier"), std::string::npos);
  EXPECT_NE(Record().add("delivered").findings().find("names no message"), std::string::npos);
  EXPECT_NE(Record().cleared("m2").add("delivered", message("m1")).findings().find("no earlier"), std::string::npos);
}

TEST(Verify, EachClearanceHasItsDecisionAndSignatures) {
  for (const auto* verdict : {"hand_over", "block", ""})
    EXPECT_NE(Record()
                  .cleared("m", {{"decision", Object{{"verdict", verdict}}}})
                  .findings()
                  .find("no decision lets it be sent"),
              std::string::npos);
  const Object held{{"verdict", "hold"}, {"duties", Object{{"approvals", Object{{"lead", 2}, {"legal", 1}}}}}};
  const auto with = [&](Array signers) {
    return Record()
        .held("m")
        .add("approved", by("user:ana", "m"))
        .add("approved", by("user:ben", "m"))
        .cleared("m", {{"decision", held}, {"more", Object{{"signed_by", std::move(signers)}}}})
        .findings();
  };
  EXPECT_EQ(with({"user:ana", "user:ben"}), "");
  EXPECT_NE(with({"user:ana"}).find("cleared with 1 signatures, its decision asks for 2"), std::string::npos);
  EXPECT_NE(with({"user:ana", "user:ana"}).find("with 1 signatures"), std::string::npos);
  EXPECT_NE(with({}).find("with 0 signatures"), std::string::npos);
  EXPECT_NE(Record().add("cleared", message("m")).findings().find("without naming message and digest"),
            std::string::npos);
  const Object signed_by{{"more", Object{{"signed_by", Array{"user:ana"}}}}};
  EXPECT_NE(Record().cleared("m", signed_by).findings().find("signature of user:ana, which is nowhere before"),
            std::string::npos);
  EXPECT_NE(
      Record().held("m").held("other").add("approved", by("user:ana", "other")).cleared("m", signed_by).findings(), "");
  EXPECT_NE(Record().held("m").add("approved", by("user:ben", "m")).cleared("m", signed_by).findings(), "");
  EXPECT_EQ(Record().held("m").add("edited", by("user:ana", "m")).cleared("m", signed_by).findings(), "");
}

TEST(Verify, ASignatureIsOfTheTextThatIsCleared) {
  const auto with = [](std::initializer_list<std::string_view> texts) {
    Record record;
    record.held("m");
    for (const auto text : texts) {
      Object approval = by("user:ana", "m");
      approval["text"] = text;
      record.add("approved", std::move(approval));
    }
    return record.cleared("m", {{"more", Object{{"signed_by", Array{"user:ana"}}}}}).findings();
  };
  EXPECT_EQ(with({"d1"}), "");
  EXPECT_EQ(with({"d0", "d1"}), "") << "it was edited, and signed anew";
  EXPECT_NE(with({"d0"}).find("message m is cleared by the signature of user:ana, who signed another text"),
            std::string::npos);
}

TEST(Verify, WhatWasEndedDoesNotGoOn) {
  const auto says = [](const Record& record, const char* what) {
    EXPECT_NE(record.findings().find(what), std::string::npos) << what << "\n" << record.findings();
  };
  for (const auto* end : {"rejected", "taken_over"})
    says(Record().held("m").add(end, by("user:ana", "m")).cleared("m"),
         ("message m is cleared after it was " + std::string(end)).c_str());
  says(Record().held("m").add("expired", message("m")).cleared("m"), "cleared after it was expired");
  says(Record().held("m").add("rejected", by("user:ana", "m")).add("approved", by("user:ben", "m")),
       "approved after it was rejected");
  Object stopped = message("m");
  stopped["border"] = "reply";
  says(Record().add("blocked", stopped).cleared("m"), "cleared after it was blocked");
  says(Record().cleared("m").add("delivered", message("m")).add("delivered", message("m")),
       "delivered after it was delivered");
  says(Record().cleared("m").add("undelivered", message("m")).add("delivered", message("m")),
       "delivered after it was undelivered");
  says(Record().cleared("m").add("delivered", message("m")).cleared("m"), "cleared after it was delivered");
  says(Record().add("approved", by("user:ana", "m")), "it did not wait for anybody");
  says(Record().held("m").cleared("m").add("approved", by("user:ana", "m")), "it did not wait for anybody");
}

TEST(Verify, OneStepClearsOnceAndALaterOneNeedsSignaturesOfItsOwn) {
  const auto at = [](int revision) { return Object{{"conversation", "c"}, {"revision", revision}}; };
  EXPECT_EQ(Record().add("arrived", at(0)).cleared("m", at(1)).cleared("m", at(2)).findings(), "")
      << "judged again before it was sent";
  EXPECT_NE(Record().add("arrived", at(0)).cleared("m", at(1)).cleared("m", at(1)).findings().find("twice by one step"),
            std::string::npos);
  Object signed_again = at(2);
  signed_again["more"] = Object{{"signed_by", Array{"user:ana"}}};
  EXPECT_NE(Record()
                .add("arrived", at(0))
                .held("m")
                .add("approved", by("user:ana", "m"))
                .cleared("m", at(1))
                .cleared("m", signed_again)
                .findings()
                .find("nowhere before"),
            std::string::npos);
}

TEST(Verify, ADeliveryNamesTheClearanceItRestsOn) {
  Object delivered = message("m");
  delivered["more"] = Object{{"receipt", "e0"}};
  EXPECT_EQ(Record().cleared("m").add("delivered", delivered).findings(), "");
  EXPECT_NE(Record().add("viewed").cleared("m").add("delivered", delivered).findings().find("it was cleared by e1"),
            std::string::npos);
}

TEST(Verify, KindsAndDeedsAreThoseThatThereAre) {
  EXPECT_NE(Record().add("smuggled").findings().find("its kind \"smuggled\" is none that this version knows"),
            std::string::npos);
  const auto active = [](std::string_view deed, int bundle, std::string_view actor = "user:ana") {
    return Object{{"actor", actor}, {"more", Object{{"digest", "d"}, {"deed", deed}, {"bundle", bundle}}}};
  };
  EXPECT_EQ(Record().add("policy_activated", active("bootstrap", 1, "system")).findings(), "");
  EXPECT_NE(Record().add("policy_activated", active("overrule", 1)).findings().find("which nobody can do"),
            std::string::npos);
  EXPECT_NE(Record().add("policy_activated", active("confirm", 1)).findings().find("by the deed \"confirm\""),
            std::string::npos);
  EXPECT_NE(Record()
                .add("policy_activated", active("bootstrap", 1, "system"))
                .add("policy_activated", active("bootstrap", 2, "system"))
                .findings()
                .find("begins a second time"),
            std::string::npos);
  EXPECT_NE(Record()
                .add("policy_activated", active("tighten", 2))
                .add("policy_activated", active("tighten", 2))
                .findings()
                .find("bundle 2 of policies comes after bundle 2"),
            std::string::npos);
}

TEST(Verify, WhatWasTakenBackPutsNothingInForce) {
  const auto entry = [](std::string_view actor, Object more) {
    return Object{{"actor", actor}, {"more", std::move(more)}};
  };
  const auto proposed = entry("user:ana", {{"digest", "d"}}),
             approved = entry("user:ben", {{"digest", "d"}, {"proposed_by", "user:ana"}}),
             taken = entry("user:ben", {{"digest", "old"},
                                        {"bundle", 2},
                                        {"deed", "withdraw"},
                                        {"withdrawn_digest", "d"},
                                        {"withdrawn_proposed_by", "user:ana"}}),
             active = entry("user:ana", {{"digest", "d"},
                                         {"deed", "activate"},
                                         {"bundle", 3},
                                         {"proposed_by", "user:ana"},
                                         {"approved_by", "user:ben"}});
  const auto begun = [&] {
    return Record().add("policy_proposed", proposed).add("policy_approved", approved).add("policy_withdrawn", taken);
  };
  EXPECT_EQ(begun().findings(), "");
  EXPECT_NE(begun().add("policy_activated", active).findings().find("no earlier entry has the approval of user:ben"),
            std::string::npos);
  EXPECT_EQ(begun().add("policy_approved", approved).add("policy_activated", active).findings(), "");
  EXPECT_NE(Record().add("policy_withdrawn", taken).findings().find("withdrawn, and nobody proposed them"),
            std::string::npos);
  EXPECT_NE(Record().add("policy_activated", taken).findings().find("by \"withdraw\", which nobody can do"),
            std::string::npos);
}

TEST(Verify, AnErasureHasTwoPeople) {
  const auto entry = [](std::string_view actor, std::string_view request) {
    return Object{{"actor", actor}, {"more", Object{{"request", request}}}};
  };
  EXPECT_EQ(Record().add("erasure_asked", entry("user:ana", "r1")).add("erased", entry("user:ben", "r1")).findings(), "");
  EXPECT_NE(Record().add("erased", entry("user:ben", "r1")).findings().find("no earlier entry asked for it"),
            std::string::npos);
  EXPECT_NE(Record()
                .add("erasure_asked", entry("user:ana", "r1"))
                .add("erased", entry("user:ana", "r1"))
                .findings()
                .find("it takes two people"),
            std::string::npos);
  EXPECT_EQ(Record().add("erased", {{"actor", "system"}}).findings(), "") << "what is swept up after a restore";
}

/// The auditor has lists of its own: whoever adds a word to the record adds it there too.
TEST(Verify, TheGatewaysWordsAreAllKnown) {
  const auto all = [](auto word_of, auto known) {
    int count = 0;
    try {
      for (;; ++count) EXPECT_TRUE(known(word_of(count))) << word_of(count) << " is missing in core/auditor/words.cpp";
    } catch (const std::out_of_range&) {  // that was the last one
    }
    return count;
  };
  EXPECT_GT(all([](int kind) { return audit::to_word(static_cast<audit::Kind>(kind)); }, known_kind), 40);
  EXPECT_GT(all([](int deed) { return activation::to_word(static_cast<activation::Deed>(deed)); }, known_deed), 5);
}

TEST(Verify, TimeDoesNotGoBackUnnoticed) {
  const Object early{{"at", "2026-11-21T09:00:00.000000Z"}};  // the others say 10:00
  EXPECT_NE(Record().add("arrived").add("arrived", early).findings().find("time goes back"), std::string::npos);
  Object accepted = early;
  accepted["more"] = Object{{"clock", "accepted"}};
  EXPECT_EQ(Record().add("arrived").add("config_changed", accepted).add("arrived", early).findings(), "");
  EXPECT_EQ(Record().add("arrived").add("ai_stopped", early).add("arrived").findings(), "");
  const Object a_little{{"at", "2026-11-21T09:59:30.000000Z"}};
  EXPECT_EQ(Record().add("arrived").add("arrived", a_little).findings(), "");
  EXPECT_NE(Record().add("arrived", {{"at", "yesterday"}}).findings().find("is none"), std::string::npos);
  EXPECT_NE(Record().add("arrived", {{"at", "2026-11-21T09:59:30Z"}}).findings().find("is none"), std::string::npos);
}

TEST(Verify, NoStepOfAConversationIsMissing) {
  const auto steps = [](std::initializer_list<int> numbers) {
    Record record;
    for (const int number : numbers) record.add("decided", revision("c", number)).add("decided", revision("other", 0));
    return record.findings();
  };
  EXPECT_EQ(steps({0, 0, 1, 2, 1, 2, 3}), "");  // a step that began earlier may end later
  EXPECT_NE(steps({0, 1, 3}).find("the conversation c jumps from revision 1 to 3"), std::string::npos);
  EXPECT_NE(steps({2, 3}).find("begins with revision 2"), std::string::npos);
  // Entries from before there were revisions.
  EXPECT_EQ(Record().add("decided", {{"conversation", "c"}}).add("decided", revision("c", 7)).findings(), "");
}

TEST(Verify, IdsStandOnce) {
  EXPECT_NE(
      Record().add("viewed").add("viewed", {{"id", "e0"}}).findings().find("its id e0 stands in an earlier entry"),
      std::string::npos);
  EXPECT_NE(Record().add("viewed", {{"id", ""}}).findings().find("no id"), std::string::npos);
}

TEST(Verify, EntriesAreCanonical) {
  EXPECT_NE(Record()
                .raw(R"({"kind":"viewed", "id":"x"})")
                .findings()
                .find("entry 0 (tile/entries/000.p/1, place 0): it is no canonical JSON"),
            std::string::npos);
}

/// Rows of a database whose entries are those of a log, or not.
}  // namespace
}  // namespace countersign::auditor
