// Figures: what the record says about a period, counted entry by entry: disclosure, who wrote what, what was held and
// why, how fast people came, what they did to drafts, what exceptions were used, and what went wrong. No customer text
// is in the record, so none is here. One thread; the same entries give the same report.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "report/compared.hpp"
#include "report/lines.hpp"

namespace countersign::report {

/// What one rule did.
struct RuleFigures {
  std::int64_t held = 0, handed_over = 0, blocked = 0;
  std::int64_t approved_unchanged = 0;  ///< its holds that somebody signed as they were: perhaps a false alarm
  std::int64_t waived = 0;              ///< let pass by an exception
  std::string why;                      ///< its sentence, as last recorded
  std::set<std::string> legal;
};

/// Seconds, sorted when asked.
class Durations {
 public:
  void add(Duration span) { all_.push_back(std::chrono::duration_cast<std::chrono::seconds>(span).count()); }
  [[nodiscard]] std::size_t count() const { return all_.size(); }
  /// The smallest that `percent` of them do not exceed; 0 for none.
  [[nodiscard]] std::int64_t percentile(int percent) const;
  [[nodiscard]] std::int64_t within(std::chrono::seconds limit) const;

 private:
  std::vector<std::int64_t> all_;
};

struct ChannelFigures {
  std::int64_t arrived = 0;
  std::map<std::string, std::int64_t> written;  ///< cleared texts by author
  std::int64_t delivered = 0, refused = 0, undelivered = 0;
  std::int64_t ai = 0, ai_disclosed = 0;              ///< texts of AI origin; with a notice or label
  std::int64_t first_ai = 0, first_ai_disclosed = 0;  ///< the first of each conversation in the period
};

class Figures {
 public:
  void add(const Line& line);
  /// Those of whom nothing is kept any more, such as the erased, wait for nobody: only `kept` (pseudonyms) go on waiting.
  void still_kept(const std::set<std::string>& kept);

  std::map<std::string, ChannelFigures> channels;
  std::map<std::string, std::int64_t> languages;   ///< customers' messages
  std::map<std::string, std::int64_t> notices;     ///< "ai-notice@4/en" -> texts
  std::map<std::string, std::int64_t> verdicts;    ///< at the reply border
  std::map<std::string, RuleFigures> rules;        ///< by "policy" (its id)
  std::map<std::string, std::int64_t> hand_overs;  ///< by reason
  std::map<std::string, std::int64_t> waivers;     ///< used, by "policy#n until DATE"
  std::map<std::string, std::int64_t> kinds;       ///< entries by kind
  std::map<std::string, std::int64_t> models;      ///< drafts
  std::set<std::string> policies;                  ///< digests decided under
  std::set<std::string> reviewers;                 ///< who signed, edited or rejected
  Durations to_a_person;                           ///< from the hand-over to a person's first act
  Durations to_a_signature;                        ///< from the hold to the signature
  std::int64_t complaints_after_ai =
      0;  ///< AI's texts after which the customer was angry, disappointed, or asked for a person
  std::int64_t asked_if_ai = 0;
  Compared compared;  ///< whether the entries that were counted are the published log's
  [[nodiscard]] std::int64_t waiting_for_a_person() const { return static_cast<std::int64_t>(handed_.size()); }
  [[nodiscard]] std::int64_t unreadable() const { return unreadable_; }

 private:
  struct Text {
    Time held_at{};
    std::vector<std::string> rules;
    std::optional<Time> signed_at = {};  ///< for the last time
    bool edited = false;
  };
  void arrived(const Line& line, const json::Value& entry, ChannelFigures& channel);
  void cleared(const Line& line, const json::Value& entry, ChannelFigures& channel);
  void held(const Line& line, const json::Value& entry);
  void reviewed(const Line& line, const json::Value& entry);
  void released(const std::string& message);
  void decided(const Line& line, const json::Value& decision);
  void a_person_acts(const Line& line);
  std::map<std::string, Text> held_;     ///< by message
  std::map<std::string, Time> handed_;   ///< by conversation: since when it waits
  std::set<std::string> ai_spoke_last_;  ///< conversations
  std::set<std::string> had_ai_;         ///< conversations
  std::int64_t unreadable_ = 0;
};

}  // namespace countersign::report
