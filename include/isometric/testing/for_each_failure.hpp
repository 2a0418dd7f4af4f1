#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/testing/failing_sink.hpp>

#include <concepts>
#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace isometric::inline v1 {
namespace testing {

struct FailureOptions {
  FailureKind kind = FailureKind::induced_failure;
  /// How many failures there may be before the code is taken for one that never runs through.
  std::size_t max_failures = 10'000;
};

}  // namespace testing

namespace detail {

template <class MakeSink>
using FailingSinkOf =
    testing::FailingSink<std::remove_cvref_t<std::invoke_result_t<const MakeSink&>>>;

/// Calls the code, and swallows what the sink threw, if it did.
template <class Sink, class Code>
void run_with_failure(const Sink& sink, Code& code, testing::FailureKind kind) {
#if defined(__cpp_exceptions)
  try {
    code(sink);
  } catch (const testing::InducedFailure&) {
    if (sink.failed_operation().empty()) throw;
  } catch (const std::bad_alloc&) {
    if (kind != testing::FailureKind::bad_alloc || sink.failed_operation().empty()) throw;
  }
#else
  static_cast<void>(kind);
  code(sink);  // the failure ends the program
#endif
}

}  // namespace detail

namespace testing {

/// Tries what happens if an operation of a sink fails, for each of them: runs the code with a
/// FailingSink that fails at its first operation, then with one that fails at its second, and so
/// on, until the code runs through without a failure. Returns how many there were.
///
///     const auto failures = for_each_failure(
///         [] { return RegistrySink{}; },
///         [](const auto& sink) { Server server{sink}; },
///         [](const auto& sink) { Server another{sink}; });  // the registry is still usable
///     CHECK(failures > 0);
///
/// `make_sink` gives the sink inside, and is called for each run. The code may handle the failure,
/// or let it pass. Then `afterwards` is called with the same sink, which fails no more: it checks
/// what must hold. What else either of them throws passes through, an assertion's exception too;
/// `sink.failed_operation()` tells which operation it was about.
///
/// Throws std::logic_error if the code has not run through after `max_failures` failures. Used by
/// one thread; the code may use several. Without exceptions (-fno-exceptions) the first failure
/// ends the program.
template <class MakeSink, class Code, class Afterwards>
  requires std::invocable<Afterwards&, const detail::FailingSinkOf<MakeSink>&>
std::size_t for_each_failure(const MakeSink& make_sink, Code code, Afterwards afterwards,
                             FailureOptions options = {}) {
  for (std::size_t operation = 1;; ++operation) {
    const detail::FailingSinkOf<MakeSink> sink(make_sink());
    sink.fail_at(operation, options.kind);
    detail::run_with_failure(sink, code, options.kind);
    if (sink.failed_operation().empty()) return operation - 1;
    afterwards(sink);
    if (operation >= options.max_failures) {
      detail::raise(std::logic_error(detail::joined(
          {"isometric: for_each_failure: after ", std::to_string(operation),
           " failures the code has still not run through; the last was that of ",
           sink.failed_operation(), ". Does each run do more than the one before?"})));
    }
  }
}

template <class MakeSink, class Code>
std::size_t for_each_failure(const MakeSink& make_sink, Code code, FailureOptions options = {}) {
  return for_each_failure(make_sink, std::move(code), [](const auto&) {}, options);
}

}  // namespace testing
}  // namespace isometric::inline v1
