/*
 * SPDX-License-Identifier: Apache-2.0
 * Values that publishers of VCSP libraries write in several ways.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/rfc3339.h"
#include "transport/vcsp/vcsp.h"

#define URN "urn:uuid:"

const char *vmimage__vcsp_id(const char *text)
{
    return text != NULL && strncmp(text, URN, sizeof(URN) - 1) == 0 ? text + sizeof(URN) - 1 : text;
}

const char *vmimage__vcsp_counter(struct vm_arena *arena, const struct vm_json *json)
{
    const char *text = vmimage__json_string(json);
    int64_t number;

    if (text != NULL)
        return text[0] != '\0' ? vmimage__arena_strdup(arena, text) : NULL;
    return vmimage__json_int(json, &number) ? vmimage__arena_printf(arena, "%" PRId64, number) : NULL;
}

const char *vmimage__vcsp_time(struct vm_arena *arena, const char *text)
{
    char whole[64], canonical[VM_RFC3339_SIZE];
    size_t length = text != NULL ? strlen(text) : 0, clock = 16; /* "2026-01-31T09:15" */
    const char *rest = length >= clock ? text + clock : "", *zone;

    if (length < clock || length > 40)
        return NULL;
    zone = rest + strcspn(rest, "Zz+-");
    (void)snprintf(whole, sizeof(whole), "%.16s%s%.*s%s", text, rest[0] == ':' ? "" : ":00", (int)(zone - rest), rest,
                   *zone == 'z' || *zone == '\0' ? "Z" : zone);
    return vmimage__rfc3339_canonical(whole, canonical) ? vmimage__arena_strdup(arena, canonical) : NULL;
}

/* The first href: an array of texts, or what one publisher writes in its place, an object. */
const char *vmimage__vcsp_href(const struct vm_json *file)
{
    const struct vm_json *hrefs = vmimage__json_get(file, "hrefs");

    return vmimage__json_string(hrefs) != NULL ? vmimage__json_string(hrefs)
                                               : vmimage__json_string(vmimage__json_first(hrefs));
}

vmimage_status vmimage__vcsp_size(const struct vm_json *file, uint64_t *size)
{
    const struct vm_json *json = vmimage__json_get(file, "size");
    const char *text = vmimage__json_string(json);
    int64_t wanted = 0;

    if (json == NULL)
        return VMIMAGE_DONE;
    for (const char *c = text; text != NULL && *c >= '0' && *c <= '9' && wanted < INT64_MAX / 10 - 1; c++)
        wanted = wanted * 10 + (*c - '0');
    if (text == NULL && (!vmimage__json_int(json, &wanted) || wanted < 0))
        return VMIMAGE_E_PARSE;
    *size = (uint64_t)wanted;
    return VMIMAGE_OK;
}
