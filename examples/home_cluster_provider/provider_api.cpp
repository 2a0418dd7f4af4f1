#include "provider_api.hpp"

#include "api_error.hpp"
#include "api_json.hpp"
#include "health.hpp"
#include "quoted_text.hpp"
#include "request_body.hpp"
#include "request_target.hpp"
#include "rfc3339.hpp"

#include <isometric/description/detail/double_bits.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace homecluster::program {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

/// A request for which a route was found.
struct Call {
  FleetServer& server;
  std::string name;  ///< what the route's {group} or {node} stands for
  Query query;
  std::string_view body;
};

// --- answers -------------------------------------------------------------------------------------

[[noreturn]] void throw_failure(const CallStatus& status) {
  throw ApiError{http_status(status.code()), to_string(status.code()), status.message()};
}

template <class Value>
Value value_of(Result<Value> result) {
  if (!result.is_ok()) throw_failure(result.status());
  return std::move(result).value();
}

Json done(const CallStatus& status) {
  if (!status.is_ok()) throw_failure(status);
  return {{"status", to_string(status.code())}};
}

// --- what a request says -------------------------------------------------------------------------

/// The query's parameters, each exactly once, in the order of `names`.
template <std::size_t Count>
std::array<std::string, Count> parameters_of(const Query& query,
                                             const std::array<std::string_view, Count>& names) {
  std::array<std::optional<std::string>, Count> found;
  for (const auto& [name, value] : query) {
    const auto position = std::ranges::find(names, name);
    if (position == names.end()) {
      throw ApiError::invalid_argument("query: unknown parameter " + in_quotes(name));
    }
    auto& slot = found[static_cast<std::size_t>(position - names.begin())];
    if (slot) throw ApiError::invalid_argument("query: " + name + ": expected once, found again");
    slot = value;
  }
  std::array<std::string, Count> values;
  for (std::size_t index = 0; index < Count; ++index) {
    if (!found[index]) {
      throw ApiError::invalid_argument("query: " + std::string{names[index]} +
                                       ": expected a value, found nothing");
    }
    values[index] = std::move(*found[index]);
  }
  return values;
}

std::chrono::system_clock::time_point time_from(std::string_view parameter, std::string_view text) {
  try {
    return parse_rfc3339(text);
  } catch (const InvalidText& error) {
    throw ApiError::invalid_argument("query: " + std::string{parameter} + ": " + error.what());
  }
}

// --- the routes ----------------------------------------------------------------------------------

Json list_groups(const Call& call) {
  Json groups = Json::array();
  for (const NodeGroup& group : value_of(call.server.node_groups())) {
    groups.push_back(to_json(group));
  }
  return {{"nodeGroups", std::move(groups)}};
}

Json show_group(const Call& call) {
  const auto target_size = value_of(call.server.node_group_target_size(call.name));
  const auto groups = value_of(call.server.node_groups());
  const auto group = std::ranges::find(groups, call.name, &NodeGroup::id);
  if (group == groups.end()) {
    throw_failure({StatusCode::not_found, "there is no group " + between_quotes(call.name)});
  }
  Json json = to_json(*group);
  json["targetSize"] = target_size;
  return json;
}

Json list_nodes(const Call& call) {
  Json nodes = Json::array();
  for (const Node& node : value_of(call.server.node_group_nodes(call.name))) {
    nodes.push_back(to_json(node));
  }
  return {{"nodes", std::move(nodes)}};
}

Json show_options(const Call& call) {
  return to_json(value_of(call.server.node_group_get_options(call.name)));
}

Json show_target_size(const Call& call) {
  return {{"targetSize", value_of(call.server.node_group_target_size(call.name))}};
}

Json increase(const Call& call) {
  const RequestBody body{call.body, {"delta"}};
  return done(call.server.node_group_increase_size(call.name, body.integer("delta")));
}

Json decrease(const Call& call) {
  const RequestBody body{call.body, {"delta"}};
  return done(call.server.node_group_decrease_target_size(call.name, body.integer("delta")));
}

Json delete_nodes(const Call& call) {
  const RequestBody body{call.body, {"nodes"}};
  return done(call.server.node_group_delete_nodes(call.name, body.texts("nodes")));
}

Json show_group_of_node(const Call& call) {
  const NodeGroup group = value_of(call.server.node_group_for_node(call.name));
  return {{"nodeGroup", group.id.empty() ? Json{} : to_json(group)}};
}

Json show_price(const Call& call) {
  constexpr std::array<std::string_view, 2> names{"start", "end"};
  const auto [start_text, end_text] = parameters_of(call.query, names);
  const auto start = time_from(names[0], start_text);
  const auto end = time_from(names[1], end_text);
  const double price = value_of(call.server.pricing_node_price(call.name, start, end));
  if (!isometric::detail::is_finite(price)) {
    throw ApiError{400, "OUT_OF_RANGE", "the price is no finite number"};
  }
  return {{"start", to_rfc3339(start)}, {"end", to_rfc3339(end)}, {"price", price}};
}

Json refresh(const Call& call) {
  return done(call.server.refresh());
}

struct Route {
  std::string_view method;
  std::string_view path;        ///< below /v1; {group} and {node} stand for one segment
  std::string_view parameters;  ///< an example: of the query after a ?, else of the body
  std::string_view description;
  Json (*answer)(const Call&);
};

constexpr auto routes = std::to_array<Route>({
    {"GET", "node-groups", "", "All groups.", list_groups},
    {"GET", "node-groups/{group}", "", "A group and its target size.", show_group},
    {"GET", "node-groups/{group}/nodes", "", "The group's nodes.", list_nodes},
    {"GET", "node-groups/{group}/options", "", "How to treat the group.", show_options},
    {"GET", "node-groups/{group}/target-size", "",
     "How many nodes are neither shutting down nor shut down.", show_target_size},
    {"POST", "node-groups/{group}/increase", R"({"delta": 2})", "Turns so many nodes on.",
     increase},
    {"POST", "node-groups/{group}/decrease", R"({"delta": -1})",
     "Takes back so many nodes that are still starting up.", decrease},
    {"POST", "node-groups/{group}/delete-nodes", R"({"nodes": ["nas-1"]})",
     "Turns these nodes off.", delete_nodes},
    {"GET", "nodes/{node}/node-group", "", "The group of a node, or null.", show_group_of_node},
    {"GET", "nodes/{node}/price", "?start=2026-03-01T06:00:00Z&end=2026-03-01T12:00:00Z",
     "What the node costs in that time.", show_price},
    {"POST", "refresh", "", "Brings the provider up to date with the cluster.", refresh},
});

// --- finding the route ---------------------------------------------------------------------------

using Path = std::span<const std::string>;

/// What the placeholder in `pattern` stands for (empty without one), if the path is of that form.
std::optional<std::string> match(std::string_view pattern, Path path) {
  std::string name;
  for (const std::string& segment : path) {
    const std::string_view expected = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(std::min(expected.size() + 1, pattern.size()));
    if (expected.starts_with('{') && !segment.empty()) {
      name = segment;
    } else if (expected.empty() || expected != segment) {
      return std::nullopt;
    }
  }
  return pattern.empty() ? std::optional{name} : std::nullopt;
}

bool accepts(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

ApiError no_such_route(std::string_view target) {
  return {404, "NOT_FOUND", "there is no route " + in_quotes(target) + "; GET / lists all of them"};
}

void check_parameters(const Route& route, const Call& call) {
  if (!route.parameters.starts_with('?') && !call.query.empty()) {
    throw ApiError::invalid_argument("query: unknown parameter " +
                                     in_quotes(call.query.front().first) + ", expected none");
  }
  if (route.parameters.empty()) const RequestBody expected_empty{call.body, {}};
}

/// `path` is what stands behind /v1.
HttpResponse answer(FleetServer& server, Path path, const HttpRequest& request, Query query) {
  std::string allowed;
  for (const Route& route : routes) {
    std::optional<std::string> name = match(route.path, path);
    if (!name) continue;
    if (accepts(route, request.method)) {
      const Call call{server, std::move(*name), std::move(query), request.body};
      check_parameters(route, call);
      return {.body = to_json_text(route.answer(call))};
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string{route.method} +
               (route.method == "GET" ? ", HEAD" : "");
  }
  if (allowed.empty()) throw no_such_route(request.target);
  return method_not_allowed(request.method, allowed);
}

HttpResponse describe(std::string_view method, std::size_t servers) {
  if (method != "GET" && method != "HEAD") return method_not_allowed(method, "GET, HEAD");
  Json list = Json::array();
  for (const Route& route : routes) {
    Json entry{{"method", route.method}, {"path", "/v1/" + std::string{route.path}}};
    if (route.parameters.starts_with('?')) {
      entry["query"] = route.parameters;
    } else if (!route.parameters.empty()) {
      entry["body"] = Json::parse(route.parameters);
    }
    entry["description"] = route.description;
    list.push_back(std::move(entry));
  }
  return {.body = to_json_text({{"servers", servers},
                                {"health", health_path},
                                {"otherServers", "/servers/{index}/v1/..."},
                                {"routes", std::move(list)}})};
}

/// As the index is written: of "1" and "01" only the first.
std::optional<std::size_t> index_from(std::string_view text, std::size_t count) {
  if (text.size() > 1 && text.starts_with('0')) return std::nullopt;
  std::size_t index = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, index);
  if (error != std::errc{} || stop != end || index >= count) return std::nullopt;
  return index;
}

/// Takes `/servers/{index}` from the front of the path, if it is there.
FleetServer& chosen_server(const ProviderFleet& fleet, Path& path) {
  if (path.size() < 2 || path[0] != "servers") return fleet.server(0);
  const auto index = index_from(path[1], fleet.size());
  if (!index) {
    throw ApiError{404, "NOT_FOUND",
                   "there is no server " + in_quotes(path[1]) + ", only 0 to " +
                       std::to_string(fleet.size() - 1)};
  }
  path = path.subspan(2);
  return fleet.server(*index);
}

HttpResponse route(const ProviderFleet& fleet, const HttpRequest& request) {
  RequestTarget target = parse_request_target(request.target);
  Path path{target.path};
  if (path.empty()) return describe(request.method, fleet.size());
  if (path.size() == 1 && '/' + path[0] == health_path) return health(request.method);
  FleetServer& server = chosen_server(fleet, path);
  if (path.empty() || path[0] != "v1") throw no_such_route(request.target);
  return answer(server, path.subspan(1), request, std::move(target.query));
}

}  // namespace

HttpResponse ProviderApi::handle(const HttpRequest& request) const {
  try {
    return route(fleet_, request);
  } catch (const ApiError& error) {
    return error_response(error.status(), error.code(), error.message());
  } catch (const InvalidText& error) {
    return error_response(400, "INVALID_ARGUMENT", std::string{"target: "} + error.what());
  }
}

}  // namespace homecluster::program
