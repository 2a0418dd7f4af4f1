#include "connections.hpp"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <sys/socket.h>
#include <utility>

namespace homecluster::program {

Connections::Connections(FileDescriptor listening, ConnectionLimits limits,
                         std::function<void(Connection&)> serve)
    : listening_{std::move(listening)},
      limits_{limits},
      serve_{std::move(serve)},
      acceptor_{[this] { accept_all(); }} {}

Connections::~Connections() {
  stop(std::chrono::nanoseconds::zero());
  acceptor_.join();
  std::unique_lock lock{mutex_};
  has_changed_.wait(lock, [&] { return open_.empty(); });
}

bool Connections::stop(std::chrono::nanoseconds patience) {
  std::unique_lock lock{mutex_};
  is_stopping_ = true;
  has_changed_.notify_all();
  ::shutdown(listening_.get(), SHUT_RDWR);  // accept() returns
  // What has come can still be read; nothing is waited for.
  for (const Open& each : open_) ::shutdown(each.socket.get(), SHUT_RD);
  return has_changed_.wait_for(lock, patience, [&] { return open_.empty(); });
}

void Connections::accept_all() {
  for (;;) {
    FileDescriptor socket{
        ::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
    const int error = errno;
    {
      std::unique_lock lock{mutex_};
      if (is_stopping_) return;
      // Out of descriptors or memory, in this process or the system: they come back as others end.
      if (socket.get() < 0 && error != EINTR && error != ECONNABORTED) {
        has_changed_.wait_for(lock, std::chrono::milliseconds{10});
      }
    }
    if (socket.get() >= 0) begin(std::move(socket));
  }
}

void Connections::begin(FileDescriptor socket) {
  std::unique_lock lock{mutex_};
  make_room(lock);
  if (is_stopping_) return;
  try {
    open_.push_back({std::move(socket)});
    const auto added = std::prev(open_.end());
    try {
      std::thread{[this, added] { serve(added); }}.detach();
    } catch (...) {
      open_.erase(added);
    }
  } catch (const std::exception&) {
    // No memory or no thread for it: the client is cut, and may try again.
  }
}

void Connections::make_room(std::unique_lock<std::mutex>& lock) {
  const auto grace = std::min<std::chrono::nanoseconds>(limits_.deadline, std::chrono::seconds{1});
  const auto has_room = [&] { return open_.size() < limits_.most || is_stopping_; };
  while (!has_room()) {
    const auto oldest = std::ranges::find(open_, false, &Open::is_cut);
    const auto now = Connection::Clock::now();
    if (oldest != open_.end() && now < oldest->since + grace) {
      has_changed_.wait_until(lock, oldest->since + grace, has_room);
      continue;
    }
    if (oldest != open_.end()) {
      oldest->is_cut = true;
      ::shutdown(oldest->socket.get(), SHUT_RDWR);
    }
    has_changed_.wait_until(lock, now + grace, has_room);  // it ends, unless it is being answered
  }
}

void Connections::serve(std::list<Open>::iterator connection) {
  Connection bytes{connection->socket.get(), connection->since + limits_.deadline};
  serve_(bytes);
  // Under the lock to the end: the destructor waits for nothing else of this thread.
  const std::lock_guard lock{mutex_};
  open_.erase(connection);
  has_changed_.notify_all();
}

}  // namespace homecluster::program
