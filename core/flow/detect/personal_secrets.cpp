// Secrets: what stands behind the word for them, and tokens that are known by their form.
#include <string>

#include "flow/detect/personal.hpp"
#include "flow/detect/spelled_figures.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

/// Signs at the end of a password belong to it rather than to the sentence: one too many is hidden, never one too few.
/// What stands in brackets ("[removed]", a stand-in) has been hidden before. "hunter2</b>": an end of markup is no part.
bool hidden_before(Candidate& found) {
  if (const auto tag = found.written().find("</"); tag != std::string_view::npos && tag > 0)
    found.end = found.begin + tag;
  const auto written = found.end;
  trim_end(found);
  constexpr std::string_view kSigns = "!?";
  while (found.end < written && kSigns.find(found.text[found.end]) != std::string_view::npos) ++found.end;
  return found.written().starts_with('[');
}

/// "correct horse battery staple": to the end of the line only words, and none of those that sentences are held
/// together by.
void take_the_phrase(Candidate& found) {
  static const re2::RE2 words(R"(^((?: [^\s.,;:!?"'”»]{3,16}){2,9})[.!"'”»]?\s*(?:\n|$))");
  static const re2::RE2 joins(
      R"((?i) (?:and|but|the|for|not|you|your|can|has|have|was|with|when|why|how|what|now|does|did|please|und|aber|der|die|das|ist|nicht|mit|ich|sie|ein|kann|bitte|mais|pas|les|des|est|que|pero|con|los|las|por|para|per|non|che|mas|não|dat|maar|niet|het|een|ale|nie|jest|proszę|still|since|after|because|again|anymore) )");
  re2::StringPiece more;
  const auto rest = found.text.substr(found.end, 170);
  if (!re2::RE2::PartialMatch(re2::StringPiece(rest.data(), rest.size()), words, &more)) return;
  if (!says(std::string(more.data(), more.size()) + " ", joins)) found.end += more.size();
}

/// "my password is not working" says nothing secret.
int judge_password(Candidate& found) {
  if (hidden_before(found)) return 0;
  static const re2::RE2 ordinary(
      R"((?i)(?:not|no|wrong|in?correct|invalid|expired|blocked|locked|old|new|too|the|my|your|a|an|never|always|also|still|being|reset|changed|forgotten|required|needed|on|in|so|gone|lost|missing|falsch|nicht|abgelaufen|gesperrt|zu|neu|alt|weg|immer|ungültig|vergessen|incorrecte?|expiré|pas|faux|trop|perdu|incorrecta|no|muy|sbagliata|non|errada|não|verkeerd|niet|verlopen|nie|jest|błędne|working|accepted|recognised|recognized|rejected|it|that|this|there|what|where|how|protected|please|to|by|for|is|ist|es|est|help|korrekt|richtig|empty|leer|safe|unsafe|strong|weak|long|lang|short|kurz|sehr|very|très|molto|muito|bardzo|hilfe|aide|ayuda|aiuto|ajuda|pomoc|bitte|danke|thanks|bloqu[ée]{1,2}|blo[qc]{1,2}u?ead[oa]|caducad[oa]|expirad[oa]|scadut[oa]|bloccat[oa]|geblokkeerd|fout|onjuist|ongeldig|vergeten|olvidad[oa]|esquecid[oa]|dimenticat[oa]|oublié|zapomniane|nieprawidłowe|zablokowane|nieważne|wygasło|ma[iy]úscula|minúscula))");
  const auto text = found.written();
  if (text.size() < 3 || re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), ordinary)) return 0;
  take_the_phrase(found);
  return 950;
}

/// In quotation marks, whatever words it is made of.
int judge_quoted(Candidate& found) { return found.written().starts_with('[') ? 0 : 950; }

/// "passwort Mondschein!27": no verb, but nobody writes an ordinary word with digits and signs inside.
int judge_bare_password(Candidate& found) {
  if (hidden_before(found)) return 0;
  bool letter = false;
  bool sign = false;
  for (const char c : found.written()) {
    letter = letter || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    sign = sign || (c >= '0' && c <= '9') || std::string_view("!#$%&*+=?@^~").find(c) != std::string_view::npos;
  }
  return letter && sign && found.written().size() >= 5 ? 700 : 0;
}

/// "ana / Secret99" behind the word for a login: the second of the two is no ordinary word.
int judge_login(Candidate& found) {
  Candidate second = found;
  second.begin = found.begin + found.written().find_last_of(" /|,;") + 1;
  const int score = judge_bare_password(second);
  found.end = second.end;
  return score;
}

/// "four eight two one" behind the word for a PIN.
int judge_spelled_pin(Candidate& found) {
  constexpr int kMost = 8;
  found.end = end_of_spelled(found.text, found.begin, kMost);
  const auto figures = spelled_digits(found.written()).size();
  return figures >= 4 && figures <= kMost ? 800 : 0;
}

/// A code that came: neither one of an error, nor one for a discount or a place.
int judge_sent_code(Candidate& found) {
  static const re2::RE2 other(
      R"((?:err\pL+|discount|promo\pL*|voucher|coupon|zip|post\pL*|product|article|tracking|country|model)[ -]codes?\b|(?:code|kod|codice|c[oó]digo) (?:d[eio] |d')?(?:err|réduc|promo|descuento|desconto|sconto|rabat|błęd|bled|poczt|posta|zniż|produ|articl|art[ií]cul))");
  const bool goes_on = found.end < found.text.size() && (is_letter(found.text[found.end]) || found.text[found.end] == '%');
  return goes_on || says_in_words(found.before(80), other) ? 0 : 850;
}

/// A word of any alphabet, written without \pL: that would make the patterns forty times larger.
std::string a_word() { return R"([^\s\d:=.,;!?"'<>]{1,18})"; }

/// "of my bank account", "meiner Karte": what a password or a PIN is for, between its name and itself.
std::string of_what() {
  const std::string of =
      "(?:of|for|to|from|on|de|du|des|del|della|dell|do|da|van|von|vom|für|fuer|voor|pour|para|per|dla|od|z|ze|al|à|zu|"
      "zum|bei|na)";
  const std::string my =
      "(?:the|my|our|your|this|die|der|das|dem|den|meine?[rmns]?|la|le|les|il|lo|el|los|mi|mis|mia|mio|mes|mon|ma|meu|"
      "minha|sua|o|a|het|de|mijn|mój|moje|moja|mojej|mojego)";
  return "(?:" + of + " (?:" + my + " ){0,2}|(?:my|meine?[rmns]?|mojej|mojego|mijn) )" + a_word() + "(?: " + a_word() +
         "){0,2}";
}

std::string password_words() {
  return R"((?:password|passwort|kennwort|passwd|\bpwd?|\bpsw|\bmdp|pass ?phrase|mot de passe|contrase[ñn]a|\bsenha|palavra-passe|wachtwoord|has[łl]o|parola d'ordine))";
}

/// Its name and all that may stand before its figures.
std::string before_a_pin() {
  return R"((?i)\b(?:pin|pincode|pin[ -]?(?:code|number|nummer|nr)|(?:code|kod|numer|codice|c[oó]digo) p(?:in|uk)|nip|tan|otp|puk|passcode|pass code|one[ -]time (?:code|password|pin)|geheimzahl|geheimnummer|geheimcode|code (?:secret|confidentiel|bancaire)|c[oó]digo secreto|codice segreto|clave|senha|geheime code)\W{0,3}(?:(?:number|code|nr|is|ist|est|es|è|é|to|jest|wynosi|brzmi|lautet|war|was|era|:|=)\W{0,3}|)" +
         of_what() + R"(\W{1,3}){0,3})";
}

/// Quotes, marks of Markdown or a tag around a name or a value.
std::string marks() { return R"((?:</?[a-z]{1,8}>|["'*_`„“«]{0,3}))"; }
/// "password is", "hasło to", "password:", "password→".
std::string is_said() {
  return R"((?:(?:is|ist|lautet|est|es|è|é|to|as|was|jest|brzmi)\s*[:=]?\s+|(?:[:=→⇒]|[-=]>)\s*))";
}
std::string password_named() {
  return "(?i)(?:" + password_words() +
         R"(|(?:seed|recovery|wallet|backup)[ -]phrase|api[ _-]?key|api[- ]?schlüssel|clé api|clave api|chiave api|chave api|klucz api|access[ _-]?token|auth[ _-]?token|(?:secret|access|private)[ _-](?:access[ _-])?key|client[ _-]?secret|security answer|maiden name|mädchenname|sicherheitsantwort)(?: (?:number|)" +
         of_what() + "))?" + marks() + R"(\s*)" + is_said() + R"({1,2}(?:(?:is|as|:)\s*)?)" + marks() +
         R"(\s?([^\s"'”»]{3,64}))";
}
std::string password_quoted() {
  return "(?i)" + password_words() + "(?: " + of_what() + ")?" + marks() + R"(\s*)" + is_said() +
         R"(["„“«”]([^"”“»«\n]{3,80})["”“»])";
}
std::string password_alone() {
  return R"((?i)\b(?:)" + password_words() +
         R"(|ww|api[ _-]?key),?(?:\s{1,3}|\s?(?:[-–—=]{1,2}>?|→|⇒)\s?|\s(?:war|was|era|était|fue|był[oa]|byl[oa])\s)["'„“«]?([^\s"'”»]{5,64}))";
}

/// "the code from the SMS is", "le code que j'ai reçu est".
std::string before_a_sent_code(const std::string& way) {
  const std::string more = "(?:,? " + a_word() + "){0,5}";
  return R"((?i)\b(?:codes?|kod|codice|c[oó]digo))" + more + " " + way + more +
         R"(\W{0,3}(?:is|was|ist|lautet|est|es|è|é|jest|to|:)\W{1,3})";
}
std::string code_by_phone() {
  return before_a_sent_code(
             R"((?:sms(?:[-' ]?[a-z]{1,3})?|text(?: message)?|textnachricht|whatsapp|authenticator(?:[ -]app)?))") +
         R"((\d{4,8})\b)";
}
std::string code_that_came() {
  return before_a_sent_code(
             R"((?:sent|got|received|reçu|envoyé|erhalten|bekommen|geschickt|recib\S+|envia\S+|lleg[oó]|ricevuto|mandato|arrivato|recebi|mandaram|chegou|ontvangen|kreeg|gekregen|gestuurd|dosta\S+|przysz\S+|przysł\S+|wysła\S+))") +
         R"((\d{6})\b)";
}

}  // namespace

std::span<const PersonalPattern> secret_patterns() {
  static const auto pin = before_a_pin() + R"((\d(?:[ .-]?\d){3,7})\b)";
  static const auto spelled_pin = before_a_pin() + "(" + figure_words() + R"()[\s,.-])";
  static const auto quoted = password_quoted();
  static const auto named = password_named();
  static const auto alone = password_alone();
  static const auto by_phone = code_by_phone();
  static const auto came = code_that_came();
  static const PersonalPattern patterns[] = {
      {"secret", pin},
      {"secret", spelled_pin, judge_spelled_pin},
      {"secret",
       R"((?i)\b(\d{4,8})\W{1,3}(?:(?:is|as|ist|est|es|è)\W)(?:(?:the|my|mein|meine|die|mon|mi|il mio)\W){0,2}(?:pin|otp|passcode|tan)\b)"},
      {"secret", quoted, judge_quoted},
      {"secret", named, judge_password},
      {"secret",
       R"((?i)\b(?:log-?in|credentials|zugangsdaten|logindaten|anmeldedaten|identifiants?|credenciales|credenziali|credenciais|inloggegevens|dane logowania|user ?name|benutzername)(?: \w{1,12}){0,2}\s?(?:(?:is|are|sind|ist|lautet|lauten|est|sont|es|son|è|sono|é|são|zijn|to)\s?:?\s|[:=]\s?)([^\s,;|/]{1,40}\s?[/|,;]\s?[^\s/|,;]{5,64}))",
       judge_login},
      {"secret", alone, judge_bare_password},
      {"secret",
       R"((?i)\b(?:(?:pass|ww)\s?[:=]|(?:(?:mijn )?ww|mi clave|clave (?:de acceso|personal|secreta)|(?:my|mein|mon|mi|il mio|meu|mijn|mój|moj) (?:\pL{2,10} )?token)\s?(?:is|ist|lautet|est|es|è|é|to|:|=))\s?["'„“«]?([^\s"'”»]{5,64}))",
       judge_bare_password},
      {"secret",
       R"((?i)(?:^|[\s"'(])([^\s"'()]{5,64})["']? (?:is|ist|est|es|è|é|to|jest|was|war) (?:my|our|meine?|unser|mon|mi|la mia|a minha|minha|mijn|moje)(?: \pL{2,10})? (?:password|passwort|kennwort|mot de passe|contrase[ñn]a|senha|wachtwoord|has[łl]o)\b)",
       judge_bare_password},
      {"secret",
       R"(\b(?:sk-[A-Za-z0-9_-]{16,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{30,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}))"},
      {"secret", R"((?i)\bbearer ([\w.~+/-]{20,}=*))"},
      {"secret", R"((?i)\b[a-z][a-z0-9+.-]{1,15}://[^\s:/@]{1,64}:([^\s:/@]{1,64})@)"},
      {"secret",
       R"((?i)(?:\btan|sms[- ]code|einmalcode|einmalkennwort|bestätigungscode|verification code|confirmation code|login code|security code|code de vérification|código de verificaci[oó]n|codice di verifica|código de verificação|verificatiecode|kod weryfikacyjny|kod sms|[2m]fa[ -]code|authenti(?:cation|cator) code|einmal-?pin|code (?:à usage unique|d'authentification)|código (?:de un solo uso|único)|codice usa e getta|eenmalige code|kod (?:jednorazowy|autoryzacyjny))\W{0,3}(?:(?:is|was|ist|lautet|est|es|è|é|jest|to|:)\W{1,3}){0,2}(\d{4,8})\b)"},
      {"secret", by_phone, judge_sent_code},
      {"secret", came, judge_sent_code},
      {"secret", R"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?)"},
  };
  return patterns;
}

}  // namespace countersign::detect
