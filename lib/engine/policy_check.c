/*
 * SPDX-License-Identifier: Apache-2.0
 * The rules of a policy, asked of a package when its files and its signature are known. What can't be told fails: a policy is there
 * to keep things out.
 */
#include "engine/policy.h"

#include <inttypes.h>
#include <string.h>

#include <vmimage/image.h>

#include "base/ascii.h"
#include "base/clock.h"

#define TEXT_MAX 1024

struct check {
    const vmimage_policy *policy;
    const struct vm_policy_facts *facts;
    vmimage_verify_report *report;
    struct vm_buf message;
};

static const char *or_none(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : "none";
}

bool vmimage__pattern_matches(const char *pattern, const char *text)
{
    const char *star = NULL, *from = NULL;

    while (*text != '\0') {
        if (*pattern == '*') {
            star = ++pattern;
            from = text;
        } else if (*pattern != '\0' &&
                   (*pattern == '?' || vmimage__ascii_lower(*pattern) == vmimage__ascii_lower(*text))) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star;
            text = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

/* ---- manifest and signature ---- */

static int32_t check_manifest(struct check *check)
{
    vmimage__buf_printf(&check->message, "manifest: %s", or_none(check->report->manifest));
    return check->report->manifest != NULL ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_FAILED;
}

static int32_t check_signature(struct check *check)
{
    vmimage__buf_printf(&check->message, "signature: %s", check->report->status);
    return strcmp(check->report->status, "Verified") == 0 ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_FAILED;
}

static int32_t check_strict(struct check *check)
{
    const vmimage_verify_report *report = check->report;

    for (size_t i = 0; i < report->file_count; i++) {
        if (report->files[i].verdict != VMIMAGE_VERDICT_EXTRA)
            continue;
        vmimage__buf_printf(&check->message, "nothing speaks of the file \"%.200s\"", report->files[i].name);
        return VMIMAGE_RULE_FAILED;
    }
    vmimage__buf_printf(&check->message, "%s",
                        report->refusal != NULL ? report->refusal : "nothing that vCenter would refuse");
    return report->refusal != NULL ? VMIMAGE_RULE_FAILED : VMIMAGE_RULE_PASSED;
}

static int32_t check_roots(struct check *check)
{
    const struct vm_signature *signature = &check->report->signature;
    const char *why = signature->signer == NULL ? "there is no signature"
                      : !signature->genuine     ? "the signature is not genuine"
                                                : signature->distrust;

    vmimage__buf_printf(&check->message, "%s", why != NULL ? why : "the certificate leads to a trusted one");
    return signature->signer == NULL ? VMIMAGE_RULE_NOT_APPLICABLE
           : why != NULL             ? VMIMAGE_RULE_FAILED
                                     : VMIMAGE_RULE_PASSED;
}

static bool is(const char *wanted, const char *value)
{
    return wanted == NULL || (value != NULL && strcmp(wanted, value) == 0);
}

/* A name is worth what vouches for it; a certificate that is known by its digest needs nobody. */
static int32_t check_signers(struct check *check)
{
    const struct vm_signature *signature = &check->report->signature;
    bool named = false;

    if (signature->signer == NULL || !signature->genuine) {
        vmimage__buf_printf(&check->message, "there is no genuine signature");
        return VMIMAGE_RULE_FAILED;
    }
    for (size_t i = 0; i < check->policy->signer_count; i++) {
        const struct vm_rule_signer *signer = &check->policy->signers[i];

        if (!is(signer->common_name, signature->common_name) || !is(signer->subject, signature->signer) ||
            !is(signer->fingerprint, signature->fingerprint))
            continue;
        named = true;
        if (signer->fingerprint == NULL && signature->distrust != NULL)
            continue;
        vmimage__buf_printf(&check->message, "signed by \"%.400s\"", signature->signer);
        return VMIMAGE_RULE_PASSED;
    }
    if (named)
        vmimage__buf_printf(&check->message, "signed by \"%.400s\", but the certificate is not trusted: %s",
                            signature->signer, signature->distrust);
    else
        vmimage__buf_printf(&check->message, "signed by \"%.400s\" (SHA-256 %s), who is none of the signers",
                            signature->signer, signature->fingerprint);
    return VMIMAGE_RULE_FAILED;
}

/* ---- lists ---- */

static bool matches_any(const struct vm_strings *patterns, const char *value)
{
    for (size_t i = 0; i < patterns->count; i++) {
        if (vmimage__pattern_matches(patterns->items[i], value))
            return true;
    }
    return false;
}

/* False, and the message says why, when the value is not allowed or forbidden. */
static bool allows(struct check *check, enum vm_rule rule, const char *what, const char *value)
{
    const struct vm_rule_list *list = &check->policy->lists[rule];

    if (list->allow.count != 0 && !matches_any(&list->allow, value)) {
        vmimage__buf_reset(&check->message);
        vmimage__buf_printf(&check->message, "%s \"%.300s\" is not allowed", what, value);
        return false;
    }
    if (matches_any(&list->forbid, value)) {
        vmimage__buf_reset(&check->message);
        vmimage__buf_printf(&check->message, "%s \"%.300s\" is forbidden", what, value);
        return false;
    }
    vmimage__buf_printf(&check->message, "%s%s \"%.300s\"", check->message.length != 0 ? ", " : "", what, value);
    return true;
}

static int32_t check_value(struct check *check, enum vm_rule rule, const char *what, const char *value)
{
    return allows(check, rule, what, value != NULL ? value : "") ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_FAILED;
}

static int32_t check_digests(struct check *check)
{
    const vmimage_verify_report *report = check->report;
    const char *seen[4] = {NULL};
    size_t count = 0;

    for (size_t i = 0; i <= report->file_count; i++) {
        const char *algorithm = i < report->file_count ? report->files[i].algorithm : report->signature.algorithm;
        size_t k = 0;

        while (k < count && algorithm != NULL && strcmp(seen[k], algorithm) != 0)
            k++;
        if (algorithm == NULL || k < count || count == sizeof(seen) / sizeof(*seen))
            continue;
        seen[count++] = algorithm;
        if (!allows(check, VM_RULE_DIGESTS, i < report->file_count ? "digest" : "signature with digest", algorithm))
            return VMIMAGE_RULE_FAILED;
    }
    if (count == 0)
        vmimage__buf_printf(&check->message, "there is no digest");
    return count != 0 ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_NOT_APPLICABLE;
}

/* An OVA is an OVF in an archive; who allows or forbids one of the two may mean that one only. */
static int32_t check_type(struct check *check)
{
    const struct vm_rule_list *list = &check->policy->lists[VM_RULE_TYPES];
    const char *kind = check->report->kind;

    if (strcmp(kind, "OVA") == 0 && !matches_any(&list->forbid, "OVA") &&
        (list->allow.count == 0 || !matches_any(&list->allow, "OVA")))
        kind = "OVF";
    return check_value(check, VM_RULE_TYPES, "type", kind);
}

/* ---- what the descriptor says ---- */

/* 0 when there is an image to look at. */
static int32_t without_image(struct check *check)
{
    if (check->facts->image != NULL)
        return 0;
    vmimage__buf_printf(&check->message, check->facts->described ? "can't be told: the descriptor can't be used"
                                                                 : "there is no descriptor");
    return check->facts->described ? VMIMAGE_RULE_FAILED : VMIMAGE_RULE_NOT_APPLICABLE;
}

static int32_t check_controllers(struct check *check)
{
    const struct vm_image *image = &check->facts->image->o;

    for (size_t i = 0; i < image->disk_count; i++) {
        const char *type = image->disks[i].controller_type;

        if (!allows(check, VM_RULE_DISK_CONTROLLERS, "controller", type != NULL ? type : ""))
            return VMIMAGE_RULE_FAILED;
    }
    if (image->disk_count == 0)
        vmimage__buf_printf(&check->message, "there is no disk");
    return image->disk_count != 0 ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_NOT_APPLICABLE;
}

static int32_t check_hardware(struct check *check)
{
    int32_t version = vmimage_image_hardware_version(check->facts->image);
    int64_t min = check->policy->min[VM_RULE_HARDWARE_VERSION], max = check->policy->max[VM_RULE_HARDWARE_VERSION];

    if (version == VMIMAGE_UNSET || version <= 0) {
        vmimage__buf_printf(&check->message, "the descriptor gives no hardware version");
        return VMIMAGE_RULE_FAILED;
    }
    vmimage__buf_printf(&check->message, "hardware version %d", version);
    if (version < min)
        vmimage__buf_printf(&check->message, "; at least %" PRId64 " is required", min);
    if (version > max)
        vmimage__buf_printf(&check->message, "; at most %" PRId64 " is allowed", max);
    return version >= min && version <= max ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_FAILED;
}

static int32_t check_disk_count(struct check *check)
{
    size_t count = vmimage_image_disk_count(check->facts->image);
    int64_t max = check->policy->max[VM_RULE_MAX_DISKS];

    vmimage__buf_printf(&check->message, "%zu disks; at most %" PRId64, count, max);
    return (int64_t)count <= max ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_FAILED;
}

static int32_t check_capacity(struct check *check)
{
    const vmimage_image *image = check->facts->image;
    uint64_t max = (uint64_t)check->policy->max[VM_RULE_MAX_DISK_CAPACITY], largest = 0;

    for (size_t i = 0; i < vmimage_image_disk_count(image); i++) {
        uint64_t capacity = vmimage_image_disk_capacity(image, i);

        largest = capacity > largest ? capacity : largest;
    }
    vmimage__buf_printf(&check->message, "the largest disk has %" PRIu64 " bytes; at most %" PRIu64, largest, max);
    return largest <= max ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_FAILED;
}

/* Without a word on it a machine of an OVF starts with BIOS. */
static int32_t check_firmware(struct check *check)
{
    const char *firmware = vmimage_image_firmware(check->facts->image);

    return check_value(check, VM_RULE_FIRMWARE, "firmware",
                       firmware != NULL && firmware[0] != '\0' ? firmware : "bios");
}

static int32_t check_age(struct check *check)
{
    int64_t days = check->policy->max[VM_RULE_MAX_AGE_DAYS];
    char when[VM_TIME_SIZE];

    if (check->facts->modified <= 0) {
        vmimage__buf_printf(&check->message, "it is not known when it was modified");
        return VMIMAGE_RULE_FAILED;
    }
    vmimage__format_time(check->facts->modified, when);
    vmimage__buf_printf(&check->message, "modified %s; at most %" PRId64 " days ago", when, days);
    return check->facts->now - check->facts->modified <= days * 86400 ? VMIMAGE_RULE_PASSED : VMIMAGE_RULE_FAILED;
}

/* ---- all of them ---- */

static int32_t ask_of_image(struct check *check, enum vm_rule rule)
{
    const vmimage_image *image = check->facts->image;
    int32_t verdict = without_image(check);

    if (verdict != 0)
        return verdict;
    switch (rule) {
    case VM_RULE_PRODUCTS:
        return check_value(check, rule, "product", vmimage_image_product(image));
    case VM_RULE_VENDORS:
        return check_value(check, rule, "vendor", vmimage_image_vendor(image));
    case VM_RULE_GUESTS:
        return check_value(check, rule, "guest", vmimage_image_os_type(image));
    case VM_RULE_FIRMWARE:
        return check_firmware(check);
    case VM_RULE_HARDWARE_VERSION:
        return check_hardware(check);
    case VM_RULE_DISK_CONTROLLERS:
        return check_controllers(check);
    case VM_RULE_MAX_DISKS:
        return check_disk_count(check);
    default:
        return check_capacity(check);
    }
}

static int32_t ask(struct check *check, enum vm_rule rule)
{
    switch (rule) {
    case VM_RULE_REQUIRE_MANIFEST:
        return check_manifest(check);
    case VM_RULE_REQUIRE_SIGNATURE:
        return check_signature(check);
    case VM_RULE_STRICT:
        return check_strict(check);
    case VM_RULE_TRUSTED_ROOTS:
        return check_roots(check);
    case VM_RULE_SIGNERS:
        return check_signers(check);
    case VM_RULE_DIGESTS:
        return check_digests(check);
    case VM_RULE_TYPES:
        return check_type(check);
    case VM_RULE_NAMES:
        return check_value(check, rule, "name", check->facts->name);
    case VM_RULE_MAX_AGE_DAYS:
        return check_age(check);
    default:
        return ask_of_image(check, rule);
    }
}

static void add_verdict(struct check *check, enum vm_rule rule, int32_t verdict)
{
    vmimage_verify_report *report = check->report;
    vm_auto_buf struct vm_buf line = VM_BUF_INIT(TEXT_MAX * 4);
    const char *message = NULL;

    vmimage__buf_printable(&line, vmimage__buf_str(&check->message), check->message.length);
    if (line.status != VMIMAGE_OK || check->message.status == VMIMAGE_E_NO_MEMORY)
        report->arena.failed = true;
    message = vmimage__arena_strdup(&report->arena, vmimage__buf_str(&line));
    if (!vmimage__arena_grow(&report->arena, &report->rules, report->rule_count, &report->rule_capacity,
                             sizeof(*report->rules)))
        return;
    report->rules[report->rule_count++] = (struct vm_rule_verdict){vmimage__rule_name(rule), message, verdict};
    if (verdict == VMIMAGE_RULE_FAILED && message != NULL)
        VM_REPORT_PROBLEM(report, "policy, rule \"%s\": %s", vmimage__rule_name(rule), message);
}

void vmimage__policy_check(const vmimage_policy *policy, const struct vm_policy_facts *facts,
                           vmimage_verify_report *report)
{
    struct check check = {policy, facts, report, VM_BUF_INIT(TEXT_MAX)};

    for (enum vm_rule rule = 0; rule < VM_RULES; rule++) {
        if (!policy->has[rule])
            continue;
        vmimage__buf_reset(&check.message);
        add_verdict(&check, rule, ask(&check, rule));
    }
    vmimage__buf_release(&check.message);
}
