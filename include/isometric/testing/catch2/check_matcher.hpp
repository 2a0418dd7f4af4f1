#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/changes.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/verdict.hpp>

// Catch2 3 has many headers, 2.13 has one; either way TEST_CASE and CHECK_THAT come along.
#if __has_include(<catch2/matchers/catch_matchers.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <atomic>
#include <cstddef>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

namespace isometric::inline v1::testing {

/// How Catch2 prints what most assertions are about, a Snapshot, a SnapshotDelta and Changes: forty
/// lines of it and how many more there are, so that the message is not far below them.
struct ShortStringMaker {
  template <class Subject>
  static std::string convert(const Subject& subject) {
    constexpr std::size_t most = 40;
    std::ostringstream text;
    text << subject;
    return detail::first_lines(text.view(), most);
  }
};

#if __has_include(<catch2/matchers/catch_matchers.hpp>)
template <class Argument>
using CatchMatcher = Catch::Matchers::MatcherBase<Argument>;
#else
template <class Argument>
using CatchMatcher = Catch::MatcherBase<Argument>;
#endif

/// A check of an `Argument`, whichever it is: so the matcher, and Catch2's templates for it, are
/// compiled once for each type of subject and not for each check. Counts the matchers that share
/// it, which takes a compiler less than a shared pointer does.
template <class Argument>
class HeldCheck {
 public:
  HeldCheck() = default;
  HeldCheck(const HeldCheck&) = delete;
  HeldCheck& operator=(const HeldCheck&) = delete;
  virtual ~HeldCheck() = default;
  [[nodiscard]] virtual Verdict judge(const Argument& argument) const = 0;

  mutable std::atomic<std::size_t> holders{1};
};

/// A Catch2 matcher of a check, which is a function of an `Argument` that returns a Verdict. Made
/// by make_matcher(). Its copies share the check.
template <class Argument>
class CheckMatcher : public CatchMatcher<Argument> {
 public:
  /// Takes the check over.
  explicit CheckMatcher(const HeldCheck<Argument>* check) noexcept : check_(check) {}
  CheckMatcher(const CheckMatcher& other)
      : CatchMatcher<Argument>(other), check_(other.check_), verdict_(other.verdict_) {
    ++check_->holders;
  }
  CheckMatcher& operator=(const CheckMatcher&) = delete;
  ~CheckMatcher() override {
    if (--check_->holders == 0) delete check_;
  }

  bool match(const Argument& argument) const override {
    verdict_ = check_->judge(argument);
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
  const HeldCheck<Argument>* const check_;
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
[[nodiscard]] CheckMatcher<Argument> make_matcher(Check check) {
  class Held final : public HeldCheck<Argument> {
   public:
    explicit Held(Check&& held) : check_(std::move(held)) {}
    Verdict judge(const Argument& argument) const override { return check_(argument); }

   private:
    Check check_;
  };
  return CheckMatcher<Argument>(new Held(std::move(check)));
}

/// The same of a check that takes more than the argument of the assertion: these values after it.
template <class Argument, class Check, class First, class... Rest>
[[nodiscard]] CheckMatcher<Argument> make_matcher(Check check, First first, Rest... rest) {
  return make_matcher<Argument>([judge = std::move(check), first = std::move(first),
                                 ... rest = std::move(rest)](const Argument& argument) {
    return judge(argument, first, rest...);
  });
}

}  // namespace isometric::inline v1::testing

namespace Catch {

template <>
struct StringMaker<isometric::Snapshot> {
  template <class = void>
  static std::string convert(const isometric::Snapshot& snapshot) {
    // The message that follows looks like another series, but for a blank line before it.
    return isometric::testing::ShortStringMaker::convert(snapshot).append("\n");
  }
};

template <>
struct StringMaker<isometric::SnapshotDelta> : isometric::testing::ShortStringMaker {};

template <>
struct StringMaker<isometric::testing::Changes> : isometric::testing::ShortStringMaker {};

}  // namespace Catch
