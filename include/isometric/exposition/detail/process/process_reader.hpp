#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/exposition/detail/process/proc_files.hpp>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#if __has_include(<sys/resource.h>)
#include <sys/resource.h>
#endif
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace isometric::inline v1::detail {

/// What the system tells of the calling process. Absent is what it does not tell.
struct ProcessUsage {
  std::optional<double> cpu_seconds;
  std::optional<double> max_descriptors;
  std::optional<double> open_descriptors;
  std::optional<double> resident_bytes;
  std::optional<double> start_seconds;  ///< since the epoch
  std::optional<double> threads;
  std::optional<double> virtual_bytes;
  std::optional<double> max_virtual_bytes;
};

#if defined(CLOCK_PROCESS_CPUTIME_ID)
inline std::optional<double> read_clock(clockid_t clock) noexcept {
  std::timespec time{};
  if (::clock_gettime(clock, &time) != 0) return std::nullopt;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}
#endif

#if defined(RLIM_INFINITY)
/// The soft limit; absent if there is none. C libraries differ in the type of `resource`.
template <class Resource>
std::optional<double> read_limit(Resource resource) noexcept {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return static_cast<double>(limit.rlim_cur);
}
#endif

/// A process that can ask has threads and memory, so 0 of them is no answer. (Linux has no other
/// once the first thread has ended before the process.)
inline std::optional<double> unless_zero(std::optional<std::uint64_t> number, long unit) noexcept {
  if (number.value_or(0) == 0) return std::nullopt;
  return static_cast<double>(*number) * static_cast<double>(unit);
}

/// When the system booted, in seconds since the epoch. Measured as the difference of two clocks
/// that are read one after the other, it never comes out quite the same twice; but whoever watches
/// a start time takes each change for a restart. So the first measurement stays, until somebody
/// sets the wall clock, as happens on machines that learn the time from the network. Thread-safe.
class BootTime {
 public:
  /// The boot time to go by, given what it measures as now.
  double update(double measured) noexcept {
    // relaxed: nothing but the number itself passes between threads.
    double kept = kept_.load(std::memory_order_relaxed);
    while (!is_less(std::abs(measured - kept), tolerance_)) {
      if (kept_.compare_exchange_weak(kept, measured, std::memory_order_relaxed)) return measured;
    }
    return kept;
  }

 private:
  static constexpr double tolerance_ = 0.5;  ///< a thread rarely rests so long between two clocks

  std::atomic<double> kept_ = not_a_number;
};

/// Reads what the system tells of the calling process; in a child that was forked, of the child.
/// Thread-safe.
class ProcessReader {
 public:
  /// `proc` is where the proc file system is mounted.
  explicit ProcessReader(std::string_view proc)
      : stat_(std::string(proc) + "/self/stat"), descriptors_(std::string(proc) + "/self/fd") {}

  ProcessUsage read() const noexcept {
    ProcessUsage usage;
#if defined(CLOCK_PROCESS_CPUTIME_ID)
    usage.cpu_seconds = read_clock(CLOCK_PROCESS_CPUTIME_ID);
#endif
#if defined(RLIMIT_NOFILE)
    usage.max_descriptors = read_limit(RLIMIT_NOFILE);
#endif
#if defined(RLIMIT_AS)
    usage.max_virtual_bytes = read_limit(RLIMIT_AS);
#endif
#if defined(__linux__)
    if (const auto count = count_descriptors(descriptors_.c_str())) {
      usage.open_descriptors = static_cast<double>(*count);
    }
    char text[2048];  // has room for a name and 50 numbers
    const ProcStat stat = parse_proc_stat(read_file(stat_.c_str(), text));
    usage.threads = unless_zero(stat.threads, 1);
    usage.virtual_bytes = unless_zero(stat.virtual_bytes, 1);
    usage.resident_bytes = unless_zero(stat.resident_pages, ::sysconf(_SC_PAGESIZE));
    if (stat.start_ticks) usage.start_seconds = start_seconds(*stat.start_ticks);
#endif
    return usage;
  }

 private:
#if defined(__linux__)
  std::optional<double> start_seconds(std::uint64_t ticks_after_boot) const noexcept {
    const auto since_boot = read_clock(CLOCK_BOOTTIME);
    const auto since_epoch = read_clock(CLOCK_REALTIME);
    if (!since_boot || !since_epoch) return std::nullopt;
    const double boot = boot_time_.update(*since_epoch - *since_boot);
    // Known to a tick, and told to a tick.
    const auto ticks_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
    return std::round(boot * ticks_per_second + static_cast<double>(ticks_after_boot)) /
           ticks_per_second;
  }

  mutable BootTime boot_time_;  // thread-safe
#endif
  std::string stat_;
  std::string descriptors_;
};

}  // namespace isometric::inline v1::detail
