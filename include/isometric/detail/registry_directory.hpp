#pragma once

#include <isometric/detail/backend.hpp>
#include <isometric/detail/foreign_families.hpp>
#include <isometric/detail/ledger.hpp>

#include <prometheus/registry.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

/// An adopted registry and its ledger, kept alive together.
struct AdoptedRegistry {
  std::shared_ptr<prometheus::Registry> registry;
  std::shared_ptr<Ledger> ledger;
};

/// The ledgers of all registries that isometric shares with other code, so that all sinks on one
/// registry, in whatever library, find one ledger. Thread-safe.
///
/// An address is no identity, because a new registry often lies where an old one did; nor is a
/// shared_ptr's owner, because two can point to one static registry. Where they disagree, a marker
/// in the registry decides: a family without series, which no scrape shows.
class RegistryDirectory {
 public:
  /// The registry's ledger, made if it has none.
  std::shared_ptr<Ledger> adopt(const std::shared_ptr<prometheus::Registry>& registry) {
    const std::lock_guard lock(mutex_);
    const auto found = find(registry.get());
    if (found != entries_.end()) {
      if (std::shared_ptr<Ledger> ledger = found->current_ledger(registry)) {
        found->owner = registry;
        return ledger;
      }
      entries_.erase(found);
    }
    auto ledger = std::make_shared<Ledger>(*registry);
    ledger->share();
    enter({registry.get(), registry, ledger, ledger, next_mark()});
    return ledger;
  }

  /// Enters a registry that came with its ledger, before other code sees it. The registry keeps
  /// its ledger alive.
  void enter_owned(const std::shared_ptr<prometheus::Registry>& registry,
                   const std::shared_ptr<Ledger>& ledger) {
    const std::lock_guard lock(mutex_);
    const auto found = find(registry.get());
    if (found != entries_.end()) {
      if (found->ledger.lock() == ledger) return;
      entries_.erase(found);
    }
    ledger->share();
    enter({registry.get(), registry, nullptr, ledger, next_mark()});
  }

 private:
  struct Entry {
    const prometheus::Registry* address;
    std::weak_ptr<prometheus::Registry> owner;
    /// Keeps an adopted registry's ledger between two sinks; null where the registry does.
    std::shared_ptr<Ledger> kept;
    std::weak_ptr<Ledger> ledger;
    std::string mark;

    /// The ledger if it is this registry's, else null.
    [[nodiscard]] std::shared_ptr<Ledger> current_ledger(
        const std::shared_ptr<prometheus::Registry>& registry) const {
      const bool same_owner =
          !owner.owner_before(registry) && !registry.owner_before(owner);
      return same_owner || is_marked(*registry, mark) ? ledger.lock() : nullptr;
    }
  };

  static constexpr const char* marker_name = "isometric_ledger_v1";

  static void put_mark(prometheus::Registry& registry, const std::string& mark) {
    find_family(registry, MetricType::gauge, marker_name, {{"ledger", mark}});
  }

  static bool is_marked(prometheus::Registry& registry, const std::string& mark) {
    return find_presence(registry, MetricType::gauge, marker_name) == Presence::same_type &&
           find_family(registry, MetricType::gauge, marker_name, {{"ledger", mark}}) != nullptr;
  }

  std::vector<Entry>::iterator find(const prometheus::Registry* address) {
    return std::ranges::find(entries_, address, &Entry::address);
  }

  std::string next_mark() { return std::to_string(++marks_); }

  void enter(Entry entry) {
    // An expired owner may have been one of several, with the registry alive: the ledger is kept
    // in case it is adopted again. But not for ever, where registries come and go.
    constexpr std::size_t most_expired = 1024;
    const auto is_expired = [](const Entry& candidate) { return candidate.owner.expired(); };
    if (entries_.size() >= 2 * most_expired) {
      auto expired =
          static_cast<std::size_t>(std::ranges::count_if(entries_, is_expired));
      std::erase_if(entries_, [&](const Entry& candidate) {
        return is_expired(candidate) && expired-- > most_expired;
      });
    }
    put_mark(*entry.owner.lock(), entry.mark);
    entries_.push_back(std::move(entry));
  }

  std::mutex mutex_;  ///< guards the members below, and probing for marks
  std::vector<Entry> entries_;
  std::uint64_t marks_ = 0;
};

}  // namespace detail
}  // namespace v1
}  // namespace isometric
