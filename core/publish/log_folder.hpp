// LogFolder: a folder whose files appear whole or not at all: written beside, synced, renamed, and the folder synced.
// Holds the published log, a witness's memory, and keys. Writing: one thread at a time; reading: any thread.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "publish/disk.hpp"
#include "tlog/tiles.hpp"

namespace countersign::publish {

class LogFolder : public tlog::Files {
 public:
  /// A file's path below the folder, and its bytes.
  using File = std::pair<std::string, std::string>;

  explicit LogFolder(std::filesystem::path folder, Disk& disk = real_disk())
      : folder_(std::move(folder)), disk_(disk) {}

  /// Makes the folder if it is missing and clears what a crash left half written. `mode` is of new folders and files
  /// (a file's without the right to execute).
  [[nodiscard]] Status prepare(unsigned mode = 0755);

  /// `not_found` for a file that is not there, `unavailable` for one that cannot be read.
  [[nodiscard]] Result<std::string> read(const std::string& path) const override;

  /// All of them durable when it returns well. After an error nothing is known about any of them, and nothing may be
  /// tried again in place: a failed sync may have lost pages that the system calls clean. `unavailable`, in words.
  [[nodiscard]] Status write(const std::vector<File>& files);

  /// Removes a folder that nothing needs any more; what stays is only untidy.
  void drop(const std::string& path) const noexcept;

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

 private:
  [[nodiscard]] Status make_folders(const std::filesystem::path& below);
  [[nodiscard]] Status write_beside(const std::vector<File>& files);
  [[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

  const std::filesystem::path folder_;
  Disk& disk_;
  unsigned mode_ = 0755;
};

}  // namespace countersign::publish
