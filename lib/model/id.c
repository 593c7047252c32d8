/*
 * SPDX-License-Identifier: Apache-2.0
 * VMI IDs and the other names that are made from the UUID of a library item.
 */
#define OPENSSL_SUPPRESS_DEPRECATED /* see docs/decisions.md: SHA-1 without the cost of fetching it each time */
#include <vmimage/id.h>

#include <openssl/sha.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "model/id.h"

#define UUID_LENGTH 36

static bool is_dash_position(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool vmimage__is_uuid(const char *text)
{
    for (size_t i = 0; i < UUID_LENGTH; i++) {
        if (is_dash_position(i) ? text[i] != '-' : !is_hex(text[i]))
            return false;
    }
    return text[UUID_LENGTH] == '\0';
}

static void finish17(SHA_CTX *sha, char out[VM_HASH17_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[SHA_DIGEST_LENGTH];

    (void)SHA1_Final(digest, sha);
    for (size_t i = 0; i < VM_HASH17_SIZE - 1; i++)
        out[i] = digits[i % 2 == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15];
    out[VM_HASH17_SIZE - 1] = '\0';
}

void vmimage__hash17_n(const char *text, size_t length, char out[VM_HASH17_SIZE])
{
    SHA_CTX sha;

    (void)SHA1_Init(&sha);
    (void)SHA1_Update(&sha, text, length);
    finish17(&sha, out);
}

static void hash_uuid(const char *uuid, char out[VM_HASH17_SIZE])
{
    char plain[32];

    memcpy(plain, uuid, 8);
    memcpy(plain + 8, uuid + 9, 4);
    memcpy(plain + 12, uuid + 14, 4);
    memcpy(plain + 16, uuid + 19, 4);
    memcpy(plain + 20, uuid + 24, 12);
    vmimage__hash17_n(plain, sizeof(plain), out);
}

void vmimage__hash17(const char *text, char out[VM_HASH17_SIZE])
{
    SHA_CTX sha;

    (void)SHA1_Init(&sha);
    while (*text != '\0') {
        size_t run = strcspn(text, "-");

        (void)SHA1_Update(&sha, text, run);
        text += run + (text[run] == '-');
    }
    finish17(&sha, out);
}

static void describe_bad_uuid(struct vm_buf *reason, const char *text)
{
    size_t length = strlen(text);

    if (length != UUID_LENGTH) {
        vmimage__buf_printf(reason, "has %zu character%s instead of 36", length, length == 1 ? "" : "s");
        return;
    }
    for (size_t i = 0; i < UUID_LENGTH; i++) {
        const char *wanted = is_dash_position(i) ? "a '-'" : "a hexadecimal digit";

        if (is_dash_position(i) ? text[i] == '-' : is_hex(text[i]))
            continue;
        vmimage__buf_add_str(reason, "has '");
        vmimage__buf_printable(reason, text + i, 1);
        vmimage__buf_printf(reason, "' at position %zu where %s belongs", i + 1, wanted);
        return;
    }
}

vmimage_status vmimage_uuid_check(const char *uuid, vmimage_string **reason, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(256);

    VM_REQUIRE(reason != NULL, error);
    *reason = NULL;
    VM_REQUIRE(uuid != NULL, error);
    if (vmimage__is_uuid(uuid))
        return VMIMAGE_OK;
    describe_bad_uuid(&text, uuid);
    return vmimage__buf_take(&text, reason, error);
}

static vmimage_status from_uuid(const char *uuid, const char *prefix, char *out, vmimage_error **error)
{
    size_t length = strlen(prefix);

    if (!vmimage__is_uuid(uuid)) {
        vm_auto_buf struct vm_buf reason = VM_BUF_INIT(256);

        describe_bad_uuid(&reason, uuid);
        if (reason.status != VMIMAGE_OK)
            return vmimage__fail_no_memory(error);
        return vmimage__fail(error, VMIMAGE_E_INVALID, uuid, "\"%.64s\" is no UUID: it %s", uuid,
                             vmimage__buf_str(&reason));
    }
    memcpy(out, prefix, length);
    hash_uuid(uuid, out + length);
    return VMIMAGE_OK;
}

vmimage_status vmimage_id_from_uuid(const char *uuid, char id[VMIMAGE_ID_SIZE], vmimage_error **error)
{
    VM_REQUIRE(uuid != NULL && id != NULL, error);
    return from_uuid(uuid, "vmi-", id, error);
}

vmimage_status vmimage_item_name_from_uuid(const char *uuid, char name[VMIMAGE_ITEM_NAME_SIZE], vmimage_error **error)
{
    VM_REQUIRE(uuid != NULL && name != NULL, error);
    return from_uuid(uuid, "clitem-", name, error);
}

vmimage_status vmimage_library_name_from_uuid(const char *uuid, char name[VMIMAGE_LIBRARY_NAME_SIZE],
                                              vmimage_error **error)
{
    VM_REQUIRE(uuid != NULL && name != NULL, error);
    return from_uuid(uuid, "cl-", name, error);
}

vmimage_status vmimage_id_from_provider_item(const char *provider_item_id, char id[VMIMAGE_ID_SIZE],
                                             vmimage_error **error)
{
    VM_REQUIRE(provider_item_id != NULL && id != NULL, error);
    if (*provider_item_id == '\0')
        return vmimage__fail(error, VMIMAGE_E_INVALID, NULL, "the ID of the item is empty");
    memcpy(id, "vmi-", 4);
    vmimage__hash17(provider_item_id, id + 4);
    return VMIMAGE_OK;
}

const char *vmimage__item_name_identifier(const char *item_name, const char **reason)
{
    const char *dash = strchr(item_name, '-');

    *reason = NULL;
    if (strncmp(item_name, "clitem", 6) != 0)
        *reason = "item name does not start with \"clitem\"";
    else if (dash == NULL)
        *reason = "item name does not have an identifier after clitem-";
    return *reason == NULL ? dash + 1 : NULL;
}

vmimage_status vmimage_id_from_item_name(const char *item_name, vmimage_string **id, vmimage_error **error)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(65536);
    const char *reason, *identifier;

    VM_REQUIRE(id != NULL, error);
    *id = NULL;
    VM_REQUIRE(item_name != NULL, error);
    identifier = vmimage__item_name_identifier(item_name, &reason);
    if (identifier == NULL) {
        vmimage_status status = vmimage__fail(error, VMIMAGE_E_INVALID, item_name, "\"%.300s\": %s", item_name, reason);

        vmimage__error_set_reason(error, reason);
        return status;
    }
    vmimage__buf_add_str(&text, "vmi-");
    vmimage__buf_add_str(&text, identifier);
    return vmimage__buf_take(&text, id, error);
}

int32_t vmimage_id_is_valid(const char *id)
{
    if (id == NULL || strncmp(id, "vmi-", 4) != 0)
        return 0;
    for (size_t i = 4; i < VMIMAGE_ID_SIZE - 1; i++) {
        if (!is_hex(id[i]) || (id[i] >= 'A' && id[i] <= 'F'))
            return 0;
    }
    return id[VMIMAGE_ID_SIZE - 1] == '\0';
}
