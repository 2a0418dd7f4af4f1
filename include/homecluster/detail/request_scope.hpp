#pragma once

#include <homecluster/provider_metrics.hpp>
#include <isometric/instruments/timer.hpp>

namespace homecluster::detail {

/// A request, from its arrival to its answer. On every path out, exceptions included, it is counted
/// by its code, its duration is observed, and it is in flight no more.
template <class Sink, isometric::TimerClock Clock>
class RequestScope {
 public:
  RequestScope(const ProviderMetrics<Sink>& metrics, Method method, const Clock& clock)
      : metrics_(metrics), method_(method), timer_(metrics.request_duration.labels(method), clock) {
    metrics_.requests_in_flight.labels(method_).inc();
  }

  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

  ~RequestScope() {
    metrics_.requests.labels(method_, code_).inc();
    metrics_.requests_in_flight.labels(method_).dec();
  }

  void answered(StatusCode code) noexcept { code_ = code; }

 private:
  using Duration = typename decltype(ProviderMetrics<Sink>::request_duration)::handle_type;

  const ProviderMetrics<Sink>& metrics_;
  const Method method_;
  isometric::Timer<Duration, Clock> timer_;
  StatusCode code_ = StatusCode::internal;  // what a request that ends in an exception counts as
};

}  // namespace homecluster::detail
