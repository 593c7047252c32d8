/*
 * SPDX-License-Identifier: Apache-2.0
 * What may be shared between threads is: contexts, errors and model objects; what may not (a registry, an iterator) is used by one
 * thread each, two at once. Meant for the thread sanitizer; without it only counts and contents are checked.
 */
#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vmimage/vmimage.h>

#define THREADS 4
#define ROUNDS 200

static const char image_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\",\"metadata\":{\"name\":"
    "\"vmi-0a0044d7c690bcbea\",\"namespace\":\"team\",\"labels\":{\"tier\":\"gold\"}},\"status\":{\"name\":\"ubuntu\"}"
    "}";

static void run_threads(void *(*function)(void *), void *data)
{
    pthread_t threads[THREADS];

    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, function, data), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *wrong;

        ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
        ck_assert_ptr_null(wrong);
    }
}

/* A thread returns NULL when all was right: Check's assertions belong to the main thread. */
#define WRONG(condition)                                                                                               \
    do {                                                                                                               \
        if (condition)                                                                                                 \
            return (void *)#condition;                                                                                 \
    } while (0)

static void *use_image(void *data)
{
    vmimage_image *image = data;

    for (int i = 0; i < ROUNDS; i++) {
        vmimage_image *own = vmimage_image_ref(image);
        vmimage_string *text = NULL;

        WRONG(strcmp(vmimage_image_id(own), "vmi-0a0044d7c690bcbea") != 0);
        WRONG(strcmp(vmimage_image_label(own, "tier"), "gold") != 0);
        WRONG(vmimage_image_to_json(own, "vmoperator.vmware.com/v1alpha1", &text, NULL) != VMIMAGE_OK);
        WRONG(strstr(vmimage_string_data(text), "\"vmi-0a0044d7c690bcbea\"") == NULL);
        vmimage_string_unref(text);
        vmimage_image_unref(own);
    }
    return NULL;
}

START_TEST(an_image_is_shared)
{
    vmimage_image *image = NULL;

    ck_assert_int_eq(vmimage_image_from_json(image_json, sizeof(image_json) - 1, &image, NULL), VMIMAGE_OK);
    run_threads(use_image, image);
    ck_assert_str_eq(vmimage_image_display_name(image), "ubuntu");
    vmimage_image_unref(image);
}
END_TEST

static void *use_error(void *data)
{
    vmimage_error *error = data;

    for (int i = 0; i < ROUNDS; i++) {
        vmimage_error *own = vmimage_error_ref(error);

        WRONG(vmimage_error_status(own) != VMIMAGE_E_INVALID);
        WRONG(strstr(vmimage_error_message(own), "no UUID") == NULL);
        vmimage_error_unref(own);
    }
    return NULL;
}

START_TEST(an_error_is_shared)
{
    char id[VMIMAGE_ID_SIZE];
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_id_from_uuid("x", id, &error), VMIMAGE_E_INVALID);
    run_threads(use_error, error);
    vmimage_error_unref(error);
}
END_TEST

static void *make_ids(void *data)
{
    (void)data;
    for (int i = 0; i < ROUNDS; i++) {
        char id[VMIMAGE_ID_SIZE];

        WRONG(vmimage_id_from_uuid("e1968c25-dd84-4506-8dc7-9beacb6b688e", id, NULL) != VMIMAGE_OK);
        WRONG(strcmp(id, "vmi-0a0044d7c690bcbea") != 0);
        WRONG(strcmp(vmimage_guest_id_from_cim(94, NULL), "ubuntu64Guest") != 0);
    }
    return NULL;
}

START_TEST(pure_functions_share_nothing)
{
    run_threads(make_ids, NULL);
}
END_TEST

struct place {
    char folder[64];
    vmimage_context *context;
    atomic_uint lines;
};

static void count_line(void *data, int32_t level, const char *module, const char *message)
{
    struct place *place = data;

    (void)level;
    (void)module;
    (void)message;
    atomic_fetch_add(&place->lines, 1);
}

static void make_place(struct place *place)
{
    static const char ovf[] =
        "<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\"><References/><VirtualSystem id=\"v\">"
        "<Info/><Name>v</Name></VirtualSystem></Envelope>";
    char path[96];
    FILE *file;

    memset(place, 0, sizeof(*place));
    (void)snprintf(place->folder, sizeof(place->folder), "/tmp/vmimage-threads-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(place->folder));
    (void)snprintf(path, sizeof(path), "%s/one.ovf", place->folder);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(ovf, 1, sizeof(ovf) - 1, file), sizeof(ovf) - 1);
    ck_assert_int_eq(fclose(file), 0);
    place->context = vmimage_context_new();
    ck_assert_ptr_nonnull(place->context);
    ck_assert_int_eq(vmimage_context_set_log(place->context, VMIMAGE_LOG_DEBUG, count_line, place, NULL), VMIMAGE_OK);
}

static void remove_place(struct place *place)
{
    char path[96];

    vmimage_context_unref(place->context);
    (void)snprintf(path, sizeof(path), "%s/one.ovf", place->folder);
    (void)unlink(path);
    (void)rmdir(place->folder);
}

static size_t count_images(vmimage_registry *registry)
{
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    size_t count = 0;

    if (vmimage_registry_images(registry, NULL, &images, NULL) != VMIMAGE_OK)
        return 0;
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        image = vmimage_image_unref(image);
        count++;
    }
    vmimage_images_unref(images);
    return count;
}

static void *own_registry(void *data)
{
    struct place *place = data;

    for (int i = 0; i < ROUNDS / 10; i++) {
        vmimage_registry *registry = NULL;

        WRONG(vmimage_registry_open(place->context, place->folder, NULL, &registry, NULL) != VMIMAGE_OK);
        WRONG(count_images(registry) != 1);
        vmimage_registry_unref(registry);
    }
    return NULL;
}

START_TEST(registries_run_in_parallel_on_one_context)
{
    struct place place;

    make_place(&place);
    run_threads(own_registry, &place);
    remove_place(&place);
}
END_TEST

struct interrupted {
    vmimage_registry *registry;
    atomic_bool stop;
};

static void *interrupt(void *data)
{
    struct interrupted *shared = data;

    while (!atomic_load(&shared->stop)) {
        vmimage_registry_interrupt(shared->registry);
        (void)usleep(50);
    }
    return NULL;
}

/* Whatever the moment: a call is cancelled as a whole or done as a whole. */
START_TEST(another_thread_interrupts)
{
    struct interrupted shared;
    struct place place;
    pthread_t thread;
    int cancelled = 0;

    make_place(&place);
    memset(&shared, 0, sizeof(shared));
    ck_assert_int_eq(vmimage_registry_open(place.context, place.folder, NULL, &shared.registry, NULL), VMIMAGE_OK);
    ck_assert_int_eq(pthread_create(&thread, NULL, interrupt, &shared), 0);
    for (int i = 0; i < 20000 && cancelled < 20; i++) {
        vmimage_images *images = NULL;
        vmimage_error *error = NULL;
        vmimage_status status = vmimage_registry_images(shared.registry, NULL, &images, &error);

        ck_assert(status == VMIMAGE_OK || status == VMIMAGE_E_CANCELLED);
        ck_assert(status == VMIMAGE_OK ? images != NULL && error == NULL : images == NULL && error != NULL);
        cancelled += status == VMIMAGE_E_CANCELLED;
        vmimage_images_unref(images);
        vmimage_error_unref(error);
    }
    atomic_store(&shared.stop, true);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    ck_assert_int_eq(cancelled, 20);
    vmimage_registry_unref(shared.registry);
    remove_place(&place);
}
END_TEST

/* ---- jobs: events go to other threads, which cancel and look at the progress ---- */

struct followed {
    vmimage_job *job;
    vmimage_event *event; /* the last one, handed over under the lock */
    pthread_mutex_t lock;
    atomic_bool stop;
    atomic_uint read;
};

static void *read_events(void *data)
{
    struct followed *followed = data;

    while (!atomic_load(&followed->stop)) {
        vmimage_event *event;
        uint64_t done, total;

        vmimage_job_progress(followed->job, &done, &total);
        WRONG(done > 1 || total != 0 || vmimage_job_fd(followed->job) < 0);
        (void)pthread_mutex_lock(&followed->lock);
        event = vmimage_event_ref(followed->event);
        (void)pthread_mutex_unlock(&followed->lock);
        if (event != NULL && vmimage_event_image(event) != NULL) {
            vmimage_image *image = vmimage_image_ref(vmimage_event_image(event));

            WRONG(strncmp(vmimage_image_id(image), "vmi-", 4) != 0);
            WRONG(strcmp(vmimage_event_text(event), "one") != 0);
            vmimage_image_unref(image);
            atomic_fetch_add(&followed->read, 1);
        }
        vmimage_event_unref(event);
        (void)usleep(100);
    }
    vmimage_job_cancel(followed->job);
    return NULL;
}

static void hand_over(struct followed *followed, vmimage_event *event)
{
    (void)pthread_mutex_lock(&followed->lock);
    vmimage_event_unref(followed->event);
    followed->event = event;
    (void)pthread_mutex_unlock(&followed->lock);
}

START_TEST(events_go_to_other_threads)
{
    struct followed followed = {.lock = PTHREAD_MUTEX_INITIALIZER};
    vmimage_registry *registry = NULL;
    vmimage_status status = VMIMAGE_OK;
    struct place place;
    pthread_t threads[2];

    make_place(&place);
    ck_assert_int_eq(vmimage_registry_open(place.context, place.folder, NULL, &registry, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_watch_images(registry, NULL, &followed.job, NULL), VMIMAGE_OK);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_events, &followed), 0);
    while (status == VMIMAGE_OK) { /* until one of them cancels */
        vmimage_event *event = NULL;

        status = vmimage_job_step(followed.job, 10, NULL);
        while (vmimage_job_next_event(followed.job, &event, NULL) == VMIMAGE_OK) {
            if (vmimage_event_kind(event) == VMIMAGE_EVENT_ADDED)
                hand_over(&followed, event);
            else
                vmimage_event_unref(event);
        }
        if (atomic_load(&followed.read) > 100)
            atomic_store(&followed.stop, true);
    }
    ck_assert_int_eq(status, VMIMAGE_E_CANCELLED);
    for (int i = 0; i < 2; i++) {
        void *wrong;

        ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
        ck_assert_ptr_null(wrong);
    }
    hand_over(&followed, NULL);
    vmimage_job_unref(followed.job);
    vmimage_registry_unref(registry);
    remove_place(&place);
}
END_TEST

static void *own_watch(void *data)
{
    struct place *place = data;

    for (int i = 0; i < ROUNDS / 20; i++) {
        vmimage_registry *registry = NULL;
        vmimage_job *job = NULL;
        vmimage_event *event = NULL;

        WRONG(vmimage_registry_open(place->context, place->folder, NULL, &registry, NULL) != VMIMAGE_OK);
        WRONG(vmimage_watch_images(registry, NULL, &job, NULL) != VMIMAGE_OK);
        WRONG(vmimage_job_step(job, 0, NULL) != VMIMAGE_OK);
        WRONG(vmimage_job_next_event(job, &event, NULL) != VMIMAGE_OK);
        WRONG(vmimage_event_kind(event) != VMIMAGE_EVENT_ADDED);
        vmimage_event_unref(event);
        vmimage_job_unref(job);
        vmimage_registry_unref(registry);
    }
    return NULL;
}

START_TEST(watches_run_in_parallel)
{
    struct place place;

    make_place(&place);
    run_threads(own_watch, &place);
    remove_place(&place);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, an_image_is_shared);
    tcase_add_test(tcase, an_error_is_shared);
    tcase_add_test(tcase, pure_functions_share_nothing);
    tcase_add_test(tcase, registries_run_in_parallel_on_one_context);
    tcase_add_test(tcase, another_thread_interrupts);
    tcase_add_test(tcase, events_go_to_other_threads);
    tcase_add_test(tcase, watches_run_in_parallel);
}

UNIT_MAIN("threads", cases)
