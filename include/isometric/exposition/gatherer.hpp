#pragma once

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/label_name.hpp>
#include <isometric/exposition/detail/gathering/gatherer_core.hpp>
#include <isometric/exposition/gathering_problem.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <prometheus/collectable.h>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// What tells the series of one source apart from those of others: `{"server", "rack-1"}`.
struct SourceLabel {
  LabelName name;
  std::string value;
};

/// Owns a source's place in a gatherer. Movable; may outlive the gatherer.
class [[nodiscard("the source goes with its registration")]] SourceRegistration {
 public:
  SourceRegistration() noexcept = default;
  SourceRegistration(SourceRegistration&&) noexcept = default;
  SourceRegistration& operator=(SourceRegistration&& other) noexcept {
    if (this != &other) {
      end();
      core_ = std::move(other.core_);
      source_ = std::move(other.source_);
    }
    return *this;
  }
  ~SourceRegistration() { end(); }

  /// Leaves the source in the gatherer, for good.
  void keep() && noexcept { source_ = nullptr; }

 private:
  friend class Gatherer;
  SourceRegistration(const std::shared_ptr<detail::GathererCore>& core,
                     std::shared_ptr<const detail::GatheredSource> source) noexcept
      : core_(core), source_(std::move(source)) {}

  void end() noexcept {
    if (source_ == nullptr) return;
    if (const auto core = core_.lock()) core->remove(source_);
    source_ = nullptr;
  }

  std::weak_ptr<detail::GathererCore> core_;
  std::shared_ptr<const detail::GatheredSource> source_;
};

namespace detail::mistake {
struct the_label_of_a_source_comes_as_a_pair_in_braces {};
}  // namespace detail::mistake

/// One page of many sources: servers with registries of their own, sinks, collectables of other
/// code. It is merged by family, so it is valid exposition whatever the sources are.
///
///     isometric::Gatherer gatherer;
///     auto registration = gatherer.add(server.sink(), {"server", "rack-1"});
///     exposer.RegisterCollectable(gatherer.collectable());
///
/// A source's label is put on each of its series. Without one, sources are expected to have no
/// series in common. Series are in the order of their sources' labels, and of adding; within one
/// source, in the source's own.
///
/// Series of one family may have other label names or buckets than those of another source: they
/// are shown as they are. What contradicts is left out, or shown as the source has it that was
/// added first; see GatheringFault. Each such fault is kept in problems() and counted in
/// `isometric_gathering_conflicts_total`, a metric of this page that names the family. A source
/// that is gone or throws is left out and counted in `isometric_lost_sources_total`. An event is on
/// the page of the next scrape at the latest.
///
/// Copies are the same gatherer. Thread-safe: sources come and go during scrapes. A scrape that has
/// begun ends with the sources that it began with, and keeps them alive; nobody waits for it.
class Gatherer {
 public:
  Gatherer() : core_(std::make_shared<detail::GathererCore>()) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  Gatherer(const Gatherer&) = default;
  Gatherer& operator=(const Gatherer&) = default;

  /// Adds a source and keeps it alive: a sink that can be read, or any MetricsSource, which is
  /// copied. Throws std::invalid_argument if it is this gatherer, or if the label's value is empty.
  template <Exposable Source>
  SourceRegistration add(const Source& source, SourceLabel label = no_label()) {
    return register_source(std::move(label), scrape_function(source));
  }

  template <class Source, class Name, class Value>
  ISOMETRIC_DETAIL_MISTAKE(
      "the label of a source comes as a pair in braces: {\"server\", server_name}")
  SourceRegistration add(const Source&, const Name&, const Value&,
                         detail::mistake::the_label_of_a_source_comes_as_a_pair_in_braces = {})
      ISOMETRIC_DETAIL_REFUSED;

  /// The same for what only prometheus-cpp knows. Its families are copied at each scrape. Throws
  /// std::invalid_argument if it is null.
  SourceRegistration add(std::shared_ptr<prometheus::Collectable> source,
                         SourceLabel label = no_label()) {
    return register_source(std::move(label), scrape_function(std::move(source)));
  }

  /// The same for a source that others keep alive. When it is gone, it is left out and counted.
  template <Scrapable Source>
  SourceRegistration add_weakly(const Source& source, SourceLabel label = no_label()) {
    return register_source(std::move(label),
                           weak_function(std::weak_ptr<ScrapeSource>(source.scrape_source())));
  }
  SourceRegistration add_weakly(std::weak_ptr<prometheus::Collectable> source,
                                SourceLabel label = no_label()) {
    return register_source(std::move(label), weak_function(std::move(source)));
  }

  /// What a prometheus::Exposer takes. An exposer does not keep it alive; the gatherer and its
  /// copies do.
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> collectable() const { return core_; }

  /// All series of all sources now.
  [[nodiscard]] Snapshot snapshot() const { return Snapshot(*core_->scrape()); }

  /// For exposition: what a page is written from, without copies of the families.
  [[nodiscard]] std::shared_ptr<ScrapeSource> scrape_source() const { return core_; }

  /// What scrapes have found wrong so far, each once, in the order of its first time. At most 1,000
  /// are kept.
  [[nodiscard]] std::vector<GatheringProblem> problems() const { return core_->log().problems(); }

 private:
  using ScrapeFunction = decltype(detail::GatheredSource::scrape);

  /// Has no name, which no literal gives.
  static SourceLabel no_label() { return {LabelName(std::string_view(), detail::Unchecked{}), {}}; }

  template <class Source>
  ScrapeFunction scrape_function(const Source& source) const {
    if constexpr (Scrapable<Source>) {
      std::shared_ptr<ScrapeSource> direct = source.scrape_source();
      core_->require_other(direct.get());
      return [direct = std::move(direct)](auto&) { return detail::scrape_of(direct); };
    } else if constexpr (std::same_as<Source, Snapshot>) {
      return [source](auto&) { return detail::scrape_of(source); };
    } else {
      return [source](auto&) { return detail::scrape_of(source.snapshot()); };
    }
  }

  ScrapeFunction scrape_function(std::shared_ptr<prometheus::Collectable> source) const {
    core_->require_collectable(source.get());
    return [source = std::move(source)](std::vector<std::string>& malformed) {
      return detail::scrape_of(source, malformed);
    };
  }

  template <class Source>
  static ScrapeFunction weak_function(std::weak_ptr<Source> source) {
    return [source =
                std::move(source)](std::vector<std::string>& malformed) -> std::unique_ptr<Scrape> {
      const std::shared_ptr<Source> locked = source.lock();
      if (locked == nullptr) return nullptr;
      if constexpr (std::same_as<Source, prometheus::Collectable>) {
        return detail::scrape_of(locked, malformed);
      } else {
        return detail::scrape_of(locked);
      }
    };
  }

  SourceRegistration register_source(SourceLabel label, ScrapeFunction scrape) {
    return {core_, core_->add(std::string(label.name.view()), label.value, std::move(scrape))};
  }

  std::shared_ptr<detail::GathererCore> core_;
};

}  // namespace isometric::inline v1
