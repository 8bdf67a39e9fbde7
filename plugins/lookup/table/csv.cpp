#include "csv.hpp"

#include <algorithm>

namespace table {

Csv::Csv(std::string_view text, char separator, std::size_t at) : text_(text), separator_(separator), at_(at) {
  if (at_ == 0 && text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

bool Csv::at_end_of_field() const {
  return at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n' ||
         (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
}

/// At the end of a field: true when the record ends here too, its line break taken.
bool Csv::take_end_of_record() {
  if (at_ >= text_.size()) return true;
  if (text_[at_] == separator_) {
    ++at_;
    return false;
  }
  at_ += text_[at_] == '\r' ? 2 : 1;
  ++next_line_;
  return true;
}

void Csv::read_quoted() {
  const std::size_t begin = ++at_;
  bool doubled = false;
  for (;; ++at_) {
    at_ = text_.find('"', at_);
    if (at_ == std::string_view::npos) {
      at_ = text_.size();
      unending_ = true;
      problem_ = "opens a quote that never ends";
      fields_.push_back({text_.substr(begin), doubled});
      return;
    }
    if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
    doubled = true;
    ++at_;
  }
  const std::string_view raw = text_.substr(begin, at_ - begin);
  next_line_ += static_cast<std::size_t>(std::count(raw.begin(), raw.end(), '\n'));
  fields_.push_back({raw, doubled});
  ++at_;
  if (at_end_of_field()) return;
  problem_ = "has words behind a closing quote";
  while (!at_end_of_field()) ++at_;
}

void Csv::read_field() {
  if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
  const std::size_t begin = at_;
  bool quote = false;
  for (; !at_end_of_field(); ++at_) quote = quote || text_[at_] == '"';
  if (quote) problem_ = "has a quote inside a field that does not begin with one";
  fields_.push_back({text_.substr(begin, at_ - begin), false});
}

bool Csv::next() {
  do {
    if (at_ >= text_.size()) return false;
    fields_.clear();
    problem_.clear();
    start_ = at_;
    line_ = next_line_;
    do read_field();
    while (!take_end_of_record());
  } while (fields_.size() == 1 && fields_[0].raw.empty() && problem_.empty());
  return true;
}

std::string Csv::value(std::size_t field) const {
  const Field& it = fields_[field];
  if (!it.doubled) return std::string(it.raw);
  std::string value;
  for (std::size_t i = 0; i < it.raw.size(); ++i) {
    value += it.raw[i];
    if (it.raw[i] == '"') ++i;
  }
  return value;
}

bool Csv::is(std::size_t field, std::string_view value) const {
  const Field& it = fields_[field];
  return it.doubled ? this->value(field) == value : it.raw == value;
}

}  // namespace table
