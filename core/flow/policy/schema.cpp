#include "flow/policy/schema.hpp"

#include <algorithm>
#include <array>

#include "flow/policy/languages.hpp"
#include "flow/policy/vocabulary.hpp"

namespace countersign::policy {
namespace {

using json::Array;
using json::Object;
using json::Value;

constexpr std::string_view kId = "^[a-z0-9_-]{1,64}$";
constexpr std::string_view kSpan = "^[1-9][0-9]{0,5} (business (second|minute|hour)s?|(second|minute|hour|day)s?)$";
constexpr std::string_view kPeriod = "^[1-9][0-9]{0,4} (day|month|year)s?$";
constexpr std::string_view kDate = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr std::string_view kAmount = "^[0-9]{1,12}(\\.[0-9]{2})? [A-Z]{3}$";
constexpr std::string_view kHours = "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$";

Object pattern(std::string_view text) { return {{"type", "string"}, {"pattern", text}}; }

/// YAML's own types do not matter to us: 4 and "4" are the same word.
Object any_scalar() { return {{"type", Array{"string", "number", "boolean"}}}; }

/// Lists to which the documents of a set may add words of their own.
bool open_list(std::string_view list) { return list == "data" || list == "finding"; }

Value closed(std::string_view list) {
  Array all, help;
  for (const Word& word : words()) {
    if (word.list != list) continue;
    all.emplace_back(word.word);
    help.emplace_back(word.help);
  }
  Object chosen{{"enum", std::move(all)}, {"enumDescriptions", std::move(help)}};
  if (open_list(list)) return Object{{"anyOf", Array{std::move(chosen), pattern(kId)}}};
  return chosen;
}

Value language() {
  Array all, help;
  for (const Language& one : languages()) {
    all.emplace_back(one.code);
    help.emplace_back(one.name);
  }
  return Object{{"enum", std::move(all)}, {"enumDescriptions", std::move(help)}};
}

Value one_or_more(Value one) {
  Object list{{"type", "array"}, {"items", one}};
  return Object{{"anyOf", Array{std::move(one), std::move(list)}}};
}

Value reference(std::string_view section) { return Object{{"$ref", "#/definitions/" + std::string(section)}}; }

/// By language: the texts of a notice, the words of a topic.
Value by_language(Value value) {
  return Object{{"type", "object"}, {"propertyNames", reference("language")}, {"additionalProperties", std::move(value)}};
}

Value map_of(Value value) { return Object{{"type", "object"}, {"additionalProperties", std::move(value)}}; }

/// Keys of the author's own choosing, from a closed list if one is named.
Value free_map(const Key& key) {
  const auto named = [](std::string_view list, Value value) {
    return Object{{"type", "object"},
                  {"propertyNames", closed(list)},
                  {"additionalProperties", std::move(value)},
                  {"minProperties", 1}};
  };
  if (key.section == "notice") return by_language(named("notice_channel", any_scalar()));
  if (key.section == "topics.list") return by_language(one_or_more(any_scalar()));
  if (key.section == "policy.if_nobody_answers") return named("channel", pattern(kSpan));
  if (key.name == "hours_by_language") return by_language(reference("staffing.queues.hours"));
  if (key.name == "special_days") return map_of(one_or_more(pattern(kHours)));
  return map_of(one_or_more(any_scalar()));
}

Value value_of(const Key& key) {
  const auto below = std::string(key.section) + "." + std::string(key.name);
  switch (key.shape) {
    case Shape::text:
      return any_scalar();
    case Shape::id:
      return key.words.empty() ? Value(pattern(kId)) : closed(key.words);
    case Shape::words:
      return one_or_more(key.words.empty() ? Value(any_scalar()) : closed(key.words));
    case Shape::number:
      return Object{{"type", "integer"}, {"minimum", 1}, {"maximum", 999999}};
    case Shape::duration:
      return pattern(kSpan);
    case Shape::period:
      return pattern(kPeriod);
    case Shape::date:
      return pattern(kDate);
    case Shape::amount:
      return pattern(kAmount);
    case Shape::hours:
      return one_or_more(pattern(kHours));
    case Shape::map:
      return reference(section_of(below));
    case Shape::maps:
      return Object{{"type", "array"}, {"items", reference(section_of(below))}, {"minItems", 1}};
    case Shape::free_map:
      return free_map(key);
    case Shape::language:
      return reference("language");
    case Shape::languages:
      return one_or_more(reference("language"));
  }
  return any_scalar();
}

/// `$ref` lets nothing stand beside it in draft-07, so the help goes around it.
Object with_help(Value value, const Key& key) {
  return {{"allOf", Array{std::move(value)}}, {"description", key.help}};
}

Value definition_of(std::string_view section) {
  Object properties;
  Array required;
  for (const Key* key : keys_of(section)) {
    properties.emplace(key->name, with_help(value_of(*key), *key));
    if (key->required) required.emplace_back(key->name);
  }
  return Object{{"type", "object"},
                {"properties", std::move(properties)},
                {"required", std::move(required)},
                {"additionalProperties", false}};
}

/// `must` entries and maps without keys of their own ({}) are sections too, if anything points to them.
std::vector<std::string> sections() {
  std::vector<std::string> all;
  const auto add = [&all](std::string name) {
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(std::move(name));
  };
  for (const Key& key : keys()) {
    add(std::string(key.section));
    if (key.shape == Shape::map || key.shape == Shape::maps)
      add(std::string(section_of(std::string(key.section) + "." + std::string(key.name))));
  }
  return all;
}

}  // namespace

Value json_schema() {
  Object definitions, kinds;
  Array chosen, known;
  definitions.emplace("language", language());
  for (const std::string& section : sections()) {
    definitions.emplace(section, definition_of(section));
    if (section.find('.') != std::string::npos) continue;
    const Object named{{"required", Array{section}}};
    known.emplace_back(named);
    chosen.emplace_back(Object{{"if", named}, {"then", reference(section)}});
    kinds.emplace(section, Object{{"description", "begins a document of this kind; its title"}});
  }
  return Object{{"$schema", "http://json-schema.org/draft-07/schema#"},
                {"title", "Countersign policy documents"},
                {"type", "object"},
                {"properties", std::move(kinds)},
                {"anyOf", std::move(known)},
                {"allOf", std::move(chosen)},
                {"definitions", std::move(definitions)}};
}

}  // namespace countersign::policy
