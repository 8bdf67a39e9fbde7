// No mistake at all: a channel that writes down when it is opened, called and closed, so that a test sees which build
// and which instance did what. Built twice, as version 1 and 2. A webhook is "EVENT\nCONVERSATION\nTEXT", its
// "signature" a header that repeats the body.
#include <atomic>
#include <fstream>

#include "countersign/plugin.hpp"

namespace {

using namespace countersign::sdk;

class Diary final : public Handler {
 public:
  Diary(Host, const In& settings)
      : file_(settings.need("diary_file")), deliver_to_(settings.need("deliver_to")), number_(++opened_) {
    settings.only({"diary_file", "deliver_to", "mark"});
    note("open");
  }
  ~Diary() override { note("close"); }

  void verify(const In& in) const override {
    if (in.need("body") != in.get("header.x-word")) throw Problem(CS_FORGED, "the word is not the body");
  }
  void read(const In& in, Out& out) const override {
    if (in.get("op") == "response") {
      note("answered");
      out.put("outcome", in.get("status") == "200" ? "delivered" : "retry");
      return;
    }
    const std::string_view body = in.need("body");
    const auto first = body.find('\n');
    const auto second = body.find('\n', first + 1);
    if (second == std::string_view::npos) throw Problem(CS_INVALID, "three lines are needed", 422);
    out.put("event", body.substr(0, first));
    out.put("conversation", body.substr(first + 1, second - first - 1));
    out.put("customer", "u-1");
    out.put("text", body.substr(second + 1));
  }
  void write(const In& in, Out& out) const override {
    note("sends");
    out.put("method", "POST");
    out.put("url", deliver_to_);
    out.put("header.idempotency-key", in.need("idempotency_key"));
    out.put("body", in.need("text"));
  }

 private:
  /// One line, in one write: "2 open 1" is build 2, first instance.
  void note(const std::string& what) const {
    std::ofstream(file_, std::ios::app) << (DIARY_VERSION " " + what + " " + std::to_string(number_) + "\n")
                                        << std::flush;
  }
  inline static std::atomic<int> opened_{0};
  std::string file_;
  std::string deliver_to_;
  int number_;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.diary", DIARY_VERSION, Diary)
