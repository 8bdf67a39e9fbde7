#include "store/erased_list.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <mutex>
#include <system_error>

namespace countersign::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRow = 64;

bool is_row(std::string_view text) {
  return text.size() == kRow && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Error cannot(const fs::path& file, int code) {
  return {Fault::unavailable, "the list of the erased " + file.string() + " cannot be written (" +
                                  std::generic_category().message(code) + "); check the disk and who owns the file"};
}

Status sync_folder_of(const fs::path& file) {
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return cannot(file, errno);
  const int synced = ::fsync(folder);
  const int code = errno;
  ::close(folder);
  return synced == 0 ? Status() : Status(cannot(file, code));
}

}  // namespace

Result<std::unique_ptr<ErasedList>> ErasedList::open(const fs::path& file) {
  std::unique_ptr<ErasedList> list(new ErasedList(file));
  std::error_code failed;
  if (!fs::exists(file, failed)) return list;
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in)
    return Error{Fault::unavailable, file.string() + ": the list of the erased cannot be read; check who owns it"};
  if (const auto fine = list->read(text); !fine) return fine.error();
  return list;
}

Result<std::unique_ptr<ErasedList>> ErasedList::copy_of(const fs::path& file) {
  std::unique_ptr<ErasedList> list(new ErasedList(file));
  std::error_code failed;
  if (!fs::exists(file, failed)) return list;
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in || text.empty())
    return Error{Fault::invalid, file.string() +
                                     ": this list of the erased is empty or cannot be read, and no installation makes "
                                     "an empty one; give its newest whole copy"};
  if (text.back() != '\n') text += '\n';  // whoever copied it may have lost the last line's end, never the line
  if (const auto fine = list->read(text); !fine) return fine.error();
  return list;
}

Status ErasedList::read(const std::string& text) {
  std::size_t whole = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    if (end == std::string::npos) break;  // a crash while it was written: its key was not destroyed yet
    const auto line = std::string_view(text).substr(at, end - at);
    const auto when = line.size() > kRow ? from_rfc3339(line.substr(kRow + 1)) : std::nullopt;
    if (!is_row(line.substr(0, std::min(kRow, line.size()))) || !when)
      return Error{Fault::invalid, file_.string() +
                                       " is no list of erased customers (64 hexadecimal digits and a time in each "
                                       "line); restore it from its newest copy"};
    rows_.emplace(line.substr(0, kRow), *when);
    whole = at = end + 1;
  }
  any_ = !rows_.empty();
  if (whole == text.size()) return {};
  std::error_code failed;
  fs::resize_file(file_, whole, failed);
  return failed ? Status(cannot(file_, failed.value())) : Status();
}

bool ErasedList::contains(const std::string& row) const {
  if (!any_) return false;
  const std::shared_lock lock(mutex_);
  return rows_.find(row) != rows_.end();
}

Status ErasedList::append(const std::string& lines) {
  const int file = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return cannot(file_, errno);
  const ssize_t written = ::write(file, lines.data(), lines.size());
  const bool whole = written == static_cast<ssize_t>(lines.size()) && ::fsync(file) == 0;
  const int code = written >= 0 && static_cast<std::size_t>(written) < lines.size() ? ENOSPC : errno;
  ::close(file);
  return whole ? sync_folder_of(file_) : Status(cannot(file_, code));
}

Status ErasedList::add(const std::string& row, Time at) {
  const std::unique_lock lock(mutex_);
  if (rows_.find(row) != rows_.end()) return {};
  if (const auto kept = append(row + " " + to_rfc3339(at) + "\n"); !kept) return kept;
  rows_.emplace(row, at);
  any_ = true;
  return {};
}

Status ErasedList::add(const ErasedList& other) {
  for (const auto& [row, at] : other.all())
    if (const auto kept = add(row, at); !kept) return kept;
  return {};
}

std::map<std::string, Time, std::less<>> ErasedList::all() const {
  const std::shared_lock lock(mutex_);
  return rows_;
}

}  // namespace countersign::store
