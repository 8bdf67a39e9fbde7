// Installation: the folder a demo lives in, with a real configuration file that every other command takes, too. Made
// and removed on the main thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace countersign::app::demo {

class Installation {
 public:
  /// `folder` "": a fresh private one below the temporary folder, removed with this object. A folder that holds
  /// something else than an earlier demo is refused.
  [[nodiscard]] static Result<Installation> make(const std::string& folder);
  ~Installation();
  Installation(Installation&& other) noexcept;
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;
  Installation& operator=(Installation&&) = delete;

  /// Writes the configuration: the gateway on `port` (0: any free one), the shop's inbox, the scripted model.
  /// `knowledge` "": the demo's own articles; otherwise the folder of somebody's own.
  [[nodiscard]] Status configure(std::uint16_t port, std::uint16_t inbox, std::uint16_t model,
                                 const std::string& knowledge) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path config() const { return folder_ / "countersign.yaml"; }
  [[nodiscard]] const std::string& shop_secret() const { return shop_secret_; }
  [[nodiscard]] bool temporary() const { return temporary_; }

 private:
  Installation(std::filesystem::path folder, bool temporary) : folder_(std::move(folder)), temporary_(temporary) {}
  std::filesystem::path folder_;
  std::string shop_secret_;
  bool temporary_ = false;
};

}  // namespace countersign::app::demo
