#include "flow/policy/policy_set.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/crypto.hpp"
#include "flow/policy/compiled.hpp"
#include "flow/policy/values.hpp"

namespace countersign::policy {
namespace {

std::unique_ptr<const Compiled> sealed(std::unique_ptr<const Compiled> given) {
  auto own = std::make_unique<Compiled>(*given);
  seal(*own);
  return own;
}

}  // namespace

void seal(Compiled& compiled) {
  std::sort(compiled.policies.begin(), compiled.policies.end(),
            [](const Policy& a, const Policy& b) { return a.id < b.id; });
  std::sort(compiled.moments.begin(), compiled.moments.end(),
            [](const Moment& a, const Moment& b) { return a.id < b.id; });
  std::sort(compiled.keep.begin(), compiled.keep.end(), [](const KeepRule& a, const KeepRule& b) {
    return std::tie(a.source, a.what, a.at_least, a.at_most) < std::tie(b.source, b.what, b.at_least, b.at_most);
  });
  compiled.index = {};
  compiled.rules = 0;
  for (const Policy& policy : compiled.policies) {
    if (policy.mode == Mode::paused) continue;
    std::set<std::string_view> asks;  // two entries of one name are one rule, as in coverage()
    for (const Requirement& one : policy.must) asks.insert(one.name);
    compiled.rules += asks.size();
    auto& authors = compiled.index.at(static_cast<std::size_t>(policy.at));
    for (std::size_t author = 0; author < authors.size(); ++author)
      if (!policy.applies_to.authors || ((*policy.applies_to.authors >> author) & 1U) != 0) authors[author].add(policy);
  }
}

std::string NoticeText::reference() const { return id + "@" + std::to_string(version) + "/" + language; }

std::shared_ptr<const PolicySet> PolicySet::none() {
  auto compiled = std::make_unique<Compiled>();
  compiled->digest = crypto::sha256_hex("");
  return std::make_shared<const PolicySet>(std::move(compiled));
}

PolicySet::PolicySet(std::unique_ptr<const Compiled> compiled) : compiled_(sealed(std::move(compiled))) {}
PolicySet::~PolicySet() = default;

const std::string& PolicySet::digest() const { return compiled_->digest; }
std::size_t PolicySet::size() const { return compiled_->rules; }
std::size_t PolicySet::moments() const { return compiled_->moments.size(); }

std::vector<Pack> PolicySet::packs() const {
  std::vector<Pack> all;
  for (const auto& [id, pack] : compiled_->packs) {
    all.push_back(pack);
    all.back().policies = static_cast<std::size_t>(std::count_if(compiled_->policies.begin(), compiled_->policies.end(),
                                                                 [&id = id](const Policy& p) { return p.pack == id; }));
  }
  return all;
}
const std::vector<Role>& PolicySet::roles() const { return compiled_->roles; }
const DetectionTerms& PolicySet::detection() const { return compiled_->detection; }
const std::vector<KnowledgeTerms>& PolicySet::knowledge() const { return compiled_->knowledge; }

std::string past_review(const std::vector<KnowledgeTerms>& all, const std::string& title, const std::string& address,
                        Time now) {
  std::string earliest;
  bool named = false;
  for (const KnowledgeTerms& terms : all)
    for (const std::string& name : {title, address})
      if (const auto own = terms.articles.find(name); own != terms.articles.end()) {
        if (!named || own->second < earliest) earliest = own->second;
        named = true;
      }
  for (const KnowledgeTerms& terms : all)
    if (!named && !terms.review_by.empty() && (earliest.empty() || terms.review_by < earliest))
      earliest = terms.review_by;
  const auto last_day = to_day(earliest);
  return last_day && now >= *last_day + std::chrono::days(1) ? earliest : "";
}

std::optional<NoticeText> PolicySet::notice(std::string_view id, std::string_view language,
                                            std::string_view channel_kind) const {
  const auto notice = compiled_->notices.find(id);
  if (notice == compiled_->notices.end()) return std::nullopt;
  const auto& texts = notice->second.texts;
  auto by_language = texts.find(std::string(language.substr(0, 2)));
  if (by_language == texts.end()) by_language = texts.find("en");
  if (by_language == texts.end()) return std::nullopt;
  auto text = by_language->second.find(std::string(channel_kind));
  if (text == by_language->second.end()) text = by_language->second.find("any");
  if (text == by_language->second.end()) return std::nullopt;
  return NoticeText{notice->second.id, notice->second.version, by_language->first, text->second};
}

const Role* PolicySet::role(std::string_view name) const {
  const auto& all = compiled_->roles;
  const auto at = std::find_if(all.begin(), all.end(), [&](const Role& r) { return r.name == name; });
  return at == all.end() ? nullptr : &*at;
}

const Law* PolicySet::law(std::string_view key) const {
  const auto at = compiled_->law.find(key);
  return at == compiled_->law.end() ? nullptr : &at->second;
}

std::vector<Summary> PolicySet::policies() const {
  constexpr std::array<std::string_view, 3> kModes = {"enforce", "watch", "paused"};
  std::vector<Summary> all;
  for (const Policy& p : compiled_->policies)
    all.push_back({p.id, p.title, p.owner, p.version, std::string(kModes.at(static_cast<std::size_t>(p.mode))),
                   std::string(to_word(p.at)), p.why, p.waivers.size(), p.pack});
  return all;
}

const std::optional<Route>& PolicySet::default_route() const { return compiled_->default_route; }

std::string PolicySet::promise(std::string_view queue, Time now, std::string_view language, int waiting,
                               const std::string& region) const {
  const auto staffing = compiled_->staffing.find(queue);
  if (staffing == compiled_->staffing.end()) return "";
  const auto promise = promise_of(staffing->second, now, language, waiting);
  return promise ? in_words(*promise, language, region) : "";
}

const Queues& PolicySet::queues() const { return compiled_->staffing; }

}  // namespace countersign::policy
