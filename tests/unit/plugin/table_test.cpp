// lookup.table behind its typed face: what is found, for whom, in which files, and what never leaves them.
#include <sqlite3.h>

#include <fstream>

#include "bundled.hpp"
#include "plugin/lookup.hpp"

namespace countersign::plugin {
namespace {

constexpr const char* kHead = "order_number,customer,status,eta,note\n";

class TableTest : public WithBundled {
 protected:
  std::filesystem::path file = folder.path / "orders.csv";

  void write(const std::string& text) const { std::ofstream(file, std::ios::binary | std::ios::trunc) << text; }

  [[nodiscard]] Fields settings(const Fields& changes = {}) const {
    Fields all{{"file", file.string()},
               {"key_column", "order_number"},
               {"customer_column", "customer"},
               {"find", "(?i)order\\D{0,12}(\\d{4,10})"},
               {"show", "status"},
               {"answers.en", "Where is my order?"},
               {"say.en", "Your order {order_number} is {status}, expected {eta}."},
               {"say.de", "Ihre Bestellung {order_number}: {status}, erwartet {eta}."}};
    for (const auto& [key, value] : changes) {
      std::erase_if(all, [&key = key](const auto& field) { return field.first == key; });
      if (!value.empty()) all.emplace_back(key, value);
    }
    return all;
  }

  [[nodiscard]] std::unique_ptr<Lookup> lookup(const Fields& changes = {}) {
    auto table = plugin("lookup.table");
    auto instance = table->open(settings(changes));
    if (!instance) {
      ADD_FAILURE() << instance.error().message;
      return nullptr;
    }
    return std::make_unique<Lookup>(std::move(table), std::move(*instance), settings(changes), "orders");
  }

  static Question question(const std::string& text, const std::string& customer = "u-1",
                           const std::string& language = "en") {
    return {text, customer, "shop", "c-1", language, noon()};
  }

  static Found ask(const Lookup& lookup, const Question& question) {
    auto step = lookup.ask(question);
    if (step.ok() && step->found) return *step->found;
    ADD_FAILURE() << (step.ok() ? "a request" : step.error().message);
    return {};
  }

  static std::string said(const Found& found) { return found.facts.size() == 1 ? found.facts[0].text : "?"; }

  void sql(const std::string& statements) const {
    sqlite3* database = nullptr;
    sqlite3_open((folder.path / "orders.db").c_str(), &database);
    char* problem = nullptr;
    sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &problem);
    EXPECT_EQ(problem, nullptr) << problem;
    sqlite3_close(database);
  }
};

TEST_F(TableTest, SaysWhatTheRowSaysInTheCustomersLanguage) {
  write(std::string(kHead) + "4711,u-1,on its way,Tuesday,-\n");
  const auto orders = lookup();
  const auto found = ask(*orders, question("Hello, where is my order no. 4711?"));
  ASSERT_EQ(found.facts.size(), 1U);
  EXPECT_EQ(found.facts[0].text, "Your order 4711 is on its way, expected Tuesday.");
  EXPECT_EQ(found.facts[0].source, "orders.csv");
  EXPECT_EQ(found.facts[0].shown, "status: on its way");
  EXPECT_TRUE(found.facts[0].as_of.has_value());
  EXPECT_EQ(said(ask(*orders, question("order 4711", "u-1", "de-CH"))),
            "Ihre Bestellung 4711: on its way, erwartet Tuesday.");
}

TEST_F(TableTest, AnotherCustomersRowIsAnsweredExactlyLikeNone) {
  write(std::string(kHead) + "4711,u-2,on its way,Tuesday,-\n");
  const auto orders = plugin("lookup.table")->open(settings());
  const auto answer = [&](const std::string& number) {
    return (*orders)->write({{"op", "question"}, {"text", "order " + number}, {"customer", "u-1"}, {"language", "en"}});
  };
  EXPECT_EQ(answer("4711").out, answer("9999").out);
  EXPECT_EQ(*find(answer("4711").out, "outcome"), "not_found");
  EXPECT_EQ((*orders)->write({{"op", "question"}, {"text", "order 4711"}, {"customer", ""}}).out, answer("9999").out)
      << "somebody without a name has no rows";
}

TEST_F(TableTest, AsksNothingWhenNothingIsNamed) {
  write(kHead);
  EXPECT_EQ(ask(*lookup(), question("How do I return shoes?")).outcome, Found::Outcome::not_asked);
}

TEST_F(TableTest, CountsWhatWasNamedAndNotFound) {
  write(std::string(kHead) + "4711,u-1,sent,Tuesday,-\n");
  const auto found = ask(*lookup(), question("Where are order 4711 and order 4712 and order 4711?"));
  EXPECT_EQ(found.facts.size(), 1U);
  EXPECT_EQ(found.missing, 1);
}

TEST_F(TableTest, ReadsQuotesLineBreaksAndAByteOrderMark) {
  write(std::string("\xEF\xBB\xBF") +
        "order_number,customer,status,eta,note\r\n"
        "4711,u-1,\"packed, \"\"today\"\"\",\"Tue\r\nsday\",-\r\n"
        "\r\n"
        "\"4712\",\"u-1\",sent,Friday,-");
  const auto orders = lookup();
  EXPECT_EQ(said(ask(*orders, question("order 4711"))), "Your order 4711 is packed, \"today\", expected Tue  sday.");
  EXPECT_EQ(said(ask(*orders, question("order 4712"))), "Your order 4712 is sent, expected Friday.");
}

TEST_F(TableTest, ReadsSemicolonsWhenTold) {
  write("order_number;customer;status;eta\n4711;u-1;sent;Tuesday, noon\n");
  EXPECT_EQ(said(ask(*lookup({{"separator", "semicolon"}}), question("order 4711"))),
            "Your order 4711 is sent, expected Tuesday, noon.");
}

TEST_F(TableTest, LeavesBadRowsOutAndUsesTheOthers) {
  write(std::string(kHead) + "4711,u-1,sent\n4712,u-1,s\xC3,Friday,-\n4713,u-1,se\"nt,Friday,-\n,u-1,sent,Friday,-\n" +
        "4714,u-1,\"sent\"x,Friday,-\n4715,u-1,sent,Friday,-\n");
  const auto orders = lookup();
  for (const char* bad : {"4711", "4712", "4713", "4714"})
    EXPECT_EQ(ask(*orders, question(std::string("order ") + bad)).outcome, Found::Outcome::not_found) << bad;
  EXPECT_EQ(said(ask(*orders, question("order 4715"))), "Your order 4715 is sent, expected Friday.");
}

TEST_F(TableTest, RefusesAFileItCannotTrust) {
  write(std::string(kHead) + "4711,u-1,sent,Tuesday,-\n4712,u-1,\"sent,Friday,-\n4713,u-1,sent,Friday,-\n");
  EXPECT_NE(refusal("lookup.table", settings()).find("line 3 opens a quote that never ends"), std::string::npos);
  write(std::string(kHead) + "4711,u-1,sent\n");
  EXPECT_NE(refusal("lookup.table", settings()).find("line 2 has 3 fields and the first line 5"), std::string::npos);
  write("order_number,customer,status,status,eta\n");
  EXPECT_NE(refusal("lookup.table", settings()).find("two columns `status`"), std::string::npos);
  write("");
  EXPECT_NE(refusal("lookup.table", settings()).find("no first line of column names"), std::string::npos);
}

TEST_F(TableTest, AKeyThatStandsTwiceForOneCustomerIsNotAnswered) {
  write(std::string(kHead) + "4711,u-1,sent,Tuesday,-\n4711,u-1,lost,never,-\n4711,u-2,packed,Friday,-\n");
  const auto orders = lookup();
  EXPECT_EQ(ask(*orders, question("order 4711")).outcome, Found::Outcome::not_found);
  EXPECT_EQ(said(ask(*orders, question("order 4711", "u-2"))), "Your order 4711 is packed, expected Friday.");
}

TEST_F(TableTest, HalfASentenceIsNoAnswer) {
  write(std::string(kHead) + "4711,u-1,sent,,-\n");
  const auto found = ask(*lookup(), question("order 4711"));
  ASSERT_EQ(found.facts.size(), 1U);
  EXPECT_EQ(found.facts[0].text, "");
  EXPECT_EQ(found.facts[0].shown, "status: sent") << "a person sees what there is";
}

TEST_F(TableTest, ErrorsNameTheSettingAndTheMend) {
  write(kHead);
  const auto says = [&](const Fields& changes, const std::string& words) {
    const auto refused = refusal("lookup.table", settings(changes));
    EXPECT_NE(refused.find(words), std::string::npos) << refused;
  };
  says({{"key_column", ""}}, "`key_column` is missing");
  says({{"customer_column", ""}}, "`customer_column` is missing");
  says({{"customer_column", "order_number"}}, "is the same as `key_column`");
  says({{"find", "order (\\d+"}}, "`find` is no RE2 pattern");
  says({{"find", "order \\d+"}}, "`find` must have one group");
  says({{"say.en", "{statu}"}}, "no column `statu`: it has order_number, customer, status, eta, note");
  says({{"say.en", "{status"}}, "`say.en` has a `{` without its `}`");
  says({{"show", "status,"}, {"say.x", "?"}}, "`say.x` does not end with a language");
  says({{"table", "orders"}}, "`table` is for SQLite files");
  says({{"separator", "pipe"}}, "`separator` is none of");
  says({{"answers.en", ""}}, "`answers` is missing");
  says({{"file", (folder.path / "none.csv").string()}}, "`file` cannot be read");
  says({{"colour", "red"}}, "`colour` is unknown");
}

TEST_F(TableTest, AChangedFileIsReadAgainBeforeTheNextAnswer) {
  write(std::string(kHead) + "4711,u-1,packed,Tuesday,-\n");
  const auto orders = lookup();
  EXPECT_EQ(said(ask(*orders, question("order 4711"))), "Your order 4711 is packed, expected Tuesday.");
  write(std::string(kHead) + "4711,u-1,sent..,Tuesday,-\n");  // the same size, within the same second
  EXPECT_EQ(said(ask(*orders, question("order 4711"))), "Your order 4711 is sent.., expected Tuesday.");
  write("nothing of the kind");
  const auto step = orders->ask(question("order 4711"));
  ASSERT_FALSE(step.ok()) << "an older file is no answer";
  EXPECT_EQ(step.error().fault, Fault::unavailable);
  write(std::string(kHead) + "4711,u-1,lost,Tuesday,-\n");
  EXPECT_EQ(said(ask(*orders, question("order 4711"))), "Your order 4711 is lost, expected Tuesday.");
}

TEST_F(TableTest, NoFieldBesideThoseOfTheSettingsEverLeaves) {
  // Whatever a row holds: what comes out is made of key, customer, the sentence's columns and `show`.
  const std::vector<std::string> awkward = {"{note}", "SECRET",          "\"\"", "a,b", "\n", "x{status}", ";",
                                            "%s",     "\xF0\x9F\x8E\x81"};
  std::string rows = kHead;
  const auto cell = [](const std::string& value) { return value == "\"\"" ? "\"a \"\" b\"" : "\"" + value + "\""; };
  for (std::size_t i = 0; i < awkward.size(); ++i)
    rows += std::to_string(4700 + i) + ",u-1," + cell(awkward[i]) + "," + cell(awkward[(i + 1) % awkward.size()]) +
            ",\"PRIVATE {status} " + std::to_string(i) + "\"\n";
  write(rows);
  const auto instance = plugin("lookup.table")->open(settings());
  for (std::size_t i = 0; i < awkward.size(); ++i) {
    const auto answer = (*instance)->write(
        {{"op", "question"}, {"text", "order " + std::to_string(4700 + i)}, {"customer", "u-1"}, {"language", "en"}});
    ASSERT_EQ(*find(answer.out, "outcome"), "found") << i;
    for (const auto& [key, value] : answer.out) EXPECT_EQ(value.find("PRIVATE"), std::string::npos) << key;
  }
}

TEST_F(TableTest, ASqliteFileIsAskedAtEachCall) {
  sql("CREATE TABLE orders (order_number INTEGER, customer TEXT, status TEXT, eta TEXT, note TEXT);"
      "CREATE INDEX by_number ON orders (order_number);"
      "INSERT INTO orders VALUES (4711, 'u-1', 'packed', 'Tuesday', 'PRIVATE'), (4712, 'u-2', 'sent', 'Friday', '')");
  const auto orders = lookup({{"file", (folder.path / "orders.db").string()}, {"table", "orders"}});
  EXPECT_EQ(said(ask(*orders, question("order 4711"))), "Your order 4711 is packed, expected Tuesday.");
  sql("UPDATE orders SET status='sent' WHERE order_number=4711");
  EXPECT_EQ(said(ask(*orders, question("order 4711"))), "Your order 4711 is sent, expected Tuesday.");
  EXPECT_EQ(ask(*orders, question("order 4712")).outcome, Found::Outcome::not_found);
  EXPECT_EQ(ask(*orders, question("order 04711")).outcome, Found::Outcome::not_found) << "a number that only equals it";
}

TEST_F(TableTest, ASqliteFileThatIsGoneIsNamedByHealthUntilItIsBack) {
  sql("CREATE TABLE orders (order_number TEXT, customer TEXT, status TEXT, eta TEXT);"
      "INSERT INTO orders VALUES ('4711', 'u-1', 'sent', 'Friday')");
  const auto orders = lookup({{"file", (folder.path / "orders.db").string()}, {"table", "orders"}});
  EXPECT_EQ(orders->complaint(), "");
  std::filesystem::rename(folder.path / "orders.db", folder.path / "away");
  EXPECT_FALSE(orders->ask(question("order 4711")).ok());
  EXPECT_NE(orders->complaint().find("its last question had no answer"), std::string::npos) << orders->complaint();
  ASSERT_TRUE(orders->ask(question("hello")).ok());
  EXPECT_NE(orders->complaint(), "") << "nothing was asked of the file";
  std::filesystem::rename(folder.path / "away", folder.path / "orders.db");
  ASSERT_TRUE(orders->ask(question("order 4711")).ok());
  EXPECT_EQ(orders->complaint(), "");
}

TEST_F(TableTest, WhatACustomerWritesIsNeverSql) {
  sql("CREATE TABLE orders (order_number TEXT, customer TEXT, status TEXT, eta TEXT);"
      "INSERT INTO orders VALUES ('4711', 'u-2', 'sent', 'Friday')");
  const auto orders =
      lookup({{"file", (folder.path / "orders.db").string()}, {"table", "orders"}, {"find", "order (.+)"}});
  EXPECT_EQ(ask(*orders, question("order 4711' OR '1'='1")).outcome, Found::Outcome::not_found);
  EXPECT_EQ(ask(*orders, question("order x'; DROP TABLE orders; --", "u-2' OR 1=1 --")).outcome,
            Found::Outcome::not_found);
  EXPECT_EQ(said(ask(*orders, question("order 4711", "u-2"))), "Your order 4711 is sent, expected Friday.");
}

TEST_F(TableTest, AViewThatNeverEndsIsGivenUp) {
  sql("CREATE VIEW orders AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
      "SELECT CAST(i AS TEXT) AS order_number, 'x' || i AS customer, 'sent' AS status, '' AS eta FROM n");
  const auto orders = lookup({{"file", (folder.path / "orders.db").string()}, {"table", "orders"}});
  const auto step = orders->ask(question("order 4711"));
  ASSERT_FALSE(step.ok());
  EXPECT_EQ(step.error().fault, Fault::unavailable);
}

TEST_F(TableTest, ASqliteFileThatCannotBeAskedIsRefusedByName) {
  sql("CREATE TABLE orders (order_number TEXT, customer TEXT)");
  const std::string database = (folder.path / "orders.db").string();
  EXPECT_NE(refusal("lookup.table", settings({{"file", database}})).find("`table` is missing"), std::string::npos);
  EXPECT_NE(refusal("lookup.table", settings({{"file", database}, {"table", "nosuch"}})).find("no such table"),
            std::string::npos);
  EXPECT_NE(refusal("lookup.table", settings({{"file", database}, {"table", "orders"}})).find("no such column"),
            std::string::npos);
}

/// A lookup behind a service, and one that answers nonsense.
class Scripted final : public Instance {
 public:
  explicit Scripted(Answer answer) : answer_(std::move(answer)) {}
  [[nodiscard]] Answer verify(const Fields&) const override { return answer_; }
  [[nodiscard]] Answer read(const Fields&) const override { return answer_; }
  [[nodiscard]] Answer write(const Fields&) const override { return answer_; }

 private:
  Answer answer_;
};

TEST_F(TableTest, NonsenseFromALookupIsRefused) {
  write(kHead);
  const auto ask_scripted = [&](Fields out) {
    const Lookup scripted(plugin("lookup.table"), std::make_unique<Scripted>(Answer{Code::ok, std::move(out), ""}), {},
                          "x");
    return scripted.ask(question("order 4711"));
  };
  const Fields fact = {{"outcome", "found"}, {"fact.0.key", "4711"}, {"fact.0.text", "Sent."}, {"fact.0.source", "s"}};
  const auto with = [&](const std::string& key, const std::string& value) {
    Fields out = fact;
    std::erase_if(out, [&](const auto& field) { return field.first == key; });
    out.emplace_back(key, value);
    return out;
  };
  EXPECT_TRUE(ask_scripted(with("fact.0.customer", "u-1")).ok());
  EXPECT_FALSE(ask_scripted(with("fact.0.customer", "u-2")).ok()) << "somebody else's row";
  EXPECT_FALSE(ask_scripted(fact).ok()) << "nobody's row";
  EXPECT_FALSE(ask_scripted({}).ok());
  EXPECT_FALSE(ask_scripted({{"outcome", "found"}}).ok());
  EXPECT_FALSE(ask_scripted({{"outcome", "not_found"}, {"missing", "many"}}).ok());
  EXPECT_FALSE(ask_scripted(with("fact.0.text", "\xFF")).ok());
  EXPECT_TRUE(ask_scripted({{"method", "GET"}, {"url", "https://orders.example/4711"}})->request.has_value());
}

}  // namespace
}  // namespace countersign::plugin
