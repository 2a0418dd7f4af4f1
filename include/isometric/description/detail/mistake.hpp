#pragma once

#include <string_view>
#include <type_traits>

// What is declared for no other purpose than to refuse a mistake that people make, with the words
// for it in the first line that the compiler prints. It is no candidate for anything else, and
// traits such as std::is_convertible say that it is not there.
//
//     template <class Given>
//     ISOMETRIC_DETAIL_MISTAKE("a name is a literal: ...")
//     Name(const Given&, detail::mistake::a_name_is_a_literal = {}) ISOMETRIC_DETAIL_REFUSED;
//
// g++ prints the signature of a deleted function, so a type or the name of the function has to say
// it; clang prints a text. Both stand side by side, in the same words.

namespace isometric::inline v1::detail {

/// A text that is no literal: std::string, std::string_view, a pointer. Asked of every literal, so
/// that the first question has to be cheap.
template <class Given>
concept TextVariable =
    !std::is_array_v<Given> && std::is_convertible_v<const Given&, std::string_view>;

}  // namespace isometric::inline v1::detail

// For the library's own headers; the macros are no part of what it offers.
#if defined(__clang__)
#define ISOMETRIC_DETAIL_MISTAKE(text) __attribute__((__unavailable__("isometric: " text)))
#define ISOMETRIC_DETAIL_REFUSED
#else
#define ISOMETRIC_DETAIL_MISTAKE(text)
#define ISOMETRIC_DETAIL_REFUSED = delete
#endif
