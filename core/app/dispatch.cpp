#include "app/dispatch.hpp"

#include <exception>
#include <ostream>
#include <system_error>

#include "app/control.hpp"
#include "http/users_schema.hpp"
#include "store/lock.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

namespace countersign::app {
namespace {

namespace fs = std::filesystem;

class OpenedStore final : public Opened {
 public:
  OpenedStore(Config config, store::FolderLock lock, std::unique_ptr<store::Store> store, users::RoleLookup roles)
      : config_(std::move(config)),
        lock_(std::move(lock)),
        store_(std::move(store)),
        services_{*store_, clock_, config_, std::move(roles)} {}
  [[nodiscard]] Services& services() override { return services_; }

 private:
  Config config_;
  SystemClock clock_;
  store::FolderLock lock_;
  std::unique_ptr<store::Store> store_;  // closed before the lock is freed
  Services services_;
};

int run_inside(const Program& program, const Parsed& parsed, const std::string& token, std::ostream& out,
               std::ostream& err) {
  const LoadedConfig loaded = load_config(parsed.command->text("--config"), program.environment);
  // A server has a configuration of its own: what is wrong with the file since, or not set in this shell (${env:…}),
  // keeps nobody from stopping AI.
  if (!loaded.readable.data.empty()) {
    const auto remote = run_remote(loaded.readable.control_socket(), parsed.command->words(), token, out, err);
    if (remote) return *remote;
  }
  for (const yaml::Problem& problem : loaded.problems) err << yaml::to_line(problem) << "\n";
  if (!loaded.config)
    return cannot(err, "the configuration has errors: mend them, then `countersign check` says if all is fine");
  auto opened = program.open(*loaded.config);
  if (!opened.ok()) return cannot(err, opened.error().message);
  return parsed.spec->inside({*parsed.command, token, out, err}, (*opened)->services());
}

}  // namespace

int run(const Program& program, const std::vector<std::string>& words, std::ostream& out, std::ostream& err) {
  try {
    const Parsed parsed = parse(program.commands, words);
    if (!parsed.command && parsed.exit != 0) return cannot(err, parsed.text);
    if (!parsed.command) {
      out << parsed.text;
      return parsed.exit;
    }
    const std::string token = program.environment("COUNTERSIGN_TOKEN").value_or("");
    if (parsed.spec->here) return parsed.spec->here({*parsed.command, token, out, err});
    return run_inside(program, parsed, token, out, err);
  } catch (const std::exception& e) {
    return cannot(err, std::string("an internal error: ") + e.what());
  }
}

int run_in_server(const CommandTable& commands, Services& services, const std::vector<std::string>& words,
                  const std::string& token, std::ostream& out, std::ostream& err) {
  const Parsed parsed = parse(commands, words);
  if (!parsed.command) return cannot(err, parsed.text);
  if (!parsed.spec->inside)
    return cannot(err, "\"" + parsed.command->name + "\" does not run inside the server: run it directly");
  return parsed.spec->inside({*parsed.command, token, out, err}, services);
}

Status gateway_schema(store::Session& session) {
  if (Status done = store::apply_schema(session); !done.ok()) return done;
  for (const std::string_view statement : users::kSchema) session.run(statement);
  return {};
}

Result<std::unique_ptr<Opened>> open_store(const Config& config, users::RoleLookup roles) {
  if (config.store != "sqlite")
    return Error{Fault::unavailable, "this program keeps its data in SQLite only: write `store: sqlite`"};
  std::error_code error;
  if (fs::create_directories(config.data, error)) fs::permissions(config.data, fs::perms::owner_all, error);
  auto lock = store::FolderLock::take(config.data);
  if (!lock.ok()) return lock.error();
  auto store = store::open_sqlite(config.data / "countersign.db", gateway_schema);
  if (!store.ok()) return store.error();
  return std::unique_ptr<Opened>(
      std::make_unique<OpenedStore>(config, std::move(lock).value(), std::move(store).value(), std::move(roles)));
}

}  // namespace countersign::app
