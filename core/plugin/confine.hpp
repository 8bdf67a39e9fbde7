// Takes abilities away from this process for good (Linux seccomp). For children that run a plugin under test.
#pragma once

namespace countersign::plugin {

/// From now on socket(), socketpair(), connect() and execve() end the process with SIGSYS. False when the
/// kernel or the machine's architecture does not support it: nothing is forbidden then.
[[nodiscard]] bool forbid_sockets_and_processes();

}  // namespace countersign::plugin
