#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/number.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>

using namespace test_support;
using isometric::Number;
using isometric::RegistrySink;
using namespace std::chrono_literals;

// This file is compiled with -Wconversion, as all tests are: each call without a cast is a test.
namespace {

struct Settings {
  static const int step = 5;  // has no definition
  enum Size { small = 3 };
};

enum class Scoped { one = 1 };

/// What programs have to tell one unit from another.
class Celsius {
 public:
  explicit Celsius(double degrees) : degrees_(degrees) {}
  operator double() const {
    if (degrees_ < -273.15) throw std::domain_error("colder than cold");
    return degrees_;
  }

 private:
  double degrees_;
};

/// Converts to double explicitly, too, and then fails.
struct Fragile {
  operator int() const noexcept { return 1; }
  explicit operator double() const { throw std::domain_error("fragile"); }
};

union Packed {
  Packed() : number(3) {}
  Packed(const Packed&) = delete;
  operator double() const { return number; }

  int number;
};

/// Has a length of time and a number, but is no duration.
struct Window {
  using period = std::chrono::minutes::period;
  std::size_t count() const { return 3; }
};

/// Counts how often it is asked, as a conversion of what can be changed may.
class Counting {
 public:
  operator double() & { return ++times_; }
  operator double() && { return -1; }

 private:
  int times_ = 0;
};

template <class T>
constexpr bool is_taken = std::convertible_to<T, Number>;

}  // namespace

TEST_CASE("an update takes whole numbers of every type without a cast") {
  const RegistrySink sink;
  const isometric::Counter<RegistrySink> received(sink, "app_received_bytes_total", "Bytes.");
  const isometric::Gauge<RegistrySink> level(sink, "app_level", "Level.");
  const std::string text = "four";
  const std::int64_t large = -(std::int64_t{1} << 53);
  received.inc(text.size());
  received.inc(Settings::step);
  received.inc(Settings::small);
  CHECK(received.value() == 12);
  level.set(large);
  CHECK(level.value() == -0x1p53);
  level.set(std::numeric_limits<std::uint64_t>::max());
  CHECK(level.value() == 0x1p64);  // the nearest
  level.set(true);
  level.inc(text.size());
  level.dec(static_cast<unsigned char>(2));
  CHECK(level.value() == 3);
}

TEST_CASE("an update takes fractions of every type without a cast") {
  const RegistrySink sink;
  const isometric::Gauge<RegistrySink> level(sink, "app_level", "Level.");
  level.set(0.5F);
  level.inc(0.25L);
  CHECK(level.value() == 0.75);
}

TEST_CASE("an update takes durations in seconds, whatever their own unit") {
  const RegistrySink sink;
  const isometric::Counter<RegistrySink> busy(sink, "app_busy_seconds_total", "Time at work.");
  const isometric::Gauge<RegistrySink> age(sink, "app_age_seconds", "Age.");
  const isometric::Histogram<RegistrySink, isometric::Label<"peer">> waited(
      sink, "app_wait_seconds", "Waits.");
  const isometric::Summary<RegistrySink> delay(sink, "app_delay_seconds", "Delays.");
  busy.inc(2min);
  CHECK(busy.value() == 120);
  busy.inc(-1s);  // refused
  CHECK(busy.value() == 120);
  age.set(1500ms);
  age.dec(500'000us);
  CHECK(age.value() == 1);
  age.set(std::chrono::duration<double, std::milli>(0.5));
  CHECK(age.value() == 0.0005);
  waited.labels("a").observe(1'000'000'001ns);
  waited.labels("a").observe(250ms, 4);
  CHECK(waited.labels("a").sum() == 1.000000001 + 1);
  delay.observe(std::chrono::duration<float>(0.5F));
  CHECK(delay.sum() == 0.5);
}

TEST_CASE("a duration counts as many seconds as std::chrono says") {
  for (const std::int64_t count : {1LL, 3LL, 7LL, 999'999'999LL, 1'700'000'000'123'456'789LL}) {
    const std::chrono::nanoseconds duration(count);
    CHECK(Number(duration).value() == std::chrono::duration<double>(duration).count());
  }
}

TEST_CASE("an update takes what has a conversion of its own, and what that throws comes first") {
  const RegistrySink sink;
  const isometric::Gauge<RegistrySink> level(sink, "app_level", "Level.");
  const std::atomic<std::size_t> size{7};
  level.set(size);
  CHECK(level.value() == 7);
  level.set(Celsius(21.5));
  CHECK(level.value() == 21.5);
  const Packed packed;
  level.set(packed);
  CHECK(level.value() == 3);
  Counting counting;
  level.set(counting);
  level.inc(counting);
  CHECK(level.value() == 3);  // 1 and 2
  level.set(Counting());
  CHECK(level.value() == -1);
  level.set(Celsius(21.5));
  CHECK_THROWS_AS(level.set(Celsius(-300)), std::domain_error);
  CHECK_THROWS_AS(level.set(Fragile()), std::domain_error);
  CHECK(level.value() == 21.5);
}

TEST_CASE("an update takes nothing that is no number") {
  STATIC_REQUIRE(is_taken<int>);
  STATIC_REQUIRE(is_taken<std::chrono::hours>);
  STATIC_REQUIRE(!is_taken<const char*>);
  STATIC_REQUIRE(!is_taken<std::string>);
  STATIC_REQUIRE(!is_taken<std::nullptr_t>);
  STATIC_REQUIRE(!is_taken<Scoped>);
  STATIC_REQUIRE(!is_taken<Window>);
  STATIC_REQUIRE(!is_taken<std::chrono::steady_clock::time_point>);
}

TEST_CASE("numbers are made in constant expressions, and throw only what a conversion does") {
  STATIC_REQUIRE(Number(3).value() == 3);
  STATIC_REQUIRE(Number(250ms).value() == 0.25);
  STATIC_REQUIRE(std::is_nothrow_constructible_v<Number, std::size_t>);
  STATIC_REQUIRE(std::is_nothrow_constructible_v<Number, std::chrono::seconds>);
  STATIC_REQUIRE(!std::is_nothrow_constructible_v<Number, Celsius>);
  STATIC_REQUIRE(!std::is_nothrow_constructible_v<Number, Fragile>);
  STATIC_REQUIRE(std::is_trivially_copyable_v<Number>);
}
