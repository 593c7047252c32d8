/*
 * SPDX-License-Identifier: Apache-2.0
 * The protocol of watches: the objects that are there, a bookmark that says so, then every change with the position that it takes the
 * collection to. A watch that ends is taken up from the last position; a position that the server has forgotten means all over again.
 */
#include "transport/kubernetes/watch.h"

#include <string.h>

#include <vmimage/group_publish_request.h>
#include <vmimage/image.h>
#include <vmimage/import_request.h>
#include <vmimage/item.h>
#include <vmimage/library.h>
#include <vmimage/publish_request.h>

#include "base/context.h"
#include "base/error.h"
#include "format/k8s.h"

#define REST_MAX ((size_t)1 << 20)
#define PAUSE_MIN INT64_C(200)
#define PAUSE_MAX INT64_C(10000)
#define SHORT_WATCH INT64_C(1000) /* one that ended sooner is not taken up at once */
#define WATCH_SECONDS 300         /* and up to as much again: the server ends it then */
#define GRACE INT64_C(30000)      /* after that; a connection that is dead tells nothing */
#define INITIAL_END "k8s.io/initial-events-end"

static int64_t now(void)
{
    return vmimage__call_clock();
}

/* So that watches that were cut together don't come back together. */
static uint32_t draw(struct vm_kube_watch *watch)
{
    watch->random = watch->random * 1664525U + 1013904223U;
    return watch->random >> 8;
}

static void wait_for(struct vm_kube_watch *watch, int64_t least)
{
    watch->pause = watch->pause == 0 ? PAUSE_MIN : (watch->pause * 2 > PAUSE_MAX ? PAUSE_MAX : watch->pause * 2);
    if (watch->pause < least)
        watch->pause = least;
    watch->state = VM_KUBE_WATCH_WAIT;
    watch->due = now() + watch->pause / 2 + (int64_t)(draw(watch) % (uint32_t)(watch->pause / 2 + 1));
}

static void go_on(struct vm_kube_watch *watch)
{
    watch->state = VM_KUBE_WATCH_WAIT;
    watch->due = 0;
}

static void start_over(struct vm_kube_watch *watch)
{
    vmimage__free(watch->position);
    watch->position = NULL;
}

/* ---- what arrives ---- */

static vmimage_status give_request(struct vm_kube_watch *watch, const struct vm_json *object, bool gone,
                                   vmimage_error **error)
{
    const char *url = watch->kube.url;
    vmimage_publish_request *publish = NULL;
    vmimage_group_publish_request *group = NULL;
    vmimage_import_request *import = NULL;
    void *request = NULL;
    vmimage_status status;

    if (watch->kind == &vmimage__kube_publish_requests) {
        status = vmimage__publish_request_from_node(object, NULL, url, &publish, error);
        request = publish;
    } else if (watch->kind == &vmimage__kube_group_publish_requests) {
        status = vmimage__group_publish_request_from_node(object, NULL, url, &group, error);
        request = group;
    } else {
        status = vmimage__import_request_from_node(object, NULL, url, &import, error);
        request = import;
    }
    if (status == VMIMAGE_OK)
        status = watch->sink->object(watch->sink->data, watch->part, request, gone, error);
    vmimage_publish_request_unref(publish);
    vmimage_group_publish_request_unref(group);
    vmimage_import_request_unref(import);
    return status;
}

static vmimage_status give(struct vm_kube_watch *watch, const struct vm_json *object, bool gone, vmimage_error **error)
{
    const struct vm_kube_kind *kind = watch->kind;
    vmimage_status status;

    if (kind == &vmimage__kube_publish_requests || kind == &vmimage__kube_group_publish_requests ||
        kind == &vmimage__kube_import_requests)
        return give_request(watch, object, gone, error);
    if (kind->group == VM_KUBE_VMOPERATOR) {
        vmimage_image *image = NULL;

        status = vmimage__image_from_node(object, NULL, watch->kube.url, &image, error);
        if (status == VMIMAGE_OK)
            status = watch->sink->object(watch->sink->data, watch->part, image, gone, error);
        vmimage_image_unref(image);
    } else if (kind == &vmimage__kube_items || kind == &vmimage__kube_cluster_items) {
        vmimage_item *item = NULL;

        status = vmimage__item_from_node(object, NULL, watch->kube.url, &item, error);
        if (status == VMIMAGE_OK)
            status = watch->sink->object(watch->sink->data, watch->part, item, gone, error);
        vmimage_item_unref(item);
    } else {
        vmimage_library *library = NULL;

        status = vmimage__library_from_node(object, NULL, watch->kube.url, &library, error);
        if (status == VMIMAGE_OK)
            status = watch->sink->object(watch->sink->data, watch->part, library, gone, error);
        vmimage_library_unref(library);
    }
    return status;
}

static vmimage_status keep_position(struct vm_kube_watch *watch, const char *version, vmimage_error **error)
{
    char *copy;

    if (version == NULL || version[0] == '\0' || (watch->initial && watch->state == VM_KUBE_WATCH_STREAM))
        return VMIMAGE_OK; /* before the end of the list there is no position to go on from */
    copy = vmimage__strdup(version);
    if (copy == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__free(watch->position);
    watch->position = copy;
    return VMIMAGE_OK;
}

static vmimage_status end_list(struct vm_kube_watch *watch, vmimage_error **error)
{
    watch->initial = false;
    return watch->sink->end(watch->sink->data, watch->part, error);
}

static vmimage_status bookmark(struct vm_kube_watch *watch, const struct vm_json *object, vmimage_error **error)
{
    const struct vm_json *meta = vmimage__json_get(object, "metadata");
    const char *end = vmimage__json_get_string(vmimage__json_get(meta, "annotations"), INITIAL_END);
    vmimage_status status = VMIMAGE_OK;

    if (watch->initial && end != NULL && strcmp(end, "true") == 0)
        status = end_list(watch, error);
    return status == VMIMAGE_OK ? keep_position(watch, vmimage__json_get_string(meta, "resourceVersion"), error)
                                : status;
}

/* The server says why it ends the watch. */
static vmimage_status refused(struct vm_kube_watch *watch, const struct vm_json *object, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(REST_MAX);
    vmimage_status status = VMIMAGE_E_PROTOCOL;

    vmimage__json_print(object, &text, false);
    if (!vmimage__kube_status(&watch->kube, &watch->request, vmimage__buf_str(&text), text.length, 0, &status, error))
        status = vmimage__fail(error, VMIMAGE_E_PROTOCOL, watch->kube.url, "%s: the watch was ended without a reason",
                               watch->kube.url);
    return status;
}

static vmimage_status event(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct vm_kube_watch *watch = data;
    const struct vm_json_limits limits = vmimage__json_limits(watch->kube.context);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_parse(text, length, &limits, watch->kube.url, &doc, error);
    const struct vm_json *object;
    const char *type;

    if (status != VMIMAGE_OK)
        return status;
    object = vmimage__json_get(vmimage__json_root(doc), "object");
    type = vmimage__json_get_string(vmimage__json_root(doc), "type");
    watch->pause = 0; /* it works */
    watch->told = false;
    if (type == NULL || object == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, watch->kube.url, "%s: what comes is no event of a watch",
                             watch->kube.url);
    if (strcmp(type, "ERROR") == 0)
        return refused(watch, object, error);
    if (strcmp(type, "BOOKMARK") == 0)
        return bookmark(watch, object, error);
    status = give(watch, object, strcmp(type, "DELETED") == 0, error);
    if (status != VMIMAGE_OK)
        return status;
    return keep_position(watch, vmimage__json_get_string(vmimage__json_get(object, "metadata"), "resourceVersion"),
                         error);
}

/* An object of a list. */
static vmimage_status element(void *data, const char *text, size_t length, vmimage_error **error)
{
    struct vm_kube_watch *watch = data;
    const struct vm_json_limits limits = vmimage__json_limits(watch->kube.context);
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_parse(text, length, &limits, watch->kube.url, &doc, error);

    return status == VMIMAGE_OK ? give(watch, vmimage__json_root(doc), false, error) : status;
}

static vmimage_status take(void *data, const void *bytes, size_t length, vmimage_error **error)
{
    struct vm_kube_watch *watch = data;

    if (watch->sink == NULL || !watch->sink->room(watch->sink->data))
        return VMIMAGE_DONE; /* later */
    return vmimage__json_stream_feed(&watch->stream, bytes, length, error);
}

/* ---- requests ---- */

static void add_number(struct vm_buf *path, const char *key, unsigned value)
{
    char text[16];
    struct vm_buf number = VM_BUF_INIT(sizeof(text));

    vmimage__buf_printf(&number, "%u", value);
    vmimage__kube_query(path, key, vmimage__buf_str(&number));
    vmimage__buf_release(&number);
}

static void make_path(struct vm_kube_watch *watch, bool list)
{
    struct vm_buf *path = &watch->path;

    vmimage__buf_reset(path);
    vmimage__kube_path(watch->kind, watch->version, watch->name_space, NULL, path);
    vmimage__kube_query(path, "labelSelector", watch->selector);
    if (watch->name != NULL) {
        vm_auto_buf struct vm_buf field = VM_BUF_INIT(4096);

        vmimage__buf_printf(&field, "metadata.name=%s", watch->name);
        vmimage__kube_query(path, "fieldSelector", vmimage__buf_str(&field));
    }
    if (list)
        return;
    vmimage__kube_query(path, "watch", "true");
    vmimage__kube_query(path, "allowWatchBookmarks", "true");
    add_number(path, "timeoutSeconds", WATCH_SECONDS + draw(watch) % WATCH_SECONDS);
    if (watch->position != NULL) {
        vmimage__kube_query(path, "resourceVersion", watch->position);
    } else {
        vmimage__kube_query(path, "sendInitialEvents", "true");
        vmimage__kube_query(path, "resourceVersionMatch", "NotOlderThan");
    }
}

static vmimage_status begin(struct vm_kube_watch *watch, vmimage_error **error)
{
    bool list = watch->position == NULL && watch->old_server;
    struct vm_http_request http;
    vmimage_status status;

    make_path(watch, list);
    if (watch->path.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    watch->request = (struct vm_kube_request){.path = vmimage__buf_str(&watch->path),
                                              .write = take,
                                              .data = watch,
                                              .flags = list ? 0 : VM_HTTP_PATIENT,
                                              .verb = list ? "list" : "watch",
                                              .kind = watch->kind,
                                              .name_space = watch->name_space};
    vmimage__arena_release(&watch->arena);
    watch->arena = (struct vm_arena){0};
    status = vmimage__kube_prepare(&watch->kube, watch->call, &watch->request, &watch->arena, &http, error);
    if (status != VMIMAGE_OK)
        return status;
    watch->stream.array = list ? "items" : NULL;
    watch->stream.element = list ? element : event;
    vmimage__json_stream_reset(&watch->stream);
    watch->started = now();
    watch->initial = watch->position == NULL;
    if (watch->initial)
        watch->sink->begin(watch->sink->data, watch->part);
    status = vmimage__http_start(watch->kube.http, &http, &watch->transfer, error);
    if (status == VMIMAGE_OK)
        watch->state = list ? VM_KUBE_WATCH_LIST : VM_KUBE_WATCH_STREAM;
    return status;
}

static void drop(struct vm_kube_watch *watch)
{
    vmimage__http_release(watch->transfer);
    watch->transfer = NULL;
}

/* ---- ends ---- */

static vmimage_status list_ended(struct vm_kube_watch *watch, vmimage_error **error)
{
    const struct vm_json_limits limits = vmimage__json_limits(watch->kube.context);
    const struct vm_buf *rest = &watch->stream.rest;
    vm_auto_json struct vm_json_doc *doc = NULL;
    vmimage_status status = vmimage__json_stream_end(&watch->stream, error);
    const struct vm_json *meta;

    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(rest), rest->length, &limits, watch->kube.url, &doc, error);
    if (status != VMIMAGE_OK)
        return status;
    meta = vmimage__json_get(vmimage__json_root(doc), "metadata");
    status = keep_position(watch, vmimage__json_get_string(meta, "resourceVersion"), error);
    if (status == VMIMAGE_OK && watch->position == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, watch->kube.url, "%s: the list has no resourceVersion",
                             watch->kube.url);
    if (status == VMIMAGE_OK)
        status = end_list(watch, error);
    watch->pause = 0;
    watch->told = false;
    go_on(watch);
    return status;
}

/* A failure: what to do next, and whether it is to be told. */
static vmimage_status failed(struct vm_kube_watch *watch, vmimage_status status, vmimage_error *failure, bool *fatal,
                             vmimage_error **error)
{
    bool shared = !watch->kind->namespaced;
    vm_auto_error vmimage_error *told = NULL;

    switch (status) {
    case VMIMAGE_E_NO_MEMORY:
    case VMIMAGE_E_CANCELLED:
        *fatal = true;
        break;
    case VMIMAGE_E_EXPIRED: /* all over again, at once unless that was done just now */
        start_over(watch);
        if (watch->pause == 0)
            go_on(watch);
        else
            wait_for(watch, 0);
        watch->pause = watch->pause == 0 ? PAUSE_MIN : watch->pause;
        return VMIMAGE_OK;
    case VMIMAGE_E_INVALID: /* streamed lists are refused by servers that don't have them */
        if (watch->position == NULL && !watch->old_server) {
            watch->old_server = true;
            go_on(watch);
            return VMIMAGE_OK;
        }
        break;
    case VMIMAGE_E_UNAUTHENTICATED:
        if (watch->pause == 0 && vmimage__kube_access_refused(watch->kube.access)) {
            wait_for(watch, 0);
            return VMIMAGE_OK;
        }
        break;
    case VMIMAGE_E_FORBIDDEN:
    case VMIMAGE_E_NOT_FOUND:
        if (shared && status == VMIMAGE_E_FORBIDDEN) {
            vmimage__log(watch->call->context, VMIMAGE_LOG_WARNING, "kubernetes", "without those of the cluster: %s",
                         vmimage_error_message(failure));
            watch->state = VM_KUBE_WATCH_OVER;
            return end_list(watch, error);
        }
        *fatal = watch->initial;
        break;
    case VMIMAGE_E_UNREACHABLE: /* what worked and was cut is taken up; only what stays away is told */
        if (watch->pause == 0) {
            vmimage__log(watch->call->context, VMIMAGE_LOG_INFO, "kubernetes", "%s", vmimage_error_message(failure));
            wait_for(watch, 0);
            return VMIMAGE_OK;
        }
        break;
    default:
        break;
    }
    wait_for(watch, vmimage_error_retry_after_ms(failure));
    if (watch->told && !*fatal)
        return VMIMAGE_OK;
    watch->told = true;
    told = vmimage_error_ref(failure);
    return vmimage__pass_on(status, &told, error);
}

static vmimage_status ended(struct vm_kube_watch *watch, bool *fatal, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL, *refusal = NULL;
    vmimage_status status = vmimage__http_result(watch->transfer, &failure);
    bool list = watch->state == VM_KUBE_WATCH_LIST;

    if (status != VMIMAGE_OK) {
        const struct vm_http_answer *answer = vmimage__http_answer(watch->transfer);

        /* Failures of event() are told as they are. */
        if (answer == NULL || answer->status == 0 || answer->status >= 400)
            status = vmimage__kube_refusal(&watch->kube, &watch->request, watch->transfer, status, failure, &refusal);
    }
    drop(watch);
    if (status == VMIMAGE_OK && list)
        status = list_ended(watch, &refusal);
    else if (status == VMIMAGE_OK && watch->stream.partial.length != 0) /* cut inside of an event: it comes again */
        status =
            vmimage__fail(&refusal, VMIMAGE_E_UNREACHABLE, watch->kube.url, "%s: the watch was cut", watch->kube.url);
    if (status != VMIMAGE_OK)
        return failed(watch, status, refusal != NULL ? refusal : failure, fatal, error);
    if (list)
        return VMIMAGE_OK;
    if (now() - watch->started < SHORT_WATCH)
        wait_for(watch, 0);
    else
        go_on(watch);
    return VMIMAGE_OK;
}

/* ---- steps ---- */

static vmimage_status start(struct vm_kube_watch *watch, bool *fatal, vmimage_error **error)
{
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status = begin(watch, &failure);

    if (status == VMIMAGE_OK)
        return VMIMAGE_OK;
    drop(watch);
    return failed(watch, status, failure, fatal, error);
}

vmimage_status vmimage__kube_watch_step(struct vm_kube_watch *watch, const struct vm_call *call,
                                        const struct vm_feed_sink *sink, bool *fatal, vmimage_error **error)
{
    struct vm_http_transfer *over = NULL;
    vmimage_status status = VMIMAGE_OK;

    watch->sink = sink;
    watch->call = call;
    if (watch->state == VM_KUBE_WATCH_WAIT && now() >= watch->due)
        status = start(watch, fatal, error);
    if (status == VMIMAGE_OK && watch->transfer != NULL) {
        if (sink->room(sink->data))
            vmimage__http_continue(watch->transfer);
        status = vmimage__http_step(watch->kube.http, call, 0, &over, error);
    }
    if (status == VMIMAGE_OK && over != NULL)
        status = ended(watch, fatal, error);
    else if (status == VMIMAGE_OK && watch->state == VM_KUBE_WATCH_STREAM &&
             now() - watch->started > 2 * WATCH_SECONDS * INT64_C(1000) + GRACE) {
        drop(watch); /* the server would have ended it: nobody is there any more */
        go_on(watch);
    }
    watch->sink = NULL;
    watch->call = NULL;
    return status;
}

int64_t vmimage__kube_watch_due(const struct vm_kube_watch *watch)
{
    if (watch->state == VM_KUBE_WATCH_WAIT)
        return watch->due;
    if (watch->state == VM_KUBE_WATCH_STREAM)
        return watch->started + 2 * WATCH_SECONDS * INT64_C(1000) + GRACE + 1;
    return INT64_MAX;
}

vmimage_status vmimage__kube_watch_open(struct vm_kube_watch *watch, const struct vm_kube *place, size_t part,
                                        const struct vm_kube_kind *kind, const char *name_space,
                                        const struct vm_wanted *wanted, vmimage_error **error)
{
    struct vm_json_stream stream = VM_JSON_STREAM_INIT(NULL, 0, REST_MAX);
    struct vm_buf path = VM_BUF_INIT(65536);

    watch->kube = *place;
    watch->kube.http = NULL;
    watch->kube.tries = 1; /* when to try again is decided here */
    watch->part = part;
    watch->kind = kind;
    watch->name_space = name_space;
    watch->version = place->groups[kind->group].names[0];
    watch->random = (uint32_t)now() ^ (uint32_t)(uintptr_t)watch;
    watch->path = path;
    watch->stream = stream;
    watch->stream.partial.max = (size_t)vmimage__json_limits(place->context).bytes;
    watch->stream.subject = place->url;
    watch->stream.data = watch;
    watch->selector = vmimage__strdup(wanted->selector);
    watch->name = vmimage__strdup(wanted->id);
    if ((wanted->selector != NULL && watch->selector == NULL) || (wanted->id != NULL && watch->name == NULL))
        return vmimage__fail_no_memory(error);
    return VMIMAGE_OK;
}

void vmimage__kube_watch_close(struct vm_kube_watch *watch)
{
    drop(watch);
    vmimage__http_close(watch->kube.http);
    vmimage__free(watch->position);
    vmimage__free(watch->selector);
    vmimage__free(watch->name);
    vmimage__buf_release(&watch->path);
    vmimage__json_stream_release(&watch->stream);
    vmimage__arena_release(&watch->arena);
}
