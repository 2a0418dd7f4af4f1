#pragma once

#include <chrono>
#include <homecluster/provider_metrics.hpp>

namespace homecluster::detail {

/// A request, from its arrival to its answer. On every path out, exceptions included, it is counted
/// by its code, its duration is observed, and it is in flight no more.
template <class Sink, class Clock>
class RequestScope {
 public:
  RequestScope(const ProviderMetrics<Sink>& metrics, Method method, const Clock& clock)
      : metrics_(metrics), method_(method), clock_(clock), begun_at_(clock.now()) {
    metrics_.requests_in_flight.labels(method_).inc();
  }

  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

  ~RequestScope() {
    const std::chrono::duration<double> seconds = clock_.now() - begun_at_;
    metrics_.request_duration.labels(method_).observe(seconds.count());
    metrics_.requests.labels(method_, code_).inc();
    metrics_.requests_in_flight.labels(method_).dec();
  }

  void answered(StatusCode code) noexcept { code_ = code; }

 private:
  const ProviderMetrics<Sink>& metrics_;
  const Method method_;
  const Clock& clock_;
  const typename Clock::time_point begun_at_;
  StatusCode code_ =
      StatusCode::internal;  // what a request that ends in an exception is counted as
};

}  // namespace homecluster::detail
