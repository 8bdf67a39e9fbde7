#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <tuple>

#include "base/crypto.hpp"
#include "flow/policy/folder_files.hpp"
#include "flow/policy/reading.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 2000;
constexpr std::uintmax_t kMaxFileBytes = 1U << 21U;

struct Kind {
  std::string_view word;
  void (*read)(const yaml::Node&, Reading&);
};
constexpr std::array<Kind, 11> kKinds = {{{"policy", read_policy},
                                          {"journey", read_journey},
                                          {"notice", read_notice},
                                          {"roles", read_roles},
                                          {"staffing", read_staffing},
                                          {"topics", read_topics},
                                          {"knowledge", read_knowledge},
                                          {"data_class", read_data_class},
                                          {"finding", read_finding},
                                          {"law", read_law},
                                          {"pack", read_pack}}};

const Kind* kind_of(const yaml::Node& root) {
  for (const Kind& kind : kKinds)
    if (root.find(kind.word) != nullptr && root.entries.front().first.text == kind.word) return &kind;
  return nullptr;
}

std::optional<std::string> bytes_of(const fs::path& file) {
  std::error_code failed;
  if (fs::file_size(file, failed) > kMaxFileBytes || failed) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return std::nullopt;
  return bytes;
}

/// Adds the document of one file; what cannot be read at all is left out, with its problem.
void parse(const std::string& bytes, const std::string& name, std::vector<Document>& documents,
           std::vector<yaml::Problem>& problems) {
  const Report report(problems);
  auto root = yaml::read(bytes, name, 'P', problems);
  if (!root) return;
  if (!root->is_map() || root->entries.empty())
    return report.error(root->place, 101,
                        "a document starts with its kind and title, such as \"policy: Say it is an AI\"");
  if (const Kind* kind = kind_of(*root)) {
    documents.push_back({std::string(kind->word), std::move(*root)});
    return;
  }
  std::vector<std::string_view> known;
  for (const Kind& kind : kKinds) known.push_back(kind.word);
  const yaml::Node& first = root->entries.front().first;
  for (const auto& [key, value] : root->entries)
    if (std::find(known.begin(), known.end(), key.text) != known.end())
      return report.error(first.place, 101,
                          "a document starts with its kind and title; move \"" + key.text + ": ...\" (line " +
                              std::to_string(key.place.line) + ") to the top");
  report.error(first.place, 101, unknown(first.text, "a kind of document", known));
}

/// Independent of names and order: the digest of the sorted digests of all files.
std::string digest_of(std::vector<std::string> digests) {
  std::sort(digests.begin(), digests.end());
  std::string all;
  for (const std::string& digest : digests) all += digest + "\n";
  return crypto::sha256_hex(all);
}

void read_all(const std::vector<Document>& documents, Reading& reading) {
  for (const Document& d : documents)
    if (const yaml::Node* id = d.root.find("id"); (d.kind == "data_class" || d.kind == "finding") && id != nullptr)
      reading.data_classes.push_back(id->text);
  for (const Document& d : documents) check_map(d.root, d.kind, reading.data_classes, reading.report);
  for (const Document& d : documents)
    std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) { return k.word == d.kind; })->read(d.root, reading);
  check_references(documents, reading);
}

void sort_problems(std::vector<yaml::Problem>& problems) {
  const auto key = [](const yaml::Problem& p) {
    return std::tie(p.place.file, p.place.line, p.place.column, p.code, p.message);
  };
  std::sort(problems.begin(), problems.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

/// A file of a folder; without bytes when it cannot be read.
struct Found {
  std::string name;
  std::optional<std::string> bytes;
};

/// As it was given, without "./" before it and "/" behind: what problems name.
fs::path tidy(const fs::path& folder) {
  auto plain = folder.lexically_normal();
  if (!plain.has_filename() && plain.has_parent_path() && plain != plain.root_path()) plain = plain.parent_path();
  return plain;
}

std::vector<Found> found_in(const fs::path& folder, std::vector<yaml::Problem>& problems) {
  std::vector<Found> all;
  auto below = files_below(folder, true);
  for (const fs::path& file : below.files)
    all.push_back({file.lexically_relative(folder).generic_string(), bytes_of(file)});
  for (auto& one : below.problems) {
    one.place.file = fs::path(one.place.file).lexically_normal().generic_string();
    problems.push_back(std::move(one));
  }
  return all;
}

/// `problems`: those of the folder that they come from.
Loaded load_found(std::vector<Found> files, std::vector<yaml::Problem> problems, const std::string& shown, Time now) {
  Loaded loaded;
  loaded.problems = std::move(problems);
  const Report report(loaded.problems);
  std::vector<Document> documents;
  std::vector<std::string> digests;
  if (files.size() > kMaxFiles) report.error({shown, 1, 1}, 123, "more than 2000 files; split the set");
  for (const Found& file : files) {
    if (digests.size() >= kMaxFiles) break;
    const std::string path = (fs::path(shown) / file.name).lexically_normal().generic_string();
    digests.push_back(crypto::sha256_hex(file.bytes.value_or("")));
    if (file.bytes)
      parse(*file.bytes, path, documents, loaded.problems);
    else
      report.error({path, 1, 1}, 123,
                   "this file cannot be read; check its permissions and its size (at most 1 MiB)");
  }
  if (files.empty())
    report.error({shown, 1, 1}, 123, "there is no .yaml file in this folder; name the folder of a policy set");
  parse(std::string(law_text()), "built-in law table", documents, loaded.problems);
  auto compiled = std::make_unique<Compiled>();
  Reading reading{*compiled, now, shown, report, {}, {}};
  read_all(documents, reading);
  sort_problems(loaded.problems);
  const auto& found = loaded.problems;
  if (std::any_of(found.begin(), found.end(), [](const yaml::Problem& p) { return !p.warning; })) return loaded;
  compiled->digest = digest_of(std::move(digests));
  loaded.set = std::make_shared<const PolicySet>(std::move(compiled));
  for (Found& file : files) loaded.files.push_back({std::move(file.name), std::move(*file.bytes)});
  return loaded;
}

}  // namespace

std::vector<Document> read_documents(const SourceFiles& files, std::vector<yaml::Problem>& problems) {
  std::vector<Document> documents;
  for (const SourceFile& file : files) parse(file.bytes, file.name, documents, problems);
  return documents;
}

bool Reading::define(std::string_view kind, const yaml::Node* id) {
  if (id == nullptr || id->text.empty()) return false;
  const auto [at, fresh] = seen.emplace(std::string(kind) + " " + id->text, id->place);
  if (!fresh)
    report.error(id->place, 111,
                 "there is already a " + at->first + " (" + at->second.file + ":" + std::to_string(at->second.line) +
                     "); rename or delete one");
  return fresh;
}

std::string text_of(const yaml::Node& map, std::string_view key) {
  const yaml::Node* node = map.find(key);
  return node != nullptr && node->is_scalar() ? node->text : std::string();
}

Names names_of(const yaml::Node& map, std::string_view key) {
  Names names;
  for (const yaml::Node* node : as_list(map.find(key))) names.push_back(node->text);
  return names;
}

int number_of(const yaml::Node& map, std::string_view key, int otherwise) {
  const std::string text = text_of(map, key);
  return text.empty() || text.size() > 6 || text.find_first_not_of("0123456789") != std::string::npos ? otherwise
                                                                                                      : std::stoi(text);
}

std::optional<Route> route_of(const yaml::Node& map) {
  const yaml::Node* node = map.find("give_to");
  if (node == nullptr) return std::nullopt;
  return Route{text_of(*node, "queue"), text_of(*node, "priority")};
}

Result<PacksOf> packs_in(const fs::path& folder) {
  std::vector<yaml::Problem> problems;
  std::vector<Document> documents;
  try {
    for (const Found& file : found_in(folder, problems))
      if (file.bytes) parse(*file.bytes, (folder / file.name).generic_string(), documents, problems);
  } catch (const std::exception&) {
    return Error{Fault::unavailable, folder.string() + ": this folder cannot be read; check that it may be opened"};
  }
  parse(std::string(law_text()), "built-in law table", documents, problems);
  Compiled found;
  const Report report(problems);
  Reading reading{found, {}, folder.string(), report, {}, {}};
  for (const Document& d : documents)
    if (d.kind == "pack" || d.kind == "law")
      std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& k) {
        return k.word == d.kind;
      })->read(d.root, reading);
  PacksOf all;
  for (auto& [id, pack] : found.packs) {
    pack.policies =
        static_cast<std::size_t>(std::count_if(documents.begin(), documents.end(), [&id = id](const Document& d) {
          return d.kind == "policy" && text_of(d.root, "from_pack") == id;
        }));
    all.packs.push_back(std::move(pack));
  }
  all.law = std::move(found.law);
  return all;
}

Loaded PolicySet::load(const fs::path& given, Time now) {
  const auto folder = tidy(given);
  try {
    std::vector<yaml::Problem> problems;
    auto files = found_in(folder, problems);
    return load_found(std::move(files), std::move(problems), folder.generic_string(), now);
  } catch (const std::exception&) {
    Loaded failed;
    Report(failed.problems)
        .error({folder.generic_string(), 1, 1}, 123,
               "this folder cannot be read; check that it exists and may be opened");
    return failed;
  }
}

Loaded PolicySet::load(const SourceFiles& files, const std::string& shown, Time now) {
  std::vector<Found> all;
  for (const SourceFile& file : files) all.push_back({file.name, file.bytes});
  return load_found(std::move(all), {}, shown, now);
}

}  // namespace countersign::policy
