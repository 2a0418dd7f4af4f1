#pragma once

#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>
#include <isometric/testing/detail/conformance/thread_conformance.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Checks of a sink's removable half, for one type of metric.
namespace isometric::inline v1::testing::internal {

template <class Type, class Subject>
class RemovableConformance {
  using Sink = typename Subject::Sink;

 public:
  explicit RemovableConformance(Subject& subject) noexcept : subject_(subject) {}

  void run() {
    run("a removed series leaves, and starts at 0 when it comes back",
        &RemovableConformance::check_removal);
    run("series are removed by some of their labels", &RemovableConformance::check_matching);
    run("an owned series goes with its last owner", &RemovableConformance::check_owners);
    run("a handle outlives series, family and sink", &RemovableConformance::check_lifetime);
    run("a rejected series shows nowhere", &RemovableConformance::check_rejected_series);
    run("a name is declared as removable or not", &RemovableConformance::check_declarations);
    run("series are removed while other threads update them", &RemovableConformance::check_threads);
  }

 private:
  void run(std::string_view sentence,
           void (RemovableConformance::*check)(const ConformanceShape&)) {
    std::string text = "removable ";
    text.append(plural(Type::type)).append(": ").append(sentence);
    subject_.report.run(std::move(text), [&] {
      for (const auto& shape : conformance_shapes()) (this->*check)(shape);
    });
  }

  template <class Family>
  bool remove(const Family& family, const OpenValues& values, std::size_t closed_index) {
    return subject_.lent.look_up(values, [&](OpenLabelValues lent_values) {
      return family.remove(lent_values, closed_index);
    });
  }

  template <class Family>
  auto acquire(const Family& family, const OpenValues& values, std::size_t closed_index) {
    return subject_.lent.look_up(values, [&](OpenLabelValues lent_values) {
      return family.acquire(lent_values, closed_index);
    });
  }

  void check_removal(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink.removable(), declared);
    const std::size_t last = declared.closed_count() - 1;
    const auto values = conformance_values(declared.open_count(), 0);
    const auto block = subject_.lent.look_up(
        values, [&](OpenLabelValues lent_values) { return family.block(lent_values); });
    const auto series = block.series(last);
    Type::touch(series);
    Type::touch(series);
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, last), 2);
    }
    const bool is_removed = remove(family, values, last);
    const bool is_removed_again = remove(family, values, last);
    Type::touch(series);
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.report.expect(is_removed, "remove() says that there is no series, but there is");
      subject_.report.expect(!is_removed_again, "remove() says twice that it removed one series");
      subject_.expect_absent(*seen, subject_.selector(family, declared, values, last));
    }
    Type::touch(block.series(last));
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, last), 1);
    }
    remove(family, values, last);
    Type::touch(subject_.series(family, values, last));
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, last), 1);
    }
  }

  void check_matching(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink.removable(), declared);
    const auto first = conformance_values(declared.open_count(), 0);
    const auto second = conformance_values(declared.open_count(), 1);
    Type::touch(subject_.series(family, first, 0));
    Type::touch(subject_.series(family, second, 0));
    const std::size_t closed_count = declared.closed_count();
    if (!shape.labels.empty()) {
      // The first label is open, and then selects one of two blocks, or it is closed, and then
      // its first value selects the first half of the combinations, having two.
      const bool is_open = shape.labels[0].closed_values.empty();
      const std::string value = is_open ? first[0] : shape.labels[0].closed_values[0];
      const LabelMatch match{0, value};
      const std::size_t removed = family.remove_matching({&match, 1});
      if (const auto seen = subject_.read(sink, family, declared)) {
        expect_count(removed, is_open ? closed_count : closed_count / 2);
        subject_.expect_absent(*seen, subject_.selector(family, declared, first, 0));
        if (is_open) {
          subject_.expect_extent(*seen, subject_.selector(family, declared, second, 0), 1);
        } else {
          subject_.expect_extent(*seen,
                                 subject_.selector(family, declared, first, closed_count - 1), 0);
        }
      }
    }
    family.remove_matching({});
    if (const auto seen = subject_.read(sink, family, declared)) {
      for (std::size_t i = 0; i < closed_count; ++i) {
        subject_.expect_absent(*seen, subject_.selector(family, declared, first, i));
        subject_.expect_absent(*seen, subject_.selector(family, declared, second, i));
      }
      expect_count(family.remove_matching({}), 0);
    }
  }

  void expect_count(std::size_t removed, std::size_t expected) {
    subject_.report.expect(removed == expected, "expected remove_matching() to remove " +
                                                    std::to_string(expected) + ", but it says " +
                                                    std::to_string(removed));
  }

  void check_owners(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink.removable(), declared);
    const auto values = conformance_values(declared.open_count(), 0);
    const auto first = acquire(family, values, 0);
    const auto second = acquire(family, values, 0);
    Type::touch(first);
    Type::touch(second);
    family.release(first);
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, 0), 2);
    }
    family.release(second);
    Type::touch(second);
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_absent(*seen, subject_.selector(family, declared, values, 0));
    }
    const auto third = acquire(family, values, 0);
    remove(family, values, 0);
    Type::touch(subject_.series(family, values, 0));
    family.release(third);  // owned another, which is gone
    if (const auto seen = subject_.read(sink, family, declared)) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, 0), 1);
    }
  }

  void check_lifetime(const ConformanceShape& shape) {
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto values = conformance_values(declared.open_count(), 0);
    const auto series = [&] {
      const Sink sink = subject_.make();
      const auto family = subject_.template declare<Type>(sink.removable(), declared);
      return subject_.series(family, values, 0);
    }();
    Type::touch(series);
    series.refuse();
  }

  void check_rejected_series(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink.removable(), declared);
    Type::touch(subject_.series(family, conformance_values(declared.open_count(), 0), 0));
    const auto before = subject_.read(sink, family, declared);
    const auto rejected = family.rejected_series();
    Type::touch(rejected);
    family.release(rejected);  // as the owner of a series does whose value is none of its label's
    const auto after = subject_.read(sink, family, declared);
    if (before && after) subject_.expect_unchanged(*after, *before);
  }

  /// Only of a sink that can be read: others may remember nothing.
  void check_declarations([[maybe_unused]] const ConformanceShape& shape) {
#if defined(__cpp_exceptions)
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    static_cast<void>(subject_.template declare<Type>(sink, declared));
    if (!subject_.can_read()) return;
    try {
      static_cast<void>(subject_.template declare<Type>(sink.removable(), declared));
      subject_.report.fail("a fixed family was declared as removable, and nothing was thrown");
    } catch (const RegistrationConflict&) {
    }
#endif
  }

  void check_threads(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const std::size_t open_count = declared.open_count();
    const std::size_t closed_count = declared.closed_count();
    const bool none_threw = run_in_threads([&](std::size_t thread) {
      const auto family = subject_.template declare<Type>(sink.removable(), declared);
      for (std::size_t round = 0; round < 100; ++round) {
        const auto values = conformance_values(open_count, round % 3);
        const auto series = subject_.series(family, values, round % closed_count);
        Type::touch(series);
        if (thread == 0) remove(family, values, round % closed_count);
        if (thread == 1 && round % 10 == 0) family.remove_matching({});
        if (thread == 2) family.release(acquire(family, values, 0));
        if (thread == 3 && round % 10 == 0)
          static_cast<void>(subject_.read(sink, family, declared));
        Type::touch(series);
      }
    });
    subject_.report.expect(none_threw, "a thread ended with an exception");
    const auto family = subject_.template declare<Type>(sink.removable(), declared);
    family.remove_matching({});
    Type::touch(subject_.series(family, conformance_values(open_count, 0), 0));
    if (const auto seen = subject_.read(sink, family, declared)) {
      const auto values = conformance_values(open_count, 0);
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, 0), 1);
    }
  }

  Subject& subject_;
};

}  // namespace isometric::inline v1::testing::internal
