#pragma once

#include <isometric/sinks/detail/process/pin_module.hpp>
#include <isometric/sinks/detail/prometheus/backend.hpp>
#include <isometric/sinks/detail/registry/registry_ledger.hpp>
#include <isometric/sinks/detail/registry/shared_registry.hpp>

#include <prometheus/registry.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// An adopted registry and its ledger, kept alive together.
template <class Registry>
struct AdoptedRegistry {
  std::shared_ptr<Registry> registry;
  std::shared_ptr<RegistryLedger> ledger;
};

/// The ledgers of all registries that isometric shares with other code, so that all sinks on one
/// registry, in whatever library, find one ledger. Thread-safe.
///
/// An address is no identity, because a new registry often lies where an old one did; nor is a
/// shared_ptr's owner, because two can point to one static registry, and one can own this registry
/// today and another one tomorrow. A marker in the registry decides: a family without series, which
/// no scrape shows. Only without exceptions, where a registry cannot be asked, the owner does.
///
/// A template, so that only who shares a registry compiles it.
template <class Registry = prometheus::Registry>
class RegistryDirectory {
 public:
  /// The registry's ledger, made if it has none.
  std::shared_ptr<RegistryLedger> adopt(const std::shared_ptr<Registry>& registry) {
    pin_module();  // before the lock, since it waits for the loader's
    std::weak_ptr<Registry> owner = registry;
    std::weak_ptr<Registry> former_owner;
    Left left;
    const std::lock_guard lock(mutex_);
    const auto found = find(registry.get());
    if (found != entries_.end()) {
      if (std::shared_ptr<RegistryLedger> ledger = found->current_ledger(registry)) {
        found->owner.swap(owner);
        former_owner = registry;
        share(*ledger, former_owner);
        return ledger;
      }
      leave(found, left);
    }
    auto ledger = std::make_shared<RegistryLedger>(*registry);
    former_owner = registry;
    share(*ledger, former_owner);
    enter({registry.get(), registry, ledger, ledger, next_mark()}, left);
    return ledger;
  }

  /// Enters a registry that came with its ledger, before other code sees it. The registry keeps
  /// its ledger alive.
  void enter_owned(const std::shared_ptr<Registry>& registry,
                   const std::shared_ptr<RegistryLedger>& ledger) {
    pin_module();  // as above
    std::weak_ptr<Registry> former_owner;
    Left left;
    const std::lock_guard lock(mutex_);
    const auto found = find(registry.get());
    if (found != entries_.end()) {
      if (found->ledger.lock() == ledger) return;
      leave(found, left);
    }
    former_owner = registry;
    share(*ledger, former_owner);
    enter({registry.get(), registry, nullptr, ledger, next_mark()}, left);
  }

 private:
  struct Entry {
    const Registry* address;
    std::weak_ptr<Registry> owner;
    /// Keeps an adopted registry's ledger between two sinks; null where the registry does.
    std::shared_ptr<RegistryLedger> kept;
    std::weak_ptr<RegistryLedger> ledger;
    std::string mark;

    /// The ledger if it is this registry's, else null.
    [[nodiscard]] std::shared_ptr<RegistryLedger> current_ledger(
        const std::shared_ptr<Registry>& registry) const {
#if defined(__cpp_exceptions)
      const bool is_same = is_marked(*registry, mark);
#else
      const bool is_same = !owner.owner_before(registry) && !registry.owner_before(owner);
#endif
      return is_same ? ledger.lock() : nullptr;
    }
  };

  /// Entries that are let go of after the lock. With the last weak pointer to a registry goes the
  /// deleter that its owner brought, and with a ledger the functions of callbacks: the program's.
  using Left = std::vector<Entry>;

  /// Swaps the owner, which the ledger keeps, for the one before.
  static void share(RegistryLedger& ledger, std::weak_ptr<Registry>& owner) {
    ledger.share<SharedRegistry<Registry>>([&](auto& shared) { shared.swap_owner(owner); });
  }

  static auto& put_mark(Registry& registry, const std::string& mark,
                        const prometheus::Labels& labels = {}) {
    return prometheus::BuildGauge().Name(mark).Labels(labels).Register(registry);
  }

#if defined(__cpp_exceptions)
  /// By registering another family of that name, which the registry refuses if it has the mark, and
  /// which is removed again if not. Nobody but the directory registers such names.
  static bool is_marked(Registry& registry, const std::string& mark) {
    try {
      registry.Remove(put_mark(registry, mark, {{"isometric_probe", "1"}}));
      return false;
    } catch (const std::invalid_argument&) {
      return true;
    }
  }
#endif

  typename std::vector<Entry>::iterator find(const Registry* address) {
    auto place = entries_.begin();
    while (place != entries_.end() && place->address != address) ++place;
    return place;
  }

  /// The name of a family that no other registry of the process has.
  std::string next_mark() { return "isometric_ledger_v1_" + std::to_string(++marks_); }

  void leave(typename std::vector<Entry>::iterator entry, Left& left) {
    left.push_back(std::move(*entry));
    entries_.erase(entry);
  }

  void enter(Entry entry, Left& left) {
    forget_expired(left);
    put_mark(*entry.owner.lock(), entry.mark);
    entries_.push_back(std::move(entry));
  }

  /// An expired owner may have been one of several, with the registry alive: the ledger is kept in
  /// case it is adopted again. But not for ever, where registries come and go.
  void forget_expired(Left& left) {
    constexpr std::size_t most_expired = 1024;
    if (entries_.size() < 2 * most_expired) return;
    const auto is_expired = [](const Entry& candidate) { return candidate.owner.expired(); };
    std::size_t expired = 0;
    for (const Entry& entry : entries_) expired += is_expired(entry) ? 1U : 0U;
    if (expired <= most_expired) return;
    std::vector<Entry> kept;
    kept.reserve(entries_.size() + 1);
    left.reserve(left.size() + entries_.size());
    for (Entry& candidate : entries_) {
      // More may have expired since they were counted; those are left another time.
      const bool is_left = expired > most_expired && is_expired(candidate);
      if (is_left) --expired;
      (is_left ? left : kept).push_back(std::move(candidate));
    }
    entries_.swap(kept);
  }

  std::mutex mutex_;  ///< guards the members below, and probing for marks
  std::vector<Entry> entries_;
  std::uint64_t marks_ = 0;
};

}  // namespace isometric::inline v1::detail
