/*
 * SPDX-License-Identifier: Apache-2.0
 * conformance URL --fixture FILE [--changer PROGRAM] [--options LINES] [--only NAME] [--list]
 *
 * Runs each check on the registry at the URL. Prints TAP, then "N passed, M failed, K skipped"; what is skipped, and for lack of what,
 * is named. Status 1 when a check failed, 2 for wrong use.
 */
#include "conformance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    uint64_t bit;
    const char *name;
} capability_names[] = {{VMIMAGE_CAPABILITY_LIBRARIES, "libraries"},    {VMIMAGE_CAPABILITY_ITEMS, "items"},
                        {VMIMAGE_CAPABILITY_IMAGES, "images"},          {VMIMAGE_CAPABILITY_DERIVED, "derived images"},
                        {VMIMAGE_CAPABILITY_KEEP, "keeping libraries"}, {VMIMAGE_CAPABILITY_WATCH, "watches"},
                        {VMIMAGE_CAPABILITY_FILES, "files to read"}};

static const struct check *const tables[] = {open_checks,    list_checks, get_checks,    image_checks, limit_checks,
                                             version_checks, file_checks, change_checks, watch_checks};

/* Why a check is skipped; NULL when it is not. */
static const char *why_not(struct suite *suite, const struct check *check)
{
    uint64_t missing = check->capabilities & ~suite->capabilities;

    for (size_t i = 0; i < sizeof(capability_names) / sizeof(*capability_names); i++) {
        if ((missing & capability_names[i].bit) != 0) {
            (void)snprintf(suite->left_out, sizeof(suite->left_out), "the registry has no %s",
                           capability_names[i].name);
            return suite->left_out;
        }
    }
    if ((check->needs & NEEDS_NO_KEEP) != 0 && (suite->capabilities & VMIMAGE_CAPABILITY_KEEP) != 0)
        return "the registry keeps libraries";
    if ((check->needs & NEEDS_CHANGER) != 0 && suite->changer == NULL)
        return "nobody changes the place";
    if ((check->needs & NEEDS_WRONG_OPTIONS) != 0 && field(next_record(suite, "place", NULL), "wrong_options") == NULL)
        return "the place has no credentials";
    return NULL;
}

static int run_all(struct suite *suite, const char *only)
{
    unsigned number_of = 0, counts[3] = {0};

    for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++) {
        for (const struct check *check = tables[t]; check->name != NULL; check++) {
            const char *reason = why_not(suite, check);

            if (only != NULL && strcmp(only, check->name) != 0)
                continue;
            suite->check = check->name;
            suite->failures = 0;
            number_of++;
            if (reason == NULL)
                check->run(suite);
            if (reason != NULL)
                (void)printf("ok %u - %s # SKIP %s\n", number_of, check->name, reason);
            else
                (void)printf("%s %u - %s\n", suite->failures == 0 ? "ok" : "not ok", number_of, check->name);
            (void)fflush(stdout);
            counts[reason != NULL ? 2 : suite->failures != 0 ? 1 : 0]++;
        }
    }
    (void)printf("1..%u\n%u passed, %u failed, %u skipped\n", number_of, counts[0], counts[1], counts[2]);
    return number_of == 0 || counts[1] != 0 ? 1 : 0;
}

static int list_checks_by_name(void)
{
    for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++) {
        for (const struct check *check = tables[t]; check->name != NULL; check++)
            (void)puts(check->name);
    }
    return 0;
}

static int usage(void)
{
    (void)fputs("usage: conformance URL --fixture FILE [--changer PROGRAM] [--options LINES] [--only CHECK] | --list\n",
                stderr);
    return 2;
}

int main(int argc, char **argv)
{
    struct suite suite = {.url = argc > 1 ? argv[1] : NULL};
    const char *fixture = NULL, *only = NULL;
    int status;

    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list_checks_by_name();
    for (int i = 2; i < argc; i += 2) {
        const char **to = strcmp(argv[i], "--fixture") == 0   ? &fixture
                          : strcmp(argv[i], "--changer") == 0 ? &suite.changer
                          : strcmp(argv[i], "--options") == 0 ? &suite.options_text
                          : strcmp(argv[i], "--only") == 0    ? &only
                                                              : NULL;

        if (to == NULL || i + 1 == argc)
            return usage();
        *to = argv[i + 1];
    }
    if (fixture == NULL || read_fixture(&suite, fixture) != 0)
        return usage();
    suite.capabilities = number(next_record(&suite, "place", NULL), "capabilities");
    suite.context = vmimage_context_new();
    suite.options = make_options(&suite, suite.options_text);
    status = run_all(&suite, only);
    vmimage_options_unref(suite.options);
    vmimage_context_unref(suite.context);
    free_fixture(&suite);
    return status;
}
