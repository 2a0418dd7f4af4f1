#pragma once

#include <isometric/sinks/sharded_sink.hpp>

#include <memory>

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
class GlobalShardedSink
    : public detail::LedgerSink<GlobalShardedSink, detail::ShardedHandles, detail::NoOwner> {
  friend detail::SinkAccess;

 public:
  // Nobody stores to an empty object, and so g++ warns, in users' constructors, that it may be used
  // uninitialized. This has it read and written, by no code at all.
  GlobalShardedSink() noexcept { asm("" : "+m"(*this)); }
  GlobalShardedSink(const GlobalShardedSink&) noexcept { asm("" : "+m"(*this)); }
  GlobalShardedSink& operator=(const GlobalShardedSink&) noexcept = default;

 private:
  static detail::NoOwner owner() noexcept { return {}; }
  static RegistryOptions options() noexcept { return {}; }
  template <class Ledger = detail::ShardedLedger>
  static std::shared_ptr<Ledger> shared_ledger() {
    return detail::global_sharded_ledger<Ledger>();
  }
};

}  // namespace isometric::inline v1
