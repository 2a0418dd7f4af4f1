#include "support/locks.hpp"

#include <cstddef>

#if ISOMETRIC_COUNT_LOCKS

#include <dlfcn.h>
#include <pthread.h>

// Replaces what std::mutex is made of, for the whole program and its libraries.

namespace {

thread_local std::size_t count = 0;

using Function = int(pthread_mutex_t*);

Function* next(const char* name) noexcept {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

std::size_t test_support::locks_held() noexcept {
  return count;
}

extern "C" int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  static Function* const lock = next("pthread_mutex_lock");
  const int error = lock(mutex);
  if (error == 0) ++count;
  return error;
}

extern "C" int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  static Function* const try_lock = next("pthread_mutex_trylock");
  const int error = try_lock(mutex);
  if (error == 0) ++count;
  return error;
}

extern "C" int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  static Function* const unlock = next("pthread_mutex_unlock");
  const int error = unlock(mutex);
  if (error == 0) --count;
  return error;
}

#else

std::size_t test_support::locks_held() noexcept {
  return 0;
}

#endif
