/*
 * SPDX-License-Identifier: Apache-2.0
 * Policies: rules that a package has to pass, written down once in a JSON file. See vmimage-policy(7) for the rules.
 */
#ifndef VMIMAGE_POLICY_H
#define VMIMAGE_POLICY_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The answer of one rule. */
enum {
    VMIMAGE_RULE_PASSED = 1,        /**< the package has what the rule asks for */
    VMIMAGE_RULE_FAILED = 2,        /**< it has not, or it can't be told; the package fails */
    VMIMAGE_RULE_NOT_APPLICABLE = 3 /**< the rule is about something that the package does not have; fails nothing */
};

/**
 * Read a policy from JSON text. Anything that is not known, given twice or of the wrong type is an error: a rule with a
 * spelling mistake would else protect from nothing.
 *
 * @folder is what paths in the policy are relative to; @folder NULL refuses a policy with paths.
 *
 * Ownership: *@policy is a new reference, NULL on failure; release with vmimage_policy_unref().
 * Errors: VMIMAGE_E_PARSE for text that is not JSON, with line; VMIMAGE_E_INVALID with the key for a rule that is none;
 *   VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO for files that it names; VMIMAGE_E_LIMIT above a mebibyte;
 *   VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_policy_from_json(const char *json, size_t length, const char *folder,
                                                    vmimage_policy **policy, vmimage_error **error);

/**
 * The same with a file; paths in it are relative to its folder.
 *
 * Ownership: *@policy is a new reference, NULL on failure; release with vmimage_policy_unref().
 * Errors: VMIMAGE_E_NOT_FOUND, VMIMAGE_E_FORBIDDEN, VMIMAGE_E_IO; VMIMAGE_E_INVALID when it is no regular file; else as
 *   vmimage_policy_from_json().
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_policy_from_file(const char *path, vmimage_policy **policy, vmimage_error **error);

/**
 * Take another reference of a policy.
 *
 * Ownership: new reference; release with vmimage_policy_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_policy *vmimage_policy_ref(vmimage_policy *policy);

/**
 * Release a reference of a policy. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_policy *vmimage_policy_unref(vmimage_policy *policy);

/**
 * Number of rules in a policy. 0 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_policy_rule_count(const vmimage_policy *policy);

/**
 * Name of the rule at @index, as it is written in the file: "hardwareVersion". NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the policy.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_policy_rule(const vmimage_policy *policy, size_t index);

/**
 * Have a verification ask the rules of a policy of each package, in addition to what vmimage_verify_set_policy() says. The
 * certificates that the policy trusts are trusted in addition to those of vmimage_verify_add_roots().
 *
 * @policy NULL takes the rules away.
 *
 * Ownership: the verification takes a reference of its own.
 * Errors: VMIMAGE_E_MISUSE for a NULL verification.
 * Threads: one at a time per verification.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_verify_set_policy_rules(vmimage_verify *verify, vmimage_policy *policy,
                                                           vmimage_error **error);

/**
 * SHA-256 of the signer's certificate, 64 lower-case hexadecimal digits: what the rule "signers" calls a fingerprint. NULL
 * without a signature.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_fingerprint(const vmimage_verify_report *report);

/**
 * Number of rules that were asked. 0 without a policy.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_verify_report_rule_count(const vmimage_verify_report *report);

/**
 * Name of the rule at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_rule(const vmimage_verify_report *report, size_t index);

/**
 * VMIMAGE_RULE_* of the rule at @index; 0 when @index is out of range. Each rule that failed is a problem of the report too.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_verify_report_rule_verdict(const vmimage_verify_report *report, size_t index);

/**
 * What the rule at @index found, one line: "hardware version 10; at least 13 is required". NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_verify_report_rule_message(const vmimage_verify_report *report, size_t index);

#ifdef __cplusplus
}
#endif

#endif
