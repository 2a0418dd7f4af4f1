#pragma once

#include <isometric/contract/dynamic_sink.hpp>
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

/// The same type of metric, declared in a sink's dynamic half.
template <class Fixed>
struct DynamicType : Fixed {
  static auto declare(const auto& sink, const FamilyDescriptor& family) {
    return Fixed::declare(sink.dynamic(), family);
  }
};

/// Checks of a sink's dynamic half, for one type of metric.
template <class Fixed, class Subject>
class DynamicConformance {
  using Type = DynamicType<Fixed>;
  using Trial = ConformanceTrial<Type, Subject>;

 public:
  static void run(Subject& subject) {
    const auto run = [&](std::string_view sentence, void (*run_check)(Trial&)) {
      subject.report.run(joined({"dynamic ", plural(Type::type), ": ", sentence}), [&] {
        const ConformanceLabels none;
        Trial trial(subject, none);
        run_check(trial);
      });
    };
    run("each series brings its own labels", check_labels);
    run("a removed series leaves, and starts at 0 when it comes back", check_removal);
    run("an owned series goes with its last owner", check_owners);
    run("a handle outlives series, family and sink", check_lifetime);
    run("labels that no page can show are refused", check_refusal);
    run("a name is declared as dynamic or not", check_declarations);
    run("each series may have its own bounds", check_bounds);
    run("series come and go in many threads", check_threads);
  }

 private:
  // Names and values in turn; the last has the most labels that a hash takes at once, and more.
  static OpenValues none() { return {}; }
  static OpenValues code() { return {"code", "200"}; }
  static OpenValues peer() { return {"peer", "200"}; }
  static OpenValues both() { return {"code", "200", "peer", "10.0.0.1"}; }
  static OpenValues many() {
    OpenValues labels;
    for (char name = 'a'; name <= 'l'; ++name) labels.insert(labels.end(), {{name}, {name}});
    return labels;
  }

  static SeriesSelector selector(const Trial& trial, const OpenValues& labels) {
    LabelPairs pairs;
    for (std::size_t i = 0; i < labels.size(); i += 2) pairs.push_back({labels[i], labels[i + 1]});
    if constexpr (requires { trial.family.descriptor(); }) {
      // The sink may have put labels on all series.
      for (const auto& label : trial.family.descriptor().constant_labels) {
        pairs.push_back({std::string(label.name), std::string(label.value)});
      }
    }
    return {std::string(trial.subject.shown_name(trial.family, trial.declared)), std::move(pairs)};
  }
  static void expect(const Trial& trial, const OpenValues& labels, double extent) {
    if (const auto seen = trial.read()) {
      trial.subject.expect_extent(*seen, selector(trial, labels), extent);
    }
  }
  static void expect_absent(const Trial& trial, const OpenValues& labels) {
    if (const auto seen = trial.read()) {
      trial.subject.expect_absent(*seen, selector(trial, labels));
    }
  }

  static std::size_t remove_matching(const auto& family, std::string_view name,
                                     std::string_view value) {
    const LabelMatch match{0, value, name};
    return family.remove_matching({&match, 1});
  }

  static void check_labels(Trial& trial) {
    const OpenValues all[] = {none(), code(), peer(), both(), many()};
    double extent = 0;
    for (const OpenValues& labels : all) {
      ++extent;
      for (int i = 0; i < static_cast<int>(extent); ++i) Type::touch(trial.series(labels, 0));
    }
    extent = 0;
    for (const OpenValues& labels : all) expect(trial, labels, ++extent);
    Type::touch(trial.series(OpenValues{"code", "\xFF"}, 0));
    Type::touch(trial.series(OpenValues{"code", "\xFE"}, 0));
    expect(trial, {"code", "\xEF\xBF\xBD"}, 2);
  }

  static void check_removal(Trial& trial) {
    const auto series = trial.series(both(), 0);
    Type::touch(series);
    Type::touch(trial.series(code(), 0));
    Type::touch(trial.series(peer(), 0));
    const bool is_removed = trial.subject.remove(trial.family, both(), 0);
    Type::touch(series);
    expect_absent(trial, both());
    expect(trial, code(), 1);
    Type::touch(trial.series(both(), 0));
    expect(trial, both(), 1);
    const std::size_t matching = remove_matching(trial.family, "code", "200");
    expect_absent(trial, both());
    expect_absent(trial, code());
    expect(trial, peer(), 1);
    const std::size_t rest = trial.family.remove_matching({});
    expect_absent(trial, peer());
    if (!trial.subject.can_read()) return;
    auto& report = trial.subject.report;
    report.expect(is_removed, "remove() says that there is no series, but there is");
    report.expect(matching == 2, "remove_matching() by name did not remove two series");
    report.expect(rest == 1, "remove_matching() of all did not remove one series");
  }

  static void check_owners(Trial& trial) {
    const auto first = trial.subject.acquire(trial.family, both());
    const auto second = trial.subject.acquire(trial.family, both());
    Type::touch(first);
    Type::touch(second);
    trial.family.release(first);
    expect(trial, both(), 2);
    trial.family.release(second);
    expect_absent(trial, both());
  }

  static void check_lifetime(Trial& trial) {
    const ConformanceFamily declared(Type::type, {});
    const auto series = [&] {
      const auto sink = trial.subject.make();
      const auto family = trial.subject.template declare<Type>(sink, declared);
      return trial.subject.series(family, both(), 0);
    }();
    Type::touch(series);
    series.refuse();
  }

  // The next two only of a sink that can be read: others may remember nothing.

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

  static void check_declarations([[maybe_unused]] Trial& trial) {
#if defined(__cpp_exceptions)
    Subject& subject = trial.subject;
    if (!subject.can_read()) return;
    try {
      static_cast<void>(subject.template declare<Fixed>(trial.sink, trial.declared));
      subject.report.fail("a dynamic family was declared as fixed, and nothing was thrown");
    } catch (const RegistrationConflict&) {
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
          const SeriesSnapshot* series = seen->find_series(selector(trial, labels));
          const auto* sample = series == nullptr ? nullptr : series->value.histogram();
          return sample == nullptr ? 0 : sample->buckets.size();
        };
        trial.subject.report.expect(count_of(code()) == 4 && count_of(peer()) == 3,
                                    "a series has other buckets than it was made with");
      }
    }
  }

  static void check_threads(Trial& trial) {
    run_in_threads(trial.subject.report, [&](std::size_t thread) {
      const auto family = trial.declare_again();
      for (std::size_t round = 0; round < 100; ++round) {
        const OpenValues labels = round % 3 == 0 ? code() : round % 3 == 1 ? peer() : both();
        const auto series = trial.subject.series(family, labels, 0);
        Type::touch(series);
        if (thread == 0) trial.subject.remove(family, labels, 0);
        if (thread == 1 && round % 10 == 0) remove_matching(family, "code", "200");
        if (thread == 2) family.release(trial.subject.acquire(family, labels));
        if (thread == 3 && round % 10 == 0) static_cast<void>(trial.read());
        Type::touch(series);
      }
    });
    trial.family.remove_matching({});
    Type::touch(trial.series(both(), 0));
    expect(trial, both(), 1);
  }
};

}  // namespace isometric::inline v1::detail
