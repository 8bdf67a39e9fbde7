/* The Countersign plugin ABI, version 1. Read by plugin authors and by the gateway's loader; plain C11, also valid C++20.
 * A plugin translates between the gateway's words and one outside service; the gateway does everything else.
 *
 * The rules
 *  1. A plugin is a shared object that exports exactly one symbol: the function `countersign_plugin_v1`.
 *  2. It opens no socket, starts no thread and no process, and keeps no state that one call could leave for the next.
 *     Files may be read in `open` only; put the path of each as `reads.N`, and the gateway opens a new instance when one of
 *     them has changed (a detector's: at the next reload, and health asks for it). A lookup may also read, in any call, a database file that its settings name: never write it.
 *     Requests are values that the gateway performs.
 *  3. [any-thread] marks a function that may be called on any thread, several at once, also for one instance.
 *     [one-thread] marks a function that is called once and alone for one instance.
 *  4. Texts are views with a size, not zero-terminated, and valid during the call only: copy what you keep. Ids and
 *     versions in the descriptor are zero-terminated and live as long as the plugin.
 *  5. Outputs go through `put` only. No memory crosses the border; nobody frees what the other side made.
 *  6. Nothing is thrown and nothing long-jumps across the border. Say it with a status.
 *  7. Structs start with their `size`. Read no further than it says; a member beyond it is absent. The gateway accepts its
 *     own major version and any minor; a new field is a new key, a new ability is an extension.
 *  8. Unknown keys of an input are ignored, except settings: an unknown setting is CS_INVALID.
 *  9. On any status but CS_OK put the key `problem`: one sentence that says what is wrong and what to do, never a
 *     customer's words and never a secret. Other outputs of that call are thrown away.
 * 10. Keys and values are UTF-8 unless README.md says otherwise. README.md lists every key of every operation.
 * 11. The same instance and the same input give the same output, as long as a lookup's database file is the same.
 * 12. A detector only adds: what the gateway saw itself stays seen, whatever a detector says. A text that it cannot look at
 *     in whole, it refuses (any status but CS_OK): the text is then held for a person. It never leaves a finding out.
 */
#ifndef COUNTERSIGN_PLUGIN_H
#define COUNTERSIGN_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CS_STATIC_ASSERT(condition, why) static_assert(condition, why)
extern "C" {
#else
#define CS_STATIC_ASSERT(condition, why) _Static_assert(condition, why)
#endif

#define CS_ABI_MAJOR 1
#define CS_ABI_MINOR 2 /* 1: CS_LOOKUP, and `reads.N` from `open`; 2: CS_DETECTOR and countersign.detect/1 */

/* What a call answers. Anything outside this list is read as CS_INTERNAL. */
typedef int32_t cs_status;
#define CS_OK 0
#define CS_INVALID 1     /* the input is wrong; the same input will fail again */
#define CS_FORGED 2      /* a signature does not prove what it claims */
#define CS_UNSUPPORTED 3 /* this plugin has no such operation */
#define CS_RETRY 4       /* the other side cannot now; may work later */
#define CS_INTERNAL 5    /* the plugin failed; the gateway holds the text for a person */

/* Kinds of plugins. */
#define CS_CHANNEL 1u
#define CS_MODEL 2u
#define CS_HELPDESK 3u
#define CS_LOOKUP 4u   /* since minor 1 */
#define CS_DETECTOR 5u /* since minor 2; its one ability is the extension CS_DETECT_1 */

/* Levels of `log`. */
#define CS_LOG_INFO 1
#define CS_LOG_WARNING 2
#define CS_LOG_ERROR 3

/* Kinds of JSON values, as `json` reports them. */
#define CS_JSON_NULL 0
#define CS_JSON_BOOLEAN 1 /* text is "true" or "false" */
#define CS_JSON_INTEGER 2
#define CS_JSON_DECIMAL 3
#define CS_JSON_STRING 4
#define CS_JSON_ARRAY 5  /* text is empty; the items follow */
#define CS_JSON_OBJECT 6 /* text is empty; the members follow */

/* A view of bytes; rule 4. */
typedef struct cs_text {
  const char* data;
  size_t size;
} cs_text;

typedef struct cs_field {
  cs_text key;
  cs_text value;
} cs_field;

/* The fields of one call, in no particular order, each key once. */
typedef struct cs_input {
  uint32_t size;
  uint32_t count;
  const cs_field* fields;
} cs_input;

/* Where a call's outputs go. [same thread as the call, during it] */
typedef struct cs_output {
  uint32_t size;
  uint32_t reserved;
  void* context;
  /* Copies key and value. CS_INVALID when a limit is passed (4,096 fields, 256 bytes a key, 8 MiB in all): the gateway then
   * refuses the whole answer. */
  cs_status (*put)(void* context, cs_text key, cs_text value);
} cs_output;

/* Called for each value of a JSON text: `pointer` is its RFC 6901 pointer ("/customer/id", "" for the root). A status other
 * than CS_OK ends the walk and becomes the status of `json`. */
typedef cs_status (*cs_json_visit)(void* context, cs_text pointer, int32_t kind, cs_text text);

/* What the gateway does for a plugin. Lives as long as the instance. All members [any-thread]. */
typedef struct cs_host {
  uint32_t size;
  uint16_t abi_major;
  uint16_t abi_minor;
  void* context;
  /* One line for the operator. No customer text, no secrets. */
  void (*log)(void* context, int32_t level, cs_text line);
  /* HMAC-SHA256 (RFC 2104, FIPS 180-4). CS_INTERNAL if the library fails. */
  cs_status (*hmac_sha256)(void* context, cs_text key, cs_text bytes, unsigned char out[32]);
  /* Reads a JSON text strictly (RFC 8259, valid UTF-8, no duplicate keys, depth at most 64) and visits parents before
   * children. Before any visit: CS_INVALID when the text is no JSON, CS_UNSUPPORTED when it is JSON that is not taken (a key
   * stands twice in one object, or it is deeper). */
  cs_status (*json)(void* context, cs_text text, cs_json_visit visit, void* visit_context);
} cs_host;

/* The descriptor: static, constant, the same at every call. */
typedef struct cs_plugin {
  uint32_t size;
  uint16_t abi_major;
  uint16_t abi_minor;
  uint32_t kind;
  uint32_t flags;      /* 0; further bits belong to later minors */
  const char* id;      /* "channel.example": the kind, a point, then a-z, 0-9 and "-" */
  const char* version; /* "1.0.0" */
  /* Makes an instance from settings. On failure `*instance` stays null and `close` is not called. [one-thread] */
  cs_status (*open)(const cs_host* host, const cs_input* settings, const cs_output* out, void** instance);
  /* Ends an instance; no other call runs or follows. [one-thread] */
  void (*close)(void* instance);
  /* Is this webhook authentic? Mandatory for channels; null for a kind or plugin without webhooks. [any-thread] */
  cs_status (*verify)(void* instance, const cs_input* in, const cs_output* out);
  /* From outside to the gateway's words. Mandatory; null for a detector. [any-thread] */
  cs_status (*read)(void* instance, const cs_input* in, const cs_output* out);
  /* From the gateway's words to a request. Mandatory; null for a detector. [any-thread] */
  cs_status (*write)(void* instance, const cs_input* in, const cs_output* out);
  /* A table for an ability by name and revision ("countersign.poll/1"), or null for any name it does not know. May itself
   * be null. [any-thread] */
  const void* (*extension)(const char* id);
} cs_plugin;

/* The extension of a detector: it looks at every text that crosses a border, whoever wrote it. Its `open` puts each kind of
 * finding that it may ever give as `kind.N`; a finding of another kind makes the whole answer unusable. */
#define CS_DETECT_1 "countersign.detect/1"
typedef struct cs_detect {
  uint32_t size;
  uint32_t reserved;
  /* In: `text` and what is known about it. Out: `finding.N.kind`, `.start`, `.end` (bytes of `text`, between whole
   * characters; 0 and 0: the text as a whole), `.score` (1 to 1000, absent: 1000), N from 0 without gaps, at most 1,000. An
   * answer that comes after its time (configured; 100 ms and one more per 10 KB of text is usual) is not used, and the text
   * is held. [any-thread] */
  cs_status (*look)(void* instance, const cs_input* in, const cs_output* out);
} cs_detect;

/* The one exported function. [any-thread] */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const cs_plugin* countersign_plugin_v1(void);

/* Version 1 is frozen: these sizes never change on a 64-bit machine. */
CS_STATIC_ASSERT(sizeof(void*) == 8, "the ABI is defined for 64-bit machines");
CS_STATIC_ASSERT(sizeof(cs_text) == 16, "cs_text is frozen");
CS_STATIC_ASSERT(sizeof(cs_field) == 32, "cs_field is frozen");
CS_STATIC_ASSERT(sizeof(cs_input) == 16, "cs_input is frozen");
CS_STATIC_ASSERT(sizeof(cs_output) == 24, "cs_output is frozen");
CS_STATIC_ASSERT(sizeof(cs_host) == 40, "cs_host grows only at its end, with a new minor");
CS_STATIC_ASSERT(sizeof(cs_detect) == 16, "cs_detect is frozen; more is a new revision");
CS_STATIC_ASSERT(sizeof(cs_plugin) == 80, "cs_plugin grows only at its end, with a new minor");

#ifdef __cplusplus
}
#endif
#endif /* COUNTERSIGN_PLUGIN_H */
