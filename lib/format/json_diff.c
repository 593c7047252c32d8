/*
 * SPDX-License-Identifier: Apache-2.0
 * Walking two JSON trees at once. The depth is that of the trees, which the reader limits.
 */
#include "format/json_diff.h"

#include <string.h>

/* Longer lists are compared by place, so that no list takes quadratic time. */
#define NAMED_MAX 512

static void cut_path(struct vm_buf *path, size_t length)
{
    if (path->status == VMIMAGE_OK && path->data != NULL) {
        path->length = length;
        path->data[length] = '\0';
    }
}

static void visit(struct vm_json_diff *diff, const char *before, const char *name, const char *after,
                  const struct vm_json *was, const struct vm_json *is)
{
    size_t length = diff->path.length;

    vmimage__buf_add_str(&diff->path, before);
    vmimage__buf_add_str(&diff->path, name);
    vmimage__buf_add_str(&diff->path, after);
    if (diff->path.status == VMIMAGE_OK)
        vmimage__json_diff(diff, was, is);
    cut_path(&diff->path, length);
}

static void visit_place(struct vm_json_diff *diff, size_t place, const struct vm_json *was, const struct vm_json *is)
{
    size_t length = diff->path.length;

    vmimage__buf_printf(&diff->path, "[%zu]", place);
    if (diff->path.status == VMIMAGE_OK)
        vmimage__json_diff(diff, was, is);
    cut_path(&diff->path, length);
}

static void diff_objects(struct vm_json_diff *diff, const struct vm_json *was, const struct vm_json *is)
{
    const struct vm_json *a = vmimage__json_first(was), *b = vmimage__json_first(is);
    const char *dot = diff->path.length > 0 ? "." : "";

    while (a != NULL || b != NULL) {
        int order = a == NULL ? 1 : (b == NULL ? -1 : strcmp(vmimage__json_key(a), vmimage__json_key(b)));

        visit(diff, dot, vmimage__json_key(order <= 0 ? a : b), "", order <= 0 ? a : NULL, order >= 0 ? b : NULL);
        a = order <= 0 ? vmimage__json_next(a) : a;
        b = order >= 0 ? vmimage__json_next(b) : b;
    }
}

static const struct vm_json *named(const struct vm_json *list, const char *key, const char *name)
{
    for (const struct vm_json *at = vmimage__json_first(list); at != NULL; at = vmimage__json_next(at)) {
        if (strcmp(vmimage__json_get_string(at, key), name) == 0)
            return at;
    }
    return NULL;
}

static bool all_named(const struct vm_json *list, const char *key)
{
    size_t count = 0;

    for (const struct vm_json *at = vmimage__json_first(list); at != NULL; at = vmimage__json_next(at)) {
        if (++count > NAMED_MAX || vmimage__json_get_string(at, key) == NULL)
            return false;
    }
    for (const struct vm_json *at = vmimage__json_first(list); at != NULL; at = vmimage__json_next(at)) {
        if (named(list, key, vmimage__json_get_string(at, key)) != at)
            return false;
    }
    return true;
}

static void diff_named(struct vm_json_diff *diff, const char *key, const struct vm_json *was, const struct vm_json *is)
{
    for (const struct vm_json *at = vmimage__json_first(was); at != NULL; at = vmimage__json_next(at)) {
        const char *name = vmimage__json_get_string(at, key);

        visit(diff, "[", name, "]", at, named(is, key, name));
    }
    for (const struct vm_json *at = vmimage__json_first(is); at != NULL; at = vmimage__json_next(at)) {
        const char *name = vmimage__json_get_string(at, key);

        if (named(was, key, name) == NULL)
            visit(diff, "[", name, "]", NULL, at);
    }
}

static void diff_lists(struct vm_json_diff *diff, const struct vm_json *was, const struct vm_json *is)
{
    static const char keys[][5] = {"name", "key", "type"};
    const struct vm_json *a = vmimage__json_first(was), *b = vmimage__json_first(is);

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (all_named(was, keys[i]) && all_named(is, keys[i])) {
            diff_named(diff, keys[i], was, is);
            return;
        }
    }
    for (size_t place = 0; a != NULL || b != NULL; place++) {
        visit_place(diff, place, a, b);
        a = vmimage__json_next(a);
        b = vmimage__json_next(b);
    }
}

void vmimage__json_diff(struct vm_json_diff *diff, const struct vm_json *was, const struct vm_json *is)
{
    enum vm_json_type type = vmimage__json_type(was);

    if (was != NULL && is != NULL && type == vmimage__json_type(is) && type == VM_JSON_OBJECT)
        diff_objects(diff, was, is);
    else if (was != NULL && is != NULL && type == vmimage__json_type(is) && type == VM_JSON_ARRAY)
        diff_lists(diff, was, is);
    else if (was == NULL || is == NULL || !vmimage__json_equal(was, is))
        diff->found(diff->data, vmimage__buf_str(&diff->path), was, is);
}
