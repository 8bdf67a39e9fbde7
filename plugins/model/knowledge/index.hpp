// Index: which article answers a question, and whether surely enough to send it to a customer. Ranking is Okapi BM25
// (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75); being sure is a separate, stricter test. Immutable; any thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "articles.hpp"

namespace knowledge {

/// One article for one question.
struct Match {
  const Article* article = nullptr;
  double score = 0;  ///< BM25, for ranking only
  bool sure = false;
  std::string text;  ///< what to answer, or the passage nearest to the question
};

class Index {
 public:
  /// `least` (0 to 1): the share of a question's terms that an article must hold before it answers. `own_matters`:
  /// whether what is in it may answer about one person's own matter; articles may not, looked-up facts may.
  Index(std::vector<Article> articles, double least, bool own_matters = false);
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  /// The best current articles, at most three, best first; only the first can be sure, and what is
  /// not even near the question is left out. A
  /// message is read in each article's own language: a wrong guess of the customer's language costs nothing.
  [[nodiscard]] std::vector<Match> search(std::string_view message, std::string_view today) const;
  [[nodiscard]] const std::vector<Article>& articles() const { return articles_; }

 private:
  using Terms = std::set<std::string>;
  struct Entry {
    std::map<std::string, int> counts;
    int length = 0;
    std::vector<Terms> titles;  ///< of the title and of each further question
    std::vector<Terms> paragraphs;
  };
  [[nodiscard]] double bm25(const Entry& entry, const Terms& question) const;
  [[nodiscard]] bool sure(const Entry& entry, std::string_view message, std::string_view language) const;
  [[nodiscard]] bool covers(const Entry& entry, const Terms& question, double least) const;
  [[nodiscard]] bool near(const Entry& entry, const Terms& question) const;
  [[nodiscard]] std::string passage(std::size_t article, const Terms& question) const;

  std::vector<Article> articles_;
  std::vector<Entry> entries_;
  std::map<std::string, int> document_counts_;
  double average_length_ = 1;
  double least_;
  bool own_matters_;
};

}  // namespace knowledge
