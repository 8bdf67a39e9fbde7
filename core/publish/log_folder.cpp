#include "publish/log_folder.hpp"

#include <fcntl.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <system_error>

namespace countersign::publish {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUnfinished = ".unfinished";

Error because(const std::string& what, const fs::path& path, int code) {
  const char* mend =
      code == ENOSPC || code == EDQUOT ? "free space on its disk" : "look at the disk and at the kernel's log";
  return {Fault::unavailable, what + " " + path.string() + " (" + std::generic_category().message(code) + "): " + mend +
                                  ", then restart countersign"};
}

/// Closes what is left open when a write fails half-way.
class Open {
 public:
  Open(Disk& disk, const fs::path& path, int flags, unsigned mode)
      : disk_(disk), file_(disk.open(path.string(), flags, mode)) {}
  ~Open() {
    if (file_ >= 0) disk_.close(file_);
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  [[nodiscard]] bool ok() const { return file_ >= 0; }
  [[nodiscard]] int file() const { return file_; }
  /// False when closing failed, which is how some file systems tell of a lost write.
  [[nodiscard]] bool close() { return disk_.close(std::exchange(file_, -1)) == 0; }

 private:
  Disk& disk_;
  int file_;
};

bool write_all(Disk& disk, int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = disk.write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Status LogFolder::prepare(unsigned mode) {
  mode_ = mode;
  std::error_code error;
  fs::remove_all(folder_ / kUnfinished, error);
  if (const auto made = make_folders(kUnfinished); !made) return made;
  return {};
}

Result<std::string> LogFolder::read(const std::string& path) const {
  const auto whole = folder_ / path;
  std::error_code error;
  if (!fs::is_regular_file(whole, error)) return Error{Fault::not_found, whole.string() + ": there is no such file"};
  std::ifstream file(whole, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file || file.bad()) return Error{Fault::unavailable, whole.string() + " cannot be read"};
  return bytes;
}

/// Each folder that is made is synced into the one above it.
Status LogFolder::make_folders(const fs::path& below) {
  std::error_code error;
  if (fs::is_directory(folder_ / below, error)) return {};
  std::vector<fs::path> missing;
  for (fs::path at = (folder_ / below).lexically_normal(); !fs::is_directory(at, error); at = at.parent_path())
    missing.push_back(at);
  for (auto one = missing.rbegin(); one != missing.rend(); ++one) {
    if (disk_.make_folder(one->string(), mode_) != 0 && errno != EEXIST)
      return because("cannot make the folder", *one, errno);
    if (const auto synced = sync_folder(one->parent_path()); !synced) return synced;
  }
  return {};
}

Status LogFolder::sync_folder(const fs::path& folder) {
  const Open open(disk_, folder, O_RDONLY | O_DIRECTORY, 0);
  if (!open.ok() || disk_.sync(open.file()) != 0) return because("cannot sync the folder", folder, errno);
  return {};
}

/// All are written before the first is synced, so that the disk can do them together.
Status LogFolder::write_beside(const std::vector<File>& files) {
  std::vector<std::unique_ptr<Open>> open;
  const auto beside = [&](std::size_t number) { return folder_ / kUnfinished / std::to_string(number); };
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto& one =
        open.emplace_back(std::make_unique<Open>(disk_, beside(i), O_WRONLY | O_CREAT | O_TRUNC, mode_ & 0666U));
    if (!one->ok() || !write_all(disk_, one->file(), files[i].second))
      return because("cannot write", folder_ / files[i].first, errno);
  }
  for (std::size_t i = 0; i < files.size(); ++i)
    if (disk_.sync(open[i]->file()) != 0 || !open[i]->close())
      return because("cannot write", folder_ / files[i].first, errno);
  for (std::size_t i = 0; i < files.size(); ++i)
    if (disk_.rename(beside(i).string(), (folder_ / files[i].first).string()) != 0)
      return because("cannot write", folder_ / files[i].first, errno);
  return {};
}

Status LogFolder::write(const std::vector<File>& files) {
  std::set<fs::path> touched;
  for (const auto& [path, bytes] : files) {
    if (!fs::is_directory(folder_))  // moved away, or its disk is gone: what is made in its place would look like a log
      return Error{Fault::unavailable, folder_.string() + " is not where it was; bring it back, then restart countersign"};
    if (const auto made = make_folders(fs::path(path).parent_path()); !made) return made;
    touched.insert((folder_ / path).parent_path());
  }
  if (const auto written = write_beside(files); !written) return written;
  for (const auto& folder : touched)
    if (const auto synced = sync_folder(folder); !synced) return synced;
  return {};
}

void LogFolder::drop(const std::string& path) const noexcept {
  std::error_code error;
  fs::remove_all(folder_ / path, error);
}

}  // namespace countersign::publish
