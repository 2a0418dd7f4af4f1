#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/child_process.hpp"
#include "support/locks.hpp"
#include "support/threads.hpp"

#include <isometric/sinks/detail/cells/cell_lease.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <atomic>
#include <cstddef>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>

using isometric::detail::add;
using isometric::detail::add_one;
using isometric::detail::CellLease;
using isometric::detail::read_counter;
using test_support::AfterLock;
using test_support::cell_block_count;
using test_support::comes_true;
using test_support::holds_in_child;
using test_support::in_a_thread;

namespace {

/// Whether the thread that has the id of the process waits for something.
bool is_first_thread_asleep() {
  std::ifstream stat("/proc/self/task/" + std::to_string(::getpid()) + "/stat");
  std::string text;
  std::getline(stat, text);
  const std::size_t name_end = text.rfind(')');
  return name_end != text.npos && text.compare(name_end, 4, ") S ") == 0;
}

}  // namespace

TEST_CASE("a child of fork() counts on, and in the cells of threads that it does not have") {
  if (!test_support::are_locks_counted) return;
  const CellLease counter(1);
  add_one(counter[0]);
  std::atomic<int> counting = 0;
  std::atomic<bool> has_forked = false;
  std::thread other([&] {
    add(counter[0], 2.5);
    ++counting;
    comes_true([&] { return has_forked.load(); });
    add_one(counter[0]);
  });
  comes_true([&] { return counting == 1; });
  const std::size_t before = cell_block_count();

  const bool works = holds_in_child([&] {
    add_one(counter[0]);
    if (read_counter(counter[0]) != 4.5) return false;
    in_a_thread([&] { add(counter[0], 0.5); });
    return read_counter(counter[0]) == 5 && cell_block_count() == before;
  });
  has_forked = true;
  other.join();
  CHECK(works);
  CHECK(read_counter(counter[0]) == 4.5);
}

TEST_CASE("a child of fork() leases cells while a thread of its parent does") {
  // Whoever forks has to wait until the other thread is done. That the wait has come cannot be told
  // from here, but the system tells.
  if (!test_support::are_locks_counted) return;
  const CellLease counter(1);
  std::atomic<bool> is_leasing = false;
  std::atomic<bool> has_forked = false;
  std::thread other([&] {
    const AfterLock hold(1, [&] {
      is_leasing = true;
      comes_true([&] { return has_forked || is_first_thread_asleep(); });
    });
    const CellLease lease(2);
    add_one(lease[1]);
  });
  while (!is_leasing) {
  }
  const bool works = holds_in_child([&] {
    has_forked = true;  // of the child; nobody waits there
    const CellLease lease(2);
    in_a_thread([&] {
      add_one(lease[0]);
      add_one(lease[1]);
    });
    return read_counter(lease[0]) + read_counter(lease[1]) == 2;
  });
  has_forked = true;
  other.join();
  CHECK(works);
}
