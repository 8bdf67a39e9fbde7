#include "rights/backup_files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "store/copy.hpp"

namespace countersign::rights {
namespace {

namespace fs = std::filesystem;

/// SHA-256 of a file, which may be larger than the memory; "" when it cannot be read.
std::string digest_of(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  struct stat facts {};
  std::string digest;
  if (::fstat(file, &facts) == 0) {
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* const bytes = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes != MAP_FAILED) digest = crypto::sha256_hex({static_cast<const char*>(bytes), size});
    if (bytes != nullptr && bytes != MAP_FAILED) ::munmap(bytes, size);
  }
  ::close(file);
  return digest;
}

}  // namespace

Error cannot_use(const fs::path& folder, const std::error_code& why) {
  return {Fault::unavailable, folder.string() + ": this folder cannot be used (" + why.message() + ")"};
}

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (fs::recursive_directory_iterator at(folder, none), end; !none && at != end; at.increment(none))
    if (at->is_regular_file(none)) files.push_back(fs::relative(at->path(), folder, none));
  std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
    return std::pair(a != "checkpoint", a) < std::pair(b != "checkpoint", b);
  });
  return files;
}

Status write_manifest(const fs::path& folder, Time now, std::int64_t entries, std::vector<std::string>& names) {
  json::Object files;
  for (const auto& file : files_below(folder)) {
    files[file.string()] = digest_of(folder / file);
    names.push_back(file.string());
  }
  const auto text = json::dump(json::Object{
      {"countersign_backup", 1}, {"made_at", to_rfc3339(now)}, {"entries", entries}, {"files", std::move(files)}});
  const auto draft = folder / "manifest.draft";
  std::ofstream out(draft, std::ios::binary);
  out << text << "\n";
  out.close();
  if (!out) return Error{Fault::unavailable, draft.string() + " cannot be written; check the disk"};
  if (const auto kept = store::copy_file(draft, folder / kManifest); !kept) return kept;
  fs::remove(draft);
  return store::sync_folder(folder);
}

Result<Manifest> checked(const fs::path& folder) {
  const auto manifest = json::parse(slurp(folder / kManifest));
  const auto* files = manifest ? manifest->find("files") : nullptr;
  const auto made_at = manifest ? from_rfc3339(manifest->text("made_at")) : std::nullopt;
  if (files == nullptr || files->object() == nullptr || !made_at)
    return Error{Fault::not_found, folder.string() + " holds no whole backup: its manifest.json is missing or damaged"};
  Manifest found{*made_at, 0, {}};
  if (const auto* entries = manifest->find("entries"); entries != nullptr && entries->integer() != nullptr)
    found.entries = *entries->integer();
  for (const auto& [name, digest] : *files->object()) {
    if (fs::path(name).is_absolute() || name.find("..") != std::string::npos || digest.string() == nullptr)
      return Error{Fault::invalid, folder.string() + ": its manifest names a file outside of it"};
    if (digest_of(folder / name) != *digest.string())
      return Error{Fault::invalid, (folder / name).string() +
                                       " is missing or was altered since the backup was made; take another backup"};
    found.files.push_back(name);
  }
  return found;
}

}  // namespace countersign::rights
