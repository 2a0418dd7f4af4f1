#pragma once

#include <isometric/contract/metrics_sink.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace isometric::inline v1 {

/// A label of a family, by its position in the declaration, and a value of it. The labels of a
/// dynamic family have no position, so there it is by name.
struct LabelMatch {
  std::size_t label = 0;
  std::string_view value;
  std::string_view name = {};
};

/// A family whose series can be removed. Its handles count references: a removed series leaves the
/// scrape at once, takes updates until its last handle goes, which show nowhere, and starts at 0
/// when it is looked up again. Its blocks may be kept, and make a removed series anew.
///
///     family.remove(open_values, closed_index)   removes one series; false if there is none
///     family.remove_matching(matches)            removes those that match all of these, and says
///                                                how many; without matches, all
///     family.acquire(open_values, closed_index)  the series' handle, and one owner more of it
///     family.release(handle)                     one owner less; with the last the series goes
template <class Family>
concept RemovableFamily =
    detail::HasRejectedSeries<Family> &&
    requires(const Family& family, OpenLabelValues values, std::size_t closed_index,
             const detail::SeriesOf<Family>& acquired) {
      { family.remove(values, closed_index) } -> std::same_as<bool>;
      { family.remove_matching(std::span<const LabelMatch>{}) } -> std::same_as<std::size_t>;
      { family.acquire(values, closed_index) } -> std::same_as<detail::SeriesOf<Family>>;
      { family.release(acquired) } noexcept -> std::same_as<void>;
    };

namespace detail {

template <class Sink>
using RemovableHalf = decltype(std::declval<const Sink&>().removable());

/// Of a half of a sink.
template <class Half>
concept HasRemovableFamilies =
    MetricsSink<Half> && RemovableFamily<CounterFamilyOf<Half>> &&
    RemovableFamily<GaugeFamilyOf<Half>> && RemovableFamily<HistogramFamilyOf<Half>> &&
    RemovableFamily<SummaryFamilyOf<Half>>;

}  // namespace detail

/// A sink that can lose series, too. `sink.removable()` is a sink of its own on the same storage;
/// what is declared through it is removable. A name is declared one way or the other, not both.
///
/// Users declare such a family through the adaptor Removable.
template <class Sink>
concept RemovableSink =
    MetricsSink<Sink> && detail::HasRemovableFamilies<detail::RemovableHalf<Sink>>;

}  // namespace isometric::inline v1
