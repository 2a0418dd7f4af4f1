#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/testing/detail/conformance/conformance_trial.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>

namespace isometric::inline v1::detail {

/// Checks of a sink that calls back, for one type of metric.
class CallbackConformance {
  using Trial = ConformanceTrial;
  using Registration = std::unique_ptr<CheckedRegistration>;

 public:
  static void run(ConformanceSubject& subject, MetricType type) {
    run_trials(
        subject, {SinkHalf::callback, type},
        {{"a value is read from the program while the registration lasts", check_registration},
         {"functions of one series are added up", check_sum},
         {"a series whose function fails is left out", check_failure},
         {"a rejected registration is never called", check_rejection},
         {"a function may use the sink", check_use},
         {"registrations come and go in many threads", check_threads}});
  }

 private:
  static Registration add(Trial& trial, const CheckedFamily& family, const OpenValues& values,
                          std::size_t closed_index, const std::function<double()>& function) {
    return trial.subject.lent.look_up(
        values, [&](OpenLabelValues lent) { return family.add(lent, closed_index, function); });
  }
  static Registration add(Trial& trial, std::size_t closed_index,
                          const std::function<double()>& function) {
    return add(trial, *trial.family, trial.values, closed_index, function);
  }

  static void check_registration(Trial& trial) {
    double value = 3;
    const auto registration = add(trial, trial.last, [&value] { return value; });
    trial.expect(trial.last, 3);
    value = 5;
    const auto moved = registration->move();
    trial.expect(trial.last, 5);
    moved->clear();
    trial.expect_absent(trial.last);
    auto again = add(trial, trial.last, [] { return 7.0; });
    trial.expect(trial.last, 7);
    again.reset();
    trial.expect_absent(trial.last);
  }

  static void check_sum(Trial& trial) {
    const auto first = add(trial, 0, [] { return 3.0; });
    const auto second =
        add(trial, *trial.declare(*trial.sink), trial.values, 0, [] { return 4.0; });
    trial.expect(0, 7);
  }

  static void check_failure(Trial& trial) {
#if defined(__cpp_exceptions)
    {
      const auto throwing = add(trial, 0, []() -> double { throw std::runtime_error("x"); });
      trial.expect_absent(0);
    }
#endif
    if (trial.kind.type == MetricType::counter) {
      const auto no_number = add(trial, 0, [] { return not_a_number; });
      trial.expect_absent(0);
    }
  }

  static void check_rejection(Trial& trial) {
    const auto before = trial.read();
    const auto rejected = trial.family->rejected_registration();
    trial.expect_unchanged_since(before);
  }

  static void check_use(Trial& trial) {
    const ConformanceFamily used(MetricType::counter, trial.labels);
    ConformanceSubject& subject = trial.subject;
    const auto registration = add(trial, 0, [&] {
      const auto counter = subject.declare(*trial.sink, SinkHalf::fixed, MetricType::counter, used);
      subject.series(*counter, trial.values, 0)->touch();
      return 1.0;
    });
    trial.expect(0, 1);
  }

  static void check_threads(Trial& trial) {
    std::atomic<bool> was_called_late = false;
    run_in_threads(trial.subject.report, [&](std::size_t thread) {
      const auto family = trial.declare(*trial.sink);
      for (std::size_t round = 0; round < 50; ++round) {
        // Shared with the function, so that a sink which calls it for too long is found out, and
        // not led to memory that is gone.
        const auto has_ended = std::make_shared<std::atomic<bool>>(false);
        {
          const auto registration = add(trial, *family, trial.tuple(round % 2), trial.last,
                                        [has_ended, &was_called_late] {
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
