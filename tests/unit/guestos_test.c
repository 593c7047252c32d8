/*
 * SPDX-License-Identifier: Apache-2.0
 * Guest operating systems and hardware versions.
 */
#include "unit.h"

#include <vmimage/value.h>

START_TEST(guest_of_number)
{
    ck_assert_str_eq(vmimage_guest_id_from_cim(94, NULL), "ubuntu64Guest");
    ck_assert_str_eq(vmimage_guest_id_from_cim(94, "22.04"), "ubuntu64Guest");
    ck_assert_str_eq(vmimage_guest_id_from_cim(96, "11"), "debian11_64Guest");
    ck_assert_str_eq(vmimage_guest_id_from_cim(2, "20"), "darwin20_64Guest");
    ck_assert_str_eq(vmimage_guest_id_from_cim(2, "5"), "darwinGuest");
    ck_assert_str_eq(vmimage_guest_id_from_cim(1, ""), "otherGuest");
    ck_assert_ptr_null(vmimage_guest_id_from_cim(96, NULL));
    ck_assert_ptr_null(vmimage_guest_id_from_cim(96, "99"));
    ck_assert_ptr_null(vmimage_guest_id_from_cim(0, NULL));
    ck_assert_ptr_null(vmimage_guest_id_from_cim(-1, NULL));
    ck_assert_ptr_null(vmimage_guest_id_from_cim(INT32_MAX, ""));
}
END_TEST

START_TEST(number_of_guest)
{
    ck_assert_int_eq(vmimage_guest_id_to_cim("ubuntu64Guest"), 94);
    ck_assert_int_eq(vmimage_guest_id_to_cim("asianux3Guest"), 36);
    ck_assert_int_eq(vmimage_guest_id_to_cim("winXPProGuest"), 67);
    ck_assert_int_eq(vmimage_guest_id_to_cim("UBUNTU64Guest"), 0);
    ck_assert_int_eq(vmimage_guest_id_to_cim("debian13_64Guest"), 0);
    ck_assert_int_eq(vmimage_guest_id_to_cim("centos64Guest"), 0);
    ck_assert_int_eq(vmimage_guest_id_to_cim(""), 0);
    ck_assert_int_eq(vmimage_guest_id_to_cim(NULL), 0);
}
END_TEST

START_TEST(hardware_version)
{
    static const struct {
        const char *text;
        int32_t version;
    } rows[] = {{"vmx-19", 19}, {"VMX-09", 9},  {"vMx-7", 7},         {"13", 13},     {"vmx-255", 255},
                {"vmx-5", 5},   {"vmx-256", 0}, {"vmx-07 vmx-08", 0}, {" vmx-10", 0}, {"vmx-10 ", 0},
                {"xen-3", 0},   {"vmx-", 0},    {"vmx-0", 0},         {"-5", 0},      {"+5", 0},
                {"", 0},        {"vmx-+5", 0},  {"vmx-1_0", 0}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        ck_assert_msg(vmimage_hardware_version_parse(rows[i].text) == rows[i].version, "%s", rows[i].text);
    ck_assert_int_eq(vmimage_hardware_version_parse(NULL), 0);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, guest_of_number);
    tcase_add_test(tcase, number_of_guest);
    tcase_add_test(tcase, hardware_version);
}
UNIT_MAIN("guestos", cases)
