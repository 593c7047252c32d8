/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading policies. Strict: what is not understood to the last word is refused, with the key that it is under. What the rules
 * say of a package is in policy_check.c.
 */
#include "engine/policy.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <vmimage/value.h>

#include "base/ascii.h"
#include "base/error.h"
#include "format/json.h"
#include "format/source.h"

#define POLICY_SIZE_MAX ((size_t)1 << 20)
#define POLICY_DEPTH 8
#define KEY_SIZE 256
#define CAPACITY_MAX ((int64_t)1 << 60)

struct reader {
    vmimage_policy *policy;
    const char *subject, *folder;
};

enum form {
    FORM_FLAG,
    FORM_LIST,
    FORM_NUMBER,
    FORM_RANGE,
    FORM_CAPACITY,
    FORM_SIGNERS,
    FORM_ROOTS
};

static const struct {
    const char *name;
    enum form form;
    uint32_t bit;     /* of a flag */
    int64_t most;     /* of a number */
    const char *only; /* the words of a list, with a blank after each; NULL: any pattern */
} rules[VM_RULES] = {
    [VM_RULE_REQUIRE_MANIFEST] = {"requireManifest", FORM_FLAG, VMIMAGE_VERIFY_REQUIRE_MANIFEST, 0, NULL},
    [VM_RULE_REQUIRE_SIGNATURE] = {"requireSignature", FORM_FLAG, VMIMAGE_VERIFY_REQUIRE_SIGNATURE, 0, NULL},
    [VM_RULE_STRICT] = {"strict", FORM_FLAG, VMIMAGE_VERIFY_STRICT, 0, NULL},
    [VM_RULE_TRUSTED_ROOTS] = {"trustedRoots", FORM_ROOTS, 0, 0, NULL},
    [VM_RULE_SIGNERS] = {"signers", FORM_SIGNERS, 0, 0, NULL},
    [VM_RULE_DIGESTS] = {"digests", FORM_LIST, 0, 0, "SHA1 SHA256 SHA512 "},
    [VM_RULE_TYPES] = {"types", FORM_LIST, 0, 0, "OVF OVA ISO VMDK "},
    [VM_RULE_NAMES] = {"names", FORM_LIST, 0, 0, NULL},
    [VM_RULE_PRODUCTS] = {"products", FORM_LIST, 0, 0, NULL},
    [VM_RULE_VENDORS] = {"vendors", FORM_LIST, 0, 0, NULL},
    [VM_RULE_GUESTS] = {"guests", FORM_LIST, 0, 0, NULL},
    [VM_RULE_FIRMWARE] = {"firmware", FORM_LIST, 0, 0, "bios efi "},
    [VM_RULE_HARDWARE_VERSION] = {"hardwareVersion", FORM_RANGE, 0, 1000, NULL},
    [VM_RULE_DISK_CONTROLLERS] = {"diskControllers", FORM_LIST, 0, 0, "IDE NVME SATA SCSI "},
    [VM_RULE_MAX_DISKS] = {"maxDisks", FORM_NUMBER, 0, 10000, NULL},
    [VM_RULE_MAX_DISK_CAPACITY] = {"maxDiskCapacity", FORM_CAPACITY, 0, CAPACITY_MAX, NULL},
    [VM_RULE_MAX_AGE_DAYS] = {"maxAgeDays", FORM_NUMBER, 0, 36500, NULL},
};

const char *vmimage__rule_name(enum vm_rule rule)
{
    return rules[rule].name;
}

static vmimage_status refuse(const struct reader *reader, const char *key, const char *what, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_INVALID, reader->subject, "%s: %s: %s", reader->subject, key, what);
}

static vmimage_status refuse_type(const struct reader *reader, const char *key, const char *wanted,
                                  const struct vm_json *node, vmimage_error **error)
{
    return vmimage__fail(error, VMIMAGE_E_INVALID, reader->subject, "%s: %s: must be %s, is %s", reader->subject, key,
                         wanted, vmimage__json_type_name(vmimage__json_type(node)));
}

/* Of "a" and "b" "a.b", of "a" and NULL "a[3]". */
static void join_key(char out[KEY_SIZE], const char *key, const char *member, size_t index)
{
    if (member != NULL)
        (void)snprintf(out, KEY_SIZE, "%.60s.%.60s", key, member);
    else
        (void)snprintf(out, KEY_SIZE, "%.60s[%zu]", key, index);
}

static bool is_repeated(const struct vm_json *object, const struct vm_json *member)
{
    return vmimage__json_get(object, vmimage__json_key(member)) != member;
}

/* A text that is not empty, in the policy's memory. */
static vmimage_status read_text(struct reader *reader, const char *key, const struct vm_json *node, const char **text,
                                vmimage_error **error)
{
    const char *value = vmimage__json_string(node);

    if (value == NULL)
        return refuse_type(reader, key, "a string", node, error);
    if (*value == '\0')
        return refuse(reader, key, "must not be empty", error);
    *text = vmimage__arena_strdup(&reader->policy->arena, value);
    return *text != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* ---- lists ---- */

/* Case plays no part. */
static bool is_word(const char *words, const char *text)
{
    for (const char *at = words; *at != '\0';) {
        size_t length = strcspn(at, " ");

        if (strlen(text) == length && vmimage__ascii_equal_n(at, text, length))
            return true;
        at += length + 1;
    }
    return false;
}

static vmimage_status read_patterns(struct reader *reader, enum vm_rule rule, const char *key,
                                    const struct vm_json *array, struct vm_strings *into, vmimage_error **error)
{
    size_t index = 0;

    if (vmimage__json_type(array) != VM_JSON_ARRAY)
        return refuse_type(reader, key, "an array of strings", array, error);
    if (vmimage__json_first(array) == NULL)
        return refuse(reader, key, "is empty: nothing would pass, or everything", error);
    for (const struct vm_json *node = vmimage__json_first(array); node != NULL; node = vmimage__json_next(node)) {
        const char *text = NULL;
        char at[KEY_SIZE];
        vmimage_status status;

        join_key(at, key, NULL, index++);
        status = read_text(reader, at, node, &text, error);
        if (status != VMIMAGE_OK)
            return status;
        if (rules[rule].only != NULL && !is_word(rules[rule].only, text))
            return vmimage__fail(error, VMIMAGE_E_INVALID, reader->subject, "%s: %s: \"%s\" is none of %s",
                                 reader->subject, at, text, rules[rule].only);
        vmimage__strings_add(into, &reader->policy->arena, text);
    }
    return VMIMAGE_OK;
}

static vmimage_status read_list(struct reader *reader, enum vm_rule rule, const struct vm_json *node,
                                vmimage_error **error)
{
    struct vm_rule_list *list = &reader->policy->lists[rule];
    const char *key = rules[rule].name;
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__json_type(node) == VM_JSON_ARRAY)
        return read_patterns(reader, rule, key, node, &list->allow, error);
    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return refuse_type(reader, key, "an array, or an object with \"allow\" and \"forbid\"", node, error);
    if (vmimage__json_first(node) == NULL)
        return refuse(reader, key, "has neither \"allow\" nor \"forbid\"", error);
    for (const struct vm_json *member = vmimage__json_first(node); member != NULL && status == VMIMAGE_OK;
         member = vmimage__json_next(member)) {
        const char *name = vmimage__json_key(member);
        bool allow = strcmp(name, "allow") == 0;
        char at[KEY_SIZE];

        join_key(at, key, name, 0);
        if (is_repeated(node, member))
            return refuse(reader, at, "is given twice", error);
        if (!allow && strcmp(name, "forbid") != 0)
            return refuse(reader, at, "there are only \"allow\" and \"forbid\"", error);
        status = read_patterns(reader, rule, at, member, allow ? &list->allow : &list->forbid, error);
    }
    return status;
}

/* ---- numbers ---- */

static vmimage_status read_number(struct reader *reader, enum vm_rule rule, const char *key, const struct vm_json *node,
                                  int64_t *value, vmimage_error **error)
{
    if (vmimage__json_type(node) != VM_JSON_NUMBER)
        return refuse_type(reader, key, "a number", node, error);
    if (!vmimage__json_int(node, value) || *value < 0 || *value > rules[rule].most)
        return vmimage__fail(error, VMIMAGE_E_INVALID, reader->subject,
                             "%s: %s: must be a whole number from 0 to %" PRId64, reader->subject, key,
                             rules[rule].most);
    return VMIMAGE_OK;
}

static vmimage_status read_range(struct reader *reader, enum vm_rule rule, const struct vm_json *node,
                                 vmimage_error **error)
{
    int64_t *min = &reader->policy->min[rule], *max = &reader->policy->max[rule];
    const char *key = rules[rule].name;
    vmimage_status status = VMIMAGE_OK;

    *max = rules[rule].most;
    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return refuse_type(reader, key, "an object with \"min\" and \"max\"", node, error);
    if (vmimage__json_first(node) == NULL)
        return refuse(reader, key, "has neither \"min\" nor \"max\"", error);
    for (const struct vm_json *member = vmimage__json_first(node); member != NULL && status == VMIMAGE_OK;
         member = vmimage__json_next(member)) {
        const char *name = vmimage__json_key(member);
        bool least = strcmp(name, "min") == 0;
        char at[KEY_SIZE];

        join_key(at, key, name, 0);
        if (is_repeated(node, member))
            return refuse(reader, at, "is given twice", error);
        if (!least && strcmp(name, "max") != 0)
            return refuse(reader, at, "there are only \"min\" and \"max\"", error);
        status = read_number(reader, rule, at, member, least ? min : max, error);
    }
    if (status == VMIMAGE_OK && *min > *max)
        return refuse(reader, key, "min is above max: nothing would pass", error);
    return status;
}

/* Bytes, or a quantity as Kubernetes writes it. */
static vmimage_status read_capacity(struct reader *reader, enum vm_rule rule, const struct vm_json *node,
                                    vmimage_error **error)
{
    int64_t *max = &reader->policy->max[rule];
    const char *text = vmimage__json_string(node);
    vmimage_status status;

    if (text == NULL)
        return read_number(reader, rule, rules[rule].name, node, max, error);
    status = vmimage_quantity_parse(text, max, NULL);
    if (status == VMIMAGE_E_NO_MEMORY)
        return vmimage__fail_no_memory(error);
    if (status != VMIMAGE_OK || *max < 0)
        return vmimage__fail(error, VMIMAGE_E_INVALID, reader->subject,
                             "%s: %s: \"%s\" is no capacity such as \"100Gi\"", reader->subject, rules[rule].name,
                             text);
    return VMIMAGE_OK;
}

static vmimage_status read_flag(struct reader *reader, enum vm_rule rule, const struct vm_json *node,
                                vmimage_error **error)
{
    if (vmimage__json_type(node) != VM_JSON_BOOL)
        return refuse_type(reader, rules[rule].name, "true or false", node, error);
    if (vmimage__json_bool(node))
        reader->policy->bits |= rules[rule].bit;
    else
        reader->policy->has[rule] = false;
    return VMIMAGE_OK;
}

/* ---- who signs ---- */

/* SHA-256 in hexadecimal digits, with or without colons, becomes 64 lower-case ones. */
static bool read_fingerprint(const char *text, char *out)
{
    size_t count = 0;

    for (; *text != '\0'; text++) {
        if (*text == ':')
            continue;
        if (count == 64 || vmimage__hex_value(*text) < 0)
            return false;
        out[count++] = vmimage__ascii_lower(*text);
    }
    out[count] = '\0';
    return count == 64;
}

static vmimage_status read_signer_member(struct reader *reader, struct vm_rule_signer *signer, const char *key,
                                         const struct vm_json *member, vmimage_error **error)
{
    const char *name = vmimage__json_key(member);
    const char **into = strcmp(name, "commonName") == 0    ? &signer->common_name
                        : strcmp(name, "subject") == 0     ? &signer->subject
                        : strcmp(name, "fingerprint") == 0 ? &signer->fingerprint
                                                           : NULL;
    vmimage_status status;
    char *digest;

    if (into == NULL)
        return refuse(reader, key, "there are only \"commonName\", \"subject\" and \"fingerprint\"", error);
    status = read_text(reader, key, member, into, error);
    if (status != VMIMAGE_OK || into != &signer->fingerprint)
        return status;
    digest = vmimage__arena_alloc(&reader->policy->arena, 65);
    if (digest == NULL)
        return vmimage__fail_no_memory(error);
    if (!read_fingerprint(*into, digest))
        return refuse(reader, key, "is no SHA-256 of a certificate (64 hexadecimal digits, colons allowed)", error);
    *into = digest;
    return VMIMAGE_OK;
}

static vmimage_status read_signer(struct reader *reader, const char *key, const struct vm_json *node,
                                  vmimage_error **error)
{
    vmimage_policy *policy = reader->policy;
    struct vm_rule_signer *signer;
    vmimage_status status = VMIMAGE_OK;

    if (vmimage__json_type(node) != VM_JSON_OBJECT)
        return refuse_type(reader, key, "an object", node, error);
    if (vmimage__json_first(node) == NULL)
        return refuse(reader, key, "is empty: it would be anybody", error);
    if (!vmimage__arena_grow(&policy->arena, &policy->signers, policy->signer_count, &policy->signer_capacity,
                             sizeof(*policy->signers)))
        return vmimage__fail_no_memory(error);
    signer = &policy->signers[policy->signer_count++];
    for (const struct vm_json *member = vmimage__json_first(node); member != NULL && status == VMIMAGE_OK;
         member = vmimage__json_next(member)) {
        char at[KEY_SIZE];

        join_key(at, key, vmimage__json_key(member), 0);
        if (is_repeated(node, member))
            return refuse(reader, at, "is given twice", error);
        status = read_signer_member(reader, signer, at, member, error);
    }
    return status;
}

static vmimage_status read_root(struct reader *reader, const char *key, const struct vm_json *node,
                                vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(VM_CERTIFICATE_FILE_MAX);
    const char *path = NULL;
    vmimage_status status = read_text(reader, key, node, &path, error);

    if (status != VMIMAGE_OK)
        return status;
    if (path[0] != '/' && reader->folder == NULL)
        return refuse(reader, key, "a relative path, but the policy is in no folder", error);
    if (path[0] != '/' && reader->folder[0] != '\0')
        path = vmimage__arena_printf(&reader->policy->arena, "%s/%s", reader->folder, path);
    if (path == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__source_open(&source, AT_FDCWD, path, 0, path, error);
    if (status == VMIMAGE_OK)
        status = vmimage__source_append(&source, 0, source.size, &text, error);
    if (status == VMIMAGE_OK)
        status = vmimage__trust_add(&reader->policy->trust, vmimage__buf_str(&text), text.length, path, error);
    if (status != VMIMAGE_OK && status != VMIMAGE_E_NO_MEMORY)
        vmimage__error_prefix(error, key);
    return status;
}

static vmimage_status read_each(struct reader *reader, enum vm_rule rule, const struct vm_json *array,
                                vmimage_error **error)
{
    const char *key = rules[rule].name;
    vmimage_status status = VMIMAGE_OK;
    size_t index = 0;

    if (vmimage__json_type(array) != VM_JSON_ARRAY)
        return refuse_type(reader, key, "an array", array, error);
    if (vmimage__json_first(array) == NULL)
        return refuse(reader, key, "is empty: nothing would pass", error);
    for (const struct vm_json *node = vmimage__json_first(array); node != NULL && status == VMIMAGE_OK;
         node = vmimage__json_next(node)) {
        char at[KEY_SIZE];

        join_key(at, key, NULL, index++);
        status =
            rules[rule].form == FORM_ROOTS ? read_root(reader, at, node, error) : read_signer(reader, at, node, error);
    }
    return status;
}

/* ---- the whole ---- */

static vmimage_status read_rule(struct reader *reader, enum vm_rule rule, const struct vm_json *node,
                                vmimage_error **error)
{
    reader->policy->has[rule] = true;
    switch (rules[rule].form) {
    case FORM_FLAG:
        return read_flag(reader, rule, node, error);
    case FORM_LIST:
        return read_list(reader, rule, node, error);
    case FORM_NUMBER:
        return read_number(reader, rule, rules[rule].name, node, &reader->policy->max[rule], error);
    case FORM_RANGE:
        return read_range(reader, rule, node, error);
    case FORM_CAPACITY:
        return read_capacity(reader, rule, node, error);
    default:
        return read_each(reader, rule, node, error);
    }
}

static vmimage_status read_member(struct reader *reader, const struct vm_json *root, const struct vm_json *member,
                                  vmimage_error **error)
{
    const char *key = vmimage__json_key(member);
    int64_t version = 0;

    if (is_repeated(root, member))
        return refuse(reader, key, "is given twice", error);
    if (strcmp(key, "description") == 0)
        return vmimage__json_string(member) != NULL ? VMIMAGE_OK : refuse_type(reader, key, "a string", member, error);
    if (strcmp(key, "version") == 0)
        return vmimage__json_int(member, &version) && version == 1
                   ? VMIMAGE_OK
                   : refuse(reader, key, "must be 1: this is the only version that there is", error);
    for (enum vm_rule rule = 0; rule < VM_RULES; rule++) {
        if (strcmp(key, rules[rule].name) == 0)
            return read_rule(reader, rule, member, error);
    }
    return refuse(reader, key, "there is no rule with this name", error);
}

static vmimage_status read_policy(struct reader *reader, const char *json, size_t length, vmimage_error **error)
{
    static const struct vm_json_limits limits = {POLICY_SIZE_MAX, POLICY_DEPTH};
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *root;
    vmimage_status status = vmimage__json_parse(json, length, &limits, reader->subject, &doc, error);

    if (status != VMIMAGE_OK)
        return status;
    root = vmimage__json_root(doc);
    if (vmimage__json_type(root) != VM_JSON_OBJECT)
        return vmimage__fail(error, VMIMAGE_E_INVALID, reader->subject, "%s: must be a JSON object, is %s",
                             reader->subject, vmimage__json_type_name(vmimage__json_type(root)));
    if (vmimage__json_get(root, "version") == NULL)
        return refuse(reader, "version", "is missing; write \"version\": 1", error);
    for (const struct vm_json *member = vmimage__json_first(root); member != NULL && status == VMIMAGE_OK;
         member = vmimage__json_next(member))
        status = read_member(reader, root, member, error);
    return status == VMIMAGE_OK && reader->policy->arena.failed ? vmimage__fail_no_memory(error) : status;
}

static vmimage_status make_policy(const char *json, size_t length, const char *folder, const char *subject,
                                  vmimage_policy **policy, vmimage_error **error)
{
    struct reader reader = {vmimage__calloc(1, sizeof(**policy)), subject, folder};
    vmimage_status status;

    if (reader.policy == NULL)
        return vmimage__fail_no_memory(error);
    vmimage__refs_init(&reader.policy->refs);
    status = read_policy(&reader, json, length, error);
    if (status != VMIMAGE_OK) {
        vmimage__error_set_operation(error, "read policy");
        reader.policy = vmimage_policy_unref(reader.policy);
    }
    *policy = reader.policy;
    return status;
}

vmimage_status vmimage_policy_from_json(const char *json, size_t length, const char *folder, vmimage_policy **policy,
                                        vmimage_error **error)
{
    VM_REQUIRE(policy != NULL, error);
    *policy = NULL;
    VM_REQUIRE(json != NULL, error);
    return make_policy(json, length, folder, "policy", policy, error);
}

vmimage_status vmimage_policy_from_file(const char *path, vmimage_policy **policy, vmimage_error **error)
{
    vm_auto_source struct vm_source source = VM_SOURCE_INIT;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(POLICY_SIZE_MAX);
    vm_auto_str char *folder = NULL;
    const char *slash;
    vmimage_status status;

    VM_REQUIRE(policy != NULL, error);
    *policy = NULL;
    VM_REQUIRE(path != NULL, error);
    slash = strrchr(path, '/');
    /* "/a" is in the folder "/", so that its length is at least 1; a name without a slash is in "". */
    folder = slash == NULL ? vmimage__strdup("") : vmimage__strndup(path, slash != path ? (size_t)(slash - path) : 1);
    if (folder == NULL)
        return vmimage__fail_no_memory(error);
    status = vmimage__source_open(&source, AT_FDCWD, path, 0, path, error);
    if (status == VMIMAGE_OK)
        status = vmimage__source_append(&source, 0, source.size, &text, error);
    return status == VMIMAGE_OK ? make_policy(vmimage__buf_str(&text), text.length, folder, path, policy, error)
                                : status;
}

vmimage_policy *vmimage_policy_ref(vmimage_policy *policy)
{
    if (policy != NULL)
        vmimage__refs_take(&policy->refs);
    return policy;
}

vmimage_policy *vmimage_policy_unref(vmimage_policy *policy)
{
    if (policy == NULL || !vmimage__refs_drop(&policy->refs))
        return NULL;
    vmimage__trust_release(policy->trust);
    vmimage__arena_release(&policy->arena);
    vmimage__free(policy);
    return NULL;
}

size_t vmimage_policy_rule_count(const vmimage_policy *policy)
{
    size_t count = 0;

    for (enum vm_rule rule = 0; policy != NULL && rule < VM_RULES; rule++)
        count += policy->has[rule];
    return count;
}

const char *vmimage_policy_rule(const vmimage_policy *policy, size_t index)
{
    for (enum vm_rule rule = 0; policy != NULL && rule < VM_RULES; rule++) {
        if (policy->has[rule] && index-- == 0)
            return rules[rule].name;
    }
    return NULL;
}

vmimage_status vmimage_verify_set_policy_rules(vmimage_verify *verify, vmimage_policy *policy, vmimage_error **error)
{
    VM_REQUIRE(verify != NULL, error);
    (void)vmimage_policy_ref(policy);
    vmimage_policy_unref(verify->rules);
    verify->rules = policy;
    return VMIMAGE_OK;
}
