/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission through the public functions: the image references of VMs row by row, the handles, bad input. Publish requests row by
 * row are in tests/vectors/cases/webhook.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <vmimage/admission.h>
#include <vmimage/base.h>

#define VM(spec)                                                                                                       \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachine\","                                  \
    "\"metadata\":{\"name\":\"vm\",\"namespace\":\"one\"},\"spec\":" spec "}"
#define IMAGE(kind, meta, display)                                                                                     \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"" kind "\",\"metadata\":{" meta                     \
    "},\"status\":{\"name\":\"" display "\"}}"
#define PUBLISH                                                                                                        \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\","                    \
    "\"metadata\":{\"name\":\"p\"},\"spec\":{\"target\":{\"location\":{\"name\":\"cl\",\"kind\":\"ContentLibrary\"}}}" \
    "}"

static const char *const images[] = {
    IMAGE("VirtualMachineImage", "\"name\":\"vmi-1\",\"namespace\":\"one\"", "ubuntu"),
    IMAGE("ClusterVirtualMachineImage", "\"name\":\"vmi-2\"", "both"),
    IMAGE("VirtualMachineImage", "\"name\":\"vmi-3\",\"namespace\":\"one\"", "both"),
    IMAGE("ClusterVirtualMachineImage", "\"name\":\"vmi-4\"", "far"),
};

static vmimage_admission *admit(const char *object, const char *old)
{
    vmimage_admission *admission = vmimage_admission_new();

    ck_assert_int_eq(vmimage_admission_set_object(admission, object, strlen(object), NULL), VMIMAGE_OK);
    if (old != NULL)
        ck_assert_int_eq(vmimage_admission_set_old_object(admission, old, strlen(old), NULL), VMIMAGE_OK);
    for (size_t i = 0; i < sizeof(images) / sizeof(images[0]); i++)
        ck_assert_int_eq(vmimage_admission_add_object(admission, images[i], strlen(images[i]), NULL), VMIMAGE_OK);
    return admission;
}

static void same(const char *text, const char *wanted)
{
    if (wanted == NULL)
        ck_assert_msg(text == NULL, "%s", text);
    else
        ck_assert_str_eq(text != NULL ? text : "(null)", wanted);
}

static void mutate(const char *object, const char *patch, const char *message)
{
    vmimage_admission *admission = admit(object, NULL);
    vmimage_admission_answer *answer = NULL;

    ck_assert_int_eq(vmimage_admission_mutate(admission, &answer, NULL), VMIMAGE_OK);
    admission = vmimage_admission_unref(admission);
    ck_assert_int_eq(vmimage_admission_answer_allowed(answer), message == NULL);
    ck_assert_int_eq(vmimage_admission_answer_code(answer), message == NULL ? 200 : 403);
    same(vmimage_admission_answer_message(answer), message);
    same(vmimage_admission_answer_reason(answer), message == NULL ? NULL : "Forbidden");
    same(vmimage_admission_answer_patch(answer), patch);
    vmimage_admission_answer_unref(answer);
}

static void validate(const char *object, const char *old, uint32_t gates, int32_t privileged, const char *reason)
{
    vmimage_admission *admission = admit(object, old);
    vmimage_admission_answer *answer = NULL;

    ck_assert_int_eq(vmimage_admission_set_gates(admission, gates, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_admission_set_privileged(admission, privileged, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_admission_validate(admission, &answer, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_admission_answer_allowed(answer), reason == NULL);
    ck_assert_int_eq(vmimage_admission_answer_code(answer), reason == NULL ? 200 : 422);
    same(vmimage_admission_answer_reason(answer), reason);
    ck_assert_ptr_null(vmimage_admission_answer_patch(answer));
    vmimage_admission_answer_unref(answer);
    vmimage_admission_unref(admission);
}

START_TEST(names_become_images)
{
    mutate(
        VM("{\"imageName\":\"ubuntu\"}"),
        "[{\"op\":\"add\",\"path\":\"/spec/image\",\"value\":{\"kind\":\"VirtualMachineImage\",\"name\":\"vmi-1\"}}]",
        NULL);
    mutate(VM("{\"imageName\":\"vmi-4\"}"),
           "[{\"op\":\"add\",\"path\":\"/spec/"
           "image\",\"value\":{\"kind\":\"ClusterVirtualMachineImage\",\"name\":\"vmi-4\"}}]",
           NULL);
    mutate(VM("{}"), NULL, NULL);
    mutate(VM("{\"imageName\":\"ubuntu\",\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"vmi-1\"}}"), NULL,
           NULL);
    mutate(VM("{\"imageName\":\"ubuntu\",\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"vmi-3\"}}"), NULL,
           "spec.imageName: Invalid value: \"ubuntu\": must refer to the same resource as spec.image");
    mutate(VM("{\"imageName\":\"ubuntu\",\"image\":{\"kind\":\"ClusterVirtualMachineImage\",\"name\":\"vmi-1\"}}"),
           NULL, "spec.imageName: Invalid value: \"ubuntu\": must refer to the same resource as spec.image");
    mutate(VM("{\"imageName\":\"both\"}"), NULL,
           "multiple VM images exist for \"both\" in namespace and cluster scope");
    mutate(VM("{\"imageName\":\"none\"}"), NULL, "no VM image exists for \"none\" in namespace or cluster scope");
    mutate(PUBLISH, NULL, NULL);
}
END_TEST

START_TEST(cdroms_give_the_name)
{
    mutate(VM("{\"hardware\":{\"cdrom\":[{\"image\":{\"name\":\"far\"}},"
              "{\"connected\":true,\"image\":{\"kind\":\"ClusterVirtualMachineImage\",\"name\":\"ubuntu\"}}]}}"),
           "[{\"op\":\"add\",\"path\":\"/spec/hardware/cdrom/0/image/kind\",\"value\":\"VirtualMachineImage\"},"
           "{\"op\":\"add\",\"path\":\"/spec/imageName\",\"value\":\"ubuntu\"},"
           "{\"op\":\"add\",\"path\":\"/spec/image\",\"value\":{\"kind\":\"VirtualMachineImage\",\"name\":\"vmi-1\"}}]",
           NULL);
    mutate(VM("{\"imageName\":\"\",\"hardware\":{\"cdrom\":["
              "{\"connected\":false,\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"far\"}}]}}"),
           "[{\"op\":\"replace\",\"path\":\"/spec/imageName\",\"value\":\"far\"},"
           "{\"op\":\"add\",\"path\":\"/spec/"
           "image\",\"value\":{\"kind\":\"ClusterVirtualMachineImage\",\"name\":\"vmi-4\"}}]",
           NULL);
}
END_TEST

START_TEST(created_references)
{
    static const char imageless[] = VM("{}"), kinds[] = "supported: VirtualMachineImage; ClusterVirtualMachineImage";
    char text[200];

    validate(VM("{\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"x\"}}"), NULL, 0, 0, NULL);
    validate(imageless, NULL, 0, 1, "spec.image: Required value");
    validate(VM("{\"imageName\":\"x\"}"), NULL, VMIMAGE_ADMISSION_IMPORT, 1, "spec.image: Required value");
    validate(imageless, NULL, VMIMAGE_ADMISSION_IMPORT, 0, "spec.image: Forbidden: restricted to privileged users");
    validate(imageless, NULL, VMIMAGE_ADMISSION_RESTORE, 0, "spec.image: Forbidden: restricted to privileged users");
    validate(imageless, NULL, VMIMAGE_ADMISSION_RESTORE, 1, NULL);
    (void)snprintf(text, sizeof(text), "spec.image.kind: Required value: %s", kinds);
    validate(VM("{\"image\":{\"name\":\"x\"}}"), NULL, 0, 0, text);
    (void)snprintf(text, sizeof(text), "spec.image.kind: Invalid value: \"Pod\": %s", kinds);
    validate(VM("{\"image\":{\"kind\":\"Pod\",\"name\":\"x\"}}"), NULL, 0, 0, text);
    validate(
        VM("{\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"x\"},\"hardware\":{\"cdrom\":["
           "{\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"a\"}},{\"image\":{\"kind\":\"Iso\",\"name\":\"a\"}}"
           ","
           "{\"image\":{\"name\":\"b\"}}]}}"),
        NULL, 0, 0,
        "spec.hardware.cdrom[1].image.kind: Unsupported value: \"Iso\": supported values: \"VirtualMachineImage\", "
        "\"ClusterVirtualMachineImage\", spec.hardware.cdrom[1].image.name: Duplicate value: \"a\", "
        "spec.hardware.cdrom[2].image.kind: Unsupported value: \"\": supported values: \"VirtualMachineImage\", "
        "\"ClusterVirtualMachineImage\"");
}
END_TEST

#define OLD VM("{\"imageName\":\"a\",\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"vmi-1\"}}")
#define FAILED_OVER                                                                                                    \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachine\",\"metadata\":{\"name\":\"vm\","    \
    "\"annotations\":{\"vmoperator.vmware.com/failed-over-vm\":\"\"}},\"spec\":{}}"

START_TEST(changed_references)
{
    validate(OLD, OLD, 0, 0, NULL);
    validate(VM("{\"imageName\":\"b\",\"image\":{\"kind\":\"VirtualMachineImage\",\"name\":\"vmi-9\"}}"), OLD, 0, 1,
             "spec.imageName: Invalid value: \"b\": field is immutable, "
             "spec.image: Invalid value: {\"kind\":\"VirtualMachineImage\",\"name\":\"vmi-9\"}: field is immutable");
    validate(
        VM("{}"), OLD, VMIMAGE_ADMISSION_RESTORE, 1,
        "spec.imageName: Invalid value: \"\": field is immutable, spec.image: Invalid value: null: field is immutable");
    validate(FAILED_OVER, OLD, VMIMAGE_ADMISSION_RESTORE, 1, NULL);
    validate(FAILED_OVER, OLD, VMIMAGE_ADMISSION_RESTORE, 0,
             "spec.image: Forbidden: restricted to privileged users, "
             "spec.imageName: Forbidden: restricted to privileged users");
    validate(
        FAILED_OVER, OLD, VMIMAGE_ADMISSION_IMPORT, 1,
        "spec.imageName: Invalid value: \"\": field is immutable, spec.image: Invalid value: null: field is immutable");
}
END_TEST

START_TEST(bad_input)
{
    static const char pod[] = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}", broken[] = "{\"apiVersion\":";
    static const char wrong[] =
        "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\","
        "\"spec\":{\"source\":7}}";
    vmimage_admission *admission = vmimage_admission_new();
    vmimage_admission_answer *answer = (vmimage_admission_answer *)(uintptr_t)admission;
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_admission_validate(admission, &answer, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_null(answer);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "no object"));
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_admission_set_object(admission, pod, strlen(pod), &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "Pod"));
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_admission_set_object(admission, broken, strlen(broken), NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq(vmimage_admission_set_object(admission, wrong, strlen(wrong), NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq(vmimage_admission_add_object(admission, pod, strlen(pod), NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_admission_set_gates(admission, 4, NULL), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_admission_set_object(admission, PUBLISH, strlen(PUBLISH), NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_admission_set_old_object(admission, OLD, strlen(OLD), NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_admission_validate(admission, &answer, NULL), VMIMAGE_E_INVALID);
    vmimage_admission_unref(vmimage_admission_ref(admission));
    vmimage_admission_unref(admission);
    ck_assert_int_eq(vmimage_admission_answer_allowed(NULL), 0);
    ck_assert_int_eq(vmimage_admission_answer_code(NULL), 0);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, names_become_images);
    tcase_add_test(tcase, cdroms_give_the_name);
    tcase_add_test(tcase, created_references);
    tcase_add_test(tcase, changed_references);
    tcase_add_test(tcase, bad_input);
}

UNIT_MAIN("admission", cases)
