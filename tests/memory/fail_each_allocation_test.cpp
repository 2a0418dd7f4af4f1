#include "support/fail_each_allocation.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

// The harness itself: it has to find what is left half done.

using test_support::AllocationFailures;
using test_support::fail_each_allocation;
using test_support::Guarantee;
using test_support::Observation;

namespace {

/// Two lists that have to be equal.
struct State {
  std::vector<std::string> a;
  std::vector<std::string> b;
};

const std::string text = "a string that is too long to be kept in place";

Observation observe(const State& state) {
  return {std::to_string(state.a.size()) + "\n", std::to_string(state.b.size()) + "\n"};
}

template <class Operation>
AllocationFailures fail_each(Operation operation, Guarantee guarantee = Guarantee::strong) {
  AllocationFailures failures;
  fail_each_allocation(failures, "adding", guarantee, [] { return State(); }, operation, observe);
  return failures;
}

void add(State& state) {
  state.a.push_back(text);
  state.b.push_back(text);
}

}  // namespace

TEST_CASE("each allocation of an operation fails alone, and with all that follow") {
  const auto failures = fail_each([](State& state) {
    State other = state;
    add(other);
    state = std::move(other);
  });
  CHECK(failures.count == 8);  // two strings and two lists
  CHECK(failures.complaints.empty());
}

TEST_CASE("an operation that is left half done is found") {
  const auto failures = fail_each(add);
  REQUIRE(failures.complaints.size() == 2);
  CHECK(failures.complaints[0] == "adding, allocation 3: is not as before:\n1\ninstead of\n0\n");
}

TEST_CASE("an operation that is left half done may be so, if each part is whole") {
  const auto failures = fail_each(
      [](State& state) {
        if (state.a.empty()) state.a.push_back(text);
        state.b.push_back(text);
      },
      Guarantee::for_each_part);
  CHECK(failures.count == 8);
  CHECK(failures.complaints.empty());
}

TEST_CASE("an operation that does not work when it is tried again is found") {
  bool has_failed = false;
  const auto failures = fail_each([&](State& state) {
    if (has_failed) return;
    has_failed = true;
    std::vector<std::string> more(1, text);
    has_failed = false;
    state.a = std::move(more);
  });
  REQUIRE(failures.complaints.size() == 1);
  CHECK(failures.complaints[0] ==
        "adding, allocation 1: does not work when it is tried again:\n0\ninstead of\n1\n");
}

TEST_CASE("an operation that swallows its failure and does half is found") {
  const auto failures = fail_each([](State& state) {
    try {
      add(state);
    } catch (const std::bad_alloc&) {
    }
  });
  CHECK(failures.complaints.size() == 2);
}
