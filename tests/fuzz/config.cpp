// The configuration file: read, or refused with file, line and number; never both.
#include "app/config.hpp"

#include "fuzz/bytes.hpp"
#include "kit/private_folder.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  static const PrivateFolder folder;
  const auto file = folder.path / "c.yaml";
  spill(file, {reinterpret_cast<const char*>(data), size});
  const auto nothing_set = [](const std::string&) { return std::optional<std::string>(); };
  const auto loaded = app::load_config(file, nothing_set);
  bool errors = false;
  for (const auto& problem : loaded.problems) {
    errors = errors || !problem.warning;
    fuzz::must(problem.code.size() == 4 && problem.code.front() == 'C', "a problem has its number");
    fuzz::must(!problem.message.empty() && !problem.place.file.empty(), "a problem has words and a place");
  }
  fuzz::must(errors != loaded.config.has_value(), "a configuration is made exactly if there is no error");
  return 0;
}
