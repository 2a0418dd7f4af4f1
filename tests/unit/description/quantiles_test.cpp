#include "support/catch.hpp"

#include <isometric/description/quantiles.hpp>

#include <initializer_list>
#include <span>
#include <type_traits>
#include <vector>

using isometric::Quantile;
using isometric::QuantileWindow;

namespace {

// As an instrument takes them: through the view, which lives as long as the full expression.
std::vector<Quantile> taken(isometric::Quantiles quantiles) {
  return {quantiles.begin(), quantiles.end()};
}
QuantileWindow window_of(isometric::Quantiles quantiles) {
  return quantiles.window();
}

// What the literal form refuses is shown in tests/compile_fail.

TEST_CASE("literal quantiles keep their order and their errors") {
  CHECK(taken(isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}, {0.99, 0.001}})) ==
        std::vector<Quantile>{{0.5, 0.05}, {0.9, 0.01}, {0.99, 0.001}});
  CHECK(taken(isometric::quantiles({{0.5, 0.05}})) == std::vector<Quantile>{{0.5, 0.05}});
}

TEST_CASE("quantiles cover a minute in five steps unless a window says otherwise") {
  CHECK(window_of(isometric::quantiles({{0.5, 0.05}})) == QuantileWindow{60, 5});
  CHECK(window_of(isometric::quantiles({{0.5, 0.05}}, {.max_age_seconds = 600})) ==
        QuantileWindow{600, 5});
  CHECK(window_of(isometric::quantiles({{0.5, 0.05}}, {30, 1})) == QuantileWindow{30, 1});
}

TEST_CASE("quantiles that nobody asks for are none") {
  constexpr isometric::Quantiles none;
  STATIC_REQUIRE(none.size() == 0);
  CHECK(taken({}).empty());
}

TEST_CASE("quantiles as close to 0, to 1 and to one another as makes sense are accepted") {
  CHECK(taken(isometric::quantiles({{1e-300, 1e-300}})).size() == 1);
  CHECK(taken(isometric::quantiles({{0.05, 0.05}, {0.9, 0.1}})).size() == 2);
  CHECK(taken(isometric::quantiles({{0.99, 0.01}, {0.999, 0.001}, {0.9999, 1e-9}})).size() == 3);
  CHECK(taken(isometric::quantiles({{0.5, 0.5}})).size() == 1);
  CHECK(taken(isometric::quantiles({{0.3, 0.01}, {0.3 + 2e-15, 0.01}})).size() == 2);
}

TEST_CASE("windows as short and as long as prometheus-cpp bears are accepted") {
  CHECK(window_of(isometric::quantiles({{0.5, 0.05}}, {0.001, 1})).age_buckets == 1);
  CHECK(window_of(isometric::quantiles({{0.5, 0.05}}, {0.1, 100})).age_buckets == 100);
  CHECK(window_of(isometric::quantiles({{0.5, 0.05}}, {9e9, 5})).max_age_seconds == 9e9);
}

TEST_CASE("a literal holds as many quantiles as its capacity") {
  constexpr auto most = isometric::quantiles({{.01, .001},
                                              {.02, .001},
                                              {.03, .001},
                                              {.04, .001},
                                              {.05, .001},
                                              {.06, .001},
                                              {.07, .001},
                                              {.08, .001},
                                              {.09, .001},
                                              {.10, .001},
                                              {.11, .001},
                                              {.12, .001},
                                              {.13, .001},
                                              {.14, .001},
                                              {.15, .001},
                                              {.16, .001}});
  STATIC_REQUIRE(most.size() == isometric::QuantileList::capacity);
  CHECK(taken(most).back() == Quantile{.16, .001});
}

TEST_CASE("quantiles are a view that cannot be made of unchecked ones") {
  using isometric::QuantileList;
  using isometric::Quantiles;
  STATIC_REQUIRE(std::is_trivially_copyable_v<Quantiles>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<QuantileList>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Quantiles, std::span<const Quantile>>);
  STATIC_REQUIRE_FALSE(
      std::is_constructible_v<Quantiles, std::span<const Quantile>, QuantileWindow>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Quantiles, std::vector<Quantile>>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Quantiles, std::initializer_list<Quantile>>);
}

TEST_CASE("quantiles can be read as a span and by index") {
  static constexpr auto list = isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}});
  const isometric::Quantiles quantiles = list;
  const std::span<const Quantile> span = quantiles;
  CHECK(span.data() == list.data());
  CHECK(span.size() == 2);
  CHECK(quantiles[1] == Quantile{0.9, 0.01});
}

}  // namespace
