// The same with prometheus-cpp.
#include "prometheus_headers.hpp"

#include <memory>

class Server {
 public:
  Server();
  void handle(const char* method) const {
    requests_.Add({{"method", method}}).Increment();
    duration_.Observe(0.1);
  }

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Histogram& duration_;
};

void call(const Server& server) {
  server.handle("get");
}
