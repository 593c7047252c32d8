/*
 * SPDX-License-Identifier: Apache-2.0
 * Whether a package is whole; with certificates, also whether one of them stands behind it:  vmimage_verify PACKAGE [ROOTS.pem]
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static vmimage_status check(vmimage_verify *verify, const char *path, const char *roots, vmimage_verify_report **report,
                            vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    if (roots != NULL)
        status = vmimage_verify_add_roots_file(verify, roots, error);
    if (status == VMIMAGE_OK && roots != NULL)
        status = vmimage_verify_set_policy(verify, VMIMAGE_VERIFY_REQUIRE_SIGNATURE, error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_file(verify, NULL, path, report, error);
    return status;
}

int main(int argc, char **argv)
{
    vmimage_verify *verify = vmimage_verify_new();
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    int bad = 1;

    if (argc < 2 || verify == NULL) {
        fprintf(stderr, "usage: vmimage_verify PACKAGE [ROOTS.pem]\n");
    } else if (check(verify, argv[1], argv[2], &report, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
    } else {
        bad = vmimage_verify_report_result(report) == VMIMAGE_RESULT_FAILED;
    }
    vmimage_verify_report_unref(report);
    vmimage_verify_unref(verify);
    return bad;
}
