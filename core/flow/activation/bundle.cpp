#include "flow/activation/bundle.hpp"

#include <algorithm>
#include <array>

#include "base/crypto.hpp"

namespace countersign::activation {
namespace {

constexpr std::array<std::string_view, 8> kDeeds = {"bootstrap", "activate", "tighten",    "confirm",
                                                    "roll_back", "canary",   "end_canary", "withdraw"};
constexpr std::string_view kBundle = "countersign policy bundle v1";
constexpr std::string_view kProposal = "countersign policy proposal v1";

json::Object as_json(const SetRef& set) { return {{"digest", set.digest}, {"sha256", set.sha256}}; }

/// Members of a signed object, each of which must be there and of its kind. The first that is not makes it invalid.
class Members {
 public:
  Members(std::string_view bytes, std::string_view format) {
    auto parsed = json::parse(bytes);
    if (parsed) value_ = std::move(*parsed);
    if (text("format") != format) fine_ = false;
  }
  explicit Members(const json::Value& value) : value_(value) {}

  std::string text(std::string_view key) {
    const auto* member = value_.find(key);
    if (member == nullptr || member->string() == nullptr) return fine_ = false, "";
    return *member->string();
  }
  std::int64_t number(std::string_view key) {
    const auto* member = value_.find(key);
    if (member == nullptr || member->integer() == nullptr) return fine_ = false, 0;
    return *member->integer();
  }
  Time time(std::string_view key) {
    const auto at = from_rfc3339(text(key));
    if (!at) fine_ = false;
    return at.value_or(Time());
  }
  SetRef set() {
    const auto* member = value_.find("set");
    if (member == nullptr) return fine_ = false, SetRef();
    Members set(*member);
    SetRef ref{set.text("digest"), set.text("sha256")};
    fine_ = fine_ && set.fine();
    return ref;
  }
  std::vector<std::string> texts(std::string_view key) {
    const auto* member = value_.find(key);
    if (member == nullptr || member->array() == nullptr) return fine_ = false, std::vector<std::string>();
    std::vector<std::string> all;
    for (const auto& one : *member->array()) {
      check(one.string() != nullptr);
      if (one.string() != nullptr) all.push_back(*one.string());
    }
    return all;
  }
  [[nodiscard]] const json::Value* optional(std::string_view key) const { return value_.find(key); }
  /// Of a member that older versions did not write.
  std::string text_if_any(std::string_view key) { return optional(key) == nullptr ? "" : text(key); }
  Time time_if_any(std::string_view key) { return optional(key) == nullptr ? Time() : time(key); }
  [[nodiscard]] bool fine() const { return fine_; }
  void check(bool holds) { fine_ = fine_ && holds; }

 private:
  json::Value value_;
  bool fine_ = true;
};

Canary canary_from(const json::Value& value, Members& outer) {
  Members members(value);
  Canary canary{members.set(),
                {members.text("channel"), members.text("brand"), static_cast<int>(members.number("permille"))},
                members.text("proposed_by"),
                members.text("approved_by"),
                members.text("proposal")};
  outer.check(members.fine());
  return canary;
}

Withdrawal withdrawal_from(const json::Value& value, Members& outer) {
  Members members(value);
  Withdrawal withdrawal{members.text("digest"), members.text("proposal"), members.text("proposed_by"),
                        members.number("approval") != 0};
  outer.check(members.fine());
  return withdrawal;
}

}  // namespace

std::string_view to_word(Deed deed) { return kDeeds.at(static_cast<std::size_t>(deed)); }

std::string canonical(const policy::SourceFiles& files) {
  json::Array all;
  for (const auto& file : files) all.emplace_back(json::Object{{"name", file.name}, {"text", file.bytes}});
  return json::dump(std::move(all));
}

Result<policy::SourceFiles> files_from(std::string_view canonical) {
  const auto parsed = json::parse(canonical);
  if (!parsed || parsed->array() == nullptr) return Error{Fault::invalid, "these are no bytes of a set"};
  policy::SourceFiles files;
  for (const auto& one : *parsed->array())
    files.push_back({std::string(one.text("name")), std::string(one.text("text"))});
  return files;
}

SetRef reference_of(const policy::Loaded& loaded) {
  return {loaded.set->digest(), crypto::sha256_hex(canonical(loaded.files))};
}

std::string to_bytes(const Bundle& bundle) {
  json::Object all{{"format", kBundle},
                   {"number", bundle.number},
                   {"previous", bundle.previous},
                   {"at", to_rfc3339(bundle.at)},
                   {"deed", to_word(bundle.deed)},
                   {"by", bundle.by},
                   {"set", as_json(bundle.set)},
                   {"since", bundle.since},
                   {"proposed_by", bundle.proposed_by},
                   {"approved_by", bundle.approved_by},
                   {"proposal", bundle.proposal},
                   {"spent", json::Array(bundle.spent.begin(), bundle.spent.end())}};
  if (bundle.canary)
    all["canary"] =
        json::Object{{"set", as_json(bundle.canary->set)},        {"channel", bundle.canary->scope.channel},
                     {"brand", bundle.canary->scope.brand},       {"permille", bundle.canary->scope.permille},
                     {"proposed_by", bundle.canary->proposed_by}, {"approved_by", bundle.canary->approved_by},
                     {"proposal", bundle.canary->proposal}};
  if (bundle.withdrawn)
    all["withdrawn"] = json::Object{{"digest", bundle.withdrawn->digest},
                                    {"proposal", bundle.withdrawn->proposal},
                                    {"proposed_by", bundle.withdrawn->proposed_by},
                                    {"approval", bundle.withdrawn->approval ? 1 : 0}};
  if (bundle.confirm_by) all["confirm_by"] = to_rfc3339(*bundle.confirm_by);
  return json::dump(std::move(all));
}

Result<Bundle> bundle_from(std::string_view bytes) {
  Members members(bytes, kBundle);
  Bundle bundle;
  bundle.number = members.number("number");
  bundle.previous = members.text("previous");
  bundle.at = members.time("at");
  const auto deed = members.text("deed");
  const auto* word = std::find(kDeeds.begin(), kDeeds.end(), deed);
  members.check(word != kDeeds.end());
  if (word != kDeeds.end()) bundle.deed = static_cast<Deed>(word - kDeeds.begin());
  bundle.by = members.text("by");
  bundle.set = members.set();
  bundle.since = members.number("since");
  bundle.proposed_by = members.text("proposed_by");
  bundle.approved_by = members.text("approved_by");
  bundle.proposal = members.text("proposal");
  bundle.spent = members.texts("spent");
  if (const auto* canary = members.optional("canary")) bundle.canary = canary_from(*canary, members);
  if (const auto* withdrawn = members.optional("withdrawn")) bundle.withdrawn = withdrawal_from(*withdrawn, members);
  if (members.optional("confirm_by") != nullptr) bundle.confirm_by = members.time("confirm_by");
  if (!members.fine()) return Error{Fault::invalid, "this is no bundle"};
  return bundle;
}

std::string to_bytes(const Proposal& proposal) {
  json::Object all{{"format", kProposal},
                                 {"id", proposal.id},
                                 {"set", as_json(proposal.set)},
                                 {"base", proposal.base},
                                 {"base_since", proposal.base_since},
                                 {"by", proposal.by},
                                 {"at", to_rfc3339(proposal.at)},
                                 {"approved_by", proposal.approved_by},
                                 {"approved_at", to_rfc3339(proposal.approved_at)},
                                 {"from_bundle", proposal.from_bundle},
                                 {"used", proposal.used ? 1 : 0}};
  if (!proposal.approval.empty()) all["approval"] = proposal.approval;
  if (!proposal.withdrawn_by.empty()) {
    all["withdrawn_by"] = proposal.withdrawn_by;
    all["withdrawn_at"] = to_rfc3339(proposal.withdrawn_at);
  }
  return json::dump(std::move(all));
}

Result<Proposal> proposal_from(std::string_view bytes) {
  Members members(bytes, kProposal);
  Proposal proposal{members.text("id"),
                    members.set(),
                    members.text("base"),
                    members.number("base_since"),
                    members.text("by"),
                    members.time("at"),
                    members.text("approved_by"),
                    members.time("approved_at"),
                    members.text_if_any("approval"),
                    members.number("from_bundle"),
                    members.number("used") != 0,
                    members.text_if_any("withdrawn_by"),
                    members.time_if_any("withdrawn_at")};
  if (!members.fine()) return Error{Fault::invalid, "this is no proposal"};
  return proposal;
}

Result<Scope> scope_from(std::string_view words) {
  const auto what = words.substr(0, words.find('='));
  const auto value = what.size() < words.size() ? words.substr(what.size() + 1) : std::string_view();
  Scope scope;
  if (what == "channel" && !value.empty()) return scope.channel = value, scope;
  if (what == "brand" && !value.empty()) return scope.brand = value, scope;
  const auto digits = [](std::string_view text) {
    return !text.empty() && text.size() <= 3 && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (what == "share" && value.ends_with('%')) {
    const auto number = value.substr(0, value.size() - 1);
    const auto whole = number.substr(0, number.find('.'));
    const auto tenth = whole.size() < number.size() ? number.substr(whole.size() + 1) : std::string_view("0");
    if (digits(whole) && digits(tenth) && tenth.size() == 1)
      scope.permille = std::stoi(std::string(whole)) * 10 + (tenth.front() - '0');
    if (scope.permille >= 1 && scope.permille <= 999) return scope;
  }
  return Error{Fault::invalid,
               "a canary is for channel=NAME, brand=NAME or a share of the conversations, share=0.1% to "
               "share=99.9%"};
}

Result<std::int64_t> bundle_number(std::string_view word) {
  if (word.empty() || word.size() > 9 || word.find_first_not_of("0123456789") != std::string_view::npos)
    return Error{Fault::invalid, "name a bundle by its number; `countersign policy history` lists them"};
  return std::stoll(std::string(word));
}

std::string in_words(const Scope& scope) {
  if (!scope.channel.empty()) return "channel=" + scope.channel;
  if (!scope.brand.empty()) return "brand=" + scope.brand;
  const auto tenth = scope.permille % 10;
  return "share=" + std::to_string(scope.permille / 10) + (tenth == 0 ? "" : "." + std::to_string(tenth)) + "%";
}

}  // namespace countersign::activation
