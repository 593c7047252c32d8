/*
 * SPDX-License-Identifier: Apache-2.0
 * The OVF reader driven by Expat. A DOCTYPE ends it before any entity is defined: ovf_xml_plain.c goes on with those.
 */
#include <expat.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>

#include "format/ovf_xml.h"

/* Data is given to Expat in pieces of at most this size; its lengths are int. */
#define PIECE ((size_t)INT_MAX / 2)

static XML_Parser parser_of(struct vm_ovf_reader *reader)
{
    return reader->driver_data;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    vmimage__ovf_start(data, name, attributes);
}

static void on_end(void *data, const XML_Char *name)
{
    (void)name;
    vmimage__ovf_end(data);
}

static void on_text(void *data, const XML_Char *text, int length)
{
    vmimage__ovf_text(data, text, (size_t)length);
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    vmimage__ovf_stop(data, VM_OVF_OTHERWISE, "DOCTYPE");
}

/* What Go says of versions and encodings is said by the other driver. */
static void on_declaration(void *data, const XML_Char *version, const XML_Char *encoding, int standalone)
{
    (void)standalone;
    if ((version != NULL && strcmp(version, "1.0") != 0) ||
        (encoding != NULL && strcmp(encoding, "UTF-8") != 0 && strcmp(encoding, "utf-8") != 0))
        vmimage__ovf_stop(data, VM_OVF_OTHERWISE, "declaration");
}

static size_t tag_offset(struct vm_ovf_reader *reader)
{
    return (size_t)XML_GetCurrentByteIndex(parser_of(reader));
}

/* Only while it is wanted: most text is white space between elements. */
static void want_text(struct vm_ovf_reader *reader, bool wanted)
{
    XML_SetCharacterDataHandler(parser_of(reader), wanted ? on_text : NULL);
}

/* names_agree() in ovf_xml_read.c sees to it that the prefix means what it says. */
static bool is_xsi_type(struct vm_ovf_reader *reader, const char *name)
{
    (void)reader;
    return strcmp(name, "xsi:type") == 0;
}

static bool has_white_space(struct vm_ovf_reader *reader)
{
    const char *p = reader->data + tag_offset(reader);
    size_t length = (size_t)XML_GetCurrentByteCount(parser_of(reader));
    const char *end = p + length;
    char quote = '\0';

    if (memchr(p, '\n', length) == NULL &&
        (!reader->has_tabs || (memchr(p, '\t', length) == NULL && memchr(p, '\r', length) == NULL)))
        return false;
    for (; p < end; p++) {
        if (quote == '\0') {
            if (*p == '"' || *p == '\'')
                quote = *p;
        } else if (*p == quote) {
            quote = '\0';
        } else if (*p == '\n' || *p == '\r' || *p == '\t') {
            return true;
        }
    }
    return false;
}

static void stop(struct vm_ovf_reader *reader)
{
    (void)XML_StopParser(parser_of(reader), XML_FALSE);
}

static const struct vm_ovf_driver driver = {.exact = false,
                                            .offset = tag_offset,
                                            .want_text = want_text,
                                            .is_xsi_type = is_xsi_type,
                                            .has_white_space = has_white_space,
                                            .stop = stop};

/* Expat would read UTF-16 whatever it is told. */
static bool may_be_utf16(const char *data, size_t length)
{
    return length >= 2 &&
           (data[0] == '\0' || data[1] == '\0' || (unsigned char)data[0] == 0xfe || (unsigned char)data[0] == 0xff);
}

static void parse(struct vm_ovf_reader *reader, XML_Parser parser)
{
    for (size_t at = 0; reader->state == VM_OVF_READING;) {
        size_t piece = reader->length - at < PIECE ? reader->length - at : PIECE;
        bool last = at + piece == reader->length;

        if (XML_Parse(parser, reader->data + at, (int)piece, last) != XML_STATUS_OK || last)
            break;
        at += piece;
    }
    if (reader->state != VM_OVF_READING)
        return;
    if (XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY)
        reader->state = VM_OVF_NO_MEMORY;
    else
        reader->state = VM_OVF_OTHERWISE;
}

/*
 * What an attacker would have to know for names that all hash to the same. Expat asks the system for it for each parser, which takes longer than
 * reading a small descriptor; the kernel has given every process random bytes already. 0 lets Expat ask.
 */
static unsigned long salt(void)
{
    const void *bytes = (const void *)getauxval(AT_RANDOM); /* NOLINT(performance-no-int-to-ptr) */
    uint64_t random[2] = {0, 0};

    if (bytes == NULL)
        return 0;
    memcpy(random, bytes, sizeof(random));
    /* Not the bytes themselves: the C library makes secrets of its own of them. */
    random[0] = (random[0] ^ (random[1] << 32 | random[1] >> 32)) * UINT64_C(0x9e3779b97f4a7c15);
    return (unsigned long)(random[0] ^ random[0] >> 29);
}

void vmimage__ovf_with_expat(struct vm_ovf_reader *reader)
{
    XML_Parser parser;

    reader->driver = &driver;
    if (may_be_utf16(reader->data, reader->length)) {
        reader->state = VM_OVF_OTHERWISE;
        return;
    }
    parser = XML_ParserCreate("UTF-8");
    if (parser == NULL) {
        reader->state = VM_OVF_NO_MEMORY;
        return;
    }
    (void)XML_SetHashSalt(parser, salt());
    reader->driver_data = parser;
    reader->has_tabs =
        memchr(reader->data, '\t', reader->length) != NULL || memchr(reader->data, '\r', reader->length) != NULL;
    XML_SetUserData(parser, reader);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    XML_SetXmlDeclHandler(parser, on_declaration);
    parse(reader, parser);
    XML_ParserFree(parser);
    reader->driver_data = NULL;
}
