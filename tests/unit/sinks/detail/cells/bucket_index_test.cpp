#include "support/catch.hpp"

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/sinks/detail/cells/bucket_index.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <vector>

using isometric::detail::BucketIndex;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

std::vector<double> values_for(const std::vector<double>& bounds, std::mt19937_64& random) {
  std::vector<double> values{0.0,       -0.0,     smallest,
                             -smallest, largest,  -largest,
                             1.0,       -1.0,     std::numeric_limits<double>::min(),
                             infinity,  -infinity};
  for (const double bound : bounds) {
    values.push_back(bound);
    values.push_back(std::nextafter(bound, infinity));
    values.push_back(std::nextafter(bound, -infinity));
  }
  for (std::size_t i = 0; i < 100; ++i) {
    const auto any = isometric::detail::double_of(random());
    if (!std::isnan(any)) values.push_back(any);
    if (bounds.size() < 2) continue;
    const std::size_t at = random() % (bounds.size() - 1);
    std::uniform_real_distribution<double> between(0, 1);
    const double part = between(random);
    values.push_back(bounds[at] * part + bounds[at + 1] * (1 - part));
  }
  std::erase_if(values, [](double value) { return std::isnan(value); });
  return values;
}

/// The first value that is put into another bucket than std::lower_bound() says, if there is one.
std::string find_mistake(const std::vector<double>& bounds, std::mt19937_64& random) {
  const BucketIndex index(bounds);
  const bool has_infinity = !bounds.empty() && bounds.back() == infinity;
  const auto finite = std::span(bounds).first(bounds.size() - (has_infinity ? 1 : 0));
  if (index.bucket_count() != finite.size() + 1) return "another number of buckets";
  for (std::size_t i = 0; i < finite.size(); ++i) {
    if (index.bound(i) != finite[i]) return "another bound";
  }
  if (index.bound(finite.size()) != infinity) return "another last bound";
  for (const double value : values_for(bounds, random)) {
    const auto expected = static_cast<std::size_t>(
        std::lower_bound(finite.begin(), finite.end(), value) - finite.begin());
    if (index.find(value) == expected) continue;
    std::ostringstream mistake;
    mistake.precision(17);
    mistake << value << " is in bucket " << index.find(value) << ", not " << expected << ", of";
    for (const double bound : bounds) mistake << ' ' << bound;
    return std::move(mistake).str();
  }
  return "";
}

/// `count` bounds, increasing, of one kind of list.
std::vector<double> random_bounds(std::size_t kind, std::size_t count, std::mt19937_64& random) {
  std::uniform_real_distribution<double> exponent(-9, 9);
  std::uniform_real_distribution<double> near(-2, 2);
  std::vector<double> bounds;
  for (std::size_t i = 0; i < count; ++i) {
    switch (kind) {
      case 0: bounds.push_back(std::pow(10, exponent(random))); break;          // any positive
      case 1: bounds.push_back(near(random)); break;                            // around zero
      case 2: bounds.push_back(-std::pow(10, exponent(random))); break;         // all negative
      case 3: bounds.push_back(static_cast<double>(i) * 0.25); break;           // linear from 0
      case 4: bounds.push_back(1e6 + static_cast<double>(i)); break;            // dense
      case 5: bounds.push_back(isometric::detail::double_of(random())); break;  // any at all
      case 6: bounds.push_back(smallest * static_cast<double>(random() % 5000)); break;
      default: bounds.push_back(0.001 * std::pow(2, static_cast<double>(i))); break;
    }
  }
  std::erase_if(bounds, [](double bound) { return !std::isfinite(bound); });
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  if (random() % 3 == 0) bounds.push_back(infinity);
  return bounds;
}

}  // namespace

TEST_CASE("a bucket index finds the bucket that a binary search finds") {
  std::mt19937_64 random(12);
  std::string mistake;
  for (std::size_t i = 0; i < 4000 && mistake.empty(); ++i) {
    const std::size_t count = i % 97 == 0 ? 1000 : random() % 40;
    mistake = find_mistake(random_bounds(i % 8, count, random), random);
  }
  CHECK(mistake == "");
}

TEST_CASE("a bucket index knows lists of no bound, of one, and of none but +Inf") {
  std::mt19937_64 random(12);
  for (const auto& bounds : std::vector<std::vector<double>>{{},
                                                             {infinity},
                                                             {0.0},
                                                             {-0.0},
                                                             {-1},
                                                             {1},
                                                             {0, infinity},
                                                             {-largest, largest},
                                                             {smallest, largest},
                                                             {-smallest, 0, smallest},
                                                             {largest, infinity}}) {
    CHECK(find_mistake(bounds, random) == "");
  }
}

TEST_CASE("a bucket index has more than 65,535 bounds if need be") {
  std::mt19937_64 random(12);
  std::vector<double> bounds;
  for (std::size_t i = 0; i < 70'000; ++i) bounds.push_back(static_cast<double>(i) / 7 - 100);
  CHECK(find_mistake(bounds, random) == "");
}
