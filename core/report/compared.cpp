#include "report/compared.hpp"

#include <algorithm>

namespace countersign::report {
namespace {

constexpr std::size_t kMostTold = 100;

}  // namespace

Compared::Compared(const LogOf& log) {
  if (!log) return;
  auto opened = log();
  if (opened)
    log_.emplace(std::move(*opened));
  else
    why_not_ = opened.error().message;
}

void Compared::tell(std::string what) {
  if (wrong_.size() < kMostTold)
    wrong_.push_back(std::move(what));
  else
    ++more_;
}

std::string Compared::look(const Line& line) {
  if (first_ == 0) first_ = line.seq;
  last_ = std::max(last_, line.seq);
  if (!log_) return "";
  auto wrong = log_->wrong({line.seq, micros(line.at), line.id, line.kind, line.conversation, line.message, line.body});
  if (!wrong) return "";
  tell(*wrong);
  return std::move(*wrong);
}

Status Compared::count(store::Store& store) {
  if (first_ == 0) return {};
  std::int64_t there = 0;
  const auto read = store.read([&](store::Session& session) {
    session.first("SELECT count(*) FROM entry WHERE seq>=$1 AND seq<=$2", {first_, last_},
                  [&](const store::Row& row) { there = row.integer(0); });
  });
  if (!read) return read;
  if (const auto gone = last_ - first_ + 1 - there; gone > 0)
    tell((gone == 1 ? "an entry" : std::to_string(gone) + " entries") + " between " + std::to_string(first_ - 1) +
         " and " + std::to_string(last_ - 1) + " of the published log " + (gone == 1 ? "is" : "are") +
         " missing in the database; `countersign audit verify --config FILE` says which");
  return {};
}

std::string Compared::in_words() const {
  if (!log_) return "Not compared with the published log: " + why_not_ + ".";
  const auto& checkpoint = log_->checkpoint();
  std::string text = "Compared with the published log " + checkpoint.origin + " of " + std::to_string(checkpoint.size) +
                     " entries, root " + tlog::to_base64(checkpoint.root) + ": ";
  text += wrong_.empty() ? "every entry is the log's"
                         : std::to_string(wrong_.size() + more_) + (wrong_.size() == 1 ? " finding" : " findings");
  if (log_->unpublished() > 0) text += "; " + std::to_string(log_->unpublished()) + " newer ones are not published yet";
  return text + ".";
}

json::Object Compared::to_json() const {
  if (!log_) return {{"compared", false}, {"why_not", why_not_}};
  json::Array wrong;
  for (const auto& one : wrong_) wrong.emplace_back(one);
  const auto& checkpoint = log_->checkpoint();
  return {{"compared", true},
          {"origin", checkpoint.origin},
          {"size", static_cast<std::int64_t>(checkpoint.size)},
          {"root", tlog::to_base64(checkpoint.root)},
          {"entries_compared", static_cast<std::int64_t>(log_->compared())},
          {"entries_not_published_yet", static_cast<std::int64_t>(log_->unpublished())},
          {"findings", std::move(wrong)},
          {"more_findings", static_cast<std::int64_t>(more_)}};
}

}  // namespace countersign::report
