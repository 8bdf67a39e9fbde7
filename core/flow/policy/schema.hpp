// What editors and manuals say about the language, made from the vocabulary: a JSON Schema (draft-07, which the YAML
// language server reads) and the tables of every word. Called by `policy schema` and `policy words`; pure.
#pragma once

#include <string>

#include "base/json.hpp"

namespace countersign::policy {

/// https://json-schema.org/draft-07: one definition per section, chosen by the kind of document. What needs the whole set
/// (names that must exist, what fits together) only `policy check` knows.
[[nodiscard]] json::Value json_schema();

/// The same as Markdown: for every kind of document its keys, and for every closed list its words.
[[nodiscard]] std::string words_as_markdown();

}  // namespace countersign::policy
