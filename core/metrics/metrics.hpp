// Metrics: counters and histograms that cost one atomic addition, and the page a scrape gets (Prometheus text format,
// by prometheus-cpp's serializer). Names follow the conventions of Prometheus: countersign_ in front, base units,
// _total and _seconds behind. Labels never carry what a customer wrote or who they are, and a family never grows beyond
// a few dozen rows. Counted on any thread without a lock; shown by GET /metrics.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::metrics {

class Counter {
 public:
  void add(std::uint64_t more = 1) noexcept { value_.fetch_add(more, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// How long things took. The same bounds for all, from half a millisecond to a minute.
class Histogram {
 public:
  static constexpr std::array<double, 14> kBounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                     0.1,    0.25,  0.5,    1,     5,    15,    60};  // seconds
  void observe(std::chrono::nanoseconds took) noexcept;
  [[nodiscard]] std::uint64_t in_bucket(std::size_t bucket) const { return buckets_.at(bucket).load(); }
  [[nodiscard]] double sum() const { return static_cast<double>(sum_.load()) / 1e9; }  ///< seconds

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_{0};  ///< nanoseconds
};

/// How many belonged together, from one to some hundreds.
class Sizes {
 public:
  static constexpr std::array<double, 10> kBounds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
  void observe(std::uint64_t size) noexcept;
  [[nodiscard]] std::uint64_t in_bucket(std::size_t bucket) const { return buckets_.at(bucket).load(); }
  [[nodiscard]] double sum() const { return static_cast<double>(sum_.load()); }

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_{0};
};

using Labels = std::vector<std::pair<std::string, std::string>>;

/// What one scrape sees. Rows of one name belong together, with the help of the first.
class Page {
 public:
  Page();
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  void counter(std::string_view name, std::string_view help, double value, Labels labels = {});
  void gauge(std::string_view name, std::string_view help, double value, Labels labels = {});
  void histogram(std::string_view name, std::string_view help, const Histogram& histogram, Labels labels = {});
  void histogram(std::string_view name, std::string_view help, const Sizes& sizes, Labels labels = {});
  /// The page, text format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Metrics of one name, told apart by labels. at() looks through the few rows without a lock; a new combination is
/// added under one, and when there are too many, all further ones share the row "other".
template <class Metric, std::size_t N>
class Family {
 public:
  Family(std::string_view name, std::string_view help, std::array<std::string_view, N> labels)
      : name_(name), help_(help), labels_(labels) {}
  ~Family() {
    for (auto& slot : rows_) delete slot.load();
  }
  Family(const Family&) = delete;
  Family& operator=(const Family&) = delete;

  [[nodiscard]] Metric& at(const std::array<std::string_view, N>& values) {
    if (Row* row = look(values)) return row->metric;
    return make(values);
  }
  void show(Page& page) const {
    for (const auto& slot : rows_) {
      const Row* row = slot.load(std::memory_order_acquire);
      if (row == nullptr) return;
      Labels labels;
      for (std::size_t i = 0; i < N; ++i) labels.emplace_back(labels_[i], row->values[i]);
      show(page, row->metric, std::move(labels));
    }
  }

 private:
  static constexpr std::size_t kMost = 64;
  struct Row {
    std::array<std::string, N> values;
    Metric metric;
  };

  Row* look(const std::array<std::string_view, N>& values) const {
    for (const auto& slot : rows_) {
      Row* row = slot.load(std::memory_order_acquire);
      if (row == nullptr) return nullptr;
      bool same = true;
      for (std::size_t i = 0; i < N && same; ++i) same = row->values[i] == values[i];
      if (same) return row;
    }
    return nullptr;
  }
  Metric& make(const std::array<std::string_view, N>& values) {
    const std::lock_guard lock(mutex_);
    if (Row* row = look(values)) return row->metric;
    std::size_t free = 0;
    while (free < kMost && rows_[free].load() != nullptr) ++free;
    if (free == kMost) return rows_[kMost - 1].load()->metric;
    auto row = std::make_unique<Row>();
    for (std::size_t i = 0; i < N; ++i) row->values[i] = free + 1 < kMost ? std::string(values[i]) : "other";
    rows_[free].store(row.get(), std::memory_order_release);
    return row.release()->metric;
  }
  void show(Page& page, const Counter& counter, Labels labels) const {
    page.counter(name_, help_, static_cast<double>(counter.value()), std::move(labels));
  }
  void show(Page& page, const Histogram& histogram, Labels labels) const {
    page.histogram(name_, help_, histogram, std::move(labels));
  }

  const std::string name_;
  const std::string help_;
  const std::array<std::string_view, N> labels_;  // string literals
  std::mutex mutex_;
  std::array<std::atomic<Row*>, kMost> rows_{};
};

}  // namespace countersign::metrics
