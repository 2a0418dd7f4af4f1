#pragma once

#include <isometric/instruments/detail/instrument.hpp>
#include <isometric/instruments/detail/series_handle.hpp>

#include <type_traits>

namespace isometric::inline v1 {
namespace detail {

template <class Series>
class InfoHandle : public SeriesHandle<Series> {
 public:
  using SeriesHandle<Series>::SeriesHandle;

  void show() const noexcept { this->series_.set(1); }
};

namespace mistake {
using an_info_is_set_to_its_texts_at_once_by_set = void;
}  // namespace mistake

}  // namespace detail

/// Text about the program that does not change while it runs: a version, a commit, a mode. It is
/// told by labels; the value is always 1.
///
///     using Version = isometric::Label<"version">;
///     using Revision = isometric::Label<"revision">;
///     isometric::Info<Sink, Version, Revision> build{sink, "app_build_info", "What was built."};
///     build.set("1.2.3", "abc123");
///
/// The name ends in `_info`, and the labels are open: of a closed label all values would show at
/// once. Constructing it registers the family with the sink; what can go wrong there is the sink's
/// to say. All functions are thread-safe.
template <class Sink, class... Labels>
class Info
    : private detail::Instrument<detail::GaugeFamilyOf<Sink>, detail::InfoHandle, Labels...> {
  using Base = detail::Instrument<detail::GaugeFamilyOf<Sink>, detail::InfoHandle, Labels...>;
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  static_assert(sizeof...(Labels) > 0,
                "isometric: an info needs a label: labels are all that it tells");
  static_assert(detail::LabelSet<Labels...>::open_count == sizeof...(Labels),
                "isometric: an info's labels must be open, as Label<\"name\"> is: of a closed one "
                "all values would show at once");

 public:
  Info(Sink sink, const InfoName& name, Help help, FamilyOptions options = {},
       SourceLocation declared_at = SourceLocation::current())
      : Base(sink.gauge(detail::describe(name, help, detail::LabelSet<Labels...>::descriptors(),
                                         options, declared_at))) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Info, InfoName, Help);

  /// Shows the series with these label values, one for each label. Called again with the same ones,
  /// it changes nothing; other ones make one more series. May throw std::bad_alloc.
  template <class... Values>
  void set(const Values&... values) const {
    Base::labels(values...).show();
  }

  ISOMETRIC_DETAIL_MISTAKEN_PAIRS(set);

  template <class... Values>
  ISOMETRIC_DETAIL_MISTAKE("an info is set to its texts at once: build.set(\"1.2.3\", \"abc123\")")
  detail::mistake::an_info_is_set_to_its_texts_at_once_by_set
      labels(const Values&...) const ISOMETRIC_DETAIL_REFUSED;

  /// Takes a series away, as with any instrument over Removable<Sink>: the one with these label
  /// values, those with these values of some labels, or all.
  using Base::clear;
  using Base::remove;
  using Base::remove_matching;

  /// What own(...) gives, for those who keep it.
  using typename Base::owned_type;

  /// Shows the series with these label values for as long as the returned object lives. Only for
  /// infos over Removable<Sink>.
  template <class... Values>
  auto own(const Values&... values) const {
    if constexpr (std::is_void_v<decltype(Base::own(values...))>) {
      Base::own(values...);  // says what is missing
    } else {
      auto owned = Base::own(values...);
      owned->show();
      return owned;
    }
  }

  ISOMETRIC_DETAIL_MISTAKEN_PAIRS(own);

  /// Selects the series with these label values in a snapshot, as any instrument's.
  using Base::series;
};

}  // namespace isometric::inline v1
