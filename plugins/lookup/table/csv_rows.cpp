// A CSV file in memory: its bytes as they are, and for each row one slot (hash of key and customer, place), sorted. A
// million rows cost sixteen megabytes beside the file itself, and a search reads the one or two rows it needs.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "csv.hpp"
#include "rows.hpp"

namespace table {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 30;
constexpr std::size_t kMostTold = 3;

std::uint64_t hash_of(std::string_view key, std::string_view customer) {
  return std::hash<std::string_view>()(key) * 0x9E3779B97F4A7C15ULL ^ std::hash<std::string_view>()(customer);
}

struct Slot {
  std::uint64_t hash;
  std::uint64_t place;
};

std::string slurp(const std::string& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  const auto size = in ? static_cast<std::size_t>(in.tellg()) : 0;
  if (size > kLargestFile) throw Problem(CS_INVALID, "setting `file` is larger than 1 GiB: use a SQLite file");
  std::string bytes(size, '\0');
  in.seekg(0);
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)) || in.peek() != std::ifstream::traits_type::eof())
    throw Problem(CS_INVALID, "setting `file` changed or failed while it was read: try again");
  return bytes;
}

class CsvRows final : public Rows {
 public:
  CsvRows(const Settings& settings, const Warn& warn)
      : separator_(settings.separator), changed_(changed_at(settings.file)), bytes_(slurp(settings.file)) {
    Csv csv(bytes_, separator_);
    read_header(csv, settings);
    while (csv.next()) read_row(csv);
    bytes_problem(csv);
    index(warn);
  }

  [[nodiscard]] Hit find(std::string_view key, std::string_view customer) const override {
    Hit hit;
    const std::uint64_t hash = hash_of(key, customer);
    auto at = std::lower_bound(slots_.begin(), slots_.end(), hash,
                               [](const Slot& slot, std::uint64_t wanted) { return slot.hash < wanted; });
    for (; at != slots_.end() && at->hash == hash; ++at) {
      Csv row(bytes_, separator_, at->place);
      if (!row.next() || !row.is(places_[kKey], key) || !row.is(places_[kCustomer], customer)) continue;
      if (hit.what == Hit::What::one) return {Hit::What::several, {}};
      hit.what = Hit::What::one;
      for (const std::size_t place : places_) hit.values.push_back(row.value(place));
    }
    return hit;
  }

  [[nodiscard]] std::string changed() const override { return changed_; }

 private:
  void read_header(Csv& csv, const Settings& settings) {
    if (!csv.next() || !csv.problem().empty() || !is_text(csv.bytes()))
      throw Problem(CS_INVALID, "setting `file` has no first line of column names: add it, as UTF-8");
    width_ = csv.size();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < width_; ++i) names.push_back(csv.value(i));
    for (const auto& wanted : settings.columns) {
      const auto at = std::find(names.begin(), names.end(), wanted);
      if (at == names.end())
        throw Problem(CS_INVALID, "the file has no column `" + wanted + "`: it has " + joined(names));
      if (std::find(at + 1, names.end(), wanted) != names.end())
        throw Problem(CS_INVALID, "the file has two columns `" + wanted + "`: rename one");
      places_.push_back(static_cast<std::size_t>(at - names.begin()));
    }
  }

  void read_row(const Csv& csv) {
    std::string problem = csv.problem();
    if (problem.empty() && csv.size() != width_)
      problem = "has " + std::to_string(csv.size()) + " fields and the first line " + std::to_string(width_);
    if (problem.empty() && !is_text(csv.bytes())) problem = "is not valid UTF-8";
    if (problem.empty() && (csv.is(places_[kKey], "") || csv.is(places_[kCustomer], "")))
      problem = "has no key or no customer";
    if (problem.empty()) {
      slots_.push_back({hash_of(csv.value(places_[kKey]), csv.value(places_[kCustomer])), csv.start()});
      return;
    }
    if (++bad_ <= kMostTold)
      told_ += (told_.empty() ? "" : "; ") + ("line " + std::to_string(csv.line())) + " " + problem;
  }

  void bytes_problem(const Csv& csv) const {
    if (csv.unending())
      throw Problem(CS_INVALID, "the file's line " + std::to_string(csv.line()) + " " + csv.problem() + ": correct it");
    if (slots_.empty() && bad_ > 0) throw Problem(CS_INVALID, "no row of the file can be used: " + told_);
  }

  /// Sorts the slots and tells of rows that nobody will be answered from.
  void index(const Warn& warn) {
    std::sort(slots_.begin(), slots_.end(),
              [](const Slot& a, const Slot& b) { return a.hash != b.hash ? a.hash < b.hash : a.place < b.place; });
    slots_.shrink_to_fit();
    if (bad_ > 0) warn(std::to_string(bad_) + " rows are left out: " + told_);
    std::size_t doubles = 0;
    std::string where;
    for (std::size_t i = 1; i < slots_.size(); ++i) {
      if (slots_[i].hash != slots_[i - 1].hash || !same_row_twice(slots_[i - 1].place, slots_[i].place)) continue;
      if (++doubles <= kMostTold)
        where += (where.empty() ? "lines " : ", ") + line_at(slots_[i - 1].place) + " and " + line_at(slots_[i].place);
    }
    if (doubles > 0) warn(std::to_string(doubles) + " keys stand twice for one customer and are not used: " + where);
  }

  [[nodiscard]] bool same_row_twice(std::size_t one, std::size_t other) const {
    Csv a(bytes_, separator_, one);
    Csv b(bytes_, separator_, other);
    return a.next() && b.next() && a.value(places_[kKey]) == b.value(places_[kKey]) &&
           a.value(places_[kCustomer]) == b.value(places_[kCustomer]);
  }

  [[nodiscard]] std::string line_at(std::size_t place) const {
    return std::to_string(1 + std::count(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(place), '\n'));
  }

  char separator_;
  std::string changed_;
  std::string bytes_;
  std::size_t width_ = 0;
  std::vector<std::size_t> places_;  ///< of Settings::columns in a record
  std::vector<Slot> slots_;
  std::size_t bad_ = 0;
  std::string told_;
};

}  // namespace

std::unique_ptr<Rows> read_csv(const Settings& settings, const Warn& warn) {
  return std::make_unique<CsvRows>(settings, warn);
}

}  // namespace table
