/*
 * SPDX-License-Identifier: Apache-2.0
 * capacityAllocationUnits ("byte * 2^30"): the part of DSP0004's programmatic units that VM Operator understands, with
 * its silent 0 for everything else and its silent wrap.
 */
#include <string.h>

#include "model/gonumber.h"
#include "model/ovf.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const char *skip_blanks(const char *p)
{
    return p + strspn(p, " \t");
}

/* [1-9][0-9]*, or NULL. Too large a number counts as the largest one. */
static const char *scan_whole(const char *p, int64_t *value)
{
    struct vm_span span = {p, strspn(p, "0123456789")};

    if (span.length == 0 || *p == '0')
        return NULL;
    (void)vmimage__go_int(span, 64, value);
    return p + span.length;
}

/* A number or a power, or NULL. */
static const char *scan_number(const char *p, int64_t *value)
{
    int64_t exponent = 0;
    const char *end = scan_whole(p, value);

    if (end == NULL || *end != '^')
        return end;
    end = scan_whole(end + 1, &exponent);
    if (end != NULL)
        *value = vmimage__go_float_to_int(vmimage__go_pow((double)*value, (double)exponent));
    return end;
}

/* A word of letters that ends in "byte" or "bytes", or NULL; *factor is 0 for a word that is no unit. */
static const char *scan_unit(const char *p, int64_t *factor)
{
    static const struct {
        const char *word;
        int64_t factor;
    } units[] = {{"byte", 1},           {"kilobyte", 1000},       {"kibibyte", 1024},      {"megabyte", 1000000},
                 {"mebibyte", 1048576}, {"gigabyte", 1000000000}, {"gibibyte", 1073741824}};
    char word[16] = "";
    size_t length = 0;
    size_t stem;

    while (is_letter(p[length]))
        length++;
    stem = length - (length != 0 && (p[length - 1] | 0x20) == 's');
    if (stem < 4)
        return NULL;
    for (size_t i = 0; i < 4; i++)
        word[i] = (char)(p[stem - 4 + i] | 0x20);
    if (memcmp(word, "byte", 4) != 0)
        return NULL;
    *factor = 0;
    if (stem >= sizeof(word))
        return p + length;
    for (size_t i = 0; i < stem; i++)
        word[i] = (char)(p[i] | 0x20);
    word[stem] = '\0';
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(word, units[i].word) == 0)
            *factor = units[i].factor;
    }
    return p + length;
}

/* int64 multiplication that wraps, as Go's does. */
static int64_t times(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a * (uint64_t)b);
}

/* What follows the unit: "* number" any number of times, then nothing at all. */
static int64_t scan_factors(const char *p, int64_t product)
{
    while (*p != '\0') {
        int64_t number = 0;

        p = skip_blanks(p);
        if (*p != '*')
            return 0;
        p = scan_number(skip_blanks(p + 1), &number);
        if (p == NULL)
            return 0;
        product = times(product, number);
    }
    return product;
}

int64_t vmimage__ovf_units(const char *text)
{
    const char *p = skip_blanks(text != NULL ? text : "");
    int64_t product = 1, number = 0;

    while (*p != '\0') {
        const char *end = scan_number(p, &number);

        if (end == NULL) {
            end = scan_unit(p, &number);
            return end != NULL ? scan_factors(end, times(product, number)) : 0;
        }
        product = times(product, number);
        if (*end == '\0')
            return product;
        p = skip_blanks(end);
        if (*p != '*' || p[1] == '\0')
            return 0;
        p = skip_blanks(p + 1);
    }
    return product;
}
