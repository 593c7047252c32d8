/*
 * SPDX-License-Identifier: Apache-2.0
 * Versions: their order and that it is a total one, constraints, families, and the newest of a list.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <vmimage/base.h>
#include <vmimage/image.h>
#include <vmimage/version.h>

#include "model/objects.h"

START_TEST(ascending)
{
    /* Each older than all that follow. */
    static const char *const list[] = {"",
                                       "a2",
                                       "a10",
                                       "latest",
                                       "v",
                                       "0",
                                       "0.0.1-0",
                                       "0.0.1",
                                       "1.0.0-alpha",
                                       "1.0.0-alpha.1",
                                       "1.0.0-alpha.beta",
                                       "1.0.0-beta",
                                       "1.0.0-beta.2",
                                       "1.0.0-beta.11",
                                       "1.0.0-rc.1",
                                       "1.0.0",
                                       "1.0.0 LTS",
                                       "1.2",
                                       "1.2.0.1-rc1",
                                       "1.2.0.1",
                                       "1.2.0.1-24",
                                       "1.2.0.1-100",
                                       "1.9",
                                       "1.10-rc1",
                                       "1.10",
                                       "1.10-20240101",
                                       "1.10-20240102",
                                       "1.10u1",
                                       "22.04",
                                       "22.04.1",
                                       "2024-01-02",
                                       "2024-01-10",
                                       "99999999999999999999999999999998",
                                       "99999999999999999999999999999999"};
    size_t count = sizeof(list) / sizeof(list[0]);

    ck_assert_int_eq(vmimage_version_compare(NULL, ""), -1);
    ck_assert_int_eq(vmimage_version_compare(NULL, NULL), 0);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++)
            ck_assert_msg(vmimage_version_compare(list[i], list[j]) == (i > j) - (i < j), "%s %s", list[i], list[j]);
    }
}
END_TEST

START_TEST(equals)
{
    static const char *const pairs[][2] = {{"1", "1.0.0"},         {"v1.2", "V1.2.0"},   {"1.2.3+a", "1.2.3+b.9"},
                                           {"22.04", "22.4"},      {"1.0.0-1", "1-pre"}, {"1.2.3-rc1+x", "v1.2.3-rc1"},
                                           {"0001.2", "1.2.0.0.0"}};

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        int32_t order = vmimage_version_compare(pairs[i][0], pairs[i][1]);

        if (i == 4)
            ck_assert_int_eq(order, -1);
        else
            ck_assert_msg(order == 0, "%s %s", pairs[i][0], pairs[i][1]);
    }
}
END_TEST

START_TEST(prereleases)
{
    ck_assert_int_eq(vmimage_version_is_prerelease("1.2.3-4"), 1);
    ck_assert_int_eq(vmimage_version_is_prerelease("22.04-RC1+b"), 1);
    ck_assert_int_eq(vmimage_version_is_prerelease("8.0.1.5-beta"), 1);
    ck_assert_int_eq(vmimage_version_is_prerelease("8.0.1.00100-21560480"), 0);
    ck_assert_int_eq(vmimage_version_is_prerelease("12-20240101"), 0);
    ck_assert_int_eq(vmimage_version_is_prerelease("1.2.3-a..b"), 0);
    ck_assert_int_eq(vmimage_version_is_prerelease("1.2.3+x"), 0);
    ck_assert_int_eq(vmimage_version_is_prerelease("beta"), 0);
    ck_assert_int_eq(vmimage_version_is_prerelease(NULL), 0);
    ck_assert_int_eq(vmimage_content_version_compare("9", "10"), -1);
    ck_assert_int_eq(vmimage_content_version_compare("10", "10"), 0);
    ck_assert_int_eq(vmimage_content_version_compare("b", "a"), 1);
    ck_assert_int_eq(vmimage_content_version_compare("1", NULL), 1);
}
END_TEST

static uint32_t seed = 1;

static uint32_t random_below(uint32_t limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % limit;
}

#define TEXTS 400
static char texts[TEXTS][40];

/* Texts of few different parts, so that many begin alike. */
static void make_texts(void)
{
    static const char *const parts[] = {"0",  "1", "2", "10",   "01", ".",  ".",  ".", "-", "+",    "v",  "rc",
                                        "rc", "ß", " ", "beta", "_",  "1.", "-0", "a", "A", "\xff", "..", "-rc."};

    for (size_t i = 0; i < TEXTS; i++) {
        texts[i][0] = '\0';
        for (uint32_t n = random_below(8); n > 0; n--) {
            size_t length = strlen(texts[i]);

            (void)snprintf(texts[i] + length, sizeof(texts[i]) - length, "%s",
                           parts[random_below(sizeof(parts) / sizeof(parts[0]))]);
        }
    }
}

START_TEST(total_order)
{
    int32_t (*const orders[])(const char *, const char *) = {vmimage_version_compare, vmimage_content_version_compare};

    /* Eight lots, for each order four. */
    for (size_t which = 0; which < 8; which++) {
        static signed char order[TEXTS][TEXTS];

        make_texts();
        for (size_t i = 0; i < TEXTS; i++) {
            for (size_t j = 0; j < TEXTS; j++)
                order[i][j] = (signed char)orders[which % 2](texts[i], texts[j]);
        }
        for (size_t i = 0; i < TEXTS; i++) {
            ck_assert_int_eq(order[i][i], 0);
            for (size_t j = 0; j < TEXTS; j++) {
                ck_assert_msg(order[i][j] == -order[j][i], "%s | %s", texts[i], texts[j]);
                for (size_t k = 0; order[i][j] <= 0 && k < TEXTS; k++) {
                    if (order[j][k] > 0)
                        continue;
                    if (order[i][k] > 0 || (order[i][k] == 0 && (order[i][j] < 0 || order[j][k] < 0)))
                        ck_abort_msg("%s | %s | %s", texts[i], texts[j], texts[k]);
                }
            }
        }
    }
}
END_TEST

static int satisfies(const char *text, const char *version)
{
    vmimage_constraint *constraint = NULL;
    vmimage_error *error = NULL;
    int32_t answer;

    ck_assert_msg(vmimage_constraint_parse(text, &constraint, &error) == VMIMAGE_OK, "%s: %s", text,
                  vmimage_error_message(error));
    ck_assert_str_eq(vmimage_constraint_text(constraint), text);
    answer = vmimage_constraint_matches(constraint, version);
    vmimage_constraint_unref(constraint);
    return answer;
}

START_TEST(constraints)
{
    static const struct {
        const char *constraint, *yes, *no; /* versions with a blank between them */
    } table[] = {
        {"*", "1 22.04 text 1.2.3+b 1.2u1", "1.2.3-rc1 1-beta"},
        {">=22.04,<24", "22.04 22.04.3 23.10", "20.04 24 24.04 24.0.0-rc1 22.04-rc1 text"},
        {" >= 22.04  < 24 ", "22.4 23", "24 21"},
        {"~22.04", "22.04 22.04.3 v22.04.9+x", "22.10 23 22.05 22.03"},
        {"~1.2.3", "1.2.3 1.2.9", "1.3 1.2.2 2"},
        {"~1", "1 1.9.9", "2 0.9"},
        {"^1.2", "1.2 1.9.4", "1.1 2.0 2.0.0-rc1 0.9"},
        {"^0.2.3", "0.2.3 0.2.9", "0.3 0.2.2 1"},
        {"^0.0.3", "0.0.3", "0.0.4 0.0.2"},
        {"^0.0", "0.0.1 0.0.9", "0.1"},
        {"^0", "0 0.9", "1"},
        {"=1.2.3-rc1", "1.2.3-rc1 v1.2.3-rc1+b", "1.2.3 1.2.3-rc2"},
        {"1.2", "1.2 1.2.0", "1.2.1"},
        {"==1.2", "1.2.0", "1.3"},
        {">=1.2.3-rc1", "1.2.3-rc1 1.2.3-rc2 1.2.3 2", "1.2.3-beta 1.3.0-rc1"},
        {"<2.0.0-rc2", "2.0.0-rc1 1.9", "2.0.0-rc2 1.9.0-rc1"},
        {"!=1.2.3-rc1", "1.2 1.2.3", "1.2.3-rc2 1.2.3-rc1"},
        {">1.2,!=1.3", "1.2.1 1.4", "1.2 1.3.0"},
        {"<=1.2", "1.2 1", "1.2.1 1.2u1"},
        {"=latest", "latest", "1"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        for (int yes = 0; yes < 2; yes++) {
            char versions[128], *at = versions, *version;

            (void)snprintf(versions, sizeof(versions), "%s", yes ? table[i].yes : table[i].no);
            while ((version = strsep(&at, " ")) != NULL)
                ck_assert_msg(satisfies(table[i].constraint, version) == yes, "%s: %s", table[i].constraint, version);
        }
    }
    ck_assert_int_eq(satisfies("*", NULL), 0);
    ck_assert_int_eq(vmimage_constraint_matches(NULL, "1"), 0);
}
END_TEST

static void refuse_constraint(const char *text, vmimage_status status, const char *message)
{
    vmimage_constraint *constraint = NULL;
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_constraint_parse(text, &constraint, &error), status);
    ck_assert_ptr_null(constraint);
    ck_assert_msg(strstr(vmimage_error_message(error), message) != NULL, "%s", vmimage_error_message(error));
    vmimage_error_unref(error);
}

START_TEST(bad_constraints)
{
    char many[400] = "", longer[1200];

    refuse_constraint("", VMIMAGE_E_INVALID, "ends where a version belongs");
    refuse_constraint(">=1.2,", VMIMAGE_E_INVALID, "ends where a version belongs");
    refuse_constraint(">=", VMIMAGE_E_INVALID, "ends where a version belongs");
    refuse_constraint("1.2 || 1.3", VMIMAGE_E_INVALID, "has \"|\" at position 5 where a version belongs");
    refuse_constraint("1.2||1.3", VMIMAGE_E_INVALID, "has \"|\" at position 4 where \",\" belongs");
    refuse_constraint("1.2.*", VMIMAGE_E_INVALID, "has \"*\" at position 5 where \",\" belongs");
    refuse_constraint("=*", VMIMAGE_E_INVALID, "has \"*\" at position 2");
    refuse_constraint("~latest", VMIMAGE_E_INVALID,
                      "has \"l\" at position 2 where a version that begins with a number");
    for (int i = 0; i < 33; i++)
        (void)strcat(many, ">1 ");
    refuse_constraint(many, VMIMAGE_E_LIMIT, "more than 32 terms");
    memset(longer, '1', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    refuse_constraint(longer, VMIMAGE_E_LIMIT, "longer than 1024 bytes");
}
END_TEST

static vmimage_image image_of(const char *display_name, const char *vendor, const char *product, const char *version)
{
    vmimage_image image;

    memset(&image, 0, sizeof(image));
    vmimage__refs_init(&image.refs);
    image.o.kind = "VirtualMachineImage";
    image.o.meta.name = "vmi-x";
    image.o.name = display_name;
    image.o.vendor = vendor;
    image.o.product = product;
    image.o.version = version;
    return image;
}

START_TEST(families)
{
    static const struct {
        const char *name, *vendor, *product, *version, *family, *is;
    } table[] = {
        {"x-1", "VMware, Inc.", "Photon OS", "5.0", "VMware, Inc./Photon OS", "5.0"},
        {"x-1", NULL, "Photon OS", NULL, "Photon OS", "1"},
        {"x-1", "", "Photon OS", "", "Photon OS", "1"},
        {"photon-5.0", "V", NULL, NULL, "photon", "5.0"},
        {"photon-5.0", NULL, NULL, "6", "photon", "6"},
        {"ubuntu_v22.04.3", NULL, NULL, NULL, "ubuntu", "v22.04.3"},
        {"debian 12", NULL, NULL, NULL, "debian", "12"},
        {"web - 1.2.3-rc1+b5", NULL, NULL, NULL, "web", "1.2.3-rc1+b5"},
        {"web-1.2-beta", NULL, NULL, NULL, "web", "1.2-beta"},
        {"web-2024-01-02", NULL, NULL, NULL, "web", "2024-01-02"},
        {"debian-12-20240101", NULL, NULL, NULL, "debian", "12-20240101"},
        {"app-1.2.3-20240101", NULL, NULL, NULL, "app", "1.2.3-20240101"},
        {"ubuntu-22.04-server", NULL, NULL, NULL, "ubuntu-22.04-server", NULL},
        {"app-1.2.3-amd64", NULL, NULL, NULL, "app-1.2.3-amd64", NULL},
        {"web2", NULL, NULL, NULL, "web2", NULL},
        {"22.04", NULL, NULL, NULL, "22.04", NULL},
        {"-22.04", NULL, NULL, NULL, "-22.04", NULL},
        {"web-", NULL, NULL, NULL, "web-", NULL},
        {"w", NULL, NULL, NULL, "w", NULL},
        {"", NULL, NULL, NULL, "vmi-x", NULL},
        {NULL, NULL, NULL, NULL, "vmi-x", NULL},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        vmimage_image image = image_of(table[i].name, table[i].vendor, table[i].product, table[i].version);
        const char *version = vmimage_family_version(&image);
        vmimage_string *family = NULL;

        ck_assert_int_eq(vmimage_family_of_image(&image, &family, NULL), VMIMAGE_OK);
        ck_assert_str_eq(vmimage_string_data(family), table[i].family);
        ck_assert_msg((version == NULL) == (table[i].is == NULL), "%s", table[i].name);
        if (version != NULL)
            ck_assert_str_eq(version, table[i].is);
        ck_assert_int_eq(vmimage_family_has(&image, table[i].family), 1);
        ck_assert_int_eq(vmimage_family_has(&image, "other"), 0);
        vmimage_string_unref(family);
    }
}
END_TEST

START_TEST(family_names)
{
    vmimage_image image = image_of("n-1", "A", "P", "1");

    ck_assert_int_eq(vmimage_family_has(&image, "A/P"), 1);
    ck_assert_int_eq(vmimage_family_has(&image, "P"), 1);
    ck_assert_int_eq(vmimage_family_has(&image, "n"), 0);
    ck_assert_int_eq(vmimage_family_has(&image, "A/"), 0);
    ck_assert_int_eq(vmimage_family_has(&image, "A"), 0);
    ck_assert_int_eq(vmimage_family_has(&image, "a/P"), 0);
    ck_assert_int_eq(vmimage_family_has(NULL, "P"), 0);
    ck_assert_ptr_null(vmimage_family_version(NULL));
}
END_TEST

START_TEST(newer)
{
    vmimage_image a = image_of("a", NULL, "P", "1.2+7"), b = image_of("b", NULL, "P", "1.2+10");

    ck_assert_int_eq(vmimage_family_compare(&a, &b), -1);
    b.o.version = "1.2+7";
    a.o.full_version = "1.2 update 2";
    b.o.full_version = "1.2 update 10";
    ck_assert_int_eq(vmimage_family_compare(&a, &b), -1);
    b.o.full_version = a.o.full_version;
    a.o.provider_content_version = "9";
    b.o.provider_content_version = "10";
    ck_assert_int_eq(vmimage_family_compare(&b, &a), 1);
    b.o.provider_content_version = "9";
    ck_assert_int_eq(vmimage_family_compare(&b, &a), 0);
    b.o.meta.name = "vmi-y";
    ck_assert_int_eq(vmimage_family_compare(&b, &a), 1);
    b.o.meta.name = "vmi-x";
    b.o.meta.name_space = "n";
    ck_assert_int_eq(vmimage_family_compare(&a, &b), -1);
    ck_assert_int_eq(vmimage_family_compare(NULL, &b), -1);
}
END_TEST

static struct vmimage_condition not_ready = {.type = "Ready", .status = "False"};

static void expect_newest(const vmimage_image *const *list, size_t count, const char *family, const char *text,
                          vmimage_status status, const vmimage_image *wanted, const char *message)
{
    vmimage_constraint *constraint = NULL;
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    if (text != NULL)
        ck_assert_int_eq(vmimage_constraint_parse(text, &constraint, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_newest_images(list, count, family, constraint, &image, &error), status);
    ck_assert_ptr_eq(image, wanted);
    if (message != NULL)
        ck_assert_msg(strstr(vmimage_error_message(error), message) != NULL, "%s", vmimage_error_message(error));
    if (status == VMIMAGE_E_AMBIGUOUS)
        ck_assert_uint_eq(vmimage_error_candidate_count(error), 2);
    if (image != NULL)
        (void)vmimage__refs_drop(&image->refs);
    vmimage_error_unref(error);
    vmimage_constraint_unref(constraint);
}

START_TEST(newest)
{
    vmimage_image images[] = {image_of("a", "A", "P", "1.9"),       image_of("b", "A", "P", "1.10"),
                              image_of("c", "A", "P", "2.0.0-rc1"), image_of("d", "B", "Q", "1"),
                              image_of("e", "C", "Q", "2"),         image_of("p-7", NULL, NULL, NULL),
                              image_of("f", NULL, "R", "3"),        image_of("g", "A", "S", "1-rc1"),
                              image_of("h", "A", "P", "9"),         image_of("Q-5", NULL, NULL, NULL)};
    const vmimage_image *list[11] = {NULL};
    size_t count = 11;

    for (size_t i = 0; i < 10; i++)
        list[i + 1] = &images[i];
    images[6].o.conditions.items = images[8].o.conditions.items = &not_ready;
    images[6].o.conditions.count = images[8].o.conditions.count = 1;
    expect_newest(list, count, "P", NULL, VMIMAGE_OK, &images[1], NULL);
    expect_newest(list, count, "A/P", "<1.10", VMIMAGE_OK, &images[0], NULL);
    expect_newest(list, count, "A/P", ">=2.0.0-rc1", VMIMAGE_OK, &images[2], NULL);
    expect_newest(list, count, "P", ">=2", VMIMAGE_E_NOT_FOUND, NULL,
                  "satisfies \">=2\"; there are 4, the newest is 2.0.0-rc1");
    expect_newest(list, count, "p", NULL, VMIMAGE_OK, &images[5], NULL);
    expect_newest(list, count, "S", NULL, VMIMAGE_OK, &images[7], NULL);
    expect_newest(list, count, "S", "*", VMIMAGE_E_NOT_FOUND, NULL, "satisfies \"*\"");
    expect_newest(list, count, "R", NULL, VMIMAGE_E_NOT_READY, NULL, "(1 of 1)");
    expect_newest(list, count, "none", NULL, VMIMAGE_E_NOT_FOUND, NULL, "none: no image belongs to this family");
    expect_newest(list, count, "B/Q", NULL, VMIMAGE_OK, &images[3], NULL);
    expect_newest(list, count, "Q", NULL, VMIMAGE_OK, &images[9], NULL); /* its whole name */
    expect_newest(list, count - 1, "Q", NULL, VMIMAGE_E_AMBIGUOUS, NULL, "write \"B/Q\" or \"C/Q\"");
    expect_newest(NULL, 0, "Q", NULL, VMIMAGE_E_NOT_FOUND, NULL, NULL);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, ascending);
    tcase_add_test(tcase, equals);
    tcase_add_test(tcase, prereleases);
    tcase_add_test(tcase, total_order);
    tcase_add_test(tcase, constraints);
    tcase_add_test(tcase, bad_constraints);
    tcase_add_test(tcase, families);
    tcase_add_test(tcase, family_names);
    tcase_add_test(tcase, newer);
    tcase_add_test(tcase, newest);
}

UNIT_MAIN("version", cases)
