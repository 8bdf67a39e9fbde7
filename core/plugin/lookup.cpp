#include "plugin/lookup.hpp"

#include <charconv>

#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFacts = 20;
constexpr std::size_t kLongestFact = 4096;
/// File times are no finer than this on some systems: a file written that shortly before it was read may since have
/// changed without showing it, so it is read once more.
constexpr std::chrono::seconds kTooFresh{2};
/// What cannot be read is not read for each question anew, unless it changed again.
constexpr std::chrono::seconds kReadAgainAfter{10};

void put_question(Fields& in, const Question& question) {
  in.emplace_back("text", question.text);
  in.emplace_back("customer", question.customer);
  in.emplace_back("channel", question.channel);
  in.emplace_back("conversation", question.conversation);
  in.emplace_back("language", question.language);
  put_now(in, question.now);
}

std::optional<Found::Outcome> outcome_of(const std::string* word) {
  if (word == nullptr) return std::nullopt;
  if (*word == "not_asked") return Found::Outcome::not_asked;
  if (*word == "not_found") return Found::Outcome::not_found;
  if (*word == "found") return Found::Outcome::found;
  return std::nullopt;
}

Fact read_fact(Reader& reader, const std::string& at, const Question& question) {
  Fact fact;
  fact.key = reader.need(at + ".key", kLongestId);
  fact.text = reader.text(at + ".text", kLongestFact);
  fact.answers = reader.text(at + ".answers", kLongestFact);
  fact.shown = reader.text(at + ".shown", kLongestFact);
  fact.source = reader.need(at + ".source", kLongestId);
  if (reader.need(at + ".customer", kLongestId) != question.customer)
    reader.wrong(at + ".customer", "is not the customer who asked");
  if (const std::string time = reader.text(at + ".as_of", 64); !time.empty()) fact.as_of = from_rfc3339(time);
  return fact;
}

Result<Found> to_found(const Fields& out, const std::string& id, const Question& question) {
  Reader reader(out, id);
  Found found;
  const auto outcome = outcome_of(find(out, "outcome"));
  if (!outcome) reader.wrong("outcome", "is none of found, not_found, not_asked");
  found.outcome = outcome.value_or(Found::Outcome::not_asked);
  for (std::size_t i = 0; reader.ok() && find(out, "fact." + std::to_string(i) + ".key") != nullptr; ++i) {
    if (i == kMostFacts) reader.wrong("fact", "comes more than " + std::to_string(kMostFacts) + " times");
    found.facts.push_back(read_fact(reader, "fact." + std::to_string(i), question));
  }
  const std::string missing = reader.text("missing", 4);
  const auto [end, problem] = std::from_chars(missing.data(), missing.data() + missing.size(), found.missing);
  if (!missing.empty() && (problem != std::errc() || end != missing.data() + missing.size() || found.missing < 0))
    reader.wrong("missing", "is no number");
  if ((found.outcome == Found::Outcome::found) == found.facts.empty())
    reader.wrong("outcome", "does not fit the number of facts");
  if (!reader.ok()) return reader.error();
  return found;
}

/// Also of an instance whose facts are out of date it can be learnt that a question is none for it.
bool names_something(const Answer& answer) {
  return answer.code != Code::ok || outcome_of(find(answer.out, "outcome")) != Found::Outcome::not_asked;
}

std::string stamp(const fs::path& file, fs::file_time_type opening) {
  std::error_code problem;
  const auto written = fs::last_write_time(file, problem);
  if (problem) return "absent";
  const auto size = fs::file_size(file, problem);
  if (written > opening - kTooFresh && written < opening + kTooFresh) return "too fresh to know";
  return std::to_string(written.time_since_epoch().count()) + ":" + std::to_string(size);
}

}  // namespace

Lookup::Lookup(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, Fields settings,
               std::string name, Origins origins)
    : plugin_(std::move(plugin)),
      settings_(std::move(settings)),
      name_(std::move(name)),
      origins_(std::move(origins)),
      instance_(std::move(instance)),
      // Opened elsewhere, moments ago: whatever was written since counts as changed.
      stamps_(stamps_of(*instance_, fs::file_time_type::clock::now())) {}

Lookup::Stamps Lookup::stamps_of(const Instance& instance, fs::file_time_type opening) {
  Stamps stamps;
  for (const auto& file : instance.reads()) stamps.push_back(stamp(file, opening));
  return stamps;
}

Lookup::Current Lookup::current() const {
  const std::lock_guard lock(mutex_);
  if (stamps_.empty()) return {instance_, {}};
  const auto opening = fs::file_time_type::clock::now();
  // Compared as of long ago, when nothing is too fresh: the stamps themselves remember what was.
  const auto seen = stamps_of(*instance_, fs::file_time_type::min() + 2 * kTooFresh);
  if (seen == stamps_) return {instance_, {}};
  if (!refused_.ok() && seen == refused_stamps_ && std::chrono::steady_clock::now() < read_again_)
    return {instance_, refused_};
  auto fresh = plugin_->open(settings_);
  if (!fresh) {
    std::string files;
    for (const auto& file : instance_->reads()) files += (files.empty() ? "" : ", ") + file.filename().string();
    refused_ = Error{Fault::unavailable,
                     "what it reads (" + files + ") has changed and cannot be used: " + fresh.error().message};
    refused_stamps_ = stamps_of(*instance_, opening);
    read_again_ = std::chrono::steady_clock::now() + kReadAgainAfter;
    return {instance_, refused_};
  }
  refused_ = {};
  instance_ = std::move(*fresh);
  stamps_ = stamps_of(*instance_, opening);
  return {instance_, {}};
}

std::string Lookup::complaint() const {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return "";  // it is being read; if that never ends, late_calls() tells
  if (refused_.ok() && !failed_.empty()) return "its last question had no answer (" + failed_ + "); such go to a person";
  if (refused_.ok()) return instance_->complaint();
  return refused_.error().message + "; until that is mended, what it would be asked goes to a person";
}

void Lookup::heard(const Result<Found>& found) const {
  if (found && found->outcome == Found::Outcome::not_asked) return;
  const std::lock_guard lock(mutex_);
  failed_ = found ? std::string() : found.error().message;
}

Result<Lookup::Step> Lookup::ask(const Question& question) const {
  const auto [instance, usable] = current();
  Fields in{{"op", "question"}};
  put_question(in, question);
  const Answer answer = instance->write(in);
  if (!usable.ok() && names_something(answer)) return usable.error();
  auto step = to_step(answer, plugin_->id(), &Step::found,
                      [&](const Fields& out) { return to_found(out, plugin_->id(), question); });
  if (!step) heard(step.error());
  if (step && step->found) heard(*step->found);
  return step;
}

Result<Found> Lookup::answer(const Response& response, const Question& question) const {
  const auto [instance, usable] = current();
  if (!usable.ok()) return usable.error();
  Fields in = to_fields(response);
  put_question(in, question);
  const Answer answer = instance->read(in);
  auto found = answer.code == Code::ok ? to_found(answer.out, plugin_->id(), question)
                                       : Result<Found>(to_error(answer, plugin_->id()));
  heard(found);
  return found;
}

}  // namespace countersign::plugin
