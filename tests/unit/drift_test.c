/*
 * SPDX-License-Identifier: Apache-2.0
 * What differs between two snapshots: objects that came and went, fields, elements of lists, and what is not looked at.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <vmimage/base.h>
#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/version.h>

static vmimage_image *image_of(const char *name, const char *meta, const char *status)
{
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;
    char json[2048];

    (void)snprintf(json, sizeof(json),
                   "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\",\"metadata\":"
                   "{\"name\":\"%s\"%s},\"status\":{%s}}",
                   name, meta, status);
    ck_assert_msg(vmimage_image_from_json(json, strlen(json), &image, &error) == VMIMAGE_OK, "%s",
                  vmimage_error_message(error));
    return image;
}

static vmimage_item *item_of(const char *name, const char *files)
{
    vmimage_item *item = NULL;
    char json[2048];

    (void)snprintf(json, sizeof(json),
                   "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\",\"metadata\":"
                   "{\"name\":\"%s\",\"namespace\":\"n\"},\"status\":{\"fileInfo\":[%s]}}",
                   name, files);
    ck_assert_int_eq(vmimage_item_from_json(json, strlen(json), &item, NULL), VMIMAGE_OK);
    return item;
}

/* "~field:was>is", "+name", "-name", with blanks between them. */
static void expect(vmimage_drift *drift, const char *wanted)
{
    char text[2048] = "";

    for (size_t i = 0; i < vmimage_drift_count(drift); i++) {
        const char *was = vmimage_drift_was(drift, i), *is = vmimage_drift_is(drift, i);
        size_t length = strlen(text);
        int32_t change = vmimage_drift_change(drift, i);

        ck_assert_ptr_nonnull(vmimage_drift_kind(drift, i));
        if (change == VMIMAGE_DRIFT_CHANGED)
            (void)snprintf(text + length, sizeof(text) - length, "%s~%s:%s>%s", i > 0 ? " " : "",
                           vmimage_drift_field(drift, i), was != NULL ? was : "", is != NULL ? is : "");
        else
            (void)snprintf(text + length, sizeof(text) - length, "%s%c%s", i > 0 ? " " : "",
                           change == VMIMAGE_DRIFT_ADDED ? '+' : '-', vmimage_drift_name(drift, i));
    }
    ck_assert_str_eq(text, wanted);
    vmimage_drift_unref(drift);
}

static void compare(vmimage_image *was, vmimage_image *is, const char *wanted)
{
    const vmimage_image *before[] = {NULL, was}, *after[] = {is, NULL};
    vmimage_drift *drift = NULL;

    ck_assert_int_eq(vmimage_drift_images(before, 2, after, 2, &drift, NULL), VMIMAGE_OK);
    expect(drift, wanted);
    vmimage_image_unref(was);
    vmimage_image_unref(is);
}

START_TEST(fields)
{
    compare(image_of("a", "", "\"name\":\"x\""), image_of("a", "", "\"name\":\"x\""), "");
    compare(image_of("a", "", "\"name\":\"x\",\"hardwareVersion\":19"), image_of("a", "", "\"name\":\"y\""),
            "~status.hardwareVersion:19> ~status.name:x>y");
    compare(image_of("a", "", ""), image_of("a", "", "\"productInfo\":{\"version\":\"1\"}"),
            "~status.productInfo.version:>1");
    compare(image_of("a", "", "\"productInfo\":{\"version\":\"1\",\"vendor\":\"v\"}"),
            image_of("a", "", "\"productInfo\":{\"version\":\"2\",\"vendor\":\"v\"}"),
            "~status.productInfo.version:1>2");
    compare(image_of("a", ",\"labels\":{\"k\":\"1\"}", ""), image_of("a", ",\"labels\":{\"k\":\"2\"}", ""),
            "~metadata.labels.k:1>2");
}
END_TEST

START_TEST(lists)
{
    compare(image_of("a", "", "\"disks\":[{\"name\":\"d0\",\"limit\":\"1Gi\"},{\"name\":\"d1\"}]"),
            image_of("a", "", "\"disks\":[{\"name\":\"d2\"},{\"name\":\"d0\",\"limit\":\"2Gi\"}]"),
            "~status.disks[d0].limit:1Gi>2Gi ~status.disks[d1]:{\"name\":\"d1\"}> "
            "~status.disks[d2]:>{\"name\":\"d2\"}");
    compare(image_of("a", "", "\"capabilities\":[\"a\",\"b\"]"), image_of("a", "", "\"capabilities\":[\"a\",\"c\"]"),
            "~status.capabilities[1]:b>c");
    compare(image_of("a", "", "\"disks\":[{\"name\":\"d\"},{\"name\":\"d\"}]"),
            image_of("a", "", "\"disks\":[{\"name\":\"d\"},{\"name\":\"d\",\"limit\":\"1\"}]"),
            "~status.disks[1].limit:>1");
}
END_TEST

#define READY(status, time)                                                                                            \
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"" status "\",\"lastTransitionTime\":\"2026-01-02T03:04:0" time   \
    "Z\"}]"

START_TEST(noise)
{
    compare(image_of("a", ",\"resourceVersion\":\"1\",\"generation\":1,\"managedFields\":[{\"manager\":\"a\"}]", ""),
            image_of("a", ",\"resourceVersion\":\"2\",\"generation\":2,\"managedFields\":[{\"manager\":\"b\"}]", ""),
            "");
    compare(image_of("a", "", READY("True", "1")), image_of("a", "", READY("True", "2")), "");
    compare(image_of("a", "", READY("True", "1")), image_of("a", "", READY("False", "2")),
            "~status.conditions[Ready].status:True>False");
}
END_TEST

START_TEST(objects)
{
    vmimage_image *images[] = {image_of("b", "", ""), image_of("a", "", ""), image_of("c", "", "")};
    const vmimage_image *before[] = {images[0], images[1]}, *after[] = {images[2], images[1]};
    vmimage_drift *drift = NULL;

    ck_assert_int_eq(vmimage_drift_images(before, 2, after, 2, &drift, NULL), VMIMAGE_OK);
    expect(drift, "-b +c");
    ck_assert_int_eq(vmimage_drift_images(NULL, 0, NULL, 0, &drift, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_drift_change(drift, 0), 0);
    ck_assert_ptr_null(vmimage_drift_name(drift, 0));
    expect(drift, "");
    for (size_t i = 0; i < 3; i++)
        vmimage_image_unref(images[i]);
}
END_TEST

START_TEST(files)
{
    vmimage_item *was = item_of("i", "{\"name\":\"a.vmdk\",\"sizeInBytes\":\"7\"}");
    vmimage_item *is = item_of("i", "{\"name\":\"a.vmdk\",\"sizeInBytes\":\"8\"},{\"name\":\"b\"}");
    const vmimage_item *before[] = {was}, *after[] = {is};
    vmimage_drift *drift = NULL;

    ck_assert_int_eq(vmimage_drift_items(before, 1, after, 1, &drift, NULL), VMIMAGE_OK);
    ck_assert_uint_eq(vmimage_drift_count(drift), 2);
    ck_assert_str_eq(vmimage_drift_namespace(drift, 0), "n");
    ck_assert_str_eq(vmimage_drift_field(drift, 0), "status.fileInfo[a.vmdk].sizeInBytes");
    ck_assert_str_eq(vmimage_drift_was(drift, 0), "7");
    ck_assert_str_eq(vmimage_drift_is(drift, 0), "8");
    ck_assert_str_eq(vmimage_drift_field(drift, 1), "status.fileInfo[b]");
    ck_assert_ptr_null(vmimage_drift_was(drift, 1));
    vmimage_drift_unref(drift);
    vmimage_item_unref(was);
    vmimage_item_unref(is);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, fields);
    tcase_add_test(tcase, lists);
    tcase_add_test(tcase, noise);
    tcase_add_test(tcase, objects);
    tcase_add_test(tcase, files);
}

UNIT_MAIN("drift", cases)
