#include "store/key_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/crypto.hpp"

namespace countersign::store {
namespace {

namespace fs = std::filesystem;

class File {
 public:
  File(const fs::path& path, int flags, mode_t mode = 0) : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool ok() const { return number_ >= 0; }

 private:
  int number_;
};

Error because(const std::string& what, int code, const std::string& advice) {
  return {Fault::unavailable, what + " (" + std::generic_category().message(code) + "); " + advice};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<std::string> make(const fs::path& path, const KeyWords& words) {
  std::string key = crypto::random_bytes(32);
  std::string text = crypto::to_hex(key) + "\n";
  bool written = false;
  {
    const File file(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (!file.ok())
      return because("cannot make " + words.name + " " + path.string(), errno, "check who owns its folder");
    written = write_all(file.number(), text) && ::fsync(file.number()) == 0;
  }
  const int code = errno;
  crypto::wipe(text);
  const File folder(path.parent_path(), O_RDONLY | O_DIRECTORY);
  if (written && folder.ok() && ::fsync(folder.number()) == 0) return key;
  crypto::wipe(key);
  ::unlink(path.c_str());  // nothing was done with it yet
  return because("cannot write " + words.name + " " + path.string(), code, "check the disk and start again");
}

Result<std::string> parse(const fs::path& path, int file, const KeyWords& words) {
  std::array<char, 66> buffer{};
  const ssize_t length = ::read(file, buffer.data(), buffer.size());
  std::string_view text(buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  if (text.ends_with('\n')) text.remove_suffix(1);
  auto key = crypto::from_hex(text);
  if (key && key->size() == 32) return std::move(*key);
  return Error{Fault::unavailable, path.string() + " is not the whole of " + words.name +
                                       " (64 hexadecimal digits); restore it from its backup. Only if "
                                       "countersign never ran with it: delete it, and a new one is made"};
}

}  // namespace

Status make_key_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  if (!failed) return {};
  return because("cannot use the key folder " + folder.string(), failed.value(),
                 "it must belong to the user who runs countersign");
}

Result<std::string> key_file(const fs::path& path, bool may_make, const KeyWords& words) {
  const File file(path, O_RDONLY);
  if (!file.ok()) {
    if (errno == ENOENT && may_make) return make(path, words);
    if (errno == ENOENT) {
      return Error{Fault::unavailable, words.name + " " + path.string() + " is missing, and " + words.used +
                                           "; restore it from its backup"};
    }
    return because("cannot read " + words.name + " " + path.string(), errno, "check who owns it");
  }
  struct stat facts {};
  if (::fstat(file.number(), &facts) != 0) return because("cannot look at " + path.string(), errno, "check the disk");
  if ((facts.st_mode & 077U) != 0) {
    return Error{Fault::unavailable, "others can read " + words.name + " " + path.string() + "; run: chmod 600 " +
                                         path.string() + " (and think about who has read it)"};
  }
  return parse(path, file.number(), words);
}

}  // namespace countersign::store
