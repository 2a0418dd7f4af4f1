#pragma once

#include <isometric/description/detail/append.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

// Not included by any header that a component includes.
namespace isometric::inline v1 {
namespace detail {

[[gnu::cold]] inline std::string conflict_message(std::string_view metric, std::string_view field,
                                                  std::string_view existing,
                                                  std::string_view requested,
                                                  std::string_view existing_site,
                                                  std::string_view requested_site) {
  return joined({"isometric: metric family '", metric, "' is in conflict over its ", field,
                 ": registered is ", existing, " (",
                 existing_site.empty() ? std::string_view("by other code") : existing_site,
                 "), asked for is ", requested, " (", requested_site, ")"});
}

}  // namespace detail

/// A name, label, unit or help text that breaks a rule.
///
/// what() quotes the offending value, states the rule and says what is expected.
class InvalidName : public std::invalid_argument {
 public:
  explicit InvalidName(const std::string& message) : std::invalid_argument(message) {}
};

/// Histogram bucket boundaries that break a rule.
///
/// what() quotes the offending value, states the rule and says what is expected.
class InvalidBuckets : public std::invalid_argument {
 public:
  explicit InvalidBuckets(const std::string& message) : std::invalid_argument(message) {}
};

/// Quantiles of a summary, or the window that they cover, that break a rule.
///
/// what() quotes the offending value, states the rule and says what is expected.
class InvalidQuantiles : public std::invalid_argument {
 public:
  explicit InvalidQuantiles(const std::string& message) : std::invalid_argument(message) {}
};

/// What two declarations of one metric family may disagree about.
enum class Field : unsigned char {
  name,          ///< the name is taken, and the sink does not reuse
  derived_name,  ///< a sample name is taken, such as `x_count` beside histogram `x`
  type,
  label_names,
  label_values,  ///< the same label is open in one and closed in the other, or closed otherwise
  constant_labels,
  buckets,
  quantiles,    ///< of a summary, or the time that they cover
  series_kind,  ///< removable in one and fixed in the other, say
  help,
  unit,
  max_series,
};

[[nodiscard]] constexpr std::string_view to_string(Field field) noexcept {
  switch (field) {
    case Field::name: return "name";
    case Field::derived_name: return "derived name";
    case Field::type: return "type";
    case Field::label_names: return "label names";
    case Field::label_values: return "closed label values";
    case Field::constant_labels: return "constant labels";
    case Field::buckets: return "buckets";
    case Field::quantiles: return "quantiles";
    case Field::series_kind: return "kind of series";
    case Field::help: return "help";
    case Field::unit: return "unit";
    case Field::max_series: return "series cap";
  }
  return "unknown";
}

/// A metric family that cannot be registered, because what is registered under its name differs.
/// The registry is as it was before. Thrown by the constructors of instruments.
class RegistrationConflict : public std::runtime_error {
 public:
  struct Details {
    std::string metric;          ///< the family that was asked for
    Field field = Field::name;   ///< what differs; the first one if several do
    std::string existing;        ///< its value as registered
    std::string requested;       ///< its value as asked for
    std::string existing_site;   ///< `file:line` of the first declaration; empty: other code's
    std::string requested_site;  ///< `file:line` of the declaration that failed
  };

  [[gnu::cold]] explicit RegistrationConflict(Details details)
      : std::runtime_error(detail::conflict_message(details.metric, to_string(details.field),
                                                    details.existing, details.requested,
                                                    details.existing_site, details.requested_site)),
        details_(new Details(std::move(details))) {}

  [[nodiscard]] const std::string& metric() const noexcept { return details_->metric; }
  [[nodiscard]] Field field() const noexcept { return details_->field; }
  [[nodiscard]] const std::string& existing() const noexcept { return details_->existing; }
  [[nodiscard]] const std::string& requested() const noexcept { return details_->requested; }
  [[nodiscard]] const std::string& existing_site() const noexcept {
    return details_->existing_site;
  }
  [[nodiscard]] const std::string& requested_site() const noexcept {
    return details_->requested_site;
  }

 private:
  std::shared_ptr<const Details> details_;  // shared: copying an exception must not throw
};

}  // namespace isometric::inline v1
