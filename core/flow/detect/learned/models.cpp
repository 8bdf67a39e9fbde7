#include "flow/detect/learned/models.hpp"

#include <stdexcept>

// Made by embedded.S.in: the bytes of the files.
extern "C" {
extern const char countersign_risk_begin[], countersign_risk_end[];
extern const char countersign_mood_begin[], countersign_mood_end[];
extern const char countersign_injection_begin[], countersign_injection_end[];
extern const char countersign_customer_begin[], countersign_customer_end[];
extern const char countersign_outgoing_begin[], countersign_outgoing_end[];
extern const char countersign_language_begin[], countersign_language_end[];
}

namespace countersign::detect::learned {
namespace {

Linear load(const char* begin, const char* end) {
  auto model = Linear::read({begin, static_cast<std::size_t>(end - begin)});
  if (!model) throw std::runtime_error("a learned model in this program is damaged; build it again");
  return std::move(*model);
}

}  // namespace

const Linear& risk_model() {
  static const Linear model = load(countersign_risk_begin, countersign_risk_end);
  return model;
}

const Linear& mood_model() {
  static const Linear model = load(countersign_mood_begin, countersign_mood_end);
  return model;
}

const Linear& injection_model() {
  static const Linear model = load(countersign_injection_begin, countersign_injection_end);
  return model;
}

const Linear& customer_model() {
  static const Linear model = load(countersign_customer_begin, countersign_customer_end);
  return model;
}

const Linear& outgoing_model() {
  static const Linear model = load(countersign_outgoing_begin, countersign_outgoing_end);
  return model;
}

const Linear& language_model() {
  static const Linear model = load(countersign_language_begin, countersign_language_end);
  return model;
}

}  // namespace countersign::detect::learned
