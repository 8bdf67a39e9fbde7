// Mistake: does not export countersign_plugin_v1.
extern "C" int something_else() { return 7; }
