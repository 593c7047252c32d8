/*
 * SPDX-License-Identifier: Apache-2.0
 * The error object: made here, read by the program, shared between threads by its reference count.
 */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/refs.h"

#define MESSAGE_MAX ((size_t)65536)
/* Files that another part of the process has open are closed some time. */
#define NO_FILES_RETRY_MS 1000

struct vmimage_candidate {
    char *kind, *name_space, *name, *display_name;
};

struct vmimage_error {
    vm_refs refs;
    vmimage_status status;
    int32_t http_status;
    uint64_t line;
    int64_t retry_after_ms;
    struct vm_arena arena;
    const char *message, *operation, *subject, *reason;
    struct vmimage_candidate *candidates;
    size_t candidate_count, candidate_capacity;
};

/* What a call returns when there is not even memory for an error. Never counted, never freed. */
static struct vmimage_error no_memory = {
    .status = VMIMAGE_E_NO_MEMORY,
    .retry_after_ms = -1,
    .message = "out of memory",
};

static void replace(vmimage_error **error, vmimage_error *made)
{
    if (*error != NULL)
        vmimage_error_unref(*error);
    *error = made;
}

vmimage_status vmimage__fail_no_memory(vmimage_error **error)
{
    if (error != NULL)
        replace(error, &no_memory);
    return VMIMAGE_E_NO_MEMORY;
}

static vmimage_error *make(vmimage_status status, const char *subject, const struct vm_buf *raw)
{
    vmimage_error *made = vmimage__calloc(1, sizeof(*made));
    vm_auto_buf struct vm_buf message = VM_BUF_INIT(MESSAGE_MAX * 4);

    if (made == NULL)
        return &no_memory;
    vmimage__refs_init(&made->refs);
    made->status = status;
    made->retry_after_ms = -1;
    vmimage__buf_printable(&message, vmimage__buf_str(raw), raw->length);
    made->message = vmimage__arena_strdup(&made->arena, vmimage__buf_str(&message));
    made->subject = vmimage__arena_strdup(&made->arena, subject);
    if (message.status != VMIMAGE_OK || made->arena.failed) {
        vmimage_error_unref(made);
        return &no_memory;
    }
    return made;
}

vmimage_status vmimage__fail(vmimage_error **error, vmimage_status status, const char *subject, const char *format, ...)
{
    vm_auto_buf struct vm_buf message = VM_BUF_INIT(MESSAGE_MAX);
    va_list args, again;
    int length;

    if (error == NULL)
        return status;
    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length > 0 && (size_t)length < MESSAGE_MAX) {
        char *text = vmimage__calloc((size_t)length + 1, 1);

        if (text != NULL) {
            (void)vsnprintf(text, (size_t)length + 1, format, again);
            vmimage__buf_add(&message, text, (size_t)length);
            vmimage__free(text);
        } else {
            message.status = VMIMAGE_E_NO_MEMORY;
        }
    } else if (length > 0) {
        vmimage__buf_add_str(&message, "(the message is too long to be shown)");
    }
    va_end(again);
    va_end(args);
    replace(error, message.status == VMIMAGE_OK ? make(status, subject, &message) : &no_memory);
    /* Without memory for the error it is lack of memory that the call reports: status and error object always agree. */
    return (*error)->status;
}

static vmimage_status status_of_errno(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return VMIMAGE_E_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
        return VMIMAGE_E_FORBIDDEN;
    case EEXIST:
        return VMIMAGE_E_EXISTS;
    case ENOMEM:
        return VMIMAGE_E_NO_MEMORY;
    case ELOOP:
    case ENAMETOOLONG:
        return VMIMAGE_E_INVALID;
    case EMFILE:
    case ENFILE:
        return VMIMAGE_E_LIMIT;
    default:
        return VMIMAGE_E_IO;
    }
}

/* The same words in every locale; the C library's would follow that of the program. */
static const char *text_of_errno(int number)
{
    static const struct {
        int number;
        const char *text;
    } texts[] = {{ENOENT, "no such file or folder"},
                 {ENOTDIR, "a part of the path is no folder"},
                 {EISDIR, "it is a folder"},
                 {EACCES, "permission denied"},
                 {EPERM, "not permitted"},
                 {EROFS, "the file system is read-only"},
                 {EEXIST, "it is there already"},
                 {ELOOP, "it is a link, or leads through too many of them"},
                 {ENAMETOOLONG, "the name is too long"},
                 {EMFILE, "too many open files in this process"},
                 {ENFILE, "too many open files in the system"},
                 {ENOSPC, "no space left"},
                 {EDQUOT, "the quota is used up"},
                 {EIO, "input or output error"},
                 {ENODEV, "there is no such device"},
                 {ENXIO, "there is no such device"},
                 {ESTALE, "the file is gone from its server"},
                 {EINVAL, "the operating system refuses it"}};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].number == number)
            return texts[i].text;
    }
    return NULL;
}

vmimage_status vmimage__fail_errno(vmimage_error **error, int number, const char *subject, const char *what)
{
    const char *text = text_of_errno(number);

    if (number == ENOMEM)
        return vmimage__fail_no_memory(error);
    if (text == NULL)
        return vmimage__fail(error, status_of_errno(number), subject, "%s: can't %s: error %d of the operating system",
                             subject, what, number);
    (void)vmimage__fail(error, status_of_errno(number), subject, "%s: can't %s: %s", subject, what, text);
    if (number == EMFILE || number == ENFILE)
        vmimage__error_set_retry(error, NO_FILES_RETRY_MS);
    return error != NULL && *error != NULL ? (*error)->status : status_of_errno(number);
}

vmimage_status vmimage__fail_misuse(vmimage_error **error, const char *function, const char *what)
{
    return vmimage__fail(error, VMIMAGE_E_MISUSE, function, "%s: called against its rules: needs %s", function, what);
}

static bool can_add(vmimage_error **error)
{
    return error != NULL && *error != NULL && *error != &no_memory;
}

void vmimage__error_set_operation(vmimage_error **error, const char *operation)
{
    if (can_add(error) && (*error)->operation == NULL)
        (*error)->operation = vmimage__arena_strdup(&(*error)->arena, operation);
}

void vmimage__error_set_reason(vmimage_error **error, const char *reason)
{
    if (can_add(error))
        (*error)->reason = vmimage__arena_strdup(&(*error)->arena, reason);
}

void vmimage__error_set_http(vmimage_error **error, int32_t http_status)
{
    if (can_add(error))
        (*error)->http_status = http_status;
}

void vmimage__error_set_line(vmimage_error **error, uint64_t line)
{
    if (can_add(error))
        (*error)->line = line;
}

void vmimage__error_set_retry(vmimage_error **error, int64_t milliseconds)
{
    if (can_add(error))
        (*error)->retry_after_ms = milliseconds;
}

void vmimage__error_add_candidate(vmimage_error **error, const char *kind, const char *name_space, const char *name,
                                  const char *display_name)
{
    vmimage_error *e;
    struct vmimage_candidate ref;

    if (!can_add(error))
        return;
    e = *error;
    ref.kind = vmimage__arena_strdup(&e->arena, kind);
    ref.name_space = vmimage__arena_strdup(&e->arena, name_space);
    ref.name = vmimage__arena_strdup(&e->arena, name);
    ref.display_name = vmimage__arena_strdup(&e->arena, display_name);
    if (ref.kind == NULL || ref.name == NULL ||
        !vmimage__arena_grow(&e->arena, &e->candidates, e->candidate_count, &e->candidate_capacity, sizeof(ref)))
        return;
    e->candidates[e->candidate_count++] = ref;
}

void vmimage__error_prefix(vmimage_error **error, const char *subject)
{
    const char *message;

    if (!can_add(error))
        return;
    message = vmimage__arena_printf(&(*error)->arena, "%s: %s", subject, (*error)->message);
    if (message != NULL) {
        vm_auto_buf struct vm_buf printable = VM_BUF_INIT(MESSAGE_MAX * 8);

        vmimage__buf_printable(&printable, message, strlen(message));
        if (printable.status == VMIMAGE_OK)
            message = vmimage__arena_strdup(&(*error)->arena, vmimage__buf_str(&printable));
        else
            (*error)->arena.failed = true;
    }
    if (message != NULL)
        (*error)->message = message;
    (*error)->subject = vmimage__arena_strdup(&(*error)->arena, subject);
}

bool vmimage__error_is_complete(const vmimage_error *error)
{
    return !error->arena.failed;
}

vmimage_error *vmimage_error_ref(vmimage_error *error)
{
    if (error != NULL && error != &no_memory)
        vmimage__refs_take(&error->refs);
    return error;
}

vmimage_error *vmimage_error_unref(vmimage_error *error)
{
    if (error != NULL && error != &no_memory && vmimage__refs_drop(&error->refs)) {
        vmimage__arena_release(&error->arena);
        vmimage__free(error);
    }
    return NULL;
}

vmimage_status vmimage_error_status(const vmimage_error *error)
{
    return error != NULL ? error->status : VMIMAGE_OK;
}

const char *vmimage_error_message(const vmimage_error *error)
{
    return error != NULL ? error->message : NULL;
}

const char *vmimage_error_operation(const vmimage_error *error)
{
    return error != NULL ? error->operation : NULL;
}

const char *vmimage_error_subject(const vmimage_error *error)
{
    return error != NULL ? error->subject : NULL;
}

int32_t vmimage_error_http_status(const vmimage_error *error)
{
    return error != NULL ? error->http_status : 0;
}

const char *vmimage_error_reason(const vmimage_error *error)
{
    return error != NULL ? error->reason : NULL;
}

uint64_t vmimage_error_line(const vmimage_error *error)
{
    return error != NULL ? error->line : 0;
}

int64_t vmimage_error_retry_after_ms(const vmimage_error *error)
{
    return error != NULL ? error->retry_after_ms : -1;
}

size_t vmimage_error_candidate_count(const vmimage_error *error)
{
    return error != NULL ? error->candidate_count : 0;
}

const vmimage_candidate *vmimage_error_candidate(const vmimage_error *error, size_t index)
{
    return error != NULL && index < error->candidate_count ? &error->candidates[index] : NULL;
}

const char *vmimage_candidate_kind(const vmimage_candidate *candidate)
{
    return candidate != NULL ? candidate->kind : NULL;
}

const char *vmimage_candidate_namespace(const vmimage_candidate *candidate)
{
    return candidate != NULL ? candidate->name_space : NULL;
}

const char *vmimage_candidate_name(const vmimage_candidate *candidate)
{
    return candidate != NULL ? candidate->name : NULL;
}

const char *vmimage_candidate_display_name(const vmimage_candidate *candidate)
{
    return candidate != NULL ? candidate->display_name : NULL;
}
