/*
 * SPDX-License-Identifier: Apache-2.0
 * Volume descriptors of ISO 9660, Joliet and the UDF recognition area, by ECMA-119 and ECMA-167.
 */
#include "format/iso.h"

#include <inttypes.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/utf8.h"

#define SECTOR 2048
/* A disc has a handful of descriptors; more than this is no disc. */
#define DESCRIPTORS_MAX 64

enum {
    TYPE_PRIMARY = 1,
    TYPE_SUPPLEMENTARY = 2,
    TYPE_TERMINATOR = 255,
    AT_VOLUME = 40,
    VOLUME_LENGTH = 32,
    AT_SPACE = 80,
    AT_ESCAPE = 88,
    AT_BLOCK = 128
};

struct scan {
    struct vm_iso *iso;
    char primary[VOLUME_LENGTH + 1];
    char joliet[3 * VOLUME_LENGTH / 2 + 1];
    size_t joliet_characters;
    bool has_primary;
};

/* Padding is blanks; some tools use NULs. Whatever is no text is no name. */
static void primary_volume(const unsigned char *field, char *out)
{
    size_t length = VOLUME_LENGTH, start = 0;

    while (length > 0 && (field[length - 1] == ' ' || field[length - 1] == '\0'))
        length--;
    while (start < length && field[start] == ' ')
        start++;
    memcpy(out, field + start, length - start);
    out[length - start] = '\0';
    for (size_t i = 0; i < length - start; i++) {
        if ((unsigned char)out[i] < 0x20 || out[i] == 0x7F)
            out[0] = '\0';
    }
    if (vmimage__utf8_valid(out, strlen(out)) != strlen(out))
        out[0] = '\0';
}

static void joliet_volume(const unsigned char *field, struct scan *scan)
{
    size_t length = VOLUME_LENGTH / 2, used = 0;

    while (length > 0 && field[2 * length - 2] == 0 && (field[2 * length - 1] == ' ' || field[2 * length - 1] == 0))
        length--;
    for (size_t i = 0; i < length; i++) {
        uint32_t code = (uint32_t)field[2 * i] << 8 | field[2 * i + 1];

        if (code < 0x20 || code == 0x7F || (code >= 0xD800 && code <= 0xDFFF)) {
            used = 0;
            length = 0;
            break;
        }
        used += vmimage__utf8_encode(code, scan->joliet + used);
    }
    scan->joliet[used] = '\0';
    scan->joliet_characters = length;
}

static uint32_t little32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool is_joliet(const unsigned char *sector)
{
    const unsigned char *escape = sector + AT_ESCAPE;

    return escape[0] == '%' && escape[1] == '/' && (escape[2] == '@' || escape[2] == 'C' || escape[2] == 'E');
}

static void take_descriptor(struct scan *scan, const unsigned char *sector)
{
    if (sector[0] == TYPE_PRIMARY && !scan->has_primary) {
        scan->has_primary = true;
        primary_volume(sector + AT_VOLUME, scan->primary);
        scan->iso->volume_size =
            (uint64_t)little32(sector + AT_SPACE) * (sector[AT_BLOCK] | (uint64_t)sector[AT_BLOCK + 1] << 8);
    } else if (sector[0] == TYPE_SUPPLEMENTARY && is_joliet(sector) && !scan->iso->joliet) {
        scan->iso->joliet = true;
        joliet_volume(sector + AT_VOLUME, scan);
    }
}

static bool identifier_is(const unsigned char *sector, const char *identifier)
{
    return memcmp(sector + 1, identifier, 5) == 0;
}

/* Descriptors of ISO 9660, then those of UDF; anything else ends the area. False at the end. */
static bool take_sector(struct scan *scan, const unsigned char *sector)
{
    if (identifier_is(sector, "CD001")) {
        take_descriptor(scan, sector);
        return true;
    }
    if (identifier_is(sector, "NSR02") || identifier_is(sector, "NSR03"))
        scan->iso->udf = true;
    return identifier_is(sector, "BEA01") || identifier_is(sector, "BOOT2") || identifier_is(sector, "NSR02") ||
           identifier_is(sector, "NSR03");
}

static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

/* Joliet has 16 characters where the primary has 32 bytes: it is the better name when it has more or can say more. */
static void choose_volume(const struct scan *scan)
{
    bool joliet =
        scan->joliet_characters != 0 && (scan->joliet_characters > strlen(scan->primary) || !is_ascii(scan->joliet));
    const char *name = joliet ? scan->joliet : scan->primary;

    memcpy(scan->iso->volume, name, strlen(name) + 1);
}

static vmimage_status check_size(const struct vm_iso *iso, const struct vm_source *source, vmimage_error **error)
{
    if (iso->volume_size <= source->size)
        return VMIMAGE_OK;
    return vmimage__fail(error, VMIMAGE_E_PARSE, source->name,
                         "%s: the ISO volume has %" PRIu64 " bytes but the file only %" PRIu64 ": it is truncated",
                         source->name, iso->volume_size, source->size);
}

vmimage_status vmimage__iso_read(struct vm_iso *iso, const struct vm_source *source, vmimage_error **error)
{
    struct scan scan = {.iso = iso};
    unsigned char sector[SECTOR];
    uint64_t offset = VM_ISO_FIRST_DESCRIPTOR;
    bool ended = false;

    memset(iso, 0, sizeof(*iso));
    for (int i = 0; i < DESCRIPTORS_MAX && !ended; i++, offset += SECTOR) {
        vmimage_status status;

        if (source->size < offset + SECTOR)
            break;
        status = vmimage__source_read(source, offset, sector, sizeof(sector), error);
        if (status != VMIMAGE_OK)
            return status;
        ended = !take_sector(&scan, sector);
    }
    if (!scan.has_primary && !iso->udf)
        return vmimage__fail(
            error, VMIMAGE_E_PARSE, source->name,
            "%s: has no volume descriptor of ISO 9660 or UDF at byte %d: it is no ISO image, or truncated",
            source->name, VM_ISO_FIRST_DESCRIPTOR);
    choose_volume(&scan);
    return check_size(iso, source, error);
}

bool vmimage__iso_meaningful(const char *volume)
{
    static const char *const defaults[] = {"CDROM",    "CD-ROM", "CD_ROM",  "DVD",      "ISOIMAGE",
                                           "ISO",      "NEW",    "NO NAME", "NO_NAME",  "UNDEFINED",
                                           "UNTITLED", "VOLUME", "UDF",     "LINUXUDF", "UDF Volume"};
    size_t length = strlen(volume);

    if (length == 0 || vmimage__ascii_equal_n(volume, "CCCOMA_", 7) ||
        vmimage__ascii_equal_n(volume, "This disc contains", 18))
        return false;
    if (length > 4 &&
        (vmimage__ascii_equal(volume + length - 4, "_DV5") || vmimage__ascii_equal(volume + length - 4, "_DV9")))
        return false;
    for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++) {
        if (vmimage__ascii_equal(volume, defaults[i]))
            return false;
    }
    return true;
}
