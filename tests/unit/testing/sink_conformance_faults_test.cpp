#include "support/catch.hpp"
#include "support/faulty_sink.hpp"
#include "support/text_matchers.hpp"

#include <isometric/testing/sink_conformance.hpp>

#include <string>
#include <vector>

// The suite itself: each sink breaks one rule, and has to be found out with the right words.

using isometric::testing::check_sink_conformance;
using test_support::Contains;
using test_support::Fault;
using test_support::FaultySink;

namespace {

std::string failures_of(Fault fault) {
  std::string text;
  for (const auto& failure : check_sink_conformance([fault] { return FaultySink(fault); })) {
    text += failure + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a sink that breaks no rule fails no check of the conformance suite") {
  CHECK(failures_of(Fault::none).empty());
}

TEST_CASE("a sink that breaks a rule is found out with the rule's words") {
  struct Case {
    Fault fault;
    std::string words;
  };
  const Case cases[] = {
      {Fault::keeps_views, "counters: each series has a value of its own: expected ####"},
      {Fault::forgets_copies, "gauges: copies of a sink are the same sink: expected "},
      {Fault::is_one_for_all, "sinks that are made anew share nothing: expected "},
      {Fault::declares_once,
       "counters: copies of a sink are the same sink: it threw: declared before"},
      {Fault::ignores_closed_index, "summaries: each series has a value of its own: expected "},
      {Fault::cuts_values_at_nul, "counters: label values may be any strings: expected "},
      {Fault::hides_zeroes,
       "histograms: all combinations of closed label values are there from the start: expected "},
      {Fault::counts_refusals, "gauges: a refused update changes no value: it changed "},
      {Fault::shows_rejected_series, "counters: a rejected series shows nowhere: it changed "},
      {Fault::loses_handles_with_the_family,
       "counters: a handle lives as long as its family or the sink: expected "},
      {Fault::loses_updates_of_other_threads,
       "histograms: no update of many threads is lost: expected 800 updates, but there are 0"},
      {Fault::snapshots_once, "counters: a snapshot changes nothing: it changed "},
      {Fault::changes_help, "counters: a snapshot shows what was declared: help 'Things that are "},
      {Fault::shows_infos_as_gauges,
       "infos: an info is a gauge that shows as an info: it is shown as a gauge"},
      {Fault::cannot_go_down, "gauges: set, inc and dec do what they say: expected "},
      {Fault::rounds_observations_up,
       "histograms: a bucket holds what is not above its bound: expected count 6 sum 14"},
      {Fault::adds_up_nothing, "counters: increments add up: expected "},
      {Fault::removes_nothing,
       "removable gauges: a removed series leaves, and starts at 0 when it comes back: remove()"},
      {Fault::removes_everything,
       "removable counters: series are removed by some of their labels: expected "},
      {Fault::gives_up_at_the_first_owner,
       "removable counters: an owned series goes with its last owner: expected "},
      {Fault::removes_nothing,
       "dynamic counters: a removed series leaves, and starts at 0 when it comes back: remove()"},
      {Fault::gives_up_at_the_first_owner,
       "dynamic gauges: an owned series goes with its last owner: expected "},
      {Fault::takes_names_of_labels_for_one,
       "dynamic counters: each series brings its own labels: expected "},
      {Fault::takes_labels_that_no_page_can_show,
       "dynamic summaries: labels that no page can show are refused: it took "},
      {Fault::has_bounds_for_all_series,
       "dynamic histograms: each series may have its own bounds: a series has other buckets"},
      {Fault::calls_back_for_ever,
       "callback gauges: a value is read from the program while the registration lasts: expected "},
      {Fault::calls_the_last_only,
       "callback counters: functions of one series are added up: expected "},
      {Fault::calls_the_last_only,
       "callback gauges: registrations come and go in many threads: a function was called after "
       "its registration had ended"},
      {Fault::takes_a_failure_for_zero,
       "callback gauges: a series whose function fails is left out: expected no series "},
      {Fault::knows_no_family_by_name,
       "the snapshot of a family is its part of that of all: snapshot(\"conformance_"},
      {Fault::reads_one_more,
       "counters: a series is read by its handles: expected value() to be 0, but it is 1"},
      {Fault::reads_one_more,
       "removable summaries: a series is read by its handles: expected sum() to be 0, but it is 1"},
      {Fault::observes_several_times_once,
       "histograms: a value that is observed several times is as many observations: expected "},
      {Fault::has_values_in_empty_handles,
       "gauges: updates of an empty handle show nowhere: expected value() to be 0, but it is 1"},
      {Fault::counts_updates_of_empty_handles,
       "removable counters: updates of an empty handle show nowhere: an update of an empty handle "
       "was counted"},
      {Fault::calls_no_handle_empty,
       "histograms: updates of an empty handle show nowhere: is_empty() is false of a handle"},
      {Fault::forgets_what_is_moved_to_it,
       "removable gauges: updates of an empty handle show nowhere: expected "},
  };
  for (const auto& [fault, words] : cases) {
    CAPTURE(static_cast<int>(fault));
    CHECK_THAT(failures_of(fault), Contains(words));
  }
}
