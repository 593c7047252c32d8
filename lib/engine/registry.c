/*
 * SPDX-License-Identifier: Apache-2.0
 * Opening a registry by its URL, and the handle itself. What it lists is in registry_list.c.
 */
#include "engine/registry.h"

#include <string.h>

#include <vmimage/context.h>

#include "config.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/memory.h"

#define DEFAULT_DEADLINE INT64_C(300000)

static const struct {
    const char *scheme;
    const struct vm_transport *transport;
    bool whole; /* it is given the whole URL */
    bool empty; /* nothing need follow the colon */
} schemes[] = {
    {"dir", &vmimage__directory_transport, false, false},
#if VM_WITH_HTTP
    {"http", &vmimage__http_transport, true, false},       {"https", &vmimage__http_transport, true, false},
#endif
#if VM_WITH_HTTP && VM_WITH_KUBERNETES
    {"k8s", &vmimage__kubernetes_transport, false, true},
#endif
#if VM_WITH_VSPHERE
    {"vsphere", &vmimage__vsphere_transport, true, false},
#endif
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Length of the scheme before the colon; 0 for a path. One letter is no scheme. */
static size_t scheme_length(const char *url)
{
    size_t n = 0;

    if (!is_letter(url[0]))
        return 0;
    while (is_letter(url[n]) || (url[n] >= '0' && url[n] <= '9') || url[n] == '+' || url[n] == '-' || url[n] == '.')
        n++;
    return url[n] == ':' && n > 1 ? n : 0;
}

static vmimage_status decode(const char *url, const char *text, char **out, vmimage_error **error)
{
    char *copy = vmimage__calloc(strlen(text) + 1, 1);
    size_t used = 0;

    if (copy == NULL)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; text[i] != '\0'; i++) {
        int high, low;

        if (text[i] != '%') {
            copy[used++] = text[i];
            continue;
        }
        high = vmimage__hex_value(text[i + 1]);
        low = high >= 0 ? vmimage__hex_value(text[i + 2]) : -1;
        if (low < 0 || high + low == 0) {
            vmimage__free(copy);
            return vmimage__fail(
                error, VMIMAGE_E_INVALID, url,
                "%s: has a \"%%\" at position %zu that two hexadecimal digits of a character must follow; "
                "a percent sign itself is %%25",
                url, (size_t)(text - url) + i + 1);
        }
        copy[used++] = (char)(high * 16 + low);
        i += 2;
    }
    *out = copy;
    return VMIMAGE_OK;
}

/* The URL may hold a password. */
static vmimage_status no_transport(const char *url, size_t length, vmimage_error **error)
{
    return vmimage__fail(
        error, VMIMAGE_E_UNSUPPORTED, NULL,
        "this build (libvmimage %s) has no transport for \"%.*s:\"; a folder is a path or \"dir:PATH\", and a "
        "path that begins like a URL is written with \"./\" before it",
        vmimage_version_string(), (int)(length < 64 ? length : 64), url);
}

vmimage_status vmimage__registry_parse(const char *url, const struct vm_transport **transport, char **location,
                                       vmimage_error **error)
{
    size_t length = scheme_length(url);
    const char *rest = url + length + 1;
    const size_t count = sizeof(schemes) / sizeof(schemes[0]);
    size_t i = 0;

    if (url[0] == '\0')
        return vmimage__fail(error, VMIMAGE_E_INVALID, url, "the URL of the registry is empty");
    if (length == 0) {
        *transport = &vmimage__directory_transport;
        *location = vmimage__strdup(url);
        return *location != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    }
    while (i < count &&
           (strlen(schemes[i].scheme) != length || !vmimage__ascii_equal_n(schemes[i].scheme, url, length)))
        i++;
    if (i == count)
        return no_transport(url, length, error);
    *transport = schemes[i].transport;
    if (schemes[i].whole) {
        *location = vmimage__strdup(url);
        return *location != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    }
    if (schemes[i].empty)
        return decode(url, rest, location, error);
    if (rest[0] == '\0')
        return vmimage__fail(error, VMIMAGE_E_INVALID, url, "%s: has no path after the colon", url);
    if (rest[0] == '/' && rest[1] == '/') {
        if (rest[2] != '/')
            return vmimage__fail(error, VMIMAGE_E_INVALID, url, "%s: names a host; a folder is dir:PATH", url);
        rest += 2;
    }
    return decode(url, rest, location, error);
}

static vmimage_status open_place(vmimage_registry *registry, const char *url, const vmimage_options *options,
                                 vmimage_error **error)
{
    vm_auto_str char *location = NULL;
    struct vm_call call;
    vmimage_status status = vmimage__registry_parse(url, &registry->transport, &location, error);

    if (status != VMIMAGE_OK)
        return status;
    call = vmimage__registry_call(registry);
    return registry->transport->open(location, options, &call, &registry->place, &registry->url, error);
}

vmimage_status vmimage_registry_open(vmimage_context *context, const char *url, const vmimage_options *options,
                                     vmimage_registry **registry, vmimage_error **error)
{
    vmimage_registry *new;
    vmimage_status status;

    VM_REQUIRE(registry != NULL, error);
    *registry = NULL;
    VM_REQUIRE(url != NULL, error);
    new = vmimage__calloc(1, sizeof(*new));
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__refs_init(&new->refs);
    atomic_init(&new->interrupted, 0);
    new->deadline = options != NULL && options->deadline != 0 ? options->deadline : DEFAULT_DEADLINE;
    new->context = vmimage_context_ref(context);
    status = open_place(new, url, options, error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "open registry");
        vmimage_registry_unref(new);
        return status;
    }
    *registry = new;
    return VMIMAGE_OK;
}

vmimage_registry *vmimage_registry_ref(vmimage_registry *registry)
{
    if (registry != NULL)
        vmimage__refs_take(&registry->refs);
    return registry;
}

vmimage_registry *vmimage_registry_unref(vmimage_registry *registry)
{
    if (registry == NULL || !vmimage__refs_drop(&registry->refs))
        return NULL;
    if (registry->place != NULL)
        registry->transport->close(registry->place);
    vmimage_context_unref(registry->context);
    vmimage__free(registry->url);
    vmimage__free(registry);
    return NULL;
}

const char *vmimage_registry_url(const vmimage_registry *registry)
{
    return registry != NULL ? registry->url : NULL;
}

const char *vmimage_registry_transport(const vmimage_registry *registry)
{
    return registry != NULL ? registry->transport->name : NULL;
}

uint64_t vmimage_registry_capabilities(const vmimage_registry *registry)
{
    return registry != NULL ? registry->transport->capabilities : 0;
}

void vmimage_registry_interrupt(vmimage_registry *registry)
{
    if (registry != NULL)
        atomic_store(&registry->interrupted, 1);
}

vmimage_status vmimage_registry_set_deadline(vmimage_registry *registry, int64_t milliseconds, vmimage_error **error)
{
    VM_REQUIRE(registry != NULL, error);
    if (milliseconds < 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the deadline is %lld milliseconds; it can't be negative",
                             (long long)milliseconds);
    registry->deadline = milliseconds != 0 ? milliseconds : DEFAULT_DEADLINE;
    return VMIMAGE_OK;
}

struct vm_call vmimage__registry_call(vmimage_registry *registry)
{
    int64_t now = vmimage__call_clock();

    return (struct vm_call){.context = registry->context,
                            .interrupted = &registry->interrupted,
                            .progress = &registry->progress,
                            .deadline = registry->deadline < INT64_MAX - now ? now + registry->deadline : INT64_MAX};
}
