#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>

#include <cstddef>
#include <string_view>

namespace isometric::inline v1 {
struct HistogramSample;  // reading/sample.hpp
struct SummarySample;
}  // namespace isometric::inline v1

namespace isometric::inline v1::detail {

class SeriesLayout;

/// Which series of a family it is.
struct SeriesName {
  const SeriesLayout& layout;
  const std::string_view* open_values;
  std::size_t closed_index;
};

/// How many series are read together, so that no two of them wait for memory one after the other.
inline constexpr std::size_t series_at_once = 32;

/// What series are made of: one class of metrics. Families and metrics travel as `void*`, with this
/// table of functions beside them, because the ledger treats all classes alike. Whoever declares a
/// family brings the table of its class, and so nobody compiles those of others.
struct Backend {
  /// Makes what the series of a family share, for the family to own; null if they share nothing.
  void* (*make_family)(const FamilyDescriptor& described);
  void (*delete_family)(void* family) noexcept;
  /// Makes, or finds, a series of a family. What is returned is the word that handles are made of:
  /// a pointer to the metric, or whatever the functions below take for one.
  void* (*add_series)(const FamilyDescriptor& described, void* family, const SeriesName& series);
  /// Makes a metric that belongs to no family and shows in no scrape.
  void* (*new_hidden_series)(const FamilyDescriptor& described, void* family);
  void (*delete_hidden_series)(void* series) noexcept;
  /// Whether those words point to memory that a reading needs.
  bool has_pointers;
  /// For the library's own counters; null for others.
  void (*increment)(void* series) noexcept;
  /// What series hold, up to series_at_once of them: of these three, all but one are null.
  void (*read_values)(const void* const* series, std::size_t count, double* into);
  void (*read_histograms)(const void* const* series, std::size_t count,
                          const FamilyDescriptor& described, HistogramSample* into);
  void (*read_summary)(const void* series, SummarySample& into);
  BoundsRules bounds;
};

/// The table of a class of metrics, `table()`, and what its constructor takes, `construct(...)`.
/// Specialised for each.
template <class Metric>
struct BackendOf;

/// For such a table: the values of metrics that series point to.
template <class Metric>
void read_values_of_metrics(const void* const* series, std::size_t count, double* into) {
  for (std::size_t i = 0; i < count; ++i) into[i] = static_cast<const Metric*>(series[i])->Value();
}

template <class Metric>
inline constexpr auto backend_of = BackendOf<Metric>::table();

}  // namespace isometric::inline v1::detail
