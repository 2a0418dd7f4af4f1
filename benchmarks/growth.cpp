// Measures how the cost of an operation grows with the number of series, and with the number of
// threads, for prometheus-cpp, a RegistrySink and a ShardedSink by turns. Prints one line of the
// table for each operation and library: the figure is what it takes at the last place over what it
// takes at the first.
//
//     isometric_growth [--smoke] [--json FILE] [--svg FILE] [FILTER]
//
// Given a word, it measures only operations that have it in their name. With --smoke, it does each
// operation a few times, with few series and threads.

#include "support/curve.hpp"
#include "support/growing_operations.hpp"
#include "support/growing_sides.hpp"
#include "support/json.hpp"
#include "support/line_charts.hpp"
#include "support/machine.hpp"
#include "support/own_process.hpp"
#include "support/thread_times.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace benchmarks {
namespace {

/// How much is measured.
struct Effort {
  std::vector<std::size_t> series;
  std::vector<std::size_t> threads;
  std::size_t new_series_of_threads;  ///< whatever the number of threads
  int passes;                         ///< through all places, in random order
  int rounds;                         ///< in each pass, of each side by turns
  double least_nanoseconds;           ///< of a measurement
};

const Effort whole{
    {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000}, {1, 2, 4, 8, 16, 32, 64}, 64'000, 3, 5, 2e6};
const Effort brief{{1, 10}, {1, 2}, 64, 1, 2, 1e3};

constexpr std::size_t side_count = 3;
constexpr std::array<const char*, side_count> side_names{PrometheusSide::name, RegistrySide::name,
                                                         ShardedSide::name};
using MakeSampler = Sampler (*)(const Place&);

struct Operation {
  const char* name;
  std::array<MakeSampler, side_count> sides;  ///< null: not measured
  bool is_of_threads = false;
  std::size_t series = 0;       ///< where it is of threads
  std::size_t most_series = 0;  ///< 0: all that there are
  bool is_bytes = false;
};

#define BENCHMARKS_ALL_SIDES(make) {make<PrometheusSide>, make<RegistrySide>, make<ShardedSide>}

std::vector<Operation> all_operations(const Effort& effort) {
  // By Collect(), a page of a million series takes seconds and gigabytes.
  constexpr std::size_t most_on_page = 100'000;
  constexpr std::size_t on_page_of_threads = 1'000;
  return {
      {"held inc()", BENCHMARKS_ALL_SIDES(held_inc)},
      {"labels(open, open).inc()", BENCHMARKS_ALL_SIDES(look_up_and_inc)},
      {"held observe(v)", BENCHMARKS_ALL_SIDES(held_observe)},
      {"a new series", BENCHMARKS_ALL_SIDES(new_series)},
      {"a page, each series", BENCHMARKS_ALL_SIDES(page), false, 0, most_on_page},
      {"memory of each series", BENCHMARKS_ALL_SIDES(bytes_of_series), false, 0, 0, true},
      {"held inc(), all in one series", BENCHMARKS_ALL_SIDES(held_inc), true, 1},
      {"labels(open, open).inc(), one series", BENCHMARKS_ALL_SIDES(look_up_and_inc), true, 1},
      {"held observe(v), all in one series", BENCHMARKS_ALL_SIDES(held_observe), true, 1},
      {"a new series", BENCHMARKS_ALL_SIDES(new_series_of_threads), true,
       effort.new_series_of_threads},
      {"a page of 1,000, each series", BENCHMARKS_ALL_SIDES(page), true, on_page_of_threads},
      {"a page of 1,000 histograms, each", BENCHMARKS_ALL_SIDES(page_of_histograms), true,
       on_page_of_threads},
      {"memory of a thread, 1k series",
       {nullptr, nullptr, bytes_of_thread<ShardedSide>},
       true,
       on_page_of_threads,
       0,
       true},
  };
}

#undef BENCHMARKS_ALL_SIDES

/// All that is measured at one place of one operation's curves.
struct Task {
  const Operation* operation;
  std::size_t at;
  std::array<std::vector<Times>, side_count> samples;
};

/// Each side by turns. Returns side, processor time, wall time, and again.
std::vector<double> measure(const Operation& operation, std::size_t at, const Effort& effort,
                            unsigned seed) {
  const Place place = operation.is_of_threads ? Place{operation.series, static_cast<unsigned>(at),
                                                      effort.least_nanoseconds / 2}
                                              : Place{at, 1, effort.least_nanoseconds};
  std::array<Sampler, side_count> samplers;
  std::vector<std::size_t> order;
  for (std::size_t side = 0; side < side_count; ++side) {
    if (operation.sides[side] == nullptr) continue;
    samplers[side] = operation.sides[side](place);
    order.push_back(side);
  }
  std::mt19937 random(seed);
  std::vector<double> results;
  constexpr std::size_t slow = 1'000'000;  // series that are to be made in each round
  const int rounds = operation.is_bytes ? 1 : (at < slow ? effort.rounds : 2);
  for (int round = 0; round < rounds; ++round) {
    std::ranges::shuffle(order, random);
    for (const std::size_t side : order) {
      const auto times = samplers[side]();
      results.insert(results.end(), {static_cast<double>(side), times.processor, times.wall});
    }
  }
  return results;
}

std::vector<Task> tasks_of(const std::vector<Operation>& operations, const Effort& effort) {
  std::vector<Task> tasks;
  for (const auto& operation : operations) {
    for (const std::size_t at : operation.is_of_threads ? effort.threads : effort.series) {
      if (operation.most_series != 0 && at > operation.most_series) continue;
      tasks.push_back({&operation, at, {}});
    }
  }
  return tasks;
}

void run(std::vector<Task>& tasks, const Effort& effort) {
  std::mt19937 random(std::random_device{}());
  std::vector<std::size_t> order(tasks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (int pass = 0; pass < effort.passes; ++pass) {
    if (pass > 0) std::fprintf(stderr, "growth: pass %d of %d\n", pass + 1, effort.passes);
    std::ranges::shuffle(order, random);
    for (const std::size_t i : order) {
      auto& task = tasks[i];
      const auto seed = static_cast<unsigned>(random());
      const auto results =
          in_own_process([&] { return measure(*task.operation, task.at, effort, seed); });
      for (std::size_t place = 0; place + 2 < results.size(); place += 3) {
        task.samples[static_cast<std::size_t>(results[place])].push_back(
            {results[place + 1], results[place + 2]});
      }
    }
  }
}

double quantile(std::vector<Times> samples, double share, double Times::* of) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(samples.size() - 1));
  std::ranges::nth_element(samples, samples.begin() + place, {}, of);
  return samples[static_cast<std::size_t>(place)].*of;
}

Point point_of(std::size_t at, const std::vector<Times>& samples) {
  return {at, quantile(samples, 0.5, &Times::processor), quantile(samples, 0.25, &Times::processor),
          quantile(samples, 0.75, &Times::processor), quantile(samples, 0.5, &Times::wall)};
}

std::vector<Chart> charts_of(const std::vector<Operation>& operations,
                             const std::vector<Task>& tasks) {
  std::vector<Chart> charts;
  for (const auto& operation : operations) {
    auto& chart = charts.emplace_back(Chart{operation.name,
                                            operation.is_of_threads ? "threads" : "series",
                                            operation.is_bytes ? "bytes" : "ns",
                                            {}});
    for (std::size_t side = 0; side < side_count; ++side) {
      Curve curve{side_names[side], {}};
      for (const auto& task : tasks) {
        if (task.operation == &operation && !task.samples[side].empty()) {
          curve.points.push_back(point_of(task.at, task.samples[side]));
        }
      }
      if (!curve.points.empty()) chart.curves.push_back(std::move(curve));
    }
  }
  return charts;
}

std::string formatted(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  if (value >= 1000) std::snprintf(text, sizeof text, "%.0f", value);
  return text;
}

std::string listed(const Curve& curve, double Point::* of) {
  std::string all;
  for (const auto& point : curve.points) all += (all.empty() ? "" : ", ") + formatted(point.*of);
  return all;
}

void print(const std::vector<Chart>& charts) {
  for (const auto& chart : charts) {
    for (const auto& curve : chart.curves) {
      const auto& first = curve.points.front();
      const auto& last = curve.points.back();
      const bool has_wall = chart.over == "threads" && chart.unit == "ns";
      std::printf("growth\t%s: %s, %zu to %zu %s\tflat\t%s\t-\t%s %s%s\n", curve.library.c_str(),
                  chart.operation.c_str(), first.at, last.at, chart.over.c_str(),
                  formatted(last.median / first.median).c_str(),
                  listed(curve, &Point::median).c_str(), chart.unit.c_str(),
                  has_wall ? ("; by the clock " + listed(curve, &Point::wall)).c_str() : "");
    }
  }
}

using benchmarks::json_of;  // with those below

std::string json_of(const Point& point) {
  return "{\"at\": " + std::to_string(point.at) + ", \"median\": " + json_of(point.median) +
         ", \"quartiles\": [" + json_of(point.low) + ", " + json_of(point.high) +
         "], \"wall\": " + json_of(point.wall) + "}";
}

std::string json_of(const std::vector<Chart>& charts) {
  std::string rows;
  for (const auto& chart : charts) {
    for (const auto& curve : chart.curves) {
      std::string points;
      for (const auto& point : curve.points)
        points += (points.empty() ? "" : ", ") + json_of(point);
      rows += (rows.empty() ? "" : ",\n") +
              ("{\"group\": \"growth\", \"name\": " + json_of(chart.operation)) +
              ", \"over\": " + json_of(chart.over) + ", \"unit\": " + json_of(chart.unit) +
              ", \"library\": " + json_of(curve.library) + ", \"points\": [" + points + "]}";
    }
  }
  return "{\"machine\": " + json_of(this_machine()) + ",\n\"rows\": [\n" + rows + "\n]}\n";
}

void write(const std::string& file, const std::string& content) {
  std::ofstream out(file);
  out << content << std::flush;
  if (!out) throw std::runtime_error("cannot write " + file);
}

struct Arguments {
  bool is_brief = false;
  std::string json;
  std::string svg;
  std::string filter;
};

Arguments arguments_of(const std::vector<std::string_view>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool has_next = i + 1 < words.size();
    if (words[i] == "--smoke") {
      arguments.is_brief = true;
    } else if (words[i] == "--json" && has_next) {
      arguments.json = words[++i];
    } else if (words[i] == "--svg" && has_next) {
      arguments.svg = words[++i];
    } else if (!words[i].starts_with("--") && arguments.filter.empty()) {
      arguments.filter = words[i];
    } else {
      throw std::runtime_error(
          "usage: isometric_growth [--smoke] [--json FILE] [--svg FILE] [FILTER]");
    }
  }
  return arguments;
}

void measure_growth(const Arguments& arguments) {
  const Effort& effort = arguments.is_brief ? brief : whole;
  auto operations = all_operations(effort);
  std::erase_if(operations, [&](const Operation& operation) {
    return std::string_view(operation.name).find(arguments.filter) == std::string_view::npos;
  });
  auto tasks = tasks_of(operations, effort);
  run(tasks, effort);
  const auto charts = charts_of(operations, tasks);
  print(charts);
  if (!arguments.json.empty()) write(arguments.json, json_of(charts));
  if (!arguments.svg.empty()) {
    const auto machine = this_machine();
    write(arguments.svg,
          line_charts(charts, "What an operation costs as series and threads grow",
                      std::to_string(machine.cores) + " x " + machine.model + ", " +
                          machine.compiler +
                          ". Processor time of all threads over all operations. Less is better."));
  }
}

}  // namespace
}  // namespace benchmarks

int main(int argument_count, char** arguments) {
  try {
    benchmarks::measure_growth(
        benchmarks::arguments_of({arguments + 1, arguments + argument_count}));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return EXIT_FAILURE;
  }
}
