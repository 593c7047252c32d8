/*
 * SPDX-License-Identifier: Apache-2.0
 * RFC 3339 to UTC, by hand: the C library's functions know locales and zones, this needs neither.
 */
#include "model/rfc3339.h"

#include <stdint.h>
#include <string.h>

static bool digits(const char **at, int count, int *value)
{
    *value = 0;
    for (; count > 0; count--, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        *value = *value * 10 + (**at - '0');
    }
    return true;
}

static bool skip(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

struct moment {
    int year, month, day, hour, minute, second;
};

static bool parse_local(const char **at, struct moment *m)
{
    if (!digits(at, 4, &m->year) || !skip(at, '-') || !digits(at, 2, &m->month) || !skip(at, '-') ||
        !digits(at, 2, &m->day) || !skip(at, 'T') || !digits(at, 2, &m->hour) || !skip(at, ':') ||
        !digits(at, 2, &m->minute) || !skip(at, ':') || !digits(at, 2, &m->second))
        return false;
    if (m->month < 1 || m->month > 12 || m->day < 1 || m->day > month_days(m->year, m->month))
        return false;
    return m->hour < 24 && m->minute < 60 && m->second < 60;
}

/* A fraction is cut off, as Go cuts it. */
static bool parse_fraction(const char **at)
{
    int ignored;

    if (**at != '.' && **at != ',')
        return true;
    (*at)++;
    if (!digits(at, 1, &ignored))
        return false;
    while (**at >= '0' && **at <= '9')
        (*at)++;
    return true;
}

/* Minutes to be subtracted to reach UTC. */
static bool parse_offset(const char **at, int *minutes)
{
    int sign, hour, minute;

    *minutes = 0;
    if (skip(at, 'Z'))
        return **at == '\0';
    sign = **at == '-' ? -1 : 1;
    if (**at != '+' && **at != '-')
        return false;
    (*at)++;
    if (!digits(at, 2, &hour) || !skip(at, ':') || !digits(at, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *minutes = sign * (hour * 60 + minute);
    return **at == '\0';
}

static void to_utc(struct moment *m, int offset)
{
    int minutes = m->hour * 60 + m->minute - offset;

    if (minutes < 0) {
        minutes += 1440;
        if (--m->day < 1) {
            if (--m->month < 1) {
                m->month = 12;
                m->year--;
            }
            m->day = month_days(m->year, m->month);
        }
    } else if (minutes >= 1440) {
        minutes -= 1440;
        if (++m->day > month_days(m->year, m->month)) {
            m->day = 1;
            if (++m->month > 12) {
                m->month = 1;
                m->year++;
            }
        }
    }
    m->hour = minutes / 60;
    m->minute = minutes % 60;
}

static char *put(char *out, int value, int width, char after)
{
    for (int i = width - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    out[width] = after;
    return out + width + 1;
}

bool vmimage__rfc3339_canonical(const char *text, char out[VM_RFC3339_SIZE])
{
    struct moment m;
    int offset;

    if (!parse_local(&text, &m) || !parse_fraction(&text) || !parse_offset(&text, &offset))
        return false;
    to_utc(&m, offset);
    if (m.year < 0 || m.year > 9999)
        return false;
    out = put(out, m.year, 4, '-');
    out = put(out, m.month, 2, '-');
    out = put(out, m.day, 2, 'T');
    out = put(out, m.hour, 2, ':');
    out = put(out, m.minute, 2, ':');
    out = put(out, m.second, 2, 'Z');
    *out = '\0';
    return true;
}

/* Days from 1970-01-01; the year is counted from March, so that the leap day is its last one. */
static int64_t days_since_1970(const struct moment *m)
{
    int64_t year = m->year - (m->month <= 2), era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t day = (153 * (m->month + (m->month > 2 ? -3 : 9)) + 2) / 5 + m->day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + day - 719468;
}

bool vmimage__rfc3339_seconds(const char *text, int64_t *seconds)
{
    struct moment m;
    int offset;

    if (text == NULL || !parse_local(&text, &m) || !parse_fraction(&text) || !parse_offset(&text, &offset))
        return false;
    to_utc(&m, offset);
    *seconds = ((days_since_1970(&m) * 24 + m.hour) * 60 + m.minute) * 60 + m.second;
    return true;
}
