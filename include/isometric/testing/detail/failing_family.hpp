#pragma once

#include <isometric/adaptors/detail/sink_over.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/testing/detail/failure_plan.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

// The families of a FailingSink. Blocks, handles and registrations are those of the sink inside:
// what is done with them cannot fail.
namespace isometric::inline v1::testing::internal {

template <class Family>
class FailingFamilyParts {
 public:
  FailingFamilyParts(Family family, std::shared_ptr<FailurePlan> plan, std::string_view name)
      : family_(std::move(family)),
        plan_(std::move(plan)),
        name_(std::make_shared<const std::string>(name)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept
    requires detail::HasDescriptor<Family>
  {
    return family_.descriptor();
  }

 protected:
  [[nodiscard]] const Family& family() const noexcept { return family_; }
  void pass(std::string_view what) const { plan_->pass(what, *name_); }

 private:
  Family family_;
  std::shared_ptr<FailurePlan> plan_;
  std::shared_ptr<const std::string> name_;  // shared, so that a copy cannot throw more than before
};

template <class Family>
class FailingFamily : public FailingFamilyParts<Family> {
 public:
  using FailingFamilyParts<Family>::FailingFamilyParts;

  detail::BlockOf<Family> block(OpenLabelValues values) const {
    this->pass("look-up in");
    return this->family().block(values);
  }
  detail::SeriesOf<Family> rejected_series() const {
    this->pass("rejected series of");
    return this->family().rejected_series();
  }
};

template <class Family>
class RemovableFailingFamily : public FailingFamily<Family> {
  using Series = detail::SeriesOf<Family>;

 public:
  using FailingFamily<Family>::FailingFamily;

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    this->pass("removal from");
    return this->family().remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    this->pass("removal from");
    return this->family().remove_matching(matches);
  }
  Series acquire(OpenLabelValues values, std::size_t closed_index) const {
    this->pass("acquisition in");
    return this->family().acquire(values, closed_index);
  }
  void release(const Series& acquired) const noexcept { this->family().release(acquired); }
};

template <class Family>
class CallbackFailingFamily : public FailingFamilyParts<Family> {
  using Registration = detail::CallbackRegistrationOf<Family>;

 public:
  using FailingFamilyParts<Family>::FailingFamilyParts;

  template <class Function>
  [[nodiscard]] Registration add(OpenLabelValues values, std::size_t closed_index,
                                 Function function) const {
    this->pass("callback for");
    return this->family().add(values, closed_index, std::move(function));
  }
  [[nodiscard]] Registration rejected_registration() const {
    this->pass("rejected callback for");
    return this->family().rejected_registration();
  }
};

}  // namespace isometric::inline v1::testing::internal
