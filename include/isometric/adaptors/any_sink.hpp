#pragma once

#include <isometric/adaptors/detail/any/any_callback_family.hpp>
#include <isometric/adaptors/detail/any/any_family.hpp>
#include <isometric/adaptors/detail/any/sink_model.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>

#include <concepts>
#include <memory>
#include <string_view>
#include <utility>

namespace isometric::inline v1 {
namespace detail {

/// The removable or the dynamic half of an AnySink.
template <SeriesKind kind>
class AnyRemovableHalf {
 public:
  explicit AnyRemovableHalf(std::shared_ptr<const SinkModel> model) noexcept
      : model_(std::move(model)) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  AnyRemovableHalf(const AnyRemovableHalf&) = default;
  AnyRemovableHalf& operator=(const AnyRemovableHalf&) = default;

  AnyRemovableFamily counter(const FamilyDescriptor& family) const {
    return model_->declare_removable(kind, MetricType::counter, family);
  }
  AnyRemovableFamily gauge(const FamilyDescriptor& family) const {
    return model_->declare_removable(kind, MetricType::gauge, family);
  }
  AnyRemovableFamily histogram(const FamilyDescriptor& family) const {
    return model_->declare_removable(kind, MetricType::histogram, family);
  }
  AnyRemovableFamily summary(const FamilyDescriptor& family) const {
    return model_->declare_removable(kind, MetricType::summary, family);
  }

 private:
  std::shared_ptr<const SinkModel> model_;
};

}  // namespace detail

/// A sink of any type behind one type: for a server that is compiled before its sink is chosen, and
/// for the boundary of a plug-in.
///
///     AnySink sink = RegistrySink{};
///
/// An update is an indirect call to the sink's own: about 10 instructions more than through the
/// sink itself. Figures are on its page. Copies are the same sink. Thread-safe if the sink inside
/// is.
///
/// The type cannot tell what the sink inside can do, so it says at run time: a removable or
/// dynamic family or a callback that the sink inside has not, throws RegistrationConflict over its
/// kind of series when it is declared, and reading a sink that cannot be read throws
/// std::logic_error.
class AnySink {
 public:
  /// Implicit, so that a sink is passed where an AnySink is asked for.
  // To ask for a MetricsSink here would be to ask whether it is copyable, which for a type that can
  // be made of an AnySink is the question being answered.
  template <class Sink>
    requires(!std::same_as<Sink, AnySink> && requires { typename detail::CounterFamilyOf<Sink>; })
  AnySink(Sink sink, SourceLocation made_at = SourceLocation::current())
      : model_(std::make_shared<const detail::SinkModelOf<Sink>>(std::move(sink), made_at)) {
    static_assert(diagnose_sink<Sink>());
  }

  // Copied when it is moved, so that what was moved from is as good as before.
  AnySink(const AnySink&) = default;
  AnySink& operator=(const AnySink&) = default;

  detail::AnyFamily counter(const FamilyDescriptor& family) const {
    return model_->declare(MetricType::counter, family);
  }
  detail::AnyFamily gauge(const FamilyDescriptor& family) const {
    return model_->declare(MetricType::gauge, family);
  }
  detail::AnyFamily histogram(const FamilyDescriptor& family) const {
    return model_->declare(MetricType::histogram, family);
  }
  detail::AnyFamily summary(const FamilyDescriptor& family) const {
    return model_->declare(MetricType::summary, family);
  }

  [[nodiscard]] auto removable() const {
    return detail::AnyRemovableHalf<SeriesKind::removable>(model_);
  }
  [[nodiscard]] auto dynamic() const {
    return detail::AnyRemovableHalf<SeriesKind::dynamic>(model_);
  }

  detail::AnyCallbackFamily callback_counter(const FamilyDescriptor& family) const {
    return model_->declare_callback(MetricType::counter, family);
  }
  detail::AnyCallbackFamily callback_gauge(const FamilyDescriptor& family) const {
    return model_->declare_callback(MetricType::gauge, family);
  }

  [[nodiscard]] Snapshot snapshot() const { return model_->snapshot(); }
  [[nodiscard]] Snapshot snapshot(std::string_view family) const {
    return model_->snapshot(family);
  }
  [[nodiscard]] std::shared_ptr<ScrapeSource> scrape_source() const {
    return model_->scrape_source();
  }

 private:
  std::shared_ptr<const detail::SinkModel> model_;
};

}  // namespace isometric::inline v1
