#include "plugin/instance.hpp"

#include <chrono>
#include <unordered_set>

#include "plugin/crash_trace.hpp"
#include "plugin/under_way.hpp"
#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

/// What a cell gives it too: a plugin may read a folder of articles.
constexpr std::chrono::seconds kOpensWithin{10};
constexpr std::size_t kMostFields = 4096;
constexpr std::size_t kLongestKey = 256;
constexpr std::size_t kMostBytes = std::size_t{8} << 20;

cs_text view(const std::string& text) { return {text.data(), text.size()}; }

/// Collects what a plugin puts and remembers when it broke a limit.
struct Collector {
  static constexpr std::size_t kFew = 32;  ///< up to so many keys are found fastest by looking at all

  Fields fields;
  std::unordered_set<std::string> keys;  ///< only once there are more
  std::size_t bytes = 0;
  bool broken = false;

  static cs_status put(void* context, cs_text key, cs_text value) {
    auto& self = *static_cast<Collector*>(context);
    try {
      if (self.accept(key, value)) return CS_OK;
    } catch (...) {
      // Out of memory: the answer is refused like one that is too large.
    }
    self.broken = true;
    return CS_INVALID;
  }

  bool fresh(const std::string& name) {
    if (fields.size() < kFew) return find(fields, name) == nullptr;
    if (keys.empty())
      for (const auto& field : fields) keys.insert(field.first);
    return keys.insert(name).second;
  }

  bool accept(cs_text key, cs_text value) {
    if (key.data == nullptr || key.size == 0 || key.size > kLongestKey) return false;
    if (value.data == nullptr && value.size != 0) return false;
    if (fields.size() >= kMostFields || value.size > kMostBytes || bytes + key.size + value.size > kMostBytes)
      return false;
    std::string name(key.data, key.size);
    if (!fresh(name)) return false;
    bytes += key.size + value.size;
    fields.emplace_back(std::move(name), value.size == 0 ? std::string() : std::string(value.data, value.size));
    return true;
  }
};

Code code_of(cs_status status) {
  return status >= CS_OK && status <= CS_INTERNAL ? static_cast<Code>(status) : Code::internal;
}

Answer to_answer(cs_status status, Collector& collected) {
  Answer answer;
  answer.code = code_of(status);
  if (collected.broken) {
    answer.code = Code::internal;
    answer.problem = "its answer breaks a limit of the plugin interface (rule 5)";
    return answer;
  }
  if (answer.code == Code::ok) {
    answer.out = std::move(collected.fields);
    return answer;
  }
  if (const auto* problem = find(collected.fields, "problem")) answer.problem = printable(*problem);
  if (answer.problem.empty()) answer.problem = "it gave no reason (key `problem`)";
  if (const auto* hint = find(collected.fields, "problem.status")) answer.out.emplace_back("problem.status", *hint);
  return answer;
}

template <class Value>
std::vector<Value> values_of(const Fields& out, std::string_view prefix) {
  std::vector<Value> values;
  for (const auto& [key, value] : out)
    if (key.starts_with(prefix)) values.emplace_back(value);
  return values;
}

template <class Function>
Answer call(const Fields& in, Function function) {
  Collector collected;
  cs_status status = CS_INTERNAL;
  try {
    std::vector<cs_field> fields;
    fields.reserve(in.size());
    for (const auto& [key, value] : in) fields.push_back({view(key), view(value)});
    const cs_input input{sizeof(cs_input), static_cast<std::uint32_t>(fields.size()), fields.data()};
    const cs_output output{sizeof(cs_output), 0, &collected, &Collector::put};
    status = function(&input, &output);
  } catch (...) {
    Answer answer;
    answer.problem = "it let an exception cross the border (rule 6)";
    return answer;
  }
  return to_answer(status, collected);
}

}  // namespace

const cs_detect* detect_of(const cs_plugin& descriptor) {
  if (descriptor.kind != CS_DETECTOR || descriptor.extension == nullptr) return nullptr;
  try {
    const auto* table = static_cast<const cs_detect*>(descriptor.extension(CS_DETECT_1));
    return table != nullptr && table->size >= sizeof(cs_detect) ? table : nullptr;
  } catch (...) {
    return nullptr;  // rule 6; the loader says that there is no table
  }
}

OpenedInstance::~OpenedInstance() {
  try {
    const Inside inside(mark_);
    const UnderWay under_way(conduct_.id(), "close", conduct_.terms().budget);
    descriptor_.close(handle_);
  } catch (...) {
    // Rule 6 broken while closing: nothing is left that could be wrong.
  }
}

template <class Function>
Answer OpenedInstance::measured(const char* name, const Fields& in, Function function) const {
  const auto begin = std::chrono::steady_clock::now();
  Answer answer;
  {
    const Inside inside(mark_);
    const UnderWay under_way(conduct_.id(), name, conduct_.terms().budget, &conduct_.late(), begin);
    answer = call(in, function);
  }
  const auto end = std::chrono::steady_clock::now();
  conduct_.note(end, end - begin);
  return answer;
}

namespace {
/// What begins new work waits while the plugin is left alone; what ends it (a channel's answer) never does.
Answer later() { return {Code::retry, {}, "its last calls took too long, it gets no new work for a moment"}; }
}  // namespace

Answer OpenedInstance::verify(const Fields& in) const {
  if (descriptor_.verify == nullptr) return {Code::unsupported, {}, "it has no webhook"};
  if (conduct_.left_alone(std::chrono::steady_clock::now())) return later();
  return measured("verify", in,
                  [this](const cs_input* i, const cs_output* o) { return descriptor_.verify(handle_, i, o); });
}

Answer OpenedInstance::read(const Fields& in) const {
  if (descriptor_.read == nullptr) return {Code::unsupported, {}, "it has nothing to read"};
  return measured("read", in,
                  [this](const cs_input* i, const cs_output* o) { return descriptor_.read(handle_, i, o); });
}

Answer OpenedInstance::write(const Fields& in) const {
  if (descriptor_.write == nullptr) return {Code::unsupported, {}, "it has nothing to write"};
  if (conduct_.left_alone(std::chrono::steady_clock::now())) return later();
  return measured("write", in,
                  [this](const cs_input* i, const cs_output* o) { return descriptor_.write(handle_, i, o); });
}

/// The host measures with the budget of the detector's own configuration (detector.hpp).
Answer OpenedInstance::look(const Fields& in) const {
  if (detect_ == nullptr) return Instance::look(in);
  if (conduct_.left_alone(std::chrono::steady_clock::now())) return later();  // some looks never came back
  const Inside inside(mark_);
  const UnderWay under_way(conduct_.id(), "look", conduct_.terms().budget, &conduct_.late());
  return call(in, [this](const cs_input* i, const cs_output* o) { return detect_->look(handle_, i, o); });
}

std::vector<std::string> OpenedInstance::kinds() const { return values_of<std::string>(opened_, "kind."); }

std::vector<std::filesystem::path> OpenedInstance::reads() const {
  return values_of<std::filesystem::path>(opened_, "reads.");
}

std::string OpenedInstance::complaint() const { return conduct_.complaint(std::chrono::steady_clock::now()); }

Result<std::unique_ptr<Instance>> open_instance(const cs_plugin& descriptor, const Border& border,
                                                const Fields& settings) {
  const std::string& id = border.id;
  auto host = std::make_shared<const Host>(id);
  const Inside inside(border.mark);
  const UnderWay under_way(id, "open", kOpensWithin);
  void* handle = nullptr;
  cs_status said = CS_INTERNAL;
  const Answer answer = call(settings, [&](const cs_input* i, const cs_output* o) {
    return said = descriptor.open(host->table(), i, o, &handle);
  });
  // What it made is given back also when its answer is refused.
  std::unique_ptr<Instance> made;
  if (said == CS_OK && handle != nullptr)
    made = std::make_unique<OpenedInstance>(descriptor, std::move(host), handle, answer.out, border);
  if (answer.code != Code::ok) {
    return Error{answer.code == Code::invalid ? Fault::invalid : Fault::internal,
                 "plugin `" + id + "`: " + answer.problem};
  }
  if (!made) return Error{Fault::internal, "plugin `" + id + "` opened without making an instance"};
  return made;
}

}  // namespace countersign::plugin
