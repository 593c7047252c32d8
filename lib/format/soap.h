/*
 * SPDX-License-Identifier: Apache-2.0
 * SOAP as the VIM API speaks it: requests are written element by element, an answer becomes a small tree. Namespaces are
 * understood, then dropped: an element is known by its local name. Sending is left to others.
 */
#ifndef VMIMAGE_LIB_FORMAT_SOAP_H
#define VMIMAGE_LIB_FORMAT_SOAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "base/buf.h"
#include "base/memory.h"

/* ---- writing; the buffer's errors are sticky ---- */

/* Text of an element or attribute. What XML can't hold (control characters, invalid UTF-8) becomes U+FFFD. */
void vmimage__xml_escape(struct vm_buf *buf, const char *text);
/*
 * The envelope up to the arguments of a method of a managed object. `operation` is what the server's logs and tasks call
 * the call, NULL: nothing.
 */
void vmimage__soap_begin(struct vm_buf *buf, const char *operation, const char *method, const char *type,
                         const char *id);
void vmimage__soap_end(struct vm_buf *buf, const char *method);
/* <name>text</name>; nothing when text is NULL. */
void vmimage__soap_text(struct vm_buf *buf, const char *name, const char *text);
void vmimage__soap_bool(struct vm_buf *buf, const char *name, bool value);
void vmimage__soap_int(struct vm_buf *buf, const char *name, int64_t value);
/* <name type="type">id</name> */
void vmimage__soap_ref(struct vm_buf *buf, const char *name, const char *type, const char *id);
/* Elements around others. `attributes` is written as it is, behind a blank; NULL: none. */
void vmimage__soap_open(struct vm_buf *buf, const char *name, const char *attributes);
void vmimage__soap_close(struct vm_buf *buf, const char *name);

/* ---- reading ---- */

struct vm_xml {
    const char *name;     /* local */
    const char *type;     /* local part of xsi:type; NULL: none */
    const char *ref_type; /* the attribute "type" without namespace: the kind of a managed object; NULL: none */
    const char *text;     /* "" for an element with children */
    const struct vm_xml *first, *next, *parent;
};

struct vm_soap_limits {
    size_t bytes, depth, elements;
};

struct vm_soap {
    struct vm_arena arena;
    const struct vm_xml *answer; /* the first element of the body, also for a fault; NULL: the body is empty */
    /* NULL unless it is a fault. */
    const char *fault_type; /* "NotAuthenticated"; "" when the answer doesn't say */
    const char *fault_text;
    const struct vm_xml *fault_detail; /* the fault's own elements; NULL: none */
};

/* Those of a context (NULL: the defaults). */
struct vm_soap_limits vmimage__soap_limits(const vmimage_context *context);
/*
 * Errors: PARSE with line for what is no SOAP envelope (a document type included), LIMIT, NO_MEMORY. Release whatever was
 * returned.
 */
vmimage_status vmimage__soap_read(struct vm_soap *soap, const char *text, size_t length,
                                  const struct vm_soap_limits *limits, const char *subject, vmimage_error **error);
void vmimage__soap_release(struct vm_soap *soap);
#define vm_auto_soap __attribute__((cleanup(vmimage__soap_release)))

/* All take NULL (no node) and give the empty answer. */
const struct vm_xml *vmimage__xml_get(const struct vm_xml *node, const char *name);  /* the first child of the name */
const struct vm_xml *vmimage__xml_find(const struct vm_xml *node, const char *path); /* "a/b/c", each the first */
const struct vm_xml *vmimage__xml_next(const struct vm_xml *node);                   /* the next one of its name */
const char *vmimage__xml_text(const struct vm_xml *node,
                              const char *path);                     /* NULL: no such element; path NULL: itself */
bool vmimage__xml_bool(const struct vm_xml *node, const char *path); /* "true" or "1" */
bool vmimage__xml_int(const struct vm_xml *node, const char *path, int64_t *value);
/* Whether a type's name ends so; kinds of devices are told by it ("ParaVirtualSCSIController"). */
bool vmimage__xml_type_ends(const struct vm_xml *node, const char *end);

/* What kind of failure a fault is. */
vmimage_status vmimage__soap_fault_status(const char *type);

#endif
