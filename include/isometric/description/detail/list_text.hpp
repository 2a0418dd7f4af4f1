#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/number_text.hpp>

#include <string>
#include <string_view>

// Lists in messages.
namespace isometric::inline v1::detail {

/// `(first, second)`, item by item.
class ListText {
 public:
  [[gnu::cold]] void add(std::string_view item) {
    append(text_, {text_.size() > 1 ? ", " : "", item});
  }
  [[nodiscard]] std::string text() const { return joined({text_, ")"}); }

 private:
  std::string text_ = "(";
};

template <class Texts>
[[gnu::cold]] std::string list_text(const Texts& texts) {
  ListText list;
  for (const std::string_view text : texts) list.add(text);
  return list.text();
}

template <class Numbers>
[[gnu::cold]] std::string numbers_text(const Numbers& numbers) {
  ListText list;
  for (const double number : numbers) list.add(number_text(number));
  return list.text();
}

}  // namespace isometric::inline v1::detail
