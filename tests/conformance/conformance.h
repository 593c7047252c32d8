/*
 * SPDX-License-Identifier: Apache-2.0
 * What every registry must do, asked of one through the public API only. The fixture says what is in it.
 */
#ifndef VMIMAGE_TESTS_CONFORMANCE_H
#define VMIMAGE_TESTS_CONFORMANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/vmimage.h>

#define FIELDS_MAX 24

/* A line of the fixture: its kind, and key=value fields. */
struct record {
    const char *kind;
    size_t count;
    const char *keys[FIELDS_MAX], *values[FIELDS_MAX];
};

struct suite {
    const char *url, *changer;
    const char *options_text; /* key=value lines */
    vmimage_context *context;
    vmimage_options *options;
    struct record *records;
    size_t record_count;
    uint64_t capabilities;
    const char *check; /* that is running */
    unsigned failures; /* of it */
    char left_out[160];
};

/* ---- the fixture ---- */

int read_fixture(struct suite *suite, const char *path);
void free_fixture(struct suite *suite);
/* The record of the kind that comes after another one (NULL: the first). */
const struct record *next_record(const struct suite *suite, const char *kind, const struct record *after);
const struct record *find_record(const struct suite *suite, const char *kind, const char *key, const char *value);
const char *field(const struct record *record, const char *key); /* NULL when it has none */
uint64_t number(const struct record *record, const char *key);   /* 0 when it has none */
size_t count_records(const struct suite *suite, const char *kind);

/* ---- what checks are made of ---- */

/* A line that says what is wrong; the check fails, and goes on. */
void failed(struct suite *suite, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The check stops when this does not hold. */
#define NEED(suite, condition, ...)                                                                                    \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            failed((suite), __FILE__, __LINE__, __VA_ARGS__);                                                          \
            return;                                                                                                    \
        }                                                                                                              \
    } while (0)
/* The check goes on. */
#define EXPECT(suite, condition, ...)                                                                                  \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            failed((suite), __FILE__, __LINE__, __VA_ARGS__);                                                          \
    } while (0)

bool equal(const char *a, const char *b); /* NULL equals only NULL */
const char *shown(const char *text);      /* never NULL */
bool starts_with(const char *text, const char *prefix);
int64_t now_ms(void);
/* Options from "key=value" lines; NULL for none at all. */
vmimage_options *make_options(struct suite *suite, const char *text);
/* A registry of its own for each check; NULL, and the check has failed, when it can't be opened. */
vmimage_registry *open_registry(struct suite *suite);
/* Somebody else changes the place: the changer with these arguments (up to a NULL). Its output without the line end; NULL when it fails. */
char *change_place(struct suite *suite, const char *const *arguments);

#define CLEANUP(type, unref)                                                                                           \
    static inline void cleanup_##type(type **object)                                                                   \
    {                                                                                                                  \
        unref(*object);                                                                                                \
    }
CLEANUP(vmimage_registry, vmimage_registry_unref)
CLEANUP(vmimage_error, vmimage_error_unref)
CLEANUP(vmimage_libraries, vmimage_libraries_unref)
CLEANUP(vmimage_library, vmimage_library_unref)
CLEANUP(vmimage_items, vmimage_items_unref)
CLEANUP(vmimage_item, vmimage_item_unref)
CLEANUP(vmimage_images, vmimage_images_unref)
CLEANUP(vmimage_image, vmimage_image_unref)
CLEANUP(vmimage_query, vmimage_query_unref)
CLEANUP(vmimage_lock, vmimage_lock_unref)
CLEANUP(vmimage_drift, vmimage_drift_unref)
CLEANUP(vmimage_string, vmimage_string_unref)
CLEANUP(vmimage_constraint, vmimage_constraint_unref)
CLEANUP(vmimage_stream, vmimage_stream_unref)
CLEANUP(vmimage_job, vmimage_job_unref)
CLEANUP(vmimage_event, vmimage_event_unref)
CLEANUP(vmimage_options, vmimage_options_unref)
CLEANUP(vmimage_context, vmimage_context_unref)
#define AUTO(type) __attribute__((cleanup(cleanup_##type))) type

/* ---- the checks ---- */

/* What a check needs beside the capabilities of the registry. */
enum {
    NEEDS_CHANGER = 1,       /* somebody who changes the place */
    NEEDS_WRONG_OPTIONS = 2, /* credentials that are refused */
    NEEDS_NO_KEEP = 4        /* a registry that can't be changed */
};

struct check {
    const char *name;
    void (*run)(struct suite *suite);
    uint64_t capabilities;
    unsigned needs;
};

/* Each file of checks ends its table with a check without a name. In this order: those that change the place come last. */
extern const struct check open_checks[], list_checks[], get_checks[], image_checks[], limit_checks[], version_checks[],
    file_checks[], watch_checks[], change_checks[];

#endif
