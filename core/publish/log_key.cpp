#include "publish/log_key.hpp"

#include <sys/stat.h>

#include <system_error>

#include "base/crypto.hpp"

namespace countersign::publish {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kOriginBytes = 6;

}  // namespace

std::string new_origin() { return "countersign.invalid/" + crypto::to_hex(crypto::random_bytes(kOriginBytes)); }

Result<tlog::SigningKey> read_key(const fs::path& folder, const std::string& name) {
  const auto path = folder / name;
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0)
    return Error{Fault::not_found, path.string() + ": there is no such key; `countersign audit init` makes one"};
  if ((facts.st_mode & 077U) != 0)
    return Error{Fault::unavailable, "others can read the key " + path.string() + "; run: chmod 600 " + path.string() +
                                         " (and think about who has read it)"};
  auto text = LogFolder(folder).read(name);
  if (!text) return text.error();
  auto key = tlog::SigningKey::parse(*text);
  crypto::wipe(*text);
  if (!key)
    return Error{Fault::unavailable, path.string() + ": " + key.error().message + "; restore it from its backup"};
  return key;
}

Result<tlog::SigningKey> make_key(const fs::path& folder, const std::string& origin, tlog::KeyType type,
                                  const std::string& name) {
  std::error_code error;
  if (fs::exists(folder / name, error))
    return Error{Fault::conflict, (folder / name).string() + ": there is a key already"};
  if (!tlog::usable_name(origin))
    return Error{Fault::invalid, "a log's name must have neither spaces nor \"+\", such as log.example.com/support"};
  auto key = tlog::SigningKey::make(origin, type);
  LogFolder keys(folder);
  if (const auto ready = keys.prepare(0700); !ready) return ready.error();
  if (const auto kept = keys.write({{name, key.private_text() + "\n"}}); !kept) return kept.error();
  return key;
}

Result<tlog::SigningKey> rotate(const fs::path& keys, const fs::path& log, const std::string& origin) {
  const auto old = read_key(keys);
  if (!old) return old.error();
  if (old->verifier().name == origin)
    return Error{Fault::conflict, "the log is called " + origin + " already; a new key needs a new name"};
  constexpr const char* kNext = "log.key.next";
  std::error_code error;
  fs::remove(keys / kNext, error);
  auto key = make_key(keys, origin, tlog::KeyType::ed25519, kNext);
  if (!key) return key;
  int number = 1;
  while (fs::exists(log.string() + "." + std::to_string(number), error)) ++number;
  if (fs::exists(log, error)) fs::rename(log, log.string() + "." + std::to_string(number), error);
  if (error)
    return Error{Fault::unavailable,
                 log.string() + " cannot be put away (" + error.message() + "); nothing was changed"};
  LogFolder folder(keys);
  if (const auto ready = folder.prepare(0700); !ready) return ready.error();
  if (const auto kept = folder.write({{kKeyFile, key->private_text() + "\n"}}); !kept) return kept.error();
  fs::remove(keys / kNext, error);
  return key;
}

}  // namespace countersign::publish
