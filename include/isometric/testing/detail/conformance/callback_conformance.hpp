#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>
#include <isometric/testing/detail/conformance/thread_conformance.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

// Checks of a sink that calls back, for one type of metric.
namespace isometric::inline v1::testing::internal {

struct CallbackCounterConformance {
  static constexpr MetricType type = MetricType::counter;
  template <class Sink>
  static auto declare(const Sink& sink, const FamilyDescriptor& family) {
    return sink.callback_counter(family);
  }
};

struct CallbackGaugeConformance {
  static constexpr MetricType type = MetricType::gauge;
  template <class Sink>
  static auto declare(const Sink& sink, const FamilyDescriptor& family) {
    return sink.callback_gauge(family);
  }
};

template <class Type, class Subject>
class CallbackConformance {
  using Sink = typename Subject::Sink;

 public:
  explicit CallbackConformance(Subject& subject) noexcept : subject_(subject) {}

  void run() {
    run("a value is read from the program while the registration lasts",
        &CallbackConformance::check_registration);
    run("functions of one series are added up", &CallbackConformance::check_sum);
    run("a series whose function fails is left out", &CallbackConformance::check_failure);
    run("a rejected registration is never called", &CallbackConformance::check_rejection);
    run("a function may use the sink", &CallbackConformance::check_use);
    run("registrations come and go in many threads", &CallbackConformance::check_threads);
  }

 private:
  void run(std::string_view sentence, void (CallbackConformance::*check)(const ConformanceShape&)) {
    std::string text = "callback ";
    text.append(plural(Type::type)).append(": ").append(sentence);
    subject_.report.run(std::move(text), [&] {
      for (const auto& shape : conformance_shapes()) (this->*check)(shape);
    });
  }

  template <class Family, class Function>
  auto add(const Family& family, const OpenValues& values, std::size_t closed_index,
           Function function) {
    return subject_.lent.look_up(values, [&](OpenLabelValues lent_values) {
      return family.add(lent_values, closed_index, function);
    });
  }

  void check_registration(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const std::size_t last = declared.closed_count() - 1;
    const auto values = conformance_values(declared.open_count(), 0);
    double value = 3;
    auto registration = add(family, values, last, [&value] { return value; });
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, last), 3);
    }
    value = 5;
    auto moved = std::move(registration);
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, last), 5);
    }
    moved = {};
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_absent(*seen, subject_.selector(family, declared, values, last));
    }
    std::optional again(add(family, values, last, [] { return 7.0; }));
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, last), 7);
    }
    again.reset();
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_absent(*seen, subject_.selector(family, declared, values, last));
    }
  }

  void check_sum(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto values = conformance_values(declared.open_count(), 0);
    [[maybe_unused]] const auto first = add(family, values, 0, [] { return 3.0; });
    [[maybe_unused]] const auto second =
        add(subject_.template declare<Type>(sink, declared), values, 0, [] { return 4.0; });
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, 0), 7);
    }
  }

  void check_failure(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto values = conformance_values(declared.open_count(), 0);
    const auto expect_left_out = [&] {
      if (const auto seen = subject_.read(sink, family, declared)) {
        subject_.expect_absent(*seen, subject_.selector(family, declared, values, 0));
      }
    };
#if defined(__cpp_exceptions)
    {
      [[maybe_unused]] const auto throwing =
          add(family, values, 0, []() -> double { throw std::runtime_error("x"); });
      expect_left_out();
    }
#endif
    if constexpr (Type::type == MetricType::counter) {
      [[maybe_unused]] const auto not_a_number =
          add(family, values, 0, [] { return detail::not_a_number; });
      expect_left_out();
    }
  }

  void check_rejection(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto before = subject_.read(sink, family, declared);
    [[maybe_unused]] const auto rejected = family.rejected_registration();
    const auto after = subject_.read(sink, family, declared);
    if (before && after) subject_.expect_unchanged(*after, *before);
  }

  void check_use(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const ConformanceFamily used(MetricType::counter, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto values = conformance_values(declared.open_count(), 0);
    [[maybe_unused]] const auto registration = add(family, values, 0, [&] {
      const auto counter = subject_.template declare<CounterConformance>(sink, used);
      subject_.series(counter, values, 0).inc();
      return 1.0;
    });
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, 0), 1);
    }
  }

  void check_threads(const ConformanceShape& shape) {
    std::atomic<bool> was_called_late = false;
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const std::size_t last = declared.closed_count() - 1;
    const bool none_threw = run_in_threads([&](std::size_t thread) {
      const auto family = subject_.template declare<Type>(sink, declared);
      for (std::size_t round = 0; round < 50; ++round) {
        const auto values = conformance_values(declared.open_count(), round % 2);
        // Shared with the function, so that a sink which calls it for too long is found out, and
        // not led to memory that is gone.
        const auto has_ended = std::make_shared<std::atomic<bool>>(false);
        {
          [[maybe_unused]] const auto registration =
              add(family, values, last, [has_ended, &was_called_late] {
                if (*has_ended) was_called_late = true;
                return 1.0;
              });
          if (thread == 0) static_cast<void>(subject_.read(sink, family, declared));
        }
        *has_ended = true;
      }
    });
    subject_.report.expect(none_threw, "a thread ended with an exception");
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto values = conformance_values(declared.open_count(), 0);
    const auto seen = subject_.read(sink, family, declared);  // calls what is still registered
    subject_.report.expect(!was_called_late,
                           "a function was called after its registration had ended");
    if (seen) subject_.expect_absent(*seen, subject_.selector(family, declared, values, last));
  }

  Subject& subject_;
};

}  // namespace isometric::inline v1::testing::internal
