// What prometheus::Exposer does with what it is given. A sink hands out a collectable that lives as
// long as the sink because of this. The exposer belongs to the component `pull`; without it, there
// is nothing to pin.

#if __has_include(<prometheus/exposer.h>)

#include "support/catch.hpp"

#include <prometheus/exposer.h>
#include <prometheus/registry.h>

#include <memory>

TEST_CASE("an exposer does not keep what it exposes alive", "[contract]") {
  prometheus::Exposer exposer{"127.0.0.1:0"};
  auto registry = std::make_shared<prometheus::Registry>();
  const std::weak_ptr<prometheus::Registry> observer = registry;
  exposer.RegisterCollectable(registry);
  CHECK(registry.use_count() == 1);
  registry.reset();
  CHECK(observer.expired());
}

TEST_CASE("an exposer given port 0 binds a free one and tells which", "[contract]") {
  const prometheus::Exposer exposer{"127.0.0.1:0"};
  const auto ports = exposer.GetListeningPorts();
  REQUIRE(ports.size() == 1);
  CHECK(ports.front() > 0);
}

#endif
