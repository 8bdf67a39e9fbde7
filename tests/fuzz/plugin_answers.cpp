// Whatever a plugin puts: the typed faces pass on a well-formed value or an error. The plugin here is the fuzzer.
#include "base/json.hpp"
#include "fuzz/bytes.hpp"
#include "plugin/connectors.hpp"
#include "plugin/detector.hpp"
#include "plugin/wire.hpp"

namespace {

using namespace countersign;
using namespace countersign::plugin;

/// Keys that the faces look for, so that the fuzzer need not guess them.
constexpr const char* kKeys[] = {"event",
                                 "conversation",
                                 "customer",
                                 "text",
                                 "name",
                                 "locale",
                                 "sent_at",
                                 "method",
                                 "url",
                                 "body",
                                 "outcome",
                                 "detail",
                                 "retry_after",
                                 "ticket",
                                 "agent",
                                 "problem",
                                 "problem.status",
                                 "why_not",
                                 "source.0.title",
                                 "source.0.text",
                                 "source.0.source",
                                 "passage.0.title",
                                 "attachment.0.url",
                                 "header.Content-Type",
                                 "attachment.0.name",
                                 "finding.0.kind",
                                 "finding.0.start",
                                 "finding.0.end",
                                 "finding.0.score",
                                 "finding.1.kind",
                                 "finding.1.start",
                                 "finding.1.end",
                                 "finding.999.kind",
                                 "finding.18446744073709551616.end",
                                 "finding..start"};

class Fuzzer final : public Instance {
 public:
  explicit Fuzzer(Answer answer) : answer_(std::move(answer)) {}
  [[nodiscard]] Answer verify(const Fields&) const override { return {Code::ok, {}, ""}; }
  [[nodiscard]] Answer read(const Fields&) const override { return answer_; }
  [[nodiscard]] Answer write(const Fields&) const override { return answer_; }

 private:
  Answer answer_;
};

class Named final : public Plugin {
 public:
  [[nodiscard]] Kind kind() const override { return Kind::channel; }
  [[nodiscard]] const std::string& id() const override { return id_; }
  [[nodiscard]] const std::string& version() const override { return id_; }
  [[nodiscard]] const std::string& digest() const override { return id_; }
  [[nodiscard]] Result<std::unique_ptr<Instance>> open(const Fields&) const override {
    return Error{Fault::internal, "not used here"};
  }

 private:
  std::string id_ = "channel.fuzzed";
};

Answer answer_of(fuzz::Bytes& input) {
  Answer answer;
  answer.code = static_cast<Code>(input.pick(6));
  while (!input.empty()) answer.out.emplace_back(kKeys[input.pick(std::size(kKeys))], input.word());
  return answer;
}

void text_is_fine(const std::string& text) { fuzz::must(valid_utf8(text), "only UTF-8 comes through"); }

void request_is_fine(const Result<Request>& request) {
  if (!request) return text_is_fine(request.error().message);
  text_is_fine(request->method + request->url);
  for (const auto& [name, value] : request->headers)
    fuzz::must((name + value).find_first_of("\r\n") == std::string::npos, "no header can bring another one");
  fuzz::must((request->method + request->url).find_first_of("\r\n ") == std::string::npos, "no line of its own");
}

/// Whatever was put as a kind counts as named, so that the rest is looked at too.
void findings_are_fine(const Fields& out, const std::string& text) {
  std::vector<std::string> kinds;
  for (const auto& [key, value] : out)
    if (key.ends_with(".kind")) kinds.push_back(value);
  const auto findings = to_findings(out, text, kinds);
  if (!findings) return text_is_fine(findings.error().message);
  for (const auto& one : *findings) {
    fuzz::must(one.start <= one.end && one.end <= text.size(), "a finding lies within its text");
    fuzz::must(one.start < one.end || one.end == 0, "only the whole text is meant by an empty span");
    text_is_fine(text.substr(one.start, one.end - one.start));
    fuzz::must(one.score >= 1 && one.score <= 1000, "a score is a score");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Bytes input(data, size);
  const Answer answer = answer_of(input);
  findings_are_fine(answer.out, "Grüße, 12 €: \xF0\x9F\xA6\x84!");
  const auto plugin = std::make_shared<Named>();
  const auto instance = [&] { return std::make_unique<Fuzzer>(answer); };
  const Channel channel(plugin, instance(), "shop");
  if (const auto in = channel.receive({}); in.ok()) {
    text_is_fine(in->text + in->event + in->conversation + in->customer + in->name + in->locale);
    fuzz::must(!in->event.empty() && !in->conversation.empty(), "a message has its ids");
  }
  request_is_fine(channel.compose({}));
  text_is_fine(channel.outcome({200, {}, "", true}).detail);
  const Model model(plugin, instance(), "m");
  if (const auto step = model.ask({}); step.ok() && step->request) request_is_fine(*step->request);
  if (const auto drafted = model.answer({200, {}, "", true}); drafted.ok())
    text_is_fine(drafted->text + drafted->why_not);
  const Helpdesk helpdesk(plugin, instance());
  request_is_fine(helpdesk.compose({}));
  if (const auto ticket = helpdesk.ticket({200, {}, "", true}); ticket.ok()) text_is_fine(*ticket);
  if (const auto said = helpdesk.receive({}); said.ok() && *said) text_is_fine((*said)->text + (*said)->agent);
  return 0;
}
