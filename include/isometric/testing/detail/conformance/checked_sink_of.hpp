#pragma once

#include <isometric/contract/bulk_series.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/testing/detail/conformance/checked_sink.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

// All of a conformance suite that is compiled for each type of sink, family and handle. It hands on
// and decides nothing.
namespace isometric::inline v1::detail {

template <MetricType Type, class Series>
class CheckedSeriesOf final : public CheckedSeries {
 public:
  explicit CheckedSeriesOf(Series series) : series_(std::move(series)) {}

  [[nodiscard]] std::unique_ptr<CheckedSeries> copy() const override {
    return std::unique_ptr<CheckedSeries>(new CheckedSeriesOf(series_));
  }
  void assign(const CheckedSeries& other) override { series_ = of(other); }
  void assign(CheckedSeries&& other) override {
    series_ = std::move(static_cast<CheckedSeriesOf&>(other).series_);
  }
  [[nodiscard]] std::unique_ptr<CheckedSeries> make_empty() const override {
    if constexpr (EmptiableSeries<Series>)
      return std::unique_ptr<CheckedSeries>(new CheckedSeriesOf(Series{}));
    return nullptr;
  }
  [[nodiscard]] bool is_empty() const override { return is_empty_series(series_); }

  void touch() const override {
    if constexpr (Type == MetricType::counter) {
      series_.inc();
    } else if constexpr (Type == MetricType::gauge) {
      series_.inc(1);
    } else {
      series_.observe(1);
    }
  }
  void refuse() const override { series_.refuse(); }
  void inc(double amount) const override {
    if constexpr (is_number) series_.inc(amount);
  }
  void dec(double amount) const override {
    if constexpr (Type == MetricType::gauge) series_.dec(amount);
  }
  void set(double value) const override {
    if constexpr (Type == MetricType::gauge) series_.set(value);
  }
  void observe(double value) const override {
    if constexpr (!is_number) series_.observe(value);
  }
  bool observe(double value, std::uint64_t times) const override {
    if constexpr (BulkObservingSeries<Series>) series_.observe(value, times);
    return BulkObservingSeries<Series>;
  }

  [[nodiscard]] CheckedReading read() const override {
    if constexpr (is_number && ReadableNumberSeries<Series>) return {series_.value(), {}, {}};
    if constexpr (!is_number && ReadableObservingSeries<Series>) {
      return {{}, static_cast<double>(series_.count()), series_.sum()};
    }
    return {};
  }

  /// The handle behind the interface.
  static const Series& of(const CheckedSeries& series) {
    return static_cast<const CheckedSeriesOf&>(series).series_;
  }

 private:
  static constexpr bool is_number = Type == MetricType::counter || Type == MetricType::gauge;

  Series series_;
};

template <MetricType Type, class Block, class Series>
class CheckedBlockOf final : public CheckedBlock {
 public:
  explicit CheckedBlockOf(Block block) : block_(std::move(block)) {}
  [[nodiscard]] std::unique_ptr<CheckedBlock> copy() const override {
    return std::unique_ptr<CheckedBlock>(new CheckedBlockOf(block_));
  }
  [[nodiscard]] Copied<CheckedSeries> series(std::size_t closed_index) const override {
    return Copied<CheckedSeries>(new CheckedSeriesOf<Type, Series>(block_.series(closed_index)));
  }

 private:
  Block block_;
};

template <class Registration>
class CheckedRegistrationOf final : public CheckedRegistration {
 public:
  explicit CheckedRegistrationOf(Registration registration)
      : registration_(std::move(registration)) {}
  [[nodiscard]] std::unique_ptr<CheckedRegistration> move() override {
    return std::unique_ptr<CheckedRegistration>(
        new CheckedRegistrationOf(std::move(registration_)));
  }
  void clear() override { registration_ = {}; }

 private:
  Registration registration_;
};

template <MetricType Type, class Family>
class CheckedFamilyOf final : public CheckedFamily {
 public:
  explicit CheckedFamilyOf(Family family) : family_(std::move(family)) {}

  [[nodiscard]] std::unique_ptr<CheckedFamily> copy() const override {
    return std::unique_ptr<CheckedFamily>(new CheckedFamilyOf(family_));
  }
  [[nodiscard]] std::optional<FamilyDescriptor> descriptor() const override {
    if constexpr (requires { family_.descriptor(); }) return family_.descriptor();
    return std::nullopt;
  }

  [[nodiscard]] Copied<CheckedBlock> block([[maybe_unused]] OpenLabelValues values) const override {
    if constexpr (HasRejectedSeries<Family>) {
      using Block = CheckedBlockOf<Type, BlockOf<Family>, SeriesOf<Family>>;
      return Copied<CheckedBlock>(new Block(family_.block(values)));
    } else {
      return Copied<CheckedBlock>(nullptr);
    }
  }
  [[nodiscard]] Copied<CheckedSeries> rejected_series() const override {
    if constexpr (HasRejectedSeries<Family>) return checked(family_.rejected_series());
    return none();
  }

  bool remove([[maybe_unused]] OpenLabelValues values,
              [[maybe_unused]] std::size_t closed_index) const override {
    if constexpr (RemovableFamily<Family>) return family_.remove(values, closed_index);
    return false;
  }
  std::size_t remove_matching([[maybe_unused]] std::span<const LabelMatch> matches) const override {
    if constexpr (RemovableFamily<Family>) return family_.remove_matching(matches);
    return 0;
  }
  [[nodiscard]] Copied<CheckedSeries> acquire(
      [[maybe_unused]] OpenLabelValues values) const override {
    if constexpr (RemovableFamily<Family>) return checked(family_.acquire(values, 0));
    return none();
  }
  void release([[maybe_unused]] const CheckedSeries& acquired) const override {
    if constexpr (RemovableFamily<Family>) {
      family_.release(CheckedSeriesOf<Type, SeriesOf<Family>>::of(acquired));
    }
  }

  [[nodiscard]] std::unique_ptr<CheckedRegistration> add(
      [[maybe_unused]] OpenLabelValues values, [[maybe_unused]] std::size_t closed_index,
      [[maybe_unused]] std::function<double()> function) const override {
    if constexpr (CallbackFamily<Family>) {
      using Registration = decltype(family_.add(values, closed_index, std::move(function)));
      return std::unique_ptr<CheckedRegistration>(new CheckedRegistrationOf<Registration>(
          family_.add(values, closed_index, std::move(function))));
    }
    return nullptr;
  }
  [[nodiscard]] std::unique_ptr<CheckedRegistration> rejected_registration() const override {
    if constexpr (CallbackFamily<Family>) {
      using Registration = CallbackRegistrationOf<Family>;
      return std::unique_ptr<CheckedRegistration>(
          new CheckedRegistrationOf<Registration>(family_.rejected_registration()));
    }
    return nullptr;
  }

 private:
  template <class Series>
  static Copied<CheckedSeries> checked(Series series) {
    return Copied<CheckedSeries>(new CheckedSeriesOf<Type, Series>(std::move(series)));
  }
  static Copied<CheckedSeries> none() { return Copied<CheckedSeries>(nullptr); }

  Family family_;
};

template <class Sink>
class CheckedSinkOf final : public CheckedSink {
 public:
  explicit CheckedSinkOf(Sink sink) : sink_(std::move(sink)) {}

  [[nodiscard]] std::unique_ptr<CheckedSink> copy() const override {
    return std::unique_ptr<CheckedSink>(new CheckedSinkOf(sink_));
  }
  [[nodiscard]] Copied<CheckedFamily> declare(SinkHalf half, MetricType type,
                                              const FamilyDescriptor& family) const override {
    if constexpr (RemovableSink<Sink>) {
      if (half == SinkHalf::removable) return declare_in(sink_.removable(), type, family);
    }
    if constexpr (DynamicSink<Sink>) {
      if (half == SinkHalf::dynamic) return declare_in(sink_.dynamic(), type, family);
    }
    if constexpr (CallbackSink<Sink>) {
      if (half == SinkHalf::callback && type == MetricType::counter) {
        return checked<MetricType::counter>(sink_.callback_counter(family));
      }
      if (half == SinkHalf::callback) {
        return checked<MetricType::gauge>(sink_.callback_gauge(family));
      }
    }
    return declare_in(sink_, type, family);
  }

  [[nodiscard]] Snapshot read() const override {
    if constexpr (MetricsSource<Sink>) return sink_.snapshot();
    return Snapshot();
  }
  [[nodiscard]] Snapshot read([[maybe_unused]] std::string_view family) const override {
    if constexpr (MetricsSource<Sink>) return snapshot(sink_, family);
    return Snapshot();
  }

 private:
  template <MetricType Type, class Family>
  static Copied<CheckedFamily> checked(Family family) {
    return Copied<CheckedFamily>(new CheckedFamilyOf<Type, Family>(std::move(family)));
  }
  template <class Half>
  static Copied<CheckedFamily> declare_in(const Half& half, MetricType type,
                                          const FamilyDescriptor& family) {
    switch (type) {
      case MetricType::counter: return checked<MetricType::counter>(half.counter(family));
      case MetricType::histogram: return checked<MetricType::histogram>(half.histogram(family));
      case MetricType::summary: return checked<MetricType::summary>(half.summary(family));
      case MetricType::gauge:
      case MetricType::info:
      case MetricType::unknown: break;
    }
    return checked<MetricType::gauge>(half.gauge(family));
  }

  Sink sink_;
};

}  // namespace isometric::inline v1::detail
