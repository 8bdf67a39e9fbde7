#include "app/bundled.hpp"

#include <vector>

namespace countersign::app {

namespace fs = std::filesystem;

Result<fs::path> bundled(const fs::path& name) {
  std::error_code error;
  const fs::path beside = fs::read_symlink("/proc/self/exe", error).parent_path();
  const std::vector<fs::path> places = {beside / name, beside.parent_path() / "share" / "countersign" / name};
  for (const auto& place : places)
    if (fs::is_directory(place, error)) return fs::canonical(place);
  return Error{Fault::not_found,
               places[0].string() + " and " + places[1].string() + " are missing: build or install the program again"};
}

}  // namespace countersign::app
