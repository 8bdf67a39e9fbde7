// Articles: the Markdown files of one folder, read once when the plugin opens. Immutable afterwards; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace knowledge {

/// One file. Front matter between two lines `---` may set owner, review_by (YYYY-MM-DD), source (an address),
/// language, and `also`: further questions this article answers, separated by `|`.
struct Article {
  std::string file;                     ///< its name, without the folder
  std::string title;                    ///< the first heading, or the file's name
  std::vector<std::string> paragraphs;  ///< after the title, headings included
  std::vector<std::string> also;
  std::string owner;
  std::string review_by;  ///< "" or a date; after that day the article is not used
  std::string source;     ///< what to show as its address, or ""
  std::string language;   ///< en, de, fr or es; guessed from the text when not given

  [[nodiscard]] std::string body() const;
  /// `today` as YYYY-MM-DD; an empty one never expires anything.
  [[nodiscard]] bool current(std::string_view today) const {
    return review_by.empty() || today.empty() || today <= review_by;
  }
};

/// Reads one article. Throws std::invalid_argument with a sentence that names file and mend.
[[nodiscard]] Article read_article(const std::string& file, std::string_view text);

/// Questions separated by `|`, without the blanks round them.
[[nodiscard]] std::vector<std::string> split(std::string_view questions);

/// All *.md of `folder` in the order of their names. Throws std::invalid_argument when it cannot be read or holds none.
[[nodiscard]] std::vector<Article> read_folder(const std::string& folder);

}  // namespace knowledge
