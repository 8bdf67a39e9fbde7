// LogServer: a server that has to do with published logs: one whose log is read (`audit verify --log URL`), a witness,
// or a company's own webhook that keeps checkpoints. Only names of a log's files, checkpoints and hashes can be said to
// it: there is no way to put a customer's words in. Calls block until answered or the deadline has passed; any thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "flow/delivery/egress.hpp"
#include "tlog/tiles.hpp"
#include "tlog/witness.hpp"

namespace countersign {

class LogServer final : public tlog::Files {
 public:
  struct Terms {
    std::string url;    ///< http or https; what is asked for is appended
    std::string token;  ///< sent as a bearer token; "" for none
    std::string ca;     ///< a PEM file that replaces the system's certificates, or ""
    std::chrono::milliseconds deadline{10'000};
  };
  explicit LogServer(Terms terms);
  ~LogServer() override;
  LogServer(const LogServer&) = delete;
  LogServer& operator=(const LogServer&) = delete;

  /// GET url/path. Only files of a log can be asked for (`invalid`); 404 is `not_found`, anything else `unavailable`.
  [[nodiscard]] Result<std::string> read(const std::string& path) const override;

  struct Answer {
    int status = 0;
    std::string body;
  };
  /// POST url/add-checkpoint (C2SP tlog-witness).
  [[nodiscard]] Result<Answer> add_checkpoint(const tlog::AddCheckpoint& request) const;

  /// POST url: a checkpoint as JSON {"origin", "size", "root", "note"} with `X-Countersign-Signature: t=<unix
  /// seconds>,v1=<hex HMAC-SHA256(secret, "<t>.checkpoint.<name>.<body>")>` and an Idempotency-Key. `invalid` unless
  /// the note is a checkpoint. Whoever keeps checkpoints may say in the answer which one is
  /// the newest ({"size": 12}), or that this one does not fit (409): then it is a `conflict`.
  [[nodiscard]] Status tell(const std::string& note, const std::string& name, const std::string& secret,
                            Time now) const;
  /// Calls under way end now; for good.
  void cancel();

 private:
  [[nodiscard]] Result<Answer> call(plugin::Request request) const;
  const Terms terms_;
  const std::unique_ptr<Egress::Wire> wire_;
};

}  // namespace countersign
