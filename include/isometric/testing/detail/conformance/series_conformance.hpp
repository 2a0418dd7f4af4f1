#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/conformance/conformance_trial.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace isometric::inline v1::detail {

/// Checks of families, blocks and handles, for one type of metric.
class SeriesConformance {
  using Trial = ConformanceTrial;

 public:
  static void run(ConformanceSubject& subject, MetricType type) {
    run_trials(
        subject, {SinkHalf::fixed, type},
        {{"each series has a value of its own", check_values_apart},
         {"all combinations of closed label values are there from the start", check_start},
         {"copies of a sink are the same sink", check_copies},
         {"the same family and the same label values are the same series", check_same_series},
         {"a refused update changes no value", check_refusal},
         {"a rejected series shows nowhere", check_rejected_series},
         {"label values may be any strings", check_strange_values},
         {"a handle lives as long as its family or the sink", check_lifetime},
         {"a snapshot shows what was declared", check_description},
         {"a snapshot changes nothing", check_snapshots},
         {"no update of many threads is lost", check_threads}});
  }

 private:
  static void touch(const Copied<CheckedSeries>& series, std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) series->touch();
  }

  static void check_values_apart(Trial& trial) {
    const std::size_t tuples = trial.values.empty() ? 1 : 3;
    const std::size_t closed_count = trial.last + 1;
    const auto touches = [&](std::size_t tuple, std::size_t i) {
      return tuple * closed_count + i + 1;
    };
    for (std::size_t tuple = 0; tuple < tuples; ++tuple) {
      const auto values = trial.tuple(tuple);
      for (std::size_t i = 0; i < closed_count; ++i) {
        touch(trial.series(values, i), touches(tuple, i));
      }
    }
    for (std::size_t tuple = 0; tuple < tuples; ++tuple) {
      const auto values = trial.tuple(tuple);
      for (std::size_t i = 0; i < closed_count; ++i) {
        trial.expect(values, i, static_cast<double>(touches(tuple, i)));
      }
    }
  }

  static void check_start(Trial& trial) {
    static_cast<void>(trial.subject.block(*trial.family, trial.values));
    for (std::size_t i = 0; i <= trial.last; ++i) trial.expect(i, 0);
  }

  static void check_copies(Trial& trial) {
    touch(trial.series(0), 1);
    {
      const auto copy = trial.sink;
      const auto family = trial.declare(*copy);
      touch(trial.subject.series(*family, trial.values, 0), 2);
    }
    trial.expect(0, 3);
  }

  static void check_same_series(Trial& trial) {
    const auto family_copy = trial.family;
    const auto first = trial.series(trial.last);
    const auto first_copy = first;
    touch(first, 1);
    touch(first_copy, 1);
    touch(trial.series(trial.last), 1);
    touch(trial.subject.series(*family_copy, trial.values, trial.last), 1);
    touch(trial.subject.series(*trial.declare(*trial.sink), trial.values, trial.last), 1);
    const auto block = trial.subject.block(*trial.family, trial.values);
    const auto block_copy = block;
    touch(block->series(trial.last), 1);
    touch(block_copy->series(trial.last), 1);
    trial.expect(trial.last, 7);
  }

  static void check_refusal(Trial& trial) {
    const auto series = trial.series(0);
    touch(series, 1);
    const auto before = trial.read();
    series->refuse();
    series->refuse();
    trial.expect_unchanged_since(before);
  }

  static void check_rejected_series(Trial& trial) {
    touch(trial.series(0), 1);
    const auto before = trial.read();
    const auto rejected = trial.family->rejected_series();
    touch(rejected, 3);
    touch(trial.family->rejected_series(), 1);
    trial.expect_unchanged_since(before);
  }

  static void check_strange_values(Trial& trial) {
    using namespace std::string_literals;
    const std::vector<std::string> strange = {"",
                                              " ",
                                              "\"quoted\" \\ and\nbroken",
                                              "\xC3\xBC\xE6\x97\xA5\xF0\x9F\x99\x82",
                                              "nul\0in"s,
                                              "\xFF\xFE no UTF-8",
                                              "name=\"x\"} 1",
                                              std::string(5000, 'x')};
    ConformanceFamily declared(trial.kind.type, trial.labels);
    declared.set_help("Lines,\n\"quotes\", \\, \xC3\xBC, and \xFF.");
    ConformanceSubject& subject = trial.subject;
    const auto family = trial.declare(*trial.sink, declared);
    const std::size_t open_count = declared.open_count();
    if (open_count == 0) {
      touch(subject.series(*family, {}, 0), 1);
      static_cast<void>(subject.read(*trial.sink, *family, declared));
      return;
    }
    for (std::size_t i = 0; i < strange.size(); ++i) {
      touch(subject.series(*family, OpenValues(open_count, strange[i]), 0), i + 1);
    }
    const auto seen = subject.read(*trial.sink, *family, declared);
    for (std::size_t i = 0; seen && i < strange.size(); ++i) {
      const OpenValues values(open_count, strange[i]);
      subject.expect_extent(*seen, subject.selector(*family, declared, values, 0),
                            static_cast<double>(i + 1));
    }
  }

  static void check_lifetime(Trial& trial) {
    ConformanceSubject& subject = trial.subject;
    {
      std::optional sink(subject.make());
      const auto family = trial.declare(**sink, {trial.kind.type, trial.labels});
      const auto series = subject.series(*family, trial.values, 0);
      sink.reset();
      touch(series, 1);
      touch(subject.series(*family, trial.values, 0), 1);
    }
    const ConformanceFamily other(trial.kind.type, trial.labels);
    std::optional family(trial.declare(*trial.sink, other));
    const auto series = subject.series(**family, trial.values, 0);
    const SeriesSelector selector = subject.selector(**family, other, trial.values, 0);
    touch(series, 1);
    family.reset();
    touch(series, 1);
    const auto seen = subject.read(*trial.sink, selector.family());
    if (seen) subject.expect_extent(*seen, selector, 2);
  }

  static void check_description(Trial& trial) {
    touch(trial.series(0), 1);
    const auto seen = trial.read();
    if (!seen) return;
    ConformanceReport& report = trial.subject.report;
    const MetricType type = trial.kind.type;
    const std::string name = trial.selector(trial.values, 0).family();
    const FamilySnapshot* shown = seen->find_family(name);
    if (shown == nullptr) return report.fail(joined({"there is no family '", name, "'"}));
    // An adaptor may have put something before the name.
    report.expect(shown->name.ends_with(trial.declared.name()),
                  joined({"'", trial.declared.name(), "' is shown as '", shown->name, "'"}));
    report.expect(shown->help == trial.declared.help(),
                  joined({"help '", trial.declared.help(), "' is shown as '", shown->help, "'"}));
    report.expect(shown->type == type,
                  joined({"a ", to_string(type), " is shown as a ", to_string(shown->type)}));
  }

  static void check_snapshots(Trial& trial) {
    touch(trial.series(0), 2);
    trial.expect_unchanged_since(trial.read());
  }

  /// Each thread declares the family, looks series up that others look up, too, and one of its own,
  /// and updates both, while one of them reads.
  static void check_threads(Trial& trial) {
    constexpr std::size_t rounds = 100;
    constexpr std::size_t first_own = 100;  // of the tuples of values
    ConformanceSubject& subject = trial.subject;
    run_in_threads(subject.report, [&](std::size_t thread) {
      const auto copy = trial.sink;
      const auto family = trial.declare(*copy);
      const auto own = subject.series(*family, trial.tuple(first_own + thread), 0);
      for (std::size_t round = 0; round < rounds; ++round) {
        const auto shared = trial.tuple(round % 3);
        subject.series(*family, shared, round % (trial.last + 1))->touch();
        own->touch();
        own->refuse();
        if (thread != 0 || round % 10 != 0) continue;
        static_cast<void>(subject.read(*copy, *family, trial.declared));
      }
    });
    const auto seen = trial.read();
    if (!seen) return;
    double sum = 0;
    const std::size_t tuples = trial.values.empty() ? 1 : first_own + conformance_threads;
    for (std::size_t tuple = 0; tuple < tuples; ++tuple) {
      for (std::size_t i = 0; i <= trial.last; ++i) {
        const auto* series = seen->find_series(trial.selector(trial.tuple(tuple), i));
        if (series != nullptr) sum += extent(&series->value);
      }
    }
    constexpr double expected = 2 * rounds * conformance_threads;
    subject.report.expect(
        is_equal(sum, expected),
        joined({"expected ", number_text(expected), " updates, but there are ", number_text(sum)}));
  }
};

}  // namespace isometric::inline v1::detail
