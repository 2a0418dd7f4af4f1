#pragma once

#include "model_reporter.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace inference {

/// Models that are loaded, asked and unloaded. Thread-safe.
class InferenceServer {
 public:
  explicit InferenceServer(const isometric::RegistrySink& sink);
  ~InferenceServer();

  /// Throws what ModelReporter does, and has then loaded nothing; std::invalid_argument if a model
  /// of that name and version is there.
  void load(const ModelConfig& model);

  /// False if there is none.
  bool unload(const std::string& name, const std::string& version);

  enum class Answer { served, failed, busy, unknown_model };

  /// What the model makes of a request: the time that it takes is the request itself, in seconds.
  /// Negative, it fails. Busy, if more than `most_pending` wait for the model already.
  Answer infer(const std::string& name, const std::string& version, double seconds);

  static constexpr double most_pending = 100;

 private:
  std::shared_ptr<ModelReporter> find(const std::string& name, const std::string& version);

  const std::unique_ptr<const isometric::RegistrySink> sink_;
  std::mutex mutex_;  ///< guards models_
  /// By name and version. Shared, since a model may be unloaded while a request is in it.
  std::map<std::pair<std::string, std::string>, std::shared_ptr<ModelReporter>> models_;
};

}  // namespace inference
