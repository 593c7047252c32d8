/*
 * SPDX-License-Identifier: Apache-2.0
 * vmimage verify: a verdict for each file of a package and for its signature.
 */
#include "json.h"
#include "kind.h"
#include "table.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline void free_verify(vmimage_verify **verify)
{
    vmimage_verify_unref(*verify);
}

static inline void free_report(vmimage_verify_report **report)
{
    vmimage_verify_report_unref(*report);
}

static const char *verdict_of(const vmimage_verify_report *report, size_t index)
{
    static const char *const words[] = {"",          "ok",    "mismatch", "missing", "wrong size", "not covered",
                                        "unchecked", "extra", "outside"};
    int32_t verdict = vmimage_verify_report_file_verdict(report, index);

    return verdict >= 0 && (size_t)verdict < sizeof(words) / sizeof(*words) ? words[verdict] : "unknown";
}

static const char *rule_verdict_of(const vmimage_verify_report *report, size_t index)
{
    static const char *const words[] = {"", "passed", "failed", "not applicable"};
    int32_t verdict = vmimage_verify_report_rule_verdict(report, index);

    return verdict >= 0 && verdict < 4 ? words[verdict] : "unknown";
}

static const char *result_of(const vmimage_verify_report *report)
{
    static const char *const words[] = {"", "passed", "unchecked", "failed"};
    int32_t result = vmimage_verify_report_result(report);

    return result >= 0 && result < 4 ? words[result] : "unknown";
}

static const struct {
    uint32_t bit;
    const char *said, *name;
} warnings[] = {{VMIMAGE_CERTIFICATE_SELF_SIGNED, "self-signed", "SELF_SIGNED_CERTIFICATE"},
                {VMIMAGE_CERTIFICATE_EXPIRED, "expired", "EXPIRED_CERTIFICATE"},
                {VMIMAGE_CERTIFICATE_NOT_YET_VALID, "not yet valid", "NOT_YET_VALID_CERTIFICATE"},
                {VMIMAGE_CERTIFICATE_UNTRUSTED, "untrusted", "UNTRUSTED_CERTIFICATE"}};
#define WARNING_COUNT (sizeof(warnings) / sizeof(*warnings))

/* ---- for people ---- */

static void print_files(const vmimage_verify_report *report, const struct cli_options *options)
{
    static const struct cli_column columns[] = {{.title = "FILE", .least = 12},
                                                {.title = "SIZE"},
                                                {.title = "DIGEST"},
                                                {.title = "VERDICT"},
                                                {.title = "EXPECTED", .wide_only = true},
                                                {.title = "ACTUAL", .wide_only = true}};
    bool wide = options->format == CLI_FORMAT_WIDE;
    struct cli_table table = {
        .columns = columns, .column_count = 6, .wide = wide, .uncut = wide, .no_headers = options->no_headers};

    for (size_t i = 0; i < vmimage_verify_report_file_count(report); i++) {
        cli_table_add(&table, vmimage_verify_report_file_name(report, i));
        cli_table_add_made(&table, cli_size(vmimage_verify_report_file_size(report, i)));
        cli_table_add(&table, vmimage_verify_report_file_algorithm(report, i));
        cli_table_add(&table, verdict_of(report, i));
        cli_table_add(&table, vmimage_verify_report_file_expected(report, i));
        cli_table_add(&table, vmimage_verify_report_file_actual(report, i));
    }
    cli_table_print(&table);
    cli_table_clear(&table);
}

static void print_rules(const vmimage_verify_report *report, const struct cli_options *options)
{
    static const struct cli_column columns[] = {{.title = "RULE"}, {.title = "VERDICT"}, {.title = "FOUND"}};
    struct cli_table table = {.columns = columns, .column_count = 3, .uncut = true, .no_headers = options->no_headers};

    if (vmimage_verify_report_rule_count(report) == 0)
        return;
    for (size_t i = 0; i < vmimage_verify_report_rule_count(report); i++) {
        cli_table_add(&table, vmimage_verify_report_rule(report, i));
        cli_table_add(&table, rule_verdict_of(report, i));
        cli_table_add(&table, vmimage_verify_report_rule_message(report, i));
    }
    cli_table_print(&table);
    cli_table_clear(&table);
}

static void print_signature(const vmimage_verify_report *report)
{
    uint32_t bits = vmimage_verify_report_certificate_warnings(report);

    cli_put_line("Manifest",
                 vmimage_verify_report_manifest(report) != NULL ? vmimage_verify_report_manifest(report) : "none");
    cli_put_line("Signature", vmimage_verify_report_signature(report));
    cli_put_line("Signer", vmimage_verify_report_signer(report));
    cli_put_line("Issuer", vmimage_verify_report_issuer(report));
    cli_put_line("Fingerprint", vmimage_verify_report_fingerprint(report));
    if (vmimage_verify_report_not_after(report) != NULL)
        cli_put_made_line("Valid", cli_text("%s to %s", vmimage_verify_report_not_before(report),
                                            vmimage_verify_report_not_after(report)));
    for (size_t i = 0; i < WARNING_COUNT; i++) {
        if ((bits & warnings[i].bit) != 0)
            cli_put_line("Certificate", warnings[i].said);
    }
    cli_put_line("Result", result_of(report));
}

/* ---- for programs ---- */

static void put_string(const char *text)
{
    CLI_TEXT safe = text != NULL ? cli_printable(text) : NULL;

    if (safe == NULL) {
        cli_put("null");
        return;
    }
    cli_put("\"");
    for (const char *at = safe; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            cli_put("\\");
        cli_put_bytes(at, 1);
    }
    cli_put("\"");
}

static void put_member(const char *before, const char *name, const char *text)
{
    cli_put(before);
    put_string(name);
    cli_put(": ");
    put_string(text);
}

static void put_number(const char *before, const char *name, uint64_t number)
{
    CLI_TEXT text = cli_text("%s\"%s\": %" PRIu64, before, name, number);

    cli_put(text);
}

static void put_texts(const char *name, const vmimage_verify_report *report, size_t count,
                      const char *(*at)(const vmimage_verify_report *report, size_t index))
{
    cli_put(",\n    ");
    put_string(name);
    cli_put(": [");
    for (size_t i = 0; i < count; i++) {
        cli_put(i > 0 ? ",\n        " : "\n        ");
        put_string(at(report, i));
    }
    cli_put(count > 0 ? "\n    ]" : "]");
}

static void put_json_files(const vmimage_verify_report *report)
{
    const char *next = ",\n            ";
    size_t count = vmimage_verify_report_file_count(report);

    cli_put(",\n    \"files\": [");
    for (size_t i = 0; i < count; i++) {
        cli_put(i > 0 ? ",\n        {" : "\n        {");
        put_member("\n            ", "name", vmimage_verify_report_file_name(report, i));
        put_member(next, "verdict", verdict_of(report, i));
        put_number(next, "size", vmimage_verify_report_file_size(report, i));
        if (vmimage_verify_report_file_expected_size(report, i) != 0)
            put_number(next, "expectedSize", vmimage_verify_report_file_expected_size(report, i));
        put_member(next, "algorithm", vmimage_verify_report_file_algorithm(report, i));
        put_member(next, "expected", vmimage_verify_report_file_expected(report, i));
        put_member(next, "actual", vmimage_verify_report_file_actual(report, i));
        cli_put("\n        }");
    }
    cli_put(count > 0 ? "\n    ]" : "]");
}

static void put_json_signature(const vmimage_verify_report *report)
{
    const char *next = ",\n        ", *before = "";
    uint32_t bits = vmimage_verify_report_certificate_warnings(report);

    cli_put(",\n    \"signature\": {");
    put_member("\n        ", "status", vmimage_verify_report_signature(report));
    put_member(next, "algorithm", vmimage_verify_report_signature_algorithm(report));
    put_member(next, "signer", vmimage_verify_report_signer(report));
    put_member(next, "fingerprint", vmimage_verify_report_fingerprint(report));
    put_member(next, "issuer", vmimage_verify_report_issuer(report));
    put_member(next, "notBefore", vmimage_verify_report_not_before(report));
    put_member(next, "notAfter", vmimage_verify_report_not_after(report));
    cli_put(",\n        \"warnings\": [");
    for (size_t i = 0; i < WARNING_COUNT; i++) {
        if ((bits & warnings[i].bit) != 0) {
            cli_put(before);
            put_string(warnings[i].name);
            before = ", ";
        }
    }
    cli_put("]\n    }");
}

static void put_json_rules(const vmimage_verify_report *report)
{
    size_t count = vmimage_verify_report_rule_count(report);

    cli_put(",\n    \"rules\": [");
    for (size_t i = 0; i < count; i++) {
        cli_put(i > 0 ? ",\n        {" : "\n        {");
        put_member("\n            ", "name", vmimage_verify_report_rule(report, i));
        put_member(",\n            ", "verdict", rule_verdict_of(report, i));
        put_member(",\n            ", "message", vmimage_verify_report_rule_message(report, i));
        cli_put("\n        }");
    }
    cli_put(count > 0 ? "\n    ]" : "]");
}

static void print_json(const vmimage_verify_report *report, const char *name)
{
    cli_put("{");
    put_member("\n    ", "name", name);
    put_member(",\n    ", "kind", vmimage_verify_report_kind(report));
    put_member(",\n    ", "result", result_of(report));
    put_member(",\n    ", "manifest", vmimage_verify_report_manifest(report));
    put_json_signature(report);
    put_json_files(report);
    if (vmimage_verify_report_rule_count(report) != 0)
        put_json_rules(report);
    put_texts("problems", report, vmimage_verify_report_problem_count(report), vmimage_verify_report_problem);
    put_texts("warnings", report, vmimage_verify_report_warning_count(report), vmimage_verify_report_warning);
    cli_put("\n}\n");
}

/* ---- the command ---- */

struct shown {
    int percent;
};

static void show_progress(void *data, const char *name, uint64_t done, uint64_t total)
{
    struct shown *shown = data;
    int percent = total != 0 ? (int)((double)done * 100 / (double)total) : 100;
    CLI_TEXT safe = NULL;

    if (percent == shown->percent)
        return;
    shown->percent = percent;
    safe = cli_printable(name);
    fprintf(stderr, "\r%3d%%  %.60s\033[K", percent, safe);
    if (percent == 100)
        fputs("\r\033[K", stderr);
}

static int set_up(const struct cli_options *options, vmimage_verify *verify, struct shown *shown)
{
    CLI_ERROR error = NULL;

    if (verify == NULL) {
        cli_say("out of memory");
        return CLI_FAILED;
    }
    if (vmimage_verify_set_policy(verify, options->verify_policy, &error) != VMIMAGE_OK)
        return cli_report(error);
    if (options->ca != NULL && vmimage_verify_add_roots_file(verify, options->ca, &error) != VMIMAGE_OK) {
        int status = cli_report(error);

        return status == CLI_UNREACHABLE ? status : CLI_USAGE;
    }
    if (options->policy != NULL) {
        vmimage_policy *policy = NULL;

        if (vmimage_policy_from_file(options->policy, &policy, &error) != VMIMAGE_OK) {
            int status = cli_report(error);

            return status == CLI_UNREACHABLE ? status : CLI_USAGE;
        }
        (void)vmimage_verify_set_policy_rules(verify, policy, NULL);
        vmimage_policy_unref(policy);
    }
    if (!options->no_progress && isatty(STDERR_FILENO) &&
        vmimage_verify_set_progress(verify, show_progress, shown, &error) != VMIMAGE_OK)
        return cli_report(error);
    return CLI_OK;
}

/* What is a file is meant as one; all else is the name of an item, but for what looks like a path. */
static bool is_file(const char *argument)
{
    struct stat st;

    if (stat(argument, &st) == 0)
        return S_ISREG(st.st_mode) || strchr(argument, '/') != NULL;
    return strchr(argument, '/') != NULL;
}

static int verify_argument(const struct cli_options *options, vmimage_verify *verify, vmimage_verify_report **report)
{
    const char *argument = options->arguments[0];
    CLI_CONTEXT context = NULL;
    CLI_REGISTRY registry = NULL;
    CLI_ERROR error = NULL;
    int status;

    if (is_file(argument)) {
        status = cli_open_context(options, &context);
        if (status == CLI_OK && vmimage_verify_file(verify, context, argument, report, &error) != VMIMAGE_OK)
            status = cli_report(error);
    } else {
        status = cli_open_registry(options, &registry);
        if (status == CLI_OK &&
            vmimage_verify_item(verify, registry, options->name_space, argument, report, &error) != VMIMAGE_OK)
            status = cli_report(error);
    }
    /* A package that is no package is a bad one. */
    if (vmimage_error_status(error) == VMIMAGE_E_PARSE || vmimage_error_status(error) == VMIMAGE_E_INVALID)
        status = CLI_NO;
    return status;
}

int cli_run_verify(const struct cli_options *options)
{
    struct shown shown = {.percent = -1};
    __attribute__((cleanup(free_verify))) vmimage_verify *verify = vmimage_verify_new();
    __attribute__((cleanup(free_report))) vmimage_verify_report *report = NULL;
    int status;

    if (options->format == CLI_FORMAT_NAME)
        return cli_usage_error(options, "'verify' prints table, wide or json, no names");
    status = set_up(options, verify, &shown);
    if (status == CLI_OK)
        status = verify_argument(options, verify, &report);
    if (status != CLI_OK)
        return status;
    if (options->format == CLI_FORMAT_JSON) {
        print_json(report, options->arguments[0]);
    } else {
        print_files(report, options);
        print_rules(report, options);
        print_signature(report);
        cli_flush();
        for (size_t i = 0; i < vmimage_verify_report_warning_count(report); i++)
            cli_say("warning: %s", vmimage_verify_report_warning(report, i));
        for (size_t i = 0; i < vmimage_verify_report_problem_count(report); i++)
            cli_say("%s", vmimage_verify_report_problem(report, i));
    }
    return vmimage_verify_report_result(report) == VMIMAGE_RESULT_FAILED ? CLI_NO : CLI_OK;
}
