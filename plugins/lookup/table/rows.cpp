#include "rows.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <fstream>

#include "countersign/utf8.hpp"

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
  return bytes.find('\0') == std::string_view::npos && countersign::sdk::valid_utf8(bytes);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace table
