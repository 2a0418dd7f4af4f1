// Measures all comparisons by turns and prints one line of the table for each:
//
//     group <tab> name <tab> goal <tab> figure <tab> "yes", "no" or "-" <tab> details
//
// Given a word, it measures only what has it in its name. With --smoke, it does each operation a
// few times and prints nothing.

#include "support/comparison.hpp"
#include "support/stopwatch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace benchmarks {
namespace {

constexpr int rounds = 61;
constexpr double least_nanoseconds = 2e6;  // a measurement's: thousands of times the clock's step

double quantile(std::vector<double> values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + place);
  return values[static_cast<std::size_t>(place)];
}

/// One side of a comparison.
class Side {
 public:
  /// Finds out how many operations take long enough to be measured, which warms up as well. Not by
  /// the first one, which may have more to do: a sink's first scrape sorts its series.
  Side(const Work& work, const Comparison& comparison)
      : work_(work), threads_(comparison.threads), is_cold_(comparison.is_cold) {
    work(1);
    if (is_cold_) return;  // one at a time
    while (static_cast<double>(count_) * nanoseconds_per_operation(work_, count_, threads_) <
           least_nanoseconds) {
      count_ *= 2;
    }
  }

  double measure() {
    return samples_.emplace_back(is_cold_ ? nanoseconds_after_other_work(work_, count_)
                                          : nanoseconds_per_operation(work_, count_, threads_));
  }

  [[nodiscard]] double median() const { return quantile(samples_, 0.5); }

 private:
  const Work& work_;
  unsigned threads_;
  bool is_cold_;
  std::size_t count_ = 1;
  std::vector<double> samples_;
};

struct Measurement {
  explicit Measurement(const Comparison& compared)
      : comparison(compared),
        reference(compared.reference, compared),
        isometric(compared.isometric, compared) {}

  /// Both sides at once, so that what slows the machine down slows both.
  void measure(bool reference_first) {
    double one = 0;
    if (reference_first) one = reference.measure();
    const double other = isometric.measure();
    if (!reference_first) one = reference.measure();
    ratios.push_back(comparison.goal.kind == Goal::Kind::times_faster ? one / other : other / one);
  }

  const Comparison& comparison;
  Side reference;
  Side isometric;
  std::vector<double> ratios;
};

std::string formatted(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

void print(const char* group, const Measurement& measured) {
  const auto [kind, bound] = measured.comparison.goal;
  const double figure = quantile(measured.ratios, 0.5);
  std::string goal = "-";
  bool is_met = true;
  const char* format = "%.2f";
  switch (kind) {
    case Goal::Kind::none: break;
    case Goal::Kind::near_one:
      goal = "1.00 +- " + formatted(format, bound);
      is_met = figure < 1 + bound + 0.005 && figure > 1 - bound - 0.005;  // as printed
      break;
    case Goal::Kind::at_most:
      goal = "<= " + formatted(format, bound);
      is_met = figure <= bound;
      break;
    case Goal::Kind::times_faster:
      format = "%.1fx";
      goal = ">= " + formatted("%.0fx", bound);
      is_met = figure >= bound;
      break;
  }
  std::printf(
      "%s\t%s\t%s\t%s\t%s\t%.5g ns against %.5g ns; half of the rounds in %s to %s\n", group,
      measured.comparison.name.c_str(), goal.c_str(), formatted(format, figure).c_str(),
      kind == Goal::Kind::none ? "-" : (is_met ? "yes" : "no"), measured.isometric.median(),
      measured.reference.median(), formatted(format, quantile(measured.ratios, 0.25)).c_str(),
      formatted(format, quantile(measured.ratios, 0.75)).c_str());
}

std::vector<Comparison> all_comparisons() {
  std::vector<Comparison> all;
  for (auto* make : {held_handles, look_ups, fresh_sinks, scrapes, sharded_sink}) {
    std::ranges::move(make(), std::back_inserter(all));
  }
  return all;
}

void run_briefly(const std::vector<Comparison>& comparisons) {
  for (const auto& comparison : comparisons) {
    for (const auto* work : {&comparison.reference, &comparison.isometric}) {
      nanoseconds_per_operation(*work, 3, comparison.threads);
    }
  }
}

void run(const std::vector<Comparison>& comparisons) {
  std::vector<Measurement> measurements(comparisons.begin(), comparisons.end());
  std::vector<std::size_t> order(measurements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < rounds; ++round) {
    std::ranges::shuffle(order, random);
    for (const std::size_t i : order) measurements[i].measure(random() % 2 == 0);
  }
  for (const auto& measured : measurements) print("time", measured);
}

}  // namespace
}  // namespace benchmarks

int main(int argument_count, char** arguments) {
  auto comparisons = benchmarks::all_comparisons();
  if (argument_count == 2 && std::strcmp(arguments[1], "--smoke") == 0) {
    benchmarks::run_briefly(comparisons);
    return 0;
  }
  if (argument_count == 2) {
    std::erase_if(comparisons, [&](const benchmarks::Comparison& comparison) {
      return comparison.name.find(arguments[1]) == std::string::npos;
    });
  }
  benchmarks::run(comparisons);
}
