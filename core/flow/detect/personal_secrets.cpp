// Secrets: what stands behind the word for them, and tokens that are known by their form.
#include "flow/detect/personal.hpp"
#include "flow/detect/surroundings.hpp"

namespace countersign::detect {
namespace {

/// Signs at the end of a password belong to it rather than to the sentence: one too many is hidden, never one too few.
/// What stands in brackets ("[removed]", a stand-in) has been hidden before.
bool hidden_before(Candidate& found) {
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
      R"((?i)(?:not|no|wrong|in?correct|invalid|expired|blocked|locked|old|new|too|the|my|your|a|an|never|always|also|still|being|reset|changed|forgotten|required|needed|on|in|so|gone|lost|missing|falsch|nicht|abgelaufen|gesperrt|zu|neu|alt|weg|immer|ungültig|vergessen|incorrecte?|expiré|pas|faux|trop|perdu|incorrecta|no|muy|sbagliata|non|errada|não|verkeerd|niet|verlopen|nie|jest|błędne|working|accepted|recognised|recognized|rejected|it|that|this|there|what|where|how|protected|please|to|by|for|is|ist|es|est))");
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

constexpr PersonalPattern patterns[] = {
    {"secret",
     R"((?i)\b(?:pin|pincode|pin[ -]?(?:code|number|nummer|nr)|code pin|kod pin|numer pin|nip|tan|otp|passcode|pass code|one[ -]time (?:code|password|pin)|geheimzahl|geheimnummer|code (?:secret|confidentiel|bancaire)|código pin|clave|senha|codice pin)\W{0,3}(?:(?:number|code|nr|is|ist|est|es|è|é|to|jest|wynosi|brzmi|lautet|war|was|era|:|=|(?:de|del|della|du|do|da|van|von|für|voor|for|of|dla|od)(?: (?:the|my|die|der|das|meine?r?|la|le|il|el|mi|mia|mon|ma|meu|minha|mijn|mojej))? \pL{3,12})\W{0,3}){0,3}(\d(?:[ .-]?\d){3,7})\b)"},
    {"secret",
     R"((?i)\b(\d{4,8})\W{1,3}(?:(?:is|as|ist|est|es|è)\W)(?:(?:the|my|mein|meine|die|mon|mi|il mio)\W){0,2}(?:pin|otp|passcode|tan)\b)"},
    {"secret",
     R"((?i)(?:password|passwort|kennwort|\bpwd?|pass ?phrase|mot de passe|contrase[ñn]a|senha|palavra-passe|wachtwoord|has[łl]o)["'*_`]{0,3}\s*(?:(?:is|ist|lautet|est|es|è|é|to|jest|was)\s*[:=]?\s+|[:=]\s*)["„“«”]([^"”“»«\n]{3,80})["”“»])",
     judge_quoted},
    {"secret",
     R"((?i)(?:password|passwort|kennwort|passwd|\bpwd?|\bmdp|pass ?phrase|(?:seed|recovery|wallet|backup)[ -]phrase|mot de passe|contrase[ñn]a|\bsenha|palavra-passe|wachtwoord|has[łl]o|parola d'ordine|api[ _-]?key|api[- ]?schlüssel|clé api|clave api|chiave api|chave api|klucz api|access[ _-]?token|auth[ _-]?token|(?:secret|access|private)[ _-](?:access[ _-])?key|client[ _-]?secret|security answer|maiden name|mädchenname|sicherheitsantwort)(?: (?:number|(?:for|für|pour|para|per|do|da|de|del|della|du|van|von|voor|dla|of)(?: (?:the|my|die|das|meine?|la|le|il|el|mi|mon|ma|meu|minha|mijn|het))? \pL{2,14}))?["'*_`]{0,3}\s*(?:(?:is|ist|lautet|est|es|è|é|to|as|was|jest|brzmi)\s*[:=]?\s+|[:=]\s*){1,2}(?:(?:is|as|:)\s*)?["'*_`„“«]{0,3}\s?([^\s"'”»]{3,64}))",
     judge_password},
    {"secret",
     R"((?i)\b(?:log-?in|credentials|zugangsdaten|logindaten|anmeldedaten|identifiants?|credenciales|credenziali|credenciais|inloggegevens|dane logowania|user ?name|benutzername)(?: \w{1,12}){0,2}\s?(?:(?:is|are|sind|ist|lautet|lauten|est|sont|es|son|è|sono|é|são|zijn|to)\s?:?\s|[:=]\s?)([^\s,;|/]{1,40}\s?[/|,;]\s?[^\s/|,;]{5,64}))",
     judge_login},
    {"secret",
     R"((?i)\b(?:password|passwort|kennwort|pwd|mdp|mot de passe|contrase[ñn]a|senha|palavra-passe|wachtwoord|has[łl]o|passphrase|api[ _-]?key),?(?:\s{1,3}|\s?[-–—=]{1,2}>?\s?|\s(?:war|was|era|était|fue|był[oa]|byl[oa])\s)["'„“«]?([^\s"'”»]{5,64}))",
     judge_bare_password},
    {"secret",
     R"((?i)\b(?:pass\s?[:=]|(?:mi clave|clave (?:de acceso|personal|secreta)|(?:my|mein|mon|mi|il mio|meu|mijn|mój|moj) (?:\pL{2,10} )?token)\s?(?:is|ist|lautet|est|es|è|é|to|:|=))\s?["'„“«]?([^\s"'”»]{5,64}))",
     judge_bare_password},
    {"secret",
     R"((?i)(?:^|[\s"'(])([^\s"'()]{5,64})["']? (?:is|ist|est|es|è|é|to|jest|was|war) (?:my|our|meine?|unser|mon|mi|la mia|a minha|minha|mijn|moje)(?: \pL{2,10})? (?:password|passwort|kennwort|mot de passe|contrase[ñn]a|senha|wachtwoord|has[łl]o)\b)",
     judge_bare_password},
    {"secret",
     R"(\b(?:sk-[A-Za-z0-9_-]{16,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[\w-]{20,}|npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{30,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[abprs]-[A-Za-z0-9-]{10,}|AIza[\w-]{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}))"},
    {"secret", R"((?i)\bbearer ([\w.~+/-]{20,}=*))"},
    {"secret", R"((?i)\b[a-z][a-z0-9+.-]{1,15}://[^\s:/@]{1,64}:([^\s:/@]{1,64})@)"},
    {"secret",
     R"((?i)(?:\btan|sms[- ]code|einmalcode|einmalkennwort|bestätigungscode|verification code|confirmation code|login code|security code|code de vérification|código de verificaci[oó]n|codice di verifica|código de verificação|verificatiecode|kod weryfikacyjny|kod sms)\W{0,3}(?:(?:is|was|ist|lautet|est|es|è|é|jest|to|:)\W{1,3}){0,2}(\d{4,8})\b)"},
    {"secret", R"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?)"},
};

}  // namespace

std::span<const PersonalPattern> secret_patterns() { return patterns; }

}  // namespace countersign::detect
