// `audit:` of the configuration: who may read the published log, and what it is called. Used by config.cpp only.
#include "app/config_parts.hpp"
#include "tlog/note.hpp"

namespace countersign::app {

void read_audit(ConfigReader& reader, const yaml::Node* node, AuditConfig& audit) {
  if (!node || !reader.map(*node, "audit", {"open", "origin"})) return;
  audit.open = reader.choice(node->find("open"), "open", {"false", "true"}, 0) == 1;
  audit.origin = reader.word(node->find("origin"), "origin");
  if (!audit.origin.empty() && !tlog::usable_name(audit.origin))
    reader.problem(node->find("origin")->place, "C027",
                   "a log's name must have neither spaces nor \"+\", such as log.example.com/support");
}

}  // namespace countersign::app
