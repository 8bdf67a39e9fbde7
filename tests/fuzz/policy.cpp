// A policy file as an officer, an editor or a broken disk may leave it: it is read, or refused with places and words;
// the same bytes make the same set, and a set with errors is never made.
#include "base/clock.hpp"
#include "flow/policy/policy_set.hpp"
#include "fuzz/bytes.hpp"
#include "kit/private_folder.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  static const PrivateFolder folder;
  static const Time now = *from_rfc3339("2026-11-21T20:00:00Z");
  spill(folder.path / "a.yaml", {reinterpret_cast<const char*>(data), size});
  const auto loaded = policy::PolicySet::load(folder.path, now);
  bool errors = false;
  for (const auto& problem : loaded.problems) {
    errors = errors || !problem.warning;
    fuzz::must(problem.code.size() == 4 && problem.code.front() == 'P', "a problem has its number");
    fuzz::must(!problem.message.empty(), "a problem has words");
    fuzz::must(!problem.place.file.empty(), "a problem has a place");
  }
  fuzz::must(errors == (loaded.set == nullptr), "a set is made exactly if there is no error");
  if (loaded.set == nullptr) return 0;
  const auto again = policy::PolicySet::load(folder.path, now);
  fuzz::must(again.set && again.set->digest() == loaded.set->digest(), "the same bytes have the same digest");
  return 0;
}
