#pragma once

#include "support/counting_threads.hpp"
#include "support/growing_sides.hpp"
#include "support/stopwatch.hpp"
#include "support/thread_times.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <functional>
#include <malloc.h>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

// The operations that growth.cpp measures, each for any of the sides: a function that makes all
// that is needed, and returns what measures once.
namespace benchmarks {

/// Where on a curve, and how much is done there.
struct Place {
  std::size_t series = 1;
  unsigned threads = 1;
  double least_nanoseconds = 0;  ///< of a measurement, for each thread
};

using Sampler = std::function<Times()>;

/// So many times the work that takes long enough to be measured. Warms up as well.
inline std::size_t enough(const Work& work, const Place& place) {
  std::size_t count = 1;
  while (static_cast<double>(count) * nanoseconds_per_operation(work, count, 1) <
         place.least_nanoseconds) {
    count *= 2;
  }
  return count;
}

/// Calls `use(series, turn)` over and over, with one series after another.
template <class Use>
Sampler over_all_series(const Place& place, Use use) {
  const auto next = std::make_shared<std::atomic<std::size_t>>(0);
  const Work work = [use = std::move(use), next, series = place.series](std::size_t count) {
    std::size_t i = next->fetch_add(count) % series;
    while (count-- > 0) {
      use(i, count);
      if (++i == series) i = 0;
    }
  };
  work(place.series);
  return [work, count = enough(work, place), threads = place.threads] {
    return times_of_threads(work, count, threads);
  };
}

template <class Side>
Sampler held_inc(const Place& place) {
  const auto side = std::make_shared<const Side>(place.series);
  const auto texts = series_texts(place.series);
  std::vector<decltype(side->counter(texts.front()))> held;
  held.reserve(texts.size());
  for (const auto& text : texts) held.push_back(side->counter(text));
  return over_all_series(
      place, [side, held = std::move(held)](std::size_t i, std::size_t) { held[i].inc(); });
}

template <class Side>
Sampler look_up_and_inc(const Place& place) {
  return over_all_series(place, [side = std::make_shared<const Side>(place.series),
                                 texts = series_texts(place.series)](std::size_t i, std::size_t) {
    side->counter(texts[i]).inc();
  });
}

template <class Side>
Sampler held_observe(const Place& place) {
  const auto side = std::make_shared<const Side>(place.series);
  const auto texts = series_texts(place.series);
  std::vector<decltype(side->histogram(texts.front()))> held;
  held.reserve(texts.size());
  for (const auto& text : texts) held.push_back(side->histogram(text));

  std::array<double, 256> values{};  // over all of the default buckets
  std::mt19937 random(2112);
  std::uniform_real_distribution<double> exponent(-2.5, 1.2);
  for (auto& value : values) value = std::pow(10, exponent(random));
  return over_all_series(place,
                         [side, held = std::move(held), values](std::size_t i, std::size_t turn) {
                           held[i].observe(values[turn % values.size()]);
                         });
}

/// Fresh sinks for so many series each, and as many as it takes that they can be measured.
template <class Side>
std::vector<std::unique_ptr<const Side>> fresh_sides(std::size_t series) {
  constexpr std::size_t enough_series = 1000;
  std::vector<std::unique_ptr<const Side>> sides(std::max<std::size_t>(1, enough_series / series));
  for (auto& side : sides) side = std::make_unique<const Side>(series);
  return sides;
}

template <class Side>
void count_in(const Side& side, const std::vector<SeriesText>& texts) {
  for (const auto& text : texts) side.counter(text).inc();
}

/// The first series of a family to the last.
template <class Side>
Sampler new_series(const Place& place) {
  return [series = place.series, texts = series_texts(place.series)] {
    const auto sides = fresh_sides<Side>(series);
    const Work work = [&](std::size_t) {
      for (const auto& side : sides) count_in(*side, texts);
    };
    const double time = nanoseconds_per_operation(work, series * sides.size(), 1);
    return Times{time, time};
  };
}

/// The same number of new series for any number of threads, which make them in one fresh sink.
template <class Side>
Sampler new_series_of_threads(const Place& place) {
  const std::size_t share = place.series / place.threads;
  const std::size_t all = (share + 1) * place.threads;  // they warm up with one each
  return [all, share, threads = place.threads, texts = series_texts(all)] {
    const Side side(all);
    std::atomic<std::size_t> next = 0;
    return times_of_threads(
        [&](std::size_t count) {
          const std::size_t first = next.fetch_add(count);
          for (std::size_t i = first; i < first + count; ++i) side.counter(texts[i]).inc();
        },
        share, threads);
  };
}

template <class Side>
void observe_in(const Side& side, const std::vector<SeriesText>& texts) {
  double value = 0.001;
  for (const auto& text : texts)
    side.histogram(text).observe(value = value > 10 ? 0.001 : value * 2);
}

/// Of each series on a page. All threads have done `use(side, texts)`, and are there still.
template <class Side, class Use>
Sampler page_of(const Place& place, const Use& use) {
  const auto texts = std::make_shared<const std::vector<SeriesText>>(series_texts(place.series));
  const auto side = std::make_shared<const Side>(place.series);
  use(*side, *texts);
  const auto others =
      std::make_shared<CountingThreads>(place.threads - 1, [=] { use(*side, *texts); });
  others->count();
  const Work work = [side, others, page = std::string()](std::size_t count) mutable {
    while (count-- > 0) side->write_page(page);
  };
  work(1);  // it sorts the series
  return [work, count = enough(work, place), series = static_cast<double>(place.series)] {
    const auto times = times_of_threads(work, count, 1);
    return Times{times.processor / series, times.wall / series};
  };
}

template <class Side>
Sampler page(const Place& place) {
  return page_of<Side>(place, [](const Side& side, const auto& texts) { count_in(side, texts); });
}
template <class Side>
Sampler page_of_histograms(const Place& place) {
  return page_of<Side>(place, [](const Side& side, const auto& texts) { observe_in(side, texts); });
}

/// What was allocated and is not yet freed, of all threads.
inline double allocated_bytes() {
  const auto info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

/// With all that a sink and its families take. Once in a process: cells that a sink leaves are the
/// next one's.
template <class Side>
Sampler bytes_of_series(const Place& place) {
  return [place] {
    const auto texts = series_texts(place.series);
    const double before = allocated_bytes();
    const auto sides = fresh_sides<Side>(place.series);
    for (const auto& side : sides) count_in(*side, texts);
    const auto all_series = static_cast<double>(place.series * sides.size());
    return Times{(allocated_bytes() - before) / all_series, 0};
  };
}

/// What a thread takes that counts in series that are there, beside what any thread takes.
template <class Side>
Sampler bytes_of_thread(const Place& place) {
  return [place] {
    const auto texts = series_texts(place.series);
    const Side side(place.series);
    count_in(side, texts);
    CountingThreads threads(place.threads, [&] { count_in(side, texts); });
    const double before = allocated_bytes();
    threads.count();
    return Times{(allocated_bytes() - before) / place.threads, 0};
  };
}

}  // namespace benchmarks
