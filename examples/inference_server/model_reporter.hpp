#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace isometric::inline v1 {
class RegistrySink;
}

namespace inference {

/// What the configuration says of a model.
struct ModelConfig {
  std::string name;
  std::string version;
  std::map<std::string, std::string> tags;  ///< further labels; their names are the owner's choice
  std::vector<double> latency_buckets;      ///< upper bounds, in seconds; empty: the default
};

/// Reports what one instance of a model does. Reporters with the same labels share their series,
/// which live as long as one of them. Thread-safe.
class ModelReporter {
 public:
  /// Throws isometric::InvalidName for a tag that is no label name, isometric::InvalidBuckets, and
  /// isometric::RegistrationConflict if another reporter of these labels has other buckets.
  ModelReporter(const isometric::RegistrySink& sink, const ModelConfig& model);
  ModelReporter(ModelReporter&&) noexcept;
  ModelReporter& operator=(ModelReporter&&) noexcept;
  ~ModelReporter();

  void enqueued();
  void served(double seconds);
  void failed();

  /// Requests that wait for the model, in whatever instance: what back-pressure goes by.
  double pending() const;

 private:
  struct Series;  // so that callers include nothing of what it is made of
  std::unique_ptr<Series> series_;
};

}  // namespace inference
