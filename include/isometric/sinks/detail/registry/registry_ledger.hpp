#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/sinks/detail/family/refusal.hpp>
#include <isometric/sinks/detail/ledger/ledger.hpp>
#include <isometric/sinks/detail/ledger/other_code.hpp>
#include <isometric/sinks/detail/prometheus/registry_backend.hpp>

#include <prometheus/counter.h>
#include <prometheus/labels.h>
#include <prometheus/registry.h>

#include <stdexcept>

namespace isometric::inline v1::detail {

/// What isometric has registered in one prometheus registry: prometheus-cpp's own merge accepts
/// most conflicts in silence.
class RegistryLedger final : public Ledger {
 public:
  /// The registry must outlive every use of the ledger but its destruction.
  explicit RegistryLedger(prometheus::Registry& registry)
      : Ledger(backend_of<prometheus::Counter>, backend_checks_names), registry_(registry) {}
  RegistryLedger(const RegistryLedger&) = delete;
  RegistryLedger& operator=(const RegistryLedger&) = delete;

  ~RegistryLedger() { detach(); }

  [[nodiscard]] prometheus::Registry& registry() const noexcept { return registry_; }

 private:
  void* register_family(const Declaration& asked) override {
    const auto& backend = static_cast<const RegistryBackend&>(asked.backend);
    const FamilyDescriptor& requested = asked.requested;
    prometheus::Labels constant;
    for (const auto& label : requested.constant_labels) {
      add_label(constant, label.name, label.value);
    }
    builders_.name.clear();  // assign() would be code that nothing else here needs
    builders_.name.append(requested.name.data(), requested.name.size());
    builders_.help.clear();
    append_escaped(builders_.help, requested.help, false);
#if defined(__cpp_exceptions)
    try {
      return backend.register_family(builders_, registry_, constant);
    } catch (const std::invalid_argument& refusal) {
      if (OtherCode* const other = other_code()) {
        other->refuse_as_backend_does(refusal.what(), requested);
      }
      refuse_name_as_backend_does(requested, refusal.what());
    }
#else
    return backend.register_family(builders_, registry_, constant);
#endif
  }

  void remove_family(const Backend& backend, void* registered) override {
    static_cast<const RegistryBackend&>(backend).remove_family(registry_, registered);
  }

#if defined(__cpp_exceptions)
  static constexpr bool backend_checks_names = true;
#else
  static constexpr bool backend_checks_names = false;  // it would end the program
#endif

  prometheus::Registry& registry_;
  FamilyBuilders builders_;  ///< guarded by the ledger's lock
};

}  // namespace isometric::inline v1::detail
