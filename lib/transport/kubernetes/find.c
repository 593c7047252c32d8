/*
 * SPDX-License-Identifier: Apache-2.0
 * From a display name to object names by the server's Table: its cells hold the columns of `kubectl get` and no objects, which is a
 * twentieth of the bytes and a fifth of the server's work.
 */
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "transport/kubernetes/kube.h"

#define REST_MAX ((size_t)4 << 20)
#define CELLS_MAX ((size_t)1 << 20)
#define TABLE "application/json;as=Table;v=v1;g=meta.k8s.io"

struct search {
    const char *display_name;
    struct vm_arena *arena;
    struct vm_strings *names;
    struct vm_json_limits limits;
    struct vm_json_stream stream;
    int name_column, display_column; /* -1: not known */
};

/* "Display Name", "Display-Name", "DisplayName". */
static bool is_display_name(const char *title)
{
    static const char wanted[] = "displayname";
    size_t n = 0;

    for (; *title != '\0'; title++) {
        if (*title == ' ' || *title == '-')
            continue;
        if (n == sizeof(wanted) - 1 || vmimage__ascii_lower(*title) != wanted[n++])
            return false;
    }
    return n == sizeof(wanted) - 1;
}

/* The columns come before the rows: what has arrived of the table is completed to an object. */
static vmimage_status read_columns(struct search *search, vmimage_error **error)
{
    const struct vm_buf *rest = &search->stream.rest;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(REST_MAX + 8);
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *list;
    vmimage_status status;
    int index = 0;

    vmimage__buf_add(&text, vmimage__buf_str(rest), rest->length);
    vmimage__buf_add_str(&text, search->stream.done ? "" : "]}");
    if (text.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    status =
        vmimage__json_parse(vmimage__buf_str(&text), text.length, &search->limits, search->stream.subject, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    list = vmimage__json_get(vmimage__json_root(doc), "columnDefinitions");
    search->name_column = search->display_column = -2;
    for (const struct vm_json *node = vmimage__json_first(list); node != NULL; node = vmimage__json_next(node)) {
        const char *title = vmimage__json_get_string(node, "name"), *format = vmimage__json_get_string(node, "format");

        if (format != NULL && strcmp(format, "name") == 0)
            search->name_column = index;
        else if (title != NULL && is_display_name(title))
            search->display_column = index;
        index++;
    }
    return VMIMAGE_OK;
}

static vmimage_status element(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct search *search = data;
    struct vm_strings *names = search->names;
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *cells;
    const char *name = NULL, *display = NULL;
    vmimage_status status = VMIMAGE_OK;
    int index = 0;

    if (search->name_column == -1)
        status = read_columns(search, error);
    if (status != VMIMAGE_OK || search->name_column < 0 || search->display_column < 0)
        return status;
    if (memmem(text, length, "\\", 1) == NULL && /* no escapes: a name that is there is there byte by byte */
        memmem(text, length, search->display_name, strlen(search->display_name)) == NULL)
        return VMIMAGE_OK;
    status = vmimage__json_parse(text, length, &search->limits, search->stream.subject, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    cells = vmimage__json_get(vmimage__json_root(doc), "cells");
    for (const struct vm_json *cell = vmimage__json_first(cells); cell != NULL; cell = vmimage__json_next(cell)) {
        if (index == search->name_column)
            name = vmimage__json_string(cell);
        else if (index == search->display_column)
            display = vmimage__json_string(cell);
        index++;
    }
    if (name == NULL || display == NULL || strcmp(display, search->display_name) != 0)
        return VMIMAGE_OK;
    if (!vmimage__arena_grow(search->arena, &names->items, names->count, &names->capacity, sizeof(*names->items)))
        return vmimage__fail_no_memory(error);
    names->items[names->count++] = vmimage__arena_strdup(search->arena, name);
    return search->arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status take(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    return vmimage__json_stream_feed(&((struct search *)data)->stream, bytes, length, error);
}

vmimage_status vmimage__kube_find(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                  const char *name_space, const char *display_name, struct vm_arena *arena,
                                  struct vm_strings *names, bool *known, vmimage_error **error)
{
    struct search search = {.display_name = display_name,
                            .arena = arena,
                            .names = names,
                            .limits = vmimage__json_limits(kube->context),
                            .stream = VM_JSON_STREAM_INIT("rows", CELLS_MAX, REST_MAX),
                            .name_column = -1,
                            .display_column = -1};
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(4096);
    struct vm_kube_request request = {
        .accept = TABLE, .write = take, .data = &search, .verb = "list", .kind = kind, .name_space = name_space};
    struct vm_http_transfer *transfer = NULL;
    vmimage_status status = vmimage__kube_discover(kube, call, kind->group, error);

    *known = false;
    if (status != VMIMAGE_OK)
        return status;
    search.stream.subject = kube->url;
    search.stream.element = element;
    search.stream.data = &search;
    vmimage__kube_path(kind, kube->groups[kind->group].names[0], name_space, NULL, &path);
    vmimage__kube_query(&path, "includeObject", "None");
    request.path = vmimage__buf_str(&path);
    status = vmimage__kube_perform(kube, call, &request, &transfer, error);
    vmimage__http_release(transfer);
    if (status == VMIMAGE_OK)
        status = vmimage__json_stream_end(&search.stream, error);
    if (status == VMIMAGE_OK && search.name_column == -1)
        status = read_columns(&search, error);
    /* A server that does not make tables answers with a list, which has no rows. */
    *known = status == VMIMAGE_OK && search.name_column >= 0 && search.display_column >= 0;
    vmimage__json_stream_release(&search.stream);
    return status;
}
