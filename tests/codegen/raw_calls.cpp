// An update through a handle that may be of no series, one that lives in a member until somebody
// sets it, is prometheus-cpp's own call: it does not ask whether there is a series. Each function
// in the extern "C" block must have the code of `bare`. check_cases.sh judges.

#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>

#include <concepts>

using isometric::Counter;
using isometric::GlobalSink;
using isometric::LabeledSink;
using isometric::PrefixedSink;
using isometric::RegistrySink;

template <class Sink>
using Handle = typename Counter<Sink>::handle_type;

static_assert(std::default_initializable<Handle<RegistrySink>> &&
              std::default_initializable<Handle<GlobalSink>> &&
              std::default_initializable<Handle<LabeledSink<PrefixedSink<RegistrySink>>>>);

// The first function of a file has directives that the others lack.
void update_first(prometheus::Counter& counter) noexcept {
  counter.Increment();
}

extern "C" {

void bare(prometheus::Counter* const* counter) noexcept {  // as all updates are
  (*counter)->Increment();
}

void handle_on_a_registry(const Handle<RegistrySink>* handle) {
  handle->inc();
}
void handle_on_the_global_registry(const Handle<GlobalSink>* handle) {
  handle->inc();
}
void handle_through_adaptors(const Handle<LabeledSink<PrefixedSink<RegistrySink>>>* handle) {
  handle->inc();
}

}  // extern "C"
