#pragma once

#include <isometric/description/closed_values.hpp>

#include <string_view>

namespace homecluster {

/// How a request ended: those of gRPC's status codes that a provider gives.
enum class StatusCode : unsigned char {
  ok,
  invalid_argument,     ///< the request is wrong whatever state the cluster is in
  not_found,            ///< it names a group or a node that does not exist
  failed_precondition,  ///< the cluster is not in a state that allows it; nothing has changed
  unavailable,          ///< the cluster cannot be reached at present; trying again may help
  internal,             ///< the cluster failed in a way it does not foresee, such as an exception
};

/// The code's name as gRPC spells it.
[[nodiscard]] constexpr std::string_view to_string(StatusCode code) noexcept {
  switch (code) {
    case StatusCode::ok: return "OK";
    case StatusCode::invalid_argument: return "INVALID_ARGUMENT";
    case StatusCode::not_found: return "NOT_FOUND";
    case StatusCode::failed_precondition: return "FAILED_PRECONDITION";
    case StatusCode::unavailable: return "UNAVAILABLE";
    case StatusCode::internal: return "INTERNAL";
  }
  return "UNKNOWN";
}

consteval auto label_values(StatusCode) {
  using enum StatusCode;
  return isometric::closed<StatusCode>({{ok, to_string(ok)},
                                        {invalid_argument, to_string(invalid_argument)},
                                        {not_found, to_string(not_found)},
                                        {failed_precondition, to_string(failed_precondition)},
                                        {unavailable, to_string(unavailable)},
                                        {internal, to_string(internal)}});
}

}  // namespace homecluster
