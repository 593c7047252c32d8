/*
 * SPDX-License-Identifier: Apache-2.0
 * vsphere_calls URL CA VERB [ARGUMENT...]: one call of what the vsphere transport offers the engines; prints what came of it, or
 * "STATUS: message" and ends with 1.
 */
#include <stdio.h>
#include <string.h>
#include <vmimage/vmimage.h>

#include "transport/vsphere/inventory.h"
#include "transport/vsphere/remote.h"

struct run {
    struct vm_vs *vs;
    struct vm_call call;
    const char *const *a; /* arguments, "-" is NULL */
    vmimage_error *error;
};

static const char *shown(const char *text)
{
    return text != NULL ? text : "-";
}

/* Print and free a text that a call gave. */
static vmimage_status tell(vmimage_status status, char *text)
{
    if (status == VMIMAGE_OK)
        (void)printf("%s\n", shown(text));
    vmimage__free(text);
    return status;
}

static vmimage_status tell_task(vmimage_status status, struct vm_vs_task *task)
{
    if (status == VMIMAGE_OK)
        (void)printf("%s\t%s\t%s\t%s\t%s\t%s\n", task->id, shown(task->state), shown(task->description_id),
                     shown(task->activation_id), shown(task->result_type), shown(task->result));
    vmimage__vs_task_release(task);
    return status;
}

static vmimage_status vms(struct run *r)
{
    struct vm_arena arena = {NULL, false};
    struct vm_vs_vm *list;
    size_t count;
    vmimage_status status = vmimage__vs_list_vms(r->vs, &r->call, &arena, &list, &count, &r->error);

    for (size_t i = 0; i < count; i++)
        (void)printf("%s\t%s\t%s\t%s\t%s\t%d\n", list[i].id, list[i].name, shown(list[i].uuid),
                     shown(list[i].instance_uuid), shown(list[i].power_state), list[i].is_template);
    vmimage__arena_release(&arena);
    return status;
}

static vmimage_status find_vm(struct run *r)
{
    char *id = NULL;
    vmimage_status status = vmimage__vs_find_vm(r->vs, &r->call, r->a[0], &id, &r->error);

    return tell(status, id);
}

static vmimage_status task(struct run *r)
{
    struct vm_vs_task found = {.id = NULL};

    return tell_task(vmimage__vs_task(r->vs, &r->call, r->a[0], &found, &r->error), &found);
}

static vmimage_status find_task(struct run *r)
{
    struct vm_vs_task found = {.id = NULL};

    return tell_task(vmimage__vs_find_task(r->vs, &r->call, r->a[0], r->a[1], &found, &r->error), &found);
}

static vmimage_status wait_task(struct run *r)
{
    struct vm_vs_task found = {.id = NULL};

    return tell_task(vmimage__vs_wait_task(r->vs, &r->call, r->a[0], &found, &r->error), &found);
}

static vmimage_status cancel_task(struct run *r)
{
    return vmimage__vs_cancel_task(r->vs, &r->call, r->a[0], &r->error);
}

/* VM LIBRARY NAME ACTIVATION: the task is looked for while the capture runs. */
static vmimage_status capture(struct run *r)
{
    const struct vm_vs_capture wanted = {
        .vm = r->a[0], .library = r->a[1], .name = r->a[2], .activation = r->a[3], .description = "a test"};
    struct vm_vs_exchange exchange = {.url = NULL};
    struct vm_vs_task found = {.id = NULL};
    char header[VM_VS_ACTIVATION_MAX], *item = NULL;
    bool seen = false;
    vmimage_status status = vmimage__vs_capture_start(r->vs, &wanted, &exchange, header, &r->error);

    while (status == VMIMAGE_OK && !vmimage__http_ended(exchange.transfer)) {
        struct vm_http_transfer *ended;

        status = vmimage__http_step(r->vs->http, &r->call, 100, &ended, &r->error);
        if (status == VMIMAGE_OK && !seen && !vmimage__http_ended(exchange.transfer))
            seen = vmimage__vs_find_task(r->vs, &r->call, r->a[3], NULL, &found, NULL) == VMIMAGE_OK;
    }
    if (status == VMIMAGE_OK)
        status = vmimage__vs_capture_finish(r->vs, &r->call, &exchange, &item, &r->error);
    if (status == VMIMAGE_OK)
        (void)printf("%s\t%s\n", item, seen ? found.id : "-");
    vmimage__free(item);
    vmimage__vs_task_release(&found);
    vmimage__vs_release(&exchange);
    return status;
}

/* VM FOLDER NAME UID */
static vmimage_status clone_vm(struct run *r)
{
    const struct vm_vs_capture wanted = {.vm = r->a[0],
                                         .folder = r->a[1],
                                         .name = r->a[2],
                                         .publish_uid = r->a[3],
                                         .activation = r->a[3],
                                         .description = "a <test>"};
    char *id = NULL;
    vmimage_status status = vmimage__vs_clone_start(r->vs, &r->call, &wanted, &id, &r->error);

    return tell(status, id);
}

/* LIBRARY URL NAME CHECKSUM */
static vmimage_status import(struct run *r)
{
    const struct vm_vs_import wanted = {.url = r->a[1], .name = r->a[2], .checksum = r->a[3]};
    char *id = NULL;
    vmimage_status status = vmimage__vs_import(r->vs, &r->call, r->a[0], &wanted, &id, &r->error);

    return tell(status, id);
}

static vmimage_status copy(struct run *r)
{
    char *id = NULL;
    vmimage_status status = vmimage__vs_copy(r->vs, &r->call, r->a[0], r->a[1], r->a[2], NULL, &id, &r->error);

    return tell(status, id);
}

/* NAME URL DATASTORE PASSWORD */
static vmimage_status subscribe(struct run *r)
{
    const struct vm_vs_subscription wanted = {
        .name = r->a[0], .url = r->a[1], .datastore = r->a[2], .user = "vcsp", .password = r->a[3], .on_demand = true};
    char *id = NULL;
    vmimage_status status = vmimage__vs_subscribe(r->vs, &r->call, &wanted, &id, &r->error);

    return tell(status, id);
}

static vmimage_status delete_library(struct run *r)
{
    return vmimage__vs_delete_library(r->vs, &r->call, r->a[0], &r->error);
}

static vmimage_status set_published(struct run *r)
{
    return vmimage__vs_set_published(r->vs, &r->call, r->a[0], true, r->a[1], &r->error);
}

static vmimage_status sync_library(struct run *r)
{
    return vmimage__vs_sync_library(r->vs, &r->call, r->a[0], &r->error);
}

static vmimage_status sync_item(struct run *r)
{
    return vmimage__vs_sync_item(r->vs, &r->call, r->a[0], true, &r->error);
}

static vmimage_status evict_library(struct run *r)
{
    return vmimage__vs_evict_library(r->vs, &r->call, r->a[0], &r->error);
}

static vmimage_status evict_item(struct run *r)
{
    return vmimage__vs_evict_item(r->vs, &r->call, r->a[0], &r->error);
}

static vmimage_status publish_library(struct run *r)
{
    return vmimage__vs_publish_library(r->vs, &r->call, r->a[0], NULL, &r->error);
}

static vmimage_status publish_item(struct run *r)
{
    return vmimage__vs_publish_item(r->vs, &r->call, r->a[0], true, NULL, &r->error);
}

static vmimage_status subscribers(struct run *r)
{
    struct vm_arena arena = {NULL, false};
    struct vm_vs_subscriber *list;
    size_t count;
    vmimage_status status = vmimage__vs_subscribers(r->vs, &r->call, r->a[0], &arena, &list, &count, &r->error);

    for (size_t i = 0; i < count; i++)
        (void)printf("%s\t%s\t%s\n", shown(list[i].id), shown(list[i].library), shown(list[i].library_name));
    vmimage__arena_release(&arena);
    return status;
}

static vmimage_status add_subscriber(struct run *r)
{
    char *id = NULL;
    vmimage_status status = vmimage__vs_add_subscriber(r->vs, &r->call, r->a[0], r->a[1], NULL, NULL, &id, &r->error);

    return tell(status, id);
}

static vmimage_status remove_subscriber(struct run *r)
{
    return vmimage__vs_remove_subscriber(r->vs, &r->call, r->a[0], r->a[1], &r->error);
}

/* NAMESPACE LIBRARY yes|no */
static vmimage_status share(struct run *r)
{
    return vmimage__vs_share(r->vs, &r->call, r->a[0], r->a[1], strcmp(r->a[2], "yes") == 0, true, &r->error);
}

static const struct {
    const char *name;
    vmimage_status (*run)(struct run *);
} verbs[] = {
    {"vms", vms},
    {"find-vm", find_vm},
    {"task", task},
    {"find-task", find_task},
    {"wait-task", wait_task},
    {"cancel-task", cancel_task},
    {"capture", capture},
    {"clone", clone_vm},
    {"import", import},
    {"copy", copy},
    {"subscribe", subscribe},
    {"delete-library", delete_library},
    {"set-published", set_published},
    {"sync-library", sync_library},
    {"sync-item", sync_item},
    {"evict-library", evict_library},
    {"evict-item", evict_item},
    {"publish-library", publish_library},
    {"publish-item", publish_item},
    {"subscribers", subscribers},
    {"add-subscriber", add_subscriber},
    {"remove-subscriber", remove_subscriber},
    {"share", share},
};

int main(int count, char **arguments)
{
    const char *given[8] = {NULL};
    vmimage_options *options = vmimage_options_new();
    struct run run = {.call = {.deadline = vmimage__call_clock() + 60000}, .a = given};
    vmimage_status status = VMIMAGE_E_MISUSE;

    for (int i = 4; i < count && i < 12; i++)
        given[i - 4] = strcmp(arguments[i], "-") != 0 ? arguments[i] : NULL;
    if (count >= 4 && vmimage_options_set_ca_file(options, arguments[2], NULL) == VMIMAGE_OK)
        status = vmimage__vs_open(arguments[1], options, &run.call, &run.vs, &run.error);
    if (status == VMIMAGE_OK) {
        status = VMIMAGE_E_MISUSE;
        for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
            if (strcmp(verbs[i].name, arguments[3]) == 0)
                status = verbs[i].run(&run);
        }
    }
    if (status != VMIMAGE_OK)
        (void)printf("%s: %s\n", vmimage_status_name(status), shown(vmimage_error_message(run.error)));
    vmimage_error_unref(run.error);
    vmimage__vs_close(run.vs);
    vmimage_options_unref(options);
    return status == VMIMAGE_OK ? 0 : 1;
}
