/*
 * SPDX-License-Identifier: Apache-2.0
 * The cutter of lists against the JSON reader: cut in two at any byte, it must give the same objects as in one piece, and what it
 * and the reader take in parts must be what the reader takes as a whole. First byte: where the cut is.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "format/json.h"
#include "format/json_stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct vm_json_limits limits = {.bytes = 1 << 20, .depth = 60};

struct outcome {
    vmimage_status status;
    size_t count, bytes;
    bool parsed; /* every part was JSON */
};

static bool is_json(const char *text, size_t length)
{
    vm_auto_json struct vm_json_doc *doc = NULL;

    return vmimage__json_parse(text, length, &limits, NULL, &doc, NULL) == VMIMAGE_OK;
}

static vmimage_status element(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct outcome *outcome = data;

    (void)error;
    if (length == 0 || text[0] != '{')
        abort();
    outcome->count++;
    outcome->bytes += length;
    outcome->parsed = outcome->parsed && is_json(text, length);
    return VMIMAGE_OK;
}

static struct outcome run(const char *text, size_t size, size_t cut)
{
    struct vm_json_stream stream = VM_JSON_STREAM_INIT("items", 1 << 20, 1 << 20);
    struct outcome outcome = {.parsed = true};

    stream.subject = "fuzz";
    stream.element = element;
    stream.data = &outcome;
    outcome.status = vmimage__json_stream_feed(&stream, text, cut, NULL);
    if (outcome.status == VMIMAGE_OK)
        outcome.status = vmimage__json_stream_feed(&stream, text + cut, size - cut, NULL);
    if (outcome.status == VMIMAGE_OK)
        outcome.status = vmimage__json_stream_end(&stream, NULL);
    if (outcome.status == VMIMAGE_OK)
        outcome.parsed = outcome.parsed && is_json(vmimage__buf_str(&stream.rest), stream.rest.length);
    vmimage__json_stream_release(&stream);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data + 1;
    struct outcome whole, parts;

    if (size < 1 || size > 100000)
        return 0;
    size--;
    whole = run(text, size, size);
    parts = run(text, size, size != 0 ? data[0] % size : 0);
    if (whole.status != parts.status || whole.count != parts.count || whole.bytes != parts.bytes ||
        whole.parsed != parts.parsed)
        abort();
    if (whole.status == VMIMAGE_OK && whole.parsed && !is_json(text, size))
        abort();
    return 0;
}
