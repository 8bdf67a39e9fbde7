// Data that is known by the words around it: secrets, names, addresses, dates of birth.
#include <re2/re2.h>

#include "flow/detect/personal.hpp"

namespace countersign::detect {
namespace {

/// Punctuation that ends a sentence is no part of the value.
void trim_end(Candidate& found) {
  static constexpr std::string_view loose = ".,;:!?)]}>\"' \n\t";
  while (found.end > found.begin && loose.find(found.text[found.end - 1]) != std::string_view::npos) --found.end;
}

int judge_url(Candidate& found) {
  trim_end(found);
  return found.written().size() > 6 ? 950 : 0;
}

/// "my password is not working" says nothing secret.
int judge_password(Candidate& found) {
  trim_end(found);
  static const re2::RE2 ordinary(
      R"((?i)(?:not|no|wrong|in?correct|invalid|expired|blocked|locked|old|new|too|the|my|your|a|an|never|always|also|still|being|reset|changed|forgotten|required|needed|on|in|so|gone|lost|missing|falsch|nicht|abgelaufen|gesperrt|zu|neu|alt|weg|immer|ungültig|vergessen|incorrecte?|expiré|pas|faux|trop|perdu|incorrecta|no|muy|sbagliata|non|errada|não|verkeerd|niet|verlopen|nie|jest|błędne|working|accepted|recognised|recognized|rejected|it|that|this|there|what|where|how|protected|please|to|by|for|is|ist|es|est))");
  const auto text = found.written();
  if (text.size() < 3) return 0;
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), ordinary) ? 0 : 950;
}

/// "passwort Mondschein!27": no verb, but nobody writes an ordinary word with digits and signs inside.
int judge_bare_password(Candidate& found) {
  trim_end(found);
  bool letter = false;
  bool sign = false;
  for (const char c : found.written()) {
    letter = letter || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    sign = sign || (c >= '0' && c <= '9') || std::string_view("!#$%&*+=?@^~").find(c) != std::string_view::npos;
  }
  return letter && sign && found.written().size() >= 5 ? 700 : 0;
}

/// "code 5512" is a card's code where a card number stands before it.
int judge_code_after_card(Candidate& found) {
  int digits = 0;
  for (const char c : found.before(60)) if (c >= '0' && c <= '9') ++digits;
  return digits >= 12 ? 850 : 0;
}

int judge_national(Candidate& found) {
  for (const char c : found.written()) if (c >= '0' && c <= '9') return 800;
  return 0;
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

constexpr PersonalPattern patterns[] = {
    {"url", R"((?i)\b(?:https?|ftp)://[^\s<>"]+)", judge_url},
    {"url", R"((?i)\bwww\.[a-z0-9-]+\.[^\s<>"]+)", judge_url},
    {"card_security_code",
     R"((?i)\b(?:cvv2?|cvc2?|cvn|csc|cid|(?:card |kredit)?(?:security|verification) (?:code|number|value)|(?:karten)?prüf(?:ziffer|nummer|code)|sicherheitscode|cryptogramme(?: visuel)?|code de sécurité|código de (?:seguridad|segurança)|codice di sicurezza|beveiligingscode|kod (?:cvv|zabezpieczający))\W{0,3}(?:(?:number|code|nr|no|is|ist|est|es|è|é|jest|of|lautet|my|the|was)\W{1,3}){0,3}(\d{3,4})\b)"},
    {"card_security_code", R"((?i)\b(\d{3,4})\W{1,3}(?:(?:is|as|ist|est|es|è|for|the|my|mein|der|le|el|il)\W{1,2}){0,3}(?:cvv2?|cvc2?|csc|security code)\b)"},
    {"card_security_code", R"((?i)\b(?:three|3|four|4|drei|trois|tres|tre) (?:digits?|numbers?|ziffern|zahlen|chiffres|cifras|cifre)(?: \w+){0,5}\W{1,3}(\d{3,4})\b)"},
    {"card_security_code", R"(\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\W{1,3}(?:\w{3,7}\W{1,2})?(?:0[1-9]|1[0-2])\s?/\s?(?:20)?\d{2}\W{1,3}(\d{3})\b)"},
    {"card_security_code", R"((?i)\b(?:code?|kod|codice|c[oó]digo)\W{1,3}(?:(?:is|ist|est|es|to|è|é)\W)?(\d{3,4})\b)", judge_code_after_card},
    {"secret",
     R"((?i)\b(?:pin|pincode|pin[ -]?(?:code|number|nummer|nr)|code pin|tan|otp|passcode|pass code|one[ -]time (?:code|password|pin)|geheimzahl|geheimnummer|code secret|código pin|clave|codice pin|pincode)\W{0,3}(?:(?:number|code|nr|is|ist|est|es|è|é|jest|lautet|was|:|=|für die karte|for the card|for my card|of my card)\W{0,3}){0,3}(\d{4,8})\b)"},
    {"secret", R"((?i)\b(\d{4,8})\W{1,3}(?:(?:is|as|ist|est|es|è)\W)(?:(?:the|my|mein|meine|die|mon|mi|il mio)\W){0,2}(?:pin|otp|passcode|tan)\b)"},
    {"secret",
     R"((?i)(?:password|passwort|kennwort|passwd|\bpwd|passwort|mot de passe|contraseña|\bsenha|palavra-passe|wachtwoord|hasło|parola d'ordine|passphrase|secret key|api[ _-]?key|access[ _-]?token)(?: (?:number|for \w+|für \w+))?\s*(?:(?:is|ist|lautet|est|es|è|é|to|as|was|jest)\s*[:=]?\s+|[:=]\s*){1,2}(?:(?:is|as|:)\s*)?["'„“«]?([^\s"'”»]{3,64}))",
     judge_password},
    {"secret", R"((?i)\b(?:password|passwort|kennwort|pwd|mot de passe|contraseña|senha|palavra-passe|wachtwoord|hasło|passphrase|api[ _-]?key),? ["'„“«]?([^\s"'”»]{5,64}))",
     judge_bare_password},
    {"secret", R"(\b(?:sk-[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}))"},
    {"secret", R"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?)"},
    {"national_id",
     R"((?i)\b(?:passport|national id|id card|identity card|personalausweis\w*|reisepass\w*|ausweisnummer|steuer-?id|passeport|carte d'identité|numéro de sécurité sociale|dni|nif|nie|pasaporte|codice fiscale|carta d'identità|passaporto|cpf|bsn|paspoort|pesel|dowód osobisty|nhs|national insurance|nino)(?: ?(?:number|nummer|nr|no|n°|numéro|número|numero))?\.?\W{0,3}(?:(?:is|ist|est|es|è|é|lautet)\W{1,2})?([a-z0-9][a-z0-9.-]{5,17}[a-z0-9]))",
     judge_national},
    {"national_id", R"(\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b)"},
    {"date_of_birth",
     R"((?i)(?:\bborn(?: on)?|date of birth|birth ?date|\bdob|\bd\.o\.b\.?|birthday|geboren(?: am| op)?|geburtsdatum|geburtstag|\bnée? le|date de naissance|nac[ií](?:d[oa])?(?: el)?|fecha de nacimiento|\bnat[oa] il|data di nascita|nascid[oa] (?:em|a)|data de nascimento|geboortedatum|urodz\pL+|data urodzenia)\W{0,4}(?:(?:is|ist|est|es|è|é|on|am|:)\W{1,3}){0,2}(\d{1,2}[./ -]\d{1,2}[./ -]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:\.|st|nd|rd|th)? (?:of |de )?\pL{3,10}\.?,? (?:de )?\d{4}|\pL{3,10} \d{1,2}(?:st|nd|rd|th)?,? \d{4}))"},
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

}  // namespace

std::span<const PersonalPattern> word_patterns() { return patterns; }

}  // namespace countersign::detect
