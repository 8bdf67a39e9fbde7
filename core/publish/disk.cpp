#include "publish/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace countersign::publish {

int Disk::open(const std::string& path, int flags, unsigned mode) {
  return ::open(path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode));
}
ssize_t Disk::write(int file, const char* bytes, std::size_t count) { return ::write(file, bytes, count); }
int Disk::sync(int file) { return ::fsync(file); }
int Disk::close(int file) { return ::close(file); }
int Disk::rename(const std::string& from, const std::string& to) { return ::rename(from.c_str(), to.c_str()); }
int Disk::make_folder(const std::string& path, unsigned mode) {
  return ::mkdir(path.c_str(), static_cast<mode_t>(mode));
}

Disk& real_disk() {
  static Disk disk;
  return disk;
}

}  // namespace countersign::publish
