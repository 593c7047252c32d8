/*
 * SPDX-License-Identifier: Apache-2.0
 * Locks: names pinned to what a registry has, and checked against it later. The text is format/lock_json.c's matter; reading and
 * writing files is the program's.
 */
#include <vmimage/lock.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/registry.h>
#include <vmimage/resolve.h>

#include "base/error.h"
#include "engine/drift.h"
#include "engine/registry.h"
#include "format/lock_json.h"
#include "model/access.h"
#include "model/lists.h"
#include "model/lock.h"

#define TEXT_MAX ((size_t)1 << 30)
#define NAME_MAX_BYTES ((size_t)65536)

vmimage_lock *vmimage_lock_new(void)
{
    vmimage_lock *lock = vmimage__calloc(1, sizeof(*lock));

    if (lock != NULL)
        vmimage__refs_init(&lock->refs);
    return lock;
}

vmimage_lock *vmimage_lock_ref(vmimage_lock *lock)
{
    if (lock != NULL)
        vmimage__refs_take(&lock->refs);
    return lock;
}

vmimage_lock *vmimage_lock_unref(vmimage_lock *lock)
{
    if (lock == NULL || !vmimage__refs_drop(&lock->refs))
        return NULL;
    vmimage__arena_release(&lock->arena);
    vmimage__free(lock);
    return NULL;
}

vmimage_status vmimage_lock_from_json(const char *json, size_t length, vmimage_lock **lock, vmimage_error **error)
{
    vmimage_status status;

    VM_REQUIRE(lock != NULL, error);
    *lock = NULL;
    VM_REQUIRE(json != NULL, error);
    *lock = vmimage_lock_new();
    status = *lock != NULL ? vmimage__lock_read(json, length, *lock, error) : vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "read lock");
        *lock = vmimage_lock_unref(*lock);
    }
    return status;
}

vmimage_status vmimage_lock_to_json(const vmimage_lock *lock, vmimage_string **json, vmimage_error **error)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT(TEXT_MAX);

    VM_REQUIRE(json != NULL, error);
    *json = NULL;
    VM_REQUIRE(lock != NULL, error);
    vmimage__lock_write(lock, &buf);
    return vmimage__buf_take(&buf, json, error);
}

static int by_file_name(const void *a, const void *b)
{
    return strcmp(((const struct vm_pin_file *)a)->name, ((const struct vm_pin_file *)b)->name);
}

static const char *copy(struct vm_arena *arena, const char *text)
{
    return vmimage__text(text) != NULL ? vmimage__arena_strdup(arena, text) : NULL;
}

/* Of two files with one name the first counts. */
static void pin_files(struct vm_arena *arena, const vmimage_item *item, struct vm_pin *pin)
{
    size_t kept = 0;

    for (size_t i = 0; i < item->o.file_count && i < VM_LOCK_FILES_MAX; i++) {
        const char *name = copy(arena, item->o.files[i].name);

        if (name == NULL ||
            !vmimage__arena_grow(arena, &pin->files, pin->file_count, &pin->file_capacity, sizeof(pin->files[0])))
            continue;
        pin->files[pin->file_count].name = name;
        pin->files[pin->file_count].version = copy(arena, item->o.files[i].version);
        pin->files[pin->file_count++].size = vmimage__quantity_bytes(item->o.files[i].size);
    }
    if (pin->file_count > 1)
        qsort(pin->files, pin->file_count, sizeof(pin->files[0]), by_file_name);
    for (size_t i = 0; i < pin->file_count; i++) {
        if (kept == 0 || strcmp(pin->files[kept - 1].name, pin->files[i].name) != 0)
            pin->files[kept++] = pin->files[i];
    }
    pin->file_count = kept;
}

/* Check arena->failed. `item` may be NULL. */
static struct vm_pin make_pin(struct vm_arena *arena, const char *name_space, const char *name,
                              const vmimage_image *image, const vmimage_item *item)
{
    struct vm_pin pin = {.name = vmimage__arena_strdup(arena, name)};

    pin.name_space = copy(arena, name_space);
    pin.kind = vmimage__arena_strdup(arena, vmimage__some(image->o.kind));
    pin.id = vmimage__arena_strdup(arena, vmimage__some(image->o.meta.name));
    pin.item = copy(arena, image->o.provider_item_id);
    pin.content_version = copy(arena, image->o.provider_content_version);
    if (item != NULL && pin.content_version == NULL)
        pin.content_version = copy(arena, item->o.content_version);
    if (item != NULL)
        pin_files(arena, item, &pin);
    return pin;
}

static const struct vmimage_condition *broken(const vmimage_image *image)
{
    const struct vmimage_condition *ready = vmimage__condition_find(&image->o.conditions, "Ready");

    return ready != NULL && ready->status != NULL && strcmp(ready->status, "False") == 0 ? ready : NULL;
}

/* Why an image is not ready: the condition's message, else its reason. */
static const char *why(const struct vmimage_condition *ready)
{
    return vmimage__text(ready->message) != NULL ? ready->message : vmimage__some(ready->reason);
}

static vmimage_status put_pin(vmimage_lock *lock, const struct vm_pin *pin, vmimage_error **error)
{
    size_t at = 0;

    while (at < lock->count && strcmp(lock->pins[at].name, pin->name) < 0)
        at++;
    if (at < lock->count && strcmp(lock->pins[at].name, pin->name) == 0) {
        lock->pins[at] = *pin;
        return VMIMAGE_OK;
    }
    if (lock->count >= VM_LOCK_PINS_MAX)
        return vmimage__fail(error, VMIMAGE_E_LIMIT, pin->name, "%s: the lock has %d names already", pin->name,
                             VM_LOCK_PINS_MAX);
    if (!vmimage__arena_grow(&lock->arena, &lock->pins, lock->count, &lock->capacity, sizeof(*pin)))
        return vmimage__fail_no_memory(error);
    memmove(&lock->pins[at + 1], &lock->pins[at], (lock->count - at) * sizeof(*pin));
    lock->pins[at] = *pin;
    lock->count++;
    return VMIMAGE_OK;
}

/* The item behind an image; NULL when the registry has none. */
static vmimage_status item_of(vmimage_registry *registry, const char *name_space, const vmimage_image *image,
                              vmimage_item **item, vmimage_error **error)
{
    const char *id = vmimage__text(image->o.provider_item_id);
    vm_auto_error vmimage_error *own = NULL;
    vmimage_status status;

    *item = NULL;
    if (id == NULL || (vmimage_registry_capabilities(registry) & VMIMAGE_CAPABILITY_ITEMS) == 0)
        return VMIMAGE_OK;
    status = vmimage_registry_get_item(registry, name_space, id, item, &own);
    if (status == VMIMAGE_OK || status == VMIMAGE_E_NOT_FOUND)
        return VMIMAGE_OK;
    if (error != NULL) {
        *error = vmimage_error_unref(*error);
        *error = vmimage_error_ref(own);
    }
    return status;
}

static vmimage_status pin_image(vmimage_lock *lock, const char *name_space, const char *name,
                                const vmimage_image *image, const vmimage_item *item, vmimage_error **error)
{
    struct vm_pin pin;

    /* An earlier lack of memory left nothing half-made behind. */
    lock->arena.failed = false;
    pin = make_pin(&lock->arena, name_space, name, image, item);
    return lock->arena.failed ? vmimage__fail_no_memory(error) : put_pin(lock, &pin, error);
}

static vmimage_status require_ready(const vmimage_image *image, const char *name, vmimage_error **error)
{
    const struct vmimage_condition *ready = broken(image);

    return ready == NULL
               ? VMIMAGE_OK
               : vmimage__fail(error, VMIMAGE_E_NOT_READY, name, "%s: the image is not ready: %s", name, why(ready));
}

vmimage_status vmimage_lock_add(vmimage_lock *lock, vmimage_registry *registry, const char *name_space,
                                const char *name, vmimage_error **error)
{
    vmimage_image *image = NULL;
    vmimage_item *item = NULL;
    vmimage_status status;

    VM_REQUIRE(lock != NULL, error);
    VM_REQUIRE(registry != NULL, error);
    VM_REQUIRE(name != NULL, error);
    status = vmimage_resolve(registry, name_space, name, 0, &image, error);
    if (status == VMIMAGE_OK)
        status = require_ready(image, name, error);
    if (status == VMIMAGE_OK)
        status = item_of(registry, name_space, image, &item, error);
    if (status == VMIMAGE_OK)
        status = pin_image(lock, name_space, name, image, item, error);
    vmimage_item_unref(item);
    vmimage_image_unref(image);
    return status;
}

static const vmimage_item *find_item(const vmimage_item *const *items, size_t count, const vmimage_image *image)
{
    const char *id = vmimage__text(image->o.provider_item_id);

    for (size_t i = 0; id != NULL && i < count; i++) {
        if (items[i] != NULL && items[i]->o.id != NULL && strcmp(items[i]->o.id, id) == 0)
            return items[i];
    }
    return NULL;
}

vmimage_status vmimage_lock_add_from(vmimage_lock *lock, const vmimage_image *const *images, size_t image_count,
                                     const vmimage_item *const *items, size_t item_count, const char *name_space,
                                     const char *name, vmimage_error **error)
{
    vmimage_image *image = NULL;
    vmimage_status status;

    VM_REQUIRE(lock != NULL, error);
    VM_REQUIRE(images != NULL || image_count == 0, error);
    VM_REQUIRE(items != NULL || item_count == 0, error);
    VM_REQUIRE(name != NULL, error);
    status = vmimage_resolve_images(images, image_count, name_space, name, 0, &image, error);
    if (status == VMIMAGE_OK)
        status = require_ready(image, name, error);
    if (status == VMIMAGE_OK)
        status = pin_image(lock, name_space, name, image, find_item(items, item_count, image), error);
    vmimage_image_unref(image);
    return status;
}

struct check {
    vmimage_drift *drift;
    const struct vm_pin *pin;
    vmimage_images *images;
    vmimage_items *items; /* NULL when the registry has none */
};

static void report(const struct check *check, const char *field, const char *was, const char *is)
{
    struct vm_drift_row row = {
        VMIMAGE_DRIFT_CHANGED, check->pin->kind, check->pin->name_space, check->pin->name, field, was, is};

    vmimage__drift_add(check->drift, &row);
}

static void compare_text(const struct check *check, const char *field, const char *was, const char *is)
{
    if (strcmp(vmimage__some(was), vmimage__some(is)) != 0)
        report(check, field, was, is);
}

/* A place without versions of files gives each that of the whole content, which is compared already. */
static bool versions_differ(const struct check *check, const struct vm_pin *now, const struct vm_pin_file *was,
                            const struct vm_pin_file *is)
{
    bool whole = strcmp(vmimage__some(was->version), vmimage__some(check->pin->content_version)) == 0 &&
                 strcmp(vmimage__some(is->version), vmimage__some(now->content_version)) == 0;

    return !whole && strcmp(vmimage__some(was->version), vmimage__some(is->version)) != 0;
}

static void compare_file(const struct check *check, const struct vm_pin *now, const struct vm_pin_file *was,
                         const struct vm_pin_file *is)
{
    const char *name = was != NULL ? was->name : is->name;
    char sizes[2][24];
    char *field = vmimage__arena_printf(&check->drift->arena, "files[%s]", name);
    char *size = vmimage__arena_printf(&check->drift->arena, "files[%s].size", name);
    char *version = vmimage__arena_printf(&check->drift->arena, "files[%s].version", name);

    if (field == NULL || size == NULL || version == NULL)
        return;
    (void)snprintf(sizes[0], sizeof(sizes[0]), "%llu", was != NULL ? (unsigned long long)was->size : 0);
    (void)snprintf(sizes[1], sizeof(sizes[1]), "%llu", is != NULL ? (unsigned long long)is->size : 0);
    if (was == NULL || is == NULL) {
        report(check, field, was != NULL ? sizes[0] : NULL, is != NULL ? sizes[1] : NULL);
        return;
    }
    compare_text(check, size, sizes[0], sizes[1]);
    if (versions_differ(check, now, was, is))
        report(check, version, was->version, is->version);
}

static void compare_pins(const struct check *check, const struct vm_pin *now)
{
    const struct vm_pin *was = check->pin;

    compare_text(check, "kind", was->kind, now->kind);
    compare_text(check, "id", was->id, now->id);
    compare_text(check, "item", was->item, now->item);
    compare_text(check, "contentVersion", was->content_version, now->content_version);
    for (size_t i = 0, j = 0; i < was->file_count || j < now->file_count;) {
        const struct vm_pin_file *a = i < was->file_count ? &was->files[i] : NULL;
        const struct vm_pin_file *b = j < now->file_count ? &now->files[j] : NULL;
        int order = a == NULL ? 1 : (b == NULL ? -1 : strcmp(a->name, b->name));

        compare_file(check, now, order <= 0 ? a : NULL, order >= 0 ? b : NULL);
        i += order <= 0;
        j += order >= 0;
    }
}

static void check_image(const struct check *check, const vmimage_image *image)
{
    const struct vmimage_condition *ready = broken(image);
    struct vm_arena arena = {NULL, false};
    const vmimage_item *item =
        check->items == NULL ? NULL
                             : find_item((const vmimage_item *const *)check->items->list, check->items->count, image);
    struct vm_pin now = make_pin(&arena, check->pin->name_space, check->pin->name, image, item);

    if (ready != NULL)
        report(check, "ready", "True", why(ready));
    if (arena.failed)
        check->drift->arena.failed = true;
    else
        compare_pins(check, &now);
    vmimage__arena_release(&arena);
}

static void check_ambiguous(const struct check *check, const vmimage_error *error)
{
    vm_auto_buf struct vm_buf ids = VM_BUF_INIT(NAME_MAX_BYTES);

    for (size_t i = 0; i < vmimage_error_candidate_count(error); i++)
        vmimage__buf_printf(&ids, "%s%s", i > 0 ? ", " : "", vmimage_candidate_name(vmimage_error_candidate(error, i)));
    if (ids.status == VMIMAGE_E_NO_MEMORY || !vmimage__error_is_complete(error))
        check->drift->arena.failed = true;
    report(check, "id", check->pin->id, vmimage__buf_str(&ids));
}

static vmimage_status check_pin(const struct check *check, vmimage_error **error)
{
    const struct vm_pin *pin = check->pin;
    struct vm_drift_row gone = {VMIMAGE_DRIFT_REMOVED, pin->kind, pin->name_space, pin->name, NULL, NULL, NULL};
    vm_auto_error vmimage_error *own = NULL;
    vmimage_image *image = NULL;
    vmimage_status status = vmimage_resolve_images((const vmimage_image *const *)check->images->list,
                                                   check->images->count, pin->name_space, pin->name, 0, &image, &own);

    if (status == VMIMAGE_OK)
        check_image(check, image);
    else if (status == VMIMAGE_E_AMBIGUOUS)
        check_ambiguous(check, own);
    else if (status == VMIMAGE_E_NOT_FOUND)
        vmimage__drift_add(check->drift, &gone);
    vmimage_image_unref(image);
    return status == VMIMAGE_E_NO_MEMORY || check->drift->arena.failed ? vmimage__fail_no_memory(error) : VMIMAGE_OK;
}

/* One listing for all names; for a single name only what may answer to it. */
static vmimage_status list(const vmimage_lock *lock, vmimage_registry *registry, struct check *check,
                           vmimage_error **error)
{
    const char *only = lock->count == 1 ? lock->pins[0].name : NULL;
    bool by_id = only != NULL && strncmp(only, "vmi-", 4) == 0;
    vmimage_status status =
        vmimage__registry_list_images(registry, NULL, by_id ? only : NULL, by_id ? NULL : only, &check->images, error);

    if (status == VMIMAGE_OK && (vmimage_registry_capabilities(registry) & VMIMAGE_CAPABILITY_ITEMS) != 0)
        status = vmimage_registry_items(registry, NULL, &check->items, error);
    return status;
}

vmimage_status vmimage_lock_check(const vmimage_lock *lock, vmimage_registry *registry, vmimage_drift **drift,
                                  vmimage_error **error)
{
    struct check check = {NULL, NULL, NULL, NULL};
    vmimage_status status;

    VM_REQUIRE(drift != NULL, error);
    *drift = NULL;
    VM_REQUIRE(lock != NULL, error);
    VM_REQUIRE(registry != NULL, error);
    check.drift = vmimage__drift_new();
    status = check.drift != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    if (status == VMIMAGE_OK && lock->count > 0)
        status = list(lock, registry, &check, error);
    for (size_t i = 0; status == VMIMAGE_OK && i < lock->count; i++) {
        check.pin = &lock->pins[i];
        status = check_pin(&check, error);
    }
    vmimage_images_unref(check.images);
    vmimage_items_unref(check.items);
    *drift = status == VMIMAGE_OK ? check.drift : vmimage_drift_unref(check.drift);
    return status;
}

static const struct vm_pin *pin_at(const vmimage_lock *lock, size_t index)
{
    static const struct vm_pin none;

    return lock != NULL && index < lock->count ? &lock->pins[index] : &none;
}

static const struct vm_pin_file *file_at(const vmimage_lock *lock, size_t index, size_t file)
{
    static const struct vm_pin_file none;
    const struct vm_pin *pin = pin_at(lock, index);

    return file < pin->file_count ? &pin->files[file] : &none;
}

size_t vmimage_lock_count(const vmimage_lock *lock)
{
    return lock != NULL ? lock->count : 0;
}

const char *vmimage_lock_name(const vmimage_lock *lock, size_t index)
{
    return pin_at(lock, index)->name;
}

const char *vmimage_lock_namespace(const vmimage_lock *lock, size_t index)
{
    return pin_at(lock, index)->name_space;
}

const char *vmimage_lock_kind(const vmimage_lock *lock, size_t index)
{
    return pin_at(lock, index)->kind;
}

const char *vmimage_lock_id(const vmimage_lock *lock, size_t index)
{
    return pin_at(lock, index)->id;
}

const char *vmimage_lock_item_id(const vmimage_lock *lock, size_t index)
{
    return pin_at(lock, index)->item;
}

const char *vmimage_lock_content_version(const vmimage_lock *lock, size_t index)
{
    return pin_at(lock, index)->content_version;
}

size_t vmimage_lock_file_count(const vmimage_lock *lock, size_t index)
{
    return pin_at(lock, index)->file_count;
}

const char *vmimage_lock_file_name(const vmimage_lock *lock, size_t index, size_t file)
{
    return file_at(lock, index, file)->name;
}

uint64_t vmimage_lock_file_size(const vmimage_lock *lock, size_t index, size_t file)
{
    return file_at(lock, index, file)->size;
}

const char *vmimage_lock_file_version(const vmimage_lock *lock, size_t index, size_t file)
{
    return file_at(lock, index, file)->version;
}
