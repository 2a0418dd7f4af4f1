#pragma once

#include "http_server.hpp"
#include "program_options.hpp"

#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/text_writer.hpp>

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace homecluster::program {

/// One page of metrics: under which path, and what stands on it, in a form for either way to serve
/// it.
struct MetricsPage {
  std::string path;
  std::shared_ptr<prometheus::Collectable> collectable;
  std::function<void(std::string& page, isometric::ExpositionFormat format)> write;
};

/// The page of a source, which may be a temporary: copies of a sink are the same sink.
template <class Source>
MetricsPage metrics_page(std::string path, Source source) {
  auto collectable = source.collectable();
  return {std::move(path), std::move(collectable),
          [source = std::move(source)](std::string& page, isometric::ExpositionFormat format) {
            isometric::write_text(source, page, format);
          }};
}

/// Serves pages of metrics to Prometheus. The exposer keeps to the limits as far as it can: to the
/// deadline, and with 32 connections at once, of which it cuts none for others.
class MetricsEndpoint {
 public:
  /// Serves when the constructor returns. `host` is a numeric address; port 0 takes any free one.
  /// Throws std::runtime_error when that is not possible, a port that is in use included.
  MetricsEndpoint(MetricsServing serving, const std::string& host, int port,
                  std::vector<MetricsPage> pages, ConnectionLimits limits = {});

  [[nodiscard]] int port() const;

 private:
  using Exposer = std::unique_ptr<prometheus::Exposer>;
  using Writer = std::unique_ptr<HttpServer>;

  [[nodiscard]] HttpResponse handle(const HttpRequest& request) const;

  // Both servers refer to the pages, so these must outlive them.
  const std::vector<MetricsPage> pages_;
  std::variant<Exposer, Writer> server_;
};

}  // namespace homecluster::program
