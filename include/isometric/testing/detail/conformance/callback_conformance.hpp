#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

struct CallbackCounterConformance {
  static constexpr MetricType type = MetricType::counter;
  static auto declare(const auto& sink, const FamilyDescriptor& family) {
    return sink.callback_counter(family);
  }
};

struct CallbackGaugeConformance {
  static constexpr MetricType type = MetricType::gauge;
  static auto declare(const auto& sink, const FamilyDescriptor& family) {
    return sink.callback_gauge(family);
  }
};

/// Checks of a sink that calls back, for one type of metric.
template <class Type, class Subject>
class CallbackConformance {
  using Trial = ConformanceTrial<Type, Subject>;

 public:
  static void run(Subject& subject) {
    const auto run = [&](std::string_view sentence, void (*check)(Trial&)) {
      run_trials(subject, "callback ", sentence, check);
    };
    run("a value is read from the program while the registration lasts", check_registration);
    run("functions of one series are added up", check_sum);
    run("a series whose function fails is left out", check_failure);
    run("a rejected registration is never called", check_rejection);
    run("a function may use the sink", check_use);
    run("registrations come and go in many threads", check_threads);
  }

 private:
  static auto add(Trial& trial, const auto& family, const OpenValues& values,
                  std::size_t closed_index, auto function) {
    return trial.subject.lent.look_up(
        values, [&](OpenLabelValues lent) { return family.add(lent, closed_index, function); });
  }
  static auto add(Trial& trial, std::size_t closed_index, auto function) {
    return add(trial, trial.family, trial.values, closed_index, function);
  }

  static void check_registration(Trial& trial) {
    double value = 3;
    auto registration = add(trial, trial.last, [&value] { return value; });
    trial.expect(trial.last, 3);
    value = 5;
    auto moved = std::move(registration);
    trial.expect(trial.last, 5);
    moved = {};
    trial.expect_absent(trial.last);
    std::optional again(add(trial, trial.last, [] { return 7.0; }));
    trial.expect(trial.last, 7);
    again.reset();
    trial.expect_absent(trial.last);
  }

  static void check_sum(Trial& trial) {
    [[maybe_unused]] const auto first = add(trial, 0, [] { return 3.0; });
    [[maybe_unused]] const auto second =
        add(trial, trial.declare_again(), trial.values, 0, [] { return 4.0; });
    trial.expect(0, 7);
  }

  static void check_failure(Trial& trial) {
#if defined(__cpp_exceptions)
    {
      [[maybe_unused]] const auto throwing =
          add(trial, 0, []() -> double { throw std::runtime_error("x"); });
      trial.expect_absent(0);
    }
#endif
    if constexpr (Type::type == MetricType::counter) {
      [[maybe_unused]] const auto no_number = add(trial, 0, [] { return not_a_number; });
      trial.expect_absent(0);
    }
  }

  static void check_rejection(Trial& trial) {
    const auto before = trial.read();
    [[maybe_unused]] const auto rejected = trial.family.rejected_registration();
    trial.expect_unchanged_since(before);
  }

  static void check_use(Trial& trial) {
    const ConformanceFamily used(MetricType::counter, trial.labels);
    Subject& subject = trial.subject;
    [[maybe_unused]] const auto registration = add(trial, 0, [&] {
      const auto counter = subject.template declare<CounterConformance>(trial.sink, used);
      subject.series(counter, trial.values, 0).inc();
      return 1.0;
    });
    trial.expect(0, 1);
  }

  static void check_threads(Trial& trial) {
    std::atomic<bool> was_called_late = false;
    run_in_threads(trial.subject.report, [&](std::size_t thread) {
      const auto family = trial.declare_again();
      for (std::size_t round = 0; round < 50; ++round) {
        const auto values = trial.tuple(round % 2);
        // Shared with the function, so that a sink which calls it for too long is found out, and
        // not led to memory that is gone.
        const auto has_ended = std::make_shared<std::atomic<bool>>(false);
        {
          [[maybe_unused]] const auto registration =
              add(trial, family, values, trial.last, [has_ended, &was_called_late] {
                if (*has_ended) was_called_late = true;
                return 1.0;
              });
          if (thread == 0) static_cast<void>(trial.read());
        }
        *has_ended = true;
      }
    });
    static_cast<void>(trial.read());  // calls what is still registered
    trial.subject.report.expect(!was_called_late,
                                "a function was called after its registration had ended");
    trial.expect_absent(trial.last);
  }
};

}  // namespace isometric::inline v1::detail
