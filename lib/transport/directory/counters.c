/*
 * SPDX-License-Identifier: Apache-2.0
 * What VCSP counts and how things are identified: counters that only grow, generations of files, new IDs, names.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/utf8.h"
#include "transport/directory/keep.h"

/* Characters that vCenter takes. */
#define ITEM_NAME_MAX 80
/* A description is a text for people; a list is read as a whole by every subscriber. */
#define DESCRIPTION_MAX 65536

/* A number of decimal digits; false when it is none, or too large to be followed by another. */
static bool read_number(const char *text, int64_t *number)
{
    int64_t value = 0;

    if (text == NULL || text[0] == '\0')
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (value >= INT64_MAX / 10 - 1)
            return false;
        value = value * 10 + (*text - '0');
    }
    *number = value;
    return *text == '\0';
}

vmimage_status vmimage__next_counter(struct vm_keep *keep, const struct vm_json *json, const char *key,
                                     const char *what, const char **next, vmimage_error **error)
{
    const char *text = vmimage__vcsp_counter(&keep->arena, vmimage__json_get(json, key));
    int64_t number;

    if (keep->arena.failed)
        return vmimage__fail_no_memory(error);
    if (!read_number(text, &number))
        return vmimage__fail(error, VMIMAGE_E_PARSE, keep->tree->path,
                             "%s: \"%s\" of %s is no counter (%s%s%s); subscribers would not see a change, so nothing "
                             "is written until it is put right",
                             keep->tree->path, key, what, text != NULL ? "\"" : "", text != NULL ? text : "missing",
                             text != NULL ? "\"" : "");
    *next = vmimage__arena_printf(&keep->arena, "%" PRId64, number + 1);
    return *next != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* Numbers of a file that subscribers may have compared: its generation, and an etag that is a number. */
static int64_t highest(const struct vm_json *file, int64_t so_far)
{
    static const char *const keys[] = {"generationNum", "etag"};

    for (size_t i = 0; i < 2; i++) {
        const struct vm_json *json = vmimage__json_get(file, keys[i]);
        int64_t number;

        if ((vmimage__json_int(json, &number) || read_number(vmimage__json_string(json), &number)) && number > so_far &&
            number < INT64_MAX - 1)
            so_far = number;
    }
    return so_far;
}

int64_t vmimage__next_generation(const struct vm_json *item, int64_t modified)
{
    int64_t previous = 0;

    for (const struct vm_json *f = vmimage__json_first(vmimage__json_get(item, "files")); f != NULL;
         f = vmimage__json_next(f))
        previous = highest(f, previous);
    return previous + 1 > modified ? previous + 1 : modified;
}

vmimage_status vmimage__new_uuid(char id[VM_UUID_SIZE], vmimage_error **error)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[16];
    size_t used = 0;

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return vmimage__fail_errno(error, errno, "the system", "give random numbers");
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
    for (size_t i = 0; i < sizeof(bytes); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            id[used++] = '-';
        id[used++] = digits[bytes[i] >> 4];
        id[used++] = digits[bytes[i] & 15];
    }
    id[used] = '\0';
    return VMIMAGE_OK;
}

vmimage_status vmimage__check_name(const char *name, bool description, vmimage_error **error)
{
    const char *what = description ? "description" : "name";
    size_t length = strlen(name), characters = 0, limit = description ? DESCRIPTION_MAX : ITEM_NAME_MAX;

    if (length == 0 && !description)
        return vmimage__fail(error, VMIMAGE_E_INVALID, name, "the name is empty");
    if (vmimage__utf8_valid(name, length) != length)
        return vmimage__fail(error, VMIMAGE_E_INVALID, name, "the %s is not valid UTF-8", what);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];

        characters += (c & 0xC0) != 0x80;
        if (c == 0x7F || (c < 0x20 && !(description && (c == '\n' || c == '\t'))))
            return vmimage__fail(error, VMIMAGE_E_INVALID, name, "the %s has a control character in it", what);
    }
    if (characters > limit)
        return vmimage__fail(error, VMIMAGE_E_INVALID, name, "the %s has %zu characters; vCenter takes %zu at most",
                             what, characters, limit);
    return VMIMAGE_OK;
}

const char *vmimage__keep_now(struct vm_arena *arena)
{
    char now[VM_TIME_SIZE];

    vmimage__now(now);
    return vmimage__arena_printf(arena, "%.16sZ", now);
}
