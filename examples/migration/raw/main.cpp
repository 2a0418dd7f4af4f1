#include "print_queue.hpp"

#include <prometheus/text_serializer.h>

#include <iostream>

int main() {
  raw::PrintQueue queue;
  queue.add({"letter", 2});
  queue.add({"poster", 0});
  queue.add({"letter", 1});
  while (queue.waiting() > 1) queue.print_next();
  std::cout << prometheus::TextSerializer{}.Serialize(raw::registry()->Collect());
}
