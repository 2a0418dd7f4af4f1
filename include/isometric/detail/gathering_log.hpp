#pragma once

#include <isometric/exposition/gathering_problem.hpp>
#include <isometric/family_descriptor.hpp>
#include <isometric/metrics_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/source_location.hpp>

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

/// What a gatherer's scrapes have found wrong, counted in metrics of its own. Thread-safe.
class GatheringLog {
 public:
  /// Never throws: what cannot be noted for want of memory must not end a scrape.
  void note(GatheringProblem problem) noexcept {
#if defined(__cpp_exceptions)
    try {
#endif
      if (problem.family.empty()) {
        count("isometric_lost_sources_total",
              "Scrapes that a source had no part in, or not its full part, because it was gone or "
              "failed.",
              "source", problem.source);
      } else {
        count("isometric_gathering_conflicts_total",
              "Families and series that were left out of a scrape, or described as another source "
              "does, because they contradict it.",
              "family", problem.family);
      }
      remember(std::move(problem));
#if defined(__cpp_exceptions)
    } catch (...) {
    }
#endif
  }

  [[nodiscard]] std::vector<GatheringProblem> problems() const {
    const std::lock_guard lock(mutex_);
    return problems_;
  }

  /// Where the counters are.
  [[nodiscard]] const RegistrySink& sink() const noexcept { return sink_; }

 private:
  static constexpr std::size_t most_problems = 1000;

  void count(std::string_view name, std::string_view help, std::string_view label,
             std::string_view value) {
    const LabelDescriptor labels[] = {{label, {}}};
    FamilyDescriptor descriptor;
    descriptor.name = name;
    descriptor.help = help;
    descriptor.labels = labels;
    descriptor.declared_at = SourceLocation::current();
    sink_.counter(descriptor).block(OpenLabelValues{&value, 1}).series(0).inc();
  }

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
  mutable std::mutex mutex_;  ///< guards problems_
  std::vector<GatheringProblem> problems_;
};

}  // namespace detail
}  // namespace v1
}  // namespace isometric
