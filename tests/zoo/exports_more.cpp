// Mistake: built without countersign_add_plugin(), so its inline statics are unique in the process and all its names
// visible.
#include "animal.hpp"

template <class T>
struct Shared {
  static inline int count = 0;
};

int count_up() { return ++Shared<int>::count; }

COUNTERSIGN_PLUGIN(CS_CHANNEL, "channel.unique", "1", zoo::Healthy)
