/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading an OVF descriptor: Expat first, Go's tokens where Expat does not do, and the error that comes of it.
 */
#include <stdlib.h>
#include <string.h>

#include <vmimage/context.h>
#include <vmimage/ovf.h>

#include "base/error.h"
#include "format/ovf_xml.h"

static vmimage_ovf *new_ovf(const char *subject)
{
    vmimage_ovf *ovf = vmimage__calloc(1, sizeof(*ovf));

    if (ovf == NULL)
        return NULL;
    vmimage__refs_init(&ovf->refs);
    ovf->o.subject = vmimage__arena_strdup(&ovf->arena, subject);
    return ovf;
}

/* Ready for another pass over the same bytes. */
static void prepare(struct vm_ovf_reader *reader, vmimage_ovf *ovf, const vmimage_context *context, const char *data,
                    size_t length)
{
    const char *subject = ovf->o.subject;

    memset(reader, 0, sizeof(*reader));
    memset(&ovf->o, 0, sizeof(ovf->o));
    ovf->o.subject = subject;
    reader->data = data;
    reader->length = length;
    reader->ovf = &ovf->o;
    reader->arena = &ovf->arena;
    reader->max_depth = vmimage_context_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_DEPTH);
    reader->max_elements = vmimage_context_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS);
    reader->line = 1;
    reader->text.max = length * 2 + 64;
    reader->reason.max = length * 8 + 1024;
    reader->where.max = 1024;
}

static void finish(struct vm_ovf_reader *reader)
{
    vmimage__free(reader->frames);
    vmimage__buf_release(&reader->text);
    vmimage__buf_release(&reader->reason);
    vmimage__buf_release(&reader->where);
}

/* Go's syntax errors name the line themselves. */
static uint64_t line_of(struct vm_ovf_reader *reader)
{
    static const char syntax[] = "XML syntax error on line ";
    const char *reason = vmimage__buf_str(&reader->reason);

    if (strncmp(reason, syntax, sizeof(syntax) - 1) == 0)
        return strtoull(reason + sizeof(syntax) - 1, NULL, 10);
    return reader->line;
}

static vmimage_status fail(struct vm_ovf_reader *reader, const char *subject, vmimage_error **error)
{
    const char *name = subject != NULL ? subject : "OVF", *reason = vmimage__buf_str(&reader->reason);
    uint64_t line = line_of(reader);
    vmimage_status status;

    if (reader->state == VM_OVF_NO_MEMORY || reader->reason.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    if (reader->state == VM_OVF_LIMIT)
        status = vmimage__fail(error, VMIMAGE_E_LIMIT, subject, "%s:%llu: %s", name, (unsigned long long)line, reason);
    else
        status = vmimage__fail(error, VMIMAGE_E_PARSE, subject, "%s:%llu: no OVF descriptor: %s%s%s", name,
                               (unsigned long long)line, vmimage__buf_str(&reader->where),
                               reader->where.length != 0 ? ": " : "",
                               strcmp(reason, "EOF") == 0 ? "EOF, there is no element" : reason);
    if (reader->state != VM_OVF_LIMIT)
        vmimage__error_set_reason(error, reason);
    vmimage__error_set_line(error, line);
    return status;
}

vmimage_status vmimage__ovf_parse(const char *data, size_t length, const vmimage_context *context, const char *subject,
                                  vmimage_ovf **ovf, vmimage_error **error)
{
    uint64_t limit = vmimage_context_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES);
    struct vm_ovf_reader reader;
    vmimage_ovf *result;
    vmimage_status status = VMIMAGE_OK;

    *ovf = NULL;
    if (length > limit || length > SIZE_MAX / 16)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, subject,
                             "%s: the descriptor has %zu bytes, more than the limit of %llu",
                             subject != NULL ? subject : "OVF", length, (unsigned long long)limit);
    result = new_ovf(subject);
    if (result == NULL)
        return vmimage__fail_no_memory(error);
    prepare(&reader, result, context, data, length);
    vmimage__ovf_with_expat(&reader);
    /* what Expat's way finds wrong is found again by the other one, which has Go's words for it */
    if (reader.state == VM_OVF_OTHERWISE || reader.state == VM_OVF_REFUSED) {
        finish(&reader);
        prepare(&reader, result, context, data, length);
        vmimage__ovf_with_plain(&reader);
    }
    if (result->arena.failed)
        reader.state = VM_OVF_NO_MEMORY;
    if (reader.state == VM_OVF_DONE)
        *ovf = result;
    else
        status = fail(&reader, subject, error);
    finish(&reader);
    if (status != VMIMAGE_OK)
        (void)vmimage_ovf_unref(result);
    return status;
}
