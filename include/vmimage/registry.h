/*
 * SPDX-License-Identifier: Apache-2.0
 * Registries: one interface for every place that holds libraries, items and images.
 */
#ifndef VMIMAGE_REGISTRY_H
#define VMIMAGE_REGISTRY_H

#include <vmimage/base.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/query.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a registry can do. */
enum {
    VMIMAGE_CAPABILITY_LIBRARIES = 1, /**< lists libraries */
    VMIMAGE_CAPABILITY_ITEMS = 2,     /**< lists items */
    VMIMAGE_CAPABILITY_IMAGES = 4,    /**< lists images */
    VMIMAGE_CAPABILITY_DERIVED = 8,   /**< images are derived from items by the library's model code */
    VMIMAGE_CAPABILITY_KEEP = 16,     /**< libraries can be made and changed, see keep.h */
    VMIMAGE_CAPABILITY_WATCH = 32,    /**< changes can be watched, see watch.h */
    VMIMAGE_CAPABILITY_FILES = 64,    /**< files of items can be read */
    VMIMAGE_CAPABILITY_REQUESTS = 128 /**< requests can be sent and followed, see request.h */
};

/**
 * Open a place that holds libraries and images.
 *
 * @url is a path or "dir:PATH" for a folder, or "http://HOST/PATH/lib.json" ("https:" too) for a library on a web server.
 * @context may be NULL: default limits, no log. @options may be NULL; a folder has no use for them. A folder with a lib.json is
 * read as the library that it describes; any other folder is a library of the files and sub-folders in it, and is never
 * written to. See keep.h for making and changing libraries. A URL of a web server without a file that ends in ".json" means the
 * lib.json below it; it may hold "USER:PASSWORD@", and what @options say counts more. Such a library is only read.
 * "k8s:[CONTEXT][/NAMESPACE]" is a cluster with VM Operator's kinds, found as kubectl finds it: without a context the current
 * one, without a namespace that of the context; "*" is every namespace.
 *
 * Ownership: *@registry is a new reference, NULL on failure; release with vmimage_registry_unref().
 * Errors: VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO for the folder, or a kubeconfig; VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN,
 *   VMIMAGE_E_UNREACHABLE, VMIMAGE_E_TLS, VMIMAGE_E_UNAUTHENTICATED, VMIMAGE_E_BUSY, VMIMAGE_E_TIMEOUT, VMIMAGE_E_CANCELLED,
 *   VMIMAGE_E_PROTOCOL and the HTTP status for the server; VMIMAGE_E_PARSE for a bad lib.json;
 *   VMIMAGE_E_UNSUPPORTED for a scheme that this build does not have; VMIMAGE_E_INVALID for a malformed URL, or a file
 *   where a folder belongs; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any; the handle then belongs to one thread at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_open(vmimage_context *context, const char *url,
                                                 const vmimage_options *options, vmimage_registry **registry,
                                                 vmimage_error **error);

/**
 * Take another reference of a registry.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_registry *vmimage_registry_ref(vmimage_registry *registry);

/**
 * Release a reference of a registry. Returns NULL. Objects that it gave stay valid.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_registry *vmimage_registry_unref(vmimage_registry *registry);

/**
 * The URL of a registry in its full form, without a password: "dir:/srv/images".
 *
 * Ownership: borrowed as long as the registry.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_registry_url(const vmimage_registry *registry);

/**
 * Name of the transport: "directory".
 *
 * Ownership: borrowed as long as the registry.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_registry_transport(const vmimage_registry *registry);

/**
 * What the registry can do: a sum of VMIMAGE_CAPABILITY_* bits. What it can't do returns VMIMAGE_E_UNSUPPORTED.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_registry_capabilities(const vmimage_registry *registry);

/**
 * Make the call that is running on a registry return VMIMAGE_E_CANCELLED soon. Without a running call the next one
 * returns it. NULL is allowed.
 *
 * Threads: any, and from a signal handler: it only sets a flag.
 * Since: 0.1
 */
VMIMAGE_API void vmimage_registry_interrupt(vmimage_registry *registry);

/**
 * How long a single call on a registry may take; 0 restores the default of 300000, five minutes.
 *
 * Errors: VMIMAGE_E_MISUSE for NULL; VMIMAGE_E_INVALID for a negative number.
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_set_deadline(vmimage_registry *registry, int64_t milliseconds,
                                                         vmimage_error **error);

/**
 * The libraries of a registry that match a query, in byte order of their display names.
 *
 * @query NULL matches all. Of the filters, those that name a library, a namespace or a selector apply.
 *
 * Ownership: *@libraries is a new reference, NULL on failure; release with vmimage_libraries_unref().
 * Errors: VMIMAGE_E_NOT_FOUND when the query names a library that is not there; VMIMAGE_E_IO, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_PARSE,
 *   VMIMAGE_E_LIMIT, VMIMAGE_E_TIMEOUT, VMIMAGE_E_CANCELLED, VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry; the iterator is a snapshot and independent of it.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_libraries(vmimage_registry *registry, const vmimage_query *query,
                                                      vmimage_libraries **libraries, vmimage_error **error);

/**
 * The items of a registry that match a query: library by library, in byte order of their display names.
 *
 * @query NULL matches all. A broken item is among them: its condition Ready is "False" and says why.
 *
 * Ownership: *@items is a new reference, NULL on failure; release with vmimage_items_unref().
 * Errors: VMIMAGE_E_NOT_FOUND when the query names a library that is not there; VMIMAGE_E_IO, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_PARSE,
 *   VMIMAGE_E_LIMIT, VMIMAGE_E_TIMEOUT, VMIMAGE_E_CANCELLED, VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry; the iterator is a snapshot and independent of it.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_items(vmimage_registry *registry, const vmimage_query *query,
                                                  vmimage_items **items, vmimage_error **error);

/**
 * The images of a registry that match a query: library by library, in byte order of their display names.
 *
 * @query NULL matches all. A broken item is among them: its image has Ready "False" with the reason.
 *
 * Ownership: *@images is a new reference, NULL on failure; release with vmimage_images_unref().
 * Errors: VMIMAGE_E_NOT_FOUND when the query names a library that is not there; VMIMAGE_E_IO, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_PARSE,
 *   VMIMAGE_E_LIMIT, VMIMAGE_E_TIMEOUT, VMIMAGE_E_CANCELLED, VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per registry; the iterator is a snapshot and independent of it.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_images(vmimage_registry *registry, const vmimage_query *query,
                                                   vmimage_images **images, vmimage_error **error);

/**
 * The images of a registry that match a query, while the place is still telling of them: memory does not grow with their number.
 *
 * They come in the order in which the place tells them. vmimage_images_next() waits for the place, under the deadline of the registry,
 * and may fail; nothing follows a failure, and what came before it stays true. A place that tells all at once (a folder, a web server)
 * gives what vmimage_registry_images() gives.
 *
 * @query NULL matches all.
 *
 * Ownership: *@images is a new reference, NULL on failure; release with vmimage_images_unref(). It holds a reference of the registry.
 * Errors: as vmimage_registry_images(), here or from vmimage_images_next().
 * Threads: one at a time per registry, and vmimage_images_next() is a call of the registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_stream_images(vmimage_registry *registry, const vmimage_query *query,
                                                          vmimage_images **images, vmimage_error **error);

/**
 * One library by ID, object name or display name; the first of these that fits something decides.
 *
 * @name_space may be NULL.
 *
 * Ownership: *@library is a new reference, NULL on failure; release with vmimage_library_unref().
 * Errors: VMIMAGE_E_NOT_FOUND; VMIMAGE_E_AMBIGUOUS when several libraries have the display name; else as vmimage_registry_libraries().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_get_library(vmimage_registry *registry, const char *name_space,
                                                        const char *name, vmimage_library **library,
                                                        vmimage_error **error);

/**
 * One item by ID, object name or display name; the first of these that fits something decides.
 *
 * @name_space may be NULL.
 *
 * Ownership: *@item is a new reference, NULL on failure; release with vmimage_item_unref().
 * Errors: VMIMAGE_E_NOT_FOUND; VMIMAGE_E_AMBIGUOUS when several items have the display name; else as vmimage_registry_items().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_get_item(vmimage_registry *registry, const char *name_space,
                                                     const char *name, vmimage_item **item, vmimage_error **error);

/**
 * One image by its VMI ID, that of the namespace before that of the cluster. For display names see vmimage_resolve().
 *
 * @name_space may be NULL.
 *
 * Ownership: *@image is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_NOT_FOUND; else as vmimage_registry_images().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_registry_get_image(vmimage_registry *registry, const char *name_space,
                                                      const char *id, vmimage_image **image, vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
