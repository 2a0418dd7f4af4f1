#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/instruments/detail/guard_parts.hpp>

namespace isometric::inline v1 {

/// Counts its scope once, as a success or as a failure. A failure is a scope that an exception
/// ends, or of which the code says so.
///
///     isometric::OutcomeCounter outcome{requests.labels(Outcome::served),
///                                       requests.labels(Outcome::failed)};
///     if (!parse(request)) {
///       outcome.fail();
///       return;
///     }
///
/// It takes counters' handles, or counters without labels, and keeps the handles, so it must not
/// outlive both counter and sink. It ends in the thread in which it began. Costs two calls of
/// std::uncaught_exceptions() and an update. Without exceptions (-fno-exceptions) only fail() makes
/// a failure.
template <class SuccessHandle, class FailureHandle>
class [[nodiscard("without a name its scope is over at once")]] OutcomeCounter {
 public:
  template <class SuccessSource, class FailureSource>
  OutcomeCounter(const SuccessSource& success, const FailureSource& failure)
      : success_(detail::handle_of(success)), failure_(detail::handle_of(failure)) {}

  OutcomeCounter(const OutcomeCounter&) = delete;
  OutcomeCounter& operator=(const OutcomeCounter&) = delete;

  ~OutcomeCounter() {
    if constexpr (!is_null) {
      if (is_failure_ || scope_.is_left_by_exception()) {
        failure_.inc();
      } else {
        success_.inc();
      }
    }
  }

  /// Makes it a failure, however the scope ends.
  void fail() noexcept {
    if constexpr (!is_null) is_failure_ = true;
  }

 private:
  static constexpr bool is_null = NullSeries<SuccessHandle> && NullSeries<FailureHandle>;

  [[no_unique_address]] SuccessHandle success_;
  [[no_unique_address]] FailureHandle failure_;
  [[no_unique_address]] detail::NeededFor<detail::EnteredScope, SuccessHandle, FailureHandle>
      scope_;
  [[no_unique_address]] detail::NeededFor<bool, SuccessHandle, FailureHandle> is_failure_{false};
};

template <class SuccessSource, class FailureSource>
OutcomeCounter(const SuccessSource&, const FailureSource&)
    -> OutcomeCounter<detail::HandleOf<SuccessSource>, detail::HandleOf<FailureSource>>;

}  // namespace isometric::inline v1
