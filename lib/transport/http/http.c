/*
 * SPDX-License-Identifier: Apache-2.0
 * The transport for libraries on web servers: opening one, the rules for its hrefs and its login, and listing it. It is only read.
 */
#include <inttypes.h>
#include <string.h>

#include <vmimage/context.h>
#include <vmimage/registry.h>

#include "base/error.h"
#include "transport/http/web.h"

/* Text of descriptors that is kept in memory. */
#define KEPT_MAX ((size_t)32 << 20)
/* What publishers of libraries call everybody. */
#define USER "vcsp"

uint32_t vmimage__web_flags(const struct vm_web *web, const char *url)
{
    return vmimage__url_same_origin(web->url, url) ? VM_HTTP_SECRET : VM_HTTP_NO_LOGIN;
}

vmimage_status vmimage__web_check_href(const char *base, const char *href, const char *subject, vmimage_error **error)
{
    const char *bad = vmimage__url_bad_href(base, href);

    return bad == NULL ? VMIMAGE_OK
                       : vmimage__fail(error, VMIMAGE_E_INVALID, subject, "%s: the href \"%s\" %s", subject, href, bad);
}

bool vmimage__web_ends(const struct vm_web *web, const char *url, vmimage_status status, const vmimage_error *failure)
{
    if (vmimage__ends_the_call(status, failure))
        return true;
    return vmimage__url_same_origin(web->url, url) && (status == VMIMAGE_E_UNREACHABLE || status == VMIMAGE_E_TLS ||
                                                       status == VMIMAGE_E_UNAUTHENTICATED || status == VMIMAGE_E_BUSY);
}

static void add_field(struct vm_buf *buf, const struct vm_json *object, const char *key)
{
    const struct vm_json *value = vmimage__json_get(object, key);
    int64_t number;

    vmimage__buf_add_char(buf, '/');
    if (vmimage__json_string(value) != NULL)
        vmimage__buf_json_string(buf, vmimage__json_string(value), strlen(vmimage__json_string(value)), false);
    else if (vmimage__json_int(value, &number))
        vmimage__buf_printf(buf, "%" PRId64, number);
}

const char *vmimage__web_token(struct vm_arena *arena, const struct vm_json *item, const struct vm_json *file)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(65536);

    if (vmimage__json_get(file, "etag") == NULL && vmimage__json_get(file, "generationNum") == NULL)
        return "";
    add_field(&buf, file, "etag");
    add_field(&buf, file, "generationNum");
    add_field(&buf, file, "size");
    add_field(&buf, item, "contentVersion");
    if (buf.status == VMIMAGE_E_LIMIT)
        return "";
    return buf.status == VMIMAGE_OK ? vmimage__arena_strdup(arena, vmimage__buf_str(&buf)) : NULL;
}

vmimage_status vmimage__web_library(const struct vm_web *web, vmimage_library **library, vmimage_error **error)
{
    vmimage_library *new = NULL;
    vmimage_status status = vmimage__vcsp_read_library(vmimage__json_root(web->library->doc), web->url, web->url,
                                                       VM_WEB_MODULE, web->context, &new, error);

    *library = NULL;
    if (status == VMIMAGE_OK)
        status = vmimage__draft_library(new, error);
    if (status == VMIMAGE_OK)
        *library = new;
    return status;
}

static void close_web(void *place)
{
    struct vm_web *web = place;

    vmimage__http_close(web->http);
    for (size_t i = 0; i < VM_WEB_IDLE; i++)
        vmimage__http_close(web->idle[i]);
    vmimage__web_text_unref(web->library);
    vmimage__web_text_unref(web->items);
    vmimage__web_cache_free(web->cache);
    if (web->password != NULL)
        explicit_bzero(web->password, strlen(web->password));
    vmimage__arena_release(&web->arena);
    vmimage__free(web);
}

/* What the program says goes before what the URL says. */
static vmimage_status set_options(struct vm_web *web, const vmimage_options *options, const char *user, char *password,
                                  vmimage_error **error)
{
    struct vm_http_settings *settings = &web->settings;
    struct vm_arena *arena = &web->arena;

    vmimage__http_settings_from_options(settings, options, web->context);
    settings->ca_file = vmimage__arena_strdup(arena, settings->ca_file);
    settings->fingerprint = vmimage__arena_strdup(arena, settings->fingerprint);
    settings->certificate_file = vmimage__arena_strdup(arena, settings->certificate_file);
    settings->key_file = vmimage__arena_strdup(arena, settings->key_file);
    settings->proxy = vmimage__arena_strdup(arena, settings->proxy);
    if (settings->user != NULL || settings->password != NULL) {
        user = vmimage__arena_strdup(arena, settings->user);
        password = vmimage__arena_strdup(arena, settings->password);
    }
    settings->user = user;
    settings->password = user != NULL && password == NULL ? "" : password;
    if (password != NULL && (user == NULL || user[0] == '\0'))
        settings->user = USER;
    web->password = password;
    web->poll_interval = options != NULL ? options->poll_interval : 0;
    return arena->failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

static vmimage_status start_web(struct vm_web *web, const char *location, const vmimage_options *options,
                                const struct vm_call *call, vmimage_error **error)
{
    char *user = NULL, *password = NULL, *url = NULL;
    vmimage_status status = vmimage__url_library(&web->arena, location, &url, &user, &password, error);

    web->url = url;
    web->context = call->context;
    web->cache = vmimage__web_cache_new(vmimage_context_cache_directory(call->context), KEPT_MAX);
    if (status == VMIMAGE_OK && web->cache == NULL)
        status = vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK)
        status = set_options(web, options, user, password, error);
    if (status == VMIMAGE_OK)
        status = vmimage__http_open(&web->settings, &web->http, error);
    return status == VMIMAGE_OK ? vmimage__web_fetch(web, VM_WEB_LIBRARY, call, NULL, NULL, error) : status;
}

static vmimage_status open_web(const char *location, const vmimage_options *options, const struct vm_call *call,
                               void **place, char **url, vmimage_error **error)
{
    struct vm_web *web = vmimage__calloc(1, sizeof(*web));
    vmimage_library *library = NULL;
    vmimage_status status;

    if (web == NULL)
        return vmimage__fail_no_memory(error);
    status = start_web(web, location, options, call, error);
    if (status == VMIMAGE_OK) /* a library that can't be read is found out now */
        status = vmimage__web_library(web, &library, error);
    vmimage_library_unref(library);
    if (status == VMIMAGE_OK) {
        *url = vmimage__strdup(web->url);
        status = *url != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    }
    web->fresh = vmimage__call_clock() + VM_WEB_FRESH_MS;
    if (status == VMIMAGE_OK)
        *place = web;
    else
        close_web(web);
    return status;
}

static vmimage_status list_libraries(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                     vmimage_error **error)
{
    struct vm_web *web = place;
    vmimage_library *library;
    vmimage_status status = web->fresh ? VMIMAGE_OK : vmimage__web_fetch(web, VM_WEB_LIBRARY, call, NULL, NULL, error);

    web->fresh = false;
    if (status == VMIMAGE_OK)
        status = vmimage__web_library(web, &library, error);
    return status == VMIMAGE_OK ? sink->add_library(sink->data, library, error) : status;
}

static vmimage_status list_items(void *place, const struct vm_call *call, const vmimage_library *library,
                                 const struct vm_sink *sink, vmimage_error **error)
{
    return vmimage__web_fetch(place, VM_WEB_LIST | VM_WEB_CONTENT, call, &library->o, sink, error);
}

const struct vm_transport vmimage__http_transport = {
    .size = sizeof(struct vm_transport),
    .abi = VM_TRANSPORT_ABI,
    .name = "http",
    .capabilities = VMIMAGE_CAPABILITY_LIBRARIES | VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_IMAGES |
                    VMIMAGE_CAPABILITY_DERIVED | VMIMAGE_CAPABILITY_WATCH | VMIMAGE_CAPABILITY_FILES,
    .open = open_web,
    .close = close_web,
    .list_libraries = list_libraries,
    .list_items = list_items,
    .open_file = vmimage__web_open_file,
    .watch = vmimage__web_watch,
};
