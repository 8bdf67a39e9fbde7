#include "plugin/samples.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/json.hpp"

namespace countersign::plugin {
namespace {

namespace fs = std::filesystem;
constexpr std::array<std::string_view, 6> kCodes = {"ok", "invalid", "forged", "unsupported", "retry", "internal"};

Error wrong(const fs::path& file, const std::string& what) {
  return {Fault::invalid, "sample `" + file.string() + "`: " + what};
}

Result<json::Value> read_json(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return wrong(file, "cannot be read: add it");
  auto value = json::parse(text);
  if (!value || value->object() == nullptr) return wrong(file, "is not a JSON object: correct it");
  return value;
}

std::string filled(std::string text, const std::string& folder) {
  constexpr std::string_view mark = "${samples}";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + folder.size())) {
    text.replace(at, mark.size(), folder);
  }
  return text;
}

/// An object of strings; nullopt for anything else.
std::optional<Fields> to_fields(const json::Value* value, const std::string& folder) {
  if (value == nullptr || value->object() == nullptr) return std::nullopt;
  Fields fields;
  for (const auto& [key, item] : *value->object()) {
    if (item.string() == nullptr) return std::nullopt;
    fields.emplace_back(key, filled(*item.string(), folder));
  }
  return fields;
}

Result<Sample> to_sample(const fs::path& file, const json::Value& value, const std::string& folder) {
  Sample sample;
  sample.file = file.filename().string();
  sample.call = value.text("call");
  if (sample.call != "verify" && sample.call != "read" && sample.call != "write" && sample.call != "look")
    return wrong(file, "`call` is none of verify, read, write, look");
  auto in = to_fields(value.find("in"), folder);
  if (!in) return wrong(file, "`in` is no object of strings");
  sample.in = std::move(*in);
  const auto code = std::find(kCodes.begin(), kCodes.end(), value.text("code", "ok"));
  if (code == kCodes.end()) return wrong(file, "`code` is none of ok, invalid, forged, unsupported, retry, internal");
  sample.code = static_cast<Code>(code - kCodes.begin());
  if (const auto* out = value.find("out")) {
    auto fields = to_fields(out, folder);
    if (!fields) return wrong(file, "`out` is no object of strings");
    sample.out = std::move(*fields);
  }
  return sample;
}

Result<Samples> read_settings(const fs::path& file, const std::string& folder) {
  const auto value = read_json(file);
  if (!value) return value.error();
  Samples samples;
  auto good = to_fields(value->find("settings"), folder);
  if (!good) return wrong(file, "`settings` is no object of strings");
  samples.settings = std::move(*good);
  if (const auto* body_signed = value->find("body_signed")) {
    if (body_signed->boolean() == nullptr) return wrong(file, "`body_signed` is not true or false");
    samples.body_signed = *body_signed->boolean();
  }
  const auto* bad = value->find("bad_settings");
  if (bad == nullptr || bad->array() == nullptr)
    return wrong(file, "`bad_settings` is no list: give at least one the plugin must refuse");
  for (const auto& item : *bad->array()) {
    auto fields = to_fields(&item, folder);
    if (!fields) return wrong(file, "`bad_settings` holds something else than objects of strings");
    samples.bad_settings.push_back(std::move(*fields));
  }
  return samples;
}

}  // namespace

Result<Samples> read_samples(const fs::path& folder) {
  const std::string path = folder.string();
  auto samples = read_settings(folder / "settings.json", path);
  if (!samples) return samples;
  std::error_code problem;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    if (at->path().extension() == ".json" && at->path().filename() != "settings.json") files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const auto value = read_json(file);
    if (!value) return value.error();
    auto sample = to_sample(file, *value, path);
    if (!sample) return sample.error();
    samples->calls.push_back(std::move(*sample));
  }
  if (samples->calls.empty()) return wrong(folder, "holds no call: add one file per operation");
  return samples;
}

Answer play(const Instance& instance, const std::string& call, const Fields& in) {
  if (call == "verify") return instance.verify(in);
  if (call == "look") return instance.look(in);
  return call == "read" ? instance.read(in) : instance.write(in);
}

}  // namespace countersign::plugin
