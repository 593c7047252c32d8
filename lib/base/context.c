/*
 * SPDX-License-Identifier: Apache-2.0
 * The context: log, limits, options, cache directory.
 */
#include "base/context.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/refs.h"

#define LOG_LINE_MAX 4096

static const uint64_t default_limits[] = {
    [VMIMAGE_LIMIT_DESCRIPTOR_BYTES] = 12582912,
    [VMIMAGE_LIMIT_DESCRIPTOR_DEPTH] = 64,
    [VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS] = 1000000,
    [VMIMAGE_LIMIT_JSON_BYTES] = 67108864,
    [VMIMAGE_LIMIT_JSON_DEPTH] = 64,
    [VMIMAGE_LIMIT_ARCHIVE_MEMBERS] = 10000,
    [VMIMAGE_LIMIT_DIRECTORY_ENTRIES] = 100000,
    [VMIMAGE_LIMIT_CONCURRENCY] = 16,
};
#define LIMIT_COUNT (sizeof(default_limits) / sizeof(default_limits[0]))

struct vmimage_context {
    vm_refs refs;
    int32_t log_level;
    vmimage_log_fn log;
    void *log_data;
    vmimage_release_fn log_release;
    uint64_t limits[LIMIT_COUNT];
    int32_t ovf_capabilities;
    char *cache_directory;
};

static void release_log(vmimage_context *context)
{
    if (context->log_release != NULL)
        context->log_release(context->log_data);
    context->log_release = NULL;
}

vmimage_context *vmimage_context_new(void)
{
    vmimage_context *context = vmimage__calloc(1, sizeof(*context));

    if (context == NULL)
        return NULL;
    vmimage__refs_init(&context->refs);
    memcpy(context->limits, default_limits, sizeof(default_limits));
    return context;
}

vmimage_context *vmimage_context_ref(vmimage_context *context)
{
    if (context != NULL)
        vmimage__refs_take(&context->refs);
    return context;
}

vmimage_context *vmimage_context_unref(vmimage_context *context)
{
    if (context != NULL && vmimage__refs_drop(&context->refs)) {
        release_log(context);
        vmimage__free(context->cache_directory);
        vmimage__free(context);
    }
    return NULL;
}

vmimage_status vmimage_context_set_log(vmimage_context *context, int32_t level, vmimage_log_fn log, void *data,
                                       vmimage_error **error)
{
    VM_REQUIRE(context != NULL, error);
    VM_REQUIRE(level >= VMIMAGE_LOG_NONE && level <= VMIMAGE_LOG_DEBUG, error);
    release_log(context);
    context->log_level = log != NULL ? level : VMIMAGE_LOG_NONE;
    context->log = log;
    context->log_data = data;
    return VMIMAGE_OK;
}

vmimage_status vmimage_context_set_log_release(vmimage_context *context, vmimage_release_fn release,
                                               vmimage_error **error)
{
    VM_REQUIRE(context != NULL, error);
    context->log_release = release;
    return VMIMAGE_OK;
}

vmimage_status vmimage_context_set_limit(vmimage_context *context, int32_t limit, uint64_t value, vmimage_error **error)
{
    VM_REQUIRE(context != NULL, error);
    if (limit < 1 || (size_t)limit >= LIMIT_COUNT)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "there is no limit with the number %d", (int)limit);
    context->limits[limit] = value != 0 ? value : default_limits[limit];
    return VMIMAGE_OK;
}

uint64_t vmimage_context_limit(const vmimage_context *context, int32_t limit)
{
    if (limit < 1 || (size_t)limit >= LIMIT_COUNT)
        return 0;
    return context != NULL ? context->limits[limit] : default_limits[limit];
}

vmimage_status vmimage_context_set_option(vmimage_context *context, int32_t option, int32_t on, vmimage_error **error)
{
    VM_REQUIRE(context != NULL, error);
    if (option != VMIMAGE_OPTION_OVF_CAPABILITIES)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "there is no option with the number %d", (int)option);
    if (on != 0 && on != 1)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "an option is 1 or 0, not %d", (int)on);
    context->ovf_capabilities = on;
    return VMIMAGE_OK;
}

int32_t vmimage_context_option(const vmimage_context *context, int32_t option)
{
    return context != NULL && option == VMIMAGE_OPTION_OVF_CAPABILITIES ? context->ovf_capabilities : 0;
}

vmimage_status vmimage_context_set_cache_directory(vmimage_context *context, const char *path, vmimage_error **error)
{
    char *copy;

    VM_REQUIRE(context != NULL, error);
    copy = vmimage__strdup(path);
    if (path != NULL && copy == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__free(context->cache_directory);
    context->cache_directory = copy;
    return VMIMAGE_OK;
}

const char *vmimage_context_cache_directory(const vmimage_context *context)
{
    return context != NULL ? context->cache_directory : NULL;
}

bool vmimage__log_wanted(const vmimage_context *context, int32_t level)
{
    return context != NULL && level <= context->log_level;
}

void vmimage__log(const vmimage_context *context, int32_t level, const char *module, const char *format, ...)
{
    vm_auto_buf struct vm_buf line = VM_BUF_INIT(4 * LOG_LINE_MAX);
    char text[LOG_LINE_MAX];
    va_list args;

    if (!vmimage__log_wanted(context, level))
        return;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    vmimage__buf_printable(&line, text, strlen(text));
    if (line.status == VMIMAGE_OK)
        context->log(context->log_data, level, module, vmimage__buf_str(&line));
}
