#pragma once

#include <isometric/contract/bulk_series.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/contract/removable_sink.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

// Families over a family of each of several sinks, and what comes of them. Nothing is looked up at
// run time: a call is one call for each sink, from the first to the last.
namespace isometric::inline v1::detail {

/// `Result`, made of what `function` gives for each of `parts`, in their order.
template <class Result, class... Types, class Function>
Result make_each(const std::tuple<Types...>& parts, Function function) {
  return std::apply(
      [&](const auto&... part) {
        return Result(typename Result::Parts{function(part)...});  // braces: from left to right
      },
      parts);
}

/// The position of the first true; the number of them if there is none.
template <bool... Are>
consteval std::size_t first_true() {
  std::size_t index = 0;
  static_cast<void>(((Are || (++index, false)) || ...));
  return index;
}

/// It is read from the first that can be read.
template <class... Series>
class TeeSeries {
 public:
  using Parts = std::tuple<Series...>;
  static constexpr bool is_null = (NullSeries<Series> && ...);

  TeeSeries()
    requires(EmptiableSeries<Series> && ...)
  = default;
  explicit TeeSeries(Parts series) noexcept : series_(std::move(series)) {}

  void inc() const noexcept {
    update([](const auto& series) { series.inc(); });
  }
  void inc(double amount) const noexcept {
    update([=](const auto& series) { series.inc(amount); });
  }
  void dec(double amount) const noexcept {
    update([=](const auto& series) { series.dec(amount); });
  }
  void set(double value) const noexcept {
    update([=](const auto& series) { series.set(value); });
  }
  void observe(double value) const noexcept {
    update([=](const auto& series) { series.observe(value); });
  }
  void observe(double value, std::uint64_t times) const noexcept
    requires(ObservingSeries<Series> && ...)
  {
    update([=](const auto& series) { observe_times(series, value, times); });
  }
  void refuse() const noexcept {
    update([](const auto& series) { series.refuse(); });
  }

  [[nodiscard]] bool is_empty() const noexcept
    requires(EmptiableSeries<Series> && ...)
  {
    return std::apply([](const auto&... series) { return (is_empty_series(series) && ...); },
                      series_);
  }

  [[nodiscard]] double value() const noexcept
    requires(ReadableNumberSeries<Series> || ...)
  {
    return std::get<first_true<ReadableNumberSeries<Series>...>()>(series_).value();
  }
  [[nodiscard]] std::uint64_t count() const
    requires(ReadableObservingSeries<Series> || ...)
  {
    return std::get<first_true<ReadableObservingSeries<Series>...>()>(series_).count();
  }
  [[nodiscard]] double sum() const
    requires(ReadableObservingSeries<Series> || ...)
  {
    return std::get<first_true<ReadableObservingSeries<Series>...>()>(series_).sum();
  }

  [[nodiscard]] const Parts& parts() const noexcept { return series_; }

 private:
  template <class Update>
  void update(Update update) const noexcept {
    std::apply([&](const auto&... series) { (update(series), ...); }, series_);
  }

  [[no_unique_address]] Parts series_;
};

template <class... Families>
class TeeBlock {
 public:
  using Parts = std::tuple<BlockOf<Families>...>;

  explicit TeeBlock(Parts blocks) : blocks_(std::move(blocks)) {}

  TeeSeries<SeriesOf<Families>...> series(std::size_t closed_index) const noexcept {
    return make_each<TeeSeries<SeriesOf<Families>...>>(
        blocks_, [=](const auto& block) { return block.series(closed_index); });
  }

 private:
  [[no_unique_address]] Parts blocks_;
};

/// `DescribedBy` is the position of the family whose descriptor is the tee's; none if it is none.
template <std::size_t DescribedBy, class... Families>
class TeeParts {
 public:
  using Parts = std::tuple<Families...>;

  explicit TeeParts(Parts families) : families_(std::move(families)) {}

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept
    requires(DescribedBy < sizeof...(Families))
  {
    return std::get<DescribedBy>(families_).descriptor();
  }

 protected:
  [[nodiscard]] const Parts& families() const noexcept { return families_; }

 private:
  [[no_unique_address]] Parts families_;
};

template <std::size_t DescribedBy, class... Families>
class TeeFamily : public TeeParts<DescribedBy, Families...> {
  using Block = TeeBlock<Families...>;
  using Series = TeeSeries<SeriesOf<Families>...>;

 public:
  using TeeParts<DescribedBy, Families...>::TeeParts;

  Block block(OpenLabelValues values) const {
    return make_each<Block>(this->families(),
                            [&](const auto& family) { return family.block(values); });
  }
  Series rejected_series() const {
    return make_each<Series>(this->families(),
                             [](const auto& family) { return family.rejected_series(); });
  }
};

template <std::size_t DescribedBy, class... Families>
class RemovableTeeFamily : public TeeFamily<DescribedBy, Families...> {
  using Series = TeeSeries<SeriesOf<Families>...>;

 public:
  using TeeFamily<DescribedBy, Families...>::TeeFamily;

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    return std::apply(
        [&](const auto&... family) {
          return (static_cast<unsigned>(family.remove(values, closed_index)) | ...) != 0;
        },
        this->families());
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    return std::apply(
        [&](const auto&... family) { return (std::max)({family.remove_matching(matches)...}); },
        this->families());
  }

  Series acquire(OpenLabelValues values, std::size_t closed_index) const {
    return acquire_after(values, closed_index);
  }
  void release(const Series& acquired) const noexcept {
    release(acquired, std::index_sequence_for<Families...>{});
  }

 private:
  template <class Family>
  struct Acquisition {
    const Family& family;
    SeriesOf<Family> series;
    bool is_complete = false;

    ~Acquisition() {
      if (!is_complete) family.release(series);
    }
  };

  /// All or none: if one fails, those before it are given up again.
  template <class... Before>
  Series acquire_after(OpenLabelValues values, std::size_t closed_index,
                       const Before&... acquired) const {
    if constexpr (sizeof...(Before) == sizeof...(Families)) {
      return Series(typename Series::Parts(acquired...));
    } else {
      const auto& family = std::get<sizeof...(Before)>(this->families());
      Acquisition<std::remove_cvref_t<decltype(family)>> next{family,
                                                              family.acquire(values, closed_index)};
      Series all = acquire_after(values, closed_index, acquired..., next.series);
      next.is_complete = true;
      return all;
    }
  }

  template <std::size_t... Index>
  void release(const Series& acquired, std::index_sequence<Index...>) const noexcept {
    (std::get<Index>(this->families()).release(std::get<Index>(acquired.parts())), ...);
  }
};

template <class... Families>
class TeeRegistration {
 public:
  using Parts = std::tuple<CallbackRegistrationOf<Families>...>;

  TeeRegistration() = default;
  explicit TeeRegistration(Parts registrations) noexcept
      : registrations_(std::move(registrations)) {}

 private:
  [[no_unique_address]] Parts registrations_;
};

template <std::size_t DescribedBy, class... Families>
class CallbackTeeFamily : public TeeParts<DescribedBy, Families...> {
  using Registration = TeeRegistration<Families...>;

 public:
  using TeeParts<DescribedBy, Families...>::TeeParts;

  template <class Function>
  [[nodiscard]] Registration add(OpenLabelValues values, std::size_t closed_index,
                                 const Function& function) const {
    return make_each<Registration>(this->families(), [&](const auto& family) {
      return family.add(values, closed_index, function);
    });
  }
  [[nodiscard]] Registration rejected_registration() const {
    return make_each<Registration>(
        this->families(), [](const auto& family) { return family.rejected_registration(); });
  }
};

}  // namespace isometric::inline v1::detail
