#pragma once

#include <isometric/contract/metrics_source.hpp>
#include <isometric/reading/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Small snapshots, for the tests of what looks at snapshots.
namespace test_support {

/// Whether the series is in a scrape now.
template <class Sink>
bool shows(const Sink& sink, const isometric::SeriesSelector& series) {
  return isometric::snapshot(sink).find_series(series) != nullptr;
}

/// How many series a scrape shows of the family now.
template <class Sink>
std::size_t series_count(const Sink& sink, std::string_view family) {
  const auto all = isometric::snapshot(sink);
  const auto* found = all.find_family(family);
  return found == nullptr ? 0 : found->series.size();
}

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A counter with the label `group`.
inline isometric::FamilySnapshot moves(std::vector<std::pair<std::string, double>> groups) {
  isometric::FamilySnapshot family{"app_moves_total", "Moves.", isometric::MetricType::counter, {}};
  for (auto& [group, value] : groups) {
    family.series.push_back(isometric::SeriesSnapshot{{{"group", group}}, value});
  }
  return family;
}

inline isometric::SeriesSelector moves_of(std::string group) {
  return {"app_moves_total", {{"group", std::move(group)}}};
}

/// A gauge without labels.
inline isometric::FamilySnapshot nodes(double value) {
  return {"app_nodes", "Nodes.", isometric::MetricType::gauge, {{{}, value}}};
}

inline const isometric::SeriesSelector nodes_series{"app_nodes"};

/// A histogram without labels, with what each bucket took (at most 1, at most 5, more).
inline isometric::FamilySnapshot sizes(std::uint64_t to_1, std::uint64_t to_5, std::uint64_t more,
                                       double sum) {
  const std::uint64_t count = to_1 + to_5 + more;
  const std::vector<isometric::BucketSample> buckets{
      {1, to_1}, {5, to_1 + to_5}, {infinity, count}};
  return {"app_size",
          "Sizes.",
          isometric::MetricType::histogram,
          {{{}, isometric::HistogramSample{count, sum, buckets}}}};
}

}  // namespace test_support
