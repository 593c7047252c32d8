/*
 * SPDX-License-Identifier: Apache-2.0
 * Dates of HTTP in the one form that servers write: "Tue, 24 Nov 2026 14:59:44 GMT".
 */
#include <string.h>

#include "transport/http/web.h"

/* A number of `digits` digits at *text, which goes behind it and the character `after`; -1 when it is none. */
static int64_t number(const char **text, int digits, char after)
{
    int64_t value = 0;

    for (int i = 0; i < digits; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return -1;
        value = value * 10 + (**text - '0');
    }
    return *(*text)++ == after ? value : -1;
}

/* Days from 1970 to the first of a month, 1 to 12. */
static int64_t days_before(int64_t year, int64_t month)
{
    static const int16_t before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t last = month > 2 ? year : year - 1;

    return (year - 1970) * 365 + last / 4 - last / 100 + last / 400 - 477 + before[month - 1];
}

int64_t vmimage__web_date(const char *text)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t day, month = 0, year, hour, minute, second;

    if (text == NULL || strlen(text) != 29 || text[3] != ',' || text[4] != ' ')
        return -1;
    text += 5;
    day = number(&text, 2, ' ');
    for (int i = 0; i < 12; i++)
        month = strncmp(months + (size_t)i * 3, text, 3) == 0 ? i + 1 : month;
    text += 4;
    year = number(&text, 4, ' ');
    hour = number(&text, 2, ':');
    minute = number(&text, 2, ':');
    second = number(&text, 2, ' ');
    if (day < 1 || day > 31 || month == 0 || year < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60 || strcmp(text, "GMT") != 0)
        return -1;
    return ((days_before(year, month) + day - 1) * 24 + hour) * 3600 + minute * 60 + second;
}
