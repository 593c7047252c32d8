/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading SOAP answers with Expat, which understands the namespaces: prefixes are the server's own choice. A document type
 * is refused, so no entity is ever defined.
 */
#include <expat.h>
#include <limits.h>
#include <string.h>

#include <vmimage/context.h>

#include "base/error.h"
#include "format/soap.h"

#define SEPARATOR '\n' /* can't be in a namespace */
#define ENVELOPE "http://schemas.xmlsoap.org/soap/envelope/"
#define INSTANCE "http://www.w3.org/2001/XMLSchema-instance"
#define PIECE ((size_t)1 << 20)

enum problem {
    NONE,
    DOCTYPE,
    DEPTH,
    ELEMENTS,
    NO_MEMORY
};

struct reader {
    struct vm_arena *arena;
    const struct vm_soap_limits *limits;
    XML_Parser parser;
    struct vm_xml root;         /* above the envelope */
    struct vm_xml *open, *last; /* the element that is open, and its newest child */
    struct vm_buf text;         /* of the open element since its last child */
    size_t depth, elements;
    enum problem problem;
    bool is_envelope;
};

static void stop(struct reader *reader, enum problem problem)
{
    if (reader->problem == NONE)
        reader->problem = problem;
    (void)XML_StopParser(reader->parser, XML_FALSE);
}

static const char *local(const char *name)
{
    const char *separator = strchr(name, SEPARATOR);

    return separator != NULL ? separator + 1 : name;
}

static bool is_in(const char *name, const char *space)
{
    size_t length = strlen(space);

    return strncmp(name, space, length) == 0 && name[length] == SEPARATOR;
}

static void read_attributes(struct reader *reader, struct vm_xml *node, const XML_Char **attributes)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        const char *name = attributes[i], *value = attributes[i + 1];

        if (strcmp(name, "type") == 0) {
            node->ref_type = vmimage__arena_strdup(reader->arena, value);
        } else if (is_in(name, INSTANCE) && strcmp(local(name), "type") == 0) {
            const char *colon = strchr(value, ':');

            node->type = vmimage__arena_strdup(reader->arena, colon != NULL ? colon + 1 : value);
        }
    }
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct reader *reader = data;
    struct vm_xml *node;

    if (reader->problem != NONE)
        return; /* Expat may still tell of what it has read */
    if (++reader->depth > reader->limits->depth) {
        stop(reader, DEPTH);
        return;
    }
    if (++reader->elements > reader->limits->elements) {
        stop(reader, ELEMENTS);
        return;
    }
    if (reader->depth == 1)
        reader->is_envelope = is_in(name, ENVELOPE) && strcmp(local(name), "Envelope") == 0;
    node = vmimage__arena_alloc(reader->arena, sizeof(*node));
    if (node == NULL) {
        stop(reader, NO_MEMORY);
        return;
    }
    node->name = vmimage__arena_strdup(reader->arena, local(name));
    node->text = "";
    node->parent = reader->open;
    read_attributes(reader, node, attributes);
    if (reader->last != NULL)
        reader->last->next = node;
    else
        reader->open->first = node;
    reader->open = node;
    reader->last = NULL;
    vmimage__buf_reset(&reader->text);
}

static void on_end(void *data, const XML_Char *name)
{
    struct reader *reader = data;
    struct vm_xml *node = reader->open;

    (void)name;
    if (reader->problem != NONE)
        return;
    if (node->first == NULL && reader->text.length != 0)
        node->text = vmimage__arena_strndup(reader->arena, reader->text.data, reader->text.length);
    vmimage__buf_reset(&reader->text);
    if (reader->arena->failed)
        stop(reader, NO_MEMORY);
    reader->last = node;
    reader->open = (struct vm_xml *)node->parent;
    reader->depth--;
}

static void on_text(void *data, const XML_Char *text, int length)
{
    struct reader *reader = data;

    if (reader->problem != NONE || reader->open->first != NULL)
        return;
    vmimage__buf_add(&reader->text, text, (size_t)length);
    if (reader->text.status != VMIMAGE_OK)
        stop(reader, NO_MEMORY);
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop(data, DOCTYPE);
}

static vmimage_status fail_parse(const struct reader *reader, const char *subject, const char *what,
                                 vmimage_error **error)
{
    uint64_t line = (uint64_t)XML_GetCurrentLineNumber(reader->parser);
    vmimage_status status =
        vmimage__fail(error, VMIMAGE_E_PARSE, subject, "%s:%llu: %s", subject, (unsigned long long)line, what);

    vmimage__error_set_line(error, line);
    return status;
}

static vmimage_status explain(const struct reader *reader, const char *subject, vmimage_error **error)
{
    enum XML_Error code = XML_GetErrorCode(reader->parser);

    switch (reader->problem) {
    case NO_MEMORY:
        return vmimage__fail_no_memory(error);
    case DOCTYPE:
        return fail_parse(reader, subject, "not SOAP: it has a document type", error);
    case DEPTH:
        return vmimage__fail(error, VMIMAGE_E_LIMIT, subject, "%s: nested more than %zu levels deep", subject,
                             reader->limits->depth);
    case ELEMENTS:
        return vmimage__fail(error, VMIMAGE_E_LIMIT, subject, "%s: more than %zu elements", subject,
                             reader->limits->elements);
    default:
        break;
    }
    if (code == XML_ERROR_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (code == XML_ERROR_NONE)
        return fail_parse(reader, subject, "not SOAP: the root element is no envelope", error);
    return fail_parse(reader, subject, XML_ErrorString(code), error);
}

static bool parse(struct reader *reader, const char *text, size_t length)
{
    for (size_t at = 0;;) {
        size_t piece = length - at < PIECE ? length - at : PIECE;
        bool last = at + piece == length;

        if (XML_Parse(reader->parser, text + at, (int)piece, last) != XML_STATUS_OK || reader->problem != NONE)
            return false;
        if (last)
            return reader->is_envelope;
        at += piece;
    }
}

/* "NotAuthenticatedFault" without its end, for a detail without xsi:type. */
static const char *fault_name(struct vm_arena *arena, const struct vm_xml *detail)
{
    static const char end[] = "Fault";
    size_t length, tail = sizeof(end) - 1;

    if (detail == NULL)
        return "";
    if (detail->type != NULL)
        return detail->type;
    length = strlen(detail->name);
    if (length > tail && strcmp(detail->name + length - tail, end) == 0)
        return vmimage__arena_strndup(arena, detail->name, length - tail);
    return detail->name;
}

static void set_answer(struct vm_soap *soap, const struct vm_xml *envelope)
{
    const struct vm_xml *body = vmimage__xml_get(envelope, "Body");

    soap->answer = body != NULL ? body->first : NULL;
    if (soap->answer == NULL || strcmp(soap->answer->name, "Fault") != 0)
        return;
    soap->fault_detail = vmimage__xml_get(soap->answer, "detail");
    soap->fault_detail = soap->fault_detail != NULL ? soap->fault_detail->first : NULL;
    soap->fault_type = fault_name(&soap->arena, soap->fault_detail);
    soap->fault_text = vmimage__xml_text(soap->answer, "faultstring");
    if (soap->fault_text == NULL)
        soap->fault_text = "";
}

struct vm_soap_limits vmimage__soap_limits(const vmimage_context *context)
{
    uint64_t bytes = vmimage_context_limit(context, VMIMAGE_LIMIT_JSON_BYTES);
    uint64_t depth = vmimage_context_limit(context, VMIMAGE_LIMIT_JSON_DEPTH);
    uint64_t elements = vmimage_context_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS);

    return (struct vm_soap_limits){.bytes = bytes < SIZE_MAX ? (size_t)bytes : SIZE_MAX,
                                   .depth = depth < SIZE_MAX ? (size_t)depth : SIZE_MAX,
                                   .elements = elements < SIZE_MAX ? (size_t)elements : SIZE_MAX};
}

vmimage_status vmimage__soap_read(struct vm_soap *soap, const char *text, size_t length,
                                  const struct vm_soap_limits *limits, const char *subject, vmimage_error **error)
{
    struct reader reader = {.arena = &soap->arena, .limits = limits, .text = VM_BUF_INIT(limits->bytes)};
    vmimage_status status = VMIMAGE_OK;

    memset(soap, 0, sizeof(*soap));
    if (length > limits->bytes)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, subject, "%s: has %zu bytes; at most %zu are allowed", subject,
                             length, limits->bytes);
    reader.open = &reader.root;
    reader.parser = XML_ParserCreateNS(NULL, SEPARATOR);
    if (reader.parser == NULL)
        return vmimage__fail_no_memory(error);
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader.parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader.parser, on_doctype);
    if (!parse(&reader, text != NULL ? text : "", length))
        status = explain(&reader, subject, error);
    else
        set_answer(soap, reader.root.first);
    XML_ParserFree(reader.parser);
    vmimage__buf_release(&reader.text);
    if (status == VMIMAGE_OK && soap->arena.failed)
        status = vmimage__fail_no_memory(error);
    return status;
}

void vmimage__soap_release(struct vm_soap *soap)
{
    vmimage__arena_release(&soap->arena);
    memset(soap, 0, sizeof(*soap));
}
