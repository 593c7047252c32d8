/*
 * SPDX-License-Identifier: Apache-2.0
 * What one place that keeps libraries and items has to offer, so that everything above works on every place. A transport
 * lists model objects; filters, order, images and errors of single items are the engine's.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_TRANSPORT_H
#define VMIMAGE_LIB_TRANSPORT_TRANSPORT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/types.h>

struct vm_ovf;

#define VM_TRANSPORT_ABI 1

/* How far a call has come; read by other threads. */
struct vm_progress {
    atomic_uint_least64_t done, total;
};

/* A call under way: its limits, its log, and when to stop. */
struct vm_call {
    const vmimage_context *context; /* may be NULL */
    atomic_int *interrupted;        /* set from any thread; NULL: never */
    int64_t deadline;               /* milliseconds of the monotonic clock; 0: none */
    struct vm_progress *progress;   /* NULL: nobody looks */
};

/* VMIMAGE_E_CANCELLED or VMIMAGE_E_TIMEOUT when the call is to stop; asked for before every piece of work. */
vmimage_status vmimage__call_check(const struct vm_call *call, vmimage_error **error);
int64_t vmimage__call_clock(void);
/*
 * Whether a failure is not that of the item that was being read, but one that would befall any other as well: no memory, no
 * file descriptor left, an interruption, the deadline. It ends the call.
 */
bool vmimage__ends_the_call(vmimage_status status, const vmimage_error *failure);
/* Hand the failure on to *error; error may be NULL. Returns status. */
vmimage_status vmimage__pass_on(vmimage_status status, vmimage_error **failure, vmimage_error **error);

/*
 * Where a listing goes. `add` gets a reference of each object and keeps it; what it returns, the transport returns at once.
 * `failure` says why an item can't be used and is NULL for a good one; `ovf` is its descriptor when `descriptors` is set
 * and it has one. Both are borrowed. An item whose Ready condition is not set gets it from `failure`.
 */
struct vm_sink {
    void *data;
    bool descriptors; /* the caller needs them */
    /* Whether the item is wanted at all; asked before its content is read, when its ID and its names are set: the display
     * name is NULL when only the content tells it. */
    bool (*wants)(void *data, const vmimage_item *item);
    /* Is told, before add_item, which file below the place says what the item is; may be NULL. */
    void (*note_content)(void *data, const char *path);
    vmimage_status (*add_library)(void *data, vmimage_library *library, vmimage_error **error);
    vmimage_status (*add_item)(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                               vmimage_error **error);
};

enum vm_change_kind {
    VM_CHANGE_ADD,
    VM_CHANGE_REPLACE,
    VM_CHANGE_RENAME,
    VM_CHANGE_DESCRIBE,
    VM_CHANGE_REMOVE
};

/* A change of a library. */
struct vm_change {
    enum vm_change_kind kind;
    const char *item; /* ID, object name or name; NULL: the library itself, or an item that is new */
    const char *path; /* of the content */
    const char *name, *description;
    char *id; /* gets the ID of a new item */
};

struct vm_transport {
    size_t size;           /* of this struct, as the transport was compiled */
    uint32_t abi;          /* VM_TRANSPORT_ABI */
    const char *name;      /* "directory" */
    uint64_t capabilities; /* VMIMAGE_CAPABILITY_* */
    /* `location` is what follows the scheme. *url is the full form, in memory of vmimage__strdup(). */
    vmimage_status (*open)(const char *location, const struct vm_call *call, void **place, char **url,
                           vmimage_error **error);
    void (*close)(void *place);
    vmimage_status (*list_libraries)(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                     vmimage_error **error);
    vmimage_status (*list_items)(void *place, const struct vm_call *call, const vmimage_library *library,
                                 const struct vm_sink *sink, vmimage_error **error);
    /* Make a library, and change it: NULL where that can't be done. */
    vmimage_status (*create)(const char *location, const struct vm_call *call, const struct vm_change *change,
                             vmimage_error **error);
    vmimage_status (*change)(void *place, const struct vm_call *call, const struct vm_change *change,
                             vmimage_error **error);
};

extern const struct vm_transport vmimage__directory_transport;

#endif
