// PolicySet: one compiled, immutable set of policy documents. The loader makes it; a Snapshot<PolicySet> holds the one
// in force; decide() reads it from any thread without locks.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/yaml.hpp"
#include "flow/policy/decision.hpp"
#include "flow/policy/facts.hpp"
#include "flow/policy/staffing.hpp"

namespace countersign::policy {

struct Compiled;  // flow/policy/compiled.hpp: the rules themselves, known only to this room

/// A text of a notice document, ready to be placed.
struct NoticeText {
  std::string id;  ///< "ai-notice"
  int version = 0;
  std::string language;  ///< the language of `text`, after fall-back
  std::string text;      ///< {name} placeholders are filled by the composer: {promise}, {reference}, {source}
  [[nodiscard]] std::string reference() const;  ///< "ai-notice@4/en"
};

/// A name such as team_lead: who may act as it.
struct Role {
  std::string name;
  std::string permission;                     ///< reviewer | agent | officer | operator | auditor | admin
  std::vector<std::string> members;           ///< user names; empty: everybody with the permission
  std::vector<std::string> languages, brand;  ///< signs only texts of these; empty: of any
  struct Limit {
    std::int64_t cents = 0;
    std::string currency;
  };
  std::optional<Limit> limit;  ///< signs promises of money up to this
  std::string above;           ///< the role that signs what is over the limit
};

/// What the knowledge models may use.
struct KnowledgeTerms {
  std::string folder;
  std::string owner;
  std::string review_by;  ///< "2027-01-31": after this day no article without a date of its own is used; "" none
  std::map<std::string, std::string> articles;  ///< title or address -> its own review-by day
};

/// The day after which an article (by title and address) is not used, if that day is over at `now`; "" while it may be
/// used.
[[nodiscard]] std::string past_review(const std::vector<KnowledgeTerms>& all, const std::string& title,
                                      const std::string& address, Time now);

/// Words and example sentences by which a topic is recognised (given to the detectors at load).
struct Topic {
  std::string id;
  std::vector<std::string> words;  ///< words and phrases, any language, matched at word starts
  Level risk = Level::low;
  std::vector<std::string> sentences{};  ///< of customers, in any language: more like them are recognised too
};

/// A kind of data of the officer's own.
struct DataClass {
  std::string id;                    ///< the kind of finding it makes
  std::string pattern;               ///< RE2, checked at load
  std::string checksum;              ///< luhn | mod97 | ""
  std::vector<std::string> context;  ///< words of which one must stand near; empty: none needed
};

/// What detection needs from the officer's documents. A topic named "moment:ID" stands for the `or_words` of that
/// moment.
struct DetectionTerms {
  std::vector<Topic> topics;
  std::vector<DataClass> data_classes;
  std::map<std::string, yaml::Place> given_by_plugins;  ///< kinds that only a detector plugin finds, and where declared
};

/// One line of the law table.
struct Law {
  std::string key, clause, duty, date, link;
  std::string binds;  ///< whom, in our words; "" if the table does not say
};

/// Policies for one law, as a `pack` document introduces them.
struct Pack {
  std::string id, title;
  int version = 0;
  std::vector<std::string> law;                 ///< keys of the law table
  std::string binds;                            ///< whom
  std::string compared_with_law;                ///< "2026-07-01": when somebody last held it against the law
  std::string reviewed_by_counsel;              ///< by whom; says so where by nobody
  std::vector<std::string> settings, left_out;  ///< sentences: what is set elsewhere, what of the law it does not keep
  std::size_t policies = 0;                     ///< how many of this set belong to it
};

/// One policy as lists show it.
struct Summary {
  std::string id, title, owner;
  int version = 0;
  std::string mode;              ///< enforce | watch | paused
  std::string at;                ///< arrival | prompt | reply | ticket
  std::vector<std::string> why;  ///< keys of the law table
  std::size_t waivers = 0;
  std::string pack{};  ///< the pack that it belongs to, or ""
};

struct Loaded;

/// A file of a set as it was written.
struct SourceFile {
  std::string name;  ///< relative to the set's folder, with "/"
  std::string bytes;
  [[nodiscard]] bool operator==(const SourceFile&) const = default;
};
using SourceFiles = std::vector<SourceFile>;  ///< sorted by name

class PolicySet {
 public:
  /// Reads every *.yaml under `folder` (but cases/). All problems of all files are in `Loaded::problems`; `set` is null
  /// if any of them is an error. Same bytes, same digest, whatever the order of files.
  [[nodiscard]] static Loaded load(const std::filesystem::path& folder, Time now);
  /// The same of files that stand in no folder (a bundle's); problems name them as if they stood below `shown`.
  [[nodiscard]] static Loaded load(const SourceFiles& files, const std::string& shown, Time now);
  /// The set of an installation without policies: every reply is held, nothing goes to a model.
  [[nodiscard]] static std::shared_ptr<const PolicySet> none();

  explicit PolicySet(std::unique_ptr<const Compiled> compiled);
  ~PolicySet();
  PolicySet(const PolicySet&) = delete;
  PolicySet& operator=(const PolicySet&) = delete;

  [[nodiscard]] const std::string& digest() const;  ///< hex SHA-256
  [[nodiscard]] std::size_t size() const;           ///< rules in it: what policies that are not paused ask, by name
  [[nodiscard]] std::size_t moments() const;        ///< of the journey
  /// The text of notice `id` for a language and channel kind, falling back to English; nullopt if there is no such
  /// notice.
  [[nodiscard]] std::optional<NoticeText> notice(std::string_view id, std::string_view language,
                                                 std::string_view channel_kind) const;
  [[nodiscard]] const Role* role(std::string_view name) const;
  [[nodiscard]] const std::vector<Role>& roles() const;
  [[nodiscard]] const DetectionTerms& detection() const;
  [[nodiscard]] const std::vector<KnowledgeTerms>& knowledge() const;
  /// The line of the law table a policy's `why` names; nullptr if there is none.
  [[nodiscard]] const Law* law(std::string_view key) const;
  [[nodiscard]] std::vector<Pack> packs() const;  ///< by id
  /// Every policy, by id.
  [[nodiscard]] std::vector<Summary> policies() const;
  /// Where a conversation goes if nothing more particular is said (a model is down, a plugin failed).
  [[nodiscard]] const std::optional<Route>& default_route() const;
  /// A promise of time for a queue, computed from staffing ("today until 18:00", "Monday at 08:00"), in `language`,
  /// with so many others `waiting`, for a customer of `region` ("DE", "" when not known). Never invented: "" when no
  /// staffing document speaks about it.
  [[nodiscard]] std::string promise(std::string_view queue, Time now, std::string_view language, int waiting = 0,
                                    const std::string& region = "") const;
  /// Every queue of the staffing documents, by name.
  [[nodiscard]] const Queues& queues() const;
  [[nodiscard]] const Compiled& compiled() const { return *compiled_; }  ///< for this room only

 private:
  std::unique_ptr<const Compiled> compiled_;
};

struct Loaded {
  std::shared_ptr<const PolicySet> set;
  std::vector<yaml::Problem> problems;  ///< sorted by file, line, column; warnings among them
  SourceFiles files{};                  ///< the very bytes that `set` was made of; empty without one
  [[nodiscard]] bool ok() const { return set != nullptr; }
};

/// The `pack` documents of a folder, by id, whether or not it loads as a set; and the law table with what the folder
/// adds.
struct PacksOf {
  std::vector<Pack> packs;
  std::map<std::string, Law, std::less<>> law;
};
[[nodiscard]] Result<PacksOf> packs_in(const std::filesystem::path& folder);

/// The pure function of the four borders. Deterministic; never throws: on any internal failure it answers `hold` with
/// AI off and `error` set.
[[nodiscard]] Decision decide(const PolicySet& set, const Facts& facts) noexcept;

}  // namespace countersign::policy
