#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/metric_type.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>

// What sink_archetype.hpp is made of: for each concept of the contract the least that models it.
// Types that the contract does not say to be the same, are not.
namespace isometric::inline v1::testing::internal {

enum class ArchetypeKey : unsigned char { here };

/// Can be copied and assigned, and either may throw.
class CopyableArchetype {
 public:
  CopyableArchetype() = delete;
  explicit CopyableArchetype(ArchetypeKey) {}
  CopyableArchetype(const CopyableArchetype&) noexcept(false) {}
  CopyableArchetype& operator=(const CopyableArchetype&) noexcept(false) { return *this; }
  ~CopyableArchetype() = default;

  void operator&() const = delete;
  template <class Other>
  void operator,(const Other&) const = delete;
};

class CounterSeriesArchetype final : public CopyableArchetype {
 public:
  using CopyableArchetype::CopyableArchetype;

  void inc() const noexcept {}
  void inc(double) const noexcept {}
  void refuse() const noexcept {}
};

class GaugeSeriesArchetype final : public CopyableArchetype {
 public:
  using CopyableArchetype::CopyableArchetype;

  void inc(double) const noexcept {}
  void dec(double) const noexcept {}
  void set(double) const noexcept {}
  void refuse() const noexcept {}
};

template <MetricType>
class ObservingSeriesArchetype final : public CopyableArchetype {
 public:
  using CopyableArchetype::CopyableArchetype;

  void observe(double) const noexcept {}
  void refuse() const noexcept {}
};

template <class Series>
class BlockArchetype final : public CopyableArchetype {
 public:
  using CopyableArchetype::CopyableArchetype;

  Series series(std::size_t) const noexcept { return Series(ArchetypeKey::here); }
};

template <class Series>
class FamilyArchetypeParts : public CopyableArchetype {
 public:
  using CopyableArchetype::CopyableArchetype;

  BlockArchetype<Series> block(OpenLabelValues) const {
    return BlockArchetype<Series>(ArchetypeKey::here);
  }
  Series rejected_series() const { return Series(ArchetypeKey::here); }
};

template <class Series>
class FamilyArchetype final : public FamilyArchetypeParts<Series> {
 public:
  using FamilyArchetypeParts<Series>::FamilyArchetypeParts;
};

template <class Series>
class RemovableFamilyArchetype final : public FamilyArchetypeParts<Series> {
 public:
  using FamilyArchetypeParts<Series>::FamilyArchetypeParts;

  bool remove(OpenLabelValues, std::size_t) const { return false; }
  std::size_t remove_matching(std::span<const LabelMatch>) const { return 0; }
  Series acquire(OpenLabelValues, std::size_t) const { return Series(ArchetypeKey::here); }
  void release(const Series&) const noexcept {}
};

/// Can be made of nothing and moved, which do not throw, and moved to, which may.
class RegistrationArchetype final {
 public:
  RegistrationArchetype() = default;
  explicit RegistrationArchetype(ArchetypeKey) {}
  RegistrationArchetype(RegistrationArchetype&&) noexcept {}
  RegistrationArchetype& operator=(RegistrationArchetype&&) noexcept(false) { return *this; }
  ~RegistrationArchetype() {}

  void operator&() const = delete;
  template <class Other>
  void operator,(const Other&) const = delete;
};

template <MetricType>
class CallbackFamilyArchetype final : public CopyableArchetype {
 public:
  using CopyableArchetype::CopyableArchetype;

  template <std::copy_constructible Function>
    requires std::is_invocable_r_v<double, const Function&>
  RegistrationArchetype add(OpenLabelValues, std::size_t, Function) const {
    return RegistrationArchetype(ArchetypeKey::here);
  }
  RegistrationArchetype rejected_registration() const {
    return RegistrationArchetype(ArchetypeKey::here);
  }
};

/// Can be copied, which may throw, but not assigned.
template <template <class> class Family>
class SinkArchetypeParts {
 public:
  SinkArchetypeParts() = delete;
  explicit SinkArchetypeParts(ArchetypeKey) {}
  SinkArchetypeParts(const SinkArchetypeParts&) noexcept(false) {}
  SinkArchetypeParts& operator=(const SinkArchetypeParts&) = delete;
  ~SinkArchetypeParts() = default;

  void operator&() const = delete;
  template <class Other>
  void operator,(const Other&) const = delete;

  auto counter(const FamilyDescriptor&) const {
    return Family<CounterSeriesArchetype>(ArchetypeKey::here);
  }
  auto gauge(const FamilyDescriptor&) const {
    return Family<GaugeSeriesArchetype>(ArchetypeKey::here);
  }
  auto histogram(const FamilyDescriptor&) const {
    return Family<ObservingSeriesArchetype<MetricType::histogram>>(ArchetypeKey::here);
  }
  auto summary(const FamilyDescriptor&) const {
    return Family<ObservingSeriesArchetype<MetricType::summary>>(ArchetypeKey::here);
  }
};

class RemovableHalfArchetype final : public SinkArchetypeParts<RemovableFamilyArchetype> {
 public:
  using SinkArchetypeParts::SinkArchetypeParts;
};

class CallbackArchetypeParts {
 public:
  auto callback_counter(const FamilyDescriptor&) const {
    return CallbackFamilyArchetype<MetricType::counter>(ArchetypeKey::here);
  }
  auto callback_gauge(const FamilyDescriptor&) const {
    return CallbackFamilyArchetype<MetricType::gauge>(ArchetypeKey::here);
  }
};

}  // namespace isometric::inline v1::testing::internal
