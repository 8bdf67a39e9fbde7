#include "base/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>

#include "base/yaml_bytes.hpp"
#include "base/yaml_hint.hpp"

namespace countersign::yaml {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20U;
constexpr std::size_t kMaxNodes = 100'000;
constexpr std::size_t kMaxDepth = 32;

/// Leaves the parser at once; what was wrong has been written down already.
struct Stop : std::exception {};

std::string small(std::string_view text) {
  std::string all(text);
  for (char& c : all)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return all;
}

class Writer {
 public:
  Writer(const std::string& file, char prefix, std::vector<Problem>& problems)
      : file_(file), prefix_(prefix), problems_(problems) {}
  [[nodiscard]] Place place(int line, int column) const { return {file_, line, column}; }
  void problem(const Place& where, int number, std::string message) {
    std::string code = std::to_string(number);
    code.insert(0, 3 - code.size(), '0');
    problems_.push_back({where, prefix_ + code, std::move(message)});
  }

 private:
  const std::string& file_;
  char prefix_;
  std::vector<Problem>& problems_;
};

/// Builds our tree from yaml-cpp's events and refuses there what its own tree would swallow.
class Builder final : public YAML::EventHandler {
 public:
  Builder(std::string_view text, Writer& writer) : text_(text), writer_(writer) {}
  [[nodiscard]] bool started() const { return documents_ > 0; }
  [[nodiscard]] Node take() { return std::move(root_); }

  [[nodiscard]] Place place(const YAML::Mark& mark) const {
    if (mark.line < 0) return writer_.place(1, 1);
    return writer_.place(mark.line + 1, characters(mark) + 1);
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    writer_.problem(place(mark), 7, "a second document; one file holds one document: move it to a file of its own");
    throw Stop();
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_properties(mark, "", anchor);
    add(make(Node::Kind::null, mark));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    writer_.problem(place(mark), 8, "references (*name) are not used here; write the value out");
    add(make(Node::Kind::null, mark));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_properties(mark, tag, anchor);
    Node node = make(Node::Kind::scalar, mark);
    node.text = value.empty() && tag.size() > 1 ? tag : value;  // "!x" alone is refused above, and no missing value besides
    node.quoted = tag == "!";
    const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    scalar_at_ = std::min(at, text_.size());
    if (at < text_.size() && (text_[at] == '"' || text_[at] == '\'') && !quote_closes(text_, at)) {
      writer_.problem(node.place, 6,
                      "this is not valid YAML: the quote that opens here is never closed; write the closing one");
      throw Stop();
    }
    for (std::size_t i = 0; i < value.size();) {
      const std::size_t length = sequence(value, i);
      if (length == 0 || is_control(value, i, length)) {
        writer_.problem(node.place, 3, "this text contains an invisible control character; delete it");
        break;
      }
      i += length;
    }
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(Node::Kind::list, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(Node::Kind::map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { finish(); }
  void OnMapEnd() override { finish(); }

 private:
  struct Open {
    Node node;
    std::optional<Node> key;
    std::size_t key_at = 0;
  };

  /// Marks count bytes within a line; people count characters.
  [[nodiscard]] int characters(const YAML::Mark& mark) const {
    const auto end = std::min(text_.size(), static_cast<std::size_t>(std::max(mark.pos, 0)));
    const auto begin = end - std::min(end, static_cast<std::size_t>(std::max(mark.column, 0)));
    const auto part = text_.substr(begin, end - begin);
    return static_cast<int>(std::count_if(part.begin(), part.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  }
  /// Whether a comment takes the place of the value of the key at `at`.
  [[nodiscard]] bool comment_behind(std::size_t at) const {
    const auto line = text_.substr(at, std::min(text_.find('\n', at), text_.size()) - at);
    const auto colon = line.find(':');
    const auto rest = colon == std::string_view::npos ? colon : line.find_first_not_of(' ', colon + 1);
    return rest != std::string_view::npos && line[rest] == '#';
  }
  [[nodiscard]] Node make(Node::Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > kMaxNodes) {
      writer_.problem(place(mark), 4, "the file has too many values; split it");
      throw Stop();
    }
    Node node;
    node.kind = kind;
    node.place = place(mark);
    return node;
  }
  void refuse_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    const auto at = static_cast<std::size_t>(std::max(mark.pos, 0));
    const bool written = at < text_.size() && text_[at] == '!';  // "! x" yields the same tag as a quoted scalar
    if (anchor != 0) writer_.problem(place(mark), 8, "anchors (&name) are not used here; write the value out");
    if (written || (!tag.empty() && tag != "?" && tag != "!"))
      writer_.problem(place(mark), 9, "tags (!name) are not used here; delete it, or put the text between quotes");
  }
  void begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_properties(mark, tag, anchor);
    if (open_.size() >= kMaxDepth) {
      writer_.problem(place(mark), 5, "nested too deeply (at most 32 levels)");
      throw Stop();
    }
    open_.push_back({make(kind, mark), std::nullopt});
  }
  void finish() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }
  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (Open& top = open_.back(); top.node.is_list()) {
      top.node.items.push_back(std::move(node));
    } else if (!top.key) {
      top.key = std::move(node);
      top.key_at = scalar_at_;
    } else {
      entry(top, std::move(node));
    }
  }
  void entry(Open& map, Node value) {
    Node key = *std::exchange(map.key, std::nullopt);
    if (!key.is_scalar() || key.text.empty()) return writer_.problem(key.place, 12, "a key must be a plain word");
    if (key.text == "<<" && !key.quoted)
      return writer_.problem(key.place, 10, "merge keys (<<) are not used here; write the keys out");
    if (const Node* first = map.node.find(key.text); first != nullptr)
      return writer_.problem(key.place, 11,
                             "\"" + key.text + "\" stands here twice (also in line " +
                                 std::to_string(first->place.line) + "); delete one");
    if (value.kind == Node::Kind::null) {
      value.place = key.place;  // the parser names whatever comes next instead
      value.quoted = comment_behind(map.key_at);
    }
    map.node.entries.push_back({std::move(key), std::move(value)});
  }

  std::string_view text_;
  Writer& writer_;
  Node root_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
  std::size_t scalar_at_ = 0;  ///< of the last scalar
  int documents_ = 0;
};

std::optional<Node> parse(std::string_view text, Writer& writer) {
  std::istringstream in{std::string(text)};
  Builder builder(text, writer);
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& e) {
    if (const auto hint = hint_for(text, e.mark.line + 1))
      writer.problem(writer.place(hint->line, hint->column), 6, "this is not valid YAML: " + hint->mend);
    else
      writer.problem(builder.place(e.mark), 6,
                     "this is not valid YAML (" + e.msg + "); check indentation, colons and quotes near here");
    return std::nullopt;
  } catch (const std::exception&) {
    writer.problem(writer.place(1, 1), 6, "this file cannot be read as YAML; check indentation, colons and quotes");
    return std::nullopt;
  }
  if (!builder.started()) {
    writer.problem(writer.place(1, 1), 14, "the file is empty; write a document or delete the file");
    return std::nullopt;
  }
  return builder.take();
}

}  // namespace

std::string to_line(const Problem& problem) {
  return problem.place.file + ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column) +
         " " + problem.code + (problem.warning ? " warning: " : " ") + problem.message;
}

const Node* Node::find(std::string_view key) const {
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.first.text == key; });
  return at == entries.end() ? nullptr : &at->second;
}

std::optional<Node> read(std::string_view text, const std::string& file, char code_prefix,
                         std::vector<Problem>& problems) {
  Writer writer(file, code_prefix, problems);
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (text.size() > kMaxBytes) {
    writer.problem(writer.place(1, 1), 4, "the file is larger than 1 MiB; split it");
    return std::nullopt;
  }
  std::string unix_lines;
  unix_lines.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') unix_lines += text[i];
  if (const auto fault = fault_in(unix_lines)) {
    writer.problem(writer.place(fault->line, fault->column), fault->number, fault->mend);
    return std::nullopt;
  }
  return parse(unix_lines, writer);
}

std::string nearest(std::string_view written, const std::vector<std::string_view>& known) {
  if (written.size() > 64) return "";
  const std::string word = small(written);  // capitals make no other word
  std::string best;
  std::size_t best_distance = word.size() / 3 + 1;
  for (const std::string_view as_known : known) {
    const std::string other = small(as_known);
    // Optimal string alignment: insertion, deletion, substitution and a swap of neighbours cost one each.
    std::vector<std::vector<std::size_t>> d(word.size() + 1, std::vector<std::size_t>(other.size() + 1));
    for (std::size_t i = 0; i <= word.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= other.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i)
      for (std::size_t j = 1; j <= other.size(); ++j) {
        const std::size_t cost = word[i - 1] == other[j - 1] ? 0 : 1;
        d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
        if (i > 1 && j > 1 && word[i - 1] == other[j - 2] && word[i - 2] == other[j - 1])
          d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    if (d[word.size()][other.size()] < best_distance) {
      best_distance = d[word.size()][other.size()];
      best = as_known;
    }
  }
  return best;
}

}  // namespace countersign::yaml
