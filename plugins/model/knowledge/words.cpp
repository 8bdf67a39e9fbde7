#include "words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace knowledge {
namespace {

using Set = std::set<std::string, std::less<>>;

Set to_set(std::string_view words) {
  Set set;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (end > at) set.emplace(words.substr(at, end - at));
    at = end + 1;
  }
  return set;
}

// Kept short on purpose: a word that could change what is asked is no stop word.
const Set& stop_words(std::string_view language) {
  static const std::map<std::string_view, Set> all = {
      {"en",
       to_set(
           "a an the and or but so of to in on at for from with by as is are am was were be been being do does did can "
           "could will would shall should may might must have has had i you he she it we they me us them my your our "
           "their his her its this that these those there here how what when where which who whom please hello hi hey "
           "dear thanks thank also just then if about into up out any some good morning afternoon evening day tell "
           "know let need want like wonder wondering question quick s t re ve ll m d")},
      {"de", to_set("der die das den dem des ein eine einen einem einer eines und oder aber so von zu zum zur in im an "
                    "am auf fur "
                    "mit bei aus als ist sind bin bist war waren sein seid wird werden kann konnen konnte konnten "
                    "konnt muss mussen "
                    "soll darf mag mochte mochten hab habe haben hat ich du er sie es wir ihr mich mir dich dir uns "
                    "euch ihnen mein meine "
                    "meinen meiner meinem dein deine ihre ihren ihrem unser dieser diese dieses da hier wie was wann "
                    "wo wer wen welche "
                    "welcher welches bitte hallo guten tag morgen abend liebe danke auch nur dann wenn uber man denn "
                    "gerne mal")},
      {"fr",
       to_set(
           "le la les l un une des du de d et ou mais a au aux en dans sur pour par avec est sont suis es ete etre ai "
           "as "
           "avez avons ont avoir peut peux puis pouvez pouvoir dois doit faut je j tu il elle on nous vous ils elles "
           "me m te se "
           "s mon ma mes ton ta tes son sa ses notre nos votre vos leur ce cet cette ces c qu que qui quoi quel quelle "
           "quels quelles comment quand ou bonjour bonsoir salut merci svp plait aussi si y")},
      {"es",
       to_set(
           "el la los las un una unos unas y o pero de del al a en con por para es son soy eres esta estan ser estar "
           "he ha "
           "han hay puedo puede pueden podria debo tengo tiene tienen yo tu usted el ella nosotros ustedes ellos me te "
           "se nos mi mis su sus nuestro este esta estos que cual cuales como cuando donde quien hola buenos buenas "
           "dias "
           "tardes gracias favor tambien si lo le les")}};
  const auto at = all.find(language);
  return at == all.end() ? all.at("en") : at->second;
}

/// Words that open a question, folded; the list is for sentences without a question mark.
const Set& openers(std::string_view language) {
  static const std::map<std::string_view, Set> all = {
      {"en", to_set("how what when where which who why can could do does did is are may will would should")},
      {"de",
       to_set("wie was wann wo wer welche welcher welches warum wieso kann konnen darf gibt ist sind habt haben muss")},
      {"fr", to_set("comment quand quel quelle quels quelles combien pourquoi qui est puis peut pouvez")},
      {"es", to_set("como cuando cual cuales cuanto cuanta cuantos donde quien por puedo puede hay es son")}};
  const auto at = all.find(language);
  return at == all.end() ? all.at("en") : at->second;
}

/// Latin-1 letters U+00C0..U+00FF without their marks; "" for what is no letter.
std::string_view folded(unsigned second) {
  static constexpr std::array<std::string_view, 64> latin = {
      "a", "a", "a", "a", "a", "a", "ae", "c", "e",  "e",  "e", "e", "i", "i", "i", "i", "d",  "n", "o",  "o", "o", "o",
      "o", "",  "o", "u", "u", "u", "u",  "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e",  "e", "e", "e",
      "i", "i", "i", "i", "d", "n", "o",  "o", "o",  "o",  "o", "",  "o", "u", "u", "u", "u",  "y", "th", "y"};
  return latin[second & 63];
}

struct Word {
  std::string text;
  bool capitals = false;  ///< "US" inside ordinary text: a name, never the function word "us"
};

/// Collects the words of a text, folded.
class Splitter {
 public:
  std::vector<Word> split(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) i += take(text, i);
    flush();
    const bool shouted = std::all_of(words_.begin(), words_.end(), [](const Word& word) { return word.capitals; });
    for (auto& word : words_) word.capitals = word.capitals && !shouted && word.text.size() > 1;
    return std::move(words_);
  }

 private:
  /// Takes the byte at `at`; returns how many more belong to it.
  std::size_t take(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool upper = byte >= 'A' && byte <= 'Z';
    if (upper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
      current_.capitals = current_.capitals && upper;
      current_.text += static_cast<char>(upper ? byte + 32 : byte);
      return 0;
    }
    if (byte == 0xC3 && at + 1 < text.size()) {
      current_.capitals = false;
      current_.text += folded(static_cast<unsigned char>(text[at + 1]));
      return 1;
    }
    if (byte > 0x80 && byte != 0xE2 && byte != 0xC2) {
      current_.text += static_cast<char>(byte);
      return 0;
    }
    flush();
    // General punctuation (E2 80 ..) and Latin-1 signs (C2 ..): dashes, quotes, inverted marks, spaces.
    return byte == 0xE2 ? 2 : byte == 0xC2 ? 1 : 0;
  }

  void flush() {
    if (!current_.text.empty()) words_.push_back(std::move(current_));
    current_ = Word{{}, true};
  }

  std::vector<Word> words_;
  Word current_{{}, true};
};

std::vector<Word> raw_words(std::string_view text) { return Splitter().split(text); }

bool strip(std::string& word, std::string_view suffix, std::size_t least) {
  if (!word.ends_with(suffix) || word.size() < suffix.size() + least) return false;
  word.resize(word.size() - suffix.size());
  return true;
}

std::string stem_english(std::string word) {
  if (strip(word, "ies", 2)) return word + "y";
  if (!word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")) strip(word, "s", 3);
  if (strip(word, "ing", 3) || strip(word, "ed", 3)) {
    const std::size_t n = word.size();
    if (n > 3 && word[n - 1] == word[n - 2] && word[n - 1] != 's' && word[n - 1] != 'l') word.pop_back();
  }
  strip(word, "e", 3);
  return word;
}

std::string stem(std::string word, std::string_view language) {
  if (language == "de") {
    for (const char* suffix : {"em", "en", "er", "es", "e", "n", "s"}) {
      if (strip(word, suffix, 3)) return word;
    }
    return word;
  }
  if (language == "fr" || language == "es") {
    if (!strip(word, "es", 4) && !strip(word, "s", 3)) strip(word, "x", 3);
    strip(word, "e", 3);
    return word;
  }
  return stem_english(std::move(word));
}

}  // namespace

std::string guess_language(std::string_view text) {
  const auto words = raw_words(text);
  std::string best = "en";
  std::ptrdiff_t most = 0;
  for (const char* language : {"en", "de", "fr", "es"}) {
    const Set& stop = stop_words(language);
    const auto hits =
        std::count_if(words.begin(), words.end(), [&](const Word& word) { return stop.count(word.text) != 0; });
    if (hits <= most) continue;
    most = hits;
    best = language;
  }
  return best;
}

std::vector<std::string> terms(std::string_view text, std::string_view language) {
  const Set& stop = stop_words(language);
  std::vector<std::string> out;
  for (auto& word : raw_words(text)) {
    if (word.capitals || stop.count(word.text) == 0) out.push_back(stem(std::move(word.text), language));
  }
  return out;
}

bool asks(std::string_view sentence, std::string_view language) {
  if (sentence.find('?') != std::string_view::npos) return true;
  const auto words = raw_words(sentence);
  const Set& open = openers(language);
  // "Hello, how long ...": greetings may stand before the question.
  const auto first = std::find_if(words.begin(), words.end(), [&](const Word& word) {
    return open.count(word.text) != 0 || stop_words(language).count(word.text) == 0;
  });
  return first != words.end() && open.count(first->text) != 0;
}

std::vector<std::string> sentences(std::string_view text) {
  std::vector<std::string> out;
  std::string current;
  const auto flush = [&] {
    if (current.find_first_not_of(" \t\r") != std::string::npos) out.push_back(std::move(current));
    current.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      flush();
      continue;
    }
    current += text[i];
    const bool mark = text[i] == '.' || text[i] == '!' || text[i] == '?';
    if (mark && (i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n')) flush();
  }
  flush();
  return out;
}

}  // namespace knowledge
