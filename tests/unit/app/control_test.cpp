#include "app/control.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <future>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "app/control_wire.hpp"
#include "unit/app/scratch.hpp"

namespace countersign::app {
namespace {

using Words = std::vector<std::string>;

int echo(const Words& words, const std::string& token, std::ostream& out, std::ostream& err) {
  if (words.front() == "throw") throw std::runtime_error("inside");
  for (const auto& word : words) out << word << "\n";
  err << "token " << token;
  return 1;
}

class Control : public testing::Test {
 protected:
  void start(ControlServer::Run run = echo) {
    auto started = ControlServer::start(socket_, std::move(run));
    ASSERT_TRUE(started.ok()) << started.error().message;
    server_ = std::move(started).value();
  }
  std::optional<int> ask(const Words& words) { return run_remote(socket_, words, "cs_t", out_, err_); }

  Scratch scratch_;
  std::filesystem::path socket_ = scratch_.folder() / "control.sock";
  std::unique_ptr<ControlServer> server_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(Control, CarriesWordsTokenOutputAndExitCode) {
  start();
  EXPECT_EQ(ask({"review", "list", "ü \"quoted\"\nline"}), 1);
  EXPECT_EQ(out_.str(), "review\nlist\nü \"quoted\"\nline\n");
  EXPECT_EQ(err_.str(), "token cs_t");
}

TEST_F(Control, SaysNothingListensWhenNoServerRuns) {
  EXPECT_EQ(ask({"x"}), std::nullopt);
  start();
  server_.reset();
  EXPECT_FALSE(std::filesystem::exists(socket_));
  EXPECT_EQ(ask({"x"}), std::nullopt);
}

TEST_F(Control, ReplacesTheSocketOfAServerThatCrashed) {
  const Descriptor dead(::socket(AF_UNIX, SOCK_STREAM, 0));
  const SocketAddress address(socket_);
  ASSERT_EQ(::bind(dead.get(), address.get(), sizeof address.address), 0);
  EXPECT_EQ(ask({"x"}), std::nullopt);
  start();
  EXPECT_EQ(ask({"x"}), 1);
}

TEST_F(Control, IsForItsUserOnly) {
  start();
  struct stat status {};
  ASSERT_EQ(::stat(socket_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(Control, TurnsAnExceptionIntoExitCodeTwo) {
  start();
  EXPECT_EQ(ask({"throw"}), 2);
  EXPECT_EQ(err_.str(), "the command failed inside the server: see its log\n");
}

TEST_F(Control, AnswersWhatIsNoRequest) {
  start();
  const Descriptor client(::socket(AF_UNIX, SOCK_STREAM, 0));
  const SocketAddress address(socket_);
  ASSERT_EQ(::connect(client.get(), address.get(), sizeof address.address), 0);
  ASSERT_TRUE(send_line(client.get(), json::Object{{"words", "no list"}}));
  LineReader lines(client.get());
  EXPECT_NE(lines.next()->find("\"err\""), std::string::npos);
  EXPECT_EQ(lines.next(), R"({"exit":2})");
}

TEST_F(Control, SendsOutputWhileTheCommandRuns) {
  std::promise<void> seen;
  auto waiting = seen.get_future().share();
  start([waiting](const Words&, const std::string&, std::ostream& out, std::ostream&) {
    out << "first" << std::endl;
    waiting.wait();
    return 0;
  });
  const Descriptor client(::socket(AF_UNIX, SOCK_STREAM, 0));
  const SocketAddress address(socket_);
  ASSERT_EQ(::connect(client.get(), address.get(), sizeof address.address), 0);
  ASSERT_TRUE(send_line(client.get(), json::Object{{"words", json::Array{"x"}}, {"env_token", ""}}));
  LineReader lines(client.get());
  EXPECT_EQ(lines.next(), R"({"out":"first\n"})");
  seen.set_value();
  EXPECT_EQ(lines.next(), R"({"exit":0})");
}

TEST_F(Control, ReachesASocketWhoseFolderHasALongName) {
  const auto folder = scratch_.folder() / std::string(120, 'd');
  std::filesystem::create_directories(folder);
  socket_ = folder / "control.sock";
  start();
  EXPECT_EQ(ask({"x"}), 1);
}

TEST_F(Control, SaysWhyThereIsNoSocket) {
  const auto started = ControlServer::start(scratch_.folder() / "none" / "control.sock", echo);
  ASSERT_FALSE(started.ok());
  EXPECT_NE(started.error().message.find("none/control.sock"), std::string::npos);
}

}  // namespace
}  // namespace countersign::app
