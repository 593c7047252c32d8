/*
 * SPDX-License-Identifier: Apache-2.0
 * Which texts may be labels, and the labels that follow from a status.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/value.h>

#include "model/labels.h"

START_TEST(values)
{
    static const char *const good[] = {"", "OVF", "1", "a.b_c-d", "A", "a..b", "a-_.b"};
    static const char *const bad[] = {"-a", "a-", "_a", "a_", ".", "a.", "a b", "\xc3\xa9", "a\n", "a/b", " "};
    char text[65];

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        ck_assert_msg(vmimage_label_value_is_valid(good[i]) == 1, "%s", good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(vmimage_label_value_is_valid(bad[i]) == 0, "%s", bad[i]);
    memset(text, 'a', 64);
    text[64] = '\0';
    ck_assert_int_eq(vmimage_label_value_is_valid(text), 0);
    text[63] = '\0';
    ck_assert_int_eq(vmimage_label_value_is_valid(text), 1);
    ck_assert_int_eq(vmimage_label_value_is_valid(NULL), 0);
}
END_TEST

START_TEST(keys)
{
    static const char *const good[] = {"a", "A_b.c-d", "example.com/a", "a/b", "1.2/3", "a--b.c/x"};
    static const char *const bad[] = {"",       "/",      "a/",   "/a",   "a/b/c",      "A/b",
                                      "a_b/c",  "-a/b",   "a-/b", "a./b", ".a/b",       "a..b/c",
                                      "a.-b/c", "a-.b/c", "-a",   "a b",  "a/\xc3\xa9", "a\n"};
    char text[254 + 3];

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        ck_assert_msg(vmimage_label_key_is_valid(good[i]) == 1, "%s", good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(vmimage_label_key_is_valid(bad[i]) == 0, "%s", bad[i]);
    memset(text, 'a', 254);
    memcpy(text + 253, "/b", 3);
    ck_assert_int_eq(vmimage_label_key_is_valid(text), 1);
    memcpy(text + 253, "a/b", 4);
    ck_assert_int_eq(vmimage_label_key_is_valid(text), 0);
    ck_assert_int_eq(vmimage_label_key_is_valid(NULL), 0);
}
END_TEST

START_TEST(status_to_labels)
{
    vmimage_image *image = vmimage__image_new();
    struct vm_map *labels = &image->o.meta.labels;

    image->o.type = "OVF";
    image->o.os_id = "94";
    image->o.os_type = "not valid";
    vmimage__strings_add(&image->o.capabilities, &image->arena, "cloud-init");
    vmimage__strings_add(&image->o.capabilities, &image->arena, "a/b");
    vmimage__strings_add(&image->o.capabilities, &image->arena, "");
    vmimage__map_set(labels, &image->arena, "keep", "1");
    vmimage__map_set(labels, &image->arena, VM_LABEL_OS_TYPE, "old");
    vmimage__map_set(labels, &image->arena, VM_LABEL_OS_VERSION, "old");
    vmimage__map_set(labels, &image->arena, VM_LABEL_CAPABILITY_PREFIX "cloud-init", "false");
    vmimage__map_set(labels, &image->arena, VM_LABEL_CAPABILITY_PREFIX "gone", "true");
    vmimage__map_set(labels, &image->arena, VM_LABEL_CAPABILITY_PREFIX "a/b", "true");
    vmimage__map_set(labels, &image->arena, VM_LABEL_CAPABILITY_PREFIX, "true");
    vmimage__labels_sync(&image->o, &image->arena);
    ck_assert_uint_eq(labels->count, 4);
    ck_assert_str_eq(vmimage__map_get(labels, VM_LABEL_TYPE), "OVF");
    ck_assert_str_eq(vmimage__map_get(labels, VM_LABEL_OS_ID), "94");
    ck_assert_str_eq(vmimage__map_get(labels, VM_LABEL_CAPABILITY_PREFIX "cloud-init"), "true");
    ck_assert_str_eq(vmimage__map_get(labels, "keep"), "1");
    vmimage__arena_release(&image->arena);
    vmimage__free(image);
}
END_TEST

START_TEST(extra_labels)
{
    vmimage_image *image = vmimage__image_new();
    struct vm_map *labels = &image->o.meta.labels;

    vmimage__map_set(labels, &image->arena, "a", "old");
    vmimage__labels_add(&image->o, &image->arena, "", "labels", "x", NULL);
    vmimage__labels_add(&image->o, &image->arena, "a:1,b,,c:,d:e:f,g: h,bad key:1, i:2,x.io/j:3,", "labels", "x", NULL);
    ck_assert_uint_eq(labels->count, 4);
    ck_assert_str_eq(vmimage__map_get(labels, "a"), "1");
    ck_assert_str_eq(vmimage__map_get(labels, "b"), "");
    ck_assert_str_eq(vmimage__map_get(labels, "c"), "");
    ck_assert_str_eq(vmimage__map_get(labels, "x.io/j"), "3");
    vmimage__arena_release(&image->arena);
    vmimage__free(image);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, values);
    tcase_add_test(tcase, keys);
    tcase_add_test(tcase, status_to_labels);
    tcase_add_test(tcase, extra_labels);
}

UNIT_MAIN("labels", cases)
