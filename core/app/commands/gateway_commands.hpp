// The commands that need the whole gateway, one file per family. Rows of the table; called by main and, over the
// control socket, by the server.
#pragma once

#include "app/cli.hpp"
#include "app/gateway.hpp"
#include "tlog/note.hpp"

namespace countersign::app {

[[nodiscard]] CommandTable serve_commands(
    std::function<CommandTable()> all);        ///< serve; `all` is what the control socket runs
[[nodiscard]] CommandTable demo_commands(std::function<CommandTable()> all);  ///< demo; `all` as for serve
[[nodiscard]] CommandTable review_commands();  ///< review list|show|approve|edit|reject|take-over|give-back
[[nodiscard]] CommandTable rights_commands();  ///< erase, hold add|remove|list, customer export|correct|…
[[nodiscard]] CommandTable report_commands();  ///< report, audit export|case
[[nodiscard]] CommandTable backup_commands();  ///< backup, restore
[[nodiscard]] CommandTable desk_commands();    ///< desk list|show|reply|note|close
[[nodiscard]] CommandTable stop_commands();    ///< stop-ai, start-ai
[[nodiscard]] CommandTable clock_commands();   ///< clock accept
[[nodiscard]] CommandTable audit_commands();   ///< audit init|verify|receipt|verify-receipt|witness
[[nodiscard]] CommandSpec audit_verify_command();  ///< audit verify
[[nodiscard]] CommandSpec audit_witness_command();  ///< audit witness
[[nodiscard]] CommandTable reload_commands();  ///< reload
[[nodiscard]] CommandTable policy_commands();  ///< policy check|test|explain|staffing
[[nodiscard]] CommandTable activation_commands();  ///< policy status|propose|approve|activate|tighten|…
[[nodiscard]] CommandSpec policy_test_command();  ///< policy test
[[nodiscard]] CommandSpec policy_explain_command();  ///< policy explain
[[nodiscard]] CommandSpec policy_drill_command();  ///< policy drill
[[nodiscard]] CommandSpec policy_packs_command();  ///< policy packs
[[nodiscard]] CommandSpec policy_diff_command();  ///< policy diff
[[nodiscard]] CommandSpec replay_command();  ///< policy replay
[[nodiscard]] CommandSpec staffing_command();  ///< policy staffing
[[nodiscard]] CommandTable plugin_commands();  ///< plugin list|check
[[nodiscard]] CommandTable detect_commands();  ///< detect

/// What `check` asks of the rooms behind the configuration: policies, plugins, store.
[[nodiscard]] std::vector<std::function<void(const Config&, std::vector<yaml::Problem>&)>> check_parts();
/// Asks others, so `check --offline` leaves it out: a warning for each server of the configuration that does not answer.
void check_reach(const Config& config, std::vector<yaml::Problem>& problems);

/// A new key and name for the published log, recorded with what the old one was and whether the database's entries are
/// its; says so on `told`. The data folder is held by the caller.
[[nodiscard]] Result<tlog::SigningKey> rotate_log(const std::filesystem::path& data, const std::string& origin,
                                                  Time now, std::ostream& told);

/// The user behind COUNTERSIGN_TOKEN, if they may do `action`; else one line on `err` and nullopt.
[[nodiscard]] std::optional<users::Identity> caller(const Call& call, Services& services, users::Action action);

}  // namespace countersign::app
