// A published log in memory, signed with a key of its own, for tests of what an auditor finds.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "publish/right_edge.hpp"
#include "tlog/checkpoint.hpp"
#include "tlog/tiles.hpp"

namespace countersign::auditor {

class Log : public tlog::Files {
 public:
  explicit Log(const std::vector<std::string>& entries) {
    publish::RightEdge edge;
    for (const auto& entry : entries) edge.append(entry);
    const auto made = edge.take();
    for (const auto& [path, bytes] : made.bundles) files[path] = bytes;
    for (const auto& [path, bytes] : made.tiles) files[path] = bytes;
    files["checkpoint"] = tlog::sign({"log.example", edge.size(), edge.root()}, key, Time()).bytes();
  }
  [[nodiscard]] Result<std::string> read(const std::string& path) const override {
    const auto found = files.find(path);
    if (found == files.end()) return Error{Fault::not_found, path + ": there is no such file"};
    return found->second;
  }
  std::map<std::string, std::string> files;
  tlog::SigningKey key = tlog::SigningKey::make("log.example");
};

}  // namespace countersign::auditor
