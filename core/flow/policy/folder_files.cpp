#include "flow/policy/folder_files.hpp"

#include <algorithm>

namespace countersign::policy {
namespace {

namespace fs = std::filesystem;

/// ".YAML" -> ".yaml"
std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// "98.yaml.bak", "rules.yaml ", "rules.yml~" -> as it would have to be called; "notes.txt" -> "notes.yaml"
std::string as_policy(const fs::path& path) {
  const std::string name = path.filename().string();
  for (const std::string_view ending : {".yaml", ".yml"})
    if (const auto at = lower(name).find(ending); at != std::string::npos && at > 0)
      return name.substr(0, at + ending.size());
  return path.stem().string() + ".yaml";
}

class Walk {
 public:
  Walk(const fs::path& top, bool cases_apart, FolderFiles& found)
      : top_(top), cases_apart_(cases_apart), found_(found) {}

  void into(const fs::path& folder, fs::directory_iterator entries) {
    std::error_code error;
    for (const fs::directory_iterator end; entries != end; entries.increment(error)) {
      if (error) break;
      look_at(*entries, folder == top_);
    }
    if (error) unreadable(folder);
  }

 private:
  void look_at(const fs::directory_entry& entry, bool at_top) {
    const fs::path& path = entry.path();
    const std::string name = path.filename().string();
    if (name.front() == '.') return;
    std::error_code error;
    const auto type = entry.status(error).type();
    const bool link = entry.is_symlink(error);
    if (type == fs::file_type::none || type == fs::file_type::unknown) return unreadable(path);
    if (type == fs::file_type::directory) return folder(path, at_top, link);
    if (link && type == fs::file_type::not_found)
      return left_out(path, "this link leads to nothing; mend or delete it");
    const auto ending = path.extension().string();
    if (lower(ending) != ".yaml" && lower(ending) != ".yml") return unread(path, name);
    if (type != fs::file_type::regular) return left_out(path, "this is no file that could be read; delete it");
    if (ending != lower(ending)) return left_out(path, "a policy's file ends in .yaml, in small letters; rename it");
    found_.files.push_back(path);
  }

  void folder(const fs::path& path, bool at_top, bool link) {
    if (path.filename() == "cases" && cases_apart_) {
      if (!at_top)
        left_out(path, "only the folder cases at the top of a set holds cases; move these there, or rename the folder");
      return;
    }
    if (link) return left_out(path, "a folder that is a link is not followed; copy it to here, or delete it");
    std::error_code error;
    const fs::directory_iterator entries(path, error);
    if (error) return unreadable(path);
    into(path, entries);
  }

  void unreadable(const fs::path& path) {
    problem(path, "P123", "this cannot be read; check who may open it and the folders above it");
  }
  void left_out(const fs::path& path, const std::string& why) { problem(path, "P143", why); }
  /// A copy, a note, a name with a slip: what nobody reads may be thought to count.
  void unread(const fs::path& path, const std::string& name) {
    if (lower(name) == "readme.md") return;
    const auto other = as_policy(path);
    std::error_code error;
    const bool taken = fs::exists(path.parent_path() / other, error);
    problem(path, "P143",
            "nobody reads this file, since its name " +
                std::string(name.back() == ' ' ? "ends in a blank" : "does not end in .yaml") +
                std::string(taken ? "; " + other + " beside it counts, so move this one out of the folder"
                                  : "; rename it to " + other + " if it should count, or move it out of the folder"),
            true);
  }
  void problem(const fs::path& path, const std::string& code, const std::string& why, bool warning = false) {
    found_.problems.push_back({{path.generic_string(), 1, 1}, code, why, warning});
  }

  const fs::path& top_;
  const bool cases_apart_;
  FolderFiles& found_;
};

}  // namespace

FolderFiles files_below(const fs::path& folder, bool cases_apart) {
  FolderFiles found;
  Walk(folder, cases_apart, found).into(folder, fs::directory_iterator(folder));
  std::sort(found.files.begin(), found.files.end());
  return found;
}

}  // namespace countersign::policy
