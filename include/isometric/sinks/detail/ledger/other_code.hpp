#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/metric_family.h>

#include <memory>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

struct Declaration;

/// What a ledger has to mind in a registry in which other code registers, too. It comes with the
/// first sink that shares the registry, so that programs without one compile nothing of it.
class OtherCode {
 public:
  virtual ~OtherCode() = default;

  /// Looks at what the registry shows, and then has the ledger declare it by declare_beside().
  /// Outside of the ledger's lock, since it takes as long as a scrape.
  virtual FamilyEntry& declare(const Declaration& asked, const RegistryOptions& options) = 0;

  // Called under the ledger's lock:

  /// Throws if a family of other code, which declare() has seen, would clash with this one.
  virtual void check_names(const void* seen, const FamilyDescriptor& requested) const = 0;

  /// Throws if the family that was registered has series of other code that contradict it; takes
  /// over its help, and returns true, if that is another one.
  virtual bool admit(FamilyEntry& family, void* registered, const FamilyDescriptor& requested,
                     const RegistryOptions& options) = 0;

  /// Takes a registered family back, which admit() has seen or not.
  virtual void give_up(void* registered) noexcept = 0;

  /// Throws what prometheus-cpp refused, for this reason, in words of ours.
  [[noreturn]] virtual void refuse_as_backend_does(std::string_view reason,
                                                   const FamilyDescriptor& requested) const = 0;

  /// Whether the registry shows a family of that name that is another one.
  [[nodiscard]] virtual bool shows_another(const FamilyDescriptor& described) const = 0;

  /// Keeps the registry; null if it has gone.
  [[nodiscard]] virtual std::shared_ptr<const void> hold() const = 0;

  // Called without it, as declare() is:

  /// Adds to what was collected of `own`, all families that the ledger has, what the registry shows
  /// beyond them.
  virtual void merge(std::vector<prometheus::MetricFamily>& collected, const Scrape& own) const = 0;

  /// A scrape of these families, all that the ledger has, with what the registry shows beyond them.
  [[nodiscard]] virtual std::unique_ptr<Scrape> scrape(std::unique_ptr<Scrape> own) const = 0;

  /// The same of one family, and of what the registry has of it.
  [[nodiscard]] virtual std::unique_ptr<Scrape> scrape_family(std::unique_ptr<Scrape> own,
                                                              const FamilyEntry& family) const = 0;

  /// Whether a family that other code has under another name may show under this one.
  [[nodiscard]] virtual bool may_show(std::string_view name) const noexcept = 0;
};

}  // namespace isometric::inline v1::detail
