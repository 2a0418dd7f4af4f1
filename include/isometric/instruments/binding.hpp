#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/detail/guard_parts.hpp>
#include <isometric/instruments/detail/instrument.hpp>
#include <isometric/instruments/detail/labeled_family.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace isometric::inline v1 {
namespace detail {

template <class... Labels>
struct LabelList {
  template <class Label>
  static constexpr bool has = (std::same_as<Label, Labels> || ...);
};

/// Labels with values, each found by its type.
template <class... Labels>
struct LabelValues : Labels... {};

/// `Labels` without those in the list `Bound`.
template <class Bound, class Left, class... Labels>
struct LabelsLeft {
  using type = Left;
};
template <class Bound, class... Left, class Label, class... Labels>
struct LabelsLeft<Bound, LabelList<Left...>, Label, Labels...>
    : std::conditional_t<Bound::template has<Label>,
                         LabelsLeft<Bound, LabelList<Left...>, Labels...>,
                         LabelsLeft<Bound, LabelList<Left..., Label>, Labels...>> {};

/// A copy of a text, for headers that cannot afford <string>.
class OwnedText {
 public:
  explicit OwnedText(std::string_view text)
      : characters_(text.empty() ? nullptr : new char[text.size()]), size_(text.size()) {
    text.copy(characters_, size_);
  }
  OwnedText(const OwnedText& other) : OwnedText(std::string_view(other)) {}
  OwnedText(OwnedText&& other) noexcept { swap(other); }
  OwnedText& operator=(OwnedText other) noexcept {
    swap(other);
    return *this;
  }
  ~OwnedText() { delete[] characters_; }

  operator std::string_view() const noexcept {
    const char* const characters = characters_;  // compilers take long over a view of a char*
    return {characters, size_};
  }

 private:
  void swap(OwnedText& other) noexcept {
    char* const characters = characters_;
    const std::size_t size = size_;
    characters_ = other.characters_;
    size_ = other.size_;
    other.characters_ = characters;
    other.size_ = size;
  }

  char* characters_ = nullptr;
  std::size_t size_ = 0;
};

/// An open label and a copy of its value.
template <class Label>
class CopiedLabel {
 public:
  explicit CopiedLabel(const Label& label) : text_(label.value()) {}

  LabelText value() const noexcept { return std::string_view(text_); }

 private:
  OwnedText text_;
};

}  // namespace detail

/// What `bind(...)` of an instrument gives: its family, with the labels that are left.
///
///     const auto of_peer = requests.bind(Peer{"10.0.0.1"});
///     of_peer.labels(Outcome::served).inc();
///
/// If no open label is left, it holds the block of the bound ones, and `labels(...)` is an array
/// access. Otherwise it holds copies of the bound values, and `labels(...)` is the instrument's
/// look-up. Copyable; keeps alive what its handles need, as the instrument does. Thread-safe.
template <class Family, template <class> class Handle, class Bound, class Left, class... Labels>
class Binding;

template <class Family, template <class> class Handle, class... Bound, class... Left,
          class... Labels>
class Binding<Family, Handle, detail::LabelList<Bound...>, detail::LabelList<Left...>, Labels...>
    : private detail::LabeledFamily<Family, Left...> {
  using Base = detail::LabeledFamily<Family, Left...>;
  using Set = detail::LabelSet<Labels...>;
  using Series = detail::SeriesOf<Family>;
  using Block = detail::BlockOf<Family>;
  static constexpr bool has_one_block = detail::LabelSet<Left...>::open_count == 0;

 public:
  using handle_type = Handle<Series>;

  /// For `bind(...)`.
  explicit Binding(const Family& family, const Bound&... bound)
      : Base(family), kept_(family, bound...) {}

  /// The series with the bound values and these, which come in order of declaration.
  handle_type labels(const typename Left::value_type&... values) const {
    if constexpr (!NullSeries<Series>) {
      const detail::LabelValues<Left...> left{Left(values)...};
      const Set set(value_of<Labels>(left)...);
      if (set.is_known) [[likely]] {
        if constexpr (has_one_block) {
          return handle_type(kept_.block.series(set.closed_index));
        } else {
          return handle_type(this->family().block(set.open_values()).series(set.closed_index));
        }
      }
    }
    return handle_type(this->family().rejected_series());
  }

  /// The same by name, in any order, or one worded error.
  template <class... Values>
    requires(!Base::template are_values<Values...>())
  handle_type labels(const Values&... values) const {
    if constexpr (Base::template are_by_name<Values...>()) {
      return labels(detail::value_of<Left>(values...)...);
    } else {
      return handle_type(this->family().rejected_series());
    }
  }

 private:
  /// The texts that lead to a block need not be kept beside it.
  template <class Label>
  using KeptLabel = std::conditional_t<
      Label::is_closed, Label,
      std::conditional_t<has_one_block, detail::Unneeded<Label>, detail::CopiedLabel<Label>>>;

  struct Kept : KeptLabel<Bound>... {
    explicit Kept(const Family& family, const Bound&... bound)
        : KeptLabel<Bound>(bound)...,
          block(find_block(family, detail::LabelValues<Bound...>{bound...})) {}

    [[no_unique_address]] std::conditional_t<has_one_block, Block, detail::Unneeded<Block>> block;
  };

  static auto find_block(const Family& family, const detail::LabelValues<Bound...>& bound) {
    if constexpr (has_one_block) {
      std::string_view texts[Set::open_count + 1];
      std::string_view* end = texts;
      (append_text<Labels>(end, bound), ...);
      return family.block({texts, Set::open_count});
    } else {
      return nullptr;
    }
  }

  template <class Label>
  static void append_text(std::string_view*& end, const detail::LabelValues<Bound...>& bound) {
    if constexpr (!Label::is_closed) *end++ = static_cast<const Label&>(bound).value();
  }

  template <class Label>
  typename Label::value_type value_of(const detail::LabelValues<Left...>& left) const noexcept {
    if constexpr (!detail::LabelList<Bound...>::template has<Label>) {
      return static_cast<const Label&>(left).value();
    } else if constexpr (has_one_block && !Label::is_closed) {
      return std::string_view();  // it led to the block
    } else {
      return static_cast<const KeptLabel<Label>&>(kept_).value();
    }
  }

  [[no_unique_address]] detail::NeededFor<Kept, Series> kept_;
};

namespace detail {

template <class Family, template <class> class Handle, class... Bound, class... Labels>
struct Binder<Family, Handle, LabelList<Bound...>, Labels...> {
  using type =
      Binding<Family, Handle, LabelList<Bound...>,
              typename LabelsLeft<LabelList<Bound...>, LabelList<>, Labels...>::type, Labels...>;

  static auto bind(const Family& family, const Bound&... bound) {
    constexpr bool are_labels = sizeof...(Bound) > 0 && (LabelLike<Bound> && ...);
    constexpr bool are_had = ((count_of<Bound, Labels...>() == 1) && ...);
    constexpr bool are_distinct = ((count_of<Bound, Bound...>() == 1) && ...);
    static_assert(are_labels,
                  "isometric: bind(...) takes labels with values, such as Peer{\"10.0.0.1\"}");
    static_assert(!are_labels || are_had,
                  "isometric: bind(...) is given a label that the instrument lacks");
    static_assert(!are_labels || !are_had || are_distinct,
                  "isometric: bind(...) is given a label twice");
    if constexpr (are_labels && are_had && are_distinct) return type(family, bound...);
  }
};

}  // namespace detail
}  // namespace isometric::inline v1
