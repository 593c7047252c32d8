/*
 * SPDX-License-Identifier: Apache-2.0
 * How the parts of the OVF reader fit together.
 *
 * ovf_xml_schema.c  which elements and attributes mean what
 * ovf_xml_read.c    start, end and text of elements -> struct vm_ovf, by the schema
 * ovf_xml_expat.c   drives it with Expat: well-formed descriptors, which is nearly all of them
 * ovf_xml_plain.c   drives it with the tokens that Go's encoding/xml would see: descriptors that Expat refuses or reads
 *                   otherwise (it finds the error in Go's words, or reads what Go accepts)
 */
#ifndef VMIMAGE_LIB_FORMAT_OVF_XML_H
#define VMIMAGE_LIB_FORMAT_OVF_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "format/ovf.h"

#define VM_XSI_URI "http://www.w3.org/2001/XMLSchema-instance"

/* ---- schema ---- */

/* How the value of an attribute or of an element's text is read. CHECK kinds are read for their errors only. */
enum vm_ovf_value_kind {
    VM_OVF_TEXT,       /* const char * */
    VM_OVF_TYPE,       /* the same, but xsi:type is something else */
    VM_OVF_BOOL,       /* bool */
    VM_OVF_SIZE,       /* uint64_t */
    VM_OVF_INT,        /* struct vm_int, 64 bits */
    VM_OVF_INT16,      /* int32_t, 16 bits */
    VM_OVF_RESOURCE,   /* struct vm_int, unsigned of 16 bits */
    VM_OVF_QUANTITY,   /* uint64_t, followed by a bool that says it is there */
    VM_OVF_PRESENT,    /* unsigned of 64 bits; bool: it is there */
    VM_OVF_FIRST,      /* const char * of the first one, followed by a size_t that counts them */
    VM_OVF_CHECK_BOOL, /* from here on nothing is kept */
    VM_OVF_CHECK_UINT8,
    VM_OVF_CHECK_UINT16,
    VM_OVF_CHECK_UINT32,
    VM_OVF_CHECK_UINT64,
    VM_OVF_CHECK_INT8,
    VM_OVF_CHECK_INT16,
    VM_OVF_CHECK_INT32,
    VM_OVF_CHECK_INT64,
    VM_OVF_CHECK_FLOAT,
    VM_OVF_CHECK_DOUBLE,
    VM_OVF_CHECK_TIME,
    VM_OVF_CORES, /* 32 bits, with an attribute "required" */
    VM_OVF_ANY,   /* what xsi:type says */
    /* elements with children of their own */
    VM_OVF_SAME,   /* its fields are fields of the parent's struct */
    VM_OVF_INSIDE, /* a struct inside the parent's struct */
    VM_OVF_LIST,   /* a new element of an array of the parent's struct */
    VM_OVF_ASIDE   /* read for its errors only */
};

struct vm_ovf_node;

struct vm_ovf_field {
    const char *name;
    uint8_t length;
    uint8_t kind;
    uint16_t offset;
    uint16_t flag;            /* offset of a bool that is set when the element is there; 0: none */
    uint16_t count, capacity; /* VM_OVF_LIST: offsets */
    uint16_t size;            /* VM_OVF_LIST: of an element */
    uint16_t line;            /* VM_OVF_LIST: offset of the line in an element; 0: none */
    const struct vm_ovf_node *node;
};

struct vm_ovf_node {
    const struct vm_ovf_field *attributes, *children;
    uint8_t attribute_count, child_count;
};

extern const struct vm_ovf_node vmimage__ovf_envelope;
const struct vm_ovf_field *vmimage__ovf_attribute(const struct vm_ovf_node *node, const char *name, size_t length);
const struct vm_ovf_field *vmimage__ovf_child(const struct vm_ovf_node *node, const char *name, size_t length);

/* ---- reader ---- */

enum vm_ovf_state {
    VM_OVF_READING,
    VM_OVF_DONE,      /* the root element ended */
    VM_OVF_REFUSED,   /* reason says why */
    VM_OVF_LIMIT,     /* reason says which */
    VM_OVF_OTHERWISE, /* Expat and Go would not agree on this */
    VM_OVF_NO_MEMORY
};

struct vm_ovf_frame {
    const struct vm_ovf_node *node;
    char *object;
};

struct vm_ovf_reader;

/* What the reader asks the one who drives it. */
struct vm_ovf_driver {
    bool exact; /* names and values are what Go would see; else the reader looks for what it would see otherwise */
    /* Offset in the data of the tag at hand. */
    size_t (*offset)(struct vm_ovf_reader *reader);
    /* Text is wanted from now on, or not. */
    void (*want_text)(struct vm_ovf_reader *reader, bool wanted);
    /* Whether the name, in the tag at hand, is xsi:type. */
    bool (*is_xsi_type)(struct vm_ovf_reader *reader, const char *name);
    /* Whether a value in the tag at hand has line ends or tabs, which Expat turns into spaces. */
    bool (*has_white_space)(struct vm_ovf_reader *reader);
    /* The reader has come to an end. */
    void (*stop)(struct vm_ovf_reader *reader);
};

struct vm_ovf_reader {
    const struct vm_ovf_driver *driver;
    void *driver_data;
    const char *data;
    size_t length;
    bool has_tabs; /* there are tabs or carriage returns anywhere in the data */
    struct vm_ovf *ovf;
    struct vm_arena *arena;
    enum vm_ovf_state state;
    struct vm_buf reason; /* Go's words */
    struct vm_buf where;  /* the element or attribute that they are about; empty when none */
    uint64_t max_depth, max_elements, depth, elements;
    struct vm_ovf_frame *frames;
    size_t frame_count, frame_capacity;
    uint64_t skip;                   /* open elements inside one that is of no interest */
    const struct vm_ovf_field *leaf; /* the element whose text is being collected */
    char *leaf_object;
    uint8_t leaf_kind;
    struct vm_buf text;
    struct vm_ovf_item aside; /* where things go that are read for their errors only */
    size_t counted;           /* line is that of the byte at this offset */
    uint64_t line;
};

void vmimage__ovf_start(struct vm_ovf_reader *reader, const char *name, const char **attributes);
void vmimage__ovf_end(struct vm_ovf_reader *reader);
void vmimage__ovf_text(struct vm_ovf_reader *reader, const char *text, size_t length);
/* Ends reading; the first reason stays. */
void vmimage__ovf_stop(struct vm_ovf_reader *reader, enum vm_ovf_state state, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The name behind its prefix; NULL when Go would not take it for a name. */
const char *vmimage__ovf_local_name(const char *name, size_t *length);
/* Line of the byte at the offset; quick when offsets grow. */
uint64_t vmimage__ovf_line(struct vm_ovf_reader *reader, size_t offset);

/* ---- drivers: the reader's state says how it went ---- */

void vmimage__ovf_with_expat(struct vm_ovf_reader *reader);
void vmimage__ovf_with_plain(struct vm_ovf_reader *reader);

/* Whether a text is an XML name for Go (XML 1.0, fourth edition, without characters beyond U+FFFF). */
bool vmimage__ovf_is_name(const char *text, size_t length);

#endif
