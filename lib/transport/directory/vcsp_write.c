/*
 * SPDX-License-Identifier: Apache-2.0
 * Writing the JSON of VCSP: members that are not ours stay as their publisher wrote them. The list and lib.json are put in
 * place together.
 */
#include <string.h>

#include <vmimage/context.h>

#include "base/error.h"
#include "transport/directory/keep.h"

static void write_member(struct vm_json_writer *writer, const struct vm_member *member)
{
    vmimage__jw_key(writer, member->key);
    if (member->json)
        vmimage__jw_raw(writer, member->text, strlen(member->text));
    else
        vmimage__jw_string(writer, member->text);
}

static const struct vm_member *find(const struct vm_member *members, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (members[i].text != NULL && strcmp(members[i].key, key) == 0)
            return &members[i];
    }
    return NULL;
}

static void copy_member(struct vm_json_writer *writer, const struct vm_json *value)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(writer->buf->max);

    vmimage__json_print(value, &text, false);
    if (text.status != VMIMAGE_OK)
        writer->buf->status = text.status;
    vmimage__jw_key(writer, vmimage__json_key(value));
    vmimage__jw_raw(writer, vmimage__buf_str(&text), text.length);
}

void vmimage__write_object(struct vm_buf *buf, const struct vm_json *old, const struct vm_member *members, size_t count)
{
    struct vm_json_writer writer;

    vmimage__jw_init(&writer, buf, false);
    vmimage__jw_begin_object(&writer);
    for (const struct vm_json *value = vmimage__json_first(old); value != NULL; value = vmimage__json_next(value)) {
        const struct vm_member *new = find(members, count, vmimage__json_key(value));

        if (vmimage__json_get(old, vmimage__json_key(value)) != value)
            continue; /* written twice by somebody: the last one counts */
        if (new != NULL)
            write_member(&writer, new);
        else
            copy_member(&writer, value);
    }
    for (size_t i = 0; i < count; i++) {
        if (members[i].text != NULL && vmimage__json_get(old, members[i].key) == NULL)
            write_member(&writer, &members[i]);
    }
    vmimage__jw_end_object(&writer);
}

static void write_items(const struct vm_keep *keep, const struct vm_json *old, const char *text, struct vm_buf *buf)
{
    const char *separator = "[\n";

    for (const struct vm_json *item = vmimage__json_first(keep->items); item != NULL; item = vmimage__json_next(item)) {
        if (item == old && text == NULL)
            continue;
        vmimage__buf_add_str(buf, separator);
        separator = ",\n";
        if (item == old)
            vmimage__buf_add_str(buf, text);
        else
            vmimage__json_print(item, buf, false);
    }
    if (old == NULL && text != NULL) {
        vmimage__buf_add_str(buf, separator);
        separator = ",\n";
        vmimage__buf_add_str(buf, text);
    }
    vmimage__buf_add_str(buf, separator[0] == '[' ? "[]" : "\n]");
}

static vmimage_status write_list(const struct vm_keep *keep, const struct vm_json *old, const char *text,
                                 vmimage_error **error)
{
    size_t max = (size_t)vmimage__json_limits(keep->call->context).bytes;
    vm_auto_buf struct vm_buf items = VM_BUF_INIT(max), list = VM_BUF_INIT(max);
    struct vm_member member = {"items", NULL, true};

    write_items(keep, old, text, &items);
    member.text = vmimage__buf_str(&items);
    list.status = items.status;
    vmimage__write_object(&list, vmimage__json_root(keep->list_doc), &member, 1);
    vmimage__buf_add_char(&list, '\n');
    return vmimage__keep_write(keep, VM_KEEP_LIST, &list, error);
}

vmimage_status vmimage__keep_commit(struct vm_keep *keep, const struct vm_json *old, const char *text,
                                    const struct vm_member *members, size_t count, vmimage_error **error)
{
    vm_auto_buf struct vm_buf library = VM_BUF_INIT((size_t)vmimage__json_limits(keep->call->context).bytes);
    vmimage_status status = write_list(keep, old, text, error);

    vmimage__write_object(&library, keep->library, members, count);
    vmimage__buf_add_char(&library, '\n');
    if (status == VMIMAGE_OK)
        status = vmimage__keep_write(keep, VM_KEEP_LIBRARY, &library, error);
    if (status == VMIMAGE_OK)
        status = vmimage__keep_sync(keep, "", error);
    if (status == VMIMAGE_OK)
        status = vmimage__call_check(keep->call, error);
    if (status == VMIMAGE_OK)
        status = vmimage__keep_rename(keep, VM_KEEP_LIST, keep->list, error);
    return status == VMIMAGE_OK ? vmimage__keep_rename(keep, VM_KEEP_LIBRARY, VM_VCSP_LIBRARY, error) : status;
}
