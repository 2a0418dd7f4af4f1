#pragma once

#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/registry.h>

#include <memory>

namespace isometric::inline v1 {

class GlobalSink;

namespace detail {
template <>
inline constexpr bool is_known_sink<GlobalSink> = true;
}

/// The registry of the process as a type: what RegistrySink::global() is as a value. Empty; all
/// GlobalSinks are one sink, and every instance of a server counts into the same series.
///
/// Never destroyed, so handles are valid for ever. Thread-safe. For a test, bind the server to a
/// RegistrySink instead: what one test counts here, the next one finds.
class GlobalSink : public detail::LedgerSink<GlobalSink, detail::RegistryHandles, detail::NoOwner> {
  friend detail::SinkAccess;

 public:
  // Nobody stores to an empty object, and so g++ warns, in users' constructors, that it may be used
  // uninitialized. This has it read and written, by no code at all.
  GlobalSink() noexcept { asm("" : "+m"(*this)); }
  GlobalSink(const GlobalSink&) noexcept { asm("" : "+m"(*this)); }
  GlobalSink& operator=(const GlobalSink&) noexcept = default;

  /// As RegistrySink's, which says what else there is.
  template <class Shared = RegistrySink>
  [[nodiscard]] std::shared_ptr<prometheus::Registry> registry() const {
    return Shared::global().registry();
  }

 private:
  static detail::NoOwner owner() noexcept { return {}; }
  static RegistryOptions options() noexcept { return {}; }
  template <class Ledger = detail::RegistryLedger>
  static std::shared_ptr<Ledger> shared_ledger() {
    return detail::global_ledger<Ledger>();
  }
};

}  // namespace isometric::inline v1
