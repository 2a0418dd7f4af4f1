#pragma once

#include <isometric/sinks/forward.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace prometheus {
class Registry;
}

/// What each part of a process can be asked to do: the executable, a library, a plug-in.
struct Part {
  /// Counts 1 for `name` in the process's registry.
  void (*count)(const std::string& name);
  /// What the process's registry says of `name`, or nothing.
  std::optional<double> (*counted)(const std::string& name);
  /// Adopts the registry and counts 1 for `name` in it.
  void (*count_in)(const std::shared_ptr<prometheus::Registry>& registry, const std::string& name);
  /// Adopts the registry and declares the same family otherwise. True if that is refused.
  bool (*is_refused)(const std::shared_ptr<prometheus::Registry>& registry);
  /// Declares a family in somebody else's sink, without any series.
  void (*declare_in)(const isometric::RegistrySink& sink);
  /// Adds a function to somebody else's sink that gives a value and ends its own registration.
  void (*answer_once)(const isometric::RegistrySink& sink);
  /// Adds a function to each of two sinks of somebody else's that ends the other one's
  /// registration, once both are called.
  void (*answer_until_the_other)(const isometric::RegistrySink& first,
                                 const isometric::RegistrySink& second);
  /// Declares a family in somebody else's sharded sink, and counts 1 for `name` in it.
  void (*count_in_sharded)(const isometric::ShardedSink& sink, const std::string& name);
  /// Counts 1 for `name` in the process's sharded sink, and what that says of it.
  void (*count_sharded)(const std::string& name);
  std::optional<double> (*counted_sharded)(const std::string& name);
  /// Leases a cell of the process, in which each part can count, and read what all have counted.
  std::uint64_t (*lease_cell)();
  void (*count_in_cell)(std::uint64_t place);
  double (*counted_in_cell)(std::uint64_t place);
  /// Makes a registry of its own, uses it and lets it go.
  void (*keep_to_itself)();
};
