#include "flow/activation/beside.hpp"

#include "store/sqlite.hpp"

namespace countersign::activation {
namespace {

/// A database that another process may be writing, for reading only.
class Beside final : public store::Store {
 public:
  explicit Beside(std::filesystem::path database) : database_(std::move(database)) {}
  void submit(Job /*job*/, Done done) override { done(Error{Fault::forbidden, "this database is only read here"}); }
  Status read(const Job& job) override { return store::read_beside(database_, job); }
  [[nodiscard]] std::string trouble() const override { return ""; }

 private:
  const std::filesystem::path database_;
};

}  // namespace

Result<std::optional<SetInForce>> read_in_force(const std::filesystem::path& data, Time now) {
  const auto keys = data / "keys";
  auto last = read_newest(keys / "policy.newest");
  if (!last) return last.error();
  std::error_code error;
  if (!*last && !std::filesystem::exists(keys / "policy.key", error)) return std::optional<SetInForce>();
  auto signer = Signer::open(keys / "policy.key", false);
  if (!signer) return signer.error();
  Beside database(data / "countersign.db");
  const Ledger ledger(database, std::move(*signer));
  const auto lines = ledger.bundles();
  if (!lines) return lines.error();
  const auto* line = Ledger::counting(*lines, last->value_or(Newest()));
  if (line == nullptr)
    return Error{Fault::gone,
                 "no policies are in force: the bundle that was put in force last is missing or was altered"};
  auto set = ledger.set(line->bundle->set, now);
  if (!set) return set.error();
  return std::optional(SetInForce{*line->bundle, std::move(set->files)});
}

}  // namespace countersign::activation
