/*
 * SPDX-License-Identifier: Apache-2.0
 * Any bytes as a SOAP answer. What was read, written by our writer, is read as the same.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/base.h>

#include "format/soap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_node(struct vm_buf *buf, const struct vm_xml *node)
{
    for (; node != NULL; node = node->next) {
        vmimage__soap_open(buf, node->name, NULL);
        if (node->first != NULL)
            write_node(buf, node->first);
        else
            vmimage__xml_escape(buf, node->text);
        vmimage__soap_close(buf, node->name);
    }
}

static void compare(const struct vm_xml *a, const struct vm_xml *b)
{
    for (; a != NULL && b != NULL; a = a->next, b = b->next) {
        if (strcmp(a->name, b->name) != 0 || strcmp(a->text, b->text) != 0)
            abort();
        compare(a->first, b->first);
    }
    if (a != b)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct vm_soap_limits limits = {.bytes = (size_t)1 << 20, .depth = 40, .elements = 10000};
    const struct vm_soap_limits wide = {.bytes = (size_t)1 << 26, .depth = 50, .elements = 20000};
    vm_auto_soap struct vm_soap soap = {0};
    vmimage_error *error = NULL;

    if (vmimage__soap_read(&soap, (const char *)data, size, &limits, "fuzz", &error) == VMIMAGE_OK) {
        vm_auto_buf struct vm_buf buf = VM_BUF_INIT((size_t)1 << 26);
        vm_auto_soap struct vm_soap again = {0};

        vmimage__soap_begin(&buf, NULL, "R", "T", "i");
        write_node(&buf, soap.answer);
        vmimage__soap_end(&buf, "R");
        if (vmimage__soap_read(&again, vmimage__buf_str(&buf), buf.length, &wide, "again", NULL) != VMIMAGE_OK)
            abort();
        compare(soap.answer, again.answer->first->next);
        (void)vmimage__soap_fault_status(soap.fault_type);
    } else if (vmimage_error_message(error) == NULL) {
        abort();
    }
    vmimage_error_unref(error);
    return 0;
}
