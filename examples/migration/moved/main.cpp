#include "print_queue.hpp"

#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/text_serializer.h>

#include <iostream>

int main() {
  const auto sink = isometric::RegistrySink::global();
  moved::PrintQueue queue(sink);
  queue.add({moved::Kind::letter, 2});
  queue.add({moved::Kind::poster, 0});
  queue.add({moved::Kind::letter, 1});
  while (queue.waiting() > 1) queue.print_next();
  std::cout << prometheus::TextSerializer{}.Serialize(sink.collectable()->Collect());
}
