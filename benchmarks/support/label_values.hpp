#pragma once

#include "support/comparison.hpp"

#include <isometric/description/closed_values.hpp>
#include <isometric/description/label.hpp>

#include <cstddef>
#include <random>
#include <string_view>
#include <vector>

namespace benchmarks {

enum class Method : unsigned char { get, put, post, remove };
enum class Status : unsigned char { ok, created, bad_request, not_found, internal };

consteval auto label_values(Method) {
  return isometric::closed<Method>({{Method::get, "GET"},
                                    {Method::put, "PUT"},
                                    {Method::post, "POST"},
                                    {Method::remove, "DELETE"}});
}

consteval auto label_values(Status) {
  return isometric::closed<Status>({{Status::ok, "200"},
                                    {Status::created, "201"},
                                    {Status::bad_request, "400"},
                                    {Status::not_found, "404"},
                                    {Status::internal, "500"}});
}

using MethodLabel = isometric::Label<"method", Method>;
using StatusLabel = isometric::Label<"status", Status>;
using AnyMethodLabel = isometric::Label<"method">;
using AnyStatusLabel = isometric::Label<"status">;

/// The label values of one request, as code that counts it would have them.
struct Request {
  Method method;
  Status status;
  std::string_view method_text = MethodLabel::values()[MethodLabel::index_of(method)];
  std::string_view status_text = StatusLabel::values()[StatusLabel::index_of(status)];
};

inline constexpr std::size_t request_count = 4096;  // a power of two: its remainder costs nothing

/// Requests over all 20 pairs in random order, always the same: what neither the branch predictor
/// nor a cache of the last look-up can learn.
inline const std::vector<Request>& requests() {
  static const auto made = [] {
    std::mt19937 random(2112);  // the same in every process
    std::vector<Request> requests;
    for (std::size_t i = 0; i < request_count; ++i) {
      requests.push_back({static_cast<Method>(random() % MethodLabel::size),
                          static_cast<Status>(random() % StatusLabel::size)});
    }
    return requests;
  }();
  return made;
}

/// Calls `count_one(request)` for `count` requests.
template <class CountOne>
Work for_each_request(CountOne count_one) {
  return [count_one, all = requests().data()](std::size_t count) {
    while (count-- > 0) count_one(all[count % request_count]);
  };
}

}  // namespace benchmarks
