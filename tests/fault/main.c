/*
 * SPDX-License-Identifier: Apache-2.0
 * For every scenario: run it once to count its allocations, then fail the first, the second, ... once, and then from the
 * first, the second, ... on for ever. Nothing may crash or leak, and the answer is success with the same contents or "no
 * memory". Every exported function must be called by some scenario.
 */
#define FAULT_NAMES
#include "fault.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Above this many allocations not every point is tried but every second, third, ...; the output says so. */
#define POINTS_MAX ((size_t)3000)
#define FINDS_MAX 40

static int poison;
void *const fault_poison = &poison;
const char *const fault_keys[] = {"Ready", "tier", "owner", "no such key", NULL};

static struct {
    bool called[FAULT_FUNCTIONS];
    const char *scenario;
    uint64_t seen;
    vmimage_status expected;
    bool away;
    int finds;
    char text[FINDS_MAX][200];
} run;

/* Notes a failed check without allocating. */
static void find(const char *function, const char *what, long number)
{
    if (run.finds < FINDS_MAX)
        (void)snprintf(run.text[run.finds], sizeof(run.text[0]), "%s: %s: %s (%ld), allocation %zu", run.scenario,
                       function, what, number, fault_allocations());
    run.finds++;
}

void fault_called(size_t function)
{
    run.called[function] = true;
}

void fault_output(const char *function, vmimage_status status, const void *output)
{
    if (output == fault_poison)
        find(function, "left an output untouched, status", status);
    else if (status != VMIMAGE_OK && output != NULL)
        find(function, "failed and gave an object, status", status);
}

void fault_returned(const char *function, vmimage_status status, vmimage_error *const *error)
{
    bool memory = status == VMIMAGE_E_NO_MEMORY && fault_has_failed();

    if (status < 0 && status != run.expected && !memory)
        find(function, "returned status", status);
    if (status < 0 && error != NULL && vmimage_error_status(*error) != status)
        find(function, "gave an error of another status than it returned", vmimage_error_status(*error));
    if (status < 0 && error != NULL && *error != NULL && vmimage_error_message(*error) == NULL)
        find(function, "gave an error without a message, status", status);
    if (status >= 0 && error != NULL && *error != NULL)
        find(function, "succeeded and set an error, status", vmimage_error_status(*error));
}

void fault_saw_number(uint64_t number)
{
    if (!run.away)
        run.seen = (run.seen ^ number) * UINT64_C(1099511628211) + 1;
}

void fault_saw_text(const char *text)
{
    fault_saw_number(text != NULL);
    for (; text != NULL && *text != '\0'; text++)
        fault_saw_number((unsigned char)*text);
}

void fault_look_away(bool away)
{
    run.away = away;
}

void fault_expect(vmimage_status status)
{
    run.expected = status;
}

void fault_check(bool holds, const char *what)
{
    if (!holds)
        find("scenario", what, 0);
}

struct outcome {
    vmimage_status status;
    uint64_t seen;
    size_t allocations;
};

static struct outcome attempt(const struct fault_case *scenario, size_t fail_at, bool for_ever)
{
    struct outcome outcome;

    run.seen = 0;
    run.expected = VMIMAGE_OK;
    run.away = false;
    fault_arm(fail_at, for_ever);
    outcome.status = scenario->run();
    fault_disarm();
    outcome.seen = run.seen;
    outcome.allocations = fault_allocations();
    return outcome;
}

/* OpenSSL keeps memory for the texts of errors; what leaks does so every time. */
static struct outcome run_once(const struct fault_case *scenario, size_t fail_at, bool for_ever)
{
    struct outcome outcome = attempt(scenario, fail_at, for_ever);

    if (fault_live_blocks() != 0)
        outcome = attempt(scenario, fail_at, for_ever);
    if (fault_live_blocks() != 0)
        find(for_ever ? "failing for ever" : "failing once", "leaked blocks", fault_live_blocks());
    return outcome;
}

static void run_failing(const struct fault_case *scenario, const struct outcome *good, size_t step)
{
    for (int for_ever = 0; for_ever <= 1; for_ever++) {
        for (size_t at = 1; at <= good->allocations && run.finds < FINDS_MAX; at += step) {
            struct outcome outcome = run_once(scenario, at, for_ever != 0);

            if (outcome.status != VMIMAGE_OK && outcome.status != VMIMAGE_E_NO_MEMORY)
                find("result", "status", outcome.status);
            if (outcome.status == VMIMAGE_OK && outcome.seen != good->seen)
                find(for_ever ? "failing for ever" : "failing once", "success, but with other contents, at", (long)at);
        }
    }
}

static void run_scenario(const struct fault_case *scenario)
{
    struct outcome good;
    size_t step;

    run.scenario = scenario->name;
    /* What is made once and kept (by the C library, by OpenSSL) is made here. */
    fault_expect(VMIMAGE_OK);
    (void)scenario->run();
    good = run_once(scenario, 0, false);
    step = good.allocations / POINTS_MAX + 1;
    if (good.status != VMIMAGE_OK)
        find("result", "the scenario fails with memory enough, status", good.status);
    else
        run_failing(scenario, &good, step);
    (void)printf("%-28s %6zu allocations%s\n", scenario->name, good.allocations,
                 step > 1 ? ", not every one failed" : "");
    (void)fflush(stdout);
}

static void run_table(const struct fault_case *table, const char *only)
{
    for (; table->name != NULL; table++) {
        if (only == NULL || strcmp(only, table->name) == 0)
            run_scenario(table);
    }
}

static int report(bool all)
{
    int missing = 0;

    for (int i = 0; i < run.finds && i < FINDS_MAX; i++)
        (void)printf("FAILED %s\n", run.text[i]);
    for (size_t i = 0; all && i < FAULT_FUNCTIONS; i++) {
        if (!run.called[i]) {
            (void)printf("FAILED %s: no scenario calls it\n", fault_names[i]);
            missing++;
        }
    }
    (void)printf("%d functions, %d not called, %d findings\n", FAULT_FUNCTIONS, missing, run.finds);
    return run.finds == 0 && missing == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* fault [SCENARIO] */
int main(int argc, char **argv)
{
    static const struct fault_case *const tables[] = {fault_base_cases,    fault_model_cases,    fault_json_cases,
                                                      fault_file_cases,    fault_registry_cases, fault_verify_cases,
                                                      fault_version_cases, fault_job_cases,      fault_stream_cases,
                                                      fault_kube_cases,    fault_request_cases,  fault_publish_cases};
    int status;

    if (fault_make_files() != 0)
        return EXIT_FAILURE;
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        run_table(tables[i], argc > 1 ? argv[1] : NULL);
    status = report(argc == 1);
    fault_remove_files();
    return status;
}
