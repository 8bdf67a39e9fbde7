// Does one thing wrong in one place, both named by its settings: `where` (open, verify, read, write, answer) and
// `what`. Everywhere else it is a fine channel. A webhook is "EVENT\nCONVERSATION\nTEXT" with a header that repeats it.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "countersign/plugin.hpp"

namespace {

using namespace countersign::sdk;

struct Mood {
  std::string where, what, deliver_to;
};

cs_status put(const cs_output* out, std::string_view key, std::string_view value) {
  return out->put(out->context, view(key), view(value));
}

/// Uses up time as a plugin does that computes too much; nobody can interrupt it.
void dawdle() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(30);
  while (std::chrono::steady_clock::now() < end) continue;
}

/// CS_OK when all is well here; anything else ends the call.
cs_status misbehave(const Mood& mood, std::string_view where, const cs_output* out, bool& fine) {
  fine = mood.where != where;
  if (fine) return CS_OK;
  if (mood.what == "throws") throw std::runtime_error("no");
  if (mood.what == "throws a number") throw 7;
  if (mood.what == "an unknown code") return 4711;
  if (mood.what == "a negative code") return -1;
  if (mood.what == "no reason") return CS_INTERNAL;
  if (mood.what == "nothing") return CS_OK;
  if (mood.what == "crashes") std::raise(SIGSEGV);
  if (mood.what == "aborts") std::abort();
  if (mood.what == "too many fields") {
    for (int i = 0; i < 5000; ++i) put(out, "key." + std::to_string(i), "x");
    return CS_OK;
  }
  if (mood.what == "too much") {
    put(out, "text", std::string(std::size_t{9} << 20, 'x'));
    return CS_OK;
  }
  if (mood.what == "a key twice") {
    put(out, "url", mood.deliver_to);
    put(out, "url", mood.deliver_to);
    return CS_OK;
  }
  if (mood.what == "no memory behind a view") {
    const cs_text nowhere{nullptr, 100};
    out->put(out->context, view("text"), nowhere);
    return CS_OK;
  }
  if (mood.what == "invalid UTF-8") {
    for (const char* key : {"event", "conversation", "customer", "text", "url", "method", "outcome"})
      put(out, key, "\xff\xfe\x80");
    return CS_OK;
  }
  if (mood.what == "absurd numbers") {
    for (const char* key : {"event", "conversation", "customer", "text"}) put(out, key, "x");
    put(out, "sent_at", "99999-99-99T99:99:99Z");
    put(out, "retry_after", "99999999999999999999");
    put(out, "outcome", "retry");
    put(out, "method", "POST");
    put(out, "url", "http://127.0.0.1:99999999/");
    return CS_OK;
  }
  if (mood.what == "never returns" && std::getenv("PATH") != nullptr) {  // a cell, which has no environment, is spared
    for (;;) ::pause();
  }
  if (mood.what == "never returns") fine = true;
  if (mood.what == "slow") {
    dawdle();
    fine = true;
  }
  return CS_OK;
}

cs_status open(const cs_host* host, const cs_input* settings, const cs_output* out, void** instance) {
  const In in(settings);
  std::unique_ptr<Mood> mood(
      new Mood{std::string(in.get("where")), std::string(in.get("what")), std::string(in.get("deliver_to"))});
  if (mood->what == "never returns") host->log(host->context, CS_LOG_INFO, view("it never returns"));
  bool fine = false;
  const cs_status status = misbehave(*mood, "open", out, fine);
  // An answer that breaks a limit is refused, with an instance handed out beside it: the host must give that back.
  const bool breaks_a_limit = mood->what == "too many fields" || mood->what == "too much" ||
                              mood->what == "a key twice" || mood->what == "no memory behind a view";
  if (status == CS_OK && (fine || breaks_a_limit)) *instance = mood.release();
  return status;
}

void close(void* instance) { delete static_cast<Mood*>(instance); }

cs_status verify(void* instance, const cs_input* input, const cs_output* out) {
  bool fine = false;
  const cs_status status = misbehave(*static_cast<Mood*>(instance), "verify", out, fine);
  if (!fine) return status;
  const In in(input);
  return in.get("body") == in.get("header.x-word") ? CS_OK : CS_FORGED;
}

cs_status read(void* instance, const cs_input* input, const cs_output* out) {
  const In in(input);
  const bool answer = in.get("op") == "response";
  bool fine = false;
  const cs_status status = misbehave(*static_cast<Mood*>(instance), answer ? "answer" : "read", out, fine);
  if (!fine) return status;
  if (answer) return put(out, "outcome", in.get("status") == "200" ? "delivered" : "retry");
  const std::string_view body = in.get("body");
  const auto first = body.find('\n');
  const auto second = body.find('\n', first + 1);
  put(out, "event", body.substr(0, first));
  put(out, "conversation", body.substr(first + 1, second - first - 1));
  put(out, "customer", "u-1");
  return put(out, "text", body.substr(second + 1));
}

cs_status write(void* instance, const cs_input* input, const cs_output* out) {
  const auto& mood = *static_cast<Mood*>(instance);
  bool fine = false;
  const cs_status status = misbehave(mood, "write", out, fine);
  if (!fine) return status;
  put(out, "method", "POST");
  put(out, "url", mood.deliver_to);
  put(out, "header.idempotency-key", In(input).get("idempotency_key"));
  return put(out, "body", In(input).get("text"));
}

}  // namespace

extern "C" const cs_plugin* countersign_plugin_v1(void) {
  static constexpr cs_plugin plugin = {sizeof(cs_plugin),
                                       CS_ABI_MAJOR,
                                       CS_ABI_MINOR,
                                       CS_CHANNEL,
                                       0,
                                       "channel.moody",
                                       "1",
                                       open,
                                       close,
                                       verify,
                                       read,
                                       write,
                                       nullptr};
  return &plugin;
}
