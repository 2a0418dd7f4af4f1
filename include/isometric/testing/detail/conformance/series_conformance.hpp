#pragma once

#include <isometric/description/metric_type.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Checks of families, blocks and handles, for one type of metric.
namespace isometric::inline v1::testing::internal {

template <class Type, class Subject>
class SeriesConformance {
  using Sink = typename Subject::Sink;

 public:
  explicit SeriesConformance(Subject& subject) noexcept : subject_(subject) {}

  void run() {
    run("each series has a value of its own", &SeriesConformance::check_values_apart);
    run("all combinations of closed label values are there from the start",
        &SeriesConformance::check_start);
    run("copies of a sink are the same sink", &SeriesConformance::check_copies);
    run("the same family and the same label values are the same series",
        &SeriesConformance::check_same_series);
    run("a refused update changes no value", &SeriesConformance::check_refusal);
    run("a rejected series shows nowhere", &SeriesConformance::check_rejected_series);
    run("label values may be any strings", &SeriesConformance::check_strange_values);
    run("a handle lives as long as its family or the sink", &SeriesConformance::check_lifetime);
    run("a snapshot shows what was declared", &SeriesConformance::check_description);
    run("a snapshot changes nothing", &SeriesConformance::check_snapshots);
  }

 private:
  void run(std::string_view sentence, void (SeriesConformance::*check)(const ConformanceShape&)) {
    std::string text(plural(Type::type));
    subject_.report.run(text.append(": ").append(sentence), [&] {
      for (const auto& shape : conformance_shapes()) (this->*check)(shape);
    });
  }

  static void touch(const auto& series, std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) Type::touch(series);
  }

  void check_values_apart(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const std::size_t tuples = declared.open_count() == 0 ? 1 : 3;
    const std::size_t closed_count = declared.closed_count();
    const auto touches = [&](std::size_t tuple, std::size_t i) {
      return tuple * closed_count + i + 1;
    };
    for (std::size_t tuple = 0; tuple < tuples; ++tuple) {
      const auto values = conformance_values(declared.open_count(), tuple);
      for (std::size_t i = 0; i < closed_count; ++i) {
        touch(subject_.series(family, values, i), touches(tuple, i));
      }
    }
    const auto seen = subject_.read(sink, family, declared);
    for (std::size_t tuple = 0; seen && tuple < tuples; ++tuple) {
      const auto values = conformance_values(declared.open_count(), tuple);
      for (std::size_t i = 0; i < closed_count; ++i) {
        subject_.expect_extent(*seen, subject_.selector(family, declared, values, i),
                               static_cast<double>(touches(tuple, i)));
      }
    }
  }

  void check_start(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto values = conformance_values(declared.open_count(), 0);
    static_cast<void>(subject_.lent.look_up(
        values, [&](OpenLabelValues lent_values) { return family.block(lent_values); }));
    const auto seen = subject_.read(sink, family, declared);
    for (std::size_t i = 0; seen && i < declared.closed_count(); ++i) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values, i), 0);
    }
  }

  void check_copies(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto values = conformance_values(declared.open_count(), 0);
    const auto family = subject_.template declare<Type>(sink, declared);
    touch(subject_.series(family, values, 0), 1);
    {
      const Sink copy = sink;
      touch(subject_.series(subject_.template declare<Type>(copy, declared), values, 0), 2);
    }
    const auto seen = subject_.read(sink, family, declared);
    if (seen) subject_.expect_extent(*seen, subject_.selector(family, declared, values, 0), 3);
  }

  void check_same_series(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const std::size_t last = declared.closed_count() - 1;
    const auto values = conformance_values(declared.open_count(), 0);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto family_copy = family;
    const auto first = subject_.series(family, values, last);
    const auto first_copy = first;
    touch(first, 1);
    touch(first_copy, 1);
    touch(subject_.series(family, values, last), 1);
    touch(subject_.series(family_copy, values, last), 1);
    touch(subject_.series(subject_.template declare<Type>(sink, declared), values, last), 1);
    const auto block = subject_.lent.look_up(
        values, [&](OpenLabelValues lent_values) { return family.block(lent_values); });
    const auto block_copy = block;
    touch(block.series(last), 1);
    touch(block_copy.series(last), 1);
    const auto seen = subject_.read(sink, family, declared);
    if (seen) subject_.expect_extent(*seen, subject_.selector(family, declared, values, last), 7);
  }

  void check_refusal(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto series = subject_.series(family, conformance_values(declared.open_count(), 0), 0);
    touch(series, 1);
    const auto before = subject_.read(sink, family, declared);
    series.refuse();
    series.refuse();
    const auto after = subject_.read(sink, family, declared);
    if (before && after) subject_.expect_unchanged(*after, *before);
  }

  void check_rejected_series(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    touch(subject_.series(family, conformance_values(declared.open_count(), 0), 0), 1);
    const auto before = subject_.read(sink, family, declared);
    const auto rejected = family.rejected_series();
    touch(rejected, 3);
    touch(family.rejected_series(), 1);
    const auto after = subject_.read(sink, family, declared);
    if (before && after) subject_.expect_unchanged(*after, *before);
  }

  void check_strange_values(const ConformanceShape& shape) {
    using namespace std::string_literals;
    const std::vector<std::string> strange = {"",
                                              " ",
                                              "\"quoted\" \\ and\nbroken",
                                              "\xC3\xBC\xE6\x97\xA5\xF0\x9F\x99\x82",
                                              "nul\0in"s,
                                              "\xFF\xFE no UTF-8",
                                              "name=\"x\"} 1",
                                              std::string(5000, 'x')};
    const Sink sink = subject_.make();
    ConformanceFamily declared(Type::type, shape.labels);
    declared.set_help("Lines,\n\"quotes\", \\, \xC3\xBC, and \xFF.");
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto values_of = [&](const std::string& value) {
      return OpenValues(declared.open_count(), value);
    };
    if (declared.open_count() == 0) {
      touch(subject_.series(family, {}, 0), 1);
      static_cast<void>(subject_.read(sink, family, declared));
      return;
    }
    for (std::size_t i = 0; i < strange.size(); ++i) {
      touch(subject_.series(family, values_of(strange[i]), 0), i + 1);
    }
    const auto seen = subject_.read(sink, family, declared);
    for (std::size_t i = 0; seen && i < strange.size(); ++i) {
      subject_.expect_extent(*seen, subject_.selector(family, declared, values_of(strange[i]), 0),
                             static_cast<double>(i + 1));
    }
  }

  void check_lifetime(const ConformanceShape& shape) {
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto values = conformance_values(declared.open_count(), 0);
    {
      std::optional<Sink> sink(std::in_place, subject_.make());
      const auto family = subject_.template declare<Type>(*sink, declared);
      const auto series = subject_.series(family, values, 0);
      sink.reset();
      touch(series, 1);
      touch(subject_.series(family, values, 0), 1);
    }
    const Sink sink = subject_.make();
    const ConformanceFamily other(Type::type, shape.labels);
    std::optional family(subject_.template declare<Type>(sink, other));
    const auto series = subject_.series(*family, values, 0);
    const SeriesSelector selector = subject_.selector(*family, other, values, 0);
    touch(series, 1);
    family.reset();
    touch(series, 1);
    const auto seen = subject_.read(sink, selector.family());
    if (seen) subject_.expect_extent(*seen, selector, 2);
  }

  void check_description(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    const auto values = conformance_values(declared.open_count(), 0);
    touch(subject_.series(family, values, 0), 1);
    const auto seen = subject_.read(sink, family, declared);
    if (!seen) return;
    const auto selector = subject_.selector(family, declared, values, 0);
    const FamilySnapshot* shown = seen->find_family(selector.family());
    if (shown == nullptr) {
      subject_.report.fail("there is no family '" + selector.family() + "'");
      return;
    }
    // An adaptor may have put something before the name.
    subject_.report.expect(shown->name.ends_with(declared.name()),
                           "'" + declared.name() + "' is shown as '" + shown->name + "'");
    subject_.report.expect(shown->help == declared.help(),
                           "help '" + declared.help() + "' is shown as '" + shown->help + "'");
    subject_.report.expect(shown->type == Type::type, std::string("a ")
                                                          .append(to_string(Type::type))
                                                          .append(" is shown as a ")
                                                          .append(to_string(shown->type)));
  }

  void check_snapshots(const ConformanceShape& shape) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, shape.labels);
    const auto family = subject_.template declare<Type>(sink, declared);
    touch(subject_.series(family, conformance_values(declared.open_count(), 0), 0), 2);
    const auto before = subject_.read(sink, family, declared);
    const auto after = subject_.read(sink, family, declared);
    if (before && after) subject_.expect_unchanged(*after, *before);
  }

  Subject& subject_;
};

}  // namespace isometric::inline v1::testing::internal
