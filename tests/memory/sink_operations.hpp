#pragma once

#include "support/fail_each_allocation.hpp"

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/reading/snapshot.hpp>

#include <cstddef>
#include <functional>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Every operation of a sink, each with all of its allocations failing in turn.
namespace test_support {

/// Keeps the lines about the families of one state, which have its token in their names, and leaves
/// the token out: then all states look alike, also in a registry that is never new.
inline std::string lines_with(std::string_view token, std::string_view text) {
  if (token.empty()) return std::string(text);
  std::string kept;
  for (const auto line : internal::lines_of(text)) {
    std::size_t found = line.find(token);
    if (found == line.npos) continue;
    std::size_t begin = 0;
    for (; found != line.npos; found = line.find(token, begin)) {
      kept += line.substr(begin, found - begin);
      begin = found + token.size();
    }
    kept.append(line.substr(begin)) += '\n';
  }
  return kept;
}

template <class Collectable>
isometric::Snapshot snapshot_of_collected(const Collectable& collectable) {
  std::vector<isometric::FamilySnapshot> families;
  for (const auto& family : collectable.Collect()) {
    isometric::FamilySnapshot copy{family.name, family.help, {}, {}, {}};
    for (const auto& metric : family.metric) {
      isometric::SeriesSnapshot series;
      for (const auto& label : metric.label) series.labels.emplace_back(label.name, label.value);
      series.value = metric.counter.value + metric.gauge.value + metric.histogram.sample_sum +
                     metric.summary.sample_sum;
      copy.series.push_back(std::move(series));
    }
    families.push_back(std::move(copy));
  }
  return isometric::Snapshot(std::move(families));
}

template <class Sink>
std::string log_of(const Sink& sink, std::string_view token) {
  std::string text;
  try {
    for (const auto& call : sink.log()) {
      text.append(to_string(call.operation)) += ' ';
      text.append(call.series.family());
      for (const auto& [name, value] : call.series.labels()) text += ' ' + name + '=' + value;
      text += call.text + '\n';
    }
  } catch (const std::bad_alloc&) {
    return std::string(lost_log);
  }
  return lines_with(token, text);
}

/// False of an AnySink whose sink inside has only snapshots.
template <class Sink>
bool can_be_scraped(const Sink& sink) {
  if constexpr (requires { sink.scrape_source(); }) {
    try {
      static_cast<void>(sink.scrape_source());
    } catch (const std::logic_error&) {
      return false;
    }
  }
  return true;
}

/// What a sink shows in any way that it has, and the sinks that it is made of.
template <class Sink>
void append_observation(const Sink& sink, std::string_view token, Observation& parts) {
  using namespace isometric;
  if constexpr (requires { sink.template inner<1>(); }) {
    append_observation(sink.template inner<0>(), token, parts);
    append_observation(sink.template inner<1>(), token, parts);
  } else if constexpr (requires { sink.inner(); }) {
    append_observation(sink.inner(), token, parts);
  } else {
    std::string text;
    if constexpr (MetricsSource<Sink>) {
      if (can_be_scraped(sink)) write_text(sink, text);
      write_text(sink.snapshot(), text);
    }
    if constexpr (CollectableSource<Sink>) {
      write_text(snapshot_of_collected(*sink.collectable()), text);
    }
    if constexpr (requires { sink.log(); }) parts.push_back(log_of(sink, token));
    if constexpr (requires { sink.catalogue(); }) {
      for (const auto& family : sink.catalogue()) text.append(family.name) += '\n';
    }
    parts.push_back(lines_with(token, text));
  }
}

/// A name that no other state has used, and what tells it from theirs.
struct UniqueName {
  std::string token = next_token();
  std::string text = "app" + token + "_things";

  static std::string next_token() {
    static std::size_t number = 1'000'000;
    return std::to_string(++number);
  }
};

inline constexpr const char* memory_help = "Things that a test of memory counts, in a long help.";

struct MemoryShape {
  std::string_view name;
  std::vector<isometric::LabelDescriptor> labels;
};

inline const std::vector<MemoryShape>& memory_shapes() {
  static constexpr std::string_view ways[] = {"up", "down"};
  static constexpr std::string_view outcomes[] = {"served", "refused", "failed"};
  static const std::vector<MemoryShape> shapes = {
      {"without labels", {}},
      {"with closed labels", {{"way", ways}, {"outcome", outcomes}}},
      {"with open labels", {{"group", {}}, {"zone", {}}}},
      {"with open and closed labels",
       {{"group", {}}, {"way", ways}, {"zone", {}}, {"outcome", outcomes}}}};
  return shapes;
}

/// The types of metric, and how they are declared and updated.
struct CounterType {
  static constexpr auto type = isometric::MetricType::counter;
  static auto declare(const auto& sink, const isometric::FamilyDescriptor& family) {
    return sink.counter(family);
  }
  static void update(const auto& series) { series.inc(2); }
};
struct GaugeType {
  static constexpr auto type = isometric::MetricType::gauge;
  static auto declare(const auto& sink, const isometric::FamilyDescriptor& family) {
    return sink.gauge(family);
  }
  static void update(const auto& series) { series.set(2); }
};
struct HistogramType {
  static constexpr auto type = isometric::MetricType::histogram;
  static auto declare(const auto& sink, const isometric::FamilyDescriptor& family) {
    return sink.histogram(family);
  }
  static void update(const auto& series) { series.observe(2); }
};
struct SummaryType {
  static constexpr auto type = isometric::MetricType::summary;
  static auto declare(const auto& sink, const isometric::FamilyDescriptor& family) {
    return sink.summary(family);
  }
  static void update(const auto& series) { series.observe(2); }
};

enum class Extent {
  all,
  fixed,       ///< declarations, look-ups and updates of families whose series stay
  own_series,  ///< removable series, callbacks and reading: what a registry of others has no part
               ///< in
  one_shape,   ///< for a sink that is never new: all of one shape of labels, read by the family
};

/// What a test says of a sink.
template <class Sink>
struct MemorySubject {
  /// A sink that is new or as good as new, for a family of this name and type.
  std::function<Sink(const std::string& name, isometric::MetricType type)> make;
  Guarantee guarantee = Guarantee::strong;
  Extent extent = Extent::all;
  /// What it does beyond what all sinks show.
  std::function<std::string(const Sink&)> observe = {};
  /// Whether it may find no memory for the handle of a series that is there, and then gives one
  /// that shows nowhere.
  bool may_lose_handles = false;
};

template <class Sink>
class MemorySuite {
 public:
  explicit MemorySuite(MemorySubject<Sink> subject) : subject_(std::move(subject)) {}

  AllocationFailures run() {
    const bool has_fixed = subject_.extent != Extent::own_series;
    const bool has_others = subject_.extent != Extent::fixed;
    for (const auto& shape : memory_shapes()) {
      if (subject_.extent == Extent::one_shape && shape.name != mixed().name) continue;
      if (has_fixed) {
        run_plain<CounterType>(shape);
        run_beyond_the_cap(shape);
        run_conflicts(shape);
      }
      if (!has_others) continue;
      if constexpr (isometric::RemovableSink<Sink>) run_removable(shape);
      if constexpr (isometric::CallbackSink<Sink>) run_callbacks(shape);
    }
    if (has_fixed) {
      run_plain<GaugeType>(mixed());
      run_plain<HistogramType>(mixed());
      run_plain<SummaryType>(mixed());
    }
    if constexpr (isometric::DynamicSink<Sink>) {
      if (has_others) run_dynamic();
    }
    if (has_others) run_reading();
    return std::move(failures_);
  }

 private:
  using Values = std::vector<std::string_view>;

  static const MemoryShape& open() { return memory_shapes()[2]; }
  static const MemoryShape& mixed() { return memory_shapes()[3]; }

  template <class Type>
  static isometric::FamilyDescriptor describe(std::string_view name, const MemoryShape& shape) {
    static constexpr double bounds[] = {1, 5};
    static constexpr isometric::Quantile quantiles[] = {{0.5, 0.05}};
    isometric::FamilyDescriptor family;
    family.type = Type::type;
    family.name = name;
    family.help = memory_help;
    family.labels = shape.labels;
    if (Type::type == isometric::MetricType::histogram) family.buckets = bounds;
    if (Type::type == isometric::MetricType::summary) family.quantiles = quantiles;
    return family;
  }

  static Values values_of(const MemoryShape& shape, std::string_view first,
                          std::string_view second) {
    Values values;
    for (const auto& label : shape.labels) {
      if (!label.is_closed()) values.push_back(values.empty() ? first : second);
    }
    return values;
  }
  static Values values_of(const MemoryShape& shape) {
    return values_of(shape, "a group whose name is longer than a short string", "a");
  }
  static Values other_values_of(const MemoryShape& shape) {
    return values_of(shape, "another group, which has a long name as well", "b");
  }
  static std::size_t last_of(const MemoryShape& shape) {
    return isometric::closed_series_count(shape.labels) - 1;
  }

  /// A sink, a family that is declared in it, and what else an operation works on.
  template <class Family, class Extra = int>
  struct State {
    UniqueName name;
    Sink sink;
    Family family;
    Extra extra;
  };

  template <class Declare, class Extra = int>
  auto make_state(isometric::MetricType type, Declare declare, Extra extra = Extra()) const {
    UniqueName name;
    Sink sink = subject_.make(name.text, type);
    auto family = declare(sink, std::string_view(name.text));
    return State<decltype(family), Extra>{std::move(name), std::move(sink), std::move(family),
                                          std::move(extra)};
  }

  template <class Other, class Extra>
  static auto with(Other state, Extra extra) {
    return State<decltype(state.family), Extra>{std::move(state.name), std::move(state.sink),
                                                std::move(state.family), std::move(extra)};
  }

  /// Before anything is declared.
  auto make_sink(isometric::MetricType type) const {
    return make_state(type, [](const Sink&, std::string_view) { return 0; });
  }

  [[nodiscard]] Observation observe(const Sink& sink, const UniqueName& name) const {
    Observation parts;
    if (subject_.extent == Extent::one_shape) {
      parts.push_back(lines_with(name.token, page_of_family(sink, name.text)));
    } else {
      append_observation(sink, name.token, parts);
    }
    if (subject_.observe) {
      std::string more = subject_.observe(sink);
      parts.push_back(more == lost_log ? std::move(more) : lines_with(name.token, more));
    }
    return parts;
  }
  static std::string page_of_family(const Sink& sink, std::string_view family) {
    std::string page;
    if constexpr (isometric::MetricsSource<Sink>) {
      write_text(isometric::snapshot(sink, family), page);
    }
    return page;
  }

  template <class Make, class Operation>
  void run(std::string_view what, std::string_view type, const MemoryShape& shape, Make make,
           Operation operation) {
    run(subject_.guarantee, what, type, shape, make, operation);
  }
  /// A look-up in a block, which cannot throw.
  template <class Make, class Operation>
  void run_look_up(std::string_view what, std::string_view type, const MemoryShape& shape,
                   Make make, Operation operation) {
    run(subject_.may_lose_handles ? Guarantee::for_each_part : subject_.guarantee, what, type,
        shape, make, operation);
  }
  template <class Make, class Operation>
  void run(Guarantee guarantee, std::string_view what, std::string_view type,
           const MemoryShape& shape, Make make, Operation operation) {
    const std::string name =
        std::string(what) + " of a " + std::string(type) + ' ' + std::string(shape.name);
    fail_each_allocation(failures_, name, guarantee, make, operation,
                         [&](const auto& state) { return observe(state.sink, state.name); });
  }

  template <class Type>
  void run_plain(const MemoryShape& shape) {
    const auto type = to_string(Type::type);
    const auto declare = [&](const auto& sink, std::string_view name) {
      return Type::declare(sink, describe<Type>(name, shape));
    };
    const auto make = [&] { return make_state(Type::type, declare); };
    const auto values = values_of(shape);
    const std::size_t last = last_of(shape);
    const auto declare_again = [&](const auto& state) {
      static_cast<void>(declare(state.sink, state.name.text));
    };
    run("declaration", type, shape, [&] { return make_sink(Type::type); }, declare_again);
    run("second declaration", type, shape, make, declare_again);
    run_look_up("first look-up", type, shape, make,
                [&](const auto& state) { Type::update(state.family.block(values).series(last)); });
    run_look_up("look-up of what is no text", type, shape, make, [&](const auto& state) {
      const auto no_text = values_of(shape, "\xff\xfe and then some more of it", "\xc3");
      Type::update(state.family.block(no_text).series(last));
    });
    run("rejected look-up", type, shape, make,
        [&](const auto& state) { Type::update(state.family.rejected_series()); });

    const auto make_series = [&] {
      auto state = make();
      auto series = state.family.block(values).series(last);
      return with(std::move(state), std::move(series));
    };
    run("update", type, shape, make_series, [&](const auto& state) { Type::update(state.extra); });
    run("refused update", type, shape, make_series,
        [&](const auto& state) { state.extra.refuse(); });
  }

  void run_beyond_the_cap(const MemoryShape& shape) {
    const auto make_full = [&] {
      auto state = make_state(CounterType::type, [&](const auto& sink, std::string_view name) {
        auto family = describe<CounterType>(name, shape);
        family.max_series = last_of(shape) + 1;
        return sink.counter(family);
      });
      state.family.block(values_of(shape)).series(0).inc();
      return state;
    };
    const auto look_up = [&](const auto& state) {
      state.family.block(other_values_of(shape)).series(last_of(shape)).inc();
    };
    run_look_up("first look-up beyond the cap", "counter", shape, make_full, look_up);
    run_look_up(
        "next look-up beyond the cap", "counter", shape,
        [&] {
          auto state = make_full();
          look_up(state);
          return state;
        },
        [&](const auto& state) {
          state.family.block(values_of(shape, "a third", "c")).series(0).inc();
        });
  }

  void run_conflicts(const MemoryShape& shape) {
    const auto run_conflict = [&](std::string_view what, auto declare_otherwise) {
      const auto make = [&] {
        return make_state(CounterType::type, [&](const auto& sink, std::string_view name) {
          return sink.counter(describe<CounterType>(name, shape));
        });
      };
      run(what, "counter", shape, make, [&](const auto& state) {
        try {
          declare_otherwise(state);
        } catch (const isometric::RegistrationConflict&) {
        }
      });
    };
    run_conflict("conflict over the type", [&](const auto& state) {
      static_cast<void>(state.sink.gauge(describe<GaugeType>(state.name.text, shape)));
    });
    run_conflict("mismatch of help", [&](const auto& state) {
      auto other = describe<CounterType>(state.name.text, shape);
      other.help = "Other help, which is a conflict on some registries and counted on others.";
      static_cast<void>(state.sink.counter(other));
    });
  }

  void run_removable(const MemoryShape& shape) {
    constexpr std::string_view type = "removable gauge";
    const auto declare = [&](const auto& sink, std::string_view name) {
      auto family = describe<GaugeType>(name, shape);
      family.max_series = 2 * (last_of(shape) + 1);
      return sink.removable().gauge(family);
    };
    const auto values = values_of(shape);
    const auto others = other_values_of(shape);
    const auto third = values_of(shape, "a third group, which finds no room any more", "c");
    const std::size_t last = last_of(shape);
    const auto make_empty = [&] { return make_state(GaugeType::type, declare); };
    const auto make = [&] {
      auto state = make_state(GaugeType::type, declare);
      state.family.block(values).series(last).set(1);
      state.family.block(others).series(0).set(1);
      return state;
    };
    run(
        "declaration", type, shape, [&] { return make_sink(GaugeType::type); },
        [&](const auto& state) { static_cast<void>(declare(state.sink, state.name.text)); });
    run_look_up("first look-up", type, shape, make_empty,
                [&](const auto& state) { state.family.block(values).series(last).set(2); });
    if (!values.empty()) {  // else all series are there, and go
      run_look_up("first look-up and, if it fails, removal", type, shape, make_empty,
                  [&](const auto& state) {
                    try {
                      state.family.block(values).series(last).set(2);
                    } catch (const std::bad_alloc&) {
                      state.family.remove(values, last);
                      state.family.remove_matching({});
                      throw;
                    }
                  });
    }
    run_look_up("look-up beyond the cap", type, shape, make,
                [&](const auto& state) { state.family.block(third).series(last).set(2); });
    run("rejected look-up", type, shape, make,
        [&](const auto& state) { state.family.rejected_series().set(2); });
    run("removal", type, shape, make,
        [&](const auto& state) { state.family.remove(values, last); });
    run("removal of all", type, shape, make,
        [&](const auto& state) { state.family.remove_matching({}); });
    run("removal by a label", type, shape, make, [&](const auto& state) {
      if (shape.labels.empty()) return;
      const auto& label = shape.labels.back();
      const isometric::LabelMatch match{shape.labels.size() - 1,
                                        label.is_closed() ? label.closed_values[0] : values.back()};
      state.family.remove_matching({&match, 1});
    });
    run("own", type, shape, make_empty,
        [&](const auto& state) { state.family.acquire(values, last).set(2); });
    // A tee gives up again what it could not own in all of its sinks, and with its owner it goes.
    if (subject_.guarantee != Guarantee::for_each_part) {
      run("own, of what is there,", type, shape, make,
          [&](const auto& state) { state.family.acquire(values, last).set(2); });
    }
    run(
        "own, of what was removed,", type, shape,
        [&] {
          auto state = make();
          state.family.remove(values, last);
          return state;
        },
        [&](const auto& state) { state.family.acquire(values, last).set(2); });
    run("own, beyond the cap,", type, shape, make,
        [&](const auto& state) { state.family.acquire(third, last).set(2); });
    run(
        "end of the only owner", type, shape,
        [&] {
          auto state = make();
          auto owned = std::optional(state.family.acquire(values, last));
          return with(std::move(state), std::move(owned));
        },
        [](auto& state) {
          if (state.extra) state.family.release(*state.extra);
          state.extra.reset();
        });

    const auto make_block = [&] {
      auto state = make();
      auto block = state.family.block(values);
      return with(std::move(state), std::move(block));
    };
    run_look_up(
        "look-up of a removed series in a kept block", type, shape,
        [&] {
          auto state = make_block();
          state.family.remove(values, last);
          return state;
        },
        [&](const auto& state) { state.extra.series(last).set(2); });
    run_look_up(
        "look-up in a kept block that lost all of its series", type, shape,
        [&] {
          auto state = make_block();
          state.family.remove_matching({});
          return state;
        },
        [&](const auto& state) { state.extra.series(last).set(2); });
  }

  void run_dynamic() {
    constexpr std::string_view type = "dynamic histogram";
    const MemoryShape& none = memory_shapes()[0];
    const auto declare_with = [&](const auto& sink, std::string_view name,
                                  std::span<const double> bounds) {
      auto family = describe<HistogramType>(name, none);
      family.buckets = bounds;
      family.max_series = 2;
      return sink.dynamic().histogram(family);
    };
    const std::vector<double> few = {1};
    const std::vector<double> many = {1, 2, 3, 5, 8};
    const auto declare = [&](const auto& sink, std::string_view name) {
      return declare_with(sink, name, few);
    };
    const Values labels = {"a_label_with_a_long_name",
                           "and a value that is longer than a short text", "b", "1"};
    const Values others = {"another_label_with_a_long_name", "2"};
    const Values third = {"a_third_label_that_finds_no_room_any_more", "3"};
    const auto make_empty = [&] { return make_state(HistogramType::type, declare); };
    const auto make = [&] {
      auto state = make_state(HistogramType::type, declare);
      state.family.block(labels).series(0).observe(1);
      state.family.block(others).series(0).observe(1);
      return state;
    };
    run(
        "declaration", type, none, [&] { return make_sink(HistogramType::type); },
        [&](const auto& state) { static_cast<void>(declare(state.sink, state.name.text)); });
    run("declaration with other bounds", type, none, make_empty, [&](const auto& state) {
      static_cast<void>(declare_with(state.sink, state.name.text, many));
    });
    run_look_up(
        "first look-up with other bounds", type, none,
        [&] {
          auto state = make_empty();
          auto bounded = declare_with(state.sink, state.name.text, many);
          return with(std::move(state), std::move(bounded));
        },
        [&](const auto& state) { state.extra.block(others).series(0).observe(1); });
    run_look_up("first look-up", type, none, make_empty,
                [&](const auto& state) { state.family.block(labels).series(0).observe(2); });
    run_look_up("look-up beyond the cap", type, none, make,
                [&](const auto& state) { state.family.block(third).series(0).observe(2); });
    run("removal", type, none, make, [&](const auto& state) { state.family.remove(labels, 0); });
    run("removal by a label", type, none, make, [&](const auto& state) {
      const isometric::LabelMatch match{0, labels[1], labels[0]};
      state.family.remove_matching({&match, 1});
    });
    run("own", type, none, make_empty,
        [&](const auto& state) { state.family.acquire(labels, 0).observe(2); });
    if constexpr (requires(const Sink& sink) { sink.registry(); }) {
      run(
          "declaration under the name of an abandoned family, and look-up,", type, none,
          [&] {
            return make_state(HistogramType::type, [&](const Sink& sink, std::string_view name) {
              static_cast<void>(sink.removable().histogram(describe<HistogramType>(name, open())));
              return 0;
            });
          },
          [&](const auto& state) {
            declare(state.sink, state.name.text).block(labels).series(0).observe(2);
          });
    }
  }

  void run_callbacks(const MemoryShape& shape) {
    constexpr std::string_view type = "callback counter";
    const auto declare = [&](const auto& sink, std::string_view name) {
      auto family = describe<CounterType>(name, shape);
      family.max_series = 1;
      return sink.callback_counter(family);
    };
    using Family = decltype(std::declval<const Sink&>().callback_counter(
        std::declval<const isometric::FamilyDescriptor&>()));
    using Registration = decltype(std::declval<const Family&>().rejected_registration());
    struct Registrations {
      Registration first = Registration();
      Registration second = Registration();
    };
    const auto make_empty = [&] { return make_state(CounterType::type, declare, Registrations()); };
    const auto add = [&](const auto& state, const Values& values) {
      // Large, so that a copy of it allocates.
      return state.family.add(values, last_of(shape), [text = std::string(100, 'x')] {
        return static_cast<double>(text.size());
      });
    };
    const auto make = [&] {
      auto state = make_empty();
      state.extra.first = add(state, values_of(shape));
      return state;
    };
    run(
        "declaration", type, shape, [&] { return make_sink(CounterType::type); },
        [&](const auto& state) { static_cast<void>(declare(state.sink, state.name.text)); });
    run("registration", type, shape, make_empty,
        [&](auto& state) { state.extra.first = add(state, values_of(shape)); });
    run("second registration", type, shape, make,
        [&](auto& state) { state.extra.second = add(state, values_of(shape)); });
    run("registration beyond the cap", type, shape, make,
        [&](auto& state) { state.extra.second = add(state, other_values_of(shape)); });
    run("rejected registration", type, shape, make,
        [&](auto& state) { state.extra.second = state.family.rejected_registration(); });
    run("end of a registration", type, shape, make,
        [](auto& state) { state.extra.first = Registration(); });
  }

  /// What a read has been added to, and the callback that it calls.
  template <class Registration>
  struct Reading {
    std::string text;
    Registration registration;
  };

  /// A series of each kind that the sink has, beside those of the family itself.
  static auto add_series_of_each_kind(const Sink& sink, const std::string& name) {
    const auto values = values_of(open());
    try {
      auto sizes = sink.histogram(describe<HistogramType>(name + "_sizes", open()));
      sizes.block(values).series(0).observe(1);
    } catch (const isometric::RegistrationConflict&) {  // a sink on one family
    }
    if constexpr (isometric::RemovableSink<Sink>) {
      auto levels = sink.removable().gauge(describe<GaugeType>(name + "_levels", open()));
      levels.block(values).series(0).set(2);
    }
    if constexpr (isometric::CallbackSink<Sink>) {
      auto ticks = sink.callback_counter(describe<CounterType>(name + "_ticks", open()));
      auto registration = ticks.add(values, 0, [] { return 3.0; });
      return Reading<decltype(registration)>{"", std::move(registration)};
    } else {
      return Reading<int>{"", 0};
    }
  }

  /// Reading changes nothing, and what is read is all or nothing.
  void run_reading() {
    const auto make = [&] {
      auto state = make_state(CounterType::type, [&](const auto& sink, std::string_view name) {
        return sink.counter(describe<CounterType>(name, open()));
      });
      state.family.block(values_of(open())).series(0).inc();
      state.family.block(other_values_of(open())).series(0).inc();
      auto reading = add_series_of_each_kind(state.sink, state.name.text);
      reading.text = "kept from before: " + state.name.token + '\n';
      return with(std::move(state), std::move(reading));
    };
    const auto run_read = [&](std::string_view what, auto read) {
      fail_each_allocation(failures_, what, Guarantee::strong, make, read, [&](const auto& state) {
        Observation parts = observe(state.sink, state.name);
        parts.push_back(lines_with(state.name.token, state.extra.text));
        return parts;
      });
    };
    if constexpr (isometric::MetricsSource<Sink>) {
      run_read("snapshot of a family", [](auto& state) {
        std::string pages;
        for (const auto* kind : {"", "_sizes", "_levels", "_ticks"}) {
          pages += page_of_family(state.sink, state.name.text + kind);
        }
        state.extra.text += pages;
      });
    }
    if (subject_.extent == Extent::one_shape) return;
    if constexpr (isometric::MetricsSource<Sink>) {
      if (can_be_scraped(make().sink)) {
        run_read("page", [](auto& state) { write_text(state.sink, state.extra.text); });
        run_read("page in OpenMetrics", [](auto& state) {
          write_text(state.sink, state.extra.text, isometric::ExpositionFormat::openmetrics);
        });
      }
    }
    if constexpr (isometric::MetricsSource<Sink>) {
      run_read("snapshot",
               [](auto& state) { write_text(state.sink.snapshot(), state.extra.text); });
    }
    if constexpr (isometric::CollectableSource<Sink>) {
      run_read("Collect", [](auto& state) {
        write_text(snapshot_of_collected(*state.sink.collectable()), state.extra.text);
      });
    }
    if constexpr (requires(const Sink& sink) { sink.log(); }) {
      run_read("log", [](auto& state) { static_cast<void>(state.sink.log()); });
      run_read("mark", [](auto& state) { state.sink.mark("a mark, " + state.name.text); });
    }
    if constexpr (requires(const Sink& sink) { sink.catalogue(); }) {
      run_read("catalogue", [](auto& state) { static_cast<void>(state.sink.catalogue()); });
    }
  }

  const MemorySubject<Sink> subject_;
  AllocationFailures failures_;
};

template <class Sink>
AllocationFailures check_memory(MemorySubject<Sink> subject) {
  return MemorySuite<Sink>(std::move(subject)).run();
}

}  // namespace test_support
