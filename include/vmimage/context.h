/*
 * SPDX-License-Identifier: Apache-2.0
 * What a program sets once and shares between registries: log, limits, options, cache directory.
 */
#ifndef VMIMAGE_CONTEXT_H
#define VMIMAGE_CONTEXT_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Levels of a log line. */
enum {
    VMIMAGE_LOG_NONE = 0,    /**< no lines at all */
    VMIMAGE_LOG_ERROR = 1,   /**< something was given up */
    VMIMAGE_LOG_WARNING = 2, /**< something is odd but the library goes on */
    VMIMAGE_LOG_INFO = 3,    /**< what is being done */
    VMIMAGE_LOG_DEBUG = 4    /**< every step */
};

/** Limits; each has a default that fits the real world and can be raised or lowered. */
enum {
    VMIMAGE_LIMIT_DESCRIPTOR_BYTES = 1,    /**< size of an OVF descriptor; 12582912, as vCenter has it */
    VMIMAGE_LIMIT_DESCRIPTOR_DEPTH = 2,    /**< nesting of its elements; 64 */
    VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS = 3, /**< elements in it; 1000000 */
    VMIMAGE_LIMIT_JSON_BYTES = 4,          /**< size of a JSON text; 67108864 */
    VMIMAGE_LIMIT_JSON_DEPTH = 5,          /**< nesting of a JSON text; 64 */
    VMIMAGE_LIMIT_ARCHIVE_MEMBERS = 6,     /**< members of an OVA; 10000 */
    VMIMAGE_LIMIT_DIRECTORY_ENTRIES = 7,   /**< entries read from one folder; 100000 */
    VMIMAGE_LIMIT_CONCURRENCY = 8          /**< requests under way at once on one registry; 16 */
};

/**
 * Behaviour that VM Operator's documentation promises and its code does not have. All are off at first: the library does what
 * the code does.
 */
enum {
    VMIMAGE_OPTION_OVF_CAPABILITIES =
        1 /**< capabilities of an image from the property capabilities.image.vmoperator.vmware.com */
};

/**
 * Receives a line of the log. @message is one line of UTF-8 without a line end and without secrets; it and @module are
 * valid during the call only. The function must not call back into the handle that is logging.
 */
typedef void (*vmimage_log_fn)(void *data, int32_t level, const char *module, const char *message);

/**
 * Is told that the library will not use @data again, so that what is behind it can be released. It must not call the library
 * with the context that it was set for.
 */
typedef void (*vmimage_release_fn)(void *data);

/**
 * Make a context with default limits, no log and no cache directory.
 *
 * Ownership: new reference; release with vmimage_context_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_context *vmimage_context_new(void);

/**
 * Take another reference of a context.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_context *vmimage_context_ref(vmimage_context *context);

/**
 * Release a reference of a context. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed. Handles made from the context keep it alive.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_context *vmimage_context_unref(vmimage_context *context);

/**
 * Send log lines of @level and more important ones to @log.
 *
 * @log NULL turns the log off. @data is passed through untouched; see vmimage_context_set_log_release() for its end.
 *
 * Errors: VMIMAGE_E_MISUSE for a NULL context or an unknown level.
 * Threads: before the context is shared; the function may then be called from every thread that uses the context.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_context_set_log(vmimage_context *context, int32_t level, vmimage_log_fn log,
                                                   void *data, vmimage_error **error);

/**
 * Have the data of the log released: @release is called with it once, when the log is set again, or when the last reference
 * of the context is gone, also that of a handle made from it.
 *
 * For programs and bindings whose log function is a closure. To be called after vmimage_context_set_log(), which forgets it
 * again. @release NULL takes it away.
 *
 * Errors: VMIMAGE_E_MISUSE for a NULL context.
 * Threads: before the context is shared; @release is called on the thread that gives the last reference back.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_context_set_log_release(vmimage_context *context, vmimage_release_fn release,
                                                           vmimage_error **error);

/**
 * Set a limit.
 *
 * @limit is a VMIMAGE_LIMIT_* number, @value its new value; 0 restores the default.
 *
 * Errors: VMIMAGE_E_MISUSE for a NULL context; VMIMAGE_E_INVALID for an unknown limit.
 * Threads: before the context is shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_context_set_limit(vmimage_context *context, int32_t limit, uint64_t value,
                                                     vmimage_error **error);

/**
 * The value of a limit. A NULL context gives the default; an unknown limit gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_context_limit(const vmimage_context *context, int32_t limit);

/**
 * Turn an option on or off.
 *
 * @option is a VMIMAGE_OPTION_* number, @on is 1 or 0. With VMIMAGE_OPTION_OVF_CAPABILITIES an image made of a descriptor has the
 * capabilities that its property capabilities.image.vmoperator.vmware.com lists, separated by commas, and the labels that follow
 * from them; it holds for descriptors and files that are read, and registries that are opened, with this context.
 *
 * Errors: VMIMAGE_E_MISUSE for a NULL context; VMIMAGE_E_INVALID for an unknown option or another number than 0 and 1.
 * Threads: before the context is shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_context_set_option(vmimage_context *context, int32_t option, int32_t on,
                                                      vmimage_error **error);

/**
 * Whether an option is on. Returns 1 or 0; 0 for a NULL context and for an unknown option.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_context_option(const vmimage_context *context, int32_t option);

/**
 * Set the folder where the library may keep what it can fetch again. NULL (the default): nothing is kept.
 *
 * Errors: VMIMAGE_E_MISUSE for a NULL context; VMIMAGE_E_NO_MEMORY.
 * Threads: before the context is shared.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_context_set_cache_directory(vmimage_context *context, const char *path,
                                                               vmimage_error **error);

/**
 * The folder set with vmimage_context_set_cache_directory(), or NULL.
 *
 * Ownership: borrowed until the context is released or the folder is set again.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_context_cache_directory(const vmimage_context *context);

#ifdef __cplusplus
}
#endif

#endif
