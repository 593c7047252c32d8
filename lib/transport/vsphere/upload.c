/*
 * SPDX-License-Identifier: Apache-2.0
 * Uploading a package into an item: each file is pushed from where it is, a member of an archive right out of the archive. The
 * server is told each file's digest beforehand and refuses what doesn't have it: the digest of the package's manifest, which the
 * bytes are compared with on their way, or one that is worked out before.
 */
#include <inttypes.h>
#include <poll.h>
#include <string.h>

#include "base/error.h"
#include "format/digest.h"
#include "transport/vsphere/change.h"

/* Milliseconds between two signs of life of a session, which servers end after some minutes of silence. */
#define KEEP_ALIVE INT64_C(60000)
/* Milliseconds between two looks whether the server has taken the files over: the first one, and the most. */
#define LOOK_FIRST 50
#define LOOK_MOST 2000
/* Milliseconds after which a wait looks whether it is to end. */
#define SLICE 50
#define TEXT_MAX ((size_t)16 << 20)

/* One file on its way. */
struct sending {
    const struct vm_call *call;
    const struct vm_source *source;
    uint64_t offset, length, sent;
    unsigned kinds; /* digests that are taken on the way; 0: none */
    struct vm_digest digest;
};

vmimage_status vmimage__vs_pause(const struct vm_call *call, int64_t milliseconds, vmimage_error **error)
{
    int64_t until = vmimage__call_clock() + milliseconds, left;
    vmimage_status status = vmimage__call_check(call, error);

    while (status == VMIMAGE_OK && (left = until - vmimage__call_clock()) > 0) {
        (void)poll(NULL, 0, left < SLICE ? (int)left : SLICE);
        status = vmimage__call_check(call, error);
    }
    return status;
}

static void progress(const struct vm_call *call, int64_t bytes)
{
    if (call->progress != NULL)
        (void)atomic_fetch_add(&call->progress->done, (uint64_t)bytes);
}

static vmimage_status read_piece(void *data, void *buffer, size_t capacity, size_t *got, vmimage_error **error)
{
    struct sending *sending = data;
    uint64_t left = sending->length - sending->sent;
    size_t n = left < capacity ? (size_t)left : capacity;
    vmimage_status status = VMIMAGE_OK;

    *got = 0;
    if (n != 0)
        status = vmimage__source_read(sending->source, sending->offset + sending->sent, buffer, n, error);
    if (status == VMIMAGE_OK && n != 0 && sending->kinds != 0)
        status = vmimage__digest_add(&sending->digest, buffer, n, error);
    if (status != VMIMAGE_OK)
        return status;
    sending->sent += n;
    progress(sending->call, (int64_t)n);
    *got = n;
    return VMIMAGE_OK;
}

static vmimage_status rewind_source(void *data, vmimage_error **error)
{
    struct sending *sending = data;

    progress(sending->call, -(int64_t)sending->sent);
    sending->sent = 0;
    vmimage__digest_release(&sending->digest);
    memset(&sending->digest, 0, sizeof(sending->digest));
    return sending->kinds != 0 ? vmimage__digest_start(&sending->digest, sending->kinds, error) : VMIMAGE_OK;
}

/* The request, and meanwhile signs of life of the session. */
static vmimage_status push(struct vm_vs *vs, const struct vm_call *call, const char *session,
                           struct vm_vs_exchange *exchange, vmimage_error **error)
{
    int64_t alive = vmimage__call_clock();
    bool again = true;
    vmimage_status status = vmimage__vs_start(vs, exchange, error);

    while (status == VMIMAGE_OK && again) {
        while (status == VMIMAGE_OK && !vmimage__http_ended(exchange->transfer)) {
            struct vm_http_transfer *ended;

            status = vmimage__http_step(vs->http, call, KEEP_ALIVE / 4, &ended, error);
            if (status == VMIMAGE_OK && vmimage__call_clock() - alive >= KEEP_ALIVE) {
                (void)vmimage__vs_do(vs, call, VM_VS_UPDATE_KEEP_ALIVE, session, NULL, NULL);
                alive = vmimage__call_clock();
            }
        }
        if (status == VMIMAGE_OK)
            status = vmimage__vs_finish(vs, call, exchange, &again, error);
    }
    return status;
}

/* Tell the server of a file; *url is where it is to be sent. `checksum` is empty when there is none. */
static vmimage_status add_file(struct vm_vs *vs, const struct vm_call *call, const char *session, const char *name,
                               uint64_t size, const char *algorithm, const char *checksum, char **url,
                               vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    struct vm_json_writer writer;
    const char *uri;
    vmimage_status status = vmimage__vs_prepare(vs, &exchange, VM_VS_UPDATE_ADD, session, NULL, error);

    if (status == VMIMAGE_OK) {
        vmimage__vs_body_begin(vs, &exchange, VM_VS_UPDATE_ADD, &writer);
        vmimage__jw_member(&writer, "name", name);
        vmimage__jw_member(&writer, "source_type", "PUSH");
        vmimage__jw_key(&writer, "size");
        vmimage__jw_int(&writer, size < INT64_MAX ? (int64_t)size : INT64_MAX);
        vmimage__jw_key(&writer, "checksum_info");
        vmimage__jw_begin_object(&writer);
        vmimage__jw_member(&writer, "algorithm", algorithm);
        vmimage__jw_member(&writer, "checksum", checksum);
        vmimage__jw_end_object(&writer);
        status = vmimage__vs_body_end(vs, &exchange, VM_VS_UPDATE_ADD, &writer, error);
    }
    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(vs, call, &exchange, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(vs, &exchange, VM_JSON_OBJECT, &doc, &value, error);
    if (status != VMIMAGE_OK)
        return status;
    uri = vmimage__json_get_string(vmimage__json_get(value, "upload_endpoint"), "uri");
    if (uri == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, name, "%s: the server gave no address to send \"%s\" to",
                             vs->base, name);
    *url = vmimage__strdup(uri);
    return *url != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* The strongest digest that the manifest has of a part, if any. */
static const struct vm_manifest_entry *entry_of(const struct vm_content *content, const struct vm_part *part)
{
    size_t count = 0;
    const struct vm_manifest_entry *entry = vmimage__manifest_find(&content->manifest, part->name, &count);

    if (count == 0 && part->alias != NULL)
        entry = vmimage__manifest_find(&content->manifest, part->alias, &count);
    return count != 0 ? &entry[count - 1] : NULL;
}

static vmimage_status step(void *data, uint64_t bytes, vmimage_error **error)
{
    (void)bytes;
    return vmimage__call_check(data, error);
}

static vmimage_status send_part(struct vm_vs *vs, const struct vm_call *call, const char *session,
                                struct vm_content *content, struct vm_part *part, const struct vm_source *source,
                                vmimage_error **error)
{
    struct sending sending = {.call = call, .source = source, .offset = part->offset, .length = part->size};
    const struct vm_http_upload upload = {
        .read = read_piece, .rewind = rewind_source, .data = &sending, .length = part->size};
    const struct vm_digest_watch watch = {.data = (void *)call, .step = step};
    const struct vm_manifest_entry *entry = entry_of(content, part);
    vm_auto_str char *url = NULL;
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    char checksum[VM_DIGEST_HEX];
    enum vm_digest_kind kind = entry != NULL ? entry->kind : VM_SHA256;
    vmimage_status status = VMIMAGE_OK;

    part->kinds |= 1U << kind;
    if (entry == NULL)
        status = vmimage__digest_source(source, part->offset, part->size, part->kinds, &watch, &part->digests, error);
    else
        sending.kinds = part->kinds;
    if (status != VMIMAGE_OK)
        return status;
    vmimage__digest_to_hex(kind, entry != NULL ? entry->value : part->digests.value[kind], checksum);
    status = add_file(vs, call, session, part->name, part->size, vmimage__digest_name(kind), checksum, &url, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_prepare_url(vs, &exchange, "PUT", url, error);
    if (status == VMIMAGE_OK)
        status = rewind_source(&sending, error);
    if (status == VMIMAGE_OK) {
        exchange.request.upload = &upload;
        exchange.request.subject = part->name;
        exchange.what = "upload";
        status = push(vs, call, session, &exchange, error);
    }
    vmimage__vs_release(&exchange);
    if (status == VMIMAGE_OK && sending.kinds != 0) {
        status = vmimage__digest_finish(&sending.digest, &part->digests, error);
        if (status == VMIMAGE_OK)
            status = vmimage__content_compare(content, part, error);
    }
    vmimage__digest_release(&sending.digest);
    return status;
}

/* From its own file, from the archive, or from memory. */
static vmimage_status open_and_send(struct vm_vs *vs, const struct vm_call *call, const char *session,
                                    struct vm_content *content, struct vm_part *part, vmimage_error **error)
{
    vm_auto_source struct vm_source own = VM_SOURCE_INIT;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(TEXT_MAX);
    struct vm_place place = {.is_file = true};
    const char *from;
    vmimage_status status = vmimage__call_check(call, error);

    if (status != VMIMAGE_OK)
        return status;
    if (part->made) {
        vmimage__content_write_manifest(content, &text);
        if (text.status != VMIMAGE_OK)
            return vmimage__fail_no_memory(error);
        vmimage__source_memory(&own, vmimage__buf_str(&text), text.length, part->name);
        part->size = text.length;
        return send_part(vs, call, session, content, part, &own, error);
    }
    if (part->path == NULL)
        return send_part(vs, call, session, content, part, &content->archive, error);
    from = vmimage__tree_name(&content->tree, &content->arena, part->path);
    if (from == NULL)
        return vmimage__fail_no_memory(error);
    memcpy(place.path, part->path, strlen(part->path) + 1);
    status = vmimage__tree_source(&content->tree, &place, from, &own, error);
    if (status == VMIMAGE_OK && own.size != part->size)
        status = vmimage__fail(error, VMIMAGE_E_CONFLICT, from, "%s: was changed while it was read", from);
    return status == VMIMAGE_OK ? send_part(vs, call, session, content, part, &own, error) : status;
}

/* A file that the item has and the package lacks goes. */
static vmimage_status remove_others(struct vm_vs *vs, const struct vm_call *call, const char *session,
                                    const struct vm_content *content, const struct vm_json *old, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    for (const struct vm_json *file = vmimage__json_first(old); file != NULL && status == VMIMAGE_OK;
         file = vmimage__json_next(file)) {
        vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
        const char *name = vmimage__json_get_string(file, "name");
        struct vm_json_writer writer;
        bool stays = name == NULL;

        for (size_t i = 0; !stays && i < content->count; i++)
            stays = strcmp(content->parts[i].name, name) == 0;
        if (stays)
            continue;
        status = vmimage__vs_prepare(vs, &exchange, VM_VS_UPDATE_REMOVE, session, NULL, error);
        if (status == VMIMAGE_OK) {
            vmimage__vs_body_begin(vs, &exchange, VM_VS_UPDATE_REMOVE, &writer);
            vmimage__jw_member(&writer, "file_name", name);
            status = vmimage__vs_body_end(vs, &exchange, VM_VS_UPDATE_REMOVE, &writer, error);
        }
        if (status == VMIMAGE_OK)
            status = vmimage__vs_perform(vs, call, &exchange, error);
    }
    return status;
}

/* What the server finds wrong with the files, before they are taken over. */
static vmimage_status validate(struct vm_vs *vs, const struct vm_call *call, const char *session, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL, *invalid, *missing;
    const char *name, *why;
    vmimage_status status =
        vmimage__vs_get(vs, call, VM_VS_UPDATE_VALIDATE, session, NULL, VM_JSON_OBJECT, &doc, &value, error);

    if (status != VMIMAGE_OK || !vmimage__json_bool(vmimage__json_get(value, "has_errors")))
        return status;
    invalid = vmimage__json_first(vmimage__json_get(value, "invalid_files"));
    missing = vmimage__json_first(vmimage__json_get(value, "missing_files"));
    name = invalid != NULL ? vmimage__json_get_string(invalid, "name") : vmimage__json_string(missing);
    why = vmimage__vs_message(vmimage__json_get(invalid, "error_message"));
    status = vmimage__fail(error, VMIMAGE_E_INTEGRITY, name, "%s: the server refuses the file \"%s\": %s", vs->base,
                           name != NULL ? name : "?",
                           why != NULL       ? why
                           : invalid != NULL ? "it gives no reason"
                                             : "it is missing");
    vmimage__error_set_reason(error, why);
    return status;
}

vmimage_status vmimage__vs_update_begin(struct vm_vs *vs, const struct vm_call *call, const char *item, char **session,
                                        vmimage_error **error)
{
    vm_auto_exchange struct vm_vs_exchange exchange = {.url = NULL};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    struct vm_json_writer writer;
    vmimage_status status = vmimage__vs_prepare(vs, &exchange, VM_VS_UPDATE_CREATE, NULL, NULL, error);

    *session = NULL;
    if (status == VMIMAGE_OK) {
        vmimage__vs_body_begin(vs, &exchange, VM_VS_UPDATE_CREATE, &writer);
        vmimage__jw_member(&writer, "library_item_id", item);
        status = vmimage__vs_body_end(vs, &exchange, VM_VS_UPDATE_CREATE, &writer, error);
    }
    if (status == VMIMAGE_OK)
        status = vmimage__vs_perform(vs, call, &exchange, error);
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(vs, &exchange, VM_JSON_STRING, &doc, &value, error);
    if (status != VMIMAGE_OK)
        return status;
    *session = vmimage__strdup(vmimage__json_string(value));
    return *session != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* One look at a session that is being completed. */
static vmimage_status look(struct vm_vs *vs, const struct vm_call *call, const char *session, bool *done,
                           vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    const char *state, *why;
    vmimage_status status = vmimage__vs_get(vs, call, VM_VS_UPDATE, session, NULL, VM_JSON_OBJECT, &doc, &value, error);

    if (status != VMIMAGE_OK)
        return status;
    state = vmimage__json_get_string(value, "state");
    *done = state != NULL && strcmp(state, "DONE") == 0;
    if (*done || (state != NULL && strcmp(state, "ACTIVE") == 0))
        return VMIMAGE_OK;
    why = vmimage__vs_message(vmimage__json_get(value, "error_message"));
    status = vmimage__fail(error, VMIMAGE_E_FAILED, session, "%s: the upload ended as %s: %s", vs->base,
                           state != NULL ? state : "nothing", why != NULL ? why : "the server gives no reason");
    vmimage__error_set_reason(error, why);
    return status;
}

static vmimage_status complete(struct vm_vs *vs, const struct vm_call *call, const char *session, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    int64_t delay = LOOK_FIRST;
    bool done = false;
    vmimage_status status = vmimage__vs_do(vs, call, VM_VS_UPDATE_COMPLETE, session, NULL, &failure);

    /* Its answer may be lost; the session tells what became of it. */
    if (status != VMIMAGE_OK && status != VMIMAGE_E_UNREACHABLE)
        return vmimage__pass_on(status, &failure, error);
    status = VMIMAGE_OK;
    while (status == VMIMAGE_OK && !done) {
        status = look(vs, call, session, &done, error);
        if (status == VMIMAGE_OK && !done)
            status = vmimage__vs_pause(call, delay, error);
        /* Or the server has never seen it. One that is at it refuses, which is all right. */
        if (status == VMIMAGE_OK && !done && delay >= LOOK_MOST)
            (void)vmimage__vs_do(vs, call, VM_VS_UPDATE_COMPLETE, session, NULL, NULL);
        delay = delay * 2 < LOOK_MOST ? delay * 2 : LOOK_MOST;
    }
    return status;
}

vmimage_status vmimage__vs_update_end(struct vm_vs *vs, const struct vm_call *call, const char *session, bool completed,
                                      vmimage_error **error)
{
    vmimage_status status = completed ? complete(vs, call, session, error) : VMIMAGE_OK;

    if (!completed || status != VMIMAGE_OK)
        vmimage__vs_tidy(vs, call, VM_VS_UPDATE_CANCEL, session);
    vmimage__vs_tidy(vs, call, VM_VS_UPDATE_DELETE, session);
    return status;
}

vmimage_status vmimage__vs_upload(struct vm_vs *vs, const struct vm_call *call, const char *item,
                                  struct vm_content *content, const struct vm_json *old, vmimage_error **error)
{
    vm_auto_str char *session = NULL;
    vmimage_status status, ended;

    if (call->progress != NULL) {
        atomic_store(&call->progress->done, 0);
        atomic_store(&call->progress->total, content->size);
    }
    status = vmimage__vs_update_begin(vs, call, item, &session, error);
    if (status != VMIMAGE_OK)
        return status;
    status = remove_others(vs, call, session, content, old, error);
    for (int made = 0; made < 2; made++) { /* a manifest that is made comes when all else is known */
        for (size_t i = 0; status == VMIMAGE_OK && i < content->count; i++) {
            if (content->parts[i].made == made)
                status = open_and_send(vs, call, session, content, &content->parts[i], error);
        }
    }
    if (status == VMIMAGE_OK)
        status = validate(vs, call, session, error);
    ended = vmimage__vs_update_end(vs, call, session, status == VMIMAGE_OK, status == VMIMAGE_OK ? error : NULL);
    return status != VMIMAGE_OK ? status : ended;
}
