// Case files: what was said in a conversation, by whom, which policies were in force, and why each text was sent, held,
// handed over or blocked; with the entries that prove it. For a message, a conversation, or a random sample. Each view
// is itself on the record, before anything is shown. Called by `audit case` and the API; any thread.
#pragma once

#include <string>
#include <vector>

#include "flow/house.hpp"
#include "report/compared.hpp"
#include "report/sheet.hpp"

namespace countersign::report {

/// Which conversations a random sample is drawn from; "" for any.
struct Sampled {
  int count = 1;
  Time since{}, until{};
  std::string channel, language;
};

/// The receipt of an entry as text, or "" where there is none (yet).
using ReceiptOf = std::function<std::string(const std::string& entry)>;

class CaseFiles {
 public:
  CaseFiles(const House& house, std::string viewer, ReceiptOf receipt = {}, LogOf log = {})
      : house_(house), viewer_(std::move(viewer)), receipt_(std::move(receipt)), log_(std::move(log)) {}

  /// The conversation a message belongs to. Of an erased customer only the record is left, and shown.
  [[nodiscard]] Result<Sheet> of_message(const std::string& message) const;
  [[nodiscard]] Result<Sheet> of_conversation(const std::string& channel, const std::string& name) const;
  /// `not_found` when no conversation fits.
  [[nodiscard]] Result<Sheet> of_sample(const Sampled& sampled) const;

 private:
  [[nodiscard]] Result<std::vector<Section>> sections_of(const Conversation& conversation, Compared& log) const;
  [[nodiscard]] Result<Sheet> sheet_of(const std::string& title, const std::vector<Conversation>& conversations) const;
  [[nodiscard]] Sheet finished(const std::string& title, std::vector<Section> sections, const Compared& log) const;
  [[nodiscard]] Result<Sheet> of_record_alone(const std::string& message) const;
  [[nodiscard]] Status record_view(const Conversation* conversation, const std::string& message) const;
  const House& house_;
  const std::string viewer_;
  const ReceiptOf receipt_;
  const LogOf log_;
};

}  // namespace countersign::report
