// Loading: read the file once, check its digest, put those very bytes into a private folder, open that copy. What was
// checked is what runs, also when somebody replaces the original at that moment.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "base/crypto.hpp"
#include "plugin/cell.hpp"
#include "plugin/loaded.hpp"
#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kLargestFile = std::uintmax_t{64} << 20;

Error refusal(const fs::path& file, const std::string& what) {
  return {Fault::invalid, "plugin file `" + file.string() + "`: " + what};
}

Result<std::string> read_file(const fs::path& file) {
  std::error_code problem;
  const auto size = fs::file_size(file, problem);
  if (problem) return refusal(file, "cannot be read (" + problem.message() + "): check the path and its permissions");
  if (size == 0 || size > kLargestFile) return refusal(file, "is empty or larger than 64 MiB: this is no plugin");
  std::ifstream in(file, std::ios::binary);
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)) || in.peek() != std::ifstream::traits_type::eof())
    return refusal(file, "changed or failed while it was read: try again");
  return bytes;
}

bool write_all(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(handle, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Puts `bytes` at `target` by rename, so that nobody ever opens half a file.
bool write_copy(const fs::path& target, const std::string& bytes) {
  const fs::path fresh = target.string() + "." + crypto::to_hex(crypto::random_bytes(8));
  const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0500);
  if (handle < 0) return false;
  bool written = write_all(handle, bytes);
  written = ::close(handle) == 0 && written;
  if (written && ::rename(fresh.c_str(), target.c_str()) == 0) return true;
  ::unlink(fresh.c_str());
  return false;
}

Result<fs::path> place_copy(const fs::path& file, const fs::path& folder, const std::string& bytes,
                            const std::string& digest) {
  std::error_code problem;
  if (fs::create_directories(folder, problem)) fs::permissions(folder, fs::perms::owner_all, problem);
  const fs::path copy = folder / (digest + ".so");
  // An older copy is trusted only after its bytes were hashed again; one that fits keeps its inode, since replacing a
  // file that is mapped would make a second library of it.
  if (const auto old = read_file(copy); old.ok() && crypto::sha256_hex(*old) == digest) return copy;
  if (!write_copy(copy, bytes))
    return refusal(file, "cannot be copied to `" + folder.string() + "`: make that folder writable");
  return copy;
}

bool text_within(const char* text, std::size_t most) { return text != nullptr && ::strnlen(text, most + 1) <= most; }

bool well_formed_id(std::string_view id, std::string_view kind) {
  if (!id.starts_with(kind) || id.size() <= kind.size() + 1 || id[kind.size()] != '.') return false;
  id.remove_prefix(kind.size() + 1);
  return std::all_of(id.begin(), id.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string detector_complaint(const cs_plugin& d) {
  const cs_detect* detect = detect_of(d);
  if (detect == nullptr)
    return "extension(\"" CS_DETECT_1 "\") gives no table of its size: it is mandatory for detectors";
  return detect->look == nullptr ? "`look` is missing: it is mandatory for detectors" : "";
}

/// What is wrong with a descriptor, field by field; "" when nothing is.
std::string complaint(const cs_plugin& d) {
  if (d.kind < CS_CHANNEL || d.kind > CS_DETECTOR)
    return "kind is " + std::to_string(d.kind) + ": use CS_CHANNEL, CS_MODEL, CS_HELPDESK, CS_LOOKUP or CS_DETECTOR";
  static const char* const kinds[] = {"channel", "model", "helpdesk", "lookup", "detect"};
  const std::string kind = kinds[d.kind - 1];
  if (!text_within(d.id, 64) || !well_formed_id(d.id, kind))
    return "id is not `" + kind + ".NAME` with a-z, 0-9 and `-`: correct it";
  if (!text_within(d.version, 32) || *d.version == '\0') return "version is missing or longer than 32 bytes: set it";
  if (d.open == nullptr) return "`open` is missing: it is mandatory";
  if (d.close == nullptr) return "`close` is missing: it is mandatory";
  if (d.kind == CS_DETECTOR) return detector_complaint(d);
  if (d.read == nullptr) return "`read` is missing: it is mandatory";
  if (d.write == nullptr) return "`write` is missing: it is mandatory";
  if (d.kind == CS_CHANNEL && d.verify == nullptr) return "`verify` is missing: it is mandatory for channels";
  return {};
}

/// Size and version are read first: nothing else of the struct may be touched before they fit.
Result<cs_plugin> read_descriptor(const fs::path& file, const cs_plugin* given) {
  if (given == nullptr) return refusal(file, "countersign_plugin_v1 returned null: return the descriptor");
  if (given->abi_major != CS_ABI_MAJOR) {
    return refusal(file, "ABI major is " + std::to_string(given->abi_major) + ", this gateway speaks " +
                             std::to_string(CS_ABI_MAJOR) + ": rebuild it against this gateway's countersign/plugin.h");
  }
  if (given->size < sizeof(cs_plugin)) {
    return refusal(file, "descriptor size is " + std::to_string(given->size) + ", at least " +
                             std::to_string(sizeof(cs_plugin)) + " is needed: set it to sizeof(cs_plugin)");
  }
  cs_plugin copy{};
  std::memcpy(&copy, given, sizeof copy);
  if (const std::string what = complaint(copy); !what.empty()) return refusal(file, what);
  return copy;
}

Result<cs_plugin> open_library(const fs::path& file, const fs::path& copy) {
  void* library = ::dlopen(copy.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* why = ::dlerror();
    return refusal(file,
                   "cannot be loaded (" + printable(why == nullptr ? "" : why) + "): rebuild it for this machine");
  }
  // Never dlclose: instances, threads and the log may still hold pointers into it.
  const auto entry = reinterpret_cast<const cs_plugin* (*)()>(::dlsym(library, "countersign_plugin_v1"));
  if (entry == nullptr)
    return refusal(file, "does not export countersign_plugin_v1: end it with COUNTERSIGN_PLUGIN(...)");
  try {
    return read_descriptor(file, entry());
  } catch (...) {
    return refusal(file, "countersign_plugin_v1 threw an exception: it may only return the descriptor");
  }
}

bool allowed_digest(const std::vector<Allowed>& allow, const std::string& digest) {
  return allow.empty() || std::any_of(allow.begin(), allow.end(), [&](const Allowed& a) { return a.sha256 == digest; });
}

bool allowed_id(const std::vector<Allowed>& allow, const std::string& digest, const std::string& id) {
  return allow.empty() ||
         std::any_of(allow.begin(), allow.end(), [&](const Allowed& a) { return a.sha256 == digest && a.id == id; });
}

/// Each build is tried in a cell once for a private folder; a mark beside the copy says that it was fine.
Status try_once(const fs::path& copy, const std::string& digest) {
  const fs::path mark = copy.parent_path() / (digest + ".tried");
  std::error_code problem;
  if (fs::exists(mark, problem)) return {};
  if (const auto tried = try_in_cell(copy); !tried) return tried;
  std::ofstream(mark) << std::flush;
  return {};
}

Result<std::shared_ptr<const LoadedPlugin>> load_file(const fs::path& file, const fs::path& folder,
                                                      const std::vector<Allowed>& allow, bool cell) {
  const auto bytes = read_file(file);
  if (!bytes) return bytes.error();
  const std::string digest = crypto::sha256_hex(*bytes);
  if (!allowed_digest(allow, digest)) {
    for (const auto& one : allow)
      if (one.id == file.stem())
        return refusal(file, "its SHA-256 " + digest + " is not in `plugins.allow`, which has " + one.sha256 +
                                 " for `" + one.id +
                                 "`: put the listed file back, or change the list if you trust the new one");
    return refusal(file, "its SHA-256 " + digest + " is not in `plugins.allow`: add it if you trust this file");
  }
  const auto copy = place_copy(file, folder, *bytes, digest);
  if (!copy) return copy.error();
  if (cell) {
    if (const auto tried = try_once(*copy, digest); !tried) return refusal(file, tried.error().message);
  }
  const auto descriptor = open_library(file, *copy);
  if (!descriptor) return descriptor.error();
  const std::string id = descriptor->id;
  if (!allowed_id(allow, digest, id)) {
    return refusal(file,
                   "it calls itself `" + id + "`, `plugins.allow` lists this file under another id: correct the list");
  }
  return std::make_shared<const LoadedPlugin>(*descriptor, id, descriptor->version, digest, cell ? *copy : fs::path());
}

}  // namespace

std::string digest_of(const fs::path& file) {
  const auto bytes = read_file(file);
  return bytes ? crypto::sha256_hex(*bytes) : std::string();
}

Result<std::shared_ptr<const Plugin>> load(const fs::path& file, const fs::path& private_folder,
                                           const std::vector<Allowed>& allow) {
  try {
    auto loaded = load_file(file, private_folder, allow, true);
    if (!loaded) return loaded.error();
    return std::shared_ptr<const Plugin>(std::move(*loaded));
  } catch (const std::exception& problem) {
    return Error{Fault::internal,
                 "plugin file `" + file.string() + "`: loading failed (" + printable(problem.what()) + ")"};
  }
}

Result<std::shared_ptr<const LoadedPlugin>> load_for_check(const fs::path& file, const fs::path& private_folder) {
  try {
    return load_file(file, private_folder, {}, false);
  } catch (const std::exception& problem) {
    return Error{Fault::internal,
                 "plugin file `" + file.string() + "`: loading failed (" + printable(problem.what()) + ")"};
  }
}

}  // namespace countersign::plugin
