// Data that is known by the words around it: links, names, addresses, dates of birth.
#include <re2/re2.h>

#include <string>

#include "flow/detect/personal.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

int judge_url(Candidate& found) {
  trim_end(found);
  return found.written().size() > 6 ? 950 : 0;
}

/// "I am Angry" is no name: what follows "I am" must not be an ordinary word.
int judge_name(Candidate& found) {
  trim_end(found);
  static const re2::RE2 ordinary(
      R"((?i)(?:not|the|a|an|my|your|very|so|in|on|at|is|it|and|ok|okay|here|there|sir|madam|spelled|spelt|misspelled|wrong|correct|incorrect|printed|written|missing|changed|still|also|team|customer|service|support|falsch|nicht|richtig|the .*|not .*|on .*|in .*|wrong .*|misspelled .*|spelled .*|still .*|also .*))");
  const auto text = found.written();
  if (text.size() < 2 || re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), ordinary)) return 0;
  return 800;
}

/// A day in figures or words, with its year.
std::string a_date() {
  return R"(\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:\.|st|nd|rd|th)? (?:of |de )?\pL{3,10}\.?,? (?:de )?\d{4}|\pL{3,10} \d{1,2}(?:st|nd|rd|th)?,? \d{4})";
}

}  // namespace

std::span<const PersonalPattern> word_patterns() {
  static const auto born = R"((?i)(?:\bborn(?: on)?|date of birth|birth ?date|\bdob|\bd\.o\.b\.?|birthday|geboren(?: am| op)?|geburtsdatum|geburtstag|\bnée? le|date de naissance|nac[ií](?:d[oa])?(?: el)?|fecha de nacimiento|\bnat[oa] il|data di nascita|nascid[oa] (?:em|a)|data de nascimento|geboortedatum|urodz\pL+|data urodzenia)\W{0,4}(?:(?:is|ist|est|es|è|é|on|am|:)\W{1,3}){0,2}()" + a_date() + ")";
  static const auto is_my_birth =
      R"((?i)\b()" + a_date() +
      R"()(?:\s?\(|\W{0,2}\s(?:is|was|ist|war|est|es|è|é|to|jest)\s)(?:(?:my|mein|ma|mi|la mia|a minha|minha|mijn|moja)\s)?(?:date of birth|birth ?date|birthday|dob\b|geburtsdatum|geburtstag|date de naissance|fecha de nacimiento|data di nascita|data de nascimento|geboortedatum|data urodzenia))";
  static const PersonalPattern patterns[] = {
      {"url", R"((?i)\b(?:https?|ftp)://[^\s<>"]+)", judge_url},
      {"url", R"((?i)\bwww\.[a-z0-9-]+\.[^\s<>"]+)", judge_url},
      {"date_of_birth", born},
      {"date_of_birth", is_my_birth},
      {"person_name",
       R"((?i:\bmy (?:full )?name is|\bmy name's|\bname:|\bthis is|\bi am called|ich hei(?:ß|ss)e|mein name ist|je m'appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|chamo-me|me chamo|meu nome é|ik heet|mijn naam is|nazywam się|mam na imię|name on the (?:account|card) is|the name is|under the name(?: of)?|auf den namen|au nom de|a nombre de|in the name of)\s+(?:(?i:mr|mrs|ms|dr|herr|frau)\.?\s+)?((?:\p{Lu}[\pL\pM'’.-]*)(?:[ -](?:(?:von|van|de|der|den|da|di|del|la|le|bin|al|zu) ){0,2}\p{Lu}[\pL\pM'’.-]*){0,3}))",
       judge_name},
      {"person_name",
       R"((?i:\bmy (?:full )?name is|\bmy name's|ich hei(?:ß|ss)e|mein name ist|je m'appelle|me llamo|mi nombre es|mi chiamo|chamo-me|me chamo|ik heet|mijn naam is|nazywam się)\s+((?:\p{Ll}[\pL\pM'’-]+)(?: \p{Ll}[\pL\pM'’-]+)?))",
       judge_name},
      {"person_name",
       R"(\b(?:Mr|Mrs|Ms|Miss|Dr|Herrn?|Frau|Monsieur|Madame|Mme|Señora?|Sra?|Sig|Signora?|Senhora?|Mevrouw|Meneer|Pani?|Pana)\.?\s((?:\p{Lu}[\pL\pM'’-]+)(?:[ -]\p{Lu}[\pL\pM'’-]+){0,2}))",
       judge_name},
      {"person_name",
       R"((?i:(?:regards|sincerely|cheers|thanks|thank you|best wishes|yours truly|grüßen|gruß|grüße|cordialement|bien à vous|saludos|un saludo|saluti|cumprimentos|groeten|groet|pozdrawiam)),?\s*\n+\s*((?:\p{Lu}[\pL\pM'’.-]*)(?:[ -]\p{Lu}[\pL\pM'’.-]*){0,3}))",
       judge_name},
      {"address",
       R"(\b(\d{1,5}[a-zA-Z]?,? (?:(?:\p{Lu}[\pL'.-]*|\d{1,3}(?:st|nd|rd|th)|of|the) ){1,4}(?i:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|square|terrace|close|crescent|parkway|highway|way|place|gardens|row|hill)\b\.?(?:,?\s+(?i:apt|suite|unit|flat)\.? ?\w{1,6})?(?:,?\s+\p{Lu}[\pL'.-]+(?: \p{Lu}[\pL'.-]+)?)?(?:,?\s+[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|,?\s+(?:[A-Z]{2} )?\d{5})?))"},
      {"address", R"((?i)\b(\d{1,5}[a-z]?,? (?:[\pL'.-]+ ){1,3}(?:street|road|avenue|lane|boulevard|terrace|crescent)\b))"},
      {"address", R"(((?:\p{Lu}[\pL-]*?|\p{Lu}[\pL-]* )(?i:straße|strasse|str\.|weg|allee|platz|gasse|damm|ufer|straat|laan|plein|gracht|kade)\s\d{1,4} ?[a-zA-Z]?\b(?:,? \d{4,5}(?: ?[A-Z]{2})? \p{Lu}[\pL-]+)?))"},
      {"address",
       R"((?i)(\b\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|place|chemin|impasse|quai|allée) (?:[\pL'.-]+ ?){1,5}(?:,? ?\d{5} \pL[\pL-]+)?))"},
      {"address",
       R"((?i)(\b(?:calle|c/|avenida|avda\.?|plaza|paseo|via|viale|piazza|corso|rua|travessa|praça|ul\.|ulica|aleja) ?(?:[\pL'.ºª-]+ ){0,4}[\pL'.-]+,? (?:n[ºo°.]{0,2} ?)?\d{1,4}\b(?:,? \d{4,5}(?:-\d{3})? \pL[\pL-]+)?))"},
      {"address", R"((?i)\b(?:po|p\.o\.) box \d{1,6}\b|\bpostfach \d{1,7}\b|\bpostbus \d{1,6}\b)"},
  };
  return patterns;
}

}  // namespace countersign::detect
