#pragma once

#include <isometric/description/detail/mistake.hpp>
#include <isometric/instruments/detail/given_values.hpp>

#include <initializer_list>

// Functions that people call by the names that prometheus-cpp has for them, where a compiler finds
// no name of ours that is alike; or that another type of metric has. Bases that are no templates,
// so that no instrument makes them anew; and other names of void, since a type of its own takes a
// compiler more.
namespace isometric::inline v1::detail {
namespace mistake {

using Increment_is_called_inc_here = void;
using Decrement_is_called_dec_here = void;
using Add_is_called_labels_here = void;
using a_counter_only_rises_what_goes_down_or_is_set_is_a_gauge = void;
using what_is_observed_is_a_histogram_or_a_summary = void;
using what_is_updated_or_read_is_a_series_name_its_labels_first = void;

}  // namespace mistake

/// Of all handles.
struct HandleMistakes {
  ISOMETRIC_DETAIL_MISTAKE("Increment is called inc here")
  mistake::Increment_is_called_inc_here Increment(...) const ISOMETRIC_DETAIL_REFUSED;
  ISOMETRIC_DETAIL_MISTAKE("Decrement is called dec here")
  mistake::Decrement_is_called_dec_here Decrement(...) const ISOMETRIC_DETAIL_REFUSED;
};

/// Of all instruments.
struct InstrumentMistakes : HandleMistakes {
  ISOMETRIC_DETAIL_MISTAKE("Add is called labels here")
  mistake::Add_is_called_labels_here Add(std::initializer_list<PairOfTexts>,
                                         ...) const ISOMETRIC_DETAIL_REFUSED;
};

/// Of gauges, counters and their handles.
struct NumberMistakes {
  ISOMETRIC_DETAIL_MISTAKE("what is observed is a histogram or a summary")
  mistake::what_is_observed_is_a_histogram_or_a_summary observe(...) const ISOMETRIC_DETAIL_REFUSED;
};

/// Of counters and their handles.
struct CounterMistakes : NumberMistakes {
  ISOMETRIC_DETAIL_MISTAKE("a counter only rises: what goes down or is set is a gauge")
  mistake::a_counter_only_rises_what_goes_down_or_is_set_is_a_gauge dec(...) const
      ISOMETRIC_DETAIL_REFUSED;
  ISOMETRIC_DETAIL_MISTAKE("a counter only rises: what goes down or is set is a gauge")
  mistake::a_counter_only_rises_what_goes_down_or_is_set_is_a_gauge set(...) const
      ISOMETRIC_DETAIL_REFUSED;
};

}  // namespace isometric::inline v1::detail

/// Among the functions of an instrument that stand for those of its only series: where it has
/// labels, there is more than one.
#define ISOMETRIC_DETAIL_LABELS_FIRST(function)                                                  \
  ISOMETRIC_DETAIL_MISTAKE(                                                                      \
      "what is updated or read is a series: name its labels first, as in "                       \
      "requests.labels(Method::get)." #function)                                                 \
  detail::mistake::what_is_updated_or_read_is_a_series_name_its_labels_first function(...) const \
    requires(sizeof...(Labels) > 0)                                                              \
  ISOMETRIC_DETAIL_REFUSED
