#pragma once

#include <isometric/sinks/detail/process/pin_module.hpp>
#include <isometric/sinks/detail/prometheus/registry_backend.hpp>
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
    Left left;
    const std::lock_guard lock(mutex_);
    const auto found = find(registry.get());
    if (found != entries_.end()) {
      if (std::shared_ptr<RegistryLedger> ledger = found->current_ledger(registry)) {
        share(*ledger, registry, left);
        return ledger;
      }
      leave(found, left);
    }
    auto ledger = std::make_shared<RegistryLedger>(*registry);
    share(*ledger, registry, left);
    enter({registry.get(), ledger, ledger, next_mark()}, *registry, left);
    return ledger;
  }

  /// Enters a registry that came with its ledger, before other code sees it. The registry keeps
  /// its ledger alive.
  void enter_owned(const std::shared_ptr<Registry>& registry,
                   const std::shared_ptr<RegistryLedger>& ledger) {
    pin_module();  // as above
    Left left;
    const std::lock_guard lock(mutex_);
    const auto found = find(registry.get());
    if (found != entries_.end()) {
      if (found->ledger.lock() == ledger) return;
      leave(found, left);
    }
    share(*ledger, registry, left);
    enter({registry.get(), nullptr, ledger, next_mark()}, *registry, left);
  }

 private:
  struct Entry {
    const Registry* address;
    /// Keeps an adopted registry's ledger between two sinks; null where the registry does.
    std::shared_ptr<RegistryLedger> kept;
    std::weak_ptr<RegistryLedger> ledger;
    std::string mark;

    /// The ledger if it is this registry's, else null.
    [[nodiscard]] std::shared_ptr<RegistryLedger> current_ledger(
        const std::shared_ptr<Registry>& registry) const {
#if defined(__cpp_exceptions)
      return is_marked(*registry, mark) ? ledger.lock() : nullptr;
#else
      std::shared_ptr<RegistryLedger> known = ledger.lock();
      bool is_same = false;
      if (known != nullptr) {
        known->template share<SharedRegistry<Registry>>(
            [&](const auto& shared) { is_same = shared.has_owner(registry); });
      }
      return is_same ? known : nullptr;
#endif
    }

    /// Whether nobody is known who has the registry.
    [[nodiscard]] bool is_expired() const {
      if (kept == nullptr) return ledger.expired();
      bool is_owned = false;
      kept->template share<SharedRegistry<Registry>>(
          [&](const auto& shared) { is_owned = shared.is_owned(); });
      return !is_owned;
    }
  };

  /// What is let go of after the lock. With the last weak pointer to a registry goes the deleter
  /// that its owner brought, and with a ledger the functions of callbacks: the program's.
  struct Left {
    std::vector<Entry> entries;
    typename SharedRegistry<Registry>::Owners owners;
  };

  static void share(RegistryLedger& ledger, const std::shared_ptr<Registry>& owner, Left& left) {
    ledger.share<SharedRegistry<Registry>>(
        [&](auto& shared) { shared.add_owner(owner, left.owners); });
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
    left.entries.push_back(std::move(*entry));
    entries_.erase(entry);
  }

  void enter(Entry entry, Registry& registry, Left& left) {
    forget_expired(left);
    put_mark(registry, entry.mark);
    entries_.push_back(std::move(entry));
  }

  /// Who is not known may have the registry all the same: the ledger is kept in case it is adopted
  /// again. But not for ever, where registries come and go.
  void forget_expired(Left& left) {
    constexpr std::size_t most_expired = 1024;
    if (entries_.size() < 2 * most_expired) return;
    std::size_t expired = 0;
    for (const Entry& entry : entries_) expired += entry.is_expired() ? 1U : 0U;
    if (expired <= most_expired) return;
    std::vector<Entry> kept;
    kept.reserve(entries_.size() + 1);
    left.entries.reserve(left.entries.size() + entries_.size());
    for (Entry& candidate : entries_) {
      // More may have expired since they were counted; those are left another time.
      const bool is_left = expired > most_expired && candidate.is_expired();
      if (is_left) --expired;
      (is_left ? left.entries : kept).push_back(std::move(candidate));
    }
    entries_.swap(kept);
  }

  std::mutex mutex_;  ///< guards the members below, and probing for marks
  std::vector<Entry> entries_;
  std::uint64_t marks_ = 0;
};

}  // namespace isometric::inline v1::detail
