/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading a library step by step: lib.json, the list when it is another one, then the descriptors, many at once, and the items in the
 * order of the list.
 */
#include <poll.h>
#include <string.h>

#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "transport/http/web.h"

/* Items that are begun and not handed over yet. */
#define WINDOW 64
/* An interruption is looked for at least this often. */
#define LOOK_MS 25

enum phase {
    LIBRARY,
    LIST,
    ITEMS,
    OVER
};

struct vm_web_fetch {
    struct vm_web *web;
    struct vm_http *http;
    unsigned what;
    enum phase phase;
    bool asking; /* the document is under way */
    struct vm_web_document document;
    struct vm_arena arena;
    struct vm_web_text *list; /* whose items are read */
    uint64_t revision;        /* of the library then */
    vmimage_library *own;     /* when the caller has none */
    struct vm_listing listing;
    struct vm_vcsp_place place;
    struct vm_vcsp_seen seen;
    const char *file; /* the list without its folder */
    const struct vm_json *next;
    int number;
    size_t first, count;
    struct vm_web_content window[WINDOW];
};

static vmimage_status ignore_item(void *data, vmimage_item *item, const struct vm_ovf *ovf,
                                  const vmimage_error *failure, vmimage_error **error)
{
    (void)data;
    (void)ovf;
    (void)failure;
    (void)error;
    vmimage_item_unref(item);
    return VMIMAGE_OK;
}

static const struct vm_sink nowhere = {.add_item = ignore_item};

vmimage_status vmimage__web_fetch_new(struct vm_web *web, struct vm_http *http, unsigned what,
                                      const struct vm_library *library, const struct vm_sink *sink,
                                      struct vm_web_fetch **fetch, vmimage_error **error)
{
    struct vm_web_fetch *new = vmimage__calloc(1, sizeof(*new));

    *fetch = new;
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->web = web;
    new->http = http;
    new->what = what;
    new->listing.library = library;
    new->listing.sink = sink != NULL ? sink : &nowhere;
    return VMIMAGE_OK;
}

void vmimage__web_fetch_free(struct vm_web_fetch *fetch)
{
    if (fetch == NULL)
        return;
    for (size_t i = 0; i < fetch->count; i++)
        vmimage__web_content_release(&fetch->window[(fetch->first + i) % WINDOW]);
    vmimage__web_document_release(&fetch->document);
    vmimage__vcsp_seen_release(&fetch->seen);
    vmimage__web_text_unref(fetch->list);
    vmimage_library_unref(fetch->own);
    vmimage__arena_release(&fetch->arena);
    vmimage__free(fetch);
}

/* ---- lib.json ---- */

static bool differs(const struct vm_json *a, const struct vm_json *b, const char *key)
{
    const struct vm_json *left = vmimage__json_get(a, key), *right = vmimage__json_get(b, key);
    int64_t m = 0, n = 0;

    if (vmimage__json_string(left) != NULL && vmimage__json_string(right) != NULL)
        return strcmp(vmimage__json_string(left), vmimage__json_string(right)) != 0;
    if (vmimage__json_int(left, &m) && vmimage__json_int(right, &n))
        return m != n;
    return left != NULL || right != NULL;
}

/* A library is another one when its counter is; one without a counter whenever its text is. */
static bool is_another(const struct vm_web_text *old, const struct vm_web_text *new)
{
    const struct vm_json *a, *b;

    if (old == NULL || old == new)
        return old == NULL;
    a = vmimage__json_root(old->doc);
    b = vmimage__json_root(new->doc);
    return vmimage__json_get(b, "version") == NULL || differs(a, b, "version") || differs(a, b, "id") ||
           differs(a, b, "itemsHref") || differs(a, b, "name") || differs(a, b, "maintenanceMessage");
}

static void set_library(struct vm_web *web, struct vm_web_text *text)
{
    if (is_another(web->library, text)) {
        web->revision++;
        web->settle = web->library != NULL ? vmimage__call_clock() + VM_WEB_FRESH_MS : 0;
    }
    if (text != web->library) {
        vmimage__web_text_unref(web->library);
        web->library = vmimage__web_text_ref(text);
    }
}

/* ---- the list ---- */

static bool list_needed(const struct vm_web *web)
{
    return web->items == NULL || web->items_revision != web->revision ||
           (web->settle != 0 && vmimage__call_clock() >= web->settle);
}

static vmimage_status set_list(struct vm_web *web, struct vm_web_text *text, vmimage_error **error)
{
    const struct vm_json *items = vmimage__json_get(vmimage__json_root(text->doc), "items");
    bool again = web->items != NULL && web->items_revision == web->revision;

    if (vmimage__json_type(items) != VM_JSON_ARRAY)
        return vmimage__fail(error, VMIMAGE_E_PARSE, text->url, "%s: holds no array \"items\"", text->url);
    if (again) {
        web->settle = 0;
        web->revision += strcmp(text->digest, web->items->digest) != 0;
    }
    web->items_revision = web->revision;
    if (text != web->items) {
        vmimage__web_text_unref(web->items);
        web->items = vmimage__web_text_ref(text);
    }
    return VMIMAGE_OK;
}

/* A redirected lib.json may stand beside its list only where it was redirected to. */
static vmimage_status start_list(struct vm_web_fetch *fetch, vmimage_error **error)
{
    struct vm_web *web = fetch->web;
    struct vm_web_document *document = &fetch->document;
    const char *href = vmimage__vcsp_items_href(vmimage__json_root(web->library->doc));
    vmimage_status status = vmimage__web_check_href(web->url, href, web->url, error);

    if (status != VMIMAGE_OK)
        return status;
    document->what = "the list of items";
    document->ways[0] = vmimage__url_join(&fetch->arena, web->url, href);
    document->bases[0] = vmimage__arena_strdup(&fetch->arena, web->url);
    document->way_count = 1;
    if (strcmp(web->library->base, web->url) != 0) {
        document->ways[1] = vmimage__url_join(&fetch->arena, web->library->base, href);
        document->bases[1] = vmimage__arena_strdup(&fetch->arena, web->library->base);
        document->way_count = 2;
    }
    if (fetch->arena.failed)
        return vmimage__fail_no_memory(error);
    for (size_t i = 0; i < document->way_count; i++) {
        if (!vmimage__url_same_origin(document->ways[i], document->bases[i]))
            return vmimage__fail(error, VMIMAGE_E_INVALID, web->url,
                                 "%s: \"itemsHref\" leads to another server (%s); the list of a library is on its own",
                                 web->url, href);
    }
    document->old = web->items;
    return VMIMAGE_OK;
}

/* ---- documents ---- */

static vmimage_status start_document(struct vm_web_fetch *fetch, vmimage_error **error)
{
    struct vm_web_document *document = &fetch->document;
    vmimage_status status = VMIMAGE_OK;

    memset(document, 0, sizeof(*document));
    document->web = fetch->web;
    document->http = fetch->http;
    if (fetch->phase == LIST) {
        status = start_list(fetch, error);
    } else {
        document->what = "a library (lib.json)";
        document->ways[0] = fetch->web->url;
        document->way_count = 1;
        document->old = fetch->web->library;
    }
    if (status != VMIMAGE_OK) {
        document->old = NULL;
        return status;
    }
    fetch->asking = true;
    return vmimage__web_document_start(document, error);
}

/* A folder can be looked through; a web server can't. */
static vmimage_status explain(const struct vm_web_fetch *fetch, vmimage_status status, vmimage_error **error)
{
    if (fetch->phase == LIST && error != NULL && *error != NULL &&
        (status == VMIMAGE_E_NOT_FOUND || status == VMIMAGE_E_PARSE)) {
        vm_auto_error vmimage_error *cause = vmimage_error_ref(*error);

        return vmimage__fail(error, status, vmimage_error_subject(cause),
                             "%s; without the list of items, a library on a web server can't be listed",
                             vmimage_error_message(cause));
    }
    return status;
}

/* DONE: the document is there, and is the place's. */
static vmimage_status step_document(struct vm_web_fetch *fetch, vmimage_error **error)
{
    vmimage_status status = fetch->asking ? VMIMAGE_OK : start_document(fetch, error);

    if (status == VMIMAGE_OK)
        status = vmimage__web_document_step(&fetch->document, error);
    if (status == VMIMAGE_DONE && fetch->phase == LIBRARY)
        set_library(fetch->web, fetch->document.text);
    else if (status == VMIMAGE_DONE && set_list(fetch->web, fetch->document.text, error) != VMIMAGE_OK)
        status = VMIMAGE_E_PARSE;
    if (status == VMIMAGE_OK)
        return status;
    fetch->asking = false;
    vmimage__web_document_release(&fetch->document);
    return status == VMIMAGE_DONE ? status : explain(fetch, status, error);
}

/* ---- items ---- */

static vmimage_status find(const struct vm_vcsp_place *place, struct vm_draft *draft, const struct vm_vcsp_file *file,
                           struct vm_vcsp_found *found, vmimage_error **error)
{
    const struct vm_web_text *list = place->data;
    const struct vm_sink *sink = place->listing->sink;
    int64_t generation = 0;
    const char *text = vmimage__json_get_string(file->json, "generationNum");
    vmimage_status status = vmimage__web_check_href(list->base, file->href, draft->subject, error);

    if (status != VMIMAGE_OK)
        return status;
    found->path = file->href;
    if (vmimage__vcsp_size(file->json, &found->size) != VMIMAGE_OK)
        found->size = VM_SIZE_UNKNOWN;
    /* Writers take the seconds of the file's time for it. */
    if (!vmimage__json_int(vmimage__json_get(file->json, "generationNum"), &generation))
        for (; text != NULL && *text >= '0' && *text <= '9' && generation < INT64_C(1000000000000); text++)
            generation = generation * 10 + (*text - '0');
    found->modified = generation > 0 && generation < INT64_C(253402300800) ? generation : 0;
    if (sink->note_file != NULL)
        sink->note_file(sink->data, file->name, file->href, found->size);
    return VMIMAGE_OK;
}

static vmimage_status start_items(struct vm_web_fetch *fetch, vmimage_error **error)
{
    struct vm_web *web = fetch->web;
    const char *slash;
    size_t length;

    fetch->list = vmimage__web_text_ref(web->items);
    fetch->revision = web->revision;
    length = strcspn(fetch->list->url, "?");
    while (length != 0 && fetch->list->url[length - 1] != '/')
        length--;
    slash = fetch->list->url + length;
    fetch->place.prefix = vmimage__arena_strndup(&fetch->arena, fetch->list->url, length);
    fetch->file = vmimage__arena_strndup(&fetch->arena, slash, strcspn(slash, "?"));
    if (fetch->arena.failed)
        return vmimage__fail_no_memory(error);
    fetch->place.listing = &fetch->listing;
    fetch->place.find = find;
    fetch->place.data = fetch->list;
    fetch->next = vmimage__json_first(vmimage__json_get(vmimage__json_root(fetch->list->doc), "items"));
    if (fetch->listing.library == NULL) {
        vmimage_status status = vmimage__web_library(web, &fetch->own, error);

        if (status != VMIMAGE_OK)
            return status;
        fetch->listing.library = &fetch->own->o;
    }
    return VMIMAGE_OK;
}

/* Begin with items as long as there is room. */
static vmimage_status fill(struct vm_web_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    while (fetch->next != NULL && fetch->count < WINDOW) {
        struct vm_web_content *content = &fetch->window[(fetch->first + fetch->count) % WINDOW];
        vmimage_status status = vmimage__call_check(call, error);

        if (status != VMIMAGE_OK)
            return status;
        memset(content, 0, sizeof(*content));
        content->web = fetch->web;
        content->http = fetch->http;
        status = vmimage__vcsp_start(&fetch->place, fetch->next, fetch->file, ++fetch->number, &fetch->seen,
                                     &content->item, error);
        if (status != VMIMAGE_OK)
            return status;
        fetch->count++;
        status = vmimage__web_content_start(content, fetch->list, fetch->next, error);
        if (status != VMIMAGE_OK)
            return status;
        fetch->next = vmimage__json_next(fetch->next);
    }
    return VMIMAGE_OK;
}

/* Whose requests have ended go on. Reading a descriptor takes long enough to look at the call before each. */
static vmimage_status collect(struct vm_web_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; i < fetch->count && status == VMIMAGE_OK; i++) {
        struct vm_web_content *content = &fetch->window[(fetch->first + i) % WINDOW];

        if (content->over || !vmimage__http_ended(content->transfer))
            continue;
        status = vmimage__call_check(call, error);
        if (status == VMIMAGE_OK)
            status = vmimage__web_content_go_on(content, error);
    }
    return status;
}

static vmimage_status hand_over(struct vm_web_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    while (fetch->count != 0 && fetch->window[fetch->first].over) {
        vmimage_status status = vmimage__call_check(call, error);

        if (status == VMIMAGE_OK)
            status = vmimage__vcsp_finish(&fetch->window[fetch->first].item, error);
        if (status != VMIMAGE_OK)
            return status;
        vmimage__web_content_release(&fetch->window[fetch->first]);
        fetch->first = (fetch->first + 1) % WINDOW;
        fetch->count--;
    }
    return VMIMAGE_OK;
}

static vmimage_status step_items(struct vm_web_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    vmimage_status status = fetch->list != NULL ? VMIMAGE_OK : start_items(fetch, error);

    fetch->listing.call = call;
    if (status == VMIMAGE_OK)
        status = collect(fetch, call, error);
    do {
        if (status == VMIMAGE_OK)
            status = hand_over(fetch, call, error);
        if (status == VMIMAGE_OK)
            status = fill(fetch, call, error);
    } while (status == VMIMAGE_OK && fetch->count != 0 && fetch->window[fetch->first].over);
    if (status != VMIMAGE_OK)
        return status;
    if (fetch->count != 0 || fetch->next != NULL)
        return VMIMAGE_OK;
    if (fetch->listing.sink == &nowhere)
        fetch->web->content_revision = fetch->revision;
    return VMIMAGE_DONE;
}

/* ---- all of it ---- */

static bool has_phase(const struct vm_web_fetch *fetch)
{
    const struct vm_web *web = fetch->web;

    switch (fetch->phase) {
    case LIBRARY:
        return (fetch->what & VM_WEB_LIBRARY) != 0 || web->library == NULL;
    case LIST:
        return (fetch->what & ~(unsigned)VM_WEB_LIBRARY) != 0 && list_needed(web);
    case ITEMS:
        return (fetch->what & VM_WEB_CONTENT) != 0 ||
               ((fetch->what & VM_WEB_CHANGES) != 0 && web->content_revision != web->revision);
    default:
        return true;
    }
}

/* All that can be done without waiting. */
static vmimage_status advance(struct vm_web_fetch *fetch, const struct vm_call *call, vmimage_error **error)
{
    for (;;) {
        vmimage_status status;

        while (!fetch->asking && fetch->list == NULL && !has_phase(fetch))
            fetch->phase++;
        if (fetch->phase == OVER)
            return VMIMAGE_DONE;
        status = fetch->phase == ITEMS ? step_items(fetch, call, error) : step_document(fetch, error);
        if (status != VMIMAGE_DONE)
            return status;
        fetch->phase++;
        if (fetch->phase == OVER)
            return VMIMAGE_DONE;
    }
}

int64_t vmimage__web_fetch_wake(const struct vm_web_fetch *fetch)
{
    return fetch->asking ? fetch->document.wake : 0;
}

static vmimage_status wait_for(struct vm_web_fetch *fetch, const struct vm_call *call, int64_t wait,
                               vmimage_error **error)
{
    struct vm_http_transfer *ended;
    int64_t wake = vmimage__web_fetch_wake(fetch);
    vmimage_status status;

    if (wake == 0)
        return vmimage__http_step(fetch->http, call, wait, &ended, error);
    status = vmimage__call_check(call, error);
    if (status == VMIMAGE_OK && wait != 0)
        (void)poll(NULL, 0, wait > 0 && wait < LOOK_MS ? (int)wait : LOOK_MS);
    return status;
}

vmimage_status vmimage__web_fetch_step(struct vm_web_fetch *fetch, const struct vm_call *call, int64_t wait,
                                       vmimage_error **error)
{
    int64_t until = wait > 0 ? vmimage__call_clock() + wait : 0;
    vmimage_status status = vmimage__call_check(call, error);

    if (status == VMIMAGE_OK)
        status = advance(fetch, call, error);
    while (status == VMIMAGE_OK) {
        int64_t left = wait > 0 ? until - vmimage__call_clock() : wait;

        if (wait > 0 && left <= 0)
            return VMIMAGE_OK;
        status = wait_for(fetch, call, left, error);
        if (status == VMIMAGE_OK)
            status = advance(fetch, call, error);
        if (wait == 0)
            return status;
    }
    return status;
}

vmimage_status vmimage__web_fetch(struct vm_web *web, unsigned what, const struct vm_call *call,
                                  const struct vm_library *library, const struct vm_sink *sink, vmimage_error **error)
{
    struct vm_web_fetch *fetch;
    vmimage_status status = vmimage__web_fetch_new(web, web->http, what, library, sink, &fetch, error);

    if (status == VMIMAGE_OK)
        status = vmimage__web_fetch_step(fetch, call, -1, error);
    vmimage__web_fetch_free(fetch);
    return status == VMIMAGE_DONE ? VMIMAGE_OK : status;
}
