#include "support/catch.hpp"
#include "support/proc_tree.hpp"

#include <isometric/exposition/detail/process/proc_files.hpp>

#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>

namespace {

using isometric::detail::count_descriptors;
using isometric::detail::count_entries;
using isometric::detail::parse_proc_stat;
using isometric::detail::ProcStat;
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

/// A process called `name`; the fields after `fields_from_20`'s are those that a real one has.
std::string stat_of(std::string_view name, std::string_view fields_from_20) {
  return "4711 (" + std::string(name) + ") S 1 4711 4711 0 -1 4194304 4014 0 11 0 6 2 0 0 20 0 " +
         std::string(fields_from_20) + " 18446744073709551615 1 1 0 0 0 0\n";
}

TEST_CASE("the fields of a process's stat are told apart") {
  CHECK(parse_proc_stat(stat_of("server", "7 0 92816 172752896 3240")) ==
        ProcStat{7, 92816, 172752896, 3240});
}

TEST_CASE("a process's name may look like the fields that follow it") {
  const ProcStat expected{7, 92816, 172752896, 3240};
  for (const std::string_view name : {"", " ", "(", ")", "()", ") S 1 2", "a b", "two\nlines",
                                      "((sd-pam)", "x) R 1 1 1 1 1 1 1 1"}) {
    CAPTURE(name);
    CHECK(parse_proc_stat(stat_of(name, "7 0 92816 172752896 3240")) == expected);
  }
}

TEST_CASE("numbers of a process's stat may have 64 bits") {
  CHECK(parse_proc_stat(stat_of("server", "7 0 4294967296 18446744073709551615 2147483648")) ==
        ProcStat{7, 4294967296, 18446744073709551615U, 2147483648});
}

TEST_CASE("a field of a process's stat that is no number is absent, and no other is") {
  CHECK(parse_proc_stat(stat_of("server", "x 0 92816 -1 3240")) == ProcStat{{}, 92816, {}, 3240});
  CHECK(parse_proc_stat(stat_of("server", "7 0 1e5 0x10 18446744073709551616")) ==
        ProcStat{7, {}, {}, {}});
  CHECK(parse_proc_stat(stat_of("server", "+7 0  172752896 3240")) ==
        ProcStat{{}, {}, 172752896, 3240});
}

TEST_CASE("a process's stat that ends early gives the fields that are whole") {
  const std::string whole = stat_of("server", "7 0 92816 172752896 3240");
  const auto until = [&](std::string_view field) {
    return parse_proc_stat(std::string_view(whole).substr(0, whole.find(field) + field.size()));
  };
  CHECK(until(" 3240 ") == ProcStat{7, 92816, 172752896, 3240});
  CHECK(until(" 3240") == ProcStat{7, 92816, 172752896, {}});  // or 32401, cut short
  CHECK(until(" 92816 ") == ProcStat{7, 92816, {}, {}});
  CHECK(until("(server)") == ProcStat{});
}

TEST_CASE("what is no stat of a process gives nothing") {
  for (const std::string_view text : {"", ")", "(", "\n",
                                      "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 "
                                      "18 19 20 21 22 23 24 25\n"}) {
    CAPTURE(text);
    CHECK(parse_proc_stat(text) == ProcStat{});
  }
}

TEST_CASE("any beginning of a process's stat can be read, in memory of just its size") {
  const std::string whole = stat_of("a) (b", "7 0 92816 172752896 3240");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string beginning(whole, 0, size);
    const ProcStat stat = parse_proc_stat(std::string_view(beginning.data(), size));
    CHECK(stat.threads.value_or(7) == 7);
    CHECK(stat.resident_pages.value_or(3240) == 3240);
  }
}

}  // namespace
