#pragma once

#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// The same type of metric, declared in a sink's removable half.
template <class Fixed>
struct RemovableType : Fixed {
  static constexpr std::string_view kind = "removable";
  static auto declare(const auto& sink, const FamilyDescriptor& family) {
    return Fixed::declare(sink.removable(), family);
  }
};

/// And in its dynamic half.
template <class Fixed>
struct DynamicType : Fixed {
  static constexpr std::string_view kind = "dynamic";
  static auto declare(const auto& sink, const FamilyDescriptor& family) {
    return Fixed::declare(sink.dynamic(), family);
  }
  /// Names and values of a series' labels in turn; `number` tells the series apart.
  static OpenValues tuple(std::size_t number) {
    return {"code", std::to_string(number), "peer", "10.0.0.1"};
  }
};

/// Checks of what the removable and the dynamic half of a sink promise alike, for one type of
/// metric.
template <class Type, class Fixed, class Subject>
class HalfConformance {
 protected:
  using Trial = ConformanceTrial<Type, Subject>;

  static void run_common(const auto& run) {
    run("a removed series leaves, and starts at 0 when it comes back", check_removal);
    run("an owned series goes with its last owner", check_owners);
    run("a handle outlives series, family and sink", check_lifetime);
    run("a rejected series shows nowhere", check_rejected_series);
    run(joined({"a name is declared as ", Type::kind, " or not"}), check_declarations);
    run("series are removed while other threads update them", check_threads);
  }

  static void expect_count(Trial& trial, std::size_t removed, std::size_t expected) {
    if (!trial.subject.can_read()) return;
    trial.subject.report.expect(
        removed == expected,
        joined({"expected remove_matching() to remove ", std::to_string(expected), ", but it says ",
                std::to_string(removed)}));
  }

 private:
  static bool remove(Trial& trial, std::size_t closed_index) {
    return trial.subject.remove(trial.family, trial.values, closed_index);
  }
  static auto acquire(Trial& trial) { return trial.subject.acquire(trial.family, trial.values); }

  static void check_removal(Trial& trial) {
    const std::size_t last = trial.last;
    const auto block = trial.block();
    const auto series = block.series(last);
    Type::touch(series);
    Type::touch(series);
    trial.expect(last, 2);
    const bool is_removed = remove(trial, last);
    const bool is_removed_again = remove(trial, last);
    Type::touch(series);
    if (trial.subject.can_read()) {
      auto& report = trial.subject.report;
      report.expect(is_removed, "remove() says that there is no series, but there is");
      report.expect(!is_removed_again, "remove() says twice that it removed one series");
    }
    trial.expect_absent(last);
    Type::touch(block.series(last));
    trial.expect(last, 1);
    remove(trial, last);
    Type::touch(trial.series(last));
    trial.expect(last, 1);
  }

  static void check_owners(Trial& trial) {
    const auto first = acquire(trial);
    const auto second = acquire(trial);
    Type::touch(first);
    Type::touch(second);
    trial.family.release(first);
    trial.expect(0, 2);
    trial.family.release(second);
    Type::touch(second);
    trial.expect_absent(0);
    const auto third = acquire(trial);
    remove(trial, 0);
    Type::touch(trial.series(0));
    trial.family.release(third);  // owned another, which is gone
    trial.expect(0, 1);
  }

  static void check_lifetime(Trial& trial) {
    const ConformanceFamily declared(Type::type, trial.labels);
    const auto series = [&] {
      const auto sink = trial.subject.make();
      const auto family = trial.subject.template declare<Type>(sink, declared);
      return trial.subject.series(family, trial.values, 0);
    }();
    Type::touch(series);
    series.refuse();
  }

  static void check_rejected_series(Trial& trial) {
    Type::touch(trial.series(0));
    const auto before = trial.read();
    const auto rejected = trial.family.rejected_series();
    Type::touch(rejected);
    trial.family.release(rejected);  // as the owner does whose value is none of its label's
    trial.expect_unchanged_since(before);
  }

  /// Only of a sink that can be read: others may remember nothing.
  static void check_declarations([[maybe_unused]] Trial& trial) {
#if defined(__cpp_exceptions)
    Subject& subject = trial.subject;
    const ConformanceFamily declared(Type::type, trial.labels);
    static_cast<void>(subject.template declare<Fixed>(trial.sink, declared));
    if (!subject.can_read()) return;
    try {
      static_cast<void>(subject.template declare<Type>(trial.sink, declared));
      subject.report.fail(
          joined({"a fixed family was declared as ", Type::kind, ", and nothing was thrown"}));
    } catch (const RegistrationConflict&) {
    }
#endif
  }

  static void check_threads(Trial& trial) {
    run_in_threads(trial.subject.report, [&](std::size_t thread) {
      const auto family = trial.declare_again();
      for (std::size_t round = 0; round < 100; ++round) {
        const auto values = trial.tuple(round % 3);
        const std::size_t index = round % (trial.last + 1);
        const auto series = trial.subject.series(family, values, index);
        Type::touch(series);
        if (thread == 0) trial.subject.remove(family, values, index);
        if (thread == 1 && round % 10 == 0) family.remove_matching({});
        if (thread == 2) family.release(trial.subject.acquire(family, values));
        if (thread == 3 && round % 10 == 0) static_cast<void>(trial.read());
        Type::touch(series);
      }
    });
    trial.family.remove_matching({});
    Type::touch(trial.series(0));
    trial.expect(0, 1);
  }
};

/// Checks of a sink's removable half, for one type of metric.
template <class Fixed, class Subject>
class RemovableConformance : HalfConformance<RemovableType<Fixed>, Fixed, Subject> {
  using Type = RemovableType<Fixed>;
  using Base = HalfConformance<Type, Fixed, Subject>;
  using typename Base::Trial;

 public:
  static void run(Subject& subject) {
    const auto run = [&](std::string_view sentence, void (*check)(Trial&)) {
      run_trials(subject, "removable ", sentence, check);
    };
    Base::run_common(run);
    run("series are removed by some of their labels", check_matching);
  }

 private:
  static void check_matching(Trial& trial) {
    const auto second = trial.tuple(1);
    Type::touch(trial.series(0));
    Type::touch(trial.series(second, 0));
    const std::size_t closed_count = trial.last + 1;
    if (!trial.labels.empty()) {
      // The first label is open, and then selects one of two blocks, or it is closed, and then
      // its first value selects the first half of the combinations, having two.
      const bool is_open = trial.labels[0].closed_values.empty();
      const std::string value = is_open ? trial.values[0] : trial.labels[0].closed_values[0];
      const LabelMatch match{0, value};
      const std::size_t removed = trial.family.remove_matching({&match, 1});
      Base::expect_count(trial, removed, is_open ? closed_count : closed_count / 2);
      trial.expect_absent(0);
      if (is_open) {
        trial.expect(second, 0, 1);
      } else {
        trial.expect(trial.last, 0);
      }
    }
    trial.family.remove_matching({});
    for (std::size_t i = 0; i < closed_count; ++i) {
      trial.expect_absent(i);
      trial.expect_absent(second, i);
    }
    Base::expect_count(trial, trial.family.remove_matching({}), 0);
  }
};

/// Checks of a sink's dynamic half, for one type of metric.
template <class Fixed, class Subject>
class DynamicConformance : HalfConformance<DynamicType<Fixed>, Fixed, Subject> {
  using Type = DynamicType<Fixed>;
  using Base = HalfConformance<Type, Fixed, Subject>;
  using typename Base::Trial;

 public:
  static void run(Subject& subject) {
    const auto run = [&](std::string_view sentence, void (*check)(Trial&)) {
      run_trials(subject, "dynamic ", sentence, check, {ConformanceLabels()});
    };
    Base::run_common(run);
    run("each series brings its own labels", check_labels);
    run("series are removed by some of their labels", check_matching);
    run("labels that no page can show are refused", check_refusal);
    run("each series may have its own bounds", check_bounds);
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
      for (int i = 0; i < static_cast<int>(extent); ++i) Type::touch(trial.series(labels, 0));
    }
    extent = 0;
    for (const OpenValues& labels : all) trial.expect(labels, 0, ++extent);
    Type::touch(trial.series(OpenValues{"code", "\xFF"}, 0));
    Type::touch(trial.series(OpenValues{"code", "\xFE"}, 0));
    trial.expect({"code", "\xEF\xBF\xBD"}, 0, 2);
  }

  static void check_matching(Trial& trial) {
    Type::touch(trial.series(0));
    Type::touch(trial.series(trial.tuple(1), 0));
    Type::touch(trial.series(peer(), 0));
    const LabelMatch match{.value = "10.0.0.1", .name = "peer"};
    Base::expect_count(trial, trial.family.remove_matching({&match, 1}), 2);
    trial.expect_absent(0);
    trial.expect_absent(trial.tuple(1), 0);
    trial.expect(peer(), 0, 1);
    Base::expect_count(trial, trial.family.remove_matching({}), 1);
    trial.expect_absent(peer(), 0);
  }

  /// Only of a sink that can be read: others may remember nothing.
  static void check_refusal([[maybe_unused]] Trial& trial) {
#if defined(__cpp_exceptions)
    if (!trial.subject.can_read()) return;
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
          seen->find_family(trial.subject.shown_name(trial.family, trial.declared));
      trial.subject.report.expect(family == nullptr || family->series.empty(),
                                  "it shows what it refused");
    }
#endif
  }

  static void check_bounds(Trial& trial) {
    if constexpr (Type::type == MetricType::histogram) {
      const double bounds[] = {10, 20};
      const auto family = trial.declared.describe([&](FamilyDescriptor described) {
        described.buckets = bounds;
        return Type::declare(trial.sink, described);
      });
      Type::touch(trial.series(code(), 0));
      Type::touch(trial.subject.series(family, peer(), 0));
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
  }
};

}  // namespace isometric::inline v1::detail
