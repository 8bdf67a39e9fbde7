// WitnessBook: what a witness remembers of each log, and its answers to add-checkpoint (C2SP tlog-witness). What is
// signed is durable before it is answered; checking and keeping are one step. Used by `countersign audit witness`; any
// thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "publish/log_folder.hpp"
#include "tlog/witness.hpp"

namespace countersign::publish {

class WitnessBook {
 public:
  /// `folder` keeps the witness's key (witness.key, made with `name` if there is none) and its memory; `logs` are those
  /// that it watches. The clock outlives it.
  [[nodiscard]] static Result<std::unique_ptr<WitnessBook>> open(const std::filesystem::path& folder,
                                                                 const std::string& name,
                                                                 const std::vector<tlog::VerifierKey>& logs,
                                                                 const Clock& clock, Disk& disk = real_disk());

  struct Answer {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
  };
  /// After a failed write it signs nothing more (503): what it remembers cannot be trusted until it is read again.
  [[nodiscard]] Answer add_checkpoint(std::string_view body);

  [[nodiscard]] const tlog::VerifierKey& key() const { return key_.verifier(); }

 private:
  WitnessBook(LogFolder folder, tlog::SigningKey key, const Clock& clock)
      : folder_(std::move(folder)), key_(std::move(key)), clock_(clock) {}
  struct Log {
    tlog::VerifierKey key;
    tlog::Witnessed known;
  };
  [[nodiscard]] Status remember(const tlog::VerifierKey& log);
  [[nodiscard]] Answer sign(Log& log, const tlog::AddCheckpoint& request);

  LogFolder folder_;
  const tlog::SigningKey key_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Log> logs_;  ///< by origin
  std::string trouble_;
};

}  // namespace countersign::publish
