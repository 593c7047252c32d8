/*
 * SPDX-License-Identifier: Apache-2.0
 * Lists of objects, decoded one by one while the bytes arrive, and single objects. One unchunked list is much cheaper for the server
 * than pages (docs/decisions.md); pages are followed where a server makes them.
 */
#include <poll.h>
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "format/k8s.h"
#include "transport/kubernetes/list.h"

#define REST_MAX ((size_t)1 << 20)
#define TRIES 4
#define PAUSE 100 /* milliseconds after a cut, doubled each time */

static bool is_image(const struct vm_kube_kind *kind)
{
    return kind->group == VM_KUBE_VMOPERATOR;
}

static bool is_item(const struct vm_kube_kind *kind)
{
    return kind == &vmimage__kube_items || kind == &vmimage__kube_cluster_items;
}

/* A parsed object to the sink. */
static vmimage_status give(const struct vm_kube *kube, const struct vm_kube_kind *kind, const struct vm_sink *sink,
                           const struct vm_json *root, vmimage_error **error)
{
    vmimage_image *image = NULL;
    vmimage_item *item = NULL;
    vmimage_library *library = NULL;
    vmimage_status status;

    if (sink->add_object != NULL)
        return sink->add_object(sink->data, root, error);
    if (is_image(kind)) {
        status = vmimage__image_from_node(root, NULL, kube->url, &image, error);
        return status == VMIMAGE_OK ? sink->add_image(sink->data, image, error) : status;
    }
    if (is_item(kind)) {
        status = vmimage__item_from_node(root, NULL, kube->url, &item, error);
        return status == VMIMAGE_OK ? sink->add_item(sink->data, item, NULL, NULL, error) : status;
    }
    status = vmimage__library_from_node(root, NULL, kube->url, &library, error);
    return status == VMIMAGE_OK ? sink->add_library(sink->data, library, error) : status;
}

static void name_object(const struct vm_kube_listing *listing, const struct vm_json *root, vmimage_error **error)
{
    const struct vm_json *meta = vmimage__json_get(root, "metadata");
    const char *space = vmimage__json_get_string(meta, "namespace"), *name = vmimage__json_get_string(meta, "name");
    vm_auto_buf struct vm_buf subject = VM_BUF_INIT(1024);

    vmimage__buf_printf(&subject, "%s %s%s%s", listing->kind->kind, space != NULL ? space : "",
                        space != NULL ? "/" : "", name != NULL ? name : "without a name");
    vmimage__error_prefix(error, vmimage__buf_str(&subject));
}

static vmimage_status element(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct vm_kube_listing *listing = data;
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_parse(text, length, &listing->limits, listing->kube->url, &doc, error);

    if (status != VMIMAGE_OK)
        return status;
    status = give(listing->kube, listing->kind, listing->sink, vmimage__json_root(doc), error);
    if (status == VMIMAGE_E_PARSE || status == VMIMAGE_E_INVALID)
        name_object(listing, vmimage__json_root(doc), error);
    return status;
}

static vmimage_status take(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    struct vm_kube_listing *listing = data;

    return vmimage__json_stream_feed(&listing->stream, bytes, length, error);
}

/* What is around the objects: whether this was a list at all, and whether there is another page. */
vmimage_status vmimage__kube_listing_page(struct vm_kube_listing *listing, vmimage_error **error)
{
    const struct vm_buf *rest = &listing->stream.rest;
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_stream_end(&listing->stream, error);
    const struct vm_json *root;
    const char *next;

    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(rest), rest->length, &listing->limits, listing->kube->url, &doc,
                                     error);
    if (status != VMIMAGE_OK)
        return status;
    root = vmimage__json_root(doc);
    if (!listing->stream.seen && vmimage__json_get(root, "items") == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, listing->kube->url, "%s: the answer is no list of %s",
                             listing->kube->url, listing->kind->plural);
    next = vmimage__json_get_string(vmimage__json_get(root, "metadata"), "continue");
    if (next == NULL || next[0] == '\0')
        return VMIMAGE_OK;
    listing->next = vmimage__strdup(next);
    return listing->next != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

vmimage_status vmimage__kube_listing_ask(struct vm_kube_listing *listing, const char *version, struct vm_buf *path,
                                         struct vm_kube_request *request, vmimage_error **error)
{
    const struct vm_wanted *wanted = listing->sink->wanted;

    *request = (struct vm_kube_request){
        .write = take, .data = listing, .verb = "list", .kind = listing->kind, .name_space = listing->name_space};
    vmimage__kube_path(listing->kind, version, listing->name_space, NULL, path);
    vmimage__kube_query(path, "labelSelector", wanted != NULL ? wanted->selector : NULL);
    vmimage__kube_query(path, "continue", listing->next);
    vmimage__free(listing->next);
    listing->next = NULL;
    if (path->status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    request->path = vmimage__buf_str(path);
    vmimage__json_stream_reset(&listing->stream);
    return VMIMAGE_OK;
}

/* One page. */
static vmimage_status ask(struct vm_kube_listing *listing, const char *version, vmimage_error **error)
{
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(65536);
    struct vm_kube_request request;
    struct vm_http_transfer *transfer = NULL;
    vmimage_status status = vmimage__kube_listing_ask(listing, version, &path, &request, error);

    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__kube_perform(listing->kube, listing->call, &request, &transfer, error);
    vmimage__http_release(transfer);
    return status == VMIMAGE_OK ? vmimage__kube_listing_page(listing, error) : status;
}

static vmimage_status ask_all(struct vm_kube_listing *listing, const char *version, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    do {
        status = ask(listing, version, error);
    } while (status == VMIMAGE_OK && listing->next != NULL);
    return status;
}

/* A list that ended early, or whose pages the server has forgotten. Refusals were before the first byte, and stay. */
static bool may_pass(const struct vm_kube_listing *listing, vmimage_status status)
{
    if (status == VMIMAGE_E_EXPIRED)
        return true;
    return listing->stream.offset != 0 && (status == VMIMAGE_E_UNREACHABLE || status == VMIMAGE_E_PROTOCOL);
}

static vmimage_status with_version(struct vm_kube_listing *listing, const char *version, vmimage_error **error)
{
    size_t mark = listing->sink->mark != NULL ? listing->sink->mark(listing->sink->data) : 0;
    vmimage_status status;

    for (int try = 1;; try++) {
        vm_auto_error vmimage_error *failure = NULL;

        status = ask_all(listing, version, &failure);
        if (status == VMIMAGE_OK)
            return VMIMAGE_OK;
        if (try == TRIES || listing->sink->mark == NULL || !may_pass(listing, status) ||
            vmimage__call_check(listing->call, NULL) != VMIMAGE_OK)
            return vmimage__pass_on(status, &failure, error);
        vmimage__log(listing->call->context, VMIMAGE_LOG_INFO, "kubernetes", "asking for the list again: %s",
                     vmimage_error_message(failure));
        listing->sink->rewind(listing->sink->data, mark);
        vmimage__free(listing->next);
        listing->next = NULL;
        (void)poll(NULL, 0, PAUSE << (try - 1));
    }
}

void vmimage__kube_listing_open(struct vm_kube_listing *listing, struct vm_kube *kube, const struct vm_call *call,
                                const struct vm_kube_kind *kind, const char *name_space, const struct vm_sink *sink)
{
    *listing = (struct vm_kube_listing){.kube = kube,
                                        .call = call,
                                        .kind = kind,
                                        .name_space = name_space,
                                        .sink = sink,
                                        .limits = vmimage__json_limits(kube->context),
                                        .stream = VM_JSON_STREAM_INIT("items", 0, REST_MAX)};
    listing->stream.partial.max = (size_t)listing->limits.bytes;
    listing->stream.subject = kube->url;
    listing->stream.element = element;
    listing->stream.data = listing;
}

void vmimage__kube_listing_release(struct vm_kube_listing *listing)
{
    vmimage__json_stream_release(&listing->stream);
    vmimage__free(listing->next);
    listing->next = NULL;
}

vmimage_status vmimage__kube_list(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                  const char *name_space, const struct vm_sink *sink, vmimage_error **error)
{
    struct vm_kube_listing listing;
    vmimage_status status = vmimage__kube_discover(kube, call, kind->group, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__kube_listing_open(&listing, kube, call, kind, name_space, sink);
    /* A kind may be missing in the newest version of its group. */
    for (size_t i = 0; i < kube->groups[kind->group].count; i++) {
        bool last = i + 1 == kube->groups[kind->group].count;

        vm_auto_error vmimage_error *failure = NULL;

        status = with_version(&listing, kube->groups[kind->group].names[i], &failure);
        if (vmimage_error_http_status(failure) == 404 && !last)
            continue;
        if (status != VMIMAGE_OK)
            (void)vmimage__pass_on(status, &failure, error);
        break;
    }
    vmimage__kube_listing_release(&listing);
    return status;
}

vmimage_status vmimage__kube_get(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                 const char *name_space, const char *name, const struct vm_sink *sink,
                                 vmimage_error **error)
{
    const struct vm_json_limits limits = vmimage__json_limits(kube->context);
    vm_auto_buf struct vm_buf path = VM_BUF_INIT(4096);
    struct vm_kube_request request = {.verb = "get", .kind = kind, .name_space = name_space, .name = name};
    struct vm_http_transfer *transfer = NULL;
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__kube_discover(kube, call, kind->group, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__kube_path(kind, kube->groups[kind->group].names[0], name_space, name, &path);
    if (path.status != VMIMAGE_OK)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, name, "the name is too long");
    request.path = vmimage__buf_str(&path);
    status = vmimage__kube_perform(kube, call, &request, &transfer, error);
    if (status == VMIMAGE_OK) {
        const struct vm_buf *body = &vmimage__http_answer(transfer)->body;

        status = vmimage__json_parse(vmimage__buf_str(body), body->length, &limits, kube->url, &doc, error);
    }
    vmimage__http_release(transfer);
    return status == VMIMAGE_OK ? give(kube, kind, sink, vmimage__json_root(doc), error) : status;
}
