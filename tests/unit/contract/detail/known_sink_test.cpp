#include "support/catch.hpp"

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

namespace {

using isometric::GlobalShardedSink;
using isometric::GlobalSink;
using isometric::RegistrySink;
using isometric::ShardedSink;
namespace detail = isometric::detail;

/// What users' compilers are spared.
template <class Sink>
consteval bool has_all_of_a_sink() {
  detail::diagnose_write_half<Sink>();
  return detail::HasWriteHalf<Sink>;
}

TEST_CASE("a sink that is taken for one unseen has all that a sink needs") {
  STATIC_REQUIRE(detail::is_known_sink<RegistrySink>);
  STATIC_REQUIRE(has_all_of_a_sink<RegistrySink>());
  STATIC_REQUIRE(detail::is_known_sink<GlobalSink>);
  STATIC_REQUIRE(has_all_of_a_sink<GlobalSink>());
  STATIC_REQUIRE(detail::is_known_sink<ShardedSink>);
  STATIC_REQUIRE(has_all_of_a_sink<ShardedSink>());
  STATIC_REQUIRE(detail::is_known_sink<GlobalShardedSink>);
  STATIC_REQUIRE(has_all_of_a_sink<GlobalShardedSink>());
}

TEST_CASE("no other sink is taken for one unseen") {
  struct Lookalike : RegistrySink {};
  STATIC_REQUIRE_FALSE(detail::is_known_sink<Lookalike>);
}

}  // namespace
