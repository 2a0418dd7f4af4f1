#include "support/catch.hpp"

#include <isometric/metrics_source.hpp>

#include <memory>
#include <string>
#include <vector>

namespace {

struct Source {
  isometric::Snapshot snapshot() const {
    return isometric::Snapshot(
        {{"app_nodes", "Nodes.", isometric::MetricType::gauge, {{{}, 3.0}}}});
  }
};
struct Readable : Source {
  struct Page {
    std::vector<std::string> Collect() const { return {}; }
  };
  std::shared_ptr<Page> collectable() const { return std::make_shared<Page>(); }
};
struct OnlyCollectable {
  std::shared_ptr<Readable::Page> collectable() const;
};
struct MutableSource {
  isometric::Snapshot snapshot();
};
struct OtherSnapshot {
  int snapshot() const;
};

}  // namespace

TEST_CASE("a source is what gives snapshots while it is const") {
  STATIC_REQUIRE(isometric::MetricsSource<Source>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<MutableSource>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<OtherSnapshot>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<int>);
}

TEST_CASE("a collectable source is a source that can be scraped, too") {
  STATIC_REQUIRE(isometric::CollectableSource<Readable>);
  STATIC_REQUIRE_FALSE(isometric::CollectableSource<Source>);
  STATIC_REQUIRE_FALSE(isometric::CollectableSource<OnlyCollectable>);
}

TEST_CASE("snapshot() reads any source") {
  CHECK(isometric::snapshot(Source{}).value({"app_nodes"}) == 3);
}
