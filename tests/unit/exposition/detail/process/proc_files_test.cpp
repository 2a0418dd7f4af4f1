#include "support/catch.hpp"
#include "support/proc_tree.hpp"

#include <isometric/exposition/detail/process/proc_files.hpp>

#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <string>

namespace {

using isometric::detail::count_descriptors;
using isometric::detail::count_entries;
using isometric::detail::read_file;

TEST_CASE("a file is read whole, whatever it holds") {
  const test_support::ProcTree tree;
  const std::string content("a\0b\n\xff", 5);
  tree.write_stat(content);
  char buffer[6];
  CHECK(read_file(tree.stat().c_str(), buffer) == content);
}

TEST_CASE("a file that may not have fitted is not read") {
  const test_support::ProcTree tree;
  tree.write_stat("12345");
  char buffer[5];
  CHECK(read_file(tree.stat().c_str(), buffer).empty());
}

TEST_CASE("what is no file, or is not there, is not read") {
  const test_support::ProcTree tree;
  char buffer[8];
  CHECK(read_file((tree.root() + "/none").c_str(), buffer).empty());
  CHECK(read_file(tree.root().c_str(), buffer).empty());
  CHECK(read_file("", buffer).empty());
}

TEST_CASE("the entries of a folder are counted, whatever their names, less those of the counting") {
  const test_support::ProcTree tree;
  CHECK(count_entries(tree.descriptors().c_str(), 0) == 0);
  tree.write_descriptors(300);
  CHECK(count_entries(tree.descriptors().c_str(), 0) == 300);
  CHECK(count_entries(tree.descriptors().c_str(), 1) == 299);
  CHECK(count_descriptors(tree.descriptors().c_str()) == 300);
}

TEST_CASE("a folder that does not even list what the counting has opened tells nothing") {
  const test_support::ProcTree tree;
  CHECK(count_entries(tree.descriptors().c_str(), 1) == std::nullopt);
}

TEST_CASE("entries of what is no folder, or is not there, are not counted") {
  const test_support::ProcTree tree;
  tree.write_stat("1");
  for (const auto& path : {tree.root() + "/none", tree.stat(), std::string()}) {
    CHECK(count_entries(path.c_str(), 0) == std::nullopt);
    CHECK(count_descriptors(path.c_str()) == std::nullopt);
  }
}

TEST_CASE("the process's open descriptors are counted without the one that counting takes") {
  std::uint64_t open = 0;
  for (int descriptor = 0; descriptor < 4096; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1) ++open;
  }
  CHECK(count_entries("/proc/self/fd", 1) == open);
  CHECK(count_descriptors("/proc/self/fd") == open);
}

}  // namespace
