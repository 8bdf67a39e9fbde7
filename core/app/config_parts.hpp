// The parts of the configuration, one function each. Used by config.cpp only.
#pragma once

#include "app/config_reader.hpp"

namespace countersign::app {

void read_listen(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_store(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_plugins(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_channels(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_helpdesk(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_limits(ConfigReader& reader, const yaml::Node* node, Config& config);
/// `budget:` and `ca:` of a block; what it leaves out is as usual.
[[nodiscard]] TargetTerms read_target(ConfigReader& reader, const yaml::Node& block, const TargetTerms& usual);
void read_models(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_detectors(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_lookups(ConfigReader& reader, const yaml::Node* node, Config& config);  // after the channels
void read_notify(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_keep(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_siem(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_log(ConfigReader& reader, const yaml::Node* node, Config& config);
void read_front_limits(ConfigReader& reader, const yaml::Node& node, Config& config);
void read_audit(ConfigReader& reader, const yaml::Node* node, AuditConfig& audit);
void read_tls(ConfigReader& reader, const yaml::Node* node, FrontConfig& front);

}  // namespace countersign::app
