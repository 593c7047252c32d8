/*
 * SPDX-License-Identifier: Apache-2.0
 * Status codes, the error object, returned text, version and features of the library.
 */
#ifndef VMIMAGE_BASE_H
#define VMIMAGE_BASE_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Version of these headers: major * 1000000 + minor * 1000 + patch. */
#define VMIMAGE_VERSION_NUMBER 1000
/** The same as text. */
#define VMIMAGE_VERSION_STRING "0.1.0"

/**
 * Status codes. The numbers are permanent: a code is never renumbered or given another meaning.
 * vmimage-errors(7) has a row for each: meaning, typical cause, what to do, retryable, handle usable.
 */
enum {
    VMIMAGE_OK = 0,                 /**< done */
    VMIMAGE_DONE = 1,               /**< an iterator has no more elements */
    VMIMAGE_E_INVALID = -1,         /**< an argument or a value is not acceptable */
    VMIMAGE_E_NO_MEMORY = -2,       /**< an allocation failed */
    VMIMAGE_E_NOT_FOUND = -3,       /**< there is no such image, item, library, file */
    VMIMAGE_E_AMBIGUOUS = -4,       /**< more than one image answers to the name */
    VMIMAGE_E_EXISTS = -5,          /**< something of that name is there already */
    VMIMAGE_E_CONFLICT = -6,        /**< the object was changed by somebody else */
    VMIMAGE_E_UNAUTHENTICATED = -7, /**< credentials are missing or wrong */
    VMIMAGE_E_FORBIDDEN = -8,       /**< the account, or the file's mode, does not allow it */
    VMIMAGE_E_UNREACHABLE = -9,     /**< the server can't be reached */
    VMIMAGE_E_TLS = -10,            /**< the server's certificate is not trusted */
    VMIMAGE_E_TIMEOUT = -11,        /**< the deadline passed */
    VMIMAGE_E_CANCELLED = -12,      /**< interrupted by the program */
    VMIMAGE_E_BUSY = -13,           /**< somebody else holds it; try again */
    VMIMAGE_E_LIMIT = -14,          /**< a limit of the context was exceeded */
    VMIMAGE_E_PARSE = -15,          /**< the text or file is not well-formed */
    VMIMAGE_E_INTEGRITY = -16,      /**< size, digest or signature does not agree */
    VMIMAGE_E_IO = -17,             /**< the operating system failed a read or a write */
    VMIMAGE_E_PROTOCOL = -18,       /**< the server answered something unexpected */
    VMIMAGE_E_UNSUPPORTED = -19,    /**< this transport, build or version can't do it */
    VMIMAGE_E_EXPIRED = -20,        /**< a session, token or position is too old */
    VMIMAGE_E_NOT_READY = -21,      /**< the object exists but can't be used yet */
    VMIMAGE_E_FAILED = -22,         /**< the request was carried out and failed */
    VMIMAGE_E_MISUSE = -23,         /**< the call breaks the rules of the API */
    VMIMAGE_E_ABI = -24             /**< program and library do not fit together */
};

/** Features that a build may lack; for vmimage_feature_supported(). */
enum {
    VMIMAGE_FEATURE_DIRECTORY = 1, /**< directory registries */
    VMIMAGE_FEATURE_HTTP = 2,      /**< libraries on a web server */
    VMIMAGE_FEATURE_VSPHERE = 3,   /**< vCenter registries */
    VMIMAGE_FEATURE_KUBERNETES = 4 /**< cluster registries, and the YAML that they need */
};

/**
 * Version of the library that is loaded.
 *
 * Returns major * 1000000 + minor * 1000 + patch; compare it with VMIMAGE_VERSION_NUMBER.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint32_t vmimage_version(void);

/**
 * Version of the library that is loaded, as text: "0.1.0".
 *
 * Ownership: borrowed, valid for ever.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_version_string(void);

/**
 * Whether the loaded library was built with a feature.
 *
 * @feature is a VMIMAGE_FEATURE_* number; one that the library doesn't know is not supported.
 * Returns 1 or 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_feature_supported(int32_t feature);

/**
 * The name of a status code: "VMIMAGE_E_AMBIGUOUS".
 *
 * A number that is no code gives "VMIMAGE_E_UNKNOWN".
 *
 * Ownership: borrowed, valid for ever.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_status_name(vmimage_status status);

/**
 * Take another reference of an error.
 *
 * Ownership: new reference; release with vmimage_error_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_error *vmimage_error_ref(vmimage_error *error);

/**
 * Release a reference of an error. Returns NULL, so that `e = vmimage_error_unref(e)` leaves no dangling pointer.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_error *vmimage_error_unref(vmimage_error *error);

/**
 * The status code that the failed call returned. NULL gives VMIMAGE_OK.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_error_status(const vmimage_error *error);

/**
 * What went wrong, on what, why: one complete line of UTF-8 for a person, without secrets and without a line end.
 *
 * Ownership: borrowed until the error is released. Never NULL for an error; NULL for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_error_message(const vmimage_error *error);

/**
 * What the library was doing: "read image", "open registry". NULL when not known.
 *
 * Ownership: borrowed until the error is released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_error_operation(const vmimage_error *error);

/**
 * The file, object or URL that the error is about. NULL when there is none.
 *
 * Ownership: borrowed until the error is released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_error_subject(const vmimage_error *error);

/**
 * The HTTP status of the server's answer, 0 when there was none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_error_http_status(const vmimage_error *error);

/**
 * The reason in the words of the server, or in those that VM Operator uses for the same failure (so that logs of both
 * can be compared). NULL when there is none.
 *
 * Ownership: borrowed until the error is released.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_error_reason(const vmimage_error *error);

/**
 * Line of the text or file where parsing stopped, from 1; 0 when the error has no position.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API uint64_t vmimage_error_line(const vmimage_error *error);

/**
 * After how many milliseconds a second try makes sense; -1 when it makes none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int64_t vmimage_error_retry_after_ms(const vmimage_error *error);

/**
 * How many images answer to an ambiguous name. 0 for every other error.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_error_candidate_count(const vmimage_error *error);

/**
 * One of the images that answer to an ambiguous name: first those of the namespace, then those of the cluster, each in
 * the order of the list that was searched.
 *
 * Ownership: borrowed until the error is released. NULL when @index is out of range.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const vmimage_candidate *vmimage_error_candidate(const vmimage_error *error, size_t index);

/**
 * Kind of a candidate: "VirtualMachineImage" or "ClusterVirtualMachineImage".
 *
 * Ownership: borrowed as long as the error.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_candidate_kind(const vmimage_candidate *candidate);

/**
 * Namespace of a candidate; NULL for an image of the cluster.
 *
 * Ownership: borrowed as long as the error.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_candidate_namespace(const vmimage_candidate *candidate);

/**
 * Object name (VMI ID) of a candidate.
 *
 * Ownership: borrowed as long as the error.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_candidate_name(const vmimage_candidate *candidate);

/**
 * Display name of a candidate; NULL when it has none.
 *
 * Ownership: borrowed as long as the error.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_candidate_display_name(const vmimage_candidate *candidate);

/**
 * The bytes of a returned text, followed by a NUL that the length does not count.
 *
 * Ownership: borrowed until the text is released. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_string_data(const vmimage_string *string);

/**
 * Length of a returned text in bytes. NULL gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_string_length(const vmimage_string *string);

/**
 * Release a returned text. Returns NULL.
 *
 * Ownership: the text is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_string *vmimage_string_unref(vmimage_string *string);

#ifdef __cplusplus
}
#endif

#endif
