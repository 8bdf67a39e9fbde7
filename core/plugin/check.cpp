#include "plugin/check.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>

#include "base/json.hpp"
#include "plugin/checks.hpp"
#include "plugin/child.hpp"

namespace countersign::plugin {
namespace {

namespace fs = std::filesystem;
using State = CheckResult::State;

std::string how_it_ended(const ChildResult& child) {
  if (child.signal == SIGSYS) return "the plugin asked for a socket or a process: only the gateway does that (rule 2)";
  return "the plugin ended its process (signal " + std::to_string(child.signal) + ")";
}

CheckResult run(const Check& check, const Subject& subject, std::chrono::milliseconds deadline) {
  if (check.needs_samples && !subject.no_samples.empty()) return {State::skip, check.name, subject.no_samples};
  const ChildResult child = run_in_child([&] { return check.look(subject); }, deadline);
  switch (child.end) {
    case ChildResult::End::late:
      return {State::late, check.name, "did not end within " + std::to_string(deadline.count()) + " ms"};
    case ChildResult::End::crashed:
      return {State::crash, check.name, how_it_ended(child)};
    case ChildResult::End::failed:
      return {State::fail, check.name, "no child process could be made"};
    case ChildResult::End::finished:
      break;
  }
  if (child.said.starts_with(kSkip)) return {State::skip, check.name, child.said.substr(kSkip.size())};
  return {child.said.empty() ? State::pass : State::fail, check.name, child.said};
}

Subject make_subject(const fs::path& file, const CheckOptions& options) {
  Subject subject;
  subject.file = file;
  std::ifstream in(file, std::ios::binary);
  subject.bytes.assign(std::istreambuf_iterator<char>(in), {});
  const fs::path folder = options.samples.empty() ? file.parent_path() / "samples" / file.stem() : options.samples;
  auto samples = read_samples(folder);
  if (samples)
    subject.samples = std::move(*samples);
  else
    subject.no_samples = samples.error().message;
  std::string pattern = (fs::temp_directory_path() / "countersign-check-XXXXXX").string();
  if (const char* made = ::mkdtemp(pattern.data())) subject.folder = made;
  return subject;
}

}  // namespace

std::vector<CheckResult> check_plugin(const fs::path& file, const CheckOptions& options) {
  std::vector<CheckResult> results;
  try {
    const Subject subject = make_subject(file, options);
    for (const auto& check : all_checks()) results.push_back(run(check, subject, options.deadline));
    std::error_code ignored;
    fs::remove_all(subject.folder, ignored);
  } catch (const std::exception&) {
    results.push_back({State::fail, "check", "the check itself failed: see that the temporary folder is writable"});
  }
  return results;
}

std::string_view to_word(State state) {
  switch (state) {
    case State::pass:
      return "pass";
    case State::fail:
      return "fail";
    case State::crash:
      return "crash";
    case State::late:
      return "late";
    case State::skip:
      return "skip";
  }
  return "fail";
}

bool all_fine(const std::vector<CheckResult>& results) {
  return std::all_of(results.begin(), results.end(),
                     [](const CheckResult& r) { return r.state == State::pass || r.state == State::skip; });
}

namespace {

/// "4 pass, 9 skipped: ...": nobody should take what was skipped for passed.
std::string summary(const std::vector<CheckResult>& results) {
  const auto passed = std::count_if(results.begin(), results.end(),
                                    [](const auto& one) { return one.state == CheckResult::State::pass; });
  const auto skipped = std::count_if(results.begin(), results.end(),
                                     [](const auto& one) { return one.state == CheckResult::State::skip; });
  const auto failed = static_cast<std::ptrdiff_t>(results.size()) - passed - skipped;
  // These say enough in their own lines: only channels sign, only detectors find.
  const bool unsampled = std::any_of(results.begin(), results.end(), [](const auto& one) {
    return one.state == CheckResult::State::skip && one.name != "forged-webhook-refused" &&
           one.name != "findings-within-the-text";
  });
  return std::to_string(passed) + " pass" + (failed > 0 ? ", " + std::to_string(failed) + " failed" : "") +
         (skipped > 0 ? ", " + std::to_string(skipped) + " skipped" : "") +
         (unsampled ? ": add samples (see the README) to run them" : "") + "\n";
}

}  // namespace

std::string to_text(const std::vector<CheckResult>& results) {
  std::string text;
  for (const auto& result : results) {
    std::string word(to_word(result.state));
    word.resize(6, ' ');
    text += word + result.name + (result.detail.empty() ? "" : ": " + result.detail) + "\n";
  }
  return text + summary(results);
}

std::string to_json(const std::vector<CheckResult>& results) {
  json::Array checks;
  for (const auto& result : results) {
    checks.push_back(
        json::Object{{"name", result.name}, {"state", std::string(to_word(result.state))}, {"detail", result.detail}});
  }
  return json::dump(json::Object{{"checks", std::move(checks)}, {"ok", all_fine(results)}});
}

}  // namespace countersign::plugin
