/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading a JSON object into a struct by its schema. The members of an object are sorted once and then walked beside the
 * sorted table, so that an object with a million unknown fields costs what it must.
 */
#include "format/schema.h"

#include <stdlib.h>
#include <string.h>

#include <vmimage/value.h>

#include "base/error.h"
#include "model/rfc3339.h"

#define PATH_MAX_BYTES ((size_t)4096)
#define VALUE_MAX_BYTES ((size_t)67108864)
#define SMALL 32

/* Where the reader is, from the inside out. */
struct path {
    const struct path *up;
    const char *key; /* NULL: an element of a list */
    size_t index;
};

struct reader {
    struct vm_arena *arena;
    vmimage_error **error;
    const char *subject;
    bool keep;
    vmimage_status status;
};

/* The members of an object: sorted, each key once. */
struct members {
    const struct vm_json **items;
    size_t count;
    const struct vm_json *small[SMALL];
};

static bool read_object(struct reader *r, const struct vm_schema *schema, const struct vm_json *node, void *object,
                        const struct path *at);

static void print_path(const struct path *at, struct vm_buf *buf)
{
    if (at == NULL)
        return;
    print_path(at->up, buf); /* as deep as the schemas are, which do not contain themselves */
    if (at->key == NULL)
        vmimage__buf_printf(buf, "[%zu]", at->index);
    else
        vmimage__buf_printf(buf, "%s%s", buf->length != 0 ? "." : "", at->key);
}

static bool fail(struct reader *r, const struct path *at, const char *what, const char *found)
{
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(PATH_MAX_BYTES);

    print_path(at, &path);
    if (path.length != 0)
        r->status = vmimage__fail(r->error, VMIMAGE_E_PARSE, r->subject, "%s: %s: %s is expected, not %s", r->subject,
                                  vmimage__buf_str(&path), what, found);
    else
        r->status =
            vmimage__fail(r->error, VMIMAGE_E_PARSE, r->subject, "%s: %s is expected, not %s", r->subject, what, found);
    return false;
}

static bool fail_type(struct reader *r, const struct path *at, const char *what, const struct vm_json *node)
{
    return fail(r, at, what, vmimage__json_type_name(vmimage__json_type(node)));
}

/* What is there, in quotes and short enough for a line. */
static bool fail_value(struct reader *r, const struct path *at, const char *what, const struct vm_json *node)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(VALUE_MAX_BYTES);

    vmimage__json_print(node, &text, false);
    if (text.status != VMIMAGE_OK || text.length > 80)
        return fail(r, at, what, "what is there");
    return fail(r, at, what, vmimage__buf_str(&text));
}

static bool no_memory(struct reader *r)
{
    r->status = vmimage__fail_no_memory(r->error);
    return false;
}

static int compare_members(const void *a, const void *b)
{
    const struct vm_json *const *left = a, *const *right = b;

    return strcmp(vmimage__json_key(*left), vmimage__json_key(*right));
}

/* Stable: equal keys stay in the order of the text, so that the last one can be chosen. */
static void sort_small(const struct vm_json **items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct vm_json *moving = items[i];
        size_t j = i;

        for (; j > 0 && strcmp(vmimage__json_key(moving), vmimage__json_key(items[j - 1])) < 0; j--)
            items[j] = items[j - 1];
        items[j] = moving;
    }
}

/* Merge sort for what does not fit: qsort() is not stable. */
static bool sort_large(const struct vm_json **items, size_t count)
{
    const struct vm_json **from = items, **to, **spare = vmimage__calloc(count, sizeof(items[0]));

    if (spare == NULL)
        return false;
    to = spare;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = start + 2 * width < count ? start + 2 * width : count;
            size_t left = start, right = middle;

            for (size_t i = start; i < end; i++) {
                bool take_left = left < middle && (right >= end || compare_members(&from[left], &from[right]) <= 0);

                to[i] = take_left ? from[left++] : from[right++];
            }
        }
        from = from == items ? spare : items;
        to = to == items ? spare : items;
    }
    if (from != items)
        memcpy(items, from, count * sizeof(items[0]));
    vmimage__free(spare);
    return true;
}

static void release_members(struct members *members)
{
    if (members->items != members->small)
        vmimage__free(members->items);
}

static bool get_members(struct reader *r, const struct vm_json *node, struct members *members)
{
    size_t count = vmimage__json_count(node), kept = 0, i = 0;

    members->items = members->small;
    members->count = 0;
    if (count > SMALL)
        members->items = vmimage__calloc(count, sizeof(members->items[0]));
    if (members->items == NULL)
        return no_memory(r);
    for (const struct vm_json *m = vmimage__json_first(node); m != NULL; m = vmimage__json_next(m))
        members->items[i++] = m;
    if (count <= SMALL) {
        sort_small(members->items, count);
    } else if (!sort_large(members->items, count)) {
        release_members(members);
        return no_memory(r);
    }
    for (i = 0; i < count; i++) {
        if (i + 1 == count || compare_members(&members->items[i], &members->items[i + 1]) != 0)
            members->items[kept++] = members->items[i];
    }
    members->count = kept;
    return true;
}

static bool read_string(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                        const struct path *at)
{
    const char *text = vmimage__json_string(node);

    if (text == NULL)
        return fail_type(r, at, "a string", node);
    if (*text == '\0' && field->flags == 0)
        return true; /* omitempty: an empty text is an absent one */
    for (const struct vm_names *n = field->names; n != NULL && n->version != NULL; n++) {
        if (strcmp(n->version, text) == 0) {
            text = n->model;
            break;
        }
    }
    vmimage__text_put(object, field->offset, vmimage__arena_strdup(r->arena, text));
    return true;
}

static bool read_time(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                      const struct path *at)
{
    const char *text = vmimage__json_string(node);
    char canonical[VM_RFC3339_SIZE];

    if (text == NULL)
        return fail_type(r, at, "a time", node);
    if (!vmimage__rfc3339_canonical(text, canonical))
        return fail_value(r, at, "a time such as \"2026-01-02T15:04:05Z\"", node);
    if (strcmp(canonical, "0001-01-01T00:00:00Z") == 0)
        return true; /* Go's zero time, which is null on the wire */
    vmimage__text_put(object, field->offset, vmimage__arena_strdup(r->arena, canonical));
    return true;
}

/* The text of a quantity without the spaces around it, which Go's decoder takes off; a number is its own text. */
static bool quantity_text(const struct vm_json *node, struct vm_buf *text)
{
    const char *string = vmimage__json_string(node);
    size_t length;

    if (string == NULL) {
        vmimage__json_print(node, text, false);
        return text->status == VMIMAGE_OK;
    }
    string += strspn(string, " ");
    length = strlen(string);
    while (length > 0 && string[length - 1] == ' ')
        length--;
    vmimage__buf_add(text, string, length);
    return text->status == VMIMAGE_OK;
}

static bool read_quantity(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                          const struct path *at)
{
    enum vm_json_type type = vmimage__json_type(node);
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(VALUE_MAX_BYTES);
    vmimage_string *canonical = NULL;
    vmimage_status status;

    if (type != VM_JSON_STRING && type != VM_JSON_NUMBER)
        return fail_type(r, at, "a string or number", node);
    if (!quantity_text(node, &text))
        return no_memory(r);
    status = vmimage_quantity_canonical(vmimage__buf_str(&text), &canonical, NULL);
    if (status == VMIMAGE_E_NO_MEMORY)
        return no_memory(r);
    if (status != VMIMAGE_OK)
        return fail_value(r, at, "a quantity such as \"16Gi\"", node);
    vmimage__text_put(object, field->offset, vmimage__arena_strdup(r->arena, vmimage_string_data(canonical)));
    vmimage_string_unref(canonical);
    return true;
}

static bool read_bool(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                      const struct path *at)
{
    enum vm_tristate value = vmimage__json_bool(node) ? VM_TRUE : VM_FALSE;

    if (vmimage__json_type(node) != VM_JSON_BOOL)
        return fail_type(r, at, "a boolean", node);
    memcpy((char *)object + field->offset, &value, sizeof(value));
    return true;
}

static bool read_int(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                     const struct path *at)
{
    bool small = (field->flags & VM_F_INT32) != 0;
    struct vm_int number = {0, true};

    if (vmimage__json_type(node) != VM_JSON_NUMBER)
        return fail_type(r, at, "a number", node);
    if (!vmimage__json_int(node, &number.value) || (small && (number.value < INT32_MIN || number.value > INT32_MAX)))
        return fail_value(r, at, small ? "a whole number of 32 bits" : "a whole number of 64 bits", node);
    memcpy((char *)object + field->offset, &number, sizeof(number));
    return true;
}

static bool read_strings(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                         const struct path *at)
{
    struct vm_strings strings = {0};
    struct path inside = {at, NULL, 0};

    if (vmimage__json_type(node) != VM_JSON_ARRAY)
        return fail_type(r, at, "an array", node);
    for (const struct vm_json *e = vmimage__json_first(node); e != NULL; e = vmimage__json_next(e), inside.index++) {
        const char *text = vmimage__json_string(e);

        if (text == NULL && vmimage__json_type(e) != VM_JSON_NULL)
            return fail_type(r, &inside, "a string", e);
        vmimage__strings_add(&strings, r->arena, text != NULL ? text : "");
    }
    memcpy((char *)object + field->offset, &strings, sizeof(strings));
    return true;
}

static bool read_map(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                     const struct path *at)
{
    struct vm_map map = {0};
    struct members members;
    bool good = true;

    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return fail_type(r, at, "an object", node);
    if (!get_members(r, node, &members))
        return false;
    for (size_t i = 0; good && i < members.count; i++) {
        const struct vm_json *m = members.items[i];
        struct path inside = {at, vmimage__json_key(m), 0};
        const char *text = vmimage__json_string(m);

        if (text == NULL && vmimage__json_type(m) != VM_JSON_NULL)
            good = fail_type(r, &inside, "a string", m);
        else
            vmimage__map_set(&map, r->arena, vmimage__json_key(m), text != NULL ? text : "");
    }
    release_members(&members);
    memcpy((char *)object + field->offset, &map, sizeof(map));
    return good;
}

/* One more element of a list, zeroed; NULL without memory. */
static void *add_element(struct reader *r, struct vm_list *list, size_t size)
{
    if (!vmimage__arena_grow(r->arena, &list->items, list->count, &list->capacity, size)) {
        (void)no_memory(r);
        return NULL;
    }
    return (char *)list->items + list->count++ * size;
}

static bool read_list(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                      const struct path *at)
{
    struct vm_list list = {NULL, 0, 0};
    struct path inside = {at, NULL, 0};

    if (vmimage__json_type(node) != VM_JSON_ARRAY)
        return fail_type(r, at, "an array", node);
    for (const struct vm_json *e = vmimage__json_first(node); e != NULL; e = vmimage__json_next(e), inside.index++) {
        void *element = add_element(r, &list, field->schema->size);

        if (element == NULL)
            return false;
        if (vmimage__json_type(e) != VM_JSON_NULL && !read_object(r, field->schema, e, element, &inside))
            return false;
    }
    vmimage__list_put(object, field->offset, &list);
    return true;
}

static bool read_first(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                       const struct path *at)
{
    struct vm_list list = {NULL, 0, 0};
    void *element = add_element(r, &list, field->schema->size);

    if (element == NULL || !read_object(r, field->schema, node, element, at))
        return false;
    vmimage__list_put(object, field->offset, &list);
    return true;
}

/* ovfEnv: the key of the map is nearly always that of the property; only another one is kept beside it. */
static bool read_keyed(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                       const struct path *at)
{
    struct vm_list list = {NULL, 0, 0};
    struct members members;
    bool good = true;

    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return fail_type(r, at, "an object", node);
    if (!get_members(r, node, &members))
        return false;
    for (size_t i = 0; good && i < members.count; i++) {
        const struct vm_json *m = members.items[i];
        struct path inside = {at, vmimage__json_key(m), 0};
        struct vm_property *property = add_element(r, &list, sizeof(*property));

        good = property != NULL &&
               (vmimage__json_type(m) == VM_JSON_NULL || read_object(r, field->schema, m, property, &inside));
        if (good && (property->key == NULL || strcmp(property->key, inside.key) != 0))
            property->env_key = vmimage__arena_strdup(r->arena, inside.key);
    }
    release_members(&members);
    vmimage__list_put(object, field->offset, &list);
    return good;
}

/* To the end of the list: members come sorted. */
static bool keep_extra(struct reader *r, const struct vm_json *member, struct vm_extra ***last)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(VALUE_MAX_BYTES);
    struct vm_extra *extra;

    if (!r->keep)
        return true;
    vmimage__json_print(member, &text, false);
    if (text.status == VMIMAGE_E_LIMIT) {
        r->status = vmimage__fail(r->error, VMIMAGE_E_LIMIT, r->subject, "%s: field \"%s\" is nested too deep",
                                  r->subject, vmimage__json_key(member));
        return false;
    }
    extra = vmimage__arena_alloc(r->arena, sizeof(*extra));
    if (extra == NULL || text.status != VMIMAGE_OK)
        return no_memory(r);
    extra->key = vmimage__arena_strdup(r->arena, vmimage__json_key(member));
    extra->json = vmimage__arena_strndup(r->arena, vmimage__buf_str(&text), text.length);
    **last = extra;
    *last = &extra->next;
    return true;
}

static bool read_child(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                       const struct path *at)
{
    bool set = true;

    if (!read_object(r, field->schema, node, (char *)object + field->offset, at))
        return false;
    if ((field->flags & VM_F_POINTER) != 0)
        memcpy((char *)object + field->set, &set, sizeof(set));
    return true;
}

static bool read_field(struct reader *r, const struct vm_field *field, const struct vm_json *node, void *object,
                       const struct path *at, struct vm_extra ***last)
{
    typedef bool (*read_function)(struct reader *, const struct vm_field *, const struct vm_json *, void *,
                                  const struct path *);
    static const read_function functions[] = {
        [VM_F_STRING] = read_string,     [VM_F_ENUM] = read_string, [VM_F_TIME] = read_time,
        [VM_F_QUANTITY] = read_quantity, [VM_F_BOOL] = read_bool,   [VM_F_INT] = read_int,
        [VM_F_STRINGS] = read_strings,   [VM_F_MAP] = read_map,     [VM_F_OBJECT] = read_child,
        [VM_F_LIST] = read_list,         [VM_F_KEYED] = read_keyed, [VM_F_FIRST] = read_first,
    };
    struct path here = {at, field->key, 0};

    if (vmimage__json_type(node) == VM_JSON_NULL)
        return true;
    if (field->type != VM_F_OPAQUE)
        return functions[field->type](r, field, node, object, &here);
    if (vmimage__json_type(node) != field->json)
        return fail_type(r, &here, vmimage__json_type_name(field->json), node);
    return keep_extra(r, node, last);
}

static bool read_object(struct reader *r, const struct vm_schema *schema, const struct vm_json *node, void *object,
                        const struct path *at)
{
    struct vm_extra *extra = NULL, **last = &extra;
    struct members members;
    size_t f = 0;
    bool good = true;

    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return fail_type(r, at, "an object", node);
    if (!get_members(r, node, &members))
        return false;
    for (size_t i = 0; good && i < members.count; i++) {
        const struct vm_json *member = members.items[i];
        int order = 1;

        while (f < schema->count && (order = strcmp(schema->fields[f].key, vmimage__json_key(member))) < 0)
            f++;
        if (f < schema->count && order == 0)
            good = read_field(r, &schema->fields[f], member, object, at, &last);
        else
            good = keep_extra(r, member, &last);
    }
    release_members(&members);
    memcpy((char *)object + schema->extra, &extra, sizeof(extra));
    return good;
}

vmimage_status vmimage__schema_read(const struct vm_schema *schema, const struct vm_json *node, const char *subject,
                                    bool keep, void *object, struct vm_arena *arena, vmimage_error **error)
{
    struct reader reader = {arena, error, subject != NULL ? subject : "JSON", keep, VMIMAGE_OK};

    if (read_object(&reader, schema, node, object, NULL) && arena->failed)
        (void)no_memory(&reader);
    return reader.status;
}
