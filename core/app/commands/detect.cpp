// `countersign detect`: what the detectors see in texts, as JSON lines for programs or as a marked text for an officer.
#include <iostream>
#include <iterator>

#include "app/commands/gateway_commands.hpp"
#include "app/detectors.hpp"
#include "app/terminal.hpp"
#include "countersign/utf8.hpp"
#include "flow/detect/detectors.hpp"
#include "flow/detect/marked.hpp"
#include "flow/detect/report.hpp"
#include "flow/policy/examples.hpp"

namespace countersign::app {
namespace {

/// What the policies make of it, at the border that a text by this author crosses first.
policy::Facts facts_of(const Sight& sight, Author author) {
  policy::Facts facts;
  facts.border = author == Author::customer ? Border::arrival : Border::reply;
  facts.written_by = author;
  facts.now = SystemClock().now();
  facts.channel = facts.channel_kind = "webchat";
  facts.language = sight.language;
  facts.topics = sight.topics;
  facts.risk = sight.risk;
  facts.emotion = sight.emotion;
  facts.findings = sight.findings;
  facts.sources = 1;
  facts.ai_may = AiMay::reply;
  return facts;
}

int explain(const Call& call, const policy::PolicySet* set, const Detector& detector) {
  auto text = call.command.text("--explain");
  if (text == "-") text.assign(std::istreambuf_iterator<char>(std::cin), {});
  if (!sdk::valid_utf8(text))
    return cannot(call.err, "the text is not UTF-8: convert it first, for example with iconv");
  const auto author = from_word<Author>(call.command.text("--written-by", "customer")).value_or(Author::customer);
  const auto sight = detector.look({text, author, call.command.text("--locale"), {}});
  if (!sight) return cannot(call.err, sight.error().message);
  if (call.command.has("--json")) {
    call.out << report_line(*sight) << "\n";
    return 0;
  }
  call.out << marked(text, *sight, colours_on_output());
  if (set == nullptr) return 0;
  const auto facts = facts_of(*sight, author);
  call.out << "\n" << policy::explain(*set, facts, policy::decide(*set, facts)) << "\n";
  return 0;
}

int detect(const Call& call) {
  policy::DetectionTerms terms;
  policy::Loaded loaded;
  if (const auto folder = call.command.text("--policies"); !folder.empty()) {
    loaded = policy::PolicySet::load(folder, SystemClock().now());
    if (!loaded.ok())
      return cannot(call.err, folder + ": the policies do not load; `countersign policy check` lists every problem");
    terms = loaded.set->detection();
  }
  const auto with = detectors_for(call.command.text("--config"));
  if (!with) return cannot(call.err, with.error().message);
  const auto detector = make_detector(terms, kRemembered, with->detectors);
  if (call.command.has("--explain")) return explain(call, loaded.set.get(), *detector);
  return detect_lines(std::cin, call.out, *detector);
}

}  // namespace

CommandTable detect_commands() {
  CommandSpec spec;
  spec.name = "detect";
  spec.help = "what the detectors see: JSON lines in and out, or one text with marks (--explain)";
  spec.example = "countersign detect --explain \"Call me at 0157 5550123\" --policies policies/starter";
  spec.options = {
      {"--explain", "show this text with marks and plain words; \"-\" reads it from standard input", "TEXT"},
      {"--policies", "an officer's topics come from here; with --explain also what the rules make of the text", "DIR",
       false, false, true},
      {"--config", "look with this configuration's detector plugins too", "FILE", false, false, true},
      {"--written-by",
       "who wrote the text of --explain",
       "AUTHOR",
       false,
       false,
       false,
       {"customer", "ai", "ai_edited", "person", "system"}},
      {"--locale", "the customer's locale, such as de-AT, for --explain", "LOCALE"},
      {"--json", "with --explain: the JSON line instead of marks"}};
  spec.here = detect;
  return {std::move(spec)};
}

}  // namespace countersign::app
