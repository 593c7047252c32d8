/*
 * SPDX-License-Identifier: Apache-2.0
 * "Did you mean": the word that needs the fewest changes, and the words that users of other tools type.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* Changes (insert, drop, replace, swap neighbours) between two words; long words are not worth it. */
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][48];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *row = rows[2];
    size_t length = strlen(b);

    if (length >= 48)
        return SIZE_MAX;
    for (size_t j = 0; j <= length; j++)
        last[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t *oldest = before;

        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        before = last;
        last = row;
        row = oldest;
    }
    return last[length];
}

static const char *other_tools_word(const char *typed)
{
    static const char *const pairs[][2] = {
        {"list", "images"},
        {"ls", "images"},
        {"vmi", "images"},
        {"cvmi", "images"},
        {"vmimage", "images"},
        {"show", "get"},
        {"rm", "remove"},
        {"delete", "remove"},
        {"import", "add"},
        {"create", "init"},
        {"upload", "add"},
        {"lib", "libraries"},
        {"find", "resolve"},
        {"library", "libraries"},
        {"clib", "libraries"},
        {"libitem", "items"},
        {"info", "inspect"},
        {"probe", "inspect"},
        {"vmid", "id"},
        {"lookup", "resolve"},
        {"format", "output"},
        {"url", "registry"},
        {"directory", "registry"},
        {"label", "selector"},
        {"dir", "registry"},
        {"noheaders", "no-headers"},
        {"latest", "newest"},
        {"pin", "lock"},
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        if (strcmp(typed, pairs[i][0]) == 0)
            return pairs[i][1];
    }
    return NULL;
}

const char *cli_nearest(const char *typed, const char *const *words)
{
    const char *known = other_tools_word(typed);
    const char *best = NULL;
    size_t length = strlen(typed);
    size_t allowed = length < 3 ? 1 : length < 6 ? 2 : 3;

    if (length == 0)
        return NULL;
    for (; *words != NULL; words++) {
        size_t changes = distance(typed, *words);

        if (known != NULL && strcmp(known, *words) == 0)
            return *words;
        if (length >= 2 && strncmp(*words, typed, length) == 0)
            changes = 1;
        if (changes <= allowed && changes < strlen(*words)) {
            best = *words;
            allowed = changes > 0 ? changes - 1 : 0;
        }
    }
    return best;
}
