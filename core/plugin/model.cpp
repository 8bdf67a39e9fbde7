#include "plugin/wire.hpp"

namespace countersign::plugin {
namespace {

constexpr std::size_t kMostPassages = 50;

void put_prompt(Fields& in, const Prompt& prompt) {
  in.emplace_back("language", prompt.language);
  put_now(in, prompt.now);
  for (std::size_t i = 0; i < prompt.turns.size(); ++i) {
    const std::string at = "turn." + std::to_string(i);
    in.emplace_back(at + ".role", prompt.turns[i].role);
    in.emplace_back(at + ".text", prompt.turns[i].text);
  }
  for (std::size_t i = 0; i < prompt.passages.size(); ++i) {
    const std::string at = "passage." + std::to_string(i);
    in.emplace_back(at + ".title", prompt.passages[i].title);
    in.emplace_back(at + ".text", prompt.passages[i].text);
    in.emplace_back(at + ".source", prompt.passages[i].source);
    if (!prompt.passages[i].answers.empty()) in.emplace_back(at + ".answers", prompt.passages[i].answers);
  }
}

std::vector<Passage> read_passages(const Fields& out, Reader& reader, const std::string& key) {
  std::vector<Passage> passages;
  for (std::size_t i = 0; i <= kMostPassages; ++i) {
    const std::string at = key + "." + std::to_string(i);
    if (find(out, at + ".text") == nullptr) return passages;
    passages.push_back({reader.text(at + ".title", 1024), reader.need(at + ".text", kLongestText, false),
                        reader.text(at + ".source", 4096)});
  }
  reader.wrong(key, "comes more than " + std::to_string(kMostPassages) + " times");
  return passages;
}

Result<Drafted> to_drafted(const Fields& out, const std::string& id) {
  Reader reader(out, id);
  Drafted drafted;
  drafted.text = reader.text("text", kLongestText, false);
  drafted.sources = read_passages(out, reader, "source");
  drafted.passages = read_passages(out, reader, "passage");
  if (const auto* why = find(out, "why_not")) drafted.why_not = printable(*why);
  if (drafted.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    drafted.text.clear();
    if (drafted.why_not.empty()) reader.wrong("text", "is empty and there is no `why_not`");
  } else if (!drafted.why_not.empty()) {
    reader.wrong("text", "comes together with `why_not`");
  }
  if (!reader.ok()) return reader.error();
  return drafted;
}

}  // namespace

Model::Model(std::shared_ptr<const Plugin> plugin, std::unique_ptr<Instance> instance, std::string name,
             Origins origins)
    : plugin_(std::move(plugin)),
      instance_(std::move(instance)),
      name_(std::move(name)),
      origins_(std::move(origins)) {}

Result<Model::Step> Model::ask(const Prompt& prompt) const {
  Fields in{{"op", "prompt"}};
  put_prompt(in, prompt);
  return to_step(instance_->write(in), plugin_->id(), &Step::drafted,
                 [this](const Fields& out) { return to_drafted(out, plugin_->id()); });
}

Result<Drafted> Model::answer(const Response& response, const Prompt& prompt) const {
  Fields in = to_fields(response);
  put_prompt(in, prompt);
  const Answer answer = instance_->read(in);
  if (answer.code != Code::ok) return to_error(answer, plugin_->id());
  return to_drafted(answer.out, plugin_->id());
}

}  // namespace countersign::plugin
