#include <isometric/reading/family_snapshot.hpp>

#include <limits>
#include <support/catch.hpp>

using isometric::HistogramSample;
using isometric::SampleValue;
using isometric::SummarySample;

TEST_CASE("a value is what it was made of, and nothing else") {
  const SampleValue number = 2.5;
  REQUIRE(number.number() != nullptr);
  CHECK(*number.number() == 2.5);
  CHECK(number.histogram() == nullptr);
  CHECK(number.summary() == nullptr);

  const SampleValue histogram = HistogramSample{1, 2, {{3, 1}}};
  REQUIRE(histogram.histogram() != nullptr);
  CHECK(histogram.histogram()->buckets.size() == 1);
  CHECK(histogram.number() == nullptr);
  CHECK(histogram.summary() == nullptr);

  const SampleValue summary = SummarySample{1, 2, {}};
  REQUIRE(summary.summary() != nullptr);
  CHECK(summary.summary()->sum == 2);
  CHECK(summary.number() == nullptr);
  CHECK(summary.histogram() == nullptr);
}

TEST_CASE("values of different kinds are different, and NaN equals none") {
  CHECK(SampleValue(0) == SampleValue(-0.0));
  CHECK_FALSE(SampleValue(0) == SampleValue(HistogramSample{}));
  CHECK_FALSE(SampleValue(HistogramSample{}) == SampleValue(SummarySample{}));
  CHECK_FALSE(SampleValue(HistogramSample{1, 2, {{3, 1}}}) ==
              SampleValue(HistogramSample{1, 2, {{3, 0}}}));
  const double not_a_number = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(SampleValue(not_a_number) == SampleValue(not_a_number));
}
