#pragma once

#include <isometric/adaptors/detail/any/any_callback_family.hpp>
#include <isometric/adaptors/detail/any/any_family.hpp>
#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/snapshot_scrape.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// What an AnySink calls, and what the sink inside makes of it.
namespace isometric::inline v1::detail {

/// The type of a family is that of the function which declares it: an info comes as a gauge.
class SinkModel {
 public:
  virtual ~SinkModel() = default;
  [[nodiscard]] virtual AnyFamily declare(MetricType type,
                                          const FamilyDescriptor& family) const = 0;
  /// Removable or dynamic.
  [[nodiscard]] virtual AnyRemovableFamily declare_removable(
      SeriesKind kind, MetricType type, const FamilyDescriptor& family) const = 0;
  [[nodiscard]] virtual AnyCallbackFamily declare_callback(
      MetricType type, const FamilyDescriptor& family) const = 0;
  [[nodiscard]] virtual Snapshot snapshot() const = 0;
  [[nodiscard]] virtual Snapshot snapshot(std::string_view family) const = 0;
  [[nodiscard]] virtual std::shared_ptr<ScrapeSource> scrape_source() const = 0;
};

/// A `Model` of what `declare()` gives. The memory is there before that is called. What owns it is
/// of one type for all models of the interface, since an AnySink has a dozen models for each sink.
template <class Model, class Interface, class Declare>
std::shared_ptr<const Interface> make_model(const Declare& declare) {
  auto owner = std::make_shared<std::unique_ptr<const Interface>>();
  owner->reset(new Model(declare));
  const Interface* const model = owner->get();
  return {std::move(owner), model};
}

/// Hands on, with the type, what declares in a sink or in its removable half. It is called when
/// there is memory for what it gives: a declaration cannot be undone.
template <class Result, class Sink, class Erase>
Result declare_in(const Sink& sink, MetricType type, const FamilyDescriptor& family, Erase erase) {
  switch (type) {
    case MetricType::counter:
      return erase.template operator()<MetricType::counter>([&] { return sink.counter(family); });
    case MetricType::histogram:
      return erase.template operator()<MetricType::histogram>(
          [&] { return sink.histogram(family); });
    case MetricType::summary:
      return erase.template operator()<MetricType::summary>([&] { return sink.summary(family); });
    case MetricType::gauge:
    case MetricType::info:
    case MetricType::unknown: break;
  }
  return erase.template operator()<MetricType::gauge>([&] { return sink.gauge(family); });
}

template <class Sink>
class SinkModelOf final : public SinkModel {
 public:
  SinkModelOf(Sink sink, const SourceLocation& made_at)
      : sink_(std::move(sink)), site_(site_text(made_at)) {}

  AnyFamily declare(MetricType type, const FamilyDescriptor& family) const override {
    return declare_in<AnyFamily>(
        sink_, type, family, []<MetricType Type, class Declare>(const Declare& declare_it) {
          using Model = FamilyModelOf<FamilyModel, Type, decltype(declare_it())>;
          return AnyFamily(make_model<Model, FamilyModel>(declare_it));
        });
  }

  AnyRemovableFamily declare_removable(SeriesKind kind, MetricType type,
                                       const FamilyDescriptor& family) const override {
    const auto declare_in_half = [&](const auto& half) {
      return declare_in<AnyRemovableFamily>(
          half, type, family, []<MetricType Type, class Declare>(const Declare& declare_it) {
            using Model = RemovableFamilyModelOf<Type, decltype(declare_it())>;
            return AnyRemovableFamily(make_model<Model, RemovableFamilyModel>(declare_it));
          });
    };
    if constexpr (RemovableSink<Sink>) {
      if (kind == SeriesKind::removable) return declare_in_half(sink_.removable());
    }
    if constexpr (DynamicSink<Sink>) {
      if (kind == SeriesKind::dynamic) return declare_in_half(sink_.dynamic());
    }
    refuse(family, kind);
  }

  AnyCallbackFamily declare_callback(MetricType type,
                                     const FamilyDescriptor& family) const override {
    if constexpr (CallbackSink<Sink>) {
      const auto erase = [](const auto& declare_it) {
        using Model = CallbackFamilyModelOf<decltype(declare_it())>;
        return AnyCallbackFamily(make_model<Model, CallbackFamilyModel>(declare_it));
      };
      return type == MetricType::counter ? erase([&] { return sink_.callback_counter(family); })
                                         : erase([&] { return sink_.callback_gauge(family); });
    } else {
      refuse(family, SeriesKind::callback);
    }
  }

  Snapshot snapshot() const override {
    if constexpr (MetricsSource<Sink>) {
      return sink_.snapshot();
    } else {
      refuse_to_read();
    }
  }

  Snapshot snapshot(std::string_view family) const override {
    if constexpr (MetricsSource<Sink>) {
      return isometric::snapshot(sink_, family);
    } else {
      static_cast<void>(family);
      refuse_to_read();
    }
  }

  std::shared_ptr<ScrapeSource> scrape_source() const override {
    if constexpr (Scrapable<Sink>) {
      return sink_.scrape_source();
    } else if constexpr (MetricsSource<Sink>) {
      return std::make_shared<SnapshotScrapeSource<Sink>>(sink_);
    } else {
      refuse_to_read();
    }
  }

 private:
  [[noreturn]] void refuse(const FamilyDescriptor& family, SeriesKind requested) const {
    raise(RegistrationConflict({std::string(family.name), Field::series_kind,
                                "a sink whose series are not " + std::string(to_string(requested)),
                                std::string(to_string(requested)), site_,
                                site_text(family.declared_at)}));
  }

  [[noreturn]] void refuse_to_read() const {
    raise(std::logic_error("isometric: AnySink: the sink inside cannot be read (" + site_ + ")"));
  }

  [[no_unique_address]] Sink sink_;
  std::string site_;
};

}  // namespace isometric::inline v1::detail
