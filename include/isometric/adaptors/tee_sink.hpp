#pragma once

#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/adaptors/detail/tee_family.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/reading/snapshot.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

namespace isometric::inline v1 {
namespace detail {

/// A tee's families are described as those of the sink that it is read from; if it is not read, as
/// the first that are described.
template <std::size_t ReadFrom, class... Families>
inline constexpr std::size_t described_by =
    ReadFrom < sizeof...(Families) ? ReadFrom : first_true<HasDescriptor<Families>...>();

/// The four functions of a tee, which its removable half has as well.
template <template <std::size_t, class...> class Family, std::size_t ReadFrom, class... Sinks>
class TeeHalf {
 public:
  explicit TeeHalf(Sinks... sinks) : sinks_(std::move(sinks)...) {}

  static constexpr bool adds_constant_label(std::string_view name) noexcept {
    return (detail::adds_constant_label<Sinks>(name) || ...);
  }

  auto counter(const FamilyDescriptor& family) const {
    return declare<Family>([&](const auto& sink) { return sink.counter(family); });
  }
  auto gauge(const FamilyDescriptor& family) const {
    return declare<Family>([&](const auto& sink) { return sink.gauge(family); });
  }
  auto histogram(const FamilyDescriptor& family) const {
    return declare<Family>([&](const auto& sink) { return sink.histogram(family); });
  }
  auto summary(const FamilyDescriptor& family) const {
    return declare<Family>([&](const auto& sink) { return sink.summary(family); });
  }

 protected:
  TeeHalf() = default;

  template <template <std::size_t, class...> class Of, class Declare>
  auto declare(Declare in) const {
    using Tee = Of<described_by<ReadFrom, decltype(in(std::declval<const Sinks&>()))...>,
                   decltype(in(std::declval<const Sinks&>()))...>;
    return make_each<Tee>(sinks_, in);
  }

  [[nodiscard]] const std::tuple<Sinks...>& sinks() const noexcept { return sinks_; }

 private:
  [[no_unique_address]] std::tuple<Sinks...> sinks_;
};

}  // namespace detail

/// Hands every declaration and every update to several sinks, from the first to the last.
///
///     TeeSink sink{RegistrySink{}, recording};
///
/// Which sinks is known to the compiler, so an update is one call for each, and nothing for a
/// NullSink. If a sink refuses a family, those before it keep it: a declaration is not undone.
///
/// It is read from the first sink that can be read, and instruments' series(...) follow that one.
/// Removable families and callbacks are there if all of the sinks have them; a callback is then
/// called by each sink's scrapes. Thread-safe if the sinks are; an update is not one step for all.
template <MetricsSink... Sinks>
  requires(sizeof...(Sinks) > 0)
class TeeSink : public detail::TeeHalf<detail::TeeFamily,
                                       detail::first_true<MetricsSource<Sinks>...>(), Sinks...> {
  static constexpr std::size_t read_from = detail::first_true<MetricsSource<Sinks>...>();
  using Half = detail::TeeHalf<detail::TeeFamily, read_from, Sinks...>;

 public:
  /// Default-constructed sinks.
  TeeSink()
    requires(std::default_initializable<Sinks> && ...)
  = default;
  explicit TeeSink(Sinks... sinks) : Half(std::move(sinks)...) {}

  /// One of the sinks that the tee was made of.
  template <std::size_t Index>
  [[nodiscard]] const auto& inner() const noexcept {
    return std::get<Index>(this->sinks());
  }

  auto removable() const
    requires(RemovableSink<Sinks> && ...)
  {
    return halves([](const auto& sink) { return sink.removable(); });
  }

  auto dynamic() const
    requires(DynamicSink<Sinks> && ...)
  {
    return halves([](const auto& sink) { return sink.dynamic(); });
  }

  auto callback_counter(const FamilyDescriptor& family) const
    requires(CallbackSink<Sinks> && ...)
  {
    return this->template declare<detail::CallbackTeeFamily>(
        [&](const auto& sink) { return sink.callback_counter(family); });
  }
  auto callback_gauge(const FamilyDescriptor& family) const
    requires(CallbackSink<Sinks> && ...)
  {
    return this->template declare<detail::CallbackTeeFamily>(
        [&](const auto& sink) { return sink.callback_gauge(family); });
  }

  /// Each reads from the first sink that has it.
  [[nodiscard]] Snapshot snapshot() const
    requires(MetricsSource<Sinks> || ...)
  {
    return inner<read_from>().snapshot();
  }
  [[nodiscard]] Snapshot snapshot(std::string_view family) const
    requires(MetricsSource<Sinks> || ...)
  {
    return isometric::snapshot(inner<read_from>(), family);
  }
  [[nodiscard]] auto collectable() const
    requires(detail::HasCollectable<Sinks> || ...)
  {
    return inner<detail::first_true<detail::HasCollectable<Sinks>...>()>().collectable();
  }
  [[nodiscard]] auto scrape_source() const
    requires(Scrapable<Sinks> || ...)
  {
    return inner<detail::first_true<Scrapable<Sinks>...>()>().scrape_source();
  }

 private:
  /// A tee of the halves that `half_of` gives, whose families can remove.
  template <class HalfOf>
  auto halves(HalfOf half_of) const {
    return std::apply(
        [half_of](const auto&... sink) {
          return detail::TeeHalf<detail::RemovableTeeFamily, read_from, decltype(half_of(sink))...>(
              half_of(sink)...);
        },
        this->sinks());
  }
};

}  // namespace isometric::inline v1
