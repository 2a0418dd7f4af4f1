#pragma once

#include "http_message.hpp"
#include "provider_fleet.hpp"

namespace homecluster::program {

/// The provider's protocol as resources and JSON, free of transport:
///
///     GET  /v1/node-groups                       POST /v1/node-groups/{group}/increase
///     GET  /v1/node-groups/{group}               POST /v1/node-groups/{group}/decrease
///     GET  /v1/node-groups/{group}/nodes         POST /v1/node-groups/{group}/delete-nodes
///     GET  /v1/node-groups/{group}/options       POST /v1/refresh
///     GET  /v1/node-groups/{group}/target-size   GET  /v1/nodes/{node}/node-group
///     GET  /                                     GET  /v1/nodes/{node}/price?start=...&end=...
///
/// They speak to server 0; the same under `/servers/{index}` to the others. `GET /` describes them
/// all, `GET /healthz` is answered as long as the program serves. Each request under /v1 is one
/// request of the protocol, except that of a single group, which is two (NodeGroups and
/// NodeGroupTargetSize).
///
/// A request is read strictly. One that is refused, for whatever reason, has changed nothing; the
/// answer is `{"error":{"code":"INVALID_ARGUMENT","message":"..."}}`, with the name of a gRPC code.
class ProviderApi {
 public:
  /// The fleet must outlive the API.
  explicit ProviderApi(const ProviderFleet& fleet) : fleet_{fleet} {}

  /// Thread-safe. Throws only what the provider itself does not foresee, such as std::bad_alloc.
  [[nodiscard]] HttpResponse handle(const HttpRequest& request) const;

 private:
  const ProviderFleet& fleet_;
};

}  // namespace homecluster::program
