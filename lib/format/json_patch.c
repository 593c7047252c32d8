/*
 * SPDX-License-Identifier: Apache-2.0
 * JSON patches by comparing two trees. Applying one is left to whoever receives it.
 */
#include "format/json_patch.h"

#include <string.h>

#define PATH_MAX_BYTES ((size_t)65536)
#define DEPTH_MAX 64

struct diff {
    const char *const *first;
    struct vm_json_writer *writer;
    struct vm_buf path;
    size_t count;
};

void vmimage__json_patch_add(struct vm_json_writer *writer, const char *operation, const char *path, const char *value,
                             size_t length)
{
    vmimage__jw_begin_object(writer);
    vmimage__jw_key(writer, "op");
    vmimage__jw_string(writer, operation);
    vmimage__jw_key(writer, "path");
    vmimage__jw_string(writer, path);
    if (value != NULL) {
        vmimage__jw_key(writer, "value");
        vmimage__jw_raw(writer, value, length);
    }
    vmimage__jw_end_object(writer);
}

static void emit(struct diff *diff, const char *operation, const struct vm_json *value)
{
    vm_auto_buf struct vm_buf json = VM_BUF_INIT(diff->writer->buf->max);

    if (value != NULL)
        vmimage__json_print(value, &json, false);
    if (json.status != VMIMAGE_OK || diff->path.status != VMIMAGE_OK)
        diff->writer->buf->status = json.status != VMIMAGE_OK ? json.status : diff->path.status;
    vmimage__json_patch_add(diff->writer, operation, vmimage__buf_str(&diff->path),
                            value != NULL ? vmimage__buf_str(&json) : NULL, json.length);
    diff->count++;
}

static void push(struct diff *diff, const char *key)
{
    vmimage__buf_add_char(&diff->path, '/');
    for (; *key != '\0'; key++) {
        if (*key == '~' || *key == '/')
            vmimage__buf_add_str(&diff->path, *key == '~' ? "~0" : "~1");
        else
            vmimage__buf_add_char(&diff->path, *key);
    }
}

static void pop(struct diff *diff, size_t length)
{
    if (diff->path.data != NULL && diff->path.status == VMIMAGE_OK) {
        diff->path.length = length;
        diff->path.data[length] = '\0';
    }
}

static void compare(struct diff *diff, const struct vm_json *from, const struct vm_json *to, int depth);

static void member(struct diff *diff, const struct vm_json *from, const struct vm_json *to, const char *key, int depth)
{
    const struct vm_json *a = vmimage__json_get(from, key), *b = vmimage__json_get(to, key);
    size_t length = diff->path.length;

    push(diff, key);
    if (a == NULL)
        emit(diff, "add", b);
    else if (b == NULL)
        emit(diff, "remove", NULL);
    else
        compare(diff, a, b, depth);
    pop(diff, length);
}

static bool is_first(const struct diff *diff, const char *key)
{
    for (const char *const *first = diff->first; *first != NULL; first++) {
        if (strcmp(*first, key) == 0)
            return true;
    }
    return false;
}

static void objects(struct diff *diff, const struct vm_json *from, const struct vm_json *to, int depth)
{
    for (const char *const *first = diff->first; *first != NULL; first++) {
        if (vmimage__json_get(from, *first) != NULL || vmimage__json_get(to, *first) != NULL)
            member(diff, from, to, *first, depth);
    }
    for (const struct vm_json *child = vmimage__json_first(to); child != NULL; child = vmimage__json_next(child)) {
        if (!is_first(diff, vmimage__json_key(child)))
            member(diff, from, to, vmimage__json_key(child), depth);
    }
    for (const struct vm_json *child = vmimage__json_first(from); child != NULL; child = vmimage__json_next(child)) {
        const char *key = vmimage__json_key(child);

        if (!is_first(diff, key) && vmimage__json_get(to, key) == NULL)
            member(diff, from, to, key, depth);
    }
}

static void element(struct diff *diff, const char *operation, const struct vm_json *value, size_t index)
{
    size_t length = diff->path.length;

    vmimage__buf_printf(&diff->path, "/%zu", index);
    emit(diff, operation, value);
    pop(diff, length);
}

/* The order of the operations is that of the library that VM Operator uses: what is too much goes from the end, what is
 * missing is added, then the elements that are on both sides are compared. */
static void arrays(struct diff *diff, const struct vm_json *from, const struct vm_json *to, int depth)
{
    size_t before = vmimage__json_count(from), after = vmimage__json_count(to), i = 0, length = diff->path.length;
    const struct vm_json *a = vmimage__json_first(from), *b = vmimage__json_first(to);

    for (size_t last = before; last > after; last--)
        element(diff, "remove", NULL, last - 1);
    for (const struct vm_json *child = b; child != NULL; child = vmimage__json_next(child), i++) {
        if (i >= before)
            element(diff, "add", child, i);
    }
    for (i = 0; a != NULL && b != NULL; a = vmimage__json_next(a), b = vmimage__json_next(b)) {
        vmimage__buf_printf(&diff->path, "/%zu", i++);
        compare(diff, a, b, depth);
        pop(diff, length);
    }
}

static void compare(struct diff *diff, const struct vm_json *from, const struct vm_json *to, int depth)
{
    enum vm_json_type type = vmimage__json_type(from);

    if (vmimage__json_equal(from, to))
        return;
    if (type == VM_JSON_OBJECT && vmimage__json_type(to) == VM_JSON_OBJECT && depth < DEPTH_MAX)
        objects(diff, from, to, depth + 1);
    else if (type == VM_JSON_ARRAY && vmimage__json_type(to) == VM_JSON_ARRAY && depth < DEPTH_MAX)
        arrays(diff, from, to, depth + 1);
    else
        emit(diff, "replace", to);
}

size_t vmimage__json_patch(const struct vm_json *from, const struct vm_json *to, const char *const *first,
                           struct vm_json_writer *writer)
{
    struct diff diff = {.first = first, .writer = writer, .path = VM_BUF_INIT(PATH_MAX_BYTES)};

    compare(&diff, from, to, 0);
    vmimage__buf_release(&diff.path);
    return diff.count;
}
