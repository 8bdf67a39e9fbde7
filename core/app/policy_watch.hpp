// PolicyWatch: keeps the policies in force equal to the folder (`activation: folder`). A set that does not load is
// refused whole: the old one stays, health and the record say so. Its thread looks at the folder once a second.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "base/snapshot.hpp"
#include "flow/house.hpp"

namespace countersign::app {

class PolicyWatch {
 public:
  PolicyWatch(std::filesystem::path folder, Snapshot<Rules>& rules, store::Store& store, const Clock& clock);
  ~PolicyWatch() { stop(); }
  PolicyWatch(const PolicyWatch&) = delete;
  PolicyWatch& operator=(const PolicyWatch&) = delete;

  /// Loads the folder and, if it is fine, puts it in force, durably recorded first. The error lists every problem.
  [[nodiscard]] Status load();
  void start();
  void stop();
  /// "" when the folder is in force; else why the folder's newest state is not.
  [[nodiscard]] std::string refused() const;

 private:
  [[nodiscard]] std::string fingerprint() const;
  [[nodiscard]] Status put_in_force(std::shared_ptr<const policy::PolicySet> set);
  void refuse(const std::string& why);
  void loop();

  std::filesystem::path folder_;
  Snapshot<Rules>& rules_;
  store::Store& store_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::string refused_;
  std::string seen_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace countersign::app
