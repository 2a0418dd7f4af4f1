#pragma once

#include "connection.hpp"
#include "file_descriptor.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace homecluster::program {

/// What the clients of one port may take together.
struct ConnectionLimits {
  std::size_t most = 128;
  /// From the connection to the end of the answer.
  std::chrono::nanoseconds deadline = std::chrono::seconds{10};
};

/// The connections to a listening socket, each on a thread of its own. When there are as many as
/// there may be, the one that is there for the longest, a second or more, is cut for the next one:
/// who is slow loses when others wait.
class Connections {
 public:
  /// `serve` is called from several threads at once, and must not throw.
  Connections(FileDescriptor listening, ConnectionLimits limits,
              std::function<void(Connection&)> serve);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  /// Takes no more connections, and waits for what has come on those that were accepted to be
  /// answered, or until `patience` is over. True if all has been; the destructor waits for the
  /// rest.
  bool stop(std::chrono::nanoseconds patience);

 private:
  struct Open {
    FileDescriptor socket;
    Connection::Clock::time_point since = Connection::Clock::now();
    bool is_cut = false;
  };

  void accept_all();
  void begin(FileDescriptor socket);
  void make_room(std::unique_lock<std::mutex>& lock);
  void serve(std::list<Open>::iterator connection);

  const FileDescriptor listening_;
  const ConnectionLimits limits_;
  const std::function<void(Connection&)> serve_;
  std::mutex mutex_;
  std::condition_variable has_changed_;
  std::list<Open> open_;  // the oldest first
  bool is_stopping_ = false;
  std::thread acceptor_;
};

}  // namespace homecluster::program
