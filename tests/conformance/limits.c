/*
 * SPDX-License-Identifier: Apache-2.0
 * Calls that end early: deadline, interruption, limits; and handles on several threads.
 */
#include "conformance.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static size_t count_images(vmimage_registry *registry, vmimage_status *status)
{
    AUTO(vmimage_images) *images = NULL;
    vmimage_image *image = NULL;
    size_t count = 0;

    *status = vmimage_registry_images(registry, NULL, &images, NULL);
    while (*status == VMIMAGE_OK && vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        vmimage_image_unref(image);
        count++;
    }
    return count;
}

static void expect_usable(struct suite *suite, vmimage_registry *registry, const char *after)
{
    vmimage_status status;
    size_t count = count_images(registry, &status);

    EXPECT(suite, status == VMIMAGE_OK && count == count_records(suite, "item"), "after %s: %s, %zu images", after,
           vmimage_status_name(status), count);
}

/* The descriptor of some megabytes can't be read in a millisecond. A handle of its own: nothing is remembered yet. */
static void check_deadline(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_images) *images = NULL;
    AUTO(vmimage_error) *error = NULL;
    int64_t start = now_ms(), took;
    vmimage_status status;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, vmimage_registry_set_deadline(registry, 1, NULL) == VMIMAGE_OK, "no deadline");
    status = vmimage_registry_images(registry, NULL, &images, &error);
    took = now_ms() - start;
    EXPECT(suite, status == VMIMAGE_E_TIMEOUT && images == NULL, "%s instead of TIMEOUT after %" PRId64 " ms",
           vmimage_status_name(status), took);
    EXPECT(suite, took < 2000, "the call took %" PRId64 " ms", took);
    EXPECT(suite, vmimage_error_status(error) == VMIMAGE_E_TIMEOUT, "the error object says %d",
           vmimage_error_status(error));
    EXPECT(suite, vmimage_registry_set_deadline(registry, -1, NULL) == VMIMAGE_E_INVALID, "a negative deadline");
    NEED(suite, vmimage_registry_set_deadline(registry, 0, NULL) == VMIMAGE_OK, "no deadline");
    expect_usable(suite, registry, "the deadline");
}

static void check_interrupt(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    vmimage_status status;

    NEED(suite, registry != NULL, "no registry");
    vmimage_registry_interrupt(registry);
    (void)count_images(registry, &status);
    EXPECT(suite, status == VMIMAGE_E_CANCELLED, "%s instead of CANCELLED", vmimage_status_name(status));
    expect_usable(suite, registry, "an interruption");
}

struct interrupter {
    vmimage_registry *registry;
    atomic_bool stop;
    unsigned count;
};

static void *interrupt_often(void *data)
{
    struct interrupter *it = data;

    while (!atomic_load(&it->stop)) {
        struct timespec pause = {.tv_nsec = 300000 + (it->count % 7) * 700000};

        (void)nanosleep(&pause, NULL);
        vmimage_registry_interrupt(it->registry);
        it->count++;
    }
    return NULL;
}

static void check_interrupt_thread(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    struct interrupter it = {.registry = registry};
    unsigned cancelled = 0;
    vmimage_status status;
    pthread_t thread;

    NEED(suite, registry != NULL, "no registry");
    NEED(suite, pthread_create(&thread, NULL, interrupt_often, &it) == 0, "no thread");
    for (int64_t start = now_ms(); now_ms() - start < 2000 && cancelled < 20;) {
        (void)count_images(registry, &status);
        cancelled += status == VMIMAGE_E_CANCELLED;
        EXPECT(suite, status == VMIMAGE_OK || status == VMIMAGE_E_CANCELLED, "%s", vmimage_status_name(status));
    }
    atomic_store(&it.stop, true);
    (void)pthread_join(thread, NULL);
    EXPECT(suite, cancelled > 0, "no call was cancelled by %u interruptions", it.count);
    (void)count_images(registry, &status); /* the last one may have come after the last call */
    expect_usable(suite, registry, "interruptions");
}

struct reader {
    struct suite *suite;
    unsigned wrong;
    size_t expected;
};

static void *read_often(void *data)
{
    struct reader *reader = data;
    vmimage_registry *registry = NULL;
    vmimage_status status;

    if (vmimage_registry_open(reader->suite->context, reader->suite->url, reader->suite->options, &registry, NULL) !=
        VMIMAGE_OK) {
        reader->wrong++;
        return NULL;
    }
    for (int i = 0; i < 10; i++)
        reader->wrong += count_images(registry, &status) != reader->expected || status != VMIMAGE_OK;
    vmimage_registry_unref(registry);
    return NULL;
}

static void check_two_threads(struct suite *suite)
{
    struct reader readers[2] = {{.suite = suite, .expected = count_records(suite, "item")},
                                {.suite = suite, .expected = count_records(suite, "item")}};
    pthread_t threads[2];

    NEED(suite, pthread_create(&threads[0], NULL, read_often, &readers[0]) == 0, "no thread");
    if (pthread_create(&threads[1], NULL, read_often, &readers[1]) == 0)
        (void)pthread_join(threads[1], NULL);
    else
        readers[1].wrong++;
    (void)pthread_join(threads[0], NULL);
    EXPECT(suite, readers[0].wrong == 0 && readers[1].wrong == 0, "%u and %u wrong answers", readers[0].wrong,
           readers[1].wrong);
}

/* A context with limits of its own: too large a descriptor breaks its item, too large a list breaks the call. */
static void check_context_limits(struct suite *suite)
{
    AUTO(vmimage_context) *small = vmimage_context_new();
    AUTO(vmimage_registry) *registry = NULL;
    AUTO(vmimage_images) *images = NULL;
    vmimage_image *image = NULL;
    size_t count = 0, broken = 0, expected = 0;

    for (const struct record *r = NULL; (r = next_record(suite, "item", r)) != NULL;)
        expected += number(r, "ready") == 0;
    NEED(suite, vmimage_context_set_limit(small, VMIMAGE_LIMIT_DESCRIPTOR_BYTES, 1 << 20, NULL) == VMIMAGE_OK,
         "no limit");
    NEED(suite, vmimage_registry_open(small, suite->url, suite->options, &registry, NULL) == VMIMAGE_OK, "no registry");
    NEED(suite, vmimage_registry_images(registry, NULL, &images, NULL) == VMIMAGE_OK, "no images");
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        count++;
        broken += vmimage_image_is_ready(image) == 0;
        vmimage_image_unref(image);
    }
    EXPECT(suite, count == count_records(suite, "item"), "%zu images", count);
    EXPECT(suite, broken == expected + 1, "%zu images are not ready instead of %zu", broken, expected + 1);
}

static void check_json_limit(struct suite *suite)
{
    AUTO(vmimage_context) *small = vmimage_context_new();
    AUTO(vmimage_registry) *registry = NULL;
    AUTO(vmimage_items) *items = NULL;
    vmimage_status status;

    NEED(suite, vmimage_context_set_limit(small, VMIMAGE_LIMIT_JSON_BYTES, 100, NULL) == VMIMAGE_OK, "no limit");
    status = vmimage_registry_open(small, suite->url, suite->options, &registry, NULL);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_items(registry, NULL, &items, NULL);
    EXPECT(suite, status == VMIMAGE_E_LIMIT && items == NULL, "%s instead of LIMIT", vmimage_status_name(status));
}

const struct check limit_checks[] = {
    {"a deadline ends a call, not the handle", check_deadline, VMIMAGE_CAPABILITY_DERIVED, 0},
    {"an interruption before a call", check_interrupt, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"interruptions from another thread", check_interrupt_thread, VMIMAGE_CAPABILITY_DERIVED, 0},
    {"two handles on two threads", check_two_threads, VMIMAGE_CAPABILITY_IMAGES, 0},
    {"a descriptor above the limit", check_context_limits, VMIMAGE_CAPABILITY_DERIVED, 0},
    {"a list above the limit", check_json_limit, VMIMAGE_CAPABILITY_ITEMS, 0},
    {NULL, NULL, 0, 0}};
