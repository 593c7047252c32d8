/*
 * SPDX-License-Identifier: Apache-2.0
 * Streams for programs: reads that wait, with the limits of the registry's calls. Where the bytes come from is the transport's.
 */
#include <vmimage/stream.h>

#include <inttypes.h>

#include "base/error.h"
#include "base/memory.h"
#include "engine/registry.h"

struct vmimage_stream {
    vm_refs refs;
    vmimage_registry *registry; /* a reference */
    struct vm_stream *stream;
    char *name;
    uint64_t offset;
};

static vmimage_status open_file(vmimage_registry *registry, const vmimage_item *item, const char *name,
                                struct vm_stream **stream, vmimage_error **error)
{
    const struct vm_transport *transport = registry->transport;
    struct vm_call call = vmimage__registry_call(registry);

    if (transport->open_file == NULL)
        return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, transport->name,
                             "the transport \"%s\" gives no files of items", transport->name);
    return transport->open_file(registry->place, &call, item, name, stream, error);
}

vmimage_status vmimage_registry_open_file(vmimage_registry *registry, const vmimage_item *item, const char *name,
                                          vmimage_stream **stream, vmimage_error **error)
{
    vmimage_stream *new;
    vmimage_status status;

    VM_REQUIRE(stream != NULL, error);
    *stream = NULL;
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(item != NULL, error);
    VM_REQUIRE(name != NULL, error);
    new = vmimage__calloc(1, sizeof(*new));
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__refs_init(&new->refs);
    new->registry = vmimage_registry_ref(registry);
    new->name = vmimage__strdup(name);
    status = new->name != NULL ? open_file(registry, item, name, &new->stream, error) : vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "open file");
        vmimage_stream_unref(new);
        return status;
    }
    *stream = new;
    return VMIMAGE_OK;
}

vmimage_stream *vmimage_stream_ref(vmimage_stream *stream)
{
    if (stream != NULL)
        vmimage__refs_take(&stream->refs);
    return stream;
}

vmimage_stream *vmimage_stream_unref(vmimage_stream *stream)
{
    if (stream == NULL || !vmimage__refs_drop(&stream->refs))
        return NULL;
    if (stream->stream != NULL)
        stream->stream->operations->close(stream->stream);
    vmimage_registry_unref(stream->registry);
    vmimage__free(stream->name);
    vmimage__free(stream);
    return NULL;
}

vmimage_status vmimage_stream_read(vmimage_stream *stream, void *buffer, size_t capacity, size_t *got,
                                   vmimage_error **error)
{
    struct vm_call call;
    size_t n = 0;
    vmimage_status status = VMIMAGE_OK;

    VM_REQUIRE(got != NULL, error);
    *got = 0;
    VM_REQUIRE(stream != NULL, error);
    VM_REQUIRE(buffer != NULL, error);
    VM_REQUIRE(capacity != 0, error);
    call = vmimage__registry_call(stream->registry);
    call.progress = NULL; /* that of what the registry does */
    while (status == VMIMAGE_OK && n == 0)
        status = stream->stream->operations->read(stream->stream, &call, -1, buffer, capacity, &n, error);
    if (status < VMIMAGE_OK)
        vmimage__error_set_operation(error, "read file");
    *got = n;
    stream->offset += n;
    return status;
}

vmimage_status vmimage_stream_seek(vmimage_stream *stream, uint64_t offset, vmimage_error **error)
{
    struct vm_call call;
    vmimage_status status;

    VM_REQUIRE(stream != NULL, error);
    call = vmimage__registry_call(stream->registry);
    if (offset > stream->stream->size)
        status = vmimage__fail(error, VMIMAGE_E_INVALID, stream->name,
                               "%s: byte %" PRIu64 " is behind the end of the file, which has %" PRIu64, stream->name,
                               offset, stream->stream->size);
    else
        status = stream->stream->operations->seek(stream->stream, &call, offset, error);
    if (status == VMIMAGE_OK)
        stream->offset = offset;
    else
        vmimage__error_set_operation(error, "seek in file");
    return status;
}

uint64_t vmimage_stream_offset(const vmimage_stream *stream)
{
    return stream != NULL ? stream->offset : 0;
}

uint64_t vmimage_stream_size(const vmimage_stream *stream)
{
    return stream != NULL ? stream->stream->size : 0;
}

const char *vmimage_stream_name(const vmimage_stream *stream)
{
    return stream != NULL ? stream->name : NULL;
}
