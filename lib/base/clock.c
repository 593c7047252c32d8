/*
 * SPDX-License-Identifier: Apache-2.0
 * The time as Kubernetes writes it, without the C library's calendar, which is not safe in threads.
 */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

#define DAY INT64_C(86400)
#define LAST_SECOND INT64_C(253402300799)

/* Days since 1970 to year, month and day, by eras of 400 years that begin on the first of March. */
void vmimage__format_time(int64_t seconds, char out[VM_TIME_SIZE])
{
    int64_t days, second, era, day_of_era, year, day_of_year, month;

    if (seconds < 0 || seconds > LAST_SECOND)
        seconds = seconds < 0 ? 0 : LAST_SECOND;
    days = seconds / DAY + 719468;
    second = seconds % DAY;
    era = days / 146097;
    day_of_era = days % 146097;
    year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    month = (5 * day_of_year + 2) / 153;
    (void)snprintf(out, VM_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)(year + era * 400 + (month >= 10)),
                   (int)(month < 10 ? month + 3 : month - 9), (int)(day_of_year - (153 * month + 2) / 5 + 1),
                   (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

void vmimage__now(char out[VM_TIME_SIZE])
{
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_REALTIME, &now);
    vmimage__format_time(now.tv_sec, out);
}

/* A number of so many digits; -1 for anything else. */
static int64_t digits(const char *text, int count)
{
    int64_t number = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

int64_t vmimage__parse_time(const char *text)
{
    int64_t year, month, day, hour, minute, second, days;

    /* Each is looked at only when the text is that long. */
    if (text == NULL || (year = digits(text, 4)) < 1970 || text[4] != '-' || (month = digits(text + 5, 2)) < 1 ||
        month > 12 || text[7] != '-' || (day = digits(text + 8, 2)) < 1 || day > 31 || text[10] != 'T' ||
        (hour = digits(text + 11, 2)) < 0 || text[13] != ':' || (minute = digits(text + 14, 2)) < 0 ||
        text[16] != ':' || (second = digits(text + 17, 2)) < 0 || text[19] != 'Z')
        return 0;
    /* Years that begin with March: the leap day is the last one. */
    year -= month <= 2;
    days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (days - 719468) * 86400 + hour * 3600 + minute * 60 + second;
}
