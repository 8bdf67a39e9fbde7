#include "flow/activation/newest.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "store/copy.hpp"

namespace countersign::activation {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHexDigits = 64;

Error cannot_write(const fs::path& file, int code) {
  return {Fault::unavailable, file.string() + " cannot be written (" + std::generic_category().message(code) +
                                  "); check the disk and who owns its folder"};
}

bool only(std::string_view text, std::string_view signs) {
  return !text.empty() && text.find_first_not_of(signs) == std::string_view::npos;
}

}  // namespace

Result<std::optional<Newest>> read_newest(const fs::path& file) {
  std::error_code error;
  if (const auto there = fs::symlink_status(file, error); there.type() == fs::file_type::not_found)
    return std::optional<Newest>();
  std::ifstream in(file, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto space = text.find(' ');
  const auto number = text.substr(0, space);
  if (in && space != std::string::npos && number.size() < 18 && only(number, "0123456789") && text.back() == '\n') {
    const auto sha = text.substr(space + 1, text.size() - space - 2);
    if (sha.size() == kHexDigits && only(sha, "0123456789abcdef"))
      return std::optional(Newest{std::stoll(number), sha});
  }
  return Error{Fault::unavailable, file.string() +
                                       " does not say which bundle was in force last; restore it from the backup of "
                                       "its folder"};
}

Status write_newest(const fs::path& file, const Newest& newest) {
  const auto draft = file.string() + ".new";
  const auto text = std::to_string(newest.number) + " " + newest.sha256 + "\n";
  const int out = ::open(draft.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (out < 0) return cannot_write(file, errno);
  const bool written = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out) == 0;
  const int code = errno;
  ::close(out);
  if (!written) return cannot_write(file, code == 0 ? ENOSPC : code);
  if (std::rename(draft.c_str(), file.c_str()) != 0) return cannot_write(file, errno);
  return store::sync_folder(file.parent_path());
}

}  // namespace countersign::activation
