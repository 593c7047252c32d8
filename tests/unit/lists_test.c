/*
 * SPDX-License-Identifier: Apache-2.0
 * Iterators over images, items and libraries.
 */
#include "unit.h"

#include <vmimage/base.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/library.h>

#include "model/lists.h"
#include "model/objects.h"

/* Two objects out of order: sorted by namespace and name, given one by one, and alive after the list is gone. */
#define CHECK_LIST(one, many)                                                                                          \
    do {                                                                                                               \
        vmimage_##many *list = vmimage__##many##_new();                                                                \
        vmimage_##one *first = vmimage__##one##_new(), *second = vmimage__##one##_new(), *got = NULL;                  \
                                                                                                                       \
        first->o.meta.name_space = "b";                                                                                \
        first->o.meta.name = "1";                                                                                      \
        second->o.meta.name_space = "a";                                                                               \
        second->o.meta.name = "2";                                                                                     \
        ck_assert(vmimage__##many##_add(list, first));                                                                 \
        ck_assert(vmimage__##many##_add(list, second));                                                                \
        vmimage__##many##_sort(list);                                                                                  \
        ck_assert_ptr_eq(vmimage_##many##_ref(list), list);                                                            \
        ck_assert_ptr_null(vmimage_##many##_unref(list));                                                              \
        ck_assert_int_eq(vmimage_##many##_next(list, &got, NULL), VMIMAGE_OK);                                         \
        ck_assert_ptr_eq(got, second);                                                                                 \
        vmimage_##one##_unref(got);                                                                                    \
        ck_assert_int_eq(vmimage_##many##_next(list, &got, NULL), VMIMAGE_OK);                                         \
        ck_assert_ptr_eq(got, first);                                                                                  \
        vmimage_##one##_unref(got);                                                                                    \
        ck_assert_int_eq(vmimage_##many##_next(list, &got, NULL), VMIMAGE_DONE);                                       \
        ck_assert_ptr_null(got);                                                                                       \
        ck_assert_int_eq(vmimage_##many##_next(list, &got, NULL), VMIMAGE_DONE);                                       \
        ck_assert_int_eq(vmimage_##many##_next(NULL, &got, NULL), VMIMAGE_E_MISUSE);                                   \
        ck_assert_int_eq(vmimage_##many##_next(list, NULL, NULL), VMIMAGE_E_MISUSE);                                   \
        ck_assert_ptr_null(vmimage_##many##_unref(list));                                                              \
        ck_assert_str_eq(vmimage_##one##_name(first), "1");                                                            \
        vmimage_##one##_unref(first);                                                                                  \
        vmimage_##one##_unref(second);                                                                                 \
        ck_assert_ptr_null(vmimage_##many##_ref(NULL));                                                                \
        ck_assert_ptr_null(vmimage_##many##_unref(NULL));                                                              \
    } while (0)

START_TEST(images)
{
    CHECK_LIST(image, images);
}
END_TEST

START_TEST(items)
{
    CHECK_LIST(item, items);
}
END_TEST

START_TEST(libraries)
{
    CHECK_LIST(library, libraries);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, images);
    tcase_add_test(tcase, items);
    tcase_add_test(tcase, libraries);
}

UNIT_MAIN("lists", cases)
