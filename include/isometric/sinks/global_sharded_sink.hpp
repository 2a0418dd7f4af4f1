#pragma once

#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/ledger/sink_access.hpp>
#include <isometric/sinks/detail/process/process_slot.hpp>
#include <isometric/sinks/detail/series/fixed_family.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/collectable.h>

#include <memory>
#include <string_view>

namespace isometric::inline v1 {

class GlobalShardedSink;

namespace detail {
template <>
inline constexpr bool is_known_sink<GlobalShardedSink> = true;
}

/// The sharded storage of the process as a type: what ShardedSink::global() is as a value. Empty;
/// all GlobalShardedSinks are one sink, and every instance of a server counts into the same series.
/// It shares nothing with GlobalSink.
///
/// Never destroyed, so handles are valid for ever. Thread-safe. For a test, bind the server to a
/// ShardedSink instead: what one test counts here, the next one finds.
class GlobalShardedSink {
  friend detail::SinkAccess;
  struct Owner {};  // nothing need be kept alive

 public:
  // Nobody stores to an empty object, and so g++ warns, in users' constructors, that it may be used
  // uninitialized. This has it read and written, by no code at all.
  GlobalShardedSink() noexcept { asm("" : "+m"(*this)); }
  GlobalShardedSink(const GlobalShardedSink&) noexcept { asm("" : "+m"(*this)); }
  GlobalShardedSink& operator=(const GlobalShardedSink&) noexcept = default;

  // What is not called is not compiled: these are templates.

  /// Registers a family, or finds it. Throws RegistrationConflict if something else goes by its
  /// name.
  template <class Handle = detail::ShardedCounter>
  detail::FixedFamily<Handle, Owner> counter(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, MetricType::counter, descriptor);
  }
  template <class Handle = detail::ShardedGauge>
  detail::FixedFamily<Handle, Owner> gauge(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, detail::gauge_or_info(descriptor), descriptor);
  }
  template <class Handle = detail::ShardedHistogram>
  detail::FixedFamily<Handle, Owner> histogram(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, MetricType::histogram, descriptor);
  }
  template <class Handle = detail::ShardedSummary>
  detail::FixedFamily<Handle, Owner> summary(const FamilyDescriptor& descriptor) const {
    return detail::declare_fixed<Handle>(*this, MetricType::summary, descriptor);
  }

  /// The same families with series that can be removed; see removable_sink.hpp.
  template <class Sink = GlobalShardedSink>
  [[nodiscard]] auto removable() const {
    return detail::removable_half<detail::ShardedMetrics>(static_cast<const Sink&>(*this));
  }

  /// And with labels that each series brings along; see dynamic_sink.hpp.
  template <class Sink = GlobalShardedSink>
  [[nodiscard]] auto dynamic() const {
    return detail::dynamic_half<detail::ShardedMetrics>(static_cast<const Sink&>(*this));
  }

  /// Families whose values are read at each scrape; see callback_sink.hpp.
  template <class Keeper = Owner>
  detail::CallbackLedgerFamily<Keeper> callback_counter(const FamilyDescriptor& descriptor) const {
    return detail::declare_callbacks<Keeper, detail::ShardedMetrics>(*this, MetricType::counter,
                                                                     descriptor);
  }
  template <class Keeper = Owner>
  detail::CallbackLedgerFamily<Keeper> callback_gauge(const FamilyDescriptor& descriptor) const {
    return detail::declare_callbacks<Keeper, detail::ShardedMetrics>(*this, MetricType::gauge,
                                                                     descriptor);
  }

  /// As ShardedSink's; lives as long as the process.
  template <class Shared = ShardedSink>
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> collectable() const {
    return Shared::global().collectable();
  }
  template <class Result = Snapshot, class Shared = ShardedSink>
  [[nodiscard]] Result snapshot() const {
    return Shared::global().snapshot();
  }
  template <class Result = Snapshot, class Shared = ShardedSink>
  [[nodiscard]] Result snapshot(std::string_view family) const {
    return Shared::global().snapshot(family);
  }
  template <class Shared = ShardedSink>
  [[nodiscard]] std::shared_ptr<ScrapeSource> scrape_source() const {
    return Shared::global().scrape_source();
  }

 private:
  static Owner owner() noexcept { return {}; }
  static RegistryOptions options() noexcept { return {}; }
  template <class Ledger = detail::ShardedLedger>
  static Ledger& ledger() {
    return detail::one_of_process<Ledger, detail::ProcessWide::sharded_sink>();
  }
};

}  // namespace isometric::inline v1
