/*
 * SPDX-License-Identifier: Apache-2.0
 * Listing. Lists are of IDs only, so many objects are fetched at once, each by its own row of requests: the item, its files,
 * and for an image the descriptor through a download session. One that is gone by then is passed over; one that can't be
 * read is listed with the reason. Sessions are deleted also when the call ends early.
 */
#include <string.h>

#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/ovf.h>

#include "base/context.h"
#include "base/error.h"
#include "format/ova.h"
#include "format/ovf.h"
#include "format/sniff.h"
#include "model/id.h"
#include "transport/http/store.h"
#include "transport/vsphere/cache.h"
#include "transport/vsphere/change.h"
#include "transport/vsphere/download.h"
#include "transport/vsphere/list.h"
#include "transport/vsphere/machine.h"
#include "transport/vsphere/objects.h"
#include "transport/vsphere/snapshot.h"

enum step {
    IDLE,
    IDS, /* of what is listed */
    LIBRARY,
    ITEM,
    STORAGE,
    FILES,  /* for an account that may not see the storage */
    CREATE, /* a download session */
    NAMES,  /* its files, when the storage did not tell the descriptor's name */
    PREPARE,
    WAIT, /* for the time of the next POLL */
    POLL,
    DATA,
    CLOSE
};

/* One object that is being fetched. */
struct row {
    struct vm_vs_exchange exchange;
    enum step step;
    const char *id;
    vmimage_item *item;
    char *template_vm; /* a VM template's machine, as far as the item tells it */
    char *session, *file, *url, *key;
    uint64_t size; /* of the descriptor; UINT64_MAX: not known */
    int64_t due, delay;
    bool closed; /* deleting the session was tried */
    vmimage_ovf *ovf;
    vmimage_error *failure;
};

struct vm_vs_listing {
    struct vm_vs *vs;
    const struct vm_call *call;     /* of the step */
    const vmimage_library *library; /* a reference; NULL: libraries are listed */
    struct vm_sink sink;
    struct vm_json_doc *doc;
    const struct vm_json *next; /* ID that no row has yet */
    struct row *rows;
    size_t count;
    size_t handed;  /* items to the sink, in this step */
    bool piecewise; /* a step ends with the first of them */
};

static void clear(struct row *row)
{
    vmimage__vs_release(&row->exchange);
    vmimage_item_unref(row->item);
    vmimage__free(row->template_vm);
    vmimage__free(row->session);
    vmimage__free(row->file);
    vmimage__free(row->url);
    vmimage__free(row->key);
    vmimage_ovf_unref(row->ovf);
    vmimage_error_unref(row->failure);
    memset(row, 0, sizeof(*row));
}

/* Whether a failure is not that of one item. A server that is away fails all of them, and none is broken. */
static bool ends_the_call(const struct row *row, vmimage_status status)
{
    if (status == VMIMAGE_E_NO_MEMORY)
        return true;
    if (row->step == DATA) /* may be another machine's matter */
        return false;
    return status == VMIMAGE_E_UNREACHABLE || status == VMIMAGE_E_TLS || status == VMIMAGE_E_UNAUTHENTICATED ||
           status == VMIMAGE_E_CANCELLED;
}

/* Send the request that was prepared. */
static vmimage_status send_step(struct vm_vs_listing *listing, struct row *row, enum step step, vmimage_status status,
                                vmimage_error **error)
{
    row->step = step;
    return status == VMIMAGE_OK ? vmimage__vs_start(listing->vs, &row->exchange, error) : status;
}

static vmimage_status ask(struct vm_vs_listing *listing, struct row *row, enum step step,
                          enum vm_vs_operation operation, const char *id, vmimage_error **error)
{
    return send_step(listing, row, step, vmimage__vs_prepare(listing->vs, &row->exchange, operation, id, NULL, error),
                     error);
}

/* Hand over what became of the item: it and its descriptor are not kept while the session is deleted. */
static vmimage_status hand_over(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vmimage_item *item = row->item;
    const struct vm_ovf *ovf = row->ovf != NULL && row->failure == NULL ? &row->ovf->o : NULL;
    vmimage_status status;

    row->item = NULL;
    listing->handed++;
    if (item->arena.failed || (row->failure != NULL && !vmimage__error_is_complete(row->failure))) {
        vmimage_item_unref(item);
        status = vmimage__fail_no_memory(error);
    } else {
        status = listing->sink.add_item(listing->sink.data, item, ovf, row->failure, error);
    }
    row->ovf = vmimage_ovf_unref(row->ovf);
    return status;
}

/* The end of a row: its session is deleted, and it is free for the next. */
static vmimage_status end_row(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vmimage_status status = hand_over(listing, row, error);

    if (status == VMIMAGE_OK && row->session != NULL)
        return ask(listing, row, CLOSE, VM_VS_DOWNLOAD_DELETE, row->session, error);
    if (status == VMIMAGE_OK || row->session == NULL)
        clear(row);
    row->step = IDLE; /* a session that is left goes with the listing */
    return status;
}

/* An item of which only the ID is known. */
static vmimage_status make_broken(const struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    char hash[VM_HASH17_SIZE];

    row->item = vmimage__item_new();
    if (row->item == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__hash17(row->id, hash);
    row->item->o.api_version = VM_VS_REGISTRY_API;
    row->item->o.kind = "ContentLibraryItem";
    row->item->o.meta.name = vmimage__arena_printf(&row->item->arena, "clitem-%s", hash);
    row->item->o.id = vmimage__arena_strdup(&row->item->arena, row->id);
    row->item->o.library_name = vmimage__arena_strdup(&row->item->arena, listing->library->o.meta.name);
    row->item->o.type = "OVF";
    row->item->o.security_compliance = VM_TRUE;
    return VMIMAGE_OK;
}

/* The item is there, but can't be read: it is listed with the reason, or the whole call fails. `failure` is consumed. */
static vmimage_status give_up(struct vm_vs_listing *listing, struct row *row, vmimage_status status,
                              vmimage_error *failure, vmimage_error **error)
{
    vm_auto_error vmimage_error *own = failure;
    vmimage_status over = vmimage__call_check(listing->call, error);
    bool vanished =
        status == VMIMAGE_E_NOT_FOUND && (row->step == LIBRARY || row->step == ITEM || row->step == STORAGE ||
                                          row->step == FILES || row->step == CREATE);

    if (over != VMIMAGE_OK)
        return over;
    if (vanished) {
        clear(row);
        return VMIMAGE_OK;
    }
    if (ends_the_call(row, status) || listing->library == NULL || row->step == IDS)
        return vmimage__pass_on(status, &own, error);
    if (row->item == NULL && (status = make_broken(listing, row, error)) != VMIMAGE_OK)
        return status;
    vmimage_error_unref(row->failure);
    row->failure = own;
    own = NULL;
    return end_row(listing, row, error);
}

/* ---- what each answer leads to ---- */

static vmimage_status got_library(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;
    vmimage_library *library = NULL;
    vmimage_status status = vmimage__vs_typed_value(listing->vs, &row->exchange, VM_JSON_OBJECT, &doc, &value, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_library(value, listing->vs->base, &library, error);
    if (status == VMIMAGE_OK)
        status = listing->sink.add_library(listing->sink.data, library, error);
    clear(row);
    return status;
}

static vmimage_status got_item(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    const struct vm_sink *sink = &listing->sink;
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;
    const char *vm;
    vmimage_status status = vmimage__vs_typed_value(listing->vs, &row->exchange, VM_JSON_OBJECT, &doc, &value, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_item(value, &listing->library->o, listing->vs->base, &row->item, error);
    if (status != VMIMAGE_OK)
        return status;
    if (sink->wants != NULL && !sink->wants(sink->data, row->item)) {
        clear(row);
        return VMIMAGE_OK;
    }
    vm = vmimage__json_get_string(vmimage__json_get(value, "Template"), "value");
    if (vm != NULL && (row->template_vm = vmimage__strdup(vm)) == NULL)
        return vmimage__fail_no_memory(error);
    return ask(listing, row, STORAGE, VM_VS_STORAGE, row->id, error);
}

/* What the descriptor is known by: all that changes when its content does, also on servers that count no versions. */
static vmimage_status make_key(struct row *row, const char *version, vmimage_error **error)
{
    const struct vm_item *item = &row->item->o;
    vm_auto_buf struct vm_buf key = VM_BUF_INIT(65536);

    vmimage__buf_printf(&key, "%s\t%s\t%s\t%s\t%s\t%llu", row->id,
                        item->content_version != NULL ? item->content_version : "",
                        item->last_modified_time != NULL ? item->last_modified_time : "", row->file,
                        version != NULL ? version : "", (unsigned long long)row->size);
    row->key = key.status == VMIMAGE_OK ? vmimage__strdup(key.data) : NULL;
    return row->key != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* Take the name of the descriptor from a list of files. */
static vmimage_status find_descriptor(struct row *row, const struct vm_json *files, vmimage_error **error)
{
    for (const struct vm_json *file = vmimage__json_first(files); file != NULL; file = vmimage__json_next(file)) {
        const char *name = vmimage__json_get_string(file, "name");
        int64_t size = 0;

        if (name == NULL || !vmimage__has_extension(name, ".ovf"))
            continue;
        row->size = vmimage__json_int(vmimage__json_get(file, "size"), &size) && size > 0 ? (uint64_t)size : UINT64_MAX;
        row->file = vmimage__strdup(name);
        return row->file != NULL ? make_key(row, vmimage__json_get_string(file, "version"), error)
                                 : vmimage__fail_no_memory(error);
    }
    return VMIMAGE_OK;
}

/* Where the descriptor is, for files that outlive the handle; NULL when nothing tells its versions apart. In the item's arena. */
static const char *address_of(const struct vm_vs_listing *listing, struct row *row)
{
    if (listing->vs->store == NULL || row->key == NULL || row->item->o.content_version == NULL)
        return NULL;
    return vmimage__arena_printf(&row->item->arena, "%s/%s/%s", listing->vs->base, row->id, row->file);
}

/* A descriptor that was read before: by this handle, or by an earlier one. */
static vmimage_status find_kept(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    const char *address = address_of(listing, row), *subject;
    struct vm_web_kept kept;
    vmimage_status status;

    row->ovf = row->key != NULL ? vmimage__vs_cache_get(listing->vs->cache, row->key) : NULL;
    if (row->ovf != NULL || address == NULL || !vmimage__web_store_get(listing->vs->store, address, row->key, &kept))
        return row->item->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
    subject = vmimage__arena_printf(&row->item->arena, "%s/%s", row->item->o.name, row->file);
    if (subject == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__ovf_parse(kept.text, kept.length, listing->vs->context, subject, &row->ovf, NULL);
    if (status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK) /* else it is read anew, and that says what is wrong */
        vmimage__vs_cache_put(&listing->vs->cache, row->key, row->ovf, listing->vs->listings);
    return VMIMAGE_OK;
}

static vmimage_status read_machine(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vmimage_status status =
        vmimage__vs_template(listing->vs, listing->call, &listing->sink, &row->item, row->template_vm, error);

    if (status != VMIMAGE_OK || row->item != NULL)
        return status != VMIMAGE_OK ? status : end_row(listing, row, error);
    clear(row);
    return VMIMAGE_OK;
}

/* All about the item is known; what its image is made of may come next. */
static vmimage_status got_files(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;
    const char *type = row->item->o.type;
    vmimage_status status = vmimage__vs_typed_value(listing->vs, &row->exchange, VM_JSON_ARRAY, &doc, &value, error);

    if (status == VMIMAGE_OK)
        status = vmimage__vs_item_files(row->item, value, listing->vs->base, error);
    if (status != VMIMAGE_OK)
        return status;
    if (!listing->sink.descriptors || type == NULL || strcmp(type, "ISO") == 0)
        return end_row(listing, row, error);
    if (strcmp(type, "VM") == 0)
        return read_machine(listing, row, error);
    row->size = UINT64_MAX;
    status = find_descriptor(row, value, error);
    if (status != VMIMAGE_OK)
        return status;
    status = find_kept(listing, row, error);
    if (status != VMIMAGE_OK)
        return status;
    if (row->ovf != NULL)
        return end_row(listing, row, error);
    status = vmimage__vs_download_create(listing->vs, &row->exchange, row->id, error);
    return send_step(listing, row, CREATE, status, error);
}

static vmimage_status prepare(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vmimage_status status =
        vmimage__vs_download_file(listing->vs, &row->exchange, VM_VS_DOWNLOAD_PREPARE, row->session, row->file, error);

    return send_step(listing, row, PREPARE, status, error);
}

static vmimage_status got_session(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;
    vmimage_status status = vmimage__vs_typed_value(listing->vs, &row->exchange, VM_JSON_STRING, &doc, &value, error);

    if (status != VMIMAGE_OK)
        return status;
    row->session = vmimage__strdup(vmimage__json_string(value));
    if (row->session == NULL)
        return vmimage__fail_no_memory(error);
    if (row->file != NULL)
        return prepare(listing, row, error);
    return ask(listing, row, NAMES, VM_VS_DOWNLOAD_FILES, row->session, error);
}

static vmimage_status got_names(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;
    vmimage_status status = vmimage__vs_typed_value(listing->vs, &row->exchange, VM_JSON_ARRAY, &doc, &value, error);

    if (status == VMIMAGE_OK)
        status = find_descriptor(row, value, error);
    if (status != VMIMAGE_OK)
        return status;
    if (row->file == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, row->item->o.name,
                             "the item \"%s\" has no descriptor: none of its files ends in .ovf", row->item->o.name);
    return prepare(listing, row, error);
}

static vmimage_status got_prepared(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vmimage_status status = vmimage__vs_download_endpoint(listing->vs, &row->exchange, row->file, &row->url, error);

    if (status != VMIMAGE_OK)
        return status;
    if (row->url == NULL) {
        row->delay = row->delay == 0                    ? VM_VS_POLL_FIRST
                     : row->delay * 2 < VM_VS_POLL_MOST ? row->delay * 2
                                                        : VM_VS_POLL_MOST;
        row->due = vmimage__call_clock() + row->delay;
        row->step = WAIT;
        return VMIMAGE_OK;
    }
    status = vmimage__vs_prepare_url(listing->vs, &row->exchange, "GET", row->url, error);
    row->exchange.request.limit = vmimage_context_limit(listing->vs->context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES);
    row->exchange.request.subject = row->file;
    return send_step(listing, row, DATA, status, error);
}

static vmimage_status got_data(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    const struct vm_buf *body = &vmimage__http_answer(row->exchange.transfer)->body;
    const char *subject = vmimage__arena_printf(&row->item->arena, "%s/%s", row->item->o.name, row->file), *address;
    vmimage_status status;

    if (subject == NULL)
        return vmimage__fail_no_memory(error);
    if (row->size != UINT64_MAX && row->size != body->length)
        return vmimage__fail(error, VMIMAGE_E_INTEGRITY, subject, "%s: has %zu bytes, but the library says %llu",
                             subject, body->length, (unsigned long long)row->size);
    status = vmimage__ovf_parse(vmimage__buf_str(body), body->length, listing->vs->context, subject, &row->ovf, error);
    if (status != VMIMAGE_OK)
        return status;
    if (row->key != NULL)
        vmimage__vs_cache_put(&listing->vs->cache, row->key, row->ovf, listing->vs->listings);
    address = address_of(listing, row);
    if (address != NULL) {
        const struct vm_web_kept kept = {.kind = VM_FILE_OVF, .text = vmimage__buf_str(body), .length = body->length};

        vmimage__web_store_put(listing->vs->store, address, row->key, &kept);
    }
    return end_row(listing, row, error);
}

static vmimage_status got_ids(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    const struct vm_json *value;
    vmimage_status status =
        vmimage__vs_typed_value(listing->vs, &row->exchange, VM_JSON_ARRAY, &listing->doc, &value, error);

    if (status != VMIMAGE_OK)
        return status;
    listing->next = vmimage__json_first(value);
    clear(row);
    return VMIMAGE_OK;
}

static vmimage_status got_answer(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    switch (row->step) {
    case IDS:
        return got_ids(listing, row, error);
    case LIBRARY:
        return got_library(listing, row, error);
    case ITEM:
        return got_item(listing, row, error);
    case STORAGE:
    case FILES:
        return got_files(listing, row, error);
    case CREATE:
        return got_session(listing, row, error);
    case NAMES:
        return got_names(listing, row, error);
    case PREPARE:
    case POLL:
        return got_prepared(listing, row, error);
    case DATA:
        return got_data(listing, row, error);
    default:
        clear(row);
        return VMIMAGE_OK;
    }
}

/* The session is gone; when it isn't, that is tried once more, else it goes when its time is over. */
static vmimage_status end_session(struct vm_vs_listing *listing, struct row *row, vmimage_status status,
                                  vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value;

    if (status == VMIMAGE_OK)
        status = vmimage__vs_value(listing->vs, &row->exchange, &doc, &value, NULL);
    if (status != VMIMAGE_OK && status != VMIMAGE_E_NOT_FOUND && !row->closed) {
        row->closed = true;
        return ask(listing, row, CLOSE, VM_VS_DOWNLOAD_DELETE, row->session, error);
    }
    clear(row);
    return VMIMAGE_OK;
}

/* A request of the row has ended, or its time has come. */
static vmimage_status carry_on(struct vm_vs_listing *listing, struct row *row, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_error *given;
    bool again = false;
    vmimage_status status;

    if (row->step == WAIT) {
        status =
            vmimage__vs_download_file(listing->vs, &row->exchange, VM_VS_DOWNLOAD_FILE, row->session, row->file, error);
        return send_step(listing, row, POLL, status, error);
    }
    status = vmimage__vs_finish(listing->vs, listing->call, &row->exchange, &again, &failure);
    if (again)
        return VMIMAGE_OK;
    if (status == VMIMAGE_E_FORBIDDEN && row->step == STORAGE)
        return ask(listing, row, FILES, VM_VS_FILES, row->id, error);
    if (row->step == CLOSE && status != VMIMAGE_E_NO_MEMORY)
        return end_session(listing, row, status, error);
    if (status == VMIMAGE_OK)
        status = got_answer(listing, row, &failure);
    if (status == VMIMAGE_OK)
        return status;
    if (row->step == IDLE) /* the sink's own failure */
        return vmimage__pass_on(status, &failure, error);
    if (row->step == CLOSE) { /* the item was handed over */
        if (status == VMIMAGE_E_NO_MEMORY)
            return vmimage__pass_on(status, &failure, error);
        clear(row);
        return VMIMAGE_OK;
    }
    given = failure;
    failure = NULL;
    return give_up(listing, row, status, given, error);
}

/* ---- all of them ---- */

/* Milliseconds until a row that waits goes on; -1: none does. */
static int64_t next_due(const struct vm_vs_listing *listing)
{
    int64_t wait = -1, now = vmimage__call_clock();

    for (size_t i = 0; i < listing->count; i++) {
        const struct row *row = &listing->rows[i];
        int64_t left = row->step == WAIT ? (row->due > now ? row->due - now : 0) : -1;

        if (left >= 0 && (wait < 0 || left < wait))
            wait = left;
    }
    return wait;
}

static bool is_under_way(const struct vm_vs_listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        if (listing->rows[i].step != IDLE && listing->rows[i].step != WAIT)
            return true;
    }
    return false;
}

/* Whether something was done. */
static vmimage_status look_at_rows(struct vm_vs_listing *listing, bool *moved, bool *busy, vmimage_error **error)
{
    int64_t now = vmimage__call_clock();
    vmimage_status status = VMIMAGE_OK;

    *moved = *busy = false;
    for (size_t i = 0; status == VMIMAGE_OK && i < listing->count; i++) {
        struct row *row = &listing->rows[i];

        if (row->step == IDLE)
            continue;
        *busy = true;
        if (row->step == WAIT ? row->due > now : !vmimage__http_ended(row->exchange.transfer))
            continue;
        *moved = true;
        status = carry_on(listing, row, error);
    }
    return status;
}

/* The IDs go to rows that are free. */
static vmimage_status fill_rows(struct vm_vs_listing *listing, vmimage_error **error)
{
    bool libraries = listing->library == NULL;
    vmimage_status status = VMIMAGE_OK;

    for (size_t i = 0; status == VMIMAGE_OK && listing->next != NULL && i < listing->count; i++) {
        const struct vm_json *id = listing->next;
        struct row *row = &listing->rows[i];

        if (row->step != IDLE)
            continue;
        row->id = vmimage__json_string(id);
        if (row->id == NULL)
            return vmimage__fail(error, VMIMAGE_E_PROTOCOL, listing->vs->base,
                                 "%s: an ID of the list is %s instead of a string", listing->vs->base,
                                 vmimage__json_type_name(vmimage__json_type(id)));
        listing->next = vmimage__json_next(id);
        status = ask(listing, row, libraries ? LIBRARY : ITEM, libraries ? VM_VS_LIBRARY : VM_VS_ITEM, row->id, error);
    }
    return status;
}

/* The session of a row, also one that is being made. */
static void find_session(struct vm_vs_listing *listing, struct row *row, const struct vm_call *grace)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    struct vm_http_transfer *ended;

    if (row->step != CREATE || row->exchange.transfer == NULL)
        return;
    while (!vmimage__http_ended(row->exchange.transfer)) {
        if (vmimage__http_step(listing->vs->http, grace, -1, &ended, NULL) != VMIMAGE_OK)
            return;
    }
    if (vmimage__http_result(row->exchange.transfer, NULL) == VMIMAGE_OK &&
        vmimage__vs_value(listing->vs, &row->exchange, &doc, &value, NULL) == VMIMAGE_OK &&
        vmimage__json_string(value) != NULL)
        row->session = vmimage__strdup(vmimage__json_string(value));
}

vmimage_status vmimage__vs_listing_start(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                         const struct vm_sink *sink, struct vm_vs_listing **listing,
                                         vmimage_error **error)
{
    struct vm_vs_listing *new = vmimage__calloc(1, sizeof(*new));
    vmimage_status status;

    *listing = NULL;
    if (new == NULL)
        return vmimage__fail_no_memory(error);
    new->vs = vs;
    vs->listings += sink->descriptors && library != NULL;
    new->call = call;
    new->sink = *sink;
    new->library = library != NULL ? vmimage_library_ref((vmimage_library *)library) : NULL;
    new->rows = vmimage__calloc(vs->connections, sizeof(*new->rows));
    if (new->rows == NULL) {
        vmimage__vs_listing_end(new, call);
        return vmimage__fail_no_memory(error);
    }
    new->count = vs->connections;
    if (library == NULL && vs->library != NULL) {
        new->rows[0].id = vs->library;
        status = ask(new, &new->rows[0], LIBRARY, VM_VS_LIBRARY, vs->library, error);
    } else {
        status = ask(new, &new->rows[0], IDS, library != NULL ? VM_VS_ITEMS : VM_VS_LIBRARIES,
                     library != NULL ? library->o.id : NULL, error);
    }
    if (status == VMIMAGE_OK)
        *listing = new;
    else
        vmimage__vs_listing_end(new, call);
    return status;
}

vmimage_status vmimage__vs_listing_step(struct vm_vs_listing *listing, const struct vm_call *call, int64_t wait,
                                        bool *done, vmimage_error **error)
{
    struct vm_http_transfer *ended = NULL;
    bool moved = true, busy = true;
    vmimage_status status = VMIMAGE_OK;

    listing->call = call;
    *done = false;
    listing->handed = 0;
    /* As long as there is something to do without waiting: nobody would be woken for it. */
    while (status == VMIMAGE_OK && (moved || ended != NULL) && !(listing->piecewise && listing->handed != 0)) {
        int64_t due;

        ended = NULL;
        status = vmimage__call_check(call, error);
        if (status == VMIMAGE_OK)
            status = fill_rows(listing, error);
        if (status == VMIMAGE_OK)
            status = look_at_rows(listing, &moved, &busy, error);
        if (status != VMIMAGE_OK || moved)
            continue;
        *done = !busy && listing->next == NULL;
        if (*done)
            break;
        due = next_due(listing);
        if (due > 0 && !is_under_way(listing)) { /* the client has nothing to wait for */
            if (wait == 0)
                break;
            status = vmimage__vs_pause(call, due, error);
            moved = wait < 0;
            continue;
        }
        status = vmimage__http_step(listing->vs->http, call, due >= 0 && (wait < 0 || due < wait) ? due : wait, &ended,
                                    error);
    }
    return status;
}

void vmimage__vs_listing_end(struct vm_vs_listing *listing, const struct vm_call *call)
{
    const struct vm_call grace = vmimage__vs_grace(call);

    if (listing == NULL)
        return;
    for (size_t i = 0; i < listing->count; i++) {
        struct row *row = &listing->rows[i];

        find_session(listing, row, &grace);
        if (row->session != NULL)
            vmimage__vs_download_end(listing->vs, &grace, row->session);
        clear(row);
    }
    vmimage__free(listing->rows);
    vmimage__json_free(listing->doc);
    vmimage_library_unref((vmimage_library *)listing->library);
    vmimage__free(listing);
}

static vmimage_status list_all(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                               const struct vm_sink *sink, vmimage_error **error)
{
    struct vm_vs_listing *listing = NULL;
    bool done = false;
    vmimage_status status = vmimage__call_check(call, error);

    if (status == VMIMAGE_OK && vs->snapshot != NULL && vmimage__call_clock() < vs->snapshot_until) {
        status = library == NULL ? vmimage__vs_snapshot_libraries(vs->snapshot, sink, &done, error)
                                 : vmimage__vs_snapshot_items(vs, call, library, sink, &done, error);
        if (status != VMIMAGE_OK || done)
            return status;
    }
    if (status == VMIMAGE_OK && vs->session == NULL)
        status = vmimage__vs_login(vs, call, vs->generation, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_listing_start(vs, call, library, sink, &listing, error);
    while (status == VMIMAGE_OK && !done)
        status = vmimage__vs_listing_step(listing, call, -1, &done, error);
    vmimage__vs_listing_end(listing, call);
    return status;
}

vmimage_status vmimage__vs_list_libraries(struct vm_vs *vs, const struct vm_call *call, const struct vm_sink *sink,
                                          vmimage_error **error)
{
    return list_all(vs, call, NULL, sink, error);
}

vmimage_status vmimage__vs_list_items(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                      const struct vm_sink *sink, vmimage_error **error)
{
    return list_all(vs, call, library, sink, error);
}

/* ---- piece by piece ---- */

struct pull {
    struct vm_pull base;
    struct vm_vs_listing *listing;
};

static vmimage_status step_pull(struct vm_pull *base, const struct vm_call *call, bool *done, vmimage_error **error)
{
    return vmimage__vs_listing_step(((struct pull *)base)->listing, call, -1, done, error);
}

static void close_pull(struct vm_pull *base, const struct vm_call *call)
{
    vmimage__vs_listing_end(((struct pull *)base)->listing, call);
    vmimage__free(base);
}

vmimage_status vmimage__vs_pull_items(struct vm_vs *vs, const struct vm_call *call, const vmimage_library *library,
                                      const struct vm_sink *sink, struct vm_pull **out, vmimage_error **error)
{
    static const struct vm_pull_operations operations = {.step = step_pull, .close = close_pull};
    struct pull *pull = vmimage__calloc(1, sizeof(*pull));
    vmimage_status status = pull != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);

    *out = NULL;
    if (status == VMIMAGE_OK && vs->session == NULL)
        status = vmimage__vs_login(vs, call, vs->generation, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_listing_start(vs, call, library, sink, &pull->listing, error);
    if (status != VMIMAGE_OK) {
        vmimage__free(pull);
        return status;
    }
    pull->listing->piecewise = true;
    pull->base.operations = &operations;
    *out = &pull->base;
    return VMIMAGE_OK;
}
