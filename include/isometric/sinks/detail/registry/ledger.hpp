#pragma once

#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>
#include <isometric/sinks/detail/prometheus/family_collector.hpp>
#include <isometric/sinks/detail/prometheus/foreign_checks.hpp>
#include <isometric/sinks/detail/prometheus/foreign_families.hpp>
#include <isometric/sinks/detail/registry/collected_scrape.hpp>
#include <isometric/sinks/detail/registry/family_entry.hpp>
#include <isometric/sinks/detail/registry/family_index.hpp>
#include <isometric/sinks/detail/registry/pin_module.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What isometric has registered in one prometheus registry, shared by all sinks on that registry:
/// prometheus-cpp's own merge accepts most conflicts in silence. Thread-safe.
class Ledger final : public prometheus::Collectable, public ScrapeSource, public EventLog {
 public:
  /// The registry must outlive every use of the ledger but its destruction.
  explicit Ledger(prometheus::Registry& registry) noexcept : registry_(registry) {}

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  ~Ledger() override {
    // A handle that is left may be reporting an event right now, which declares a family. Neither
    // under the lock that this takes, nor while the families go.
    for (FamilyEntry* family = removable_families_; family != nullptr;
         family = family->next_removable) {
      family->detach();
    }
  }

  [[nodiscard]] prometheus::Registry& registry() const noexcept { return registry_; }

  /// From now on other code may register in the registry, too, and own it. Returns the owner
  /// before, to be let go of when the caller's locks are: its deleter, the program's, may go with
  /// it.
  [[nodiscard]] std::weak_ptr<prometheus::Registry> share(
      std::weak_ptr<prometheus::Registry> owner) {
    const std::lock_guard lock(mutex_);
    owner_.swap(owner);
    is_shared_.store(true, std::memory_order_relaxed);
    return owner;
  }

  [[nodiscard]] std::shared_ptr<const void> hold() const override {
    const std::lock_guard lock(mutex_);
    // Unless it is shared, the registry is there as long as the ledger.
    if (is_shared_.load(std::memory_order_relaxed)) return owner_.lock();
    return {std::shared_ptr<const void>(), this};
  }

  /// The family that is described, of this type and kind, on which handles and stores rely: the
  /// registered one if it fits, else a new one. Throws RegistrationConflict if neither is possible,
  /// and InvalidName, InvalidBuckets or InvalidQuantiles for what no instrument asks for; ledger
  /// and registry are then as they were.
  FamilyEntry& declare(MetricType type, SeriesKind kind, const FamilyDescriptor& requested,
                       const RegistryOptions& options) {
    // Instruments say the same already, and copies of a descriptor cost.
    if (requested.type != type || requested.series_kind != kind) [[unlikely]] {
      FamilyDescriptor described = requested;
      described.type = type;
      described.series_kind = kind;
      return declare(type, kind, described, options);
    }
    if (!has_valid_text(requested)) [[unlikely]] {
      Arena memory;
      return declare(type, kind, mend_descriptor(requested, memory), options);
    }
    // A family refers to the code and data of the module that makes it; a guest's have to stay.
    // Before the lock is taken: under the loader's, initialisers may wait for this one.
    if (&module_anchor != home_) pin_module();
    // Before the lock is taken, since it takes as long as a scrape. What other code adds meanwhile
    // shows in scrapes, as does what had no series.
    std::vector<prometheus::MetricFamily> shown;
    if (is_shared_.load(std::memory_order_relaxed) && may_share_a_sample_name(requested) &&
        find(requested.name) == nullptr) {
      shown = shown_by(registry_);
    }
    bool is_mismatched = false;
    FamilyEntry* family = nullptr;
    {
      const std::lock_guard lock(mutex_);
      // First of all, so that nothing can fail once the family is complete.
      families_.make_room();
      const FamilyIndex::Key key = families_.key(requested.name);
      family = families_.find(key);
      if (family != nullptr) {
        is_mismatched = check_declaration(family->descriptor(), requested, options);
      } else {
        check_descriptor(requested);
#if defined(__cpp_exceptions)
        // prometheus-cpp checks the rest of the name, before it does anything.
        if (requested.name.starts_with('i') && requested.name.starts_with("isometric_"))
            [[unlikely]]
          check_name(requested);
#else
        check_name(requested);
#endif
        check_derived_names(requested, [this](std::string_view name) {
          const FamilyEntry* other = families_.find(name);
          return other == nullptr ? nullptr : &other->descriptor();
        });
        check_foreign_names(shown, requested);
        family = &add(key, requested, options, is_mismatched);
      }
    }
    if (is_mismatched) count(*family, Event::description_mismatched);
    return *family;
  }

  /// All families that have series, sorted by name, series sorted by labels; valid exposition even
  /// through a serializer that escapes no help.
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    const std::vector<FamilyReader*> families = readers();
    std::vector<prometheus::MetricFamily> collected;
    collected.reserve(families.size());
    for (FamilyReader* family : families) {
      prometheus::MetricFamily metrics = collect(*family);
      if (!metrics.metric.empty()) collected.push_back(std::move(metrics));
    }
    if (is_shared_.load(std::memory_order_relaxed)) {
      // Removable series and callbacks are the ledger's alone: what the registry has of such a
      // family is other code's.
      const auto is_in_registry = [&](std::string_view name) {
        const auto family = std::ranges::lower_bound(
            families, name, {}, [](FamilyReader* reader) { return reader->descriptor().name; });
        return family != families.end() && (*family)->descriptor().name == name &&
               (*family)->descriptor().series_kind == SeriesKind::fixed;
      };
      merge_foreign_families(collected, registry_.Collect(), is_in_registry,
                             [this](const std::string& name) { count_conflict(name); });
    }
    return collected;
  }

  /// The same without copies, unless other code may register, too: prometheus-cpp shows what that
  /// registered only as a copy of all there is.
  [[nodiscard]] std::unique_ptr<Scrape> scrape() override {
    if (!is_shared_.load(std::memory_order_relaxed)) return std::make_unique<Families>(readers());
    return std::make_unique<CollectedScrape>(Collect(), [this](const std::string& name) {
      const FamilyEntry* family = find(name);
      return family == nullptr ? nullptr : &family->descriptor();
    });
  }

  /// What scrape() has under this name; if isometric has declared it, without a look at any other
  /// family, unless one of another name could show under this one: other code's info.
  [[nodiscard]] std::unique_ptr<Scrape> scrape(std::string_view name) {
    const bool is_shared = is_shared_.load(std::memory_order_relaxed);
    FamilyEntry* const family = find(name);
    const bool may_be_foreign = family == nullptr || (has_backend_infos && name.ends_with("_info"));
    if (is_shared && may_be_foreign) return scrape();
    std::vector<FamilyReader*> readers;
    if (family != nullptr) readers.push_back(family);
    if (!is_shared) return std::make_unique<Families>(std::move(readers));
    std::vector<prometheus::MetricFamily> collected;
    if (auto own = collect(*family); !own.metric.empty()) collected.push_back(std::move(own));
    const bool is_in_registry = family->descriptor().series_kind == SeriesKind::fixed;
    merge_foreign_families(
        collected, family->collect_backend(), [&](std::string_view) { return is_in_registry; },
        [this](const std::string& conflicted) { count_conflict(conflicted); });
    return std::make_unique<CollectedScrape>(
        std::move(collected), [&](const std::string&) { return &family->descriptor(); });
  }

 private:
  class Families final : public Scrape {
   public:
    explicit Families(std::vector<FamilyReader*> readers) noexcept : readers_(std::move(readers)) {}

    [[nodiscard]] std::span<FamilyReader* const> families() const noexcept override {
      return readers_;
    }

   private:
    std::vector<FamilyReader*> readers_;
  };

  /// Null if isometric has declared none of that name.
  [[nodiscard]] FamilyEntry* find(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    return families_.find(name);
  }

  /// For what a scrape leaves out.
  void count_conflict(const std::string& family) const {
    const_cast<Ledger*>(this)->count(metric_of(Event::scrape_conflicted), family);
  }

  [[nodiscard]] std::vector<FamilyReader*> readers() const {
    const std::lock_guard lock(mutex_);
    const auto families = families_.sorted();
    return {families.begin(), families.end()};
  }

  FamilyEntry& add(const FamilyIndex::Key& key, const FamilyDescriptor& requested,
                   const RegistryOptions& options, bool& is_mismatched) {
    const bool is_shared = is_shared_.load(std::memory_order_relaxed);
    const std::size_t max_series =
        requested.max_series != 0 ? requested.max_series : options.max_series;
    bool is_ours_alone = false;
    if (is_shared) unfinished_.reserve(unfinished_.size() + 1);
    const auto give_up = [&](void* made) {
      // A shared registry may have had it before; without series it shows in no scrape.
      if (!is_shared) {
        remove_family(registry_, requested.type, made);
      } else if (is_ours_alone) {
        unfinished_.push_back(made);
      }
    };
    std::unique_ptr<void, decltype(give_up)> registered(register_new(requested), give_up);
    auto family = FamilyEntry::make(requested, max_series, hash_seed(), *this);
    if (is_shared) {
      RegistryOptions for_series = options;
      const bool is_unfinished =
          std::ranges::find(unfinished_, registered.get()) != unfinished_.end();
      if (is_unfinished) for_series.on_duplicate = OnDuplicate::reuse;
      const auto collected = collect_family(requested.type, registered.get());
      if (const auto first_help = check_foreign_series(collected, requested, for_series)) {
        family->keep_help(*first_help);
        is_mismatched = true;
      }
      is_ours_alone = collected.empty() && !is_unfinished;
    }
    family->attach(registered.get());
    static_cast<void>(registered.release());
    if (requested.series_kind == SeriesKind::removable) {
      family->next_removable = removable_families_;
      removable_families_ = family.get();
    }
    return families_.add(key, std::move(family));
  }

  void* register_new(const FamilyDescriptor& requested) {
    const auto register_it = [&] {
      return builder_.register_family(registry_, requested.type, requested.name, requested.help,
                                      backend_labels(requested.constant_labels));
    };
#if defined(__cpp_exceptions)
    try {
      return register_it();
    } catch (const std::invalid_argument& refusal) {
      refuse_as_backend_does(registry_, refusal.what(), requested);
    }
#else
    return register_it();
#endif
  }

  void count(FamilyEntry& family, Event event) noexcept override {
    auto& cached = family.event_counter(event);
    // acquire: sees the counter that another thread finished before it stored it here.
    prometheus::Counter* counter = cached.load(std::memory_order_acquire);
    if (counter == nullptr) {
      counter = own_counter(metric_of(event), family.descriptor().name);
      cached.store(counter, std::memory_order_release);
    }
    if (counter != nullptr) counter->Increment();
  }

  bool count(const EventMetric& metric, std::string_view label_value) noexcept override {
    auto* const counter = own_counter(metric, label_value);
    if (counter != nullptr) counter->Increment();
    return counter != nullptr;
  }

  /// Null if memory is out or other code has taken the name: updates must not fail for that. Nor
  /// must counting one event be another one, or it need not end: so nothing here counts.
  prometheus::Counter* own_counter(const EventMetric& metric,
                                   std::string_view label_value) noexcept {
#if defined(__cpp_exceptions)
    try {
#endif
      FamilyEntry* const family = own_family(metric);
      if (family == nullptr) return nullptr;
      SeriesBlock* const block = family->uncounted_block(OpenLabelValues{&label_value, 1});
      return static_cast<prometheus::Counter*>(block->series()[0]);
#if defined(__cpp_exceptions)
    } catch (...) {
      return nullptr;
    }
#endif
  }

  /// The family of a counter of the library's own; null if there is another one of that name. One
  /// that another module has declared, or other code, may have other help.
  FamilyEntry* own_family(const EventMetric& metric) {
    if (&module_anchor != home_) pin_module();
    const LabelDescriptor label{metric.label, {}};
    FamilyDescriptor descriptor;
    descriptor.name = metric.name;
    descriptor.help = metric.help;
    descriptor.labels = {&label, 1};
    descriptor.max_series = metric.max_series;
    descriptor.declared_at = SourceLocation::current();

    const std::lock_guard lock(mutex_);
    families_.make_room();
    const FamilyIndex::Key key = families_.key(metric.name);
    if (FamilyEntry* found = families_.find(key)) {
      return find_conflict(found->descriptor(), descriptor) ? nullptr : found;
    }
    if (std::ranges::find(lost_, metric.name) != lost_.end()) return nullptr;
    bool is_mismatched = false;
#if defined(__cpp_exceptions)
    try {
      return &add(key, descriptor, {}, is_mismatched);
    } catch (const RegistrationConflict&) {
      lost_.emplace_back(metric.name);
      return nullptr;
    }
#else
    // What cannot be caught is asked for before, as far as the registry shows it.
    if (is_shared_.load(std::memory_order_relaxed) && shows_another(registry_, descriptor)) {
      lost_.emplace_back(metric.name);
      return nullptr;
    }
    return &add(key, descriptor, {}, is_mismatched);
#endif
  }

  prometheus::Registry& registry_;
  const void* const home_ = &module_anchor;  ///< the module that made the ledger
  /// Set once, before a sink on the shared registry exists. Relaxed: whoever is handed such a sink
  /// sees it by that, and for others nothing else hangs on it.
  std::atomic<bool> is_shared_ = false;
  std::weak_ptr<prometheus::Registry> owner_;  ///< of a shared registry; guarded by mutex_

  /// Guards families_, builder_, unfinished_ and lost_, and makes checking and registering one
  /// step.
  mutable std::mutex mutex_;
  mutable FamilyIndex families_;  ///< sorts itself for readers
  FamilyBuilder builder_;
  /// Families of a shared registry some of whose series were made before memory ran out. They are
  /// not other code's, when they are asked for again.
  std::vector<void*> unfinished_;
  /// Counters of the library's own whose names other code has taken. They are not tried again: a
  /// refusal costs more than an update may.
  std::vector<std::string> lost_;
  /// Guarded by mutex_, but for the destructor, which the release of the last owner comes before.
  FamilyEntry* removable_families_ = nullptr;
};

}  // namespace isometric::inline v1::detail
