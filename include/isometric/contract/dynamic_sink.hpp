#pragma once

#include <isometric/contract/removable_sink.hpp>

namespace isometric::inline v1 {
namespace detail {

template <class Sink>
using DynamicHalf = decltype(std::declval<const Sink&>().dynamic());

}  // namespace detail

/// A sink whose families can have series with labels of any name, too. `sink.dynamic()` is a sink
/// of its own on the same storage. Its families are removable, and all that is said of those holds,
/// but that a family declares no labels. Each series brings its own, and so where a removable
/// family takes the values of its open labels, a dynamic one takes names and values in turn:
///
///     const std::string_view labels[] = {"code", "200", "peer", "10.0.0.1"};
///     family.block(labels).series(0)   the one series with these labels
///     family.remove(labels, 0)         removes it
///     const LabelMatch match{.value = "200", .name = "code"};
///     family.remove_matching({&match, 1})
///
/// Names come in order, each once; no value is empty, which to Prometheus is no label, but that of
/// a match, which selects the series without the label. What no page can show, the sink refuses
/// with InvalidName. There is no closed label, so the closed index is 0.
///
/// The same family may be declared with several sets of buckets or quantiles. A series has those of
/// the family object that it is made through. Asked for with others, it throws
/// RegistrationConflict.
///
/// A name is declared dynamic or not. Users declare such a family by a dynamic instrument.
template <class Sink>
concept DynamicSink = MetricsSink<Sink> && detail::HasRemovableFamilies<detail::DynamicHalf<Sink>>;

}  // namespace isometric::inline v1
