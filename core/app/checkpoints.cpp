// Where the configuration says that checkpoints are kept, as the herald takes
// it.
#include "app/checkpoints.hpp"

namespace countersign::app {

std::vector<elsewhere::Place> places_of(const AuditConfig& audit) {
  std::vector<elsewhere::Place> places;
  for (const auto& one : audit.checkpoints) {
    elsewhere::Place place;
    place.name = one.name;
    place.every = one.every;
    if (!one.folder.empty()) {
      place.kind = elsewhere::Place::Kind::folder;
      place.folder = one.folder;
    } else if (!one.webhook.empty()) {
      place.kind = elsewhere::Place::Kind::webhook;
      place.server.url = one.webhook;
      place.server.ca = one.ca;
      place.secret = one.secret;
    } else {
      place.kind = elsewhere::Place::Kind::mail;
      place.mail = {one.mail.host,     one.mail.port, one.mail.safety, one.mail.user,
                    one.mail.password, one.mail.from, one.mail.to,     one.ca};
    }
    places.push_back(std::move(place));
  }
  return places;
}

std::vector<elsewhere::Witness> witnesses_of(const AuditConfig& audit) {
  std::vector<elsewhere::Witness> witnesses;
  for (const auto& one : audit.witnesses) {
    elsewhere::Witness witness{one.key, {}, one.every};
    witness.server.url = one.url;
    witness.server.ca = one.ca;
    witnesses.push_back(std::move(witness));
  }
  return witnesses;
}

}  // namespace countersign::app
