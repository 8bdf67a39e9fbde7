// TLS of calls: a certificate is believed only when its authority and its name are the right ones.
#include "flow/delivery/link.hpp"
#include "support/road_fixture.hpp"
#include "support/rude_server.hpp"
#include "support/tls_identity.hpp"

namespace countersign::testing {
namespace {

constexpr std::chrono::seconds kPatience{10};

/// Says "pong" to whatever comes.
class TlsServer {
 public:
  [[nodiscard]] std::string pem() const { return identity_.pem(); }
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }

 private:
  void serve(int socket) const {
    SSL* tls = SSL_new(identity_.context());
    SSL_set_fd(tls, socket);
    char byte = 0;
    if (SSL_accept(tls) == 1 && SSL_read(tls, &byte, 1) == 1) SSL_write(tls, "pong", 4);
    SSL_shutdown(tls);
    SSL_free(tls);
  }
  TlsIdentity identity_;
  RudeServer server_{[this](const auto& connection) { serve(connection.socket()); }};
};

class Tls : public ::testing::Test {
 protected:
  const Interrupt interrupt;
  Tls() { spill(folder.path / "ca.pem", server.pem()); }
  Result<std::unique_ptr<Link>> open(const std::string& ca, const std::string& host) {
    const auto trust = Trust::of(ca);
    if (!trust) return trust.error();
    return Link::open({"127.0.0.1"}, server.port(), host, trust->get(), end(), interrupt);
  }
  [[nodiscard]] std::string own_ca() const { return (folder.path / "ca.pem").string(); }
  static Link::Deadline end() { return std::chrono::steady_clock::now() + kPatience; }
  PrivateFolder folder;
  TlsServer server;
};

TEST_F(Tls, ACertificateOfThePrivateAuthorityIsBelieved) {
  const auto link = open(own_ca(), "127.0.0.1");
  ASSERT_TRUE(link.ok()) << link.error().message;
  ASSERT_TRUE((*link)->write("x", end()).ok());
  std::array<char, 16> answer{};
  const auto got = (*link)->read(answer.data(), answer.size(), end());
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(std::string(answer.data(), *got), "pong");
  const auto more = (*link)->read(answer.data(), answer.size(), end());
  ASSERT_TRUE(more.ok());
  EXPECT_EQ(*more, 0U) << "a proper goodbye is the end";
}

TEST_F(Tls, WithoutItsAuthorityItIsNot) {
  const auto link = open("", "127.0.0.1");
  ASSERT_FALSE(link.ok());
  EXPECT_TRUE(link.error().message.starts_with("its certificate is not accepted")) << link.error().message;
}

TEST_F(Tls, AnothersNameIsNot) {
  const auto link = open(own_ca(), "shop.example");
  ASSERT_FALSE(link.ok());
  EXPECT_TRUE(link.error().message.starts_with("its certificate is not accepted")) << link.error().message;
}

}  // namespace
}  // namespace countersign::testing
