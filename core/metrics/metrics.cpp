#include "metrics/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <limits>
#include <sstream>

namespace countersign::metrics {

void Histogram::observe(std::chrono::nanoseconds took) noexcept {
  const double seconds = static_cast<double>(took.count()) / 1e9;
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  buckets_[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(static_cast<std::uint64_t>(std::max<std::chrono::nanoseconds::rep>(0, took.count())),
                 std::memory_order_relaxed);
}

void Sizes::observe(std::uint64_t size) noexcept {
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), static_cast<double>(size));
  buckets_[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(size, std::memory_order_relaxed);
}

struct Page::Impl {
  std::vector<prometheus::MetricFamily> families;

  prometheus::ClientMetric& row(std::string_view name, std::string_view help, prometheus::MetricType type,
                                Labels labels) {
    auto family = std::find_if(families.begin(), families.end(), [&](const auto& one) { return one.name == name; });
    if (family == families.end())
      family = families.insert(families.end(), {std::string(name), std::string(help), type, {}});
    auto& row = family->metric.emplace_back();
    for (auto& [key, value] : labels) row.label.push_back({std::move(key), std::move(value)});
    return row;
  }

  template <class Buckets>
  void histogram(std::string_view name, std::string_view help, const Buckets& histogram, Labels labels) {
    auto& shown = row(name, help, prometheus::MetricType::Histogram, std::move(labels)).histogram;
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i <= Buckets::kBounds.size(); ++i) {
      so_far += histogram.in_bucket(i);
      const bool last = i == Buckets::kBounds.size();
      shown.bucket.push_back({so_far, last ? std::numeric_limits<double>::infinity() : Buckets::kBounds.at(i)});
    }
    shown.sample_count = so_far;
    shown.sample_sum = histogram.sum();
  }
};

Page::Page() : impl_(std::make_unique<Impl>()) {}
Page::~Page() = default;

void Page::counter(std::string_view name, std::string_view help, double value, Labels labels) {
  impl_->row(name, help, prometheus::MetricType::Counter, std::move(labels)).counter.value = value;
}

void Page::gauge(std::string_view name, std::string_view help, double value, Labels labels) {
  impl_->row(name, help, prometheus::MetricType::Gauge, std::move(labels)).gauge.value = value;
}

void Page::histogram(std::string_view name, std::string_view help, const Histogram& histogram, Labels labels) {
  impl_->histogram(name, help, histogram, std::move(labels));
}

void Page::histogram(std::string_view name, std::string_view help, const Sizes& sizes, Labels labels) {
  impl_->histogram(name, help, sizes, std::move(labels));
}

std::string Page::text() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, impl_->families);
  return std::move(out).str();
}

}  // namespace countersign::metrics
