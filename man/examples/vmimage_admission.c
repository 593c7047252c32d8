/*
 * SPDX-License-Identifier: Apache-2.0
 * Whether a cluster would let a publish request in.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char request[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachinePublishRequest\","
    "\"metadata\":{\"name\":\"publish\",\"namespace\":\"team\"},"
    "\"spec\":{\"source\":{\"name\":\"vm1\"},\"target\":{\"location\":{\"name\":\"cl-0123456789abcdef0\"}}}}";

static vmimage_status ask(vmimage_admission *admission, vmimage_error **error)
{
    vmimage_admission_answer *answer = NULL;
    vmimage_status status = vmimage_admission_set_object(admission, request, sizeof(request) - 1, error);

    if (status == VMIMAGE_OK)
        status = vmimage_admission_validate(admission, &answer, error);
    if (status == VMIMAGE_OK && vmimage_admission_answer_allowed(answer))
        puts("allowed");
    else if (status == VMIMAGE_OK)
        printf("refused: %s\n", vmimage_admission_answer_reason(answer));
    vmimage_admission_answer_unref(answer);
    return status;
}

int main(void)
{
    vmimage_admission *admission = vmimage_admission_new();
    vmimage_error *error = NULL;
    vmimage_status status = admission != NULL ? ask(admission, &error) : VMIMAGE_E_NO_MEMORY;

    if (error != NULL)
        fprintf(stderr, "%s\n", vmimage_error_message(error));
    vmimage_error_unref(error);
    vmimage_admission_unref(admission);
    return status == VMIMAGE_OK ? 0 : 1;
}
