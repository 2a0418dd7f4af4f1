#include "inference_server.hpp"

#include <isometric/sinks/registry_sink_fwd.hpp>

#include <stdexcept>
#include <utility>

namespace inference {

InferenceServer::InferenceServer(const isometric::RegistrySink& sink)
    : sink_(std::make_unique<const isometric::RegistrySink>(sink)) {}

InferenceServer::~InferenceServer() = default;

void InferenceServer::load(const ModelConfig& model) {
  auto reporter = std::make_shared<ModelReporter>(*sink_, model);
  const std::lock_guard lock(mutex_);
  if (!models_.try_emplace({model.name, model.version}, std::move(reporter)).second) {
    throw std::invalid_argument(model.name + " " + model.version + " is loaded already");
  }
}

bool InferenceServer::unload(const std::string& name, const std::string& version) {
  std::shared_ptr<ModelReporter> unloaded;  // goes after the lock
  const std::lock_guard lock(mutex_);
  const auto found = models_.find({name, version});
  if (found == models_.end()) return false;
  unloaded = std::move(found->second);
  models_.erase(found);
  return true;
}

InferenceServer::Answer InferenceServer::infer(const std::string& name, const std::string& version,
                                               double seconds) {
  const auto reporter = find(name, version);
  if (reporter == nullptr) return Answer::unknown_model;
  if (reporter->pending() >= most_pending) return Answer::busy;
  reporter->enqueued();
  if (seconds < 0) {
    reporter->failed();
    return Answer::failed;
  }
  reporter->served(seconds);
  return Answer::served;
}

std::shared_ptr<ModelReporter> InferenceServer::find(const std::string& name,
                                                     const std::string& version) {
  const std::lock_guard lock(mutex_);
  const auto found = models_.find({name, version});
  return found == models_.end() ? nullptr : found->second;
}

}  // namespace inference
