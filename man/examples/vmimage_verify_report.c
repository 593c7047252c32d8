/*
 * SPDX-License-Identifier: Apache-2.0
 * What is wrong with each package given, and who signed it.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static int show(vmimage_verify *verify, const char *path)
{
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    int failed;

    if (vmimage_verify_file(verify, NULL, path, &report, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    for (size_t i = 0; i < vmimage_verify_report_problem_count(report); i++)
        printf("%s\n", vmimage_verify_report_problem(report, i));
    if (vmimage_verify_report_signer(report) != NULL)
        printf("%s: signed by %s: %s\n", path, vmimage_verify_report_signer(report),
               vmimage_verify_report_signature(report));
    failed = vmimage_verify_report_result(report) == VMIMAGE_RESULT_FAILED;
    vmimage_verify_report_unref(report);
    return failed;
}

int main(int argc, char **argv)
{
    vmimage_verify *verify = vmimage_verify_new();
    int failed = verify == NULL;

    for (int i = 1; i < argc && verify != NULL; i++)
        failed |= show(verify, argv[i]);
    vmimage_verify_unref(verify);
    return failed;
}
