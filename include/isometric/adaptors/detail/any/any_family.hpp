#pragma once

#include <isometric/adaptors/detail/any/any_series.hpp>
#include <isometric/adaptors/detail/dropped_family.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/metric_type.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

// The families of a sink whose type is not known.
namespace isometric::inline v1::detail {

class FamilyModel {
 public:
  virtual ~FamilyModel() = default;
  [[nodiscard]] virtual const FamilyDescriptor& descriptor() const noexcept = 0;
  [[nodiscard]] virtual AnyBlock block(OpenLabelValues values) const = 0;
  [[nodiscard]] virtual AnySeries rejected_series() const = 0;
};

class RemovableFamilyModel : public FamilyModel {
 public:
  virtual bool remove(OpenLabelValues values, std::size_t closed_index) const = 0;
  virtual std::size_t remove_matching(std::span<const LabelMatch> matches) const = 0;
  [[nodiscard]] virtual AnySeries acquire(OpenLabelValues values,
                                          std::size_t closed_index) const = 0;
  virtual void release(const AnySeries& acquired) const noexcept = 0;
};

/// `Model` is FamilyModel or what derives from it.
template <class Model, MetricType Type, class Family>
class FamilyModelOf : public Model {
 public:
  /// Of the family that `declare()` gives.
  template <class Declare>
  explicit FamilyModelOf(const Declare& declare) : family_(declare()) {}

  const FamilyDescriptor& descriptor() const noexcept override { return descriptor_of(family_); }
  AnyBlock block(OpenLabelValues values) const override {
    return AnyBlock(any_block_table<Type, BlockOf<Family>>, [&] { return family_.block(values); });
  }
  AnySeries rejected_series() const override {
    return make_any_series<Type>([this] { return family_.rejected_series(); });
  }

 protected:
  [[nodiscard]] const Family& family() const noexcept { return family_; }

 private:
  [[no_unique_address]] Family family_;
};

template <MetricType Type, class Family>
class RemovableFamilyModelOf final : public FamilyModelOf<RemovableFamilyModel, Type, Family> {
 public:
  using FamilyModelOf<RemovableFamilyModel, Type, Family>::FamilyModelOf;

  bool remove(OpenLabelValues values, std::size_t closed_index) const override {
    return this->family().remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const override {
    return this->family().remove_matching(matches);
  }
  AnySeries acquire(OpenLabelValues values, std::size_t closed_index) const override {
    return make_any_series<Type>([&] { return this->family().acquire(values, closed_index); });
  }
  void release(const AnySeries& acquired) const noexcept override {
    this->family().release(kept_value<SeriesOf<Family>>(acquired.bytes()));
  }
};

template <class Model>
class AnyFamilyOf {
 public:
  explicit AnyFamilyOf(std::shared_ptr<const Model> model) noexcept : model_(std::move(model)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return model_->descriptor(); }
  AnyBlock block(OpenLabelValues values) const { return model_->block(values); }
  AnySeries rejected_series() const { return model_->rejected_series(); }

 protected:
  [[nodiscard]] const Model& model() const noexcept { return *model_; }

 private:
  std::shared_ptr<const Model> model_;
};

using AnyFamily = AnyFamilyOf<FamilyModel>;

class AnyRemovableFamily : public AnyFamilyOf<RemovableFamilyModel> {
 public:
  using AnyFamilyOf::AnyFamilyOf;

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    return model().remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    return model().remove_matching(matches);
  }
  AnySeries acquire(OpenLabelValues values, std::size_t closed_index) const {
    return model().acquire(values, closed_index);
  }
  void release(const AnySeries& acquired) const noexcept { model().release(acquired); }
};

}  // namespace isometric::inline v1::detail
