// Measures all comparisons by turns and prints one line of the table for each:
//
//     group <tab> name <tab> goal <tab> figure <tab> "yes", "no" or "-" <tab> details
//
//     isometric_times [--smoke] [--json FILE] [FILTER]
//
// Given a word, it measures only what has it in its name. With --smoke, it does each operation a
// few times and prints nothing. The JSON is {"machine": {...}, "rows": [{...}, ...]}.

#include "support/comparison.hpp"
#include "support/json.hpp"
#include "support/machine.hpp"
#include "support/stopwatch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
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

/// What is said of a comparison, in the table and in the JSON.
struct Verdict {
  double figure;
  double low;   ///< a quarter of the rounds had less
  double high;  ///< a quarter had more
  std::string goal = "-";
  std::string is_met = "-";
  const char* format = "%.2f";  ///< of a figure
};

Verdict verdict_on(const Measurement& measured) {
  Verdict verdict{quantile(measured.ratios, 0.5), quantile(measured.ratios, 0.25),
                  quantile(measured.ratios, 0.75)};
  const auto [kind, bound] = measured.comparison.goal;
  const double figure = verdict.figure;
  bool is_met = true;
  switch (kind) {
    case Goal::Kind::none: return verdict;
    case Goal::Kind::near_one:
      verdict.goal = "1.00 +- " + formatted(verdict.format, bound);
      is_met = figure < 1 + bound + 0.005 && figure > 1 - bound - 0.005;  // as printed
      break;
    case Goal::Kind::at_most:
      verdict.goal = "<= " + formatted(verdict.format, bound);
      is_met = figure <= bound;
      break;
    case Goal::Kind::times_faster:
      verdict.format = "%.1fx";
      verdict.goal = ">= " + formatted("%gx", bound);
      is_met = figure >= bound;
      break;
  }
  verdict.is_met = is_met ? "yes" : "no";
  return verdict;
}

void print(const Measurement& measured) {
  const auto verdict = verdict_on(measured);
  std::printf("time\t%s\t%s\t%s\t%s\t%.5g ns against %.5g ns; half of the rounds in %s to %s\n",
              measured.comparison.name.c_str(), verdict.goal.c_str(),
              formatted(verdict.format, verdict.figure).c_str(), verdict.is_met.c_str(),
              measured.isometric.median(), measured.reference.median(),
              formatted(verdict.format, verdict.low).c_str(),
              formatted(verdict.format, verdict.high).c_str());
}

/// `is_met` is null where there is no goal.
std::string json_row(const Measurement& measured) {
  const auto verdict = verdict_on(measured);
  const std::string is_met =
      verdict.is_met == "-" ? "null" : (verdict.is_met == "yes" ? "true" : "false");
  return R"({"group": "time", "name": )" + json_of(measured.comparison.name) + R"(, "goal": )" +
         json_of(verdict.goal) + R"(, "figure": )" + json_of(verdict.figure) + R"(, "is_met": )" +
         is_met + R"(, "quartiles": [)" + json_of(verdict.low) + ", " + json_of(verdict.high) +
         R"(], "isometric_ns": )" + json_of(measured.isometric.median()) + R"(, "reference_ns": )" +
         json_of(measured.reference.median()) + R"(, "threads": )" +
         std::to_string(measured.comparison.threads) + "}";
}

/// Returns whether it was written.
bool write_json(const std::string& file, const std::vector<Measurement>& measurements) {
  std::string rows;
  for (const auto& measured : measurements) {
    rows += (rows.empty() ? "" : ",\n") + json_row(measured);
  }
  std::ofstream out(file);
  out << R"({"machine": )" << json_of(this_machine()) << ",\n\"rows\": [\n"
      << rows << "\n]}\n"
      << std::flush;
  return out.good();
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

std::vector<Measurement> run(const std::vector<Comparison>& comparisons) {
  std::vector<Measurement> measurements(comparisons.begin(), comparisons.end());
  std::vector<std::size_t> order(measurements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < rounds; ++round) {
    std::ranges::shuffle(order, random);
    for (const std::size_t i : order) measurements[i].measure(random() % 2 == 0);
  }
  return measurements;
}

struct Arguments {
  bool is_brief = false;
  bool is_wrong = false;
  std::string json;
  std::string filter;
};

Arguments arguments_of(const std::vector<std::string_view>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--smoke") {
      arguments.is_brief = true;
    } else if (words[i] == "--json" && i + 1 < words.size()) {
      arguments.json = words[++i];
    } else if (words[i].starts_with("--") || !arguments.filter.empty()) {
      arguments.is_wrong = true;
    } else {
      arguments.filter = words[i];
    }
  }
  return arguments;
}

}  // namespace
}  // namespace benchmarks

int main(int argument_count, char** words) {
  const auto arguments = benchmarks::arguments_of({words + 1, words + argument_count});
  if (arguments.is_wrong) {
    std::fputs("usage: isometric_times [--smoke] [--json FILE] [FILTER]\n", stderr);
    return EXIT_FAILURE;
  }
  auto comparisons = benchmarks::all_comparisons();
  std::erase_if(comparisons, [&](const benchmarks::Comparison& comparison) {
    return comparison.name.find(arguments.filter) == std::string::npos;
  });
  if (arguments.is_brief) {
    benchmarks::run_briefly(comparisons);
    return EXIT_SUCCESS;
  }
  const auto measurements = benchmarks::run(comparisons);
  for (const auto& measured : measurements) benchmarks::print(measured);
  if (!arguments.json.empty() && !benchmarks::write_json(arguments.json, measurements)) {
    std::fprintf(stderr, "cannot write %s\n", arguments.json.c_str());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
