#pragma once

#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_trial.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace isometric::inline v1::detail {

/// Checks of what the removable and the dynamic half of a sink promise alike.
class HalfConformance {
 protected:
  using Trial = ConformanceTrial;

  static void run_common(ConformanceSubject& subject, ConformanceKind kind,
                         const std::vector<ConformanceLabels>& shapes) {
    const std::string sentence = joined({"a name is declared as ", kind.half_name(), " or not"});
    run_trials(subject, kind,
               {{"a removed series leaves, and starts at 0 when it comes back", check_removal},
                {"an owned series goes with its last owner", check_owners},
                {"a handle outlives series, family and sink", check_lifetime},
                {"a rejected series shows nowhere", check_rejected_series},
                {sentence, check_declarations},
                {"series are removed while other threads update them", check_threads}},
               shapes);
  }

  static void expect_count(Trial& trial, std::size_t removed, std::size_t expected) {
    if (!trial.subject.can_read) return;
    trial.subject.report.expect(
        removed == expected,
        joined({"expected remove_matching() to remove ", std::to_string(expected), ", but it says ",
                std::to_string(removed)}));
  }

 private:
  static bool remove(Trial& trial, std::size_t closed_index) {
    return trial.subject.remove(*trial.family, trial.values, closed_index);
  }
  static Copied<CheckedSeries> acquire(Trial& trial) {
    return trial.subject.acquire(*trial.family, trial.values);
  }

  static void check_removal(Trial& trial) {
    const std::size_t last = trial.last;
    const auto block = trial.subject.block(*trial.family, trial.values);
    const auto series = block->series(last);
    series->touch();
    series->touch();
    trial.expect(last, 2);
    const bool is_removed = remove(trial, last);
    const bool is_removed_again = remove(trial, last);
    series->touch();
    if (trial.subject.can_read) {
      auto& report = trial.subject.report;
      report.expect(is_removed, "remove() says that there is no series, but there is");
      report.expect(!is_removed_again, "remove() says twice that it removed one series");
    }
    trial.expect_absent(last);
    block->series(last)->touch();
    trial.expect(last, 1);
    remove(trial, last);
    trial.series(last)->touch();
    trial.expect(last, 1);
  }

  static void check_owners(Trial& trial) {
    const auto first = acquire(trial);
    const auto second = acquire(trial);
    first->touch();
    second->touch();
    trial.family->release(*first);
    trial.expect(0, 2);
    trial.family->release(*second);
    second->touch();
    trial.expect_absent(0);
    const auto third = acquire(trial);
    remove(trial, 0);
    trial.series(0)->touch();
    trial.family->release(*third);  // owned another, which is gone
    trial.expect(0, 1);
  }

  static void check_lifetime(Trial& trial) {
    const auto series = [&] {
      const auto sink = trial.subject.make();
      const auto family = trial.declare(*sink, {trial.kind.type, trial.labels});
      return trial.subject.series(*family, trial.values, 0);
    }();
    series->touch();
    series->refuse();
  }

  static void check_rejected_series(Trial& trial) {
    trial.series(0)->touch();
    const auto before = trial.read();
    const auto rejected = trial.family->rejected_series();
    rejected->touch();
    trial.family->release(*rejected);  // as the owner does whose value is none of its label's
    trial.expect_unchanged_since(before);
  }

  /// Only of a sink that can be read: others may remember nothing.
  static void check_declarations([[maybe_unused]] Trial& trial) {
#if defined(__cpp_exceptions)
    ConformanceSubject& subject = trial.subject;
    const ConformanceFamily declared(trial.kind.type, trial.labels);
    static_cast<void>(subject.declare(*trial.sink, SinkHalf::fixed, trial.kind.type, declared));
    if (!subject.can_read) return;
    try {
      static_cast<void>(trial.declare(*trial.sink, declared));
      subject.report.fail(joined(
          {"a fixed family was declared as ", trial.kind.half_name(), ", and nothing was thrown"}));
    } catch (const RegistrationConflict&) {
    }
#endif
  }

  static void check_threads(Trial& trial) {
    run_in_threads(trial.subject.report, [&](std::size_t thread) {
      const auto family = trial.declare(*trial.sink);
      for (std::size_t round = 0; round < 100; ++round) {
        const auto values = trial.tuple(round % 3);
        const std::size_t index = round % (trial.last + 1);
        const auto series = trial.subject.series(*family, values, index);
        series->touch();
        if (thread == 0) trial.subject.remove(*family, values, index);
        if (thread == 1 && round % 10 == 0) family->remove_matching({});
        if (thread == 2) family->release(*trial.subject.acquire(*family, values));
        if (thread == 3 && round % 10 == 0) static_cast<void>(trial.read());
        series->touch();
      }
    });
    trial.family->remove_matching({});
    trial.series(0)->touch();
    trial.expect(0, 1);
  }
};

/// Checks of a sink's removable half, for one type of metric.
class RemovableConformance : HalfConformance {
 public:
  static void run(ConformanceSubject& subject, MetricType type) {
    const ConformanceKind kind{SinkHalf::removable, type};
    run_common(subject, kind, conformance_shapes());
    run_trials(subject, kind, {{"series are removed by some of their labels", check_matching}});
  }

 private:
  static void check_matching(Trial& trial) {
    const auto second = trial.tuple(1);
    trial.series(0)->touch();
    trial.series(second, 0)->touch();
    const std::size_t closed_count = trial.last + 1;
    if (!trial.labels.empty()) {
      // The first label is open, and then selects one of two blocks, or it is closed, and then
      // its first value selects the first half of the combinations, having two.
      const bool is_open = trial.labels[0].closed_values.empty();
      const std::string value = is_open ? trial.values[0] : trial.labels[0].closed_values[0];
      const LabelMatch match{0, value};
      const std::size_t removed = trial.family->remove_matching({&match, 1});
      expect_count(trial, removed, is_open ? closed_count : closed_count / 2);
      trial.expect_absent(0);
      if (is_open) {
        trial.expect(second, 0, 1);
      } else {
        trial.expect(trial.last, 0);
      }
    }
    trial.family->remove_matching({});
    for (std::size_t i = 0; i < closed_count; ++i) {
      trial.expect_absent(i);
      trial.expect_absent(second, i);
    }
    expect_count(trial, trial.family->remove_matching({}), 0);
  }
};

/// Checks of a sink's dynamic half, for one type of metric.
class DynamicConformance : HalfConformance {
 public:
  static void run(ConformanceSubject& subject, MetricType type) {
    const ConformanceKind kind{SinkHalf::dynamic, type};
    const std::vector<ConformanceLabels> none = {{}};
    run_common(subject, kind, none);
    run_trials(subject, kind,
               {{"each series brings its own labels", check_labels},
                {"series are removed by some of their labels", check_matching},
                {"labels that no page can show are refused", check_refusal}},
               none);
    if (type == MetricType::histogram) {
      run_trials(subject, kind, {{"each series may have its own bounds", check_bounds}}, none);
    }
  }

 private:
  static OpenValues code() { return {"code", "200"}; }
  static OpenValues peer() { return {"peer", "200"}; }
  /// The most labels that a hash takes at once, and more.
  static OpenValues many() {
    OpenValues labels;
    for (char name = 'a'; name <= 'l'; ++name) labels.insert(labels.end(), {{name}, {name}});
    return labels;
  }

  static void check_labels(Trial& trial) {
    const OpenValues all[] = {{}, code(), peer(), trial.values, many()};
    double extent = 0;
    for (const OpenValues& labels : all) {
      ++extent;
      for (int i = 0; i < static_cast<int>(extent); ++i) trial.series(labels, 0)->touch();
    }
    extent = 0;
    for (const OpenValues& labels : all) trial.expect(labels, 0, ++extent);
    trial.series(OpenValues{"code", "\xFF"}, 0)->touch();
    trial.series(OpenValues{"code", "\xFE"}, 0)->touch();
    trial.expect({"code", "\xEF\xBF\xBD"}, 0, 2);
  }

  static void check_matching(Trial& trial) {
    trial.series(0)->touch();
    trial.series(trial.tuple(1), 0)->touch();
    trial.series(peer(), 0)->touch();
    const LabelMatch match{.value = "10.0.0.1", .name = "peer"};
    expect_count(trial, trial.family->remove_matching({&match, 1}), 2);
    trial.expect_absent(0);
    trial.expect_absent(trial.tuple(1), 0);
    trial.expect(peer(), 0, 1);
    expect_count(trial, trial.family->remove_matching({}), 1);
    trial.expect_absent(peer(), 0);
  }

  /// Only of a sink that can be read: others may remember nothing.
  static void check_refusal([[maybe_unused]] Trial& trial) {
#if defined(__cpp_exceptions)
    if (!trial.subject.can_read) return;
    const OpenValues refused[] = {{"", "1"}, {"a-b", "1"},         {"__name__", "1"},
                                  {"a", ""}, {"a", "1", "a", "2"}, {"b", "1", "a", "2"},
                                  {"a"}};
    for (const OpenValues& labels : refused) {
      try {
        static_cast<void>(trial.series(labels, 0));
        trial.subject.report.fail(joined({"it took ", series_text("", {{labels[0], "..."}})}));
      } catch (const InvalidName&) {
      }
    }
    if (const auto seen = trial.read()) {
      const FamilySnapshot* family =
          seen->find_family(trial.subject.shown_name(*trial.family, trial.declared));
      trial.subject.report.expect(family == nullptr || family->series.empty(),
                                  "it shows what it refused");
    }
#endif
  }

  static void check_bounds(Trial& trial) {
    const double bounds[] = {10, 20};
    const auto family = trial.declared.describe([&](FamilyDescriptor described) {
      described.buckets = bounds;
      return trial.sink->declare(trial.kind.half, trial.kind.type, described);
    });
    trial.series(code(), 0)->touch();
    trial.subject.series(*family, peer(), 0)->touch();
    if (const auto seen = trial.read()) {
      const auto count_of = [&](const OpenValues& labels) {
        const SeriesSnapshot* series = seen->find_series(trial.selector(labels, 0));
        const auto* sample = series == nullptr ? nullptr : series->value.histogram();
        return sample == nullptr ? 0 : sample->buckets.size();
      };
      trial.subject.report.expect(count_of(code()) == 4 && count_of(peer()) == 3,
                                  "a series has other buckets than it was made with");
    }
  }
};

}  // namespace isometric::inline v1::detail
