#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/exception_counter.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

using namespace test_support;
using isometric::count_exceptions;
using isometric::Counter;
using isometric::ExceptionCounter;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

struct Server {
  RegistrySink sink;
  Counter<RegistrySink> failures{sink, "app_failures_total", "Failures."};
  Counter<RegistrySink, Group> moves{sink, "app_failed_moves_total", "Failed moves."};

  double counted() const { return snapshot(sink).value(failures.series()); }
};

template <class Exception>
[[noreturn]] void fail() {
  throw Exception("failed");
}

/// Calls, and swallows what is thrown.
template <class Function>
void attempt(Function function) {
  try {
    function();
  } catch (...) {
  }
}

struct Left : virtual std::exception {};
struct Right : virtual std::exception {};
struct LeftAndRight : Left, Right {};

}  // namespace

// --- The scope
// ------------------------------------------------------------------------------------

TEST_CASE("an exception that ends the scope is counted once, whatever its type") {
  const Server server;
  attempt([&] {
    const ExceptionCounter exceptions{server.failures};
    throw 7;
  });
  CHECK(server.counted() == 1);
  attempt([&] {
    const ExceptionCounter exceptions{server.failures};
    fail<std::runtime_error>();
  });
  CHECK(server.counted() == 2);
}

TEST_CASE("a scope that ends otherwise has no exception to count") {
  const Server server;
  const auto leave = [&](bool early) {
    const ExceptionCounter exceptions{server.failures};
    if (early) return 1;
    return 2;
  };
  CHECK(leave(true) == 1);
  CHECK(leave(false) == 2);
  CHECK(server.counted() == 0);
}

TEST_CASE("an exception that is caught inside of the scope is not counted") {
  const Server server;
  {
    const ExceptionCounter exceptions{server.failures};
    attempt([] { fail<std::runtime_error>(); });
  }
  CHECK(server.counted() == 0);
}

TEST_CASE("an exception that is thrown again is counted") {
  const Server server;
  attempt([&] {
    try {
      fail<std::runtime_error>();
    } catch (...) {
      const ExceptionCounter exceptions{server.failures};
      throw;
    }
  });
  CHECK(server.counted() == 1);
}

TEST_CASE("handling an exception is no reason to count: the scope has to be left by one") {
  const Server server;
  try {
    fail<std::runtime_error>();
  } catch (const std::runtime_error&) {
    const ExceptionCounter exceptions{server.failures};
  }
  CHECK(server.counted() == 0);
}

TEST_CASE("in a destructor during unwinding, only an exception of its own is counted") {
  const Server server;
  struct CleansUp {
    const Server& server;
    bool has_trouble;
    ~CleansUp() {
      attempt([this] {
        const ExceptionCounter exceptions{server.failures};
        if (has_trouble) fail<std::logic_error>();
      });
    }
  };
  attempt([&] {
    const CleansUp cleans_up{server, false};
    fail<std::runtime_error>();
  });
  CHECK(server.counted() == 0);
  attempt([&] {
    const CleansUp cleans_up{server, true};
    fail<std::runtime_error>();
  });
  CHECK(server.counted() == 1);
}

TEST_CASE("every scope that an exception ends counts it") {
  const Server server;
  attempt([&] {
    const ExceptionCounter moves{server.moves.labels("rack-1")};
    const ExceptionCounter exceptions{server.failures};
    fail<std::runtime_error>();
  });
  CHECK(server.counted() == 1);
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series("rack-1"), 1));
}

TEST_CASE("an exception counter can be neither copied nor moved: it counts once") {
  using Exceptions = ExceptionCounter<Counter<RegistrySink>::handle_type>;
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<Exceptions>);
  STATIC_REQUIRE_FALSE(std::is_move_constructible_v<Exceptions>);
}

TEST_CASE("on a sink that keeps nothing, an exception counter is empty") {
  const Counter<NullSink> failures(NullSink{}, "app_failures_total", "Failures.");
  const ExceptionCounter exceptions{failures};
  STATIC_REQUIRE(std::is_empty_v<decltype(exceptions)>);
}

// --- The function
// ---------------------------------------------------------------------------------

TEST_CASE("what a function throws is counted and passes through as it is") {
  const Server server;
  CHECK_THROWS_AS(count_exceptions(server.failures, [] { fail<std::out_of_range>(); }),
                  std::out_of_range);
  CHECK(server.counted() == 1);
  CHECK_THROWS_AS(
      count_exceptions<std::out_of_range>(server.failures, [] { fail<std::out_of_range>(); }),
      std::out_of_range);
  CHECK(server.counted() == 2);
}

TEST_CASE("only exceptions of the given types, and of types derived from them, are counted") {
  const Server server;
  const auto throws = [&](auto fail) {
    attempt([&] { count_exceptions<std::logic_error, std::bad_alloc>(server.failures, fail); });
    return server.counted();
  };
  CHECK(throws([] { fail<std::runtime_error>(); }) == 0);
  CHECK(throws([] { throw 7; }) == 0);
  CHECK(throws([] { fail<std::logic_error>(); }) == 1);
  CHECK(throws([] { throw std::bad_alloc(); }) == 2);
  CHECK(throws([] { fail<std::out_of_range>(); }) == 3);
}

TEST_CASE("an exception that is of several of the given types is counted once") {
  const Server server;
  attempt([&] {
    count_exceptions<std::exception, std::logic_error, std::out_of_range>(
        server.failures, [] { fail<std::out_of_range>(); });
  });
  CHECK(server.counted() == 1);
  attempt([&] {
    count_exceptions<std::out_of_range, std::exception>(server.failures,
                                                        [] { fail<std::out_of_range>(); });
  });
  CHECK(server.counted() == 2);
  attempt([&] { count_exceptions<Left, Right>(server.failures, [] { throw LeftAndRight(); }); });
  CHECK(server.counted() == 3);
}

TEST_CASE("types that are no classes can be counted as well") {
  const Server server;
  attempt([&] { count_exceptions<int, const char*>(server.failures, [] { throw "no"; }); });
  CHECK(server.counted() == 1);
  attempt([&] { count_exceptions<int, const char*>(server.failures, [] { throw 7L; }); });
  CHECK(server.counted() == 1);
}

TEST_CASE(
    "what a function returns comes back: a value, a reference, nothing, what cannot be copied") {
  const Server server;
  const auto counting = [&](auto&& function) -> decltype(auto) {
    return count_exceptions<std::bad_alloc>(server.failures,
                                            std::forward<decltype(function)>(function));
  };
  int number = 7;
  struct Immovable {
    explicit Immovable(int with) : value(with) {}
    Immovable(const Immovable&) = delete;
    int value;
  };
  CHECK(counting([] { return std::string("done"); }) == "done");
  CHECK(&counting([&]() -> int& { return number; }) == &number);
  CHECK(&count_exceptions(server.failures, [&]() -> int& { return number; }) == &number);
  STATIC_REQUIRE(std::is_void_v<decltype(counting([] {}))>);
  CHECK(counting([] { return Immovable(5); }).value == 5);
  CHECK(count_exceptions(server.failures, [] { return Immovable(5); }).value == 5);
  CHECK(server.counted() == 0);
}

TEST_CASE("a function that can be called only once is called once, as what it is") {
  struct Once {
    int* calls;
    void operator()() && { ++*calls; }
  };
  const Server server;
  int calls = 0;
  count_exceptions(server.failures, Once{&calls});
  count_exceptions<std::bad_alloc>(server.failures, Once{&calls});
  CHECK(calls == 2);
}

TEST_CASE("exceptions may be counted in a series with labels") {
  const Server server;
  attempt([&] {
    count_exceptions<std::runtime_error>(server.moves.labels("rack-1"),
                                         [] { fail<std::runtime_error>(); });
  });
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series("rack-1"), 1));
}

TEST_CASE("on a sink that keeps nothing, a function is only called") {
  const Counter<NullSink> failures(NullSink{}, "app_failures_total", "Failures.");
  CHECK(count_exceptions<std::bad_alloc>(failures, [] { return 7; }) == 7);
  CHECK_THROWS_AS(count_exceptions(failures, [] { fail<std::out_of_range>(); }), std::out_of_range);
}
