/*
 * SPDX-License-Identifier: Apache-2.0
 * What one place that keeps libraries and items has to offer, so that everything above works on every place. A transport
 * lists model objects; filters, order, images and errors of single items are the engine's.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_TRANSPORT_H
#define VMIMAGE_LIB_TRANSPORT_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/types.h>

#include "base/call.h"
#include "transport/options.h"

struct vm_buf;
struct vm_json;
struct vm_machine;
struct vm_ovf;

#define VM_TRANSPORT_ABI 1

/*
 * What of a listing is wanted, for places whose server can leave out the rest. Each may let more through: the engine looks again.
 */
struct vm_wanted {
    const char *name_space;   /* NULL: the place's own; "*": every one; objects without a namespace are in each */
    const char *selector;     /* of labels, as text; NULL: any */
    const char *id;           /* of images: the object name; NULL: any */
    const char *display_name; /* of images: all of this name, and an error when not all can be seen; NULL: any */
};

/*
 * Where a listing goes. `add` gets a reference of each object and keeps it; what it returns, the transport returns at once.
 * `failure` says why an item can't be used and is NULL for a good one; `ovf` is its descriptor when `descriptors` is set
 * and it has one. Both are borrowed. An item whose Ready condition is not set gets it from `failure`.
 */
struct vm_sink {
    void *data;
    const struct vm_wanted *wanted; /* NULL: everything */
    bool descriptors;               /* the caller needs them */
    /* Whether the item is wanted at all; asked before its content is read, when its ID and its names are set: the display
     * name is NULL when only the content tells it. */
    bool (*wants)(void *data, const vmimage_item *item);
    /* Is told, before add_item, which file below the place says what the item is; may be NULL. */
    void (*note_content)(void *data, const char *path);
    /* Is told, before add_item, of each file of the item: its name, where it is below the place, free of links, and how large it is;
     * may be NULL. */
    void (*note_file)(void *data, const char *name, const char *path, uint64_t size);
    vmimage_status (*add_library)(void *data, vmimage_library *library, vmimage_error **error);
    vmimage_status (*add_item)(void *data, vmimage_item *item, const struct vm_ovf *ovf, const vmimage_error *failure,
                               vmimage_error **error);
    /* An image that the place itself keeps. */
    vmimage_status (*add_image)(void *data, vmimage_image *image, vmimage_error **error);
    /* An object that list_objects() tells, borrowed; in place of the others. */
    vmimage_status (*add_object)(void *data, const struct vm_json *object, vmimage_error **error);
    /* How much was added, and back to that: for a list that was cut and is read again. NULL: it can't be taken back. */
    size_t (*mark)(void *data);
    void (*rewind)(void *data, size_t mark);
    /* In place of add_item, for a template whose image follows from the virtual machine that it is; NULL: add_item is called. */
    vmimage_status (*add_machine)(void *data, vmimage_item *item, const struct vm_machine *machine,
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
    bool manifest;                            /* a package that has none gets one */
    const char *library_id, *library_version; /* of a new library that takes another's place; else NULL */
    char *id;                                 /* gets the ID of a new item */
};

/*
 * A file of an item that is being read, from any offset on. A transport's own struct begins with it.
 */
struct vm_stream {
    const struct vm_stream_operations *operations;
    uint64_t size; /* UINT64_MAX: not known */
};

struct vm_stream_operations {
    /*
     * Up to `capacity` bytes from where it is. OK with *got above 0; DONE at the end; OK with *got 0 when nothing has come within
     * `wait` milliseconds (0: doesn't wait, -1: as long as the call may take). A file that ends early, or is another one by now, is
     * VMIMAGE_E_INTEGRITY.
     */
    vmimage_status (*read)(struct vm_stream *stream, const struct vm_call *call, int64_t wait, void *buffer,
                           size_t capacity, size_t *got, vmimage_error **error);
    /* The next read begins at `offset`, at most the size. */
    vmimage_status (*seek)(struct vm_stream *stream, const struct vm_call *call, uint64_t offset,
                           vmimage_error **error);
    int (*fd)(const struct vm_stream *stream); /* readable when a read would give something; -1: it always does */
    void (*close)(struct vm_stream *stream);
    /* The descriptor of a file on this machine whose bytes are the stream's, for a copy inside the kernel; -1 when there is none.
     * NULL: never. */
    int (*file)(const struct vm_stream *stream);
};

/* Tells when something below a place is another than before. A transport's own struct begins with it. */
struct vm_watch {
    const struct vm_watch_operations *operations;
};

struct vm_watch_operations {
    /* Readable when `check` has something to do, also because a time is over; the same one as long as the watch. */
    int (*fd)(const struct vm_watch *watch);
    /*
     * Never blocks. *moved: the place is another one since the last time it said so, and a listing finds its data at hand and
     * need not wait for a server. A failure that may pass (server away) is reported once, with *moved false, and the watch goes on by
     * itself when `check` is called again; *fatal says that it can't.
     */
    vmimage_status (*check)(struct vm_watch *watch, const struct vm_call *call, bool *moved, bool *fatal,
                            vmimage_error **error);
    void (*close)(struct vm_watch *watch);
};

/*
 * Objects of one kind as they are and as they change, told one by one by the place's server. They come in parts, each of which is
 * listed and then told of; a cut may tell things again. A transport's own struct begins with it.
 */
enum vm_feed_kind {
    VM_FEED_LIBRARIES,
    VM_FEED_ITEMS,
    VM_FEED_IMAGES,
    VM_FEED_PUBLISH_REQUESTS,
    VM_FEED_GROUP_PUBLISH_REQUESTS,
    VM_FEED_IMPORT_REQUESTS
};

#define VM_FEED_PARTS_MAX 4

struct vm_feed {
    const struct vm_feed_operations *operations;
    size_t parts;
};

struct vm_feed_sink {
    void *data;
    bool (*room)(void *data);               /* false: nothing more for now */
    void (*begin)(void *data, size_t part); /* a list begins, may be again */
    /* A vmimage_library, item, image or request, borrowed: it is there, or (`gone`) was. */
    vmimage_status (*object)(void *data, size_t part, void *object, bool gone, vmimage_error **error);
    vmimage_status (*end)(void *data, size_t part, vmimage_error **error); /* what the list did not tell is gone */
};

struct vm_feed_operations {
    int (*fd)(const struct vm_feed *feed); /* readable when a step has something to do, also because a time is over */
    /* Never blocks. A failure that may pass is returned once, and it goes on by itself; *fatal says that it can't. */
    vmimage_status (*step)(struct vm_feed *feed, const struct vm_call *call, const struct vm_feed_sink *sink,
                           bool *fatal, vmimage_error **error);
    void (*close)(struct vm_feed *feed);
};

/* A listing of images, or of the items of a library, that is carried on as its reader wants more. A transport's own struct begins with it. */
struct vm_pull {
    const struct vm_pull_operations *operations;
};

struct vm_pull_operations {
    /* Waits for the next answer of the server; the sink may get objects, many or none. *done: it had them all. */
    vmimage_status (*step)(struct vm_pull *pull, const struct vm_call *call, bool *done, vmimage_error **error);
    void (*close)(struct vm_pull *pull, const struct vm_call *call);
};

enum vm_write_how {
    VM_WRITE_CREATE,
    VM_WRITE_UPDATE, /* what was changed since resourceVersion is a CONFLICT */
    VM_WRITE_STATUS, /* the same, for the status and nothing else */
    VM_WRITE_APPLY,  /* server-side apply: a field of another manager is a CONFLICT unless `force` */
    VM_WRITE_PATCH,  /* RFC 6902 */
    VM_WRITE_DELETE
};

/* A change of one object that the place's server keeps. */
struct vm_write {
    enum vm_write_how how;
    const char *kind;       /* "VirtualMachinePublishRequest" */
    const char *name_space; /* NULL: the place's own */
    const char *name;       /* NULL: the server makes one (create) */
    const char *text;       /* JSON: the object in any version of its kind, or the patch; NULL to delete */
    size_t length;
    const char *manager; /* of the fields; NULL: the library */
    bool force, dry_run;
    const char *uid, *resource_version; /* of a deletion: only this object; NULL: any */
    const char *propagation;            /* of a deletion; NULL: the server's */
};

struct vm_transport {
    size_t size;           /* of this struct, as the transport was compiled */
    uint32_t abi;          /* VM_TRANSPORT_ABI */
    const char *name;      /* "directory" */
    uint64_t capabilities; /* VMIMAGE_CAPABILITY_* */
    /*
     * `location` is what follows the scheme; for a transport with a host, the whole URL. *url is the full form without a
     * password, in memory of vmimage__strdup(). `options` may be NULL and is borrowed for the call.
     */
    vmimage_status (*open)(const char *location, const vmimage_options *options, const struct vm_call *call,
                           void **place, char **url, vmimage_error **error);
    void (*close)(void *place);
    vmimage_status (*list_libraries)(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                     vmimage_error **error);
    vmimage_status (*list_items)(void *place, const struct vm_call *call, const vmimage_library *library,
                                 const struct vm_sink *sink, vmimage_error **error);
    /*
     * Images that the place keeps itself; NULL: they are derived from items. Such a place has its items in one list: list_items is
     * called once, with `library` NULL, and gives those of all libraries as the place keeps them.
     */
    vmimage_status (*list_images)(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                  vmimage_error **error);
    /*
     * The same as list_images (`library` NULL), or as list_items, piece by piece; the sink is copied, what it points to stays. What was
     * given is not taken back. NULL: there are no pieces.
     */
    vmimage_status (*pull)(void *place, const struct vm_call *call, const vmimage_library *library,
                           const struct vm_sink *sink, struct vm_pull **pull, vmimage_error **error);
    /* The namespace that is meant when none is named; NULL, or a NULL answer: there is none. */
    const char *(*name_space)(const void *place);
    /*
     * Objects of a kind that is neither library, item nor image, to the sink's add_object: those that are wanted; with `id` one, and
     * NOT_FOUND when it is not there. And a change of one object of any kind, as the server then keeps it to `answer` (NULL: not wanted).
     * NULL where there are none.
     */
    vmimage_status (*list_objects)(void *place, const struct vm_call *call, const char *kind,
                                   const struct vm_sink *sink, vmimage_error **error);
    vmimage_status (*write)(void *place, const struct vm_call *call, const struct vm_write *write,
                            struct vm_buf *answer, vmimage_error **error);
    /* Make a library, and change it: NULL where that can't be done. */
    vmimage_status (*create)(const char *location, const struct vm_call *call, const struct vm_change *change,
                             vmimage_error **error);
    vmimage_status (*change)(void *place, const struct vm_call *call, const struct vm_change *change,
                             vmimage_error **error);
    /* Open a file of an item for reading, by its name; NULL where that can't be done. NOT_FOUND when the item has no such file. */
    vmimage_status (*open_file)(void *place, const struct vm_call *call, const vmimage_item *item, const char *name,
                                struct vm_stream **stream, vmimage_error **error);
    /* The same for a place whose server tells each change; it is asked instead of `watch`. NULL where that can't be done. */
    vmimage_status (*feed)(void *place, const struct vm_call *call, enum vm_feed_kind kind,
                           const struct vm_wanted *wanted, struct vm_feed **feed, vmimage_error **error);
    /* Begin to watch; NULL where that can't be done. It ends before the place is closed. */
    vmimage_status (*watch)(void *place, const struct vm_call *call, struct vm_watch **watch, vmimage_error **error);
};

extern const struct vm_transport vmimage__directory_transport;
extern const struct vm_transport vmimage__http_transport;       /* when VM_WITH_HTTP */
extern const struct vm_transport vmimage__kubernetes_transport; /* when VM_WITH_HTTP and VM_WITH_KUBERNETES */
extern const struct vm_transport vmimage__vsphere_transport;    /* when VM_WITH_VSPHERE */

#endif
