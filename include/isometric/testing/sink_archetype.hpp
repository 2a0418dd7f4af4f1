#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/metric_type.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace isometric::inline v1 {

// For each concept of the contract the least that models it. Types that the contract does not say
// to be the same, are not.
namespace detail {

enum class ArchetypeKey : unsigned char { here };

/// Has no address and no comma.
class BareArchetype {
 public:
  void operator&() const = delete;
  template <class Other>
  void operator,(const Other&) const = delete;
};

/// Can be copied and assigned, and either may throw.
class CopyableArchetype : public BareArchetype {
 public:
  CopyableArchetype() = delete;
  explicit CopyableArchetype(ArchetypeKey) {}
  CopyableArchetype(const CopyableArchetype&) noexcept(false) : BareArchetype() {}
  CopyableArchetype& operator=(const CopyableArchetype&) noexcept(false) { return *this; }
  ~CopyableArchetype() = default;
};

/// What handles may have beside their updates.
struct HandleExtras {
  bool can_be_read = false;
  bool can_be_empty = false;
};

template <MetricType type, HandleExtras extras>
class SeriesArchetype final : public CopyableArchetype {
  static constexpr bool is_counter = type == MetricType::counter;
  static constexpr bool is_gauge = type == MetricType::gauge;

 public:
  SeriesArchetype() noexcept(false)
    requires(extras.can_be_empty)
      : CopyableArchetype(ArchetypeKey::here) {}
  using CopyableArchetype::CopyableArchetype;

  void inc() const noexcept
    requires is_counter
  {}
  void inc(double) const noexcept
    requires(is_counter || is_gauge)
  {}
  void dec(double) const noexcept
    requires is_gauge
  {}
  void set(double) const noexcept
    requires is_gauge
  {}
  void observe(double) const noexcept
    requires(!is_counter && !is_gauge)
  {}
  void refuse() const noexcept {}

  [[nodiscard]] bool is_empty() const noexcept
    requires(extras.can_be_empty)
  {
    return true;
  }
  [[nodiscard]] double value() const noexcept
    requires(extras.can_be_read && (is_counter || is_gauge))
  {
    return 0;
  }
  [[nodiscard]] std::uint64_t count() const
    requires(extras.can_be_read && !is_counter && !is_gauge)
  {
    return 0;
  }
  [[nodiscard]] double sum() const
    requires(extras.can_be_read && !is_counter && !is_gauge)
  {
    return 0;
  }
};

template <class Series>
class BlockArchetype final : public CopyableArchetype {
 public:
  using CopyableArchetype::CopyableArchetype;

  Series series(std::size_t) const noexcept { return Series(ArchetypeKey::here); }
};

template <MetricType type, bool is_removable, HandleExtras extras>
class FamilyArchetype final : public CopyableArchetype {
  using Series = SeriesArchetype<type, extras>;

 public:
  using CopyableArchetype::CopyableArchetype;

  BlockArchetype<Series> block(OpenLabelValues) const {
    return BlockArchetype<Series>(ArchetypeKey::here);
  }
  Series rejected_series() const { return Series(ArchetypeKey::here); }

  bool remove(OpenLabelValues, std::size_t) const
    requires is_removable
  {
    return false;
  }
  std::size_t remove_matching(std::span<const LabelMatch>) const
    requires is_removable
  {
    return 0;
  }
  Series acquire(OpenLabelValues, std::size_t) const
    requires is_removable
  {
    return Series(ArchetypeKey::here);
  }
  void release(const Series&) const noexcept
    requires is_removable
  {}
};

/// Can be made of nothing and moved, which do not throw, and moved to, which may.
class RegistrationArchetype final : public BareArchetype {
 public:
  RegistrationArchetype() = default;
  explicit RegistrationArchetype(ArchetypeKey) {}
  RegistrationArchetype(RegistrationArchetype&&) noexcept {}
  RegistrationArchetype& operator=(RegistrationArchetype&&) noexcept(false) { return *this; }
  ~RegistrationArchetype() {}
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
template <bool is_removable, HandleExtras extras>
class SinkArchetypeParts : public BareArchetype {
  template <MetricType type>
  using Family = FamilyArchetype<type, is_removable, extras>;

 public:
  SinkArchetypeParts() = delete;
  explicit SinkArchetypeParts(ArchetypeKey) {}
  SinkArchetypeParts(const SinkArchetypeParts&) noexcept(false) : BareArchetype() {}
  SinkArchetypeParts& operator=(const SinkArchetypeParts&) = delete;
  ~SinkArchetypeParts() = default;

  auto counter(const FamilyDescriptor&) const {
    return Family<MetricType::counter>(ArchetypeKey::here);
  }
  auto gauge(const FamilyDescriptor&) const {
    return Family<MetricType::gauge>(ArchetypeKey::here);
  }
  auto histogram(const FamilyDescriptor&) const {
    return Family<MetricType::histogram>(ArchetypeKey::here);
  }
  auto summary(const FamilyDescriptor&) const {
    return Family<MetricType::summary>(ArchetypeKey::here);
  }
};

template <HandleExtras extras>
class RemovableHalfArchetype final : public SinkArchetypeParts<true, extras> {
 public:
  using SinkArchetypeParts<true, extras>::SinkArchetypeParts;
};

/// A sink with some of the optional halves, or with none.
template <bool can_remove, bool can_call_back, HandleExtras extras = HandleExtras{},
          bool is_dynamic = false>
class OptionalArchetypeParts : public SinkArchetypeParts<false, extras> {
 public:
  using SinkArchetypeParts<false, extras>::SinkArchetypeParts;

  [[nodiscard]] RemovableHalfArchetype<extras> removable() const
    requires can_remove
  {
    return RemovableHalfArchetype<extras>(ArchetypeKey::here);
  }
  [[nodiscard]] RemovableHalfArchetype<extras> dynamic() const
    requires is_dynamic
  {
    return RemovableHalfArchetype<extras>(ArchetypeKey::here);
  }
  auto callback_counter(const FamilyDescriptor&) const
    requires can_call_back
  {
    return CallbackFamilyArchetype<MetricType::counter>(ArchetypeKey::here);
  }
  auto callback_gauge(const FamilyDescriptor&) const
    requires can_call_back
  {
    return CallbackFamilyArchetype<MetricType::gauge>(ArchetypeKey::here);
  }
};

}  // namespace detail

namespace testing {

/// The least that is a MetricsSink, and nothing beyond: a component that compiles against it asks
/// no more of its sink than the contract grants.
///
///     template class app::Server<isometric::testing::SinkArchetype>;
///
/// Sink, families, blocks and handles can be copied, families, blocks and handles also assigned;
/// they have no other constructor, copies may throw, nothing can be compared, derived from or have
/// its address taken by `&`. No family can describe itself, so `series(...)`, which is for tests,
/// is refused as well. What is called does nothing. Thread-safe.
class SinkArchetype final : public detail::OptionalArchetypeParts<false, false> {
 public:
  using OptionalArchetypeParts::OptionalArchetypeParts;
};

/// The least that is a RemovableSink. It does not call back.
class RemovableSinkArchetype final : public detail::OptionalArchetypeParts<true, false> {
 public:
  using OptionalArchetypeParts::OptionalArchetypeParts;
};

/// The least that is a CallbackSink. It cannot remove.
class CallbackSinkArchetype final : public detail::OptionalArchetypeParts<false, true> {
 public:
  using OptionalArchetypeParts::OptionalArchetypeParts;
};

/// The least that is a DynamicSink. It has none of the other optional parts.
class DynamicSinkArchetype final
    : public detail::OptionalArchetypeParts<false, false, detail::HandleExtras{}, true> {
 public:
  using OptionalArchetypeParts::OptionalArchetypeParts;
};

/// The least that is a ReadableSink. It neither removes nor calls back, and its handles cannot be
/// empty.
class ReadableSinkArchetype final
    : public detail::OptionalArchetypeParts<false, false,
                                            detail::HandleExtras{.can_be_read = true}> {
 public:
  using OptionalArchetypeParts::OptionalArchetypeParts;
};

/// The least that is all of these, and whose handles can be empty.
class FullSinkArchetype final
    : public detail::OptionalArchetypeParts<
          true, true, detail::HandleExtras{.can_be_read = true, .can_be_empty = true}, true> {
 public:
  using OptionalArchetypeParts::OptionalArchetypeParts;
};

static_assert(MetricsSink<SinkArchetype> && !RemovableSink<SinkArchetype> &&
              !CallbackSink<SinkArchetype> && !ReadableSink<SinkArchetype>);
static_assert(RemovableSink<RemovableSinkArchetype> && !CallbackSink<RemovableSinkArchetype>);
static_assert(CallbackSink<CallbackSinkArchetype> && !RemovableSink<CallbackSinkArchetype>);
static_assert(DynamicSink<DynamicSinkArchetype> && !RemovableSink<DynamicSinkArchetype>);
static_assert(ReadableSink<ReadableSinkArchetype> && !RemovableSink<ReadableSinkArchetype> &&
              !CallbackSink<ReadableSinkArchetype>);
static_assert(RemovableSink<FullSinkArchetype> && CallbackSink<FullSinkArchetype> &&
              DynamicSink<FullSinkArchetype> && ReadableSink<FullSinkArchetype>);

/// An archetype, for a test that constructs its component: components cannot make one, since the
/// contract knows no way to make a sink.
///
///     app::Server server{make_archetype<SinkArchetype>()};
template <class Archetype>
[[nodiscard]] Archetype make_archetype() {
  return Archetype(detail::ArchetypeKey::here);
}

}  // namespace testing
}  // namespace isometric::inline v1
