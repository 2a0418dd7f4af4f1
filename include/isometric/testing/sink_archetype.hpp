#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/testing/detail/archetype_family.hpp>

namespace isometric::inline v1::testing {

/// The least that is a MetricsSink, and nothing beyond: a component that compiles against it asks
/// no more of its sink than the contract grants.
///
///     template class app::Server<isometric::testing::SinkArchetype>;
///
/// Sink, families, blocks and handles can be copied, families, blocks and handles also assigned;
/// they have no other constructor, copies may throw, nothing can be compared, derived from or have
/// its address taken by `&`. No family can describe itself, so `series(...)`, which is for tests,
/// is refused as well. What is called does nothing. Thread-safe.
class SinkArchetype final : public internal::SinkArchetypeParts<internal::FamilyArchetype> {
 public:
  using SinkArchetypeParts::SinkArchetypeParts;
};

/// The least that is a RemovableSink. It does not call back.
class RemovableSinkArchetype final
    : public internal::SinkArchetypeParts<internal::FamilyArchetype> {
 public:
  using SinkArchetypeParts::SinkArchetypeParts;

  [[nodiscard]] internal::RemovableHalfArchetype removable() const {
    return internal::RemovableHalfArchetype(internal::ArchetypeKey::here);
  }
};

/// The least that is a CallbackSink. It cannot remove.
class CallbackSinkArchetype final : public internal::SinkArchetypeParts<internal::FamilyArchetype>,
                                    public internal::CallbackArchetypeParts {
 public:
  using SinkArchetypeParts::SinkArchetypeParts;
};

/// The least that is both a RemovableSink and a CallbackSink.
class FullSinkArchetype final : public internal::SinkArchetypeParts<internal::FamilyArchetype>,
                                public internal::CallbackArchetypeParts {
 public:
  using SinkArchetypeParts::SinkArchetypeParts;

  [[nodiscard]] internal::RemovableHalfArchetype removable() const {
    return internal::RemovableHalfArchetype(internal::ArchetypeKey::here);
  }
};

static_assert(MetricsSink<SinkArchetype> && !RemovableSink<SinkArchetype> &&
              !CallbackSink<SinkArchetype>);
static_assert(RemovableSink<RemovableSinkArchetype> && !CallbackSink<RemovableSinkArchetype>);
static_assert(CallbackSink<CallbackSinkArchetype> && !RemovableSink<CallbackSinkArchetype>);
static_assert(RemovableSink<FullSinkArchetype> && CallbackSink<FullSinkArchetype>);

/// An archetype, for a test that constructs its component: components cannot make one, since the
/// contract knows no way to make a sink.
///
///     app::Server server{make_archetype<SinkArchetype>()};
template <class Archetype>
[[nodiscard]] Archetype make_archetype() {
  return Archetype(internal::ArchetypeKey::here);
}

}  // namespace isometric::inline v1::testing
