// PolicyWatch: swaps the policies in force. With `activation: folder` it keeps them equal to the folder: a set that
// does not load is refused whole, the old one stays, health and the record say so. With `two_people` they are what the
// office says, and the folder is only compared with them. Its thread looks at the folder once a second.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/snapshot.hpp"
#include "flow/activation/office.hpp"
#include "flow/house.hpp"

namespace countersign::app {

/// "ana, omar": names on the lists of the documents that no user has; nobody is reached by them, and none can sign.
[[nodiscard]] std::string unknown_people(const policy::PolicySet& set, store::Session& session);

class PolicyWatch {
 public:
  /// A folder that a reload has read and may put in force together with other things. While it lives, nothing else is
  /// put in force. `loaded.ok()` must be looked at first.
  struct Change {
    std::unique_lock<std::mutex> turn;
    std::filesystem::path folder;
    std::string seen;
    policy::Loaded loaded;
  };

  /// `office`: null with `activation: folder`. All must outlive this.
  PolicyWatch(std::filesystem::path folder, Snapshot<Rules>& rules, store::Store& store, const Clock& clock,
              activation::Office* office = nullptr);
  ~PolicyWatch() { stop(); }
  PolicyWatch(const PolicyWatch&) = delete;
  PolicyWatch& operator=(const PolicyWatch&) = delete;

  /// Loads the folder and, if it is fine, puts it in force, durably recorded first. The error lists every problem. With
  /// an office: puts what it says in force and compares the folder with it; never an error.
  [[nodiscard]] Status load();
  /// What the office decided, from the next decision on.
  void put(const activation::InForce& next);
  [[nodiscard]] Change begin(const std::filesystem::path& folder);
  /// Writes the activation to the record, inside the reload's own transaction.
  void record(store::Session& session, const Change& change) const;
  /// After that transaction: in force. Cannot fail.
  void take_over(const Change& change, std::shared_ptr<const detect::Plugged> detectors);
  /// From now on texts are also looked at by these plugins, and a set that declares kinds which none of them gives is
  /// refused. Until then none look, and none are asked for.
  void look_with(std::shared_ptr<const detect::Plugged> detectors);
  [[nodiscard]] std::shared_ptr<const policy::PolicySet> in_force() const { return rules_.get()->set; }
  void start();
  void stop();
  /// "" when the folder is in force; else why the folder's newest state is not. Always "" with an office.
  [[nodiscard]] std::string refused() const;
  /// "" when what is in force is the folder as it stands, else how that is not so; status and health say it.
  [[nodiscard]] std::string differs() const;
  [[nodiscard]] std::filesystem::path folder() const;
  /// Called whenever the folder came in force after it could not be. Set before the first load.
  void when_mended(std::function<void()> told) { mended_ = std::move(told); }

 private:
  [[nodiscard]] std::string fingerprint(const std::filesystem::path& folder) const;
  void swap(const activation::InForce& next, std::shared_ptr<const detect::Plugged> detectors);
  [[nodiscard]] std::shared_ptr<const Rules> rules_of(const std::shared_ptr<const policy::PolicySet>& set,
                                                      const std::shared_ptr<const detect::Plugged>& detectors) const;
  void tell(const policy::PolicySet& set, std::size_t rules_before) const;
  [[nodiscard]] activation::InForce decided() const;
  void compare_folder(const std::filesystem::path& folder, const std::string& seen);
  [[nodiscard]] Status put_in_force(const std::shared_ptr<const policy::PolicySet>& set);
  void record_activation(store::Session& session, const policy::PolicySet& set) const;
  void refuse(const std::string& why);
  void loop();

  std::mutex turn_;                                   ///< one activation at a time, by the watch or by a reload
  std::shared_ptr<const detect::Plugged> detectors_;  ///< those of the rules in force; guarded by turn_
  std::filesystem::path folder_;
  Snapshot<Rules>& rules_;
  store::Store& store_;
  const Clock& clock_;
  activation::Office* const office_;
  std::function<void()> mended_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::string refused_;
  std::string seen_;
  std::string folder_digest_;  ///< with an office: of the folder's set; "" when it does not load
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace countersign::app
