#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/exposition/gathering_problem.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What a gatherer's scrapes have found wrong, counted in metrics of its own. Thread-safe.
class GatheringLog {
 public:
  /// Throws std::bad_alloc, and the scrape ends with it: nothing is left out in silence.
  void note(GatheringProblem problem) {
    const bool is_of_source = problem.family.empty();
    // The registry is the log's own: nobody else can have taken the names in it.
    if (!events_->count(is_of_source ? lost_sources : conflicts,
                        is_of_source ? problem.source : problem.family)) {
      raise(std::bad_alloc());
    }
    remember(std::move(problem));
  }

  [[nodiscard]] std::vector<GatheringProblem> problems() const {
    const std::lock_guard lock(mutex_);
    return problems_;
  }

  /// Where the counters are.
  [[nodiscard]] const RegistrySink& sink() const noexcept { return sink_; }

 private:
  static constexpr std::size_t most_problems = 1000;
  static constexpr EventMetric lost_sources{
      "isometric_lost_sources_total",
      "Scrapes that a source had no part in, or not its full part, because it was gone or failed.",
      "source", 0};
  static constexpr EventMetric conflicts{
      "isometric_gathering_conflicts_total",
      "Families and series that were left out of a scrape, or described as another source does, "
      "because they contradict it.",
      "family", 0};

  void remember(GatheringProblem problem) {
    const std::lock_guard lock(mutex_);
    const auto known = std::ranges::find_if(problems_, [&](const GatheringProblem& other) {
      return other.fault == problem.fault && other.source == problem.source &&
             other.family == problem.family;
    });
    if (known != problems_.end()) {
      problem.times = known->times + 1;
      *known = std::move(problem);
    } else if (problems_.size() < most_problems) {
      problem.times = 1;
      problems_.push_back(std::move(problem));
    }
  }

  const RegistrySink sink_;
  const std::shared_ptr<EventLog> events_ = sink_.event_log();
  mutable std::mutex mutex_;  ///< guards problems_
  std::vector<GatheringProblem> problems_;
};

}  // namespace isometric::inline v1::detail
