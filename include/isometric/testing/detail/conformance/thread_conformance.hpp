#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

// Checks with several threads. What they cannot see themselves, a build with the thread sanitizer
// does.
namespace isometric::inline v1::testing::internal {

inline constexpr std::size_t conformance_threads = 4;

/// Runs `work(index)` in several threads that start at one moment; false if one of them threw.
template <class Work>
bool run_in_threads(Work work) {
  std::atomic<std::size_t> missing = conformance_threads;
  std::atomic<bool> has_thrown = false;
  std::vector<std::thread> threads;
  for (std::size_t index = 0; index < conformance_threads; ++index) {
    threads.emplace_back([&, index] {
      --missing;
      while (missing > 0) std::this_thread::yield();
#if defined(__cpp_exceptions)
      try {
        work(index);
      } catch (...) {
        has_thrown = true;
      }
#else
      work(index);
#endif
    });
  }
  for (auto& thread : threads) thread.join();
  return !has_thrown;
}

template <class Type, class Subject>
class ThreadConformance {
  using Sink = typename Subject::Sink;
  static constexpr std::size_t rounds = 100;

 public:
  explicit ThreadConformance(Subject& subject) noexcept : subject_(subject) {}

  void run() {
    std::string sentence(plural(Type::type));
    subject_.report.run(sentence.append(": no update of many threads is lost"), [&] {
      for (const auto& shape : conformance_shapes()) check_shape(shape);
    });
  }

 private:
  /// Each thread declares the family, looks series up that others look up, too, and one of its own,
  /// and updates both, while one of them reads.
  void check_shape(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const std::size_t open_count = declared.open_count();
    const std::size_t closed_count = declared.closed_count();
    const bool none_threw = run_in_threads([&](std::size_t thread) {
      const Sink copy = sink;
      const auto family = subject_.template declare<Type>(copy, declared);
      const auto own = subject_.series(family, conformance_values(open_count, 100 + thread), 0);
      for (std::size_t round = 0; round < rounds; ++round) {
        const auto shared = conformance_values(open_count, round % 3);
        Type::touch(subject_.series(family, shared, round % closed_count));
        Type::touch(own);
        own.refuse();
        if (thread != 0 || round % 10 != 0) continue;
        static_cast<void>(subject_.read(copy, family, declared));
      }
    });
    subject_.report.expect(none_threw, "a thread ended with an exception");
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto seen = subject_.read(sink, family, declared);
    if (!seen) return;
    double sum = 0;
    for (std::size_t tuple = 0; tuple < (open_count == 0 ? 1 : 100 + conformance_threads);
         ++tuple) {
      const auto values = conformance_values(open_count, tuple);
      for (std::size_t i = 0; i < closed_count; ++i) {
        const auto* series = seen->find_series(subject_.selector(family, declared, values, i));
        if (series != nullptr) sum += detail::extent(&series->value);
      }
    }
    constexpr double expected = 2 * rounds * conformance_threads;
    subject_.report.expect(detail::is_equal(sum, expected),
                           "expected " + detail::number_text(expected) +
                               " updates, but there are " + detail::number_text(sum));
  }

  Subject& subject_;
};

}  // namespace isometric::inline v1::testing::internal
