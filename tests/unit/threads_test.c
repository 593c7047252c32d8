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

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, an_image_is_shared);
    tcase_add_test(tcase, an_error_is_shared);
    tcase_add_test(tcase, pure_functions_share_nothing);
    tcase_add_test(tcase, registries_run_in_parallel_on_one_context);
    tcase_add_test(tcase, another_thread_interrupts);
}

UNIT_MAIN("threads", cases)
