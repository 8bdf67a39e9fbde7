#include "flow/policy/meant.hpp"

#include <algorithm>
#include <array>

#include "base/yaml.hpp"
#include "flow/detect/text_view.hpp"
#include "flow/policy/values.hpp"

namespace countersign::policy {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Small letters, no accents, no curly quotes or odd blanks at the ends; dashes of every length are "-".
std::string plain(std::string_view written) {
  std::string text(detect::folded_view(written.substr(0, 200)).text);
  const auto odd = [](char c) { return c == '"' || c == '\'' || c == ' ' || c == '\n'; };
  while (!text.empty() && odd(text.back())) text.pop_back();
  while (!text.empty() && odd(text.front())) text.erase(0, 1);
  return text;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

/// "10 min" -> {"10", "min"}; "4h" -> {"4", "h"}; the figures first.
std::pair<std::string, std::string> figures_and_word(const std::string& text) {
  std::size_t end = 0;
  while (end < text.size() && (digit(text[end]) || text[end] == '.' || text[end] == ',')) ++end;
  auto word = text.substr(end);
  word.erase(0, std::min(word.find_first_not_of(' '), word.size()));
  return {text.substr(0, end), word};
}

std::string two_figures(const std::string& number) { return (number.size() == 1 ? "0" : "") + number; }

template <std::size_t N>
std::string looked_up(const std::array<Pair, N>& table, std::string_view word) {
  const auto at = std::find_if(table.begin(), table.end(), [&](const Pair& one) { return one.first == word; });
  return at == table.end() ? "" : std::string(at->second);
}

constexpr auto kUnits = std::to_array<Pair>(
    {{"s", "second"},      {"sec", "second"},    {"secs", "second"},    {"second", "second"},   {"seconds", "second"},
     {"sekunde", "second"}, {"sekunden", "second"}, {"m", "minute"},    {"min", "minute"},      {"mins", "minute"},
     {"min.", "minute"},   {"minute", "minute"}, {"minutes", "minute"}, {"minuten", "minute"},  {"minutos", "minute"},
     {"minuti", "minute"}, {"h", "hour"},        {"hr", "hour"},        {"hrs", "hour"},        {"std", "hour"},
     {"std.", "hour"},     {"hour", "hour"},     {"hours", "hour"},     {"stunde", "hour"},     {"stunden", "hour"},
     {"heure", "hour"},    {"heures", "hour"},   {"hora", "hour"},      {"horas", "hour"},      {"ore", "hour"},
     {"d", "day"},         {"day", "day"},       {"days", "day"},       {"tag", "day"},         {"tage", "day"},
     {"jour", "day"},      {"jours", "day"},     {"dia", "day"},        {"dias", "day"},        {"giorni", "day"},
     {"week", "week"},     {"weeks", "week"},    {"woche", "week"},     {"wochen", "week"},
     {"business hour", "business hour"},         {"business hours", "business hour"},
     {"working hours", "business hour"},         {"arbeitsstunden", "business hour"}});

constexpr auto kCurrencies = std::to_array<Pair>({{"€", "EUR"},   {"eur", "EUR"},    {"euro", "EUR"},   {"euros", "EUR"},
                                                  {"$", "USD"},   {"usd", "USD"},    {"us$", "USD"},    {"dollar", "USD"},
                                                  {"dollars", "USD"}, {"£", "GBP"},  {"gbp", "GBP"},    {"pound", "GBP"},
                                                  {"pounds", "GBP"},  {"chf", "CHF"}, {"fr.", "CHF"},   {"franken", "CHF"},
                                                  {"zl", "PLN"},  {"zł", "PLN"},     {"pln", "PLN"}});

/// "1.000", "1,000.50", "100,5": figures with two places or none, "" when it may mean two things.
std::string as_amount(std::string text) {
  const auto last = text.find_last_of(".,");
  std::string cents;
  if (last != std::string::npos && text.size() - last == 3) {
    cents = "." + text.substr(last + 1);
    text.resize(last);
  } else if (last != std::string::npos && text.size() - last != 4) {
    return "";
  }
  std::erase_if(text, [](char c) { return c == '.' || c == ','; });
  return text.empty() ? "" : text + cents;
}

/// "8", "8:30", "08.30", "8 uhr", "5pm" -> "08:30"
std::string clock_meant(std::string text) {
  bool afternoon = false;
  for (const std::string_view word : {"uhr", "h", "o'clock", "am", "a.m.", "pm", "p.m."})
    if (text.size() > word.size() && text.ends_with(word)) {
      afternoon = word[0] == 'p';
      text.resize(text.size() - word.size());
      break;
    }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  const auto parting = text.find_first_of(":.h");
  auto hour = text.substr(0, parting), minute = parting == std::string::npos ? "00" : text.substr(parting + 1);
  if (hour.empty() || hour.size() > 2 || minute.size() != 2 || !std::all_of(hour.begin(), hour.end(), digit) ||
      !std::all_of(minute.begin(), minute.end(), digit))
    return "";
  if (afternoon && std::stoi(hour) < 12) hour = std::to_string(std::stoi(hour) + 12);
  return two_figures(hour) + ":" + minute;
}

/// Keys and words of the language as people of other languages, or of other programs, would call them.
constexpr auto kOtherWords = std::to_array<Pair>({
    {"richtlinie", "policy"}, {"regel", "policy"}, {"rule", "policy"}, {"politique", "policy"}, {"politica", "policy"},
    {"regle", "policy"}, {"hinweis", "notice"}, {"mitteilung", "notice"}, {"avis", "notice"}, {"aviso", "notice"},
    {"rollen", "roles"}, {"themen", "topics"}, {"thema", "topic"}, {"sujet", "topic"}, {"tema", "topic"},
    {"wissen", "knowledge"}, {"gesetz", "law"}, {"paket", "pack"}, {"fall", "case"}, {"personal", "staffing"},
    {"kennung", "id"}, {"name", "id"}, {"title", "policy"}, {"titel", "policy"}, {"verantwortlich", "owner"},
    {"besitzer", "owner"}, {"eigentumer", "owner"}, {"responsable", "owner"}, {"warum", "why"}, {"grund", "why"},
    {"law", "why"}, {"pourquoi", "why"}, {"begrundung", "reason"}, {"modus", "mode"}, {"status", "mode"},
    {"enabled", "mode"}, {"wo", "at"}, {"bei", "at"}, {"where", "at"}, {"border", "at"}, {"gilt_fur", "applies_to"},
    {"gilt_fuer", "applies_to"}, {"gilt fur", "applies_to"}, {"if", "applies_to"}, {"wenn", "applies_to"},
    {"match", "applies_to"}, {"muss", "must"}, {"requires", "must"}, {"require", "must"}, {"pflicht", "must"},
    {"wenn_nicht", "if_not"}, {"wenn nicht", "if_not"}, {"sonst", "if_not"}, {"else", "if_not"}, {"action", "if_not"},
    {"otherwise", "if_not"}, {"ausnahme", "except"}, {"ausnahmen", "except"}, {"exceptions", "except"},
    {"waiver", "except"}, {"beispiel", "examples"}, {"beispiele", "examples"}, {"tests", "examples"},
    {"sprache", "language"}, {"sprachen", "languages"}, {"langue", "language"}, {"idioma", "language"},
    {"lang", "language"}, {"kanal", "channel"}, {"channels", "channel"}, {"canal", "channel"}, {"marke", "brand"},
    {"marque", "brand"}, {"marca", "brand"}, {"land", "region"}, {"country", "region"}, {"modell", "model"},
    {"geschrieben_von", "written_by"}, {"author", "written_by"}, {"autor", "written_by"}, {"texte", "texts"},
    {"text", "texts"}, {"message", "texts"}, {"rolle", "role"}, {"personen", "people"}, {"leute", "people"},
    {"count", "people"}, {"warteschlange", "queue"}, {"team", "queue"}, {"prioritat", "priority"}, {"bis", "until"},
    {"expires", "until"}, {"genehmigt_von", "approved_by"}, {"gegeben", "given"}, {"erwartet", "expect"},
    {"expected", "expect"}, {"result", "expect"}, {"ordner", "folder"}, {"liste", "list"}, {"stunden", "hours"},
    {"offnungszeiten", "hours"}, {"zeitzone", "time_zone"}, {"timezone", "time_zone"}, {"montag", "monday"},
    {"dienstag", "tuesday"}, {"mittwoch", "wednesday"}, {"donnerstag", "thursday"}, {"freitag", "friday"},
    {"samstag", "saturday"}, {"sonntag", "sunday"}, {"mon", "monday"}, {"tue", "tuesday"}, {"wed", "wednesday"},
    {"thu", "thursday"}, {"fri", "friday"}, {"sat", "saturday"}, {"sun", "sunday"},
    // words
    {"on", "enforce"}, {"yes", "enforce"}, {"true", "enforce"}, {"active", "enforce"}, {"aktiv", "enforce"},
    {"enabled", "enforce"}, {"ein", "enforce"}, {"ja", "enforce"}, {"live", "enforce"}, {"off", "paused"},
    {"no", "paused"}, {"false", "paused"}, {"disabled", "paused"}, {"inactive", "paused"}, {"inaktiv", "paused"},
    {"aus", "paused"}, {"nein", "paused"}, {"test", "watch"}, {"monitor", "watch"}, {"shadow", "watch"},
    {"beobachten", "watch"}, {"antwort", "reply"}, {"output", "reply"}, {"outgoing", "reply"}, {"response", "reply"},
    {"eingang", "arrival"}, {"input", "arrival"}, {"incoming", "arrival"}, {"hold", "hold_for_review"},
    {"halten", "hold_for_review"}, {"review", "hold_for_review"}, {"prufen", "hold_for_review"},
    {"escalate", "give_to_a_person"}, {"handover", "give_to_a_person"}, {"hand_over", "give_to_a_person"},
    {"human", "give_to_a_person"}, {"blockieren", "block"}, {"sperren", "block"}, {"deny", "block"},
    {"reject", "block"}, {"allow", "send"}, {"pass", "send"}, {"senden", "send"}, {"mask", "change"},
    {"redact", "change"}, {"ki", "ai"}, {"bot", "ai"}, {"ia", "ai"}, {"assistant", "ai"}, {"mensch", "person"},
    {"human", "person"}, {"agent", "person"}, {"kunde", "customer"}, {"user", "customer"}, {"chat", "webchat"},
    {"web", "webchat"}, {"whatsapp", "messenger"}, {"hoch", "high"}, {"mittel", "medium"}, {"niedrig", "low"},
});

}  // namespace

std::string date_meant(std::string_view written) {
  const auto text = plain(written);
  std::array<std::string, 3> parts;
  std::size_t part = 0;
  for (const char c : text) {
    if (digit(c))
      parts.at(part) += c;
    else if ((c == '.' || c == '-' || c == '/' || c == ' ') && part < 2 && !parts.at(part).empty())
      ++part;
    else if (c != ' ')
      return "";
  }
  if (part < 2) return "";
  const bool year_first = parts[0].size() == 4;
  const auto& year = year_first ? parts[0] : parts[2];
  auto month = parts[1], day = year_first ? parts[2] : parts[0];
  if (year.size() != 4 || month.empty() || month.size() > 2 || day.empty() || day.size() > 2) return "";
  const bool american = text.find('/') != std::string::npos && !year_first;
  if (american && std::stoi(day) <= 12 && std::stoi(month) <= 12 && day != month) return "";  // 3/4: which is which?
  if (std::stoi(month) > 12) std::swap(month, day);
  const auto date = year + "-" + two_figures(month) + "-" + two_figures(day);
  return to_day(date) ? date : "";
}

std::string amount_meant(std::string_view written) {
  auto text = plain(written);
  std::string before;  // "EUR 100", "€100"
  while (!text.empty() && !digit(text.front())) {
    before += text.front();
    text.erase(0, 1);
  }
  while (!before.empty() && before.back() == ' ') before.pop_back();
  const auto [figures, after] = figures_and_word(text);
  const auto currency = looked_up(kCurrencies, before.empty() ? after : before);
  if (currency.empty() || (!before.empty() && !after.empty())) return "";
  const auto amount = as_amount(figures) + " " + currency;
  return to_money(amount) ? amount : "";
}

std::string span_meant(std::string_view written) {
  auto [figures, word] = figures_and_word(plain(written));
  auto unit = looked_up(kUnits, word);
  const auto number = to_number(figures);
  if (unit.empty() || !number) return "";
  auto count = *number;
  if (unit == "week") {
    unit = "day";
    count *= 7;
  }
  return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
}

std::string hours_meant(std::string_view written) {
  auto text = plain(written);
  for (const std::string_view word : {" to ", " bis ", " a "})
    if (const auto at = text.find(word); at != std::string::npos) text.replace(at, word.size(), "-");
  const auto dash = text.find('-');
  if (dash == std::string::npos) return "";
  auto from = text.substr(0, dash), to = text.substr(dash + 1);
  while (!from.empty() && from.back() == ' ') from.pop_back();
  to.erase(0, std::min(to.find_first_not_of(' '), to.size()));
  const auto hours = clock_meant(from) + "-" + clock_meant(to);
  return to_hours(hours) ? hours : "";
}

std::string share_meant(std::string_view written) {
  auto [figures, word] = figures_and_word(plain(written));
  const auto number = to_number(figures);
  const bool percent = word == "%" || word == "percent" || word == "per cent" || word == "prozent" || word == "pct";
  return number && *number <= 100 && (percent || word.empty()) ? figures + " percent" : "";
}

std::string word_meant(std::string_view written, const std::vector<std::string_view>& known) {
  const auto word = plain(written);
  if (word != written && std::find(known.begin(), known.end(), word) != known.end()) return word;
  if (auto near = yaml::nearest(word, known); !near.empty()) return near;
  for (const auto& [other, own] : kOtherWords)
    if (other == word && std::find(known.begin(), known.end(), own) != known.end()) return std::string(own);
  return "";
}

}  // namespace countersign::policy
