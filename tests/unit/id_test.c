/*
 * SPDX-License-Identifier: Apache-2.0
 * VMI IDs and the names made from UUIDs.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/base.h>
#include <vmimage/id.h>

START_TEST(known_ids)
{
    char id[VMIMAGE_ID_SIZE], item[VMIMAGE_ITEM_NAME_SIZE], library[VMIMAGE_LIBRARY_NAME_SIZE];

    ck_assert_int_eq(vmimage_id_from_uuid("e1968c25-dd84-4506-8dc7-9beacb6b688e", id, NULL), VMIMAGE_OK);
    ck_assert_str_eq(id, "vmi-0a0044d7c690bcbea");
    ck_assert_int_eq(vmimage_id_from_uuid("6a4c41d7-67f8-47de-a9b5-a9d3b4ec0f88", id, NULL), VMIMAGE_OK);
    ck_assert_str_eq(id, "vmi-31ee3a867a00f68bc");
    ck_assert_int_eq(vmimage_item_name_from_uuid("e1968c25-dd84-4506-8dc7-9beacb6b688e", item, NULL), VMIMAGE_OK);
    ck_assert_str_eq(item, "clitem-0a0044d7c690bcbea");
    ck_assert_int_eq(vmimage_library_name_from_uuid("e1968c25-dd84-4506-8dc7-9beacb6b688e", library, NULL), VMIMAGE_OK);
    ck_assert_str_eq(library, "cl-0a0044d7c690bcbea");
}
END_TEST

START_TEST(provider_items)
{
    char dashed[VMIMAGE_ID_SIZE], plain[VMIMAGE_ID_SIZE];

    ck_assert_int_eq(vmimage_id_from_provider_item("vm-42", dashed, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_id_from_provider_item("vm42", plain, NULL), VMIMAGE_OK);
    ck_assert_str_eq(dashed, plain);
    ck_assert_int_eq(vmimage_id_from_provider_item("e1968c25-dd84-4506-8dc7-9beacb6b688e", plain, NULL), VMIMAGE_OK);
    ck_assert_str_eq(plain, "vmi-0a0044d7c690bcbea");
    ck_assert_int_eq(vmimage_id_from_provider_item("", plain, NULL), VMIMAGE_E_INVALID);
    ck_assert_str_eq(plain, "vmi-0a0044d7c690bcbea");
}
END_TEST

static void expect_reason(const char *uuid, const char *reason)
{
    vmimage_string *text = NULL;
    vmimage_error *error = NULL;
    char id[VMIMAGE_ID_SIZE] = "untouched";

    ck_assert_int_eq(vmimage_uuid_check(uuid, &text, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(text), reason);
    ck_assert_int_eq(vmimage_id_from_uuid(uuid, id, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), reason));
    ck_assert_str_eq(id, "untouched");
    vmimage_string_unref(text);
    vmimage_error_unref(error);
}

START_TEST(malformed_uuids)
{
    expect_reason("", "has 0 characters instead of 36");
    expect_reason("a", "has 1 character instead of 36");
    expect_reason("e1968c25dd8445068dc79beacb6b688e", "has 32 characters instead of 36");
    expect_reason("e1968c25-dd84-4506-8dc7-9beacb6b688e\n", "has 37 characters instead of 36");
    expect_reason("g1968c25-dd84-4506-8dc7-9beacb6b688e", "has 'g' at position 1 where a hexadecimal digit belongs");
    expect_reason("e1968c25_dd84-4506-8dc7-9beacb6b688e", "has '_' at position 9 where a '-' belongs");
    expect_reason("e1968c25-dd84-4506-8dc7-9beacb6b688\x01",
                  "has '\\x01' at position 36 where a hexadecimal digit belongs");
}
END_TEST

START_TEST(item_names)
{
    vmimage_string *id = NULL;
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_id_from_item_name("clitemfoo-bar-baz", &id, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(id), "vmi-bar-baz");
    id = vmimage_string_unref(id);
    ck_assert_int_eq(vmimage_id_from_item_name("clitem-", &id, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_string_data(id), "vmi-");
    id = vmimage_string_unref(id);
    ck_assert_int_eq(vmimage_id_from_item_name("foo-1", &id, &error), VMIMAGE_E_INVALID);
    ck_assert_str_eq(vmimage_error_reason(error), "item name does not start with \"clitem\"");
    error = vmimage_error_unref(error);
    ck_assert_ptr_null(id);
    ck_assert_int_eq(vmimage_id_from_item_name("clitem", &id, &error), VMIMAGE_E_INVALID);
    ck_assert_str_eq(vmimage_error_reason(error), "item name does not have an identifier after clitem-");
    error = vmimage_error_unref(error);
}
END_TEST

START_TEST(validity)
{
    ck_assert_int_eq(vmimage_id_is_valid("vmi-0a0044d7c690bcbea"), 1);
    ck_assert_int_eq(vmimage_id_is_valid("vmi-0a0044d7c690bcbe"), 0);
    ck_assert_int_eq(vmimage_id_is_valid("vmi-0a0044d7c690bcbeaa"), 0);
    ck_assert_int_eq(vmimage_id_is_valid("vmi-0A0044d7c690bcbea"), 0);
    ck_assert_int_eq(vmimage_id_is_valid("vmx-0a0044d7c690bcbea"), 0);
    ck_assert_int_eq(vmimage_id_is_valid(NULL), 0);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, known_ids);
    tcase_add_test(tcase, provider_items);
    tcase_add_test(tcase, malformed_uuids);
    tcase_add_test(tcase, item_names);
    tcase_add_test(tcase, validity);
}

UNIT_MAIN("id", cases)
