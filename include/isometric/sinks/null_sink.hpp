#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <cstddef>
#include <span>

namespace isometric::inline v1 {

/// A sink that takes every metric and keeps none. Nothing of an instrumented program remains but
/// the evaluation of the arguments.
///
/// It is also the tutorial: all that a sink must have is below. To write a sink, copy this file and
/// fill in the bodies; `static_assert(diagnose_sink<MySink>())` names what is missing. The parts at
/// the end are optional.
class NullSink {
  // What an update reaches. A handle is small and cheap to copy; users keep it for as long as the
  // instrument or the sink lives. Updates never throw and never wait for long: they run inside
  // request handlers. `is_null` is for sinks that keep nothing; leave it out of yours. Optional,
  // and not here, since nothing is kept: that a handle is empty when it is made of nothing
  // (metrics_sink.hpp), value(), or count() and sum(), by which users read one series
  // (readable_sink.hpp), and observe(value, times) (bulk_series.hpp).
  struct CounterHandle {
    static constexpr bool is_null = true;
    void inc() const noexcept {}
    void inc(double) const noexcept {}  // finite and not negative: the instrument has checked
    void refuse() const noexcept {}     // the check failed: count it, so that nothing is silent
  };

  struct GaugeHandle {
    static constexpr bool is_null = true;
    void inc(double) const noexcept {}
    void dec(double) const noexcept {}
    void set(double) const noexcept {}
    void refuse() const noexcept {}
  };

  struct HistogramHandle {  // a summary's is the same
    static constexpr bool is_null = true;
    void observe(double) const noexcept {}
    void refuse() const noexcept {}
  };

  // The series that share one tuple of open label values: an array with one handle for each
  // combination of closed label values.
  template <class Handle>
  struct Block {
    Handle series(std::size_t /*closed_index*/) const noexcept { return {}; }
  };

  // A registered family. `block` finds or creates the block of some open label values; the strings
  // may be anything and belong to the caller. `rejected_series` answers a closed label value that
  // is none of the declared ones: count it, and hand out a handle whose updates show nowhere.
  template <class Handle>
  struct Family {
    Block<Handle> block(OpenLabelValues) const noexcept { return {}; }
    Handle rejected_series() const noexcept { return {}; }
  };

 public:
  // One function for each type of metric. It is called once per instrument and may be slow; it
  // copies what it wants to remember of the descriptor, and throws if the family cannot be had.
  // `gauge` takes infos as well.
  Family<CounterHandle> counter(const FamilyDescriptor&) const noexcept { return {}; }
  Family<GaugeHandle> gauge(const FamilyDescriptor&) const noexcept { return {}; }
  Family<HistogramHandle> histogram(const FamilyDescriptor&) const noexcept { return {}; }
  Family<HistogramHandle> summary(const FamilyDescriptor&) const noexcept { return {}; }

  // Optional: families whose series can be removed (removable_sink.hpp). The same four functions
  // again, whose families can do more.
 private:
  template <class Handle>
  struct RemovableFamily : Family<Handle> {
    bool remove(OpenLabelValues, std::size_t) const noexcept { return false; }
    std::size_t remove_matching(std::span<const LabelMatch>) const noexcept { return 0; }
    Handle acquire(OpenLabelValues, std::size_t) const noexcept { return {}; }
    void release(const Handle&) const noexcept {}
  };

  struct RemovableHalf {
    RemovableFamily<CounterHandle> counter(const FamilyDescriptor&) const noexcept { return {}; }
    RemovableFamily<GaugeHandle> gauge(const FamilyDescriptor&) const noexcept { return {}; }
    RemovableFamily<HistogramHandle> histogram(const FamilyDescriptor&) const noexcept {
      return {};
    }
    RemovableFamily<HistogramHandle> summary(const FamilyDescriptor&) const noexcept { return {}; }
  };

 public:
  RemovableHalf removable() const noexcept { return {}; }

  // Optional: families whose series bring labels of any name along (dynamic_sink.hpp). Families of
  // the same kind, for which the open label values are names and values in turn.
  RemovableHalf dynamic() const noexcept { return {}; }

  // Optional: families whose values are read at a scrape (callback_sink.hpp). Nobody reads here.
 private:
  struct CallbackFamily {
    struct Registration {};

    template <class Function>
    Registration add(OpenLabelValues, std::size_t, const Function&) const noexcept {
      return {};
    }
    Registration rejected_registration() const noexcept { return {}; }
  };

 public:
  CallbackFamily callback_counter(const FamilyDescriptor&) const noexcept { return {}; }
  CallbackFamily callback_gauge(const FamilyDescriptor&) const noexcept { return {}; }
};

}  // namespace isometric::inline v1
