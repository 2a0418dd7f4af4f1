#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/instruments/detail/guard_parts.hpp>

namespace isometric::inline v1 {

/// Counts, in a counter, if an exception ends its scope.
///
///     const isometric::ExceptionCounter failures{metrics.failures};
///
/// Also in a destructor that runs because of another exception; what is thrown and caught inside of
/// the scope does not count. To count exceptions of some types only, use count_exceptions<...>().
///
/// It takes a counter's handle, or a counter without labels, and keeps the handle, so it must not
/// outlive both counter and sink. It ends in the thread in which it began. Costs two calls of
/// std::uncaught_exceptions(). Without exceptions (-fno-exceptions) there is nothing to count.
template <class Handle>
class [[nodiscard("without a name its scope is over at once")]] ExceptionCounter {
 public:
  template <class Source>
  explicit ExceptionCounter(const Source& counter) : handle_(detail::handle_of(counter)) {}

  ExceptionCounter(const ExceptionCounter&) = delete;
  ExceptionCounter& operator=(const ExceptionCounter&) = delete;

  ~ExceptionCounter() {
    if constexpr (!NullSeries<Handle>) {
      if (scope_.is_left_by_exception()) handle_.inc();
    }
  }

 private:
  [[no_unique_address]] Handle handle_;
  [[no_unique_address]] detail::NeededFor<detail::EnteredScope, Handle> scope_;
};

template <class Source>
ExceptionCounter(const Source&) -> ExceptionCounter<detail::HandleOf<Source>>;

namespace detail {

/// Calls `function`, and counts an exception of any of `Exceptions` once, whichever of them it is.
template <class... Exceptions>
struct CountingCall {
  template <class Handle, class Function>
  static decltype(auto) run(const Handle&, bool&, Function&& function) {
    return static_cast<Function&&>(function)();
  }
};

#if defined(__cpp_exceptions)
template <class Exception, class... Others>
struct CountingCall<Exception, Others...> {
  template <class Handle, class Function>
  static decltype(auto) run(const Handle& handle, bool& is_counted, Function&& function) {
    try {
      return CountingCall<Others...>::run(handle, is_counted, static_cast<Function&&>(function));
    } catch (const Exception&) {
      if (!is_counted) handle.inc();
      is_counted = true;
      throw;
    }
  }
};
#endif

}  // namespace detail

/// Calls `function`, returns what it returns, and lets pass what it throws. An exception is counted
/// in `counter`: any exception, or one of the types `Exceptions` and those derived from them.
///
///     count_exceptions(failures, [&] { return load(path); });
///     count_exceptions<std::bad_alloc, ParseError>(failures, [&] { return load(path); });
///
/// `counter` is a counter's handle, or a counter without labels. An exception costs an update, and
/// for each type that it matches the rethrowing. Without exceptions (-fno-exceptions) it only
/// calls.
template <class... Exceptions, class Source, class Function>
decltype(auto) count_exceptions(const Source& counter, Function&& function) {
  using Handle = detail::HandleOf<Source>;
  if constexpr (NullSeries<Handle>) {
    return static_cast<Function&&>(function)();
  } else if constexpr (sizeof...(Exceptions) == 0) {
    const ExceptionCounter exceptions{counter};
    return static_cast<Function&&>(function)();
  } else {
    bool is_counted = false;
    return detail::CountingCall<Exceptions...>::run(detail::handle_of(counter), is_counted,
                                                    static_cast<Function&&>(function));
  }
}

}  // namespace isometric::inline v1
