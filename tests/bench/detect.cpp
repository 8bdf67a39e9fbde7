// bench_detect MESSAGES: what looking at a text costs. Microseconds of everything per 1 KB message; the personal-data
// scanner beside a bare RE2::Set with RE2 where it hit, same patterns, same texts, same rounds; and texts made to be
// slow.
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "flow/detect/detectors.hpp"
#include "flow/detect/personal.hpp"

namespace {

using namespace countersign;
using namespace countersign::detect;

constexpr int rounds = 5;

/// The least that finds the same places: one set, and each pattern alone where the set hit.
class Bare {
 public:
  explicit Bare(const std::vector<PersonalPattern>& patterns) : set_(options(), RE2::UNANCHORED) {
    for (const auto& one : patterns) {
      set_.Add(re2::StringPiece(one.pattern.data(), one.pattern.size()), nullptr);
      single_.push_back(std::make_unique<RE2>(re2::StringPiece(one.pattern.data(), one.pattern.size()), options()));
    }
    set_.Compile();
  }
  std::size_t count(const std::string& text) const {
    std::vector<int> hits;
    std::size_t found = 0;
    set_.Match(text, &hits);
    for (const int hit : hits) {
      re2::StringPiece place;
      for (std::size_t from = 0; from <= text.size() && single_[static_cast<std::size_t>(hit)]->Match(
                                                            text, from, text.size(), RE2::UNANCHORED, &place, 1);) {
        ++found;
        from = static_cast<std::size_t>(place.data() - text.data()) + std::max<std::size_t>(place.size(), 1);
      }
    }
    return found;
  }

 private:
  static RE2::Options options() {
    RE2::Options made;
    made.set_log_errors(false);
    made.set_max_mem(96 << 20);
    return made;
  }
  RE2::Set set_;
  std::vector<std::unique_ptr<RE2>> single_;
};

/// Processor time, since the machine may be shared.
double seconds(const std::function<void()>& work) {
  const auto start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

/// Messages of about `size` bytes, made of the file's lines.
std::vector<std::string> messages_of(const char* path, std::size_t size, std::size_t count) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) lines.push_back(line);
  std::vector<std::string> made;
  for (std::size_t at = 0; !lines.empty() && made.size() < count;) {
    std::string text;
    while (text.size() < size) text += lines[at++ % lines.size()] + "\n";
    made.push_back(std::move(text));
  }
  return made;
}

std::size_t bytes_of(const std::vector<std::string>& texts) {
  std::size_t all = 0;
  for (const auto& text : texts) all += text.size();
  return all;
}

/// Microseconds per KB of looking at all texts, median of the rounds after one to warm up.
double cost(const Detector& detector, const std::vector<std::string>& texts, Author by) {
  std::vector<double> found;
  for (int round = 0; round <= rounds; ++round) {
    const auto took = seconds([&] {
      for (const auto& text : texts)
        if (!detector.look({text, by, "en-GB", {}})) std::puts("a text was not looked at");
    });
    if (round > 0) found.push_back(took * 1e6 / (static_cast<double>(bytes_of(texts)) / 1024));
  }
  return median(found);
}

void scanner(const std::vector<std::string>& texts) {
  const auto patterns = built_in_patterns();
  const Personal personal;
  const Bare bare(patterns);
  std::vector<double> ours, theirs, ratios;
  for (int round = 0; round <= rounds; ++round) {
    std::size_t places = 0;
    const auto own = seconds([&] {
      for (const auto& text : texts) {
        std::vector<Finding> findings;
        if (personal.look(plain_view(text), "en-GB", findings)) places += findings.size();
      }
    });
    const auto other = seconds([&] {
      for (const auto& text : texts) places += bare.count(text);
    });
    if (round == 0) continue;
    const auto megabytes = static_cast<double>(bytes_of(texts)) / 1e6;
    ours.push_back(megabytes / own);
    theirs.push_back(megabytes / other);
    ratios.push_back(own / other);
  }
  std::printf("scanner: %.1f MB/s; bare RE2::Set + RE2, %zu patterns: %.1f MB/s; time ratio %.2f\n", median(ours),
              patterns.size(), median(theirs), median(ratios));
}

void hostile(const Detector& detector, double ordinary) {
  const std::vector<std::pair<const char*, std::string>> units = {{"\"1 a \"", "1 a "},
                                                                  {"\"1 \"", "1 "},
                                                                  {"\"@\"", "@"},
                                                                  {"figures", "4"},
                                                                  {"figures and spaces", "4 1 "},
                                                                  {"\"a.\"", "a."},
                                                                  {"\"::\"", "::"},
                                                                  {"mixed bidi", "\u202Eа4\u202Cb\u200F"},
                                                                  {"entities", "&#64;&amp;"},
                                                                  {"\" at \"", "a at b dot "},
                                                                  {"cards", "4111 1111 1111 1111 "},
                                                                  {"phones", "699 956 915, "},
                                                                  {"base64", "QUJDREVGR0hJSktMTU5PUA"}};
  for (const auto& [name, unit] : units) {
    std::string text;
    while (text.size() < (32U << 10U)) text += unit;
    const auto found = cost(detector, {text}, Author::customer);
    std::printf("hostile %-20s %8.1f us/KB  %.2f of ordinary\n", name, found, found / ordinary);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::fputs("usage: bench_detect MESSAGES\n", stderr), 2;
  const auto small = messages_of(arguments[1], 1024, 400);
  if (small.empty()) return std::fputs("bench_detect: no messages in that file\n", stderr), 2;
  std::unique_ptr<const Detector> detector;
  const auto start = seconds([&] { detector = make_detector({}, 0); });
  const auto again = seconds([&] { detector = make_detector({}, 0); });
  std::printf("made in %.0f ms, the next in %.1f ms\n", start * 1e3, again * 1e3);
  std::printf("everything, customer's text of 1 KB: %.1f us; our text: %.1f us\n",
              cost(*detector, small, Author::customer), cost(*detector, small, Author::ai));
  scanner(small);
  hostile(*detector, cost(*detector, messages_of(arguments[1], 32U << 10U, 8), Author::customer));
  return 0;
}
