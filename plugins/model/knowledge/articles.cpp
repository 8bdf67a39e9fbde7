#include "articles.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "countersign/utf8.hpp"
#include "words.hpp"

namespace knowledge {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kLargestFile = 256 * 1024;
constexpr std::size_t kMostArticles = 5000;

[[noreturn]] void wrong(const std::string& file, const std::string& what) {
  throw std::invalid_argument("article `" + file + "`: " + what);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return text.substr(5, 2) >= "01" && text.substr(5, 2) <= "12" && text.substr(8) >= "01" && text.substr(8) <= "31";
}

void set_field(Article& article, std::string_view key, std::string_view value) {
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
    value = value.substr(1, value.size() - 2);
  }
  if (key == "owner")
    article.owner = value;
  else if (key == "source")
    article.source = value;
  else if (key == "review_by")
    article.review_by = value;
  else if (key == "language")
    article.language = value;
  else if (key == "also")
    article.also = split(value);
  else
    wrong(article.file,
          "unknown front matter `" + std::string(key) + "`: allowed are owner, review_by, source, language, also");
}

/// Returns the number of the first line after the front matter.
std::size_t read_front_matter(Article& article, const std::vector<std::string_view>& lines) {
  if (lines.empty() || trimmed(lines[0]) != "---") return 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = trimmed(lines[i]);
    if (line == "---") return i + 1;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
      wrong(article.file, "line " + std::to_string(i + 1) + " of its front matter has no `:`");
    set_field(article, trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
  wrong(article.file, "its front matter does not end: close it with a line `---`");
}

void read_body(Article& article, const std::vector<std::string_view>& lines, std::size_t at) {
  std::string paragraph;
  const auto flush = [&] {
    if (!paragraph.empty()) article.paragraphs.push_back(std::move(paragraph));
    paragraph.clear();
  };
  for (; at < lines.size(); ++at) {
    const std::string_view line = trimmed(lines[at]);
    const bool heading = line.starts_with('#');
    if (line.empty() || heading) flush();
    if (line.empty()) continue;
    const std::size_t words = heading ? line.find_first_not_of("# ") : 0;
    if (words == std::string_view::npos) continue;
    if (heading && article.title.empty()) {
      article.title = line.substr(words);
      continue;
    }
    paragraph += paragraph.empty() ? "" : "\n";
    paragraph += line.substr(words);
    if (heading) flush();
  }
  flush();
}

}  // namespace

std::vector<std::string> split(std::string_view questions) {
  std::vector<std::string> out;
  while (!questions.empty()) {
    const std::size_t end = std::min(questions.find('|'), questions.size());
    if (const auto question = trimmed(questions.substr(0, end)); !question.empty()) out.emplace_back(question);
    questions.remove_prefix(std::min(end + 1, questions.size()));
  }
  return out;
}

std::string Article::body() const {
  std::string text;
  for (const auto& paragraph : paragraphs) text += (text.empty() ? "" : "\n\n") + paragraph;
  return text;
}

Article read_article(const std::string& file, std::string_view text) {
  Article article;
  article.file = file;
  if (!countersign::sdk::valid_utf8(text)) wrong(file, "is not valid UTF-8: save it as UTF-8");
  const auto lines = lines_of(text);
  read_body(article, lines, read_front_matter(article, lines));
  if (article.title.empty()) article.title = file.substr(0, file.rfind('.'));
  if (article.paragraphs.empty()) wrong(file, "has no text below its title: write the answer there");
  if (!article.review_by.empty() && !is_date(article.review_by))
    wrong(file, "`review_by` is no date: write YYYY-MM-DD");
  if (article.language.empty()) article.language = guess_language(article.title + "\n" + article.body());
  const bool address =
      article.source.empty() || article.source.starts_with("https://") || article.source.starts_with("http://");
  if (!address) wrong(file, "`source` is no http or https address: correct it or leave it out");
  const bool spoken =
      article.language == "en" || article.language == "de" || article.language == "fr" || article.language == "es";
  if (!spoken) wrong(file, "`language` is none of en, de, fr, es: correct it or leave it out");
  return article;
}

std::vector<Article> read_folder(const std::string& folder) {
  std::error_code problem;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    if (at->path().extension() == ".md") files.push_back(at->path());
  }
  if (problem)
    throw std::invalid_argument("setting `folder` cannot be read (" + problem.message() +
                                "): give the folder of your articles");
  if (files.empty()) throw std::invalid_argument("setting `folder` holds no *.md file: put your articles there");
  if (files.size() > kMostArticles)
    throw std::invalid_argument("setting `folder` holds more than 5000 articles: split it");
  std::sort(files.begin(), files.end());
  std::vector<Article> articles;
  for (const auto& file : files) {
    const std::string name = file.filename().string();
    if (fs::file_size(file, problem) > kLargestFile || problem)
      wrong(name, "cannot be read or is larger than 256 KiB: split it");
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) wrong(name, "cannot be read: check its permissions");
    // A README in the folder is about the articles, not one of them.
    if (name != "README.md") articles.push_back(read_article(name, text));
  }
  return articles;
}

}  // namespace knowledge
