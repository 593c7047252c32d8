/*
 * SPDX-License-Identifier: Apache-2.0
 * Lock files, read strictly and written in one form only, so that they can be kept under version control.
 */
#include "format/lock_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define BYTES_MAX ((uint64_t)64 << 20)
#define DEPTH_MAX 8
#define FORMAT 1

static const struct {
    const char *key;
    size_t offset;
    bool required;
} pin_texts[] = {
    {"contentVersion", offsetof(struct vm_pin, content_version), false},
    {"id", offsetof(struct vm_pin, id), true},
    {"item", offsetof(struct vm_pin, item), false},
    {"kind", offsetof(struct vm_pin, kind), true},
    {"namespace", offsetof(struct vm_pin, name_space), false},
};
#define PIN_TEXTS (sizeof(pin_texts) / sizeof(pin_texts[0]))

struct reader {
    struct vmimage_lock *lock;
    const char *name, *file; /* where the reader is; NULL: above */
    vmimage_error **error;
};

/* "lock: images[NAME].files[FILE].KEY: what" */
static vmimage_status fail(const struct reader *r, vmimage_status status, const char *key, const char *what)
{
    return vmimage__fail(r->error, status, "lock", "lock: %s%s%s%s%s%s%s%s: %s", r->name != NULL ? "images[" : "",
                         r->name != NULL ? r->name : "", r->name != NULL ? "]" : "", r->file != NULL ? ".files[" : "",
                         r->file != NULL ? r->file : "", r->file != NULL ? "]" : "",
                         r->name != NULL && *key != '\0' ? "." : "", key, what);
}

static vmimage_status read_text(const struct reader *r, const struct vm_json *node, const char **text)
{
    const char *value = vmimage__json_string(node), *key = vmimage__json_key(node);

    if (value == NULL || *value == '\0')
        return fail(r, VMIMAGE_E_PARSE, key, "a text that is not empty is expected");
    if (*text != NULL)
        return fail(r, VMIMAGE_E_PARSE, key, "is there twice");
    *text = vmimage__arena_strdup(&r->lock->arena, value);
    return *text != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(r->error);
}

static vmimage_status read_file(const struct reader *r, const struct vm_json *node, struct vm_pin_file *file)
{
    bool sized = false;

    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return fail(r, VMIMAGE_E_PARSE, "", "an object is expected");
    for (const struct vm_json *at = vmimage__json_first(node); at != NULL; at = vmimage__json_next(at)) {
        const char *key = vmimage__json_key(at);
        vmimage_status status = VMIMAGE_OK;
        int64_t size = -1;

        if (strcmp(key, "version") == 0)
            status = read_text(r, at, &file->version);
        else if (strcmp(key, "size") != 0)
            status = fail(r, VMIMAGE_E_PARSE, key, "is not known");
        else if (sized)
            status = fail(r, VMIMAGE_E_PARSE, key, "is there twice");
        else if (!vmimage__json_int(at, &size) || size < 0)
            status = fail(r, VMIMAGE_E_PARSE, key, "a number of bytes is expected");
        else
            file->size = (uint64_t)size, sized = true;
        if (status != VMIMAGE_OK)
            return status;
    }
    return sized ? VMIMAGE_OK : fail(r, VMIMAGE_E_PARSE, "size", "is missing");
}

static int by_file_name(const void *a, const void *b)
{
    return strcmp(((const struct vm_pin_file *)a)->name, ((const struct vm_pin_file *)b)->name);
}

static int by_pin_name(const void *a, const void *b)
{
    return strcmp(((const struct vm_pin *)a)->name, ((const struct vm_pin *)b)->name);
}

static vmimage_status read_files(struct reader *r, const struct vm_json *node, struct vm_pin *pin)
{
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__json_type(node) != VM_JSON_OBJECT || pin->file_count != 0)
        return fail(r, VMIMAGE_E_PARSE, "files", "one object is expected");
    if (vmimage__json_count(node) > VM_LOCK_FILES_MAX)
        return fail(r, VMIMAGE_E_LIMIT, "files", "there are more than 10000");
    for (const struct vm_json *at = vmimage__json_first(node); at != NULL; at = vmimage__json_next(at)) {
        struct vm_pin_file *file;

        if (!vmimage__arena_grow(&r->lock->arena, &pin->files, pin->file_count, &pin->file_capacity, sizeof(*file)))
            return vmimage__fail_no_memory(r->error);
        file = &pin->files[pin->file_count++];
        file->name = r->file = vmimage__arena_strdup(&r->lock->arena, vmimage__json_key(at));
        status = file->name != NULL ? read_file(r, at, file) : vmimage__fail_no_memory(r->error);
        if (status != VMIMAGE_OK)
            return status;
    }
    r->file = NULL;
    if (pin->file_count > 1)
        qsort(pin->files, pin->file_count, sizeof(pin->files[0]), by_file_name);
    for (size_t i = 1; i < pin->file_count; i++) {
        if (strcmp(pin->files[i - 1].name, pin->files[i].name) == 0)
            return fail(r, VMIMAGE_E_PARSE, "files", "the same file is there twice");
    }
    return status;
}

static vmimage_status read_member(struct reader *r, const struct vm_json *node, struct vm_pin *pin)
{
    const char *key = vmimage__json_key(node);

    for (size_t i = 0; i < PIN_TEXTS; i++) {
        if (strcmp(key, pin_texts[i].key) == 0)
            return read_text(r, node, (const char **)((char *)pin + pin_texts[i].offset));
    }
    return strcmp(key, "files") == 0 ? read_files(r, node, pin) : fail(r, VMIMAGE_E_PARSE, key, "is not known");
}

static vmimage_status read_pin(struct reader *r, const struct vm_json *node, struct vm_pin *pin)
{
    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return fail(r, VMIMAGE_E_PARSE, "", "an object is expected");
    for (const struct vm_json *at = vmimage__json_first(node); at != NULL; at = vmimage__json_next(at)) {
        vmimage_status status = read_member(r, at, pin);

        if (status != VMIMAGE_OK)
            return status;
    }
    for (size_t i = 0; i < PIN_TEXTS; i++) {
        if (pin_texts[i].required && *(const char **)((char *)pin + pin_texts[i].offset) == NULL)
            return fail(r, VMIMAGE_E_PARSE, pin_texts[i].key, "is missing");
    }
    return VMIMAGE_OK;
}

static vmimage_status read_pins(struct reader *r, const struct vm_json *node)
{
    struct vmimage_lock *lock = r->lock;

    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return fail(r, VMIMAGE_E_PARSE, "images", "an object is expected");
    if (vmimage__json_count(node) > VM_LOCK_PINS_MAX)
        return fail(r, VMIMAGE_E_LIMIT, "images", "there are more than 10000");
    for (const struct vm_json *at = vmimage__json_first(node); at != NULL; at = vmimage__json_next(at)) {
        struct vm_pin *pin;
        vmimage_status status;

        if (!vmimage__arena_grow(&lock->arena, &lock->pins, lock->count, &lock->capacity, sizeof(*pin)))
            return vmimage__fail_no_memory(r->error);
        pin = &lock->pins[lock->count++];
        pin->name = r->name = vmimage__arena_strdup(&lock->arena, vmimage__json_key(at));
        if (pin->name == NULL)
            return vmimage__fail_no_memory(r->error);
        status = *pin->name != '\0' ? read_pin(r, at, pin) : fail(r, VMIMAGE_E_PARSE, "", "the name is empty");
        if (status != VMIMAGE_OK)
            return status;
    }
    r->name = NULL;
    if (lock->count > 1)
        qsort(lock->pins, lock->count, sizeof(lock->pins[0]), by_pin_name);
    for (size_t i = 1; i < lock->count; i++) {
        r->name = lock->pins[i].name;
        if (strcmp(lock->pins[i - 1].name, r->name) == 0)
            return fail(r, VMIMAGE_E_PARSE, "", "is there twice");
    }
    return VMIMAGE_OK;
}

/* The version first: another one may look quite different. */
static vmimage_status read_root(struct reader *r, const struct vm_json *root)
{
    const struct vm_json *version = vmimage__json_get(root, "lockVersion"), *images = vmimage__json_get(root, "images");
    int64_t number = 0;

    if (vmimage__json_type(root) != VM_JSON_OBJECT)
        return vmimage__fail(r->error, VMIMAGE_E_PARSE, "lock", "lock: an object is expected, not %s",
                             vmimage__json_type_name(vmimage__json_type(root)));
    if (!vmimage__json_int(version, &number))
        return fail(r, VMIMAGE_E_PARSE, "lockVersion", "a number is expected");
    if (number != FORMAT)
        return vmimage__fail(r->error, VMIMAGE_E_UNSUPPORTED, "lock",
                             "lock: lockVersion: is %lld; this version of the library reads 1", (long long)number);
    for (const struct vm_json *at = vmimage__json_first(root); at != NULL; at = vmimage__json_next(at)) {
        if (at != version && at != images) {
            const char *key = vmimage__json_key(at);
            bool twice = strcmp(key, "lockVersion") == 0 || strcmp(key, "images") == 0;

            return fail(r, VMIMAGE_E_PARSE, key, twice ? "is there twice" : "is not known");
        }
    }
    return read_pins(r, images);
}

vmimage_status vmimage__lock_read(const char *json, size_t length, struct vmimage_lock *lock, vmimage_error **error)
{
    static const struct vm_json_limits limits = {BYTES_MAX, DEPTH_MAX};
    vm_auto_json struct vm_json_doc *doc = NULL;
    struct reader r = {.lock = lock, .error = error};
    vmimage_status status = vmimage__json_parse(json, length, &limits, "lock", &doc, error);

    return status == VMIMAGE_OK ? read_root(&r, vmimage__json_root(doc)) : status;
}

/* A line with a key; values follow. */
static void put_key(struct vm_buf *buf, bool first, int depth, const char *key)
{
    vmimage__buf_printf(buf, "%s\n%*s", first ? "" : ",", depth * 2, "");
    vmimage__buf_json_string(buf, key, strlen(key), false);
    vmimage__buf_add_str(buf, ": ");
}

static void put_end(struct vm_buf *buf, bool empty, int depth)
{
    if (!empty)
        vmimage__buf_printf(buf, "\n%*s", depth * 2, "");
    vmimage__buf_add_char(buf, '}');
}

static void put_text(struct vm_buf *buf, bool first, int depth, const char *key, const char *text)
{
    put_key(buf, first, depth, key);
    vmimage__buf_json_string(buf, text, strlen(text), false);
}

static void put_files(struct vm_buf *buf, bool first, const struct vm_pin *pin)
{
    put_key(buf, first, 3, "files");
    vmimage__buf_add_char(buf, '{');
    for (size_t i = 0; i < pin->file_count; i++) {
        const struct vm_pin_file *file = &pin->files[i];

        put_key(buf, i == 0, 4, file->name);
        vmimage__buf_add_char(buf, '{');
        put_key(buf, true, 5, "size");
        vmimage__buf_printf(buf, "%llu", (unsigned long long)file->size);
        if (file->version != NULL)
            put_text(buf, false, 5, "version", file->version);
        put_end(buf, false, 4);
    }
    put_end(buf, false, 3);
}

static void put_pin(struct vm_buf *buf, const struct vm_pin *pin)
{
    bool first = true;

    vmimage__buf_add_char(buf, '{');
    for (size_t i = 0; i < PIN_TEXTS; i++) {
        const char *text = *(const char *const *)((const char *)pin + pin_texts[i].offset);

        if (i == 1 && pin->file_count > 0) { /* "files" comes before "id" */
            put_files(buf, first, pin);
            first = false;
        }
        if (text == NULL)
            continue;
        put_text(buf, first, 3, pin_texts[i].key, text);
        first = false;
    }
    put_end(buf, first, 2);
}

void vmimage__lock_write(const struct vmimage_lock *lock, struct vm_buf *buf)
{
    vmimage__buf_add_char(buf, '{');
    put_key(buf, true, 1, "images");
    vmimage__buf_add_char(buf, '{');
    for (size_t i = 0; i < lock->count; i++) {
        put_key(buf, i == 0, 2, lock->pins[i].name);
        put_pin(buf, &lock->pins[i]);
    }
    put_end(buf, lock->count == 0, 1);
    put_key(buf, false, 1, "lockVersion");
    vmimage__buf_printf(buf, "%d", FORMAT);
    put_end(buf, false, 0);
    vmimage__buf_add_char(buf, '\n');
}
