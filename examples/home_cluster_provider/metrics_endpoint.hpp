#pragma once

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

#include <memory>
#include <string>
#include <vector>

namespace homecluster::program {

/// One page of metrics: what stands on it, and under which path.
struct MetricsPage {
  std::string path;
  std::shared_ptr<prometheus::Collectable> collectable;
};

/// Serves pages of metrics to Prometheus, through prometheus::Exposer.
class MetricsEndpoint {
 public:
  /// Serves when the constructor returns. `host` is a numeric address; port 0 takes any free one.
  /// Throws std::runtime_error when that is not possible, a port that is in use included.
  MetricsEndpoint(const std::string& host, int port, std::vector<MetricsPage> pages);

  [[nodiscard]] int port() const;

 private:
  // The exposer refers to the pages weakly, so they must outlive it.
  std::vector<MetricsPage> pages_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace homecluster::program
