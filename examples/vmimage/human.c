/*
 * SPDX-License-Identifier: Apache-2.0
 * Sizes, ages and lists in the form that people read, the ages as kubectl writes them.
 */
#include "kind.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

char *cli_size(uint64_t bytes)
{
    static const char *const units[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    size_t unit = 0;
    uint64_t scale = 1;
    uint64_t tenths;

    while (unit + 1 < sizeof(units) / sizeof(*units) && bytes / scale >= 1024) {
        scale *= 1024;
        unit++;
    }
    if (bytes % scale == 0)
        return cli_text("%llu%s", (unsigned long long)(bytes / scale), units[unit]);
    tenths = bytes / scale * 10 + (bytes % scale / (scale / 1024)) * 10 / 1024;
    return cli_text("%llu.%llu%s", (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10), units[unit]);
}

static char *pair(int64_t big, const char *big_unit, int64_t small, const char *small_unit)
{
    if (small == 0)
        return cli_text("%lld%s", (long long)big, big_unit);
    return cli_text("%lld%s%lld%s", (long long)big, big_unit, (long long)small, small_unit);
}

/* The steps of kubectl: two units while the second still says something. */
static char *duration(int64_t seconds)
{
    int64_t minutes = seconds / 60;
    int64_t hours = minutes / 60;
    int64_t days = hours / 24;

    if (seconds < 120)
        return pair(seconds, "s", 0, "");
    if (minutes < 10)
        return pair(minutes, "m", seconds % 60, "s");
    if (hours < 3)
        return pair(minutes, "m", 0, "");
    if (hours < 8)
        return pair(hours, "h", minutes % 60, "m");
    if (hours < 48)
        return pair(hours, "h", 0, "");
    if (days < 8)
        return pair(days, "d", hours % 24, "h");
    if (days < 730)
        return pair(days, "d", 0, "");
    return days < 2920 ? pair(days / 365, "y", days % 365, "d") : pair(days / 365, "y", 0, "");
}

char *cli_age(const char *rfc3339)
{
    struct tm time_then = {0};
    time_t then;
    time_t now = time(NULL);

    if (rfc3339 == NULL || sscanf(rfc3339, "%4d-%2d-%2dT%2d:%2d:%2d", &time_then.tm_year, &time_then.tm_mon,
                                  &time_then.tm_mday, &time_then.tm_hour, &time_then.tm_min, &time_then.tm_sec) != 6)
        return cli_copy("");
    time_then.tm_year -= 1900;
    time_then.tm_mon -= 1;
    then = timegm(&time_then);
    return duration(now > then ? (int64_t)(now - then) : 0);
}

const char *cli_yes_no(int32_t value)
{
    return value == VMIMAGE_UNSET ? "" : value != 0 ? "true" : "false";
}

static char *join(char *list, const char *separator, const char *text)
{
    char *joined = cli_text("%s%s%s", list, *list != '\0' ? separator : "", text);

    free(list);
    return joined;
}

char *cli_disk_sizes(const vmimage_image *image)
{
    char *list = cli_copy("");
    size_t count = vmimage_image_disk_count(image);

    for (size_t i = 0; i < count; i++) {
        const char *limit = vmimage_image_disk_limit(image, i);

        list = join(list, ",", limit != NULL ? limit : "?");
    }
    return list;
}

char *cli_capabilities(const vmimage_image *image)
{
    char *list = cli_copy("");
    size_t count = vmimage_image_capability_count(image);

    for (size_t i = 0; i < count; i++)
        list = join(list, ",", vmimage_image_capability(image, i));
    return list;
}

const char *cli_why_not_ready(const vmimage_condition *ready)
{
    const char *message;
    const char *reason;

    if (ready == NULL || vmimage_condition_is_true(ready))
        return NULL;
    message = vmimage_condition_message(ready);
    reason = vmimage_condition_reason(ready);
    if (message != NULL && *message != '\0')
        return message;
    return reason != NULL ? reason : "no reason is given";
}
