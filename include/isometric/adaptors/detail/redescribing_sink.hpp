#pragma once

#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// Declares each family in another sink under another description, and hands out that sink's family
/// as it is. `change(descriptor, declare)` calls `declare` with the new descriptor, whose views
/// need to live no longer than that.
template <MetricsSink Inner, class Change>
class RedescribingSink : public SinkOver<Inner> {
 public:
  RedescribingSink(Inner inner, Change change)
      : SinkOver<Inner>(std::move(inner)), change_(std::move(change)) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  RedescribingSink(const RedescribingSink&) = default;
  RedescribingSink& operator=(const RedescribingSink&) = default;

  static constexpr bool adds_constant_label(std::string_view name) noexcept {
    return detail::adds_constant_label<Change>(name) || SinkOver<Inner>::adds_constant_label(name);
  }

  auto counter(const FamilyDescriptor& family) const {
    return change_(family, [this](const auto& changed) { return this->inner().counter(changed); });
  }
  auto gauge(const FamilyDescriptor& family) const {
    return change_(family, [this](const auto& changed) { return this->inner().gauge(changed); });
  }
  auto histogram(const FamilyDescriptor& family) const {
    return change_(family,
                   [this](const auto& changed) { return this->inner().histogram(changed); });
  }
  auto summary(const FamilyDescriptor& family) const {
    return change_(family, [this](const auto& changed) { return this->inner().summary(changed); });
  }

  auto removable() const
    requires RemovableSink<Inner>
  {
    return RedescribingSink<RemovableHalf<Inner>, Change>(this->inner().removable(), change_);
  }

  auto dynamic() const
    requires DynamicSink<Inner>
  {
    return RedescribingSink<DynamicHalf<Inner>, Change>(this->inner().dynamic(), change_);
  }

  auto callback_counter(const FamilyDescriptor& family) const
    requires CallbackSink<Inner>
  {
    return change_(family,
                   [this](const auto& changed) { return this->inner().callback_counter(changed); });
  }
  auto callback_gauge(const FamilyDescriptor& family) const
    requires CallbackSink<Inner>
  {
    return change_(family,
                   [this](const auto& changed) { return this->inner().callback_gauge(changed); });
  }

 protected:
  [[nodiscard]] const Change& change() const noexcept { return change_; }

 private:
  [[no_unique_address]] Change change_;
};

}  // namespace isometric::inline v1::detail
