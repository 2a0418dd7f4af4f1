#include "connection.hpp"

#include "file_descriptor.hpp"
#include "support/catch.hpp"

#include <array>
#include <chrono>
#include <string>
#include <sys/ioctl.h>
#include <sys/socket.h>

using namespace homecluster::program;

TEST_CASE("after its deadline a connection does not read on while something comes", "[http]") {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0);
  const FileDescriptor server{ends[0]};
  const FileDescriptor client{ends[1]};
  const std::string flood(50'000, 'x');
  REQUIRE(::send(client.get(), flood.data(), flood.size(), MSG_NOSIGNAL) > 40'000);

  Connection connection{server.get(), Connection::Clock::now() - std::chrono::seconds{1}};
  CHECK(connection.read(1).empty());
  connection.finish();
  int left = 0;
  REQUIRE(::ioctl(server.get(), FIONREAD, &left) == 0);
  CHECK(left > 30'000);
}
