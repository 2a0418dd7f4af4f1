#include "support/catch.hpp"

#include <isometric/description/runtime_quantiles.hpp>

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

using isometric::Quantile;
using isometric::QuantileWindow;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string refusal(const std::vector<Quantile>& quantiles, QuantileWindow window = {}) {
  try {
    static_cast<void>(isometric::checked_quantiles(quantiles, window));
  } catch (const isometric::InvalidQuantiles& error) {
    return error.what();
  }
  return "no InvalidQuantiles thrown";
}

std::string refusal(QuantileWindow window) {
  return refusal({{0.5, 0.05}}, window);
}

TEST_CASE("good quantiles known only at run time are taken as they are, without a copy") {
  const std::vector<Quantile> given{{0.5, 0.05}, {0.99, 0.001}};
  const isometric::Quantiles quantiles =
      isometric::checked_quantiles(given, {.max_age_seconds = 10, .age_buckets = 2});
  CHECK(quantiles.data() == given.data());
  CHECK(quantiles.size() == 2);
  CHECK(quantiles.window() == QuantileWindow{10, 2});
}

TEST_CASE("at run time there may be no quantiles, or more than a literal holds") {
  CHECK(isometric::checked_quantiles({}).size() == 0);
  CHECK(isometric::checked_quantiles({}, {0, 0}).size() == 0);  // a window of nothing
  std::vector<Quantile> many;
  for (int i = 1; i < 1000; ++i) many.push_back({i / 1000.0, 0.0001});
  CHECK(isometric::checked_quantiles(many).size() == 999);
}

TEST_CASE("bad quantiles are refused with the index, the value and the rule") {
  const std::string beyond = ": quantile must be above 0 and below 1";
  CHECK(refusal({{0.0, 0.01}}) == "isometric: invalid quantiles: quantile 0 is 0 +- 0.01" + beyond);
  CHECK(refusal({{1.0, 0.01}}) == "isometric: invalid quantiles: quantile 0 is 1 +- 0.01" + beyond);
  CHECK(refusal({{-0.5, 0.01}}) ==
        "isometric: invalid quantiles: quantile 0 is -0.5 +- 0.01" + beyond);
  CHECK(refusal({{0.5, 0.05}, {99, 0.01}}) ==
        "isometric: invalid quantiles: quantile 1 is 99 +- 0.01 after 0.5 +- 0.05" + beyond);
  CHECK(refusal({{infinity, 0.01}}) ==
        "isometric: invalid quantiles: quantile 0 is +Inf +- 0.01" + beyond);

  const std::string keeps_all = ": quantile error must be above 0, or every observation is kept";
  CHECK(refusal({{0.5, 0.0}}) ==
        "isometric: invalid quantiles: quantile 0 is 0.5 +- 0" + keeps_all);
  CHECK(refusal({{0.5, -0.1}}) ==
        "isometric: invalid quantiles: quantile 0 is 0.5 +- -0.1" + keeps_all);

  const std::string too_far = ": quantile error must not reach below 0 or above 1";
  CHECK(refusal({{0.99, 0.05}}) ==
        "isometric: invalid quantiles: quantile 0 is 0.99 +- 0.05" + too_far);
  CHECK(refusal({{0.01, 0.05}}) ==
        "isometric: invalid quantiles: quantile 0 is 0.01 +- 0.05" + too_far);
  CHECK(refusal({{0.5, infinity}}) ==
        "isometric: invalid quantiles: quantile 0 is 0.5 +- +Inf" + too_far);

  CHECK(refusal({{nan, 0.05}}) ==
        "isometric: invalid quantiles: quantile 0 is NaN +- 0.05: quantiles must not be NaN");
  CHECK(refusal({{0.5, nan}}) ==
        "isometric: invalid quantiles: quantile 0 is 0.5 +- NaN: quantiles must not be NaN");
  CHECK(refusal({{0.9, 0.05}, {0.5, 0.05}}) ==
        "isometric: invalid quantiles: quantile 1 is 0.5 +- 0.05 after 0.9 +- 0.05: "
        "quantiles must be sorted");
  CHECK(refusal({{0.5, 0.05}, {0.5, 0.01}}) ==
        "isometric: invalid quantiles: quantile 1 is 0.5 +- 0.01 after 0.5 +- 0.05: "
        "quantiles must not be repeated");
}

TEST_CASE("quantiles that prometheus-cpp would print alike are one and the same") {
  CHECK(refusal({{0.3, 0.05}, {0.1 + 0.2, 0.05}}) ==
        "isometric: invalid quantiles: quantile 1 is 0.30000000000000004 +- 0.05 after "
        "0.3 +- 0.05: quantiles must not be repeated");
  CHECK(refusal({{0.1 + 0.2, 0.05}, {0.3, 0.05}}) ==
        "isometric: invalid quantiles: quantile 1 is 0.3 +- 0.05 after "
        "0.30000000000000004 +- 0.05: quantiles must not be repeated");
}

TEST_CASE("windows that prometheus-cpp does not survive are refused with the rule") {
  const std::string none = ": quantile window needs at least 1 age bucket";
  CHECK(refusal({60, 0}) ==
        "isometric: invalid quantiles: the window is 60 s in 0 age buckets" + none);
  CHECK(refusal({60, -1}) ==
        "isometric: invalid quantiles: the window is 60 s in -1 age buckets" + none);
  CHECK(refusal({60, std::numeric_limits<int>::min()}).ends_with(none));

  const std::string many = ": quantile window is limited to 100 age buckets";
  CHECK(refusal({60, 101}) ==
        "isometric: invalid quantiles: the window is 60 s in 101 age buckets" + many);
  CHECK(refusal({60, std::numeric_limits<int>::max()}).ends_with(many));

  const std::string no_time = ": quantile window must last for some time";
  CHECK(refusal({0, 5}) ==
        "isometric: invalid quantiles: the window is 0 s in 5 age buckets" + no_time);
  CHECK(refusal({-60, 5}).ends_with(no_time));
  CHECK(refusal({nan, 5}).ends_with(no_time));
  CHECK(refusal({-infinity, 5}).ends_with(no_time));

  const std::string no_end = ": quantile window must end within 285 years";
  CHECK(refusal({infinity, 5}) ==
        "isometric: invalid quantiles: the window is +Inf s in 5 age buckets" + no_end);
  CHECK(refusal({9.3e9, 5}).ends_with(no_end));

  const std::string too_short =
      ": quantile window needs at least 1 millisecond for each age bucket";
  CHECK(refusal({0.004, 5}) ==
        "isometric: invalid quantiles: the window is 0.004 s in 5 age buckets" + too_short);
  CHECK(refusal({std::numeric_limits<double>::denorm_min(), 1}).ends_with(too_short));
  CHECK(refusal({0.099, 100}).ends_with(too_short));
}

TEST_CASE("an invalid quantile is an invalid argument") {
  const Quantile bad[] = {{2, 0.1}};
  CHECK_THROWS_AS(isometric::checked_quantiles(bad), std::invalid_argument);
}

}  // namespace
