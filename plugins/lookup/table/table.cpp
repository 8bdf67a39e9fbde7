// lookup.table: what a CSV or SQLite file says about the thing a customer names, if it is theirs. README.md beside it.
#include "countersign/plugin.hpp"
#include "rows.hpp"

using namespace countersign::sdk;

namespace {

constexpr std::size_t kLongestValue = 400;

/// One line, and no longer than anybody would read; cut at a whole character.
std::string one_line(std::string value) {
  for (char& c : value) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  if (value.size() <= kLongestValue) return value;
  std::size_t end = kLongestValue;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80) --end;
  return value.substr(0, end) + "…";
}

class Table final : public Handler {
 public:
  Table(Host host, const In& settings)
      : settings_(table::read_settings(settings)),
        rows_(table::open_rows(settings_, [host](const std::string& line) { host.log(CS_LOG_WARNING, line); })) {
    const std::size_t slash = settings_.file.rfind('/');
    source_ = slash == std::string::npos ? settings_.file : settings_.file.substr(slash + 1);
  }

  /// A database is read at each call; only what was read here must be read again when it changes.
  void opened(Out& out) const override {
    if (settings_.table.empty()) out.put("reads.0", settings_.file);
  }

  void read(const In&, Out&) const override {
    throw Problem(CS_UNSUPPORTED, "this lookup answers at once, there is no response to read");
  }

  void write(const In& in, Out& out) const override {
    if (in.get("op") != "question") throw Problem(CS_UNSUPPORTED, "this lookup answers questions only");
    const auto keys = table::keys_in(settings_, in.get("text"));
    if (keys.empty()) return out.put("outcome", "not_asked");
    const std::string_view customer = in.get("customer");
    std::size_t found = 0;
    std::size_t missing = 0;
    for (const auto& key : keys) {
      const auto hit = customer.empty() ? table::Hit() : rows_->find(key, customer);
      if (hit.what == table::Hit::What::one)
        put_fact("fact." + std::to_string(found++), hit.values, in.get("language"), out);
      else
        ++missing;
    }
    out.put("outcome", found > 0 ? "found" : "not_found");
    out.put("missing", std::to_string(missing));
  }

 private:
  void put_fact(const std::string& at, const std::vector<std::string>& values, std::string_view language,
                Out& out) const {
    out.put(at + ".key", one_line(values[table::kKey]));
    out.put(at + ".customer", values[table::kCustomer]);
    out.put(at + ".source", source_);
    out.put(at + ".as_of", settings_.as_of < 0 ? rows_->changed() : values[static_cast<std::size_t>(settings_.as_of)]);
    out.put(at + ".text", sentence(values, language));
    out.put(at + ".answers", *table::in_language(settings_.answers, language));
    out.put(at + ".shown", shown(values));
  }

  /// The sentence with its values, or "" when the row has none for one of them: half a sentence would be no true
  /// answer.
  [[nodiscard]] std::string sentence(const std::vector<std::string>& values, std::string_view language) const {
    std::string text;
    for (const auto& piece : *table::in_language(settings_.say, language)) {
      text += piece.words;
      if (piece.column < 0) continue;
      const std::string& value = values[static_cast<std::size_t>(piece.column)];
      if (value.empty()) return {};
      text += one_line(value);
    }
    return text;
  }

  [[nodiscard]] std::string shown(const std::vector<std::string>& values) const {
    std::string text;
    for (const int column : settings_.show) {
      const auto at = static_cast<std::size_t>(column);
      text += (text.empty() ? "" : "; ") + settings_.columns[at] + ": " + one_line(values[at]);
    }
    return text;
  }

  table::Settings settings_;
  std::unique_ptr<table::Rows> rows_;
  std::string source_;
};

}  // namespace

COUNTERSIGN_PLUGIN(CS_LOOKUP, "lookup.table", "1.0.0", Table)
