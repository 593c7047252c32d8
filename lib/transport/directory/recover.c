/*
 * SPDX-License-Identifier: Apache-2.0
 * After a writer, whether it came to its end or died: the list that is in place decides which library it is, the old or the
 * new one, and what belongs to the other is removed.
 *
 * A writer writes first the list and then lib.json under their temporary names, and renames them in the same order. So
 * a temporary list means that nothing counts yet, and a temporary lib.json alone that only its rename is missing.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vmimage/context.h>

#include "base/error.h"
#include "transport/directory/keep.h"

static vmimage_status load(struct vm_keep *keep, const char *path, struct vm_json_doc **doc, vmimage_error **error)
{
    struct vm_json_limits limits = vmimage__json_limits(keep->call->context);
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)limits.bytes);
    const char *name = vmimage__tree_name(keep->tree, &keep->arena, path);
    vmimage_status status =
        name != NULL ? vmimage__tree_read(keep->tree, path, &text, error) : vmimage__fail_no_memory(error);

    vmimage__json_free(*doc);
    *doc = NULL;
    if (status == VMIMAGE_OK)
        status = vmimage__json_parse(vmimage__buf_str(&text), text.length, &limits, name, doc, error);
    return status;
}

static vmimage_status refuse(const struct vm_keep *keep, const char *file, const char *what, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_UNSUPPORTED, keep->tree->path, "%s/%s: %s; such a library is only read",
                         keep->tree->path, file, what);
}

vmimage_status vmimage__keep_load(struct vm_keep *keep, vmimage_error **error)
{
    const char *version;
    vmimage_status status = load(keep, VM_VCSP_LIBRARY, &keep->library_doc, error);

    if (status != VMIMAGE_OK)
        return status;
    keep->library = vmimage__json_root(keep->library_doc);
    version = vmimage__vcsp_counter(&keep->arena, vmimage__json_get(keep->library, "vcspVersion"));
    if (version == NULL || strcmp(version, "2") != 0)
        return refuse(keep, VM_VCSP_LIBRARY, "is not of version 2 of the protocol", error);
    keep->list = vmimage__json_get_string(keep->library, "itemsHref");
    if (keep->list == NULL || keep->list[0] == '\0')
        keep->list = "items.json";
    if (strchr(keep->list, '/') != NULL || keep->list[0] == '.')
        return refuse(keep, VM_VCSP_LIBRARY, "has its list of items elsewhere", error);
    status = load(keep, keep->list, &keep->list_doc, error);
    keep->items = vmimage__json_get(vmimage__json_root(keep->list_doc), "items");
    if (status == VMIMAGE_OK && vmimage__json_type(keep->items) != VM_JSON_ARRAY)
        return vmimage__fail(error, VMIMAGE_E_PARSE, keep->tree->path,
                             "%s/%s: holds no array \"items\"; nothing is written to a library whose list is damaged",
                             keep->tree->path, keep->list);
    return status;
}

static bool is_there(const struct vm_keep *keep, const char *path)
{
    struct stat st;

    return fstatat(keep->tree->fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Whether an href, as it is or with its percent-encoding undone, is the path. */
static bool leads_to(const char *href, const char *path)
{
    if (strcmp(href, path) == 0)
        return true;
    for (; *href != '\0'; href++, path++) {
        int high = *href == '%' ? hex_value(href[1]) : -1, low = high >= 0 ? hex_value(href[2]) : -1;

        if (*path == '\0' || *path != (low >= 0 ? (char)(high * 16 + low) : *href))
            return false;
        href += low >= 0 ? 2 : 0;
    }
    return *path == '\0';
}

/* Whether an item has the file, by whatever way a reader finds it. */
static bool has_file(const struct vm_json *item, const char *path)
{
    const char *self = vmimage__json_get_string(item, "selfHref"), *slash = strrchr(path, '/');

    if (self != NULL && leads_to(self, path))
        return true;
    for (const struct vm_json *f = vmimage__json_first(vmimage__json_get(item, "files")); f != NULL;
         f = vmimage__json_next(f)) {
        const char *href = vmimage__vcsp_href(f);

        if (href == NULL || href[0] == '\0')
            href = vmimage__json_get_string(f, "name");
        if (href != NULL &&
            (leads_to(href, path) || (strchr(href, '/') == NULL && slash != NULL && leads_to(href, slash + 1))))
            return true;
    }
    return false;
}

static vmimage_status remove_path(struct vm_keep *keep, const char *path, vmimage_error **error)
{
    const char *slash = strrchr(path, '/'), *folder;
    vmimage_status status;

    if (slash == NULL && (strcmp(path, VM_VCSP_LIBRARY) == 0 || strcmp(path, keep->list) == 0))
        return VMIMAGE_OK;
    for (const struct vm_json *item = vmimage__json_first(keep->items); item != NULL; item = vmimage__json_next(item)) {
        if (has_file(item, path))
            return VMIMAGE_OK;
    }
    status = vmimage__keep_unlink(keep, path, error);
    if (status != VMIMAGE_OK || slash == NULL)
        return status;
    folder = vmimage__arena_strndup(&keep->arena, path, (size_t)(slash - path));
    if (folder == NULL)
        return vmimage__fail_no_memory(error);
    (void)unlinkat(keep->tree->fd, folder, AT_REMOVEDIR); /* it stays as long as something is in it */
    return VMIMAGE_OK;
}

/* Make the item.json again that may be ahead of the list. */
static vmimage_status restore_descriptor(struct vm_keep *keep, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT((size_t)vmimage__json_limits(keep->call->context).bytes);
    const struct vm_json *item = vmimage__json_first(keep->items);
    const char *path = keep->descriptor, *slash = strrchr(path, '/');
    const char *temporary =
        vmimage__arena_printf(&keep->arena, "%.*s" VM_KEEP_ITEM, slash != NULL ? (int)(slash - path) + 1 : 0, path);
    const char *self;
    vmimage_status status;

    if (temporary == NULL)
        return vmimage__fail_no_memory(error);
    while (item != NULL && ((self = vmimage__json_get_string(item, "selfHref")) == NULL || !leads_to(self, path)))
        item = vmimage__json_next(item);
    if (item == NULL || !is_there(keep, path))
        return vmimage__keep_unlink(keep, temporary, error);
    vmimage__json_print(item, &text, false);
    status = vmimage__keep_write(keep, temporary, &text, error);
    return status == VMIMAGE_OK ? vmimage__keep_rename(keep, temporary, path, error) : status;
}

static vmimage_status clear(struct vm_keep *keep, vmimage_error **error)
{
    vmimage_status status = vmimage__keep_load(keep, error);

    for (size_t i = 0; status == VMIMAGE_OK && i < keep->path_count; i++)
        status = remove_path(keep, keep->paths[i], error);
    if (status == VMIMAGE_OK && keep->descriptor != NULL)
        status = restore_descriptor(keep, error);
    return status;
}

vmimage_status vmimage__keep_recover(struct vm_keep *keep, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    if (is_there(keep, VM_KEEP_LIST)) {
        status = vmimage__keep_unlink(keep, VM_KEEP_LIBRARY, error);
        if (status == VMIMAGE_OK)
            status = vmimage__keep_unlink(keep, VM_KEEP_LIST, error);
    } else if (is_there(keep, VM_KEEP_LIBRARY)) {
        status = vmimage__keep_rename(keep, VM_KEEP_LIBRARY, VM_VCSP_LIBRARY, error);
    }
    if (status == VMIMAGE_OK)
        status = vmimage__keep_unlink(keep, VM_KEEP_STAGE, error);
    if (status == VMIMAGE_OK && (keep->path_count != 0 || keep->descriptor != NULL) && is_there(keep, VM_VCSP_LIBRARY))
        status = clear(keep, error);
    if (status == VMIMAGE_OK && ftruncate(keep->lock, 0) != 0)
        status = vmimage__keep_fail(keep, VM_KEEP_LOCK, errno, "write it", error);
    return status;
}
