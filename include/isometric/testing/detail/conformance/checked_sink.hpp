#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

// A sink that is checked and what it gives, behind interfaces, so that the checks are compiled once
// and not for each type of sink, family and handle. checked_sink_of.hpp implements them.
namespace isometric::inline v1::detail {

/// An object behind an interface: a copy of this has a copy of it.
template <class Interface>
class Copied {
 public:
  /// Owns the object.
  explicit Copied(Interface* object) noexcept : object_(object) {}
  Copied(const Copied& other) : object_(other.object_->copy()) {}
  Copied(Copied&&) noexcept = default;
  Copied& operator=(const Copied&) = delete;
  Copied& operator=(Copied&&) = delete;
  ~Copied() = default;

  Interface* operator->() noexcept { return object_.get(); }
  const Interface* operator->() const noexcept { return object_.get(); }
  Interface& operator*() noexcept { return *object_; }
  const Interface& operator*() const noexcept { return *object_; }

 private:
  std::unique_ptr<Interface> object_;
};

/// What a handle of a series says of it; nothing of what it cannot say.
struct CheckedReading {
  std::optional<double> value;
  std::optional<double> count;
  std::optional<double> sum;
};

/// A handle of a series. Updates that its type has not do nothing.
class CheckedSeries {
 public:
  virtual ~CheckedSeries() = default;
  [[nodiscard]] virtual std::unique_ptr<CheckedSeries> copy() const = 0;
  /// Assigns the handle of another series of the same family: a copy, or what is moved from it.
  virtual void assign(const CheckedSeries& other) = 0;
  virtual void assign(CheckedSeries&& other) = 0;
  /// A handle of the same type that is of no series, if it has such; else none.
  [[nodiscard]] virtual std::unique_ptr<CheckedSeries> make_empty() const = 0;
  [[nodiscard]] virtual bool is_empty() const = 0;
  /// An update that adds 1 to a counter's or gauge's value, or to the number of observations.
  virtual void touch() const = 0;
  virtual void refuse() const = 0;
  virtual void inc(double amount) const = 0;
  virtual void dec(double amount) const = 0;
  virtual void set(double value) const = 0;
  virtual void observe(double value) const = 0;
  /// False if it cannot observe several times at once.
  virtual bool observe(double value, std::uint64_t times) const = 0;
  [[nodiscard]] virtual CheckedReading read() const = 0;
};

class CheckedBlock {
 public:
  virtual ~CheckedBlock() = default;
  [[nodiscard]] virtual std::unique_ptr<CheckedBlock> copy() const = 0;
  [[nodiscard]] virtual Copied<CheckedSeries> series(std::size_t closed_index) const = 0;
};

/// A function that was registered. It is taken back when this is destroyed.
class CheckedRegistration {
 public:
  virtual ~CheckedRegistration() = default;
  /// Another, of what is moved from this one.
  [[nodiscard]] virtual std::unique_ptr<CheckedRegistration> move() = 0;
  /// Assigns one that was made of nothing.
  virtual void clear() = 0;
};

/// A family of any half. What its half has not is not called.
class CheckedFamily {
 public:
  virtual ~CheckedFamily() = default;
  [[nodiscard]] virtual std::unique_ptr<CheckedFamily> copy() const = 0;
  /// Nothing if the family does not say.
  [[nodiscard]] virtual std::optional<FamilyDescriptor> descriptor() const = 0;

  // Of families that have series:
  [[nodiscard]] virtual Copied<CheckedBlock> block(OpenLabelValues values) const = 0;
  [[nodiscard]] virtual Copied<CheckedSeries> rejected_series() const = 0;
  // Of those, where series can be removed:
  virtual bool remove(OpenLabelValues values, std::size_t closed_index) const = 0;
  virtual std::size_t remove_matching(std::span<const LabelMatch> matches) const = 0;
  [[nodiscard]] virtual Copied<CheckedSeries> acquire(OpenLabelValues values) const = 0;
  virtual void release(const CheckedSeries& acquired) const = 0;

  // Of families of callbacks:
  [[nodiscard]] virtual std::unique_ptr<CheckedRegistration> add(
      OpenLabelValues values, std::size_t closed_index, std::function<double()> function) const = 0;
  [[nodiscard]] virtual std::unique_ptr<CheckedRegistration> rejected_registration() const = 0;
};

enum class SinkHalf : unsigned char { fixed, removable, dynamic, callback };

class CheckedSink {
 public:
  virtual ~CheckedSink() = default;
  [[nodiscard]] virtual std::unique_ptr<CheckedSink> copy() const = 0;
  /// By the function of that type, whatever the descriptor says: an info is declared as a gauge.
  [[nodiscard]] virtual Copied<CheckedFamily> declare(SinkHalf half, MetricType type,
                                                      const FamilyDescriptor& family) const = 0;
  // Of a source:
  [[nodiscard]] virtual Snapshot read() const = 0;
  [[nodiscard]] virtual Snapshot read(std::string_view family) const = 0;
};

}  // namespace isometric::inline v1::detail
