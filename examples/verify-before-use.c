/*
 * SPDX-License-Identifier: Apache-2.0
 * Use a package only when it is whole and signed by somebody who is trusted:  verify-before-use photon.ova [roots.pem]
 * Without roots it has to be whole; who signed it is then only said.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static vmimage_status look(vmimage_verify *verify, const char *path, const char *roots, vmimage_verify_report **report,
                           vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;
    uint32_t policy = VMIMAGE_VERIFY_REQUIRE_MANIFEST;

    if (roots != NULL) {
        status = vmimage_verify_add_roots_file(verify, roots, error);
        policy |= VMIMAGE_VERIFY_REQUIRE_SIGNATURE;
    }
    if (status == VMIMAGE_OK)
        status = vmimage_verify_set_policy(verify, policy, error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_file(verify, NULL, path, report, error);
    return status;
}

/* Returns 1 when the package may be used. */
static int decide(const vmimage_verify_report *report)
{
    const char *signer = vmimage_verify_report_signer(report);

    for (size_t i = 0; i < vmimage_verify_report_problem_count(report); i++)
        fprintf(stderr, "verify-before-use: %s\n", vmimage_verify_report_problem(report, i));
    if (signer != NULL)
        printf("signature of %s: %s\n", signer, vmimage_verify_report_signature(report));
    return vmimage_verify_report_result(report) == VMIMAGE_RESULT_PASSED;
}

int main(int argc, char **argv)
{
    vmimage_verify *verify = vmimage_verify_new();
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    int use = 0;

    if (verify != NULL &&
        look(verify, argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : NULL, &report, &error) == VMIMAGE_OK)
        use = decide(report);
    else
        fprintf(stderr, "verify-before-use: %s\n", error != NULL ? vmimage_error_message(error) : "out of memory");
    printf("%s\n", use ? "use it" : "do not use it");
    vmimage_error_unref(error);
    vmimage_verify_report_unref(report);
    vmimage_verify_unref(verify);
    return use ? 0 : 1;
}
