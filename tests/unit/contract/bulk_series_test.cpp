#include "support/catch.hpp"

#include <isometric/contract/bulk_series.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/instruments/histogram.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

using namespace isometric;

namespace {

using Observations = std::vector<std::pair<double, std::uint64_t>>;

/// Writes down what its histograms are told; `Handle` says how they can be told.
template <template <class> class HandleOf>
struct Sink {
  struct Handle : HandleOf<Handle> {
    explicit Handle(Observations& of_sink) : observations(&of_sink) {}
    void inc() const noexcept {}
    void inc(double) const noexcept {}
    void dec(double) const noexcept {}
    void set(double) const noexcept {}
    void refuse() const noexcept { observations->emplace_back(-1, 0); }

    Observations* observations;
  };
  struct Block {
    Observations* observations;
    Handle series(std::size_t) const noexcept { return Handle(*observations); }
  };
  struct Family {
    Observations* observations;
    Block block(OpenLabelValues) const { return {observations}; }
    Handle rejected_series() const { return Handle(*observations); }
  };
  Family counter(const FamilyDescriptor&) const { return {observations}; }
  Family gauge(const FamilyDescriptor&) const { return {observations}; }
  Family histogram(const FamilyDescriptor&) const { return {observations}; }
  Family summary(const FamilyDescriptor&) const { return {observations}; }

  Observations* observations;
};

template <class Handle>
struct OneByOne {
  void observe(double value) const noexcept {
    static_cast<const Handle&>(*this).observations->emplace_back(value, 1);
  }
};

template <class Handle>
struct ManyAtOnce : OneByOne<Handle> {
  using OneByOne<Handle>::observe;
  void observe(double value, std::uint64_t times) const noexcept {
    static_cast<const Handle&>(*this).observations->emplace_back(value, times);
  }
};

template <class Handle>
struct ManyThatMayThrow : OneByOne<Handle> {
  using OneByOne<Handle>::observe;
  void observe(double, std::uint64_t) const {}
};

}  // namespace

TEST_CASE("a series that is told of several observations at once does not throw") {
  STATIC_REQUIRE(BulkObservingSeries<Sink<ManyAtOnce>::Handle>);
  STATIC_REQUIRE_FALSE(BulkObservingSeries<Sink<OneByOne>::Handle>);
  STATIC_REQUIRE_FALSE(BulkObservingSeries<Sink<ManyThatMayThrow>::Handle>);
}

TEST_CASE("a histogram tells its sink of several observations at once, if that can be told so") {
  Observations told;
  const Histogram delays(Sink<ManyAtOnce>{&told}, "app_delay_seconds", "Delays.");
  delays.observe(0.5, 3);
  delays.observe(2.5, 1U);
  delays.observe(1, 0);
  delays.observe(1, -2);
  CHECK(told == Observations{{0.5, 3}, {2.5, 1}, {-1, 0}});
}

TEST_CASE("a histogram tells its sink of several observations one by one, if it must") {
  Observations told;
  const Histogram delays(Sink<OneByOne>{&told}, "app_delay_seconds", "Delays.");
  delays.observe(0.5, 3);
  delays.observe(1, 0);
  CHECK(told == Observations{{0.5, 1}, {0.5, 1}, {0.5, 1}});
}
