#pragma once

#include <isometric/adaptors/detail/redescribing_sink.hpp>
#include <isometric/description/metric_name_prefix.hpp>

#include <string>
#include <utility>

namespace isometric::inline v1 {
namespace detail {

class PrefixName {
 public:
  explicit PrefixName(MetricNamePrefix prefix) : prefix_(prefix.view()) {}

  template <class Declare>
  auto operator()(FamilyDescriptor family, Declare declare) const {
    const std::string name = std::string(prefix_).append(family.name);
    family.name = name;
    return declare(family);
  }

 private:
  std::string prefix_;
};

}  // namespace detail

/// Puts a prefix before the name of every family, and declares it in another sink.
///
///     PrefixedSink sink{RegistrySink{}, "billing_"};
///
/// The families are the other sink's own, so look-ups and updates cost nothing more; a declaration
/// makes a string. Removable families, callbacks and reading are there if the other sink has them.
/// What goes wrong is told under the whole name. Copies are the same sink. Thread-safe if the other
/// sink is.
template <MetricsSink Inner>
class PrefixedSink : public detail::RedescribingSink<Inner, detail::PrefixName> {
 public:
  PrefixedSink(Inner inner, MetricNamePrefix prefix)
      : detail::RedescribingSink<Inner, detail::PrefixName>(std::move(inner),
                                                            detail::PrefixName(prefix)) {}
};

}  // namespace isometric::inline v1
