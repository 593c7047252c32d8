/*
 * SPDX-License-Identifier: Apache-2.0
 * Writing and copying structs by their schemas, and the list of unknown fields.
 */
#include "format/schema.h"

#include <stdlib.h>
#include <string.h>

static void write_object(const struct vm_schema *schema, const void *object, const char *skip,
                         struct vm_json_writer *w);

static const struct vm_extra *extra_of(const struct vm_schema *schema, const void *object)
{
    const struct vm_extra *extra;

    memcpy(&extra, (const char *)object + schema->extra, sizeof(extra));
    return extra;
}

static void write_text(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    const char *text = vmimage__text_get(object, field->offset);
    bool always = (field->flags & VM_F_ALWAYS) != 0;

    if (!always && (text == NULL || (*text == '\0' && (field->flags & VM_F_POINTER) == 0)))
        return;
    for (const struct vm_names *n = field->names; n != NULL && text != NULL && n->version != NULL; n++) {
        if (strcmp(n->model, text) == 0) {
            text = n->version;
            break;
        }
    }
    if (text == NULL && field->type == VM_F_QUANTITY)
        text = "0";
    if (text == NULL && field->type != VM_F_TIME)
        text = "";
    if (field->type == VM_F_TIME && text != NULL && *text == '\0')
        text = NULL;
    vmimage__jw_key(w, field->key);
    vmimage__jw_string(w, text);
}

static void write_bool(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    enum vm_tristate value;

    memcpy(&value, (const char *)object + field->offset, sizeof(value));
    if (value != VM_TRUE && (field->flags & VM_F_ALWAYS) == 0 &&
        (value == VM_UNSET || (field->flags & VM_F_POINTER) == 0))
        return;
    vmimage__jw_key(w, field->key);
    vmimage__jw_bool(w, value == VM_TRUE);
}

static void write_int(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    struct vm_int number;

    memcpy(&number, (const char *)object + field->offset, sizeof(number));
    if (!number.set || (number.value == 0 && (field->flags & VM_F_POINTER) == 0))
        return;
    vmimage__jw_key(w, field->key);
    vmimage__jw_int(w, number.value);
}

static void write_strings(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    struct vm_strings strings;

    memcpy(&strings, (const char *)object + field->offset, sizeof(strings));
    if (strings.count == 0)
        return;
    vmimage__jw_key(w, field->key);
    vmimage__jw_begin_array(w);
    for (size_t i = 0; i < strings.count; i++)
        vmimage__jw_string(w, strings.items[i]);
    vmimage__jw_end_array(w);
}

static void write_map(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    struct vm_map map;

    memcpy(&map, (const char *)object + field->offset, sizeof(map));
    if (map.count == 0)
        return;
    vmimage__jw_key(w, field->key);
    vmimage__jw_begin_object(w);
    for (size_t i = 0; i < map.count; i++) {
        vmimage__jw_key(w, map.pairs[i].key);
        vmimage__jw_string(w, map.pairs[i].value);
    }
    vmimage__jw_end_object(w);
}

static void write_child(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    bool set = true;

    if ((field->flags & VM_F_POINTER) != 0)
        memcpy(&set, (const char *)object + field->set, sizeof(set));
    if (!set)
        return;
    vmimage__jw_key(w, field->key);
    write_object(field->schema, (const char *)object + field->offset, NULL, w);
}

static void write_list(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    struct vm_list list = vmimage__list_get(object, field->offset);

    if (list.count == 0)
        return;
    vmimage__jw_key(w, field->key);
    if (field->type == VM_F_FIRST) {
        write_object(field->schema, list.items, NULL, w);
        return;
    }
    vmimage__jw_begin_array(w);
    for (size_t i = 0; i < list.count; i++)
        write_object(field->schema, (const char *)list.items + i * field->schema->size, NULL, w);
    vmimage__jw_end_array(w);
}

static const char *keyed_name(const struct vm_property *property)
{
    if (property->env_key != NULL)
        return property->env_key;
    return property->key != NULL ? property->key : "";
}

/* By key; of equal ones that which comes later in the list, the later one last. */
static int compare_keyed(const void *a, const void *b)
{
    const struct vm_property *const *left = a, *const *right = b;
    int order = strcmp(keyed_name(*left), keyed_name(*right));

    return order != 0 ? order : (*left < *right ? -1 : *left > *right);
}

static void write_keyed(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    struct vm_list list = vmimage__list_get(object, field->offset);
    const struct vm_property *properties = list.items, **sorted;

    if (list.count == 0)
        return;
    sorted = vmimage__calloc(list.count, sizeof(sorted[0]));
    if (sorted == NULL) {
        w->buf->status = VMIMAGE_E_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < list.count; i++)
        sorted[i] = &properties[i];
    qsort(sorted, list.count, sizeof(sorted[0]), compare_keyed);
    vmimage__jw_key(w, field->key);
    vmimage__jw_begin_object(w);
    for (size_t i = 0; i < list.count; i++) {
        if (i + 1 < list.count && strcmp(keyed_name(sorted[i]), keyed_name(sorted[i + 1])) == 0)
            continue; /* a map has a key once: the last one stays */
        vmimage__jw_key(w, keyed_name(sorted[i]));
        write_object(field->schema, sorted[i], NULL, w);
    }
    vmimage__jw_end_object(w);
    vmimage__free(sorted);
}

static void write_extra(const struct vm_extra *extra, struct vm_json_writer *w)
{
    vmimage__jw_key(w, extra->key);
    vmimage__jw_raw(w, extra->json, strlen(extra->json));
}

static void write_field(const struct vm_field *field, const void *object, struct vm_json_writer *w)
{
    typedef void (*write_function)(const struct vm_field *, const void *, struct vm_json_writer *);
    static const write_function functions[] = {
        [VM_F_STRING] = write_text,     [VM_F_ENUM] = write_text,   [VM_F_TIME] = write_text,
        [VM_F_QUANTITY] = write_text,   [VM_F_BOOL] = write_bool,   [VM_F_INT] = write_int,
        [VM_F_STRINGS] = write_strings, [VM_F_MAP] = write_map,     [VM_F_OBJECT] = write_child,
        [VM_F_LIST] = write_list,       [VM_F_KEYED] = write_keyed, [VM_F_FIRST] = write_list,
    };

    if (field->type != VM_F_OPAQUE) {
        functions[field->type](field, object, w);
    } else if ((field->flags & VM_F_ALWAYS) != 0) {
        vmimage__jw_key(w, field->key);
        vmimage__jw_string(w, "");
    }
}

static void write_object(const struct vm_schema *schema, const void *object, const char *skip, struct vm_json_writer *w)
{
    const struct vm_extra *extra = extra_of(schema, object);

    vmimage__jw_begin_object(w);
    for (size_t i = 0; i < schema->count; i++) {
        const struct vm_field *field = &schema->fields[i];

        for (; extra != NULL && strcmp(extra->key, field->key) < 0; extra = extra->next)
            write_extra(extra, w);
        if (extra != NULL && strcmp(extra->key, field->key) == 0) {
            if (field->type == VM_F_OPAQUE)
                write_extra(extra, w);
            extra = extra->next;
            if (field->type == VM_F_OPAQUE)
                continue;
        }
        if (skip == NULL || strcmp(skip, field->key) != 0)
            write_field(field, object, w);
    }
    for (; extra != NULL; extra = extra->next)
        write_extra(extra, w);
    vmimage__jw_end_object(w);
}

void vmimage__schema_write(const struct vm_schema *schema, const void *object, const char *skip,
                           struct vm_json_writer *writer)
{
    write_object(schema, object, skip, writer);
}

const struct vm_extra *vmimage__extra_find(const struct vm_extra *extra, const char *key)
{
    for (; extra != NULL && strcmp(extra->key, key) != 0; extra = extra->next)
        ;
    return extra;
}

void vmimage__extra_set(struct vm_extra **extra, struct vm_arena *arena, const char *key, const char *json)
{
    struct vm_extra *made;

    while (*extra != NULL && strcmp((*extra)->key, key) < 0)
        extra = &(*extra)->next;
    if (*extra != NULL && strcmp((*extra)->key, key) == 0) {
        (*extra)->json = vmimage__arena_strdup(arena, json);
        return;
    }
    made = vmimage__arena_alloc(arena, sizeof(*made));
    if (made == NULL)
        return;
    made->key = vmimage__arena_strdup(arena, key);
    made->json = vmimage__arena_strdup(arena, json);
    if (made->key == NULL || made->json == NULL)
        return;
    made->next = *extra;
    *extra = made;
}
