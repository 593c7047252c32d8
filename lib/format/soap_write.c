/*
 * SPDX-License-Identifier: Apache-2.0
 * Writing SOAP requests.
 */
#include "format/soap.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    /* As references they are not normalized away. */
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

/* Whether XML 1.0 can hold the character, which is a valid one. */
static bool is_char(uint32_t code)
{
    return code >= 0x20 && code != 0xFFFE && code != 0xFFFF;
}

void vmimage__xml_escape(struct vm_buf *buf, const char *text)
{
    size_t length = strlen(text), start = 0;

    for (size_t i = 0; i < length;) {
        const char *replacement = entity(text[i]);
        uint32_t code = 0;
        size_t n = replacement != NULL ? 1 : vmimage__utf8_decode(text + i, length - i, &code);

        if (replacement == NULL && n != 0 && is_char(code)) {
            i += n;
            continue;
        }
        vmimage__buf_add(buf, text + start, i - start);
        vmimage__buf_add_str(buf, replacement != NULL ? replacement : "\xEF\xBF\xBD");
        i += n != 0 ? n : 1;
        start = i;
    }
    vmimage__buf_add(buf, text + start, length - start);
}

void vmimage__soap_open(struct vm_buf *buf, const char *name, const char *attributes)
{
    vmimage__buf_add_char(buf, '<');
    vmimage__buf_add_str(buf, name);
    if (attributes != NULL) {
        vmimage__buf_add_char(buf, ' ');
        vmimage__buf_add_str(buf, attributes);
    }
    vmimage__buf_add_char(buf, '>');
}

void vmimage__soap_close(struct vm_buf *buf, const char *name)
{
    vmimage__buf_add_str(buf, "</");
    vmimage__buf_add_str(buf, name);
    vmimage__buf_add_char(buf, '>');
}

void vmimage__soap_text(struct vm_buf *buf, const char *name, const char *text)
{
    if (text == NULL)
        return;
    vmimage__soap_open(buf, name, NULL);
    vmimage__xml_escape(buf, text);
    vmimage__soap_close(buf, name);
}

void vmimage__soap_bool(struct vm_buf *buf, const char *name, bool value)
{
    vmimage__soap_text(buf, name, value ? "true" : "false");
}

void vmimage__soap_int(struct vm_buf *buf, const char *name, int64_t value)
{
    vmimage__soap_open(buf, name, NULL);
    vmimage__buf_printf(buf, "%" PRId64, value);
    vmimage__soap_close(buf, name);
}

void vmimage__soap_ref(struct vm_buf *buf, const char *name, const char *type, const char *id)
{
    vmimage__buf_add_char(buf, '<');
    vmimage__buf_add_str(buf, name);
    vmimage__buf_add_str(buf, " type=\"");
    vmimage__xml_escape(buf, type);
    vmimage__buf_add_str(buf, "\">");
    vmimage__xml_escape(buf, id);
    vmimage__soap_close(buf, name);
}

void vmimage__soap_begin(struct vm_buf *buf, const char *operation, const char *method, const char *type,
                         const char *id)
{
    vmimage__buf_add_str(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                              "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" "
                              "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                              "xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">");
    if (operation != NULL) {
        vmimage__soap_open(buf, "soapenv:Header", NULL);
        vmimage__soap_text(buf, "operationID", operation);
        vmimage__soap_close(buf, "soapenv:Header");
    }
    vmimage__soap_open(buf, "soapenv:Body", NULL);
    vmimage__soap_open(buf, method, "xmlns=\"urn:vim25\"");
    vmimage__soap_ref(buf, "_this", type, id);
}

void vmimage__soap_end(struct vm_buf *buf, const char *method)
{
    vmimage__soap_close(buf, method);
    vmimage__buf_add_str(buf, "</soapenv:Body></soapenv:Envelope>");
}
