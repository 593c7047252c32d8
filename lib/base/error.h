/*
 * SPDX-License-Identifier: Apache-2.0
 * Making errors. An error holds copies only; nothing in it refers to another object.
 */
#ifndef VMIMAGE_LIB_BASE_ERROR_H
#define VMIMAGE_LIB_BASE_ERROR_H

#include <stdbool.h>

#include <vmimage/base.h>

/*
 * Set *error (when error is not NULL) and return status, so that a function ends with `return vmimage__fail(...)`.
 * An error that is there already is released. subject may be NULL. The message is made printable and one line.
 */
vmimage_status vmimage__fail(vmimage_error **error, vmimage_status status, const char *subject, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
vmimage_status vmimage__fail_no_memory(vmimage_error **error);
/* From errno: NOT_FOUND, FORBIDDEN, LIMIT, NO_MEMORY, EXISTS or IO; the message is "SUBJECT: can't WHAT: reason". */
vmimage_status vmimage__fail_errno(vmimage_error **error, int number, const char *subject, const char *what);
/* "FUNCTION: ARGUMENT must not be NULL" and the like. */
vmimage_status vmimage__fail_misuse(vmimage_error **error, const char *function, const char *what);

/* Additions to an error just made; error may be NULL and so may *error. Lack of memory leaves the addition out. */
void vmimage__error_set_operation(vmimage_error **error, const char *operation);
void vmimage__error_set_reason(vmimage_error **error, const char *reason);
void vmimage__error_set_http(vmimage_error **error, int32_t http_status);
void vmimage__error_set_line(vmimage_error **error, uint64_t line);
void vmimage__error_set_retry(vmimage_error **error, int64_t milliseconds);
void vmimage__error_add_candidate(vmimage_error **error, const char *kind, const char *name_space, const char *name,
                                  const char *display_name);
/* Put "PREFIX: " before the message and make `subject` the subject: for errors of what is inside a file. */
void vmimage__error_prefix(vmimage_error **error, const char *subject);
/* False when an addition was left out for lack of memory: what is made of the error's texts would then not be the same. */
bool vmimage__error_is_complete(const vmimage_error *error);

/* An error object that releases itself at the end of its scope: vm_auto_error vmimage_error *e = NULL. */
static inline void vmimage__error_cleanup(vmimage_error **error)
{
    if (*error != NULL)
        *error = vmimage_error_unref(*error);
}
#define vm_auto_error __attribute__((cleanup(vmimage__error_cleanup)))

/* First lines of a public function: a NULL argument is misuse. */
#define VM_REQUIRE(condition, error)                                                                                   \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            return vmimage__fail_misuse((error), __func__, #condition);                                                \
    } while (0)

#endif
