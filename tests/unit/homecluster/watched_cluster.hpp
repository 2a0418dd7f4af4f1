#pragma once

#include <homecluster/cluster.hpp>
#include <homecluster/in_memory_cluster.hpp>
#include <homecluster/status.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A cluster of values that lets a test look in, wait or throw while a request is being answered.
/// `refresh` and `groups` may be made to fail, as those of a cluster out of reach.
struct WatchedCluster {
  homecluster::InMemoryCluster& values;
  /// Called before everything else except for `groups`, which the server also calls on its own.
  std::function<void()> meanwhile = [] {};
  /// Called after `groups` has read what it will give.
  std::function<void()> after_groups = [] {};
  std::function<homecluster::CallStatus()> reach = [] { return homecluster::CallStatus{}; };

  homecluster::CallStatus refresh() {
    meanwhile();
    return reach();
  }
  homecluster::Result<std::vector<homecluster::GroupState>> groups() {
    if (auto status = reach(); !status.is_ok()) return status;
    auto groups = values.groups();
    after_groups();
    return groups;
  }
  homecluster::Result<homecluster::GroupState> group(std::string_view name) {
    meanwhile();
    return values.group(name);
  }
  homecluster::Result<homecluster::GroupOptions> options(std::string_view group) {
    meanwhile();
    return values.options(group);
  }
  homecluster::Result<std::vector<homecluster::Node>> nodes(std::string_view group) {
    meanwhile();
    return values.nodes(group);
  }
  homecluster::Result<homecluster::Node> node(std::string_view name) {
    meanwhile();
    return values.node(name);
  }
  homecluster::CallStatus increase_size(std::string_view group, std::int32_t delta) {
    meanwhile();
    return values.increase_size(group, delta);
  }
  homecluster::CallStatus decrease_target_size(std::string_view group, std::int32_t delta) {
    meanwhile();
    return values.decrease_target_size(group, delta);
  }
  homecluster::CallStatus delete_nodes(std::string_view group, std::span<const std::string> names) {
    meanwhile();
    return values.delete_nodes(group, names);
  }
};
