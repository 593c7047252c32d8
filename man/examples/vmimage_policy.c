/*
 * SPDX-License-Identifier: Apache-2.0
 * What a policy says of a package, rule by rule:  vmimage_policy PACKAGE POLICY.json
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static void print(const vmimage_verify_report *report)
{
    static const char *const words[] = {"", "passed", "FAILED", "not applicable"};

    for (size_t i = 0; i < vmimage_verify_report_rule_count(report); i++)
        printf("%-20s %-15s %s\n", vmimage_verify_report_rule(report, i),
               words[vmimage_verify_report_rule_verdict(report, i)], vmimage_verify_report_rule_message(report, i));
}

int main(int argc, char **argv)
{
    vmimage_verify *verify = vmimage_verify_new();
    vmimage_policy *policy = NULL;
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;
    int bad = 1;

    if (argc < 2 || verify == NULL) {
        fprintf(stderr, "usage: vmimage_policy PACKAGE [POLICY.json]\n");
        vmimage_verify_unref(verify);
        return 1;
    }
    if (argc > 2)
        status = vmimage_policy_from_file(argv[2], &policy, &error);
    else
        status = vmimage_policy_from_json("{\"version\": 1, \"types\": [\"OVF\"]}", 32, NULL, &policy, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_set_policy_rules(verify, policy, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_file(verify, NULL, argv[1], &report, &error);
    if (status == VMIMAGE_OK) {
        print(report);
        bad = vmimage_verify_report_result(report) == VMIMAGE_RESULT_FAILED;
    } else {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
    }
    vmimage_verify_report_unref(report);
    vmimage_policy_unref(policy);
    vmimage_verify_unref(verify);
    return bad;
}
