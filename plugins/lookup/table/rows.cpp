#include "rows.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <fstream>

namespace table {

std::unique_ptr<Rows> open_rows(const Settings& settings, const Warn& warn) {
  struct stat status {};
  std::ifstream in(settings.file, std::ios::binary);
  if (!in || ::stat(settings.file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    throw Problem(CS_INVALID, "setting `file` cannot be read: give the path of a CSV or SQLite file");
  constexpr std::string_view kMark("SQLite format 3\0", 16);
  std::string head(kMark.size(), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  const bool database = in.gcount() == static_cast<std::streamsize>(kMark.size()) && head == kMark;
  if (database && settings.table.empty())
    throw Problem(CS_INVALID, "`table` is missing: add the name of the table or view to read");
  if (!database && !settings.table.empty())
    throw Problem(CS_INVALID, "setting `table` is for SQLite files, and this one is none: remove it or correct `file`");
  return database ? open_sqlite(settings, warn) : read_csv(settings, warn);
}

std::string changed_at(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) throw Problem(CS_RETRY, "the file is not there now: put it back");
  std::time_t seconds = status.st_mtim.tv_sec;
  if (::stat((file + "-wal").c_str(), &status) == 0) seconds = std::max(seconds, status.st_mtim.tv_sec);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

bool is_text(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U; };
  for (std::size_t i = 0; i < bytes.size();) {
    const unsigned first = byte(i);
    if (first == 0) return false;
    if (first < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xC0U) != 0x80) return false;
    }
    const unsigned second = byte(i + 1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    if (overlong || (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F)) return false;
    i += length;
  }
  return true;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace table
