// The system calls by which the log is written, one method each, so that a test can let any one of them fail. Any
// thread.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

namespace countersign::publish {

/// Each method is the system call of its name: -1 and errno when it fails.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual int open(const std::string& path, int flags, unsigned mode);
  virtual ssize_t write(int file, const char* bytes, std::size_t count);
  virtual int sync(int file);
  virtual int close(int file);
  virtual int rename(const std::string& from, const std::string& to);
  virtual int make_folder(const std::string& path, unsigned mode);
};

/// The machine's own.
[[nodiscard]] Disk& real_disk();

}  // namespace countersign::publish
