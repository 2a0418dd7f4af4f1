#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_conflict.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/ledger/family_index.hpp>
#include <isometric/sinks/detail/ledger/other_code.hpp>
#include <isometric/sinks/detail/process/pin_module.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/metric_family.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// What a sink asks its ledger for.
struct Declaration {
  const FamilyDescriptor& requested;
  MetricType type;
  SeriesKind kind;
  const Backend& backend;
  /// Makes what keeps the series, if they are not fixed.
  SeriesStore::Make make_store = nullptr;
};

/// What isometric has declared on one storage, shared by all sinks on it. What that storage is, a
/// prometheus registry or the sink's own, a derived class knows.
///
/// It owns the families. One mutex makes checking and registering one step; look-ups and updates
/// take none. Families stay until the ledger goes, so that pointers to them need no lock; but one
/// whose series can go, and have gone, with all who used it, makes room for the next declaration of
/// its name, whatever that says: a plug-in is not in conflict with its own past. What reads the
/// ledger, and what minds other code in a shared registry, is made by those who need it
/// and kept here; the ledger knows both by their interfaces only. Thread-safe.
class Ledger : public EventLog {
 public:
  using Base = Ledger;
  using Entry = FamilyEntry;
  using MetricFamily = prometheus::MetricFamily;

  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  /// Keeps the calling module in memory, unless it is the one that made the ledger: what it leaves
  /// here refers to its code and data. Hidden, so that it is the caller's own, whoever else exports
  /// one. Not under a lock of ours, since it waits for the loader's.
  [[gnu::visibility("hidden")]] void stay_loaded() const {
    if (&module_anchor != home_) pin_module();
  }

  /// The family that is described, of this type and kind, on which handles and stores rely: the
  /// registered one if it fits, else a new one. Throws RegistrationConflict if neither is possible,
  /// and InvalidName, InvalidBuckets or InvalidQuantiles for what no instrument asks for; ledger
  /// and registry are then as they were. A family with a store has one user more: the caller.
  FamilyEntry& declare(const Declaration& asked, const RegistryOptions& options) {
    const FamilyDescriptor& requested = asked.requested;
    // Instruments say the same already, and copies of a descriptor cost.
    const bool is_fit = requested.type == asked.type && requested.series_kind == asked.kind &&
                        has_valid_text(requested);
    if (!is_fit) [[unlikely]]
      return declare_mended(asked, options);
    // A family refers to the code and data of the module that makes it; a guest's have to stay.
    // Before the lock is taken: under the loader's, initialisers may wait for this one.
    stay_loaded();
    if (OtherCode* const other = other_code()) return other->declare(asked, options);
    return declare_beside(nullptr, asked, options);
  }

  /// The same of what is fit to keep, beside what was seen of other code. In the caller: a fresh
  /// sink is mostly declarations.
  [[gnu::__always_inline__]] inline FamilyEntry& declare_beside(const void* seen,
                                                                const Declaration& asked,
                                                                const RegistryOptions& options) {
    bool is_mismatched = false;
    FamilyEntry* family = nullptr;
    Abandoned abandoned;  // goes after the lock: a handle may be reporting an event of it
    {
      const std::lock_guard lock(mutex_);
      // First of all, so that nothing can fail once the family is complete.
      families_.make_room();
      const FamilyIndex::Key key = families_.key(asked.requested.name);
      family = families_.find(key);
      if (family != nullptr && family->is_abandoned()) {
        abandoned.family = give_up(family);
        family = nullptr;
      }
      if (family != nullptr) {
        is_mismatched =
            check_declaration(family->descriptor(), asked.requested, asked.backend.bounds, options);
      } else {
        check_new(asked);
        if (seen != nullptr) other_code()->check_names(seen, asked.requested);
        family = &add(key, asked, options, is_mismatched);
      }
      if (asked.make_store != nullptr) family->add_user();
    }
    if (is_mismatched) count(*family, Event::description_mismatched);
    return *family;
  }

  /// Whether there is a family of that name which the next declaration does not replace.
  [[nodiscard]] bool has(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const FamilyEntry* const family = families_.find(name);
    return family != nullptr && !family->is_abandoned();
  }

  /// Calls `use` with the index, under the lock.
  template <class Use>
  void with_families(const Use& use) const {
    const std::lock_guard lock(mutex_);
    use(families_);
  }

  /// What minds other code in the registry; null if there is none.
  [[nodiscard]] OtherCode* other_code() const noexcept {
    // acquire: sees the object that was finished before another thread shared the registry.
    return other_code_.load(std::memory_order_acquire);
  }

  /// From now on other code may register in the registry, too. Calls `use` under the lock with the
  /// one object of the class, made if there is none. The caller has seen to it that it stays
  /// loaded.
  template <class Rules, class Use>
  void share(const Use& use) {
    const std::lock_guard lock(mutex_);
    // relaxed: only changes under the lock
    auto* rules = static_cast<Rules*>(other_code_.load(std::memory_order_relaxed));
    if (rules == nullptr) {
      rules = new Rules(static_cast<typename Rules::Shared&>(*this));
      other_code_.store(rules, std::memory_order_release);  // publishes the finished object
    }
    use(*rules);
  }

  /// What reads the ledger. Made of it when it is first asked for, and kept as long.
  template <class Reader>
  Reader& reader() {
    stay_loaded();
    const std::lock_guard lock(mutex_);
    if (reader_ == nullptr) {
      reader_ = new Reader(*this);
      delete_reader_ = [](void* reader) noexcept { delete static_cast<Reader*>(reader); };
    }
    return *static_cast<Reader*>(reader_);
  }

  void count(FamilyEntry& family, Event event) noexcept override {
    auto& cached = family.event_counter(event);
    // acquire: sees the counter that another thread finished before it stored it here.
    void* counter = cached.load(std::memory_order_acquire);
    if (counter == nullptr) {
      counter = own_counter(metric_of(event), family.descriptor().name);
      cached.store(counter, std::memory_order_release);
    }
    if (counter != nullptr) counters_.increment(counter);
  }

  bool count(const EventMetric& metric, std::string_view label_value) noexcept override {
    auto* const counter = own_counter(metric, label_value);
    if (counter != nullptr) counters_.increment(counter);
    return counter != nullptr;
  }

  [[nodiscard]] std::shared_ptr<const void> hold() const override {
    const std::lock_guard lock(mutex_);
    // Unless it is shared, the registry is there as long as the ledger.
    if (const OtherCode* other = other_code()) return other->hold();
    return {std::shared_ptr<const void>(), this};
  }

 protected:
  /// `counters` is what the ledger's own counters are made of. A storage that checks names, all but
  /// those that are reserved for the library, does so before it does anything else.
  explicit Ledger(const Backend& counters, bool storage_checks_names = false) noexcept
      : counters_(counters), storage_checks_names_(storage_checks_names) {}

  ~Ledger() {
    delete other_code_.load(std::memory_order_relaxed);  // nobody else is there
    if (reader_ != nullptr) delete_reader_(reader_);
    while (lost_ != nullptr) delete std::exchange(lost_, lost_->next);
  }

  /// Comes first in the destructor of a derived class: a handle that is left may be reporting an
  /// event right now, which declares a family. Neither under the lock that this takes, nor while
  /// the families go.
  void detach() noexcept {
    for (FamilyEntry* family = with_store_; family != nullptr; family = family->next_with_store) {
      family->detach();
    }
  }

 private:
  /// Registers a family where other code may see it. What it returns the backend is given.
  virtual void* register_family(const Declaration& asked) = 0;
  /// Takes a family back; not where other code may have it, too.
  virtual void remove_family(const Backend& backend, void* registered) = 0;

  /// Gives a family that was registered back, and deletes its entry, unless that is kept.
  class Registered {
   public:
    Registered(Ledger& ledger, const Backend& backend, void* family) noexcept
        : ledger_(ledger), backend_(backend), family_(family) {}
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;
    ~Registered() {
      if (!is_kept_) [[unlikely]]
        give_back();
    }

    [[nodiscard]] void* family() const noexcept { return family_; }
    FamilyEntry* keep() noexcept {
      is_kept_ = true;
      return entry;
    }

    FamilyEntry* entry = nullptr;

   private:
    [[gnu::__cold__, gnu::__noinline__]] void give_back() {
      delete entry;
      // A shared registry may have had it before; without series it shows in no scrape.
      if (OtherCode* const other = ledger_.other_code()) {
        other->give_up(family_);
      } else {
        ledger_.remove_family(backend_, family_);
      }
    }

    Ledger& ledger_;
    const Backend& backend_;
    void* family_;
    bool is_kept_ = false;
  };

  struct Abandoned {
    ~Abandoned() {
      if (family != nullptr) [[unlikely]]
        family->let_go();
    }
    FamilyEntry* family = nullptr;
  };

  /// Takes a family out of the ledger, and out of the registry if that is nobody else's.
  [[gnu::__cold__]] FamilyEntry* give_up(FamilyEntry* family) {
    families_.release(family);
    FamilyEntry** at = &with_store_;
    while (*at != family) at = &(*at)->next_with_store;
    *at = family->next_with_store;
    if (other_code() == nullptr) {
      remove_family(family->backend(), family->backend_family());
    }
    return family;
  }

  [[gnu::__cold__]] FamilyEntry& declare_mended(const Declaration& asked,
                                                const RegistryOptions& options) {
    Arena memory;
    FamilyDescriptor mended = copy_descriptor(asked.requested, memory, CopyText::valid);
    mended.type = asked.type;
    mended.series_kind = asked.kind;
    return declare({mended, asked.type, asked.kind, asked.backend, asked.make_store}, options);
  }

  void check_new(const Declaration& asked) const {
    const FamilyDescriptor& requested = asked.requested;
    check_family(requested, asked.backend.bounds);
    const bool may_be_reserved = requested.name.starts_with('i');  // of few, without a call
    if (!storage_checks_names_ || (may_be_reserved && requested.name.starts_with("isometric_")))
        [[unlikely]] {
      check_name(requested);
    }
    check_derived_names(requested, are_some_derived_, [this](std::string_view name) {
      const FamilyEntry* other = families_.find(name);
      return other == nullptr ? nullptr : &other->descriptor();
    });
  }

  FamilyEntry& add(const FamilyIndex::Key& key, const Declaration& asked,
                   const RegistryOptions& options, bool& is_mismatched) {
    const FamilyDescriptor& requested = asked.requested;
    Registered registered(*this, asked.backend, register_family(asked));
    auto*& entry = registered.entry;
    entry = FamilyEntry::make(asked.backend, requested, options.max_series, hash_seed(), *this);
    if (OtherCode* const other = other_code()) {
      is_mismatched = other->admit(*entry, registered.family(), requested, options);
    }
    entry->attach(registered.family(), asked.make_store);
    if (asked.make_store != nullptr) {
      entry->next_with_store = with_store_;
      with_store_ = entry;
    }
    are_some_derived_ |= may_be_derived(requested.name);
    return families_.add(key, registered.keep());
  }

  /// Null if memory is out or other code has taken the name: updates must not fail for that. Nor
  /// must counting one event be another one, or it need not end: so nothing here counts.
  [[gnu::__cold__]] void* own_counter(const EventMetric& metric,
                                      std::string_view label_value) noexcept {
    const auto find = [&]() -> void* {
      FamilyEntry* const family = own_family(metric);
      if (family == nullptr) return nullptr;
      SeriesBlock* const block = family->uncounted_block(OpenLabelValues{&label_value, 1});
      return block->series()[0];
    };
    return try_or(find, [] { return nullptr; });
  }

  /// The family of a counter of the library's own; null if there is another one of that name. One
  /// that another module has declared, or other code, may have other help.
  [[gnu::__cold__]] FamilyEntry* own_family(const EventMetric& metric) {
    stay_loaded();
    const LabelDescriptor label{metric.label, {}};
    FamilyDescriptor descriptor;
    descriptor.name = metric.name;
    descriptor.help = metric.help;
    descriptor.labels = {&label, 1};
    descriptor.max_series = metric.max_series;
    descriptor.declared_at = SourceLocation::current();
    const Declaration own{descriptor, MetricType::counter, SeriesKind::fixed, counters_};

    const std::lock_guard lock(mutex_);
    families_.make_room();
    const FamilyIndex::Key key = families_.key(metric.name);
    if (FamilyEntry* found = families_.find(key)) {
      return find_conflict(found->descriptor(), descriptor).is_there ? nullptr : found;
    }
    for (const Lost* lost = lost_; lost != nullptr; lost = lost->next) {
      if (lost->name == metric.name) return nullptr;
    }
    bool is_mismatched = false;
#if defined(__cpp_exceptions)
    try {
      return &add(key, own, {}, is_mismatched);
    } catch (const RegistrationConflict&) {
      lost_ = new Lost{std::string(metric.name), lost_};
      return nullptr;
    }
#else
    // What cannot be caught is asked for before, as far as the registry shows it.
    const OtherCode* const other = other_code();
    if (other != nullptr && other->shows_another(descriptor)) {
      lost_ = new Lost{std::string(metric.name), lost_};
      return nullptr;
    }
    return &add(key, own, {}, is_mismatched);
#endif
  }

  const Backend& counters_;
  const bool storage_checks_names_;
  const void* const home_ = &module_anchor;       ///< the module that made the ledger
  std::atomic<OtherCode*> other_code_ = nullptr;  ///< set once, under mutex_

  /// Guards what is below, and makes checking and registering one step.
  mutable std::mutex mutex_;
  FamilyIndex families_;
  bool are_some_derived_ = false;  ///< may_be_derived() of a family that is or was there
  void* reader_ = nullptr;
  void (*delete_reader_)(void*) noexcept = nullptr;
  /// Counters of the library's own whose names other code has taken. They are not tried again: a
  /// refusal costs more than an update may.
  struct Lost {
    std::string name;  // a copy, since who counts may be unloaded
    Lost* next;
  };
  Lost* lost_ = nullptr;
  /// Guarded by mutex_, but for the destructor, which the release of the last owner comes before.
  FamilyEntry* with_store_ = nullptr;
};

}  // namespace isometric::inline v1::detail
