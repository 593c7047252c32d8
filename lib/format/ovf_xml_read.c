/*
 * SPDX-License-Identifier: Apache-2.0
 * Start, end and text of elements become a struct vm_ovf, as the schema says and as Go's decoder would do it: names without
 * their prefix, the last of several attributes, repeated sections into one struct, values of the wrong type refused.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "format/ovf_xml.h"
#include "model/gonumber.h"

void vmimage__ovf_stop(struct vm_ovf_reader *reader, enum vm_ovf_state state, const char *format, ...)
{
    va_list args;
    char text[256];

    if (reader->state != VM_OVF_READING)
        return;
    reader->state = state;
    va_start(args, format);
    if (vsnprintf(text, sizeof(text), format, args) > 0)
        vmimage__buf_add_str(&reader->reason, text);
    va_end(args);
    if (state == VM_OVF_REFUSED || state == VM_OVF_LIMIT)
        (void)vmimage__ovf_line(reader, reader->driver->offset(reader));
    reader->driver->stop(reader);
}

const char *vmimage__ovf_local_name(const char *name, size_t *length)
{
    const char *colon = NULL, *p;

    for (p = name; *p != '\0'; p++) {
        if (*p == ':') {
            if (colon != NULL)
                return NULL;
            colon = p;
        }
    }
    if (colon != NULL && colon != name && colon[1] != '\0')
        name = colon + 1;
    *length = (size_t)(p - name);
    return name;
}

uint64_t vmimage__ovf_line(struct vm_ovf_reader *reader, size_t offset)
{
    const char *p = reader->data + reader->counted, *end = reader->data + offset;

    if (offset < reader->counted) {
        p = reader->data;
        reader->line = 1;
    }
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        reader->line++;
        p++;
    }
    reader->counted = offset;
    return reader->line;
}

/* ---- values ---- */

/* strconv.ParseInt: parsing "x": invalid syntax */
static bool refuse(struct vm_ovf_reader *r, const char *function, struct vm_span text, enum vm_go_result result)
{
    vm_auto_buf struct vm_buf quoted = VM_BUF_INIT(r->length * 4 + 64);

    if (r->state != VM_OVF_READING)
        return false;
    vmimage__buf_go_quote(&quoted, text.text, text.length);
    if (quoted.status != VMIMAGE_OK) {
        vmimage__ovf_stop(r, VM_OVF_NO_MEMORY, "no memory");
        return false;
    }
    vmimage__buf_printf(&r->reason, "strconv.%s: parsing %s", function, vmimage__buf_str(&quoted));
    vmimage__ovf_stop(r, VM_OVF_REFUSED, ": %s", vmimage__go_result_text(result));
    return false;
}

static bool read_uint(struct vm_ovf_reader *r, struct vm_span text, int bits, uint64_t *value)
{
    struct vm_span trimmed = vmimage__go_trim(text);
    enum vm_go_result result;
    int64_t negative = 0;

    *value = 0;
    if (text.length == 0)
        return true;
    if (*text.text == '-') { /* taken for a number that was written as if it had a sign */
        result = vmimage__go_int(text, bits, &negative);
        if (result != VM_GO_OK)
            return refuse(r, "ParseInt", text, result);
        *value = bits == 64 ? (uint64_t)negative : (uint64_t)negative & ((UINT64_C(1) << bits) - 1);
        return true;
    }
    result = vmimage__go_uint(trimmed, bits, value);
    return result == VM_GO_OK || refuse(r, "ParseUint", trimmed, result);
}

static bool read_int(struct vm_ovf_reader *r, struct vm_span text, int bits, int64_t *value)
{
    struct vm_span trimmed = vmimage__go_trim(text);
    enum vm_go_result result;

    *value = 0;
    if (text.length == 0)
        return true;
    result = vmimage__go_int(trimmed, bits, value);
    return result == VM_GO_OK || refuse(r, "ParseInt", trimmed, result);
}

static bool read_bool(struct vm_ovf_reader *r, struct vm_span text, bool *value)
{
    struct vm_span trimmed = vmimage__go_trim(text);

    *value = false;
    if (text.length == 0 || vmimage__go_bool(trimmed, value) == VM_GO_OK)
        return true;
    return refuse(r, "ParseBool", trimmed, VM_GO_SYNTAX);
}

static bool read_float(struct vm_ovf_reader *r, struct vm_span text, bool single)
{
    struct vm_span trimmed = vmimage__go_trim(text);
    bool no_memory = false;
    double value = 0;
    enum vm_go_result result;

    if (text.length == 0)
        return true;
    result = vmimage__go_float(trimmed, single, &value, &no_memory);
    if (no_memory)
        vmimage__ovf_stop(r, VM_OVF_NO_MEMORY, "no memory");
    return result == VM_GO_OK || refuse(r, "ParseFloat", trimmed, result);
}

static bool read_time(struct vm_ovf_reader *r, struct vm_span text)
{
    vm_auto_buf struct vm_buf quoted = VM_BUF_INIT(r->length * 4 + 64);

    if (vmimage__go_is_time(text))
        return true;
    vmimage__buf_go_quote(&quoted, text.text, text.length);
    vmimage__buf_printf(&r->reason, "parsing time %s as \"2006-01-02T15:04:05Z07:00\"", vmimage__buf_str(&quoted));
    vmimage__ovf_stop(r, VM_OVF_REFUSED, ": cannot parse");
    return false;
}

static const char *read_text(struct vm_ovf_reader *r, struct vm_span text)
{
    const char *copy = vmimage__arena_strndup(r->arena, text.text, text.length);

    if (copy == NULL)
        vmimage__ovf_stop(r, VM_OVF_NO_MEMORY, "no memory");
    return copy;
}

/* A value that is read for its errors only. */
static bool check(struct vm_ovf_reader *r, uint8_t kind, struct vm_span text)
{
    uint64_t u;
    int64_t i;
    bool b;

    switch (kind) {
    case VM_OVF_CHECK_BOOL:
        return read_bool(r, text, &b);
    case VM_OVF_CHECK_UINT8:
        return read_uint(r, text, 8, &u);
    case VM_OVF_CHECK_UINT16:
        return read_uint(r, text, 16, &u);
    case VM_OVF_CHECK_UINT32:
        return read_uint(r, text, 32, &u);
    case VM_OVF_CHECK_UINT64:
        return read_uint(r, text, 64, &u);
    case VM_OVF_CHECK_INT8:
        return read_int(r, text, 8, &i);
    case VM_OVF_CHECK_INT16:
        return read_int(r, text, 16, &i);
    case VM_OVF_CHECK_INT32:
    case VM_OVF_CORES:
        return read_int(r, text, 32, &i);
    case VM_OVF_CHECK_INT64:
        return read_int(r, text, 64, &i);
    case VM_OVF_CHECK_FLOAT:
    case VM_OVF_CHECK_DOUBLE:
        return read_float(r, text, kind == VM_OVF_CHECK_FLOAT);
    default:
        return read_time(r, text);
    }
}

/* The struct that a number with its flag makes; offsets are those of the member. */
static void store(struct vm_ovf_reader *r, uint8_t kind, char *member, struct vm_span text)
{
    uint64_t u = 0;
    int64_t i = 0;
    bool b = true;

    switch (kind) {
    case VM_OVF_TEXT:
    case VM_OVF_TYPE:
        *(const char **)(void *)member = read_text(r, text);
        break;
    case VM_OVF_BOOL:
        (void)read_bool(r, text, (bool *)member);
        break;
    case VM_OVF_SIZE:
        (void)read_uint(r, text, 64, (uint64_t *)(void *)member);
        break;
    case VM_OVF_INT:
        if (read_int(r, text, 64, &i))
            *(struct vm_int *)(void *)member = (struct vm_int){i, true};
        break;
    case VM_OVF_INT16:
        if (read_int(r, text, 16, &i))
            *(int32_t *)(void *)member = (int32_t)i;
        break;
    case VM_OVF_RESOURCE:
        if (read_uint(r, text, 16, &u))
            *(struct vm_int *)(void *)member = (struct vm_int){(int64_t)u, true};
        break;
    case VM_OVF_QUANTITY:
        if (read_uint(r, text, 64, (uint64_t *)(void *)member))
            memcpy(member + sizeof(uint64_t), &b, sizeof(b));
        break;
    case VM_OVF_PRESENT:
        if (read_uint(r, text, 64, &u))
            memcpy(member, &b, sizeof(b));
        break;
    case VM_OVF_FIRST: {
        struct vm_ovf_item *item = (struct vm_ovf_item *)(void *)(member - offsetof(struct vm_ovf_item, host_resource));

        if (item->host_resource_count++ == 0)
            item->host_resource = read_text(r, text);
        break;
    }
    default:
        (void)check(r, kind, text);
        break;
    }
}

/* ---- attributes ---- */

static void set_where(struct vm_ovf_reader *r, const char *attribute, const char *element)
{
    vmimage__buf_reset(&r->where);
    if (attribute != NULL)
        vmimage__buf_printf(&r->where, "attribute \"%.80s\" of ", attribute);
    vmimage__buf_printf(&r->where, "element %.80s", element);
}

static void read_attributes(struct vm_ovf_reader *r, const struct vm_ovf_node *node, char *object, const char *element,
                            const char **attributes)
{
    bool compared = r->driver->exact;

    for (; *attributes != NULL && r->state == VM_OVF_READING; attributes += 2) {
        size_t length = 0;
        const char *name = vmimage__ovf_local_name(attributes[0], &length);
        const struct vm_ovf_field *field = vmimage__ovf_attribute(node, name, length);
        struct vm_span value;

        if (field == NULL || (field->kind == VM_OVF_TYPE && r->driver->is_xsi_type(r, attributes[0])))
            continue;
        value = vmimage__span(attributes[1]);
        if (!compared && field->kind <= VM_OVF_TYPE && memchr(value.text, ' ', value.length) != NULL) {
            compared = true;
            if (r->driver->has_white_space(r)) {
                vmimage__ovf_stop(r, VM_OVF_OTHERWISE, "white space in a value");
                return;
            }
        }
        store(r, field->kind, object + field->offset, value);
        if (r->state != VM_OVF_READING)
            set_where(r, attributes[0], element);
    }
}

/* ---- elements ---- */

static const struct {
    const char *name;
    uint8_t kind;
} xsi_types[] = {{"boolean", VM_OVF_CHECK_BOOL},         {"byte", VM_OVF_CHECK_INT8},
                 {"short", VM_OVF_CHECK_INT16},          {"int", VM_OVF_CHECK_INT32},
                 {"long", VM_OVF_CHECK_INT64},           {"unsignedByte", VM_OVF_CHECK_UINT8},
                 {"unsignedShort", VM_OVF_CHECK_UINT16}, {"unsignedInt", VM_OVF_CHECK_UINT32},
                 {"unsignedLong", VM_OVF_CHECK_UINT64},  {"float", VM_OVF_CHECK_FLOAT},
                 {"double", VM_OVF_CHECK_DOUBLE},        {"dateTime", VM_OVF_CHECK_TIME}};

/* What an element without a type of its own is read as; VM_OVF_ANY: it is passed over. */
static uint8_t kind_by_xsi_type(struct vm_ovf_reader *r, const char **attributes)
{
    const char *type = "";

    for (; *attributes != NULL; attributes += 2) {
        size_t length = 0;
        const char *name = vmimage__ovf_local_name(attributes[0], &length);

        if (name != NULL && length == 4 && memcmp(name, "type", 4) == 0 && r->driver->is_xsi_type(r, attributes[0])) {
            type = attributes[1];
            break;
        }
    }
    if (strncmp(type, "xs:", 3) == 0)
        type += 3;
    else if (strncmp(type, "xsd:", 4) == 0)
        type += 4;
    for (size_t i = 0; i < sizeof(xsi_types) / sizeof(xsi_types[0]); i++) {
        if (strcmp(type, xsi_types[i].name) == 0)
            return xsi_types[i].kind;
    }
    return VM_OVF_ANY;
}

static bool push(struct vm_ovf_reader *r, const struct vm_ovf_node *node, char *object)
{
    if (!vmimage__grow(&r->frames, r->frame_count, &r->frame_capacity, sizeof(*r->frames))) {
        vmimage__ovf_stop(r, VM_OVF_NO_MEMORY, "no memory");
        return false;
    }
    r->frames[r->frame_count++] = (struct vm_ovf_frame){node, object};
    return true;
}

static char *new_element(struct vm_ovf_reader *r, const struct vm_ovf_field *field, char *object)
{
    size_t *count = (size_t *)(void *)(object + field->count);
    char *items, *element;

    if (!vmimage__arena_grow(r->arena, object + field->offset, *count, (size_t *)(void *)(object + field->capacity),
                             field->size)) {
        vmimage__ovf_stop(r, VM_OVF_NO_MEMORY, "no memory");
        return NULL;
    }
    memcpy(&items, object + field->offset, sizeof(items));
    element = items + (*count)++ * field->size;
    if (field->line != 0) {
        uint64_t line = vmimage__ovf_line(r, r->driver->offset(r));

        memcpy(element + field->line, &line, sizeof(line));
    }
    return element;
}

static char *object_of(struct vm_ovf_reader *r, const struct vm_ovf_field *field, char *object)
{
    bool yes = true;

    if (field->flag != 0)
        memcpy(object + field->flag, &yes, sizeof(yes));
    switch (field->kind) {
    case VM_OVF_SAME:
        return object;
    case VM_OVF_INSIDE:
        return object + field->offset;
    case VM_OVF_LIST:
        return new_element(r, field, object);
    default:
        memset(&r->aside, 0, sizeof(r->aside));
        return (char *)&r->aside;
    }
}

static void start_leaf(struct vm_ovf_reader *r, const struct vm_ovf_field *field, char *object, const char *name,
                       const char **attributes)
{
    r->leaf_kind = field->kind;
    if (field->kind == VM_OVF_ANY) {
        r->leaf_kind = kind_by_xsi_type(r, attributes);
        if (r->leaf_kind == VM_OVF_ANY) {
            r->skip = 1;
            return;
        }
    }
    for (; field->kind == VM_OVF_CORES && *attributes != NULL; attributes += 2) {
        size_t length = 0;
        const char *attribute = vmimage__ovf_local_name(attributes[0], &length);

        if (attribute != NULL && length == 8 && memcmp(attribute, "required", 8) == 0 &&
            !check(r, VM_OVF_CHECK_BOOL, vmimage__span(attributes[1]))) {
            set_where(r, attributes[0], name);
            return;
        }
    }
    r->leaf = field;
    r->leaf_object = object;
    vmimage__buf_reset(&r->text);
    r->driver->want_text(r, true);
}

/* Names that Go refuses, and name spaces that would make xsi:type look like something else. */
static bool names_agree(struct vm_ovf_reader *r, const char **attributes)
{
    size_t length;

    for (; *attributes != NULL; attributes += 2) {
        const char *name = attributes[0];

        if (vmimage__ovf_local_name(name, &length) == NULL)
            return false;
        if (*name != 'x' || r->skip != 0 || strncmp(name, "xmlns:", 6) != 0)
            continue;
        if (strcmp(name + 6, "xsi") == 0 ? strcmp(attributes[1], VM_XSI_URI) != 0
                                         : strcmp(attributes[1], VM_XSI_URI) == 0 || strcmp(attributes[1], "xsi") == 0)
            return false;
    }
    return true;
}

void vmimage__ovf_start(struct vm_ovf_reader *reader, const char *name, const char **attributes)
{
    size_t length = 0;
    const char *local = vmimage__ovf_local_name(name, &length);
    struct vm_ovf_frame *frame;
    const struct vm_ovf_field *field;
    char *object;

    if (reader->state != VM_OVF_READING)
        return;
    if (++reader->depth > reader->max_depth)
        vmimage__ovf_stop(reader, VM_OVF_LIMIT, "elements are nested more than %llu deep",
                          (unsigned long long)reader->max_depth);
    else if (++reader->elements > reader->max_elements)
        vmimage__ovf_stop(reader, VM_OVF_LIMIT, "there are more than %llu elements",
                          (unsigned long long)reader->max_elements);
    else if (!reader->driver->exact && (local == NULL || !names_agree(reader, attributes)))
        vmimage__ovf_stop(reader, VM_OVF_OTHERWISE, "a name");
    if (reader->state != VM_OVF_READING)
        return;
    if (reader->skip != 0 || reader->leaf != NULL) {
        reader->skip++;
        return;
    }
    if (reader->frame_count == 0) {
        (void)push(reader, &vmimage__ovf_envelope, (char *)reader->ovf);
        return;
    }
    frame = &reader->frames[reader->frame_count - 1];
    object = frame->object;
    field = vmimage__ovf_child(frame->node, local, length);
    if (field == NULL) {
        reader->skip = 1;
    } else if (field->node == NULL) {
        start_leaf(reader, field, object, name, attributes);
    } else {
        object = object_of(reader, field, object);
        if (object != NULL && push(reader, field->node, object) && field->node->attribute_count != 0)
            read_attributes(reader, field->node, object, name, attributes);
    }
}

void vmimage__ovf_end(struct vm_ovf_reader *reader)
{
    if (reader->state != VM_OVF_READING)
        return;
    reader->depth--;
    if (reader->skip != 0) {
        reader->skip--;
    } else if (reader->leaf != NULL) {
        const struct vm_ovf_field *leaf = reader->leaf;
        struct vm_span text = {vmimage__buf_str(&reader->text), reader->text.length};

        reader->leaf = NULL;
        reader->driver->want_text(reader, false);
        if (reader->text.status != VMIMAGE_OK)
            vmimage__ovf_stop(reader, VM_OVF_NO_MEMORY, "no memory");
        store(reader, reader->leaf_kind, reader->leaf_object + leaf->offset, text);
        if (reader->state != VM_OVF_READING)
            set_where(reader, NULL, leaf->name);
    } else if (--reader->frame_count == 0) {
        vmimage__ovf_stop(reader, VM_OVF_DONE, "%s", "");
    }
}

void vmimage__ovf_text(struct vm_ovf_reader *reader, const char *text, size_t length)
{
    if (reader->leaf != NULL && reader->skip == 0)
        vmimage__buf_add(&reader->text, text, length);
}
