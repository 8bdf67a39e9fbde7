/* The smallest plugin without C++: proves that the header is C11 and the border needs nothing else. */
#include <countersign/plugin.h>
#include <string.h>

static cs_text text(const char* words) {
  cs_text view;
  view.data = words;
  view.size = strlen(words);
  return view;
}

static int opened;

static cs_status open_it(const cs_host* host, const cs_input* settings, const cs_output* out, void** instance) {
  (void)host;
  if (settings->count != 0) {
    out->put(out->context, text("problem"), text("this plugin has no settings: remove them"));
    return CS_INVALID;
  }
  *instance = &opened;
  return CS_OK;
}

static void close_it(void* instance) { (void)instance; }

static cs_status refuse(void* instance, const cs_input* in, const cs_output* out) {
  (void)instance;
  (void)in;
  out->put(out->context, text("problem"), text("nothing is signed here"));
  return CS_FORGED;
}

static cs_status echo(void* instance, const cs_input* in, const cs_output* out) {
  uint32_t i;
  (void)instance;
  for (i = 0; i < in->count; ++i) {
    if (out->put(out->context, in->fields[i].key, in->fields[i].value) != CS_OK) return CS_INTERNAL;
  }
  return CS_OK;
}

static const cs_plugin plugin = {sizeof(cs_plugin), CS_ABI_MAJOR, CS_ABI_MINOR, CS_CHANNEL, 0,    "channel.plain-c", "0.1.0",
                                 open_it,           close_it,     refuse,       echo,       echo, NULL};

const cs_plugin* countersign_plugin_v1(void) { return &plugin; }
