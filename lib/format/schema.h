/*
 * SPDX-License-Identifier: Apache-2.0
 * The codec of Kubernetes objects: tables that say which JSON field of which API version is which member of a C struct, and
 * one reader, one writer and one copier that follow them. The tables of each kind are in k8s_*.c.
 *
 * What the writer leaves out and what it always writes is what Go does with the types of VM Operator.
 */
#ifndef VMIMAGE_LIB_FORMAT_SCHEMA_H
#define VMIMAGE_LIB_FORMAT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "format/json.h"
#include "model/objects.h"

enum vm_field_type {
    VM_F_STRING,   /* const char * */
    VM_F_ENUM,     /* const char *, spelled differently in this version: see names */
    VM_F_TIME,     /* const char *, RFC 3339 in UTC */
    VM_F_QUANTITY, /* const char *, canonical */
    VM_F_BOOL,     /* enum vm_tristate */
    VM_F_INT,      /* struct vm_int */
    VM_F_STRINGS,  /* struct vm_strings */
    VM_F_MAP,      /* struct vm_map */
    VM_F_OBJECT,   /* a struct at the offset; at 0 it is the same struct, seen as an object of its own */
    VM_F_LIST,     /* pointer, count, capacity: an array of objects */
    VM_F_KEYED,    /* the same, as an object whose keys are those of the elements: struct vm_property only */
    VM_F_FIRST,    /* the same, of which this version knows the first element only */
    VM_F_OPAQUE    /* known to this version, not to the model: checked for its type, kept with the unknown fields */
};

enum {
    VM_F_ALWAYS = 1,  /* no omitempty, or a struct or time without a pointer: written also when empty */
    VM_F_POINTER = 2, /* a pointer in Go: written when set, be it to an empty value */
    VM_F_INT32 = 4
};

/* A value's spelling in the version and in the model. */
struct vm_names {
    const char *version, *model;
};

struct vm_field {
    const char *key;
    const struct vm_schema *schema;
    const struct vm_names *names; /* ends with a NULL */
    uint16_t offset;
    uint16_t set; /* VM_F_OBJECT, VM_F_POINTER: offset of the bool that says it is there, in the same struct */
    uint8_t type; /* enum vm_field_type; small, as there are hundreds of fields */
    uint8_t flags;
    uint8_t json; /* VM_F_OPAQUE: the enum vm_json_type that it must be */
};

/* One JSON object. Fields are in the byte order of their keys. */
struct vm_schema {
    const struct vm_field *fields;
    size_t count;
    size_t size;        /* of the C struct */
    size_t extra;       /* offset of its struct vm_extra * */
    bool keeps_unknown; /* conversions to another version leave its unknown fields alone */
};

#define VM_SCHEMA(table, type, extra_member)                                                                           \
    {                                                                                                                  \
        .fields = (table), .count = sizeof(table) / sizeof((table)[0]), .size = sizeof(type),                          \
        .extra = offsetof(type, extra_member)                                                                          \
    }
#define VM_KEEPING_SCHEMA(table, type, extra_member)                                                                   \
    {                                                                                                                  \
        .fields = (table), .count = sizeof(table) / sizeof((table)[0]), .size = sizeof(type),                          \
        .extra = offsetof(type, extra_member), .keeps_unknown = true                                                   \
    }
#define VM_FIELD(k, t, f, type_, member)                                                                               \
    {                                                                                                                  \
        .key = (k), .type = (t), .flags = (f), .offset = offsetof(type_, member)                                       \
    }
#define VM_FIELD_ENUM(k, f, type_, member, n)                                                                          \
    {                                                                                                                  \
        .key = (k), .type = VM_F_ENUM, .flags = (f), .offset = offsetof(type_, member), .names = (n)                   \
    }
/* A part of the same struct. */
#define VM_FIELD_GROUP(k, s)                                                                                           \
    {                                                                                                                  \
        .key = (k), .type = VM_F_OBJECT, .flags = VM_F_ALWAYS, .schema = (s)                                           \
    }
#define VM_FIELD_GROUP_IF(k, type_, set_, s)                                                                           \
    {                                                                                                                  \
        .key = (k), .type = VM_F_OBJECT, .flags = VM_F_POINTER, .set = offsetof(type_, set_), .schema = (s)            \
    }
#define VM_FIELD_OBJECT(k, type_, member, s)                                                                           \
    {                                                                                                                  \
        .key = (k), .type = VM_F_OBJECT, .flags = VM_F_ALWAYS, .offset = offsetof(type_, member), .schema = (s)        \
    }
#define VM_FIELD_OBJECT_IF(k, type_, member, set_, s)                                                                  \
    {                                                                                                                  \
        .key = (k), .type = VM_F_OBJECT, .flags = VM_F_POINTER, .offset = offsetof(type_, member),                     \
        .set = offsetof(type_, set_), .schema = (s)                                                                    \
    }
#define VM_FIELD_LIST(k, t, type_, member, s)                                                                          \
    {                                                                                                                  \
        .key = (k), .type = (t), .offset = offsetof(type_, member), .schema = (s)                                      \
    }
#define VM_FIELD_OPAQUE(k, f, j)                                                                                       \
    {                                                                                                                  \
        .key = (k), .type = VM_F_OPAQUE, .flags = (f), .json = (j)                                                     \
    }

/* How the lists of the model are laid out: three members in this order. */
struct vm_list {
    void *items;
    size_t count, capacity;
};

static inline struct vm_list vmimage__list_get(const void *base, size_t offset)
{
    struct vm_list list;

    __builtin_memcpy(&list, (const char *)base + offset, sizeof(list));
    return list;
}

static inline void vmimage__list_put(void *base, size_t offset, const struct vm_list *list)
{
    __builtin_memcpy((char *)base + offset, list, sizeof(*list));
}

static inline const char *vmimage__text_get(const void *base, size_t offset)
{
    const char *text;

    __builtin_memcpy(&text, (const char *)base + offset, sizeof(text));
    return text;
}

static inline void vmimage__text_put(void *base, size_t offset, const char *text)
{
    __builtin_memcpy((char *)base + offset, &text, sizeof(text));
}

/*
 * Fill a zeroed struct. Unknown fields go to the lists of extras when `keep` is true. A null is an absent field; of a key that
 * occurs twice the last value counts. Errors: PARSE "SUBJECT: PATH: what is expected, what is there", NO_MEMORY.
 */
vmimage_status vmimage__schema_read(const struct vm_schema *schema, const struct vm_json *node, const char *subject,
                                    bool keep, void *object, struct vm_arena *arena, vmimage_error **error);
/* The struct as a JSON object with sorted keys, without the field `skip` (NULL: none). The buffer's error is sticky. */
void vmimage__schema_write(const struct vm_schema *schema, const void *object, const char *skip,
                           struct vm_json_writer *writer);
/*
 * Every field of the schema from one struct to another, deep: nothing is shared. With `keep` false unknown fields stay
 * behind, but for those of schemas that keep them. Check arena->failed.
 */
void vmimage__schema_copy(const struct vm_schema *schema, const void *from, void *to, bool keep,
                          struct vm_arena *arena);

/* The extra with the key, or NULL; add or replace one in its place (json is copied). */
const struct vm_extra *vmimage__extra_find(const struct vm_extra *extra, const char *key);
void vmimage__extra_set(struct vm_extra **extra, struct vm_arena *arena, const char *key, const char *json);

#endif
