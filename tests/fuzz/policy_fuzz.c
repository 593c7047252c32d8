/*
 * SPDX-License-Identifier: Apache-2.0
 * Policies: any text is a policy or an error with a message, never both; what is accepted can be asked of a package.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

#include "engine/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every rule gives a verdict, and a problem when it fails. */
static void ask(const vmimage_policy *policy)
{
    static const char kind[] = "OVF";
    vmimage_verify_report *report = vmimage__report_new();
    struct vm_policy_facts facts = {.name = "name", .modified = 1, .now = 2};

    if (report == NULL)
        abort();
    report->kind = kind;
    report->status = "NotAvailable";
    vmimage__policy_check(policy, &facts, report);
    if (vmimage_verify_report_rule_count(report) != vmimage_policy_rule_count(policy))
        abort();
    for (size_t i = 0; i < vmimage_verify_report_rule_count(report); i++) {
        int32_t verdict = vmimage_verify_report_rule_verdict(report, i);

        if (verdict < VMIMAGE_RULE_PASSED || verdict > VMIMAGE_RULE_NOT_APPLICABLE ||
            vmimage_verify_report_rule_message(report, i) == NULL ||
            strcmp(vmimage_verify_report_rule(report, i), vmimage_policy_rule(policy, i)) != 0)
            abort();
        if (verdict == VMIMAGE_RULE_FAILED && vmimage_verify_report_result(report) != VMIMAGE_RESULT_FAILED)
            abort();
    }
    vmimage_verify_report_unref(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vmimage_policy *policy = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_policy_from_json((const char *)data, size, NULL, &policy, &error);

    if ((status == VMIMAGE_OK) != (policy != NULL) || (status == VMIMAGE_OK) != (error == NULL))
        abort();
    if (error != NULL && (vmimage_error_message(error) == NULL || vmimage_error_status(error) != status))
        abort();
    if (policy != NULL)
        ask(policy);
    vmimage_policy_unref(policy);
    vmimage_error_unref(error);
    return 0;
}
