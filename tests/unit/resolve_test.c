/*
 * SPDX-License-Identifier: Apache-2.0
 * Names to images: scopes, precedence, and the candidates of an ambiguous name.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/base.h>
#include <vmimage/resolve.h>

#include "model/objects.h"

#define CLUSTER "ClusterVirtualMachineImage"
#define NAMESPACED "VirtualMachineImage"

static struct row {
    const char *kind, *name_space, *name, *display_name;
} rows[] = {
    {NAMESPACED, "one", "vmi-a", "alone"},
    {NAMESPACED, "one", "vmi-b", "twice"},
    {NAMESPACED, "one", "vmi-c", "twice"},
    {NAMESPACED, "one", "vmi-d", "both"},
    {NAMESPACED, "two", "vmi-e", "elsewhere"},
    {NAMESPACED, "one", "vmi-f", "own"},
    {CLUSTER, NULL, "vmi-g", "both"},
    {CLUSTER, NULL, "vmi-h", "many"},
    {CLUSTER, NULL, "vmi-i", "many"},
    {CLUSTER, NULL, "vmi-f", "shared"},
    {NAMESPACED, "one", "vmi-j", "many"},
    {NAMESPACED, NULL, "vmi-k", "folder"},
    {NAMESPACED, "one", "vmi-l", "vmi-display"},
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

static vmimage_image images[ROWS];
static const vmimage_image *list[ROWS + 1]; /* with a NULL at the end, which is passed over */

static void set_up(void)
{
    for (size_t i = 0; i < ROWS; i++) {
        vmimage__refs_init(&images[i].refs);
        images[i].o.kind = rows[i].kind;
        images[i].o.meta.name_space = rows[i].name_space;
        images[i].o.meta.name = rows[i].name;
        images[i].o.name = rows[i].display_name;
        list[i] = &images[i];
    }
}

static void expect(const char *name_space, const char *name, uint32_t flags, size_t row)
{
    vmimage_image *image = NULL;

    ck_assert_int_eq(vmimage_resolve_images(list, ROWS + 1, name_space, name, flags, &image, NULL), VMIMAGE_OK);
    ck_assert_ptr_eq(image, &images[row]);
    ck_assert_uint_eq(atomic_load(&image->refs), 2);
    (void)vmimage__refs_drop(&image->refs);
}

static void refuse(const char *name_space, const char *name, uint32_t flags, vmimage_status status, const char *reason,
                   const char *candidates)
{
    vmimage_image *image = &images[0];
    vmimage_error *error = NULL;
    char names[256] = "";

    ck_assert_int_eq(vmimage_resolve_images(list, ROWS + 1, name_space, name, flags, &image, &error), status);
    ck_assert_ptr_null(image);
    ck_assert_str_eq(vmimage_error_reason(error), reason);
    for (size_t i = 0; i < vmimage_error_candidate_count(error); i++) {
        const char *id = vmimage_candidate_name(vmimage_error_candidate(error, i));

        ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), id));
        strncat(names, id, sizeof(names) - strlen(names) - 2);
        strncat(names, " ", 2);
    }
    ck_assert_str_eq(names, candidates);
    vmimage_error_unref(error);
}

START_TEST(one_image)
{
    expect("one", "alone", 0, 0);
    expect("one", "vmi-f", 0, 5);
    expect("two", "vmi-f", 0, 9);
    expect(NULL, "vmi-f", 0, 9);
    expect("one", "vmi-g", 0, 6);
    expect("two", "both", 0, 6);
    expect(NULL, "both", 0, 6);
    expect("two", "elsewhere", 0, 4);
    expect("two", "folder", 0, 11);
    expect(NULL, "folder", 0, 11);
    expect(NULL, "vmi-k", 0, 11);
}
END_TEST

START_TEST(none_or_many)
{
    const vmimage_status ambiguous = VMIMAGE_E_AMBIGUOUS, none = VMIMAGE_E_NOT_FOUND;

    refuse("one", "twice", 0, ambiguous, "multiple VM images exist for \"twice\" in namespace scope", "vmi-b vmi-c ");
    refuse("one", "both", 0, ambiguous, "multiple VM images exist for \"both\" in namespace and cluster scope",
           "vmi-d vmi-g ");
    refuse("one", "many", 0, ambiguous, "multiple VM images exist for \"many\" in cluster scope", "vmi-j vmi-h vmi-i ");
    refuse(NULL, "many", 0, ambiguous, "multiple VM images exist for \"many\" in cluster scope", "vmi-h vmi-i ");
    refuse("one", "Alone", 0, none, "no VM image exists for \"Alone\" in namespace or cluster scope", "");
    refuse("one", " alone", 0, none, "no VM image exists for \" alone\" in namespace or cluster scope", "");
    refuse("two", "alone", 0, none, "no VM image exists for \"alone\" in namespace or cluster scope", "");
    refuse("one", "vmi-display", 0, none, "no VM image exists for \"vmi-display\" in namespace or cluster scope", "");
    refuse("one", "vmi-", 0, none, "no VM image exists for \"vmi-\" in namespace or cluster scope", "");
    refuse("one", "a\"\n\xff", 0, none, "no VM image exists for \"a\\\"\\n\\xff\" in namespace or cluster scope", "");
    refuse("one", "", 0, VMIMAGE_E_INVALID, "imgName is empty", "");
}
END_TEST

START_TEST(namespace_first)
{
    const uint32_t flag = VMIMAGE_RESOLVE_PREFER_NAMESPACE;

    expect("one", "both", flag, 3);
    expect("one", "many", flag, 10);
    expect("two", "both", flag, 6);
    refuse("one", "twice", flag, VMIMAGE_E_AMBIGUOUS, "multiple VM images exist for \"twice\" in namespace scope",
           "vmi-b vmi-c ");
}
END_TEST

START_TEST(misuse)
{
    vmimage_image *image = &images[0];

    ck_assert_int_eq(vmimage_resolve_images(list, 1, NULL, NULL, 0, &image, NULL), VMIMAGE_E_MISUSE);
    ck_assert_ptr_null(image);
    ck_assert_int_eq(vmimage_resolve_images(list, 1, NULL, "a", 0, NULL, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_resolve_images(NULL, 1, NULL, "a", 0, &image, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_resolve_images(NULL, 0, NULL, "a", 0, &image, NULL), VMIMAGE_E_NOT_FOUND);
    ck_assert_int_eq(vmimage_resolve_images(list, 1, NULL, "a", 8, &image, NULL), VMIMAGE_E_INVALID);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, one_image);
    tcase_add_test(tcase, none_or_many);
    tcase_add_test(tcase, namespace_first);
    tcase_add_test(tcase, misuse);
}

UNIT_MAIN("resolve", cases)
