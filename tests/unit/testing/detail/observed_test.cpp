#include "support/catch.hpp"

#include <isometric/testing/detail/observed.hpp>

#include <limits>

using isometric::detail::histogram_text;

namespace {

constexpr double no_bound = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("a bar has a mark for each observation while they fit") {
  CHECK(histogram_text({{0.1, 40}, {10, 1}, {no_bound, 0}}) ==
        "\n  le=0.1  ######################################## 40"
        "\n  le=10   #                                        1"
        "\n  le=+Inf                                          0");
}

TEST_CASE("a longer bar is scaled, and what is there is never drawn as nothing") {
  CHECK(histogram_text({{1, 4'000'000'000}, {2, 2'000'000'000}, {no_bound, 1}}) ==
        "\n  le=1    ######################################## 4000000000"
        "\n  le=2    ####################                     2000000000"
        "\n  le=+Inf #                                        1");
}

TEST_CASE("three empty buckets in a row, or more, are one line") {
  CHECK(histogram_text({{1, 0}, {2, 0}, {3, 0}, {4, 2}, {5, 0}, {6, 0}, {no_bound, 1}}) ==
        "\n  ..."
        "\n  le=4    ## 2"
        "\n  le=5       0"
        "\n  le=6       0"
        "\n  le=+Inf #  1");
  CHECK(histogram_text({{1, 1}, {2, 0}, {3, 0}, {no_bound, 0}}) == "\n  le=1    # 1\n  ...");
}

TEST_CASE("an empty bucket that should not be is drawn") {
  CHECK(histogram_text({{1, 0}, {2, 0, 2}, {3, 0, 0}, {no_bound, 1, 1}}) ==
        "\n  le=1      0"
        "\n  le=2      0, expected 2"
        "\n  le=3      0"
        "\n  le=+Inf # 1");
}

TEST_CASE("observations that disappeared have no bar") {
  CHECK(histogram_text({{1, -3}, {no_bound, 1}}) ==
        "\n  le=1      -3"
        "\n  le=+Inf # 1");
  CHECK(histogram_text({{no_bound, -1}}) == "\n  le=+Inf  -1");
  CHECK(histogram_text({}).empty());
}
