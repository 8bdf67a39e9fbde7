// The work of a lane by the time it is due, and how much of it is due by now: admission asks that ten times a second
// under the worker's lock, and a helpdesk that is down for a day leaves a hundred thousand pieces. So what was counted
// once is not counted again. Used by the worker, under its lock.
#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "base/clock.hpp"
#include "flow/state/work.hpp"

namespace countersign {

class DueQueue {
 public:
  using Rows = std::multimap<Steady, Work>;
  using Row = Rows::const_iterator;

  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] Row begin() const { return rows_.begin(); }
  [[nodiscard]] Row end() const { return rows_.end(); }
  /// The first that is due after `now`.
  [[nodiscard]] Row after(Steady now) const { return rows_.upper_bound(now); }

  void add(Steady when, const Work& work) {
    due_ += when <= counted_ ? 1 : 0;
    rows_.emplace(when, work);
  }
  Work take(Row row) {
    due_ -= row->first <= counted_ ? 1 : 0;
    auto node = rows_.extract(row);
    return std::move(node.mapped());
  }
  /// How many are due at `now`, which never goes back. All calls together look at each row once.
  [[nodiscard]] std::size_t due(Steady now) const {
    for (auto row = rows_.upper_bound(counted_); row != rows_.end() && row->first <= now; ++row) ++due_;
    counted_ = now;
    return due_;
  }

 private:
  Rows rows_;
  mutable std::size_t due_ = 0;  ///< of rows_, by counted_
  mutable Steady counted_ = Steady::min();
};

}  // namespace countersign
