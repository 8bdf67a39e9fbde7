#include "flow/policy/languages.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/yaml.hpp"
#include "flow/detect/text_view.hpp"

namespace countersign::policy {
namespace {

constexpr auto kLanguages = std::to_array<Language>({
    {"aa", "Afar"},           {"ab", "Abkhazian"},     {"ae", "Avestan"},        {"af", "Afrikaans"},
    {"ak", "Akan"},           {"am", "Amharic"},       {"an", "Aragonese"},      {"ar", "Arabic"},
    {"as", "Assamese"},       {"av", "Avaric"},        {"ay", "Aymara"},         {"az", "Azerbaijani"},
    {"ba", "Bashkir"},        {"be", "Belarusian"},    {"bg", "Bulgarian"},      {"bi", "Bislama"},
    {"bm", "Bambara"},        {"bn", "Bengali"},       {"bo", "Tibetan"},        {"br", "Breton"},
    {"bs", "Bosnian"},        {"ca", "Catalan"},       {"ce", "Chechen"},        {"ch", "Chamorro"},
    {"co", "Corsican"},       {"cr", "Cree"},          {"cs", "Czech"},          {"cu", "Church Slavic"},
    {"cv", "Chuvash"},        {"cy", "Welsh"},         {"da", "Danish"},         {"de", "German"},
    {"dv", "Divehi"},         {"dz", "Dzongkha"},      {"ee", "Ewe"},            {"el", "Greek"},
    {"en", "English"},        {"eo", "Esperanto"},     {"es", "Spanish"},        {"et", "Estonian"},
    {"eu", "Basque"},         {"fa", "Persian"},       {"ff", "Fulah"},          {"fi", "Finnish"},
    {"fj", "Fijian"},         {"fo", "Faroese"},       {"fr", "French"},         {"fy", "Western Frisian"},
    {"ga", "Irish"},          {"gd", "Scottish Gaelic"}, {"gl", "Galician"},     {"gn", "Guarani"},
    {"gu", "Gujarati"},       {"gv", "Manx"},          {"ha", "Hausa"},          {"he", "Hebrew"},
    {"hi", "Hindi"},          {"ho", "Hiri Motu"},     {"hr", "Croatian"},       {"ht", "Haitian Creole"},
    {"hu", "Hungarian"},      {"hy", "Armenian"},      {"hz", "Herero"},         {"ia", "Interlingua"},
    {"id", "Indonesian"},     {"ie", "Interlingue"},   {"ig", "Igbo"},           {"ii", "Sichuan Yi"},
    {"ik", "Inupiaq"},        {"io", "Ido"},           {"is", "Icelandic"},      {"it", "Italian"},
    {"iu", "Inuktitut"},      {"ja", "Japanese"},      {"jv", "Javanese"},       {"ka", "Georgian"},
    {"kg", "Kongo"},          {"ki", "Kikuyu"},        {"kj", "Kuanyama"},       {"kk", "Kazakh"},
    {"kl", "Kalaallisut"},    {"km", "Khmer"},         {"kn", "Kannada"},        {"ko", "Korean"},
    {"kr", "Kanuri"},         {"ks", "Kashmiri"},      {"ku", "Kurdish"},        {"kv", "Komi"},
    {"kw", "Cornish"},        {"ky", "Kyrgyz"},        {"la", "Latin"},          {"lb", "Luxembourgish"},
    {"lg", "Ganda"},          {"li", "Limburgish"},    {"ln", "Lingala"},        {"lo", "Lao"},
    {"lt", "Lithuanian"},     {"lu", "Luba-Katanga"},  {"lv", "Latvian"},        {"mg", "Malagasy"},
    {"mh", "Marshallese"},    {"mi", "Maori"},         {"mk", "Macedonian"},     {"ml", "Malayalam"},
    {"mn", "Mongolian"},      {"mr", "Marathi"},       {"ms", "Malay"},          {"mt", "Maltese"},
    {"my", "Burmese"},        {"na", "Nauru"},         {"nd", "North Ndebele"},  {"ne", "Nepali"},
    {"ng", "Ndonga"},         {"nl", "Dutch"},         {"nn", "Norwegian Nynorsk"}, {"no", "Norwegian"},
    {"nr", "South Ndebele"},  {"nv", "Navajo"},        {"ny", "Nyanja"},         {"oc", "Occitan"},
    {"oj", "Ojibwa"},         {"om", "Oromo"},         {"or", "Odia"},           {"os", "Ossetic"},
    {"pa", "Punjabi"},        {"pi", "Pali"},          {"pl", "Polish"},         {"ps", "Pashto"},
    {"pt", "Portuguese"},     {"qu", "Quechua"},       {"rm", "Romansh"},        {"rn", "Rundi"},
    {"ro", "Romanian"},       {"ru", "Russian"},       {"rw", "Kinyarwanda"},    {"sa", "Sanskrit"},
    {"sc", "Sardinian"},      {"sd", "Sindhi"},        {"se", "Northern Sami"},  {"sg", "Sango"},
    {"si", "Sinhala"},        {"sk", "Slovak"},        {"sl", "Slovenian"},      {"sm", "Samoan"},
    {"sn", "Shona"},          {"so", "Somali"},        {"sq", "Albanian"},       {"sr", "Serbian"},
    {"ss", "Swati"},          {"st", "Southern Sotho"}, {"su", "Sundanese"},     {"sv", "Swedish"},
    {"sw", "Swahili"},        {"ta", "Tamil"},         {"te", "Telugu"},         {"tg", "Tajik"},
    {"th", "Thai"},           {"ti", "Tigrinya"},      {"tk", "Turkmen"},        {"tl", "Tagalog"},
    {"tn", "Tswana"},         {"to", "Tongan"},        {"tr", "Turkish"},        {"ts", "Tsonga"},
    {"tt", "Tatar"},          {"tw", "Twi"},           {"ty", "Tahitian"},       {"ug", "Uyghur"},
    {"uk", "Ukrainian"},      {"ur", "Urdu"},          {"uz", "Uzbek"},          {"ve", "Venda"},
    {"vi", "Vietnamese"},     {"vo", "Volapük"},       {"wa", "Walloon"},        {"wo", "Wolof"},
    {"xh", "Xhosa"},          {"yi", "Yiddish"},       {"yo", "Yoruba"},         {"za", "Zhuang"},
    {"zh", "Chinese"},        {"zu", "Zulu"},
});

/// Codes that once were, that only some use, and names that dictionaries give and ICU does not.
constexpr auto kOtherwise = std::to_array<Language>({
    {"he", "iw"}, {"id", "in"}, {"yi", "ji"}, {"jv", "jw"}, {"ro", "mo"}, {"sr", "sh"},
    {"no", "nb"}, {"no", "bokmal"}, {"nn", "nynorsk"}, {"fa", "farsi"}, {"es", "castilian"}, {"nl", "flemish"},
    {"zh", "mandarin"}, {"tl", "filipino"}, {"uk", "ua"}, {"el", "gr"}, {"cs", "cz"}, {"da", "dk"},
    {"zh", "cn"}, {"ja", "jp"}, {"en", "us"}, {"en", "gb"}, {"de", "ger"}, {"fr", "fre"}, {"nl", "dut"},
});

std::string folded(std::string_view text) { return std::string(detect::folded_view(text).text); }

std::string own_name(std::string_view code) {
  const icu::Locale locale{std::string(code).c_str()};
  icu::UnicodeString name;
  locale.getDisplayLanguage(locale, name);
  std::string text;
  name.toUTF8String(text);
  return folded(text);
}

/// A language by one of its names, as people and old files write it.
struct Named {
  std::string name;
  std::string_view code;
};

const std::vector<Named>& names() {
  static const std::vector<Named> all = [] {
    std::vector<Named> list;
    for (const Language& one : kLanguages) {
      list.push_back({folded(one.name), one.code});
      list.push_back({own_name(one.code), one.code});
      list.push_back({icu::Locale(std::string(one.code).c_str()).getISO3Language(), one.code});
    }
    for (const Language& one : kOtherwise) list.push_back({std::string(one.name), one.code});
    return list;
  }();
  return all;
}

std::string code_of(std::string_view name) {
  const auto at = std::find_if(names().begin(), names().end(), [&](const Named& one) { return one.name == name; });
  return at == names().end() ? "" : std::string(at->code);
}

/// "pt-br", "pt_BR", "zh-Hant-TW": the language before the rest.
std::string before_region(std::string_view text) {
  const auto at = text.find_first_of("-_");
  if (at == std::string_view::npos) return "";
  const auto first = folded(text.substr(0, at));
  if (!is_language(first)) return "";
  const bool plain = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), [](unsigned char c) {
    return c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  return plain ? first : "";
}

}  // namespace

std::span<const Language> languages() { return kLanguages; }

bool is_language(std::string_view text) {
  return std::any_of(kLanguages.begin(), kLanguages.end(), [&](const Language& one) { return one.code == text; });
}

std::string language_meant(std::string_view written) {
  if (written.size() > 64) return "";
  const std::string word = folded(written);
  if (is_language(word)) return word;
  if (auto first = before_region(written); !first.empty()) return first;
  if (auto code = code_of(word); !code.empty()) return code;
  if (word.size() < 4) return "";  // of two or three letters each is near to many
  std::vector<std::string_view> known;
  for (const Named& one : names())
    if (one.name.size() > 3) known.push_back(one.name);
  const auto near = yaml::nearest(word, known);
  return near.empty() ? "" : code_of(near);
}

std::string not_a_language(std::string_view written, bool beside) {
  const std::string quoted = "\"" + std::string(written.substr(0, 60)) + "\"";
  const auto meant = language_meant(written);
  if (written.size() > 3 && before_region(written) == meant && !meant.empty())
    return quoted + " is a language and a region; write " + meant +
           (beside ? ", and the country, if it matters, as region" : ": texts are told apart by language alone");
  return quoted + " is not a language; write its two letters (ISO 639-1)" +
         (meant.empty() ? ", such as en, de or fr" : ". Did you mean " + meant + "?");
}

}  // namespace countersign::policy
