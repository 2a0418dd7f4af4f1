#pragma once

#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/ledger/other_code.hpp>
#include <isometric/sinks/detail/prometheus/family_collector.hpp>
#include <isometric/sinks/detail/prometheus/foreign_checks.hpp>
#include <isometric/sinks/detail/prometheus/foreign_families.hpp>
#include <isometric/sinks/detail/prometheus/registry_backend.hpp>
#include <isometric/sinks/detail/registry/collected_scrape.hpp>
#include <isometric/sinks/detail/registry/registry_ledger.hpp>

#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What a ledger minds in a registry that it shares. A template, so that only who shares one
/// compiles it.
template <class Registry = prometheus::Registry>
class SharedRegistry final : public OtherCode {
  using Families = std::vector<prometheus::MetricFamily>;

 public:
  using Shared = RegistryLedger;

  explicit SharedRegistry(RegistryLedger& ledger) noexcept : ledger_(ledger) {}

  // Called under the ledger's lock:

  /// Those who have the registry: several, where it has more than one shared_ptr that do not know
  /// of one another.
  using Owners = std::vector<std::weak_ptr<Registry>>;

  /// `gone` takes those that are no more, to be let go of when the caller's locks are: their
  /// deleters, the program's, may go with them.
  void add_owner(const std::shared_ptr<Registry>& owner, Owners& gone) {
    if (has_owner(owner)) return;
    gone.reserve(gone.size() + owners_.size());
    Owners owners;
    owners.reserve(owners_.size() + 1);
    for (auto& known : owners_) (known.expired() ? gone : owners).push_back(std::move(known));
    owners.push_back(owner);
    owners_.swap(owners);
  }
  [[nodiscard]] bool has_owner(const std::shared_ptr<Registry>& owner) const noexcept {
    for (const auto& known : owners_) {
      if (!known.owner_before(owner) && !owner.owner_before(known)) return true;
    }
    return false;
  }
  [[nodiscard]] bool is_owned() const noexcept {
    for (const auto& known : owners_) {
      if (!known.expired()) return true;
    }
    return false;
  }

  FamilyEntry& declare(const Declaration& asked, const RegistryOptions& options) override {
    // What other code adds meanwhile shows in scrapes, as does what had no series.
    Families seen;
    const bool may_clash = may_share_a_sample_name(asked.requested);
    if (may_clash && !ledger_.has(asked.requested.name)) seen = shown_by(registry());
    return ledger_.declare_beside(&seen, asked, options);
  }

  void check_names(const void* seen, const FamilyDescriptor& requested) const override {
    check_foreign_names(*static_cast<const Families*>(seen), requested);
  }

  bool admit(FamilyEntry& family, void* registered, const FamilyDescriptor& requested,
             const RegistryOptions& options) override {
    ours_alone_ = nullptr;
    unfinished_.reserve(unfinished_.size() + 1);
    bool is_unfinished = false;
    for (const void* other : unfinished_) is_unfinished = is_unfinished || other == registered;
    RegistryOptions for_series = options;
    if (is_unfinished) for_series.on_duplicate = OnDuplicate::reuse;
    const auto collected = collect(family, registered);
    const std::string help = check_foreign_series(collected, requested, for_series);
    const bool is_mismatched = help != requested.help;
    if (is_mismatched) family.keep_help(help);
    if (collected.empty() && !is_unfinished) ours_alone_ = registered;
    return is_mismatched;
  }

  void give_up(void* registered) noexcept override {
    if (registered != ours_alone_) return;
    ours_alone_ = nullptr;  // for admit() has made room for it once
    unfinished_.push_back(registered);
  }

  [[noreturn]] void refuse_as_backend_does(std::string_view reason,
                                           const FamilyDescriptor& requested) const override {
    detail::refuse_as_backend_does(registry(), reason, requested);
  }

  [[nodiscard]] bool shows_another(const FamilyDescriptor& described) const override {
    return detail::shows_another(registry(), described);
  }

  [[nodiscard]] std::shared_ptr<const void> hold() const override {
    std::shared_ptr<const void> held;
    for (const auto& owner : owners_) {
      if ((held = owner.lock()) != nullptr) break;
    }
    return held;
  }

  void merge(Families& collected, const Scrape& own) const override {
    merge(collected, own, registry().Collect());
  }

  [[nodiscard]] std::unique_ptr<Scrape> scrape(std::unique_ptr<Scrape> own) const override {
    return scrape_with(std::move(own), registry().Collect());
  }

  [[nodiscard]] std::unique_ptr<Scrape> scrape_family(std::unique_ptr<Scrape> own,
                                                      const FamilyEntry& family) const override {
    return scrape_with(std::move(own), collect(family, family.backend_family()));
  }

  [[nodiscard]] bool may_show(std::string_view name) const noexcept override {
    return has_backend_infos && name.ends_with("_info");
  }

 private:
  static Families collect(const FamilyEntry& family, const void* registered) {
    return static_cast<const RegistryBackend&>(family.backend()).collect_family(registered);
  }

  [[nodiscard]] Registry& registry() const noexcept { return ledger_.registry(); }

  /// The ledger's family of that name, or null. It is there as long as the scrape.
  static const FamilyDescriptor* find(const Scrape& own, std::string_view name) noexcept {
    ScrapedFamily* const* const found = find_sorted(
        own.families(),
        [name](const ScrapedFamily* family) { return family->descriptor().name.compare(name); });
    return found == nullptr ? nullptr : &(*found)->descriptor();
  }

  void merge(Families& collected, const Scrape& own, Families shown) const {
    // Series that come and go are the ledger's alone: what the registry has of such a family is
    // other code's. So it is if the ledger has none.
    const auto kind_of = [&own](const std::string& name) {
      const FamilyDescriptor* const family = find(own, name);
      return family == nullptr ? SeriesKind::removable : family->series_kind;
    };
    // What the scrape leaves out is counted.
    merge_foreign_families(collected, std::move(shown), kind_of, [this](const std::string& family) {
      ledger_.count(metric_of(Event::scrape_conflicted), family);
    });
  }

  [[nodiscard]] std::unique_ptr<Scrape> scrape_with(std::unique_ptr<Scrape> own,
                                                    Families shown) const {
    Families merged = collect_all(*own);
    merge(merged, *own, std::move(shown));
    const Scrape& known = *own;
    return std::make_unique<CollectedScrape<>>(
        std::move(merged), [&known](const std::string& name) { return find(known, name); },
        std::move(own));
  }

  RegistryLedger& ledger_;

  // Guarded by the ledger's lock.
  Owners owners_;
  /// Families some of whose series were made before memory ran out. They are not other code's, when
  /// they are asked for again.
  std::vector<void*> unfinished_;
  const void* ours_alone_ = nullptr;  ///< the last family that was admitted, if nobody else has it
};

}  // namespace isometric::inline v1::detail
