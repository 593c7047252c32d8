/*
 * SPDX-License-Identifier: Apache-2.0
 * The file that says what is in the place, and small things that all checks use.
 */
#include "conformance.h"

#include <errno.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static char *fixture_text;

/* "\t", "\n", "\\" become what they stand for. */
static char *unescape(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '\\' && from[1] != '\0') {
            from++;
            *to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : *from;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
    return text;
}

static int read_line(struct suite *suite, char *line)
{
    struct record record = {.kind = strsep(&line, "\t")};
    struct record *grown;
    char *pair;

    while ((pair = strsep(&line, "\t")) != NULL) {
        char *value = strchr(pair, '=');

        if (value == NULL || record.count == FIELDS_MAX)
            return -1;
        *value = '\0';
        record.keys[record.count] = pair;
        record.values[record.count++] = unescape(value + 1);
    }
    grown = realloc(suite->records, (suite->record_count + 1) * sizeof(*grown));
    if (grown == NULL)
        return -1;
    suite->records = grown;
    suite->records[suite->record_count++] = record;
    return 0;
}

int read_fixture(struct suite *suite, const char *path)
{
    FILE *file = fopen(path, "re");
    size_t capacity = 0;
    char *at, *line;

    if (file == NULL || getdelim(&fixture_text, &capacity, '\0', file) <= 0) {
        (void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
        if (file != NULL)
            (void)fclose(file);
        return -1;
    }
    (void)fclose(file);
    at = fixture_text;
    while ((line = strsep(&at, "\n")) != NULL) {
        if (*line != '\0' && read_line(suite, line) != 0) {
            (void)fprintf(stderr, "%s: a line of kind \"%s\" is wrong\n", path, line);
            return -1;
        }
    }
    return 0;
}

void free_fixture(struct suite *suite)
{
    free(suite->records);
    free(fixture_text);
}

const char *field(const struct record *record, const char *key)
{
    for (size_t i = 0; record != NULL && i < record->count; i++) {
        if (strcmp(record->keys[i], key) == 0)
            return record->values[i];
    }
    return NULL;
}

uint64_t number(const struct record *record, const char *key)
{
    const char *text = field(record, key);

    return text != NULL ? strtoull(text, NULL, 10) : 0;
}

const struct record *next_record(const struct suite *suite, const char *kind, const struct record *after)
{
    size_t i = after != NULL ? (size_t)(after - suite->records) + 1 : 0;

    for (; i < suite->record_count; i++) {
        if (strcmp(suite->records[i].kind, kind) == 0)
            return &suite->records[i];
    }
    return NULL;
}

const struct record *find_record(const struct suite *suite, const char *kind, const char *key, const char *value)
{
    const struct record *record = NULL;

    while ((record = next_record(suite, kind, record)) != NULL) {
        if (equal(field(record, key), value))
            break;
    }
    return record;
}

size_t count_records(const struct suite *suite, const char *kind)
{
    size_t count = 0;

    for (const struct record *r = NULL; (r = next_record(suite, kind, r)) != NULL;)
        count++;
    return count;
}

bool equal(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

const char *shown(const char *text)
{
    return text != NULL ? text : "(none)";
}

bool starts_with(const char *text, const char *prefix)
{
    return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0;
}

int64_t now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void failed(struct suite *suite, const char *file, int line, const char *format, ...)
{
    const char *name = strrchr(file, '/');
    va_list arguments;

    suite->failures++;
    (void)printf("# %s:%d: ", name != NULL ? name + 1 : file, line);
    va_start(arguments, format);
    (void)vprintf(format, arguments);
    va_end(arguments);
    (void)printf("\n");
}

vmimage_registry *open_registry(struct suite *suite)
{
    AUTO(vmimage_error) *error = NULL;
    vmimage_registry *registry = NULL;

    if (vmimage_registry_open(suite->context, suite->url, suite->options, &registry, &error) != VMIMAGE_OK)
        failed(suite, __FILE__, __LINE__, "%s: can't be opened: %s", suite->url, vmimage_error_message(error));
    return registry;
}

char *change_place(struct suite *suite, const char *const *arguments)
{
    char *command[8] = {NULL};
    posix_spawn_file_actions_t actions;
    char said[256] = "";
    size_t length = 0;
    int ends[2], status = -1;
    ssize_t got;
    pid_t child;

    command[0] = (char *)(uintptr_t)suite->changer;
    for (size_t i = 0; arguments[i] != NULL && i < 6; i++)
        command[i + 1] = (char *)(uintptr_t)arguments[i];
    if (pipe(ends) != 0)
        return NULL;
    if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawn_file_actions_adddup2(&actions, ends[1], 1) != 0 ||
        posix_spawn_file_actions_addclose(&actions, ends[0]) != 0 ||
        posix_spawn_file_actions_addclose(&actions, ends[1]) != 0 ||
        posix_spawn(&child, suite->changer, &actions, NULL, command, environ) != 0)
        child = -1;
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)close(ends[1]);
    while (child > 0 && length < sizeof(said) - 1 &&
           (got = read(ends[0], said + length, sizeof(said) - 1 - length)) > 0)
        length += (size_t)got;
    (void)close(ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        failed(suite, __FILE__, __LINE__, "the place can't be changed: %s %s", suite->changer, arguments[0]);
        return NULL;
    }
    said[length] = '\0';
    said[strcspn(said, "\n")] = '\0';
    return strdup(said);
}
