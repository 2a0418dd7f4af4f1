#pragma once

#include <isometric/adaptors/detail/dropped_family.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

// The callbacks of a sink whose type is not known.
namespace isometric::inline v1::detail {

class RegistrationModel {
 public:
  virtual ~RegistrationModel() = default;
};

template <class Registration>
class RegistrationModelOf final : public RegistrationModel {
 public:
  /// Of the registration that `add()` gives.
  template <class Add>
  explicit RegistrationModelOf(const Add& add) : registration_(add()) {}

 private:
  [[no_unique_address]] Registration registration_;
};

/// Ends when it is destroyed or assigned to, as the registration inside does.
using AnyRegistration = std::unique_ptr<RegistrationModel>;

class CallbackFamilyModel {
 public:
  virtual ~CallbackFamilyModel() = default;
  [[nodiscard]] virtual const FamilyDescriptor& descriptor() const noexcept = 0;
  [[nodiscard]] virtual AnyRegistration add(OpenLabelValues values, std::size_t closed_index,
                                            std::function<double()> function) const = 0;
  [[nodiscard]] virtual AnyRegistration rejected_registration() const = 0;
};

template <class Family>
class CallbackFamilyModelOf final : public CallbackFamilyModel {
  using Model = RegistrationModelOf<CallbackRegistrationOf<Family>>;

 public:
  /// Of the family that `declare()` gives.
  template <class Declare>
  explicit CallbackFamilyModelOf(const Declare& declare) : family_(declare()) {}

  const FamilyDescriptor& descriptor() const noexcept override { return descriptor_of(family_); }
  AnyRegistration add(OpenLabelValues values, std::size_t closed_index,
                      std::function<double()> function) const override {
    return std::make_unique<Model>(
        [&] { return family_.add(values, closed_index, std::move(function)); });
  }
  AnyRegistration rejected_registration() const override {
    return std::make_unique<Model>([this] { return family_.rejected_registration(); });
  }

 private:
  [[no_unique_address]] Family family_;
};

class AnyCallbackFamily {
 public:
  explicit AnyCallbackFamily(std::shared_ptr<const CallbackFamilyModel> model) noexcept
      : model_(std::move(model)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return model_->descriptor(); }

  template <class Function>
  [[nodiscard]] AnyRegistration add(OpenLabelValues values, std::size_t closed_index,
                                    Function function) const {
    return model_->add(values, closed_index, std::move(function));
  }
  [[nodiscard]] AnyRegistration rejected_registration() const {
    return model_->rejected_registration();
  }

 private:
  std::shared_ptr<const CallbackFamilyModel> model_;
};

}  // namespace isometric::inline v1::detail
