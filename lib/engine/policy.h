/*
 * SPDX-License-Identifier: Apache-2.0
 * Between the file that reads policies and the one that asks their rules.
 */
#ifndef VMIMAGE_LIB_ENGINE_POLICY_H
#define VMIMAGE_LIB_ENGINE_POLICY_H

#include <vmimage/policy.h>

#include "base/memory.h"
#include "base/refs.h"
#include "engine/verify.h"
#include "format/certificate.h"
#include "model/objects.h"

/* In the order in which they are asked and listed. */
enum vm_rule {
    VM_RULE_REQUIRE_MANIFEST,
    VM_RULE_REQUIRE_SIGNATURE,
    VM_RULE_STRICT,
    VM_RULE_TRUSTED_ROOTS,
    VM_RULE_SIGNERS,
    VM_RULE_DIGESTS,
    VM_RULE_TYPES,
    VM_RULE_NAMES,
    VM_RULE_PRODUCTS,
    VM_RULE_VENDORS,
    VM_RULE_GUESTS,
    VM_RULE_FIRMWARE,
    VM_RULE_HARDWARE_VERSION,
    VM_RULE_DISK_CONTROLLERS,
    VM_RULE_MAX_DISKS,
    VM_RULE_MAX_DISK_CAPACITY,
    VM_RULE_MAX_AGE_DAYS,
    VM_RULES
};

/* Patterns; an empty list of what is allowed allows everything. */
struct vm_rule_list {
    struct vm_strings allow, forbid;
};

/* All that are given must fit. */
struct vm_rule_signer {
    const char *common_name, *subject, *fingerprint;
};

struct vmimage_policy {
    vm_refs refs;
    struct vm_arena arena;
    bool has[VM_RULES];
    uint32_t bits; /* VMIMAGE_VERIFY_* */
    struct vm_trust *trust;
    struct vm_rule_list lists[VM_RULES]; /* of the rules that are lists */
    struct vm_rule_signer *signers;
    size_t signer_count, signer_capacity;
    int64_t min[VM_RULES], max[VM_RULES]; /* of the rules that are numbers */
};

const char *vmimage__rule_name(enum vm_rule rule);

/* What a package is, for the rules. */
struct vm_policy_facts {
    const char *name;           /* of the item, or of the file without its extension */
    const vmimage_image *image; /* NULL when it has no descriptor that can be read */
    bool described;             /* it should have one */
    int64_t modified;           /* seconds since 1970; 0: not known */
    int64_t now;
};

/* Ask all rules when everything else is in the report. Lack of memory is noted in the report's arena. */
void vmimage__policy_check(const vmimage_policy *policy, const struct vm_policy_facts *facts,
                           vmimage_verify_report *report);
/* Case plays no part; "*" is any characters, "?" is one. */
bool vmimage__pattern_matches(const char *pattern, const char *text);

#endif
