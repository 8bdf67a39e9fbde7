#include "flow/delivery/mail.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <mutex>

#include "base/crypto.hpp"
#include "support/rude_server.hpp"
#include "tlog/checkpoint.hpp"

namespace countersign {
namespace {

const Time kNow = from_micros(1'795'255'200'000'000);

/// A mail server that keeps what it is told; `refuses`: the line from which on
/// it wants nothing.
class MailServer {
 public:
  explicit MailServer(std::string refuses = "") : refuses_(std::move(refuses)) {}
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] std::string heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  void talk(const testing::RudeServer::Connection& connection) {
    connection.send("220 mail.example\r\n");
    std::string line;
    bool data = false;
    char c = 0;
    while (::read(connection.socket(), &c, 1) == 1) {
      line += c;
      if (!line.ends_with("\r\n")) continue;
      {
        const std::lock_guard lock(mutex_);
        heard_ += line;
      }
      const bool end = data && line == ".\r\n";
      if (!refuses_.empty() && line.starts_with(refuses_)) {
        connection.send("550 not here\r\n");
      } else if (line == "DATA\r\n") {
        data = true;
        connection.send("354 go on\r\n");
      } else if (!data || end) {
        data = data && !end;
        connection.send(line.starts_with("EHLO") ? "250-mail.example\r\n250 AUTH PLAIN\r\n" : "250 fine\r\n");
      }
      line.clear();
    }
  }
  std::string refuses_;
  mutable std::mutex mutex_;
  std::string heard_;
  testing::RudeServer server_{[this](const auto& connection) { talk(connection); }};
};

Mail::Terms terms(const MailServer& server) {
  return {"127.0.0.1", server.port(), Mail::Safety::plain, "", "", "gateway@shop.example", "audit@shop.example", ""};
}

std::string note() {
  return tlog::sign({"log.example", 7, tlog::leaf_hash("x")}, tlog::SigningKey::make("log.example"), kNow).bytes();
}

TEST(Mail, BringsACheckpointAsAFile) {
  const MailServer server;
  const auto sent = note();
  const auto done = Mail(terms(server)).send_checkpoint(sent, kNow);
  ASSERT_TRUE(done.ok()) << done.error().message;
  const auto heard = server.heard();
  for (const auto* line :
       {"EHLO shop.example\r\n", "MAIL FROM:<gateway@shop.example>\r\n", "RCPT TO:<audit@shop.example>\r\n",
        "Subject: Checkpoint of the record at 7 entries\r\n", "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n",
        "Content-Disposition: attachment; filename=\"checkpoint-7\"\r\n", "\r\n.\r\n"})
    EXPECT_NE(heard.find(line), std::string::npos) << line;
  const auto begin = heard.find("checkpoint-7\"\r\n\r\n", heard.find("Content-Disposition")) + 17;
  std::string base64 = heard.substr(begin, heard.find("--countersign", begin) - begin);
  std::erase_if(base64, [](char c) { return c == '\r' || c == '\n'; });
  EXPECT_EQ(crypto::from_base64(base64).value(), sent);
  for (const char c : heard) EXPECT_TRUE(static_cast<unsigned char>(c) < 0x80);
}

TEST(Mail, SaysWhatTheServerDidNotWant) {
  for (const auto* line : {"EHLO", "MAIL", "RCPT", "DATA", "."}) {
    const MailServer server(line);
    const auto done = Mail(terms(server)).send_checkpoint(note(), kNow);
    ASSERT_FALSE(done.ok()) << line;
    EXPECT_NE(done.error().message.find("550 not here"), std::string::npos) << done.error().message;
  }
}

TEST(Mail, NeverSaysAPasswordInPlainNorAnythingButACheckpoint) {
  const MailServer server;
  auto with_user = terms(server);
  with_user.user = "gateway";
  with_user.password = "s3cret";
  EXPECT_FALSE(Mail(with_user).send_checkpoint(note(), kNow).ok());
  EXPECT_EQ(Mail(terms(server)).send_checkpoint("Dear customer,\n\n", kNow).error().fault, Fault::invalid);
  EXPECT_EQ(server.heard(), "");
}

TEST(Mail, EndsAtItsDeadline) {
  const testing::RudeServer silent([](const auto& connection) { connection.hang(); });
  Mail::Terms to{"127.0.0.1", silent.port(), Mail::Safety::plain, "", "", "a@b", "c@d", ""};
  to.deadline = std::chrono::milliseconds(100);
  EXPECT_FALSE(Mail(to).send_checkpoint(note(), kNow).ok());
}

}  // namespace
}  // namespace countersign
