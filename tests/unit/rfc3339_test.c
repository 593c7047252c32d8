/*
 * SPDX-License-Identifier: Apache-2.0
 * Times to UTC.
 */
#include "unit.h"

#include <stdio.h>
#include <time.h>

#include <string.h>

#include "model/rfc3339.h"

static const struct {
    const char *text, *utc; /* NULL: no time */
} times[] = {
    {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
    {"2026-01-02T03:04:05.999999Z", "2026-01-02T03:04:05Z"},
    {"2026-01-02T03:04:05,5Z", "2026-01-02T03:04:05Z"},
    {"2026-01-01T01:30:00+02:00", "2025-12-31T23:30:00Z"},
    {"2025-12-31T23:30:00-01:00", "2026-01-01T00:30:00Z"},
    {"2024-03-01T00:00:00+00:01", "2024-02-29T23:59:00Z"},
    {"2023-02-28T23:59:59-23:59", "2023-03-01T23:58:59Z"},
    {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
    {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
    {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
    {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
    {"", NULL},
    {"2026", NULL},
    {"2026-01-02", NULL},
    {"2026-01-02T03:04:05", NULL},
    {"2026-01-02 03:04:05Z", NULL},
    {"2026-01-02t03:04:05z", NULL},
    {"2026-1-02T03:04:05Z", NULL},
    {"2026-13-02T03:04:05Z", NULL},
    {"2026-00-02T03:04:05Z", NULL},
    {"2026-02-29T03:04:05Z", NULL},
    {"1900-02-29T03:04:05Z", NULL},
    {"2026-04-31T03:04:05Z", NULL},
    {"2026-01-00T03:04:05Z", NULL},
    {"2026-01-02T24:04:05Z", NULL},
    {"2026-01-02T03:60:05Z", NULL},
    {"2026-01-02T03:04:60Z", NULL},
    {"2026-01-02T03:04:05.Z", NULL},
    {"2026-01-02T03:04:05Zx", NULL},
    {"2026-01-02T03:04:05+0200", NULL},
    {"2026-01-02T03:04:05+24:00", NULL},
    {"2026-01-02T03:04:05+02:60", NULL},
    {"2026-01-02T03:04:05+02:00 ", NULL},
    {"0000-01-01T00:00:00+00:01", NULL},
    {"9999-12-31T23:59:59-00:01", NULL},
    {"-026-01-02T03:04:05Z", NULL},
};

START_TEST(canonical)
{
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        char out[VM_RFC3339_SIZE];
        bool good = vmimage__rfc3339_canonical(times[i].text, out);

        ck_assert_msg(good == (times[i].utc != NULL), "%s", times[i].text);
        if (good)
            ck_assert_str_eq(out, times[i].utc);
    }
}
END_TEST

START_TEST(seconds)
{
    static const int64_t values[] = {-62135596800, -62167219200, -1, 0, 951782400, 951868799, 1700000000, 253402300799};

    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        time_t value = (time_t)values[i];
        char text[64];
        int64_t got = 7;
        struct tm tm;

        ck_assert_ptr_nonnull(gmtime_r(&value, &tm));
        (void)snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
                       tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
        ck_assert_msg(vmimage__rfc3339_seconds(text, &got) && got == values[i], "%s: %lld", text, (long long)got);
    }
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        int64_t got = 7, utc = 7;

        if (times[i].utc != NULL)
            ck_assert(vmimage__rfc3339_seconds(times[i].text, &got) && vmimage__rfc3339_seconds(times[i].utc, &utc) &&
                      got == utc);
    }
    ck_assert(!vmimage__rfc3339_seconds(NULL, NULL) && !vmimage__rfc3339_seconds("today", NULL));
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, canonical);
    tcase_add_test(tcase, seconds);
}

UNIT_MAIN("rfc3339", cases)
