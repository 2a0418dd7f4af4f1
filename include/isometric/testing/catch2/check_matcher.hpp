#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/testing/catch2/string_makers.hpp>
#include <isometric/testing/verdict.hpp>

// Catch2 3 has many headers, 2.13 has one; either way TEST_CASE and CHECK_THAT come along.
#if __has_include(<catch2/matchers/catch_matchers.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>
#include <type_traits>
#include <utility>

namespace isometric::inline v1::testing {

#if __has_include(<catch2/matchers/catch_matchers.hpp>)
template <class Argument>
using CatchMatcher = Catch::Matchers::MatcherBase<Argument>;
#else
template <class Argument>
using CatchMatcher = Catch::MatcherBase<Argument>;
#endif

/// A Catch2 matcher of a check, which is a function of an `Argument` that returns a Verdict. Made
/// by make_matcher().
template <class Argument, class Check>
class CheckMatcher : public CatchMatcher<Argument> {
 public:
  explicit CheckMatcher(Check check) : check_(std::move(check)) {}

  bool match(const Argument& argument) const override {
    verdict_ = check_(argument);
    return verdict_.holds;
  }

  template <class Other>
    requires(!std::is_convertible_v<const Other&, const Argument&>)
  bool match(const Other&) const {
    static_assert(
        sizeof(Other) == 0,
        "isometric: this matcher looks at something else: HasValue and its like at the "
        "snapshot(...) of a sink, IncreasedBy and its like at Changes of a sink or at the "
        "difference of two snapshots");
    return false;
  }

 protected:
  std::string describe() const override {
    // On a line of its own, below the subject.
    return verdict_.holds ? "as expected" : detail::joined({"\n", verdict_.explanation});
  }

 private:
  Check check_;
  mutable Verdict verdict_;  ///< Catch2 asks for the description after the match
};

/// A matcher of a check of your own; the verdict's explanation is what a failure prints.
///
///     auto IsEmpty() {
///       return make_matcher<Snapshot>([](const Snapshot& seen) {
///         return Verdict{seen.families().empty(), "there are families"};
///       });
///     }
template <class Argument, class Check>
[[nodiscard]] CheckMatcher<Argument, Check> make_matcher(Check check) {
  return CheckMatcher<Argument, Check>(std::move(check));
}

}  // namespace isometric::inline v1::testing
