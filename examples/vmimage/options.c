/*
 * SPDX-License-Identifier: Apache-2.0
 * The command line: options may stand before and after the command and among its arguments; "--" ends them. A long option
 * must be written in full, so that a later release can add others without changing what a script means.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

enum option_id {
    OPTION_REGISTRY,
    OPTION_NAMESPACE,
    OPTION_ALL_NAMESPACES,
    OPTION_SELECTOR,
    OPTION_OUTPUT,
    OPTION_NO_HEADERS,
    OPTION_TIMEOUT,
    OPTION_OVF_CAPABILITIES,
    OPTION_VERBOSE,
    OPTION_NO_PROGRESS,
    OPTION_VERSION,
    OPTION_HELP,
    OPTION_CONTEXT,
    OPTION_KUBECONFIG,
    OPTION_FINGERPRINT,
    OPTION_INSECURE,
    OPTION_USER,
    OPTION_PASSWORD_FILE,
    OPTION_CA,
    OPTION_POLICY,
    OPTION_REQUIRE_MANIFEST,
    OPTION_REQUIRE_SIGNATURE,
    OPTION_STRICT,
    OPTION_LIBRARY,
    OPTION_NAME,
    OPTION_DESCRIPTION,
    OPTION_MANIFEST,
    OPTION_REPLACE,
    OPTION_RESUME,
    OPTION_REMOVE,
    OPTION_FOLLOW,
    OPTION_TYPE,
    OPTION_OS,
    OPTION_CAPABILITY,
    OPTION_READY,
    OPTION_NOT_READY,
    OPTION_CONSTRAINT,
    OPTION_CHECK,
    OPTION_FILE
};

struct option {
    enum option_id id;
    char letter;
    const char *name;
    const char *argument; /* NULL: takes none */
    const char *text;
    uint32_t commands; /* CLI_IN_ALL: a global option */
};

/* Commands that take filters, and all that list. */
#define FILTERED (CLI_IN_ITEMS | CLI_IN_IMAGES | CLI_IN_WATCH)
#define VERSIONED (CLI_IN_VERSIONS | CLI_IN_NEWEST)
#define LISTS (CLI_IN_LIBRARIES | FILTERED | CLI_IN_NAMES | VERSIONED)

static const struct option all_options[] = {
    {OPTION_REGISTRY, 'r', "registry", "URL", "where to look: a folder, or a URL such as dir:PATH", CLI_IN_ALL},
    {OPTION_NAMESPACE, 'n', "namespace", "NS", "the namespace, where the registry has namespaces", CLI_IN_ALL},
    {OPTION_ALL_NAMESPACES, 'A', "all-namespaces", NULL, "all namespaces, each row with its own", CLI_IN_ALL},
    {OPTION_SELECTOR, 'l', "selector", "EXPR", "only objects with these labels: a=b,c!=d,e in (f,g),!h", CLI_IN_ALL},
    {OPTION_OUTPUT, 'o', "output", "FORMAT", "table, wide, json or name", CLI_IN_ALL},
    {OPTION_NO_HEADERS, 0, "no-headers", NULL, "tables without the line of headings", CLI_IN_ALL},
    {OPTION_TIMEOUT, 0, "timeout", "SECONDS", "give up a call on the registry, or end a watch, after so long",
     CLI_IN_ALL},
    {OPTION_OVF_CAPABILITIES, 0, "ovf-capabilities", NULL, "images have the capabilities that their descriptors list",
     CLI_IN_ALL},
    {OPTION_VERBOSE, 'v', "verbose", NULL, "log to standard error; twice for every step", CLI_IN_ALL},
    {OPTION_NO_PROGRESS, 0, "no-progress", NULL, "show no progress of long work", CLI_IN_ALL},
    {OPTION_CONTEXT, 0, "context", "C", "context of the kubeconfig", CLI_IN_ALL},
    {OPTION_KUBECONFIG, 0, "kubeconfig", "F", "file with the clusters, in place of $KUBECONFIG", CLI_IN_ALL},
    {OPTION_CA, 0, "ca", "F", "file with certificates to trust, as PEM: servers', or signers'", CLI_IN_ALL},
    {OPTION_FINGERPRINT, 0, "fingerprint", "F", "fingerprint of the server's certificate", CLI_IN_ALL},
    {OPTION_INSECURE, 0, "insecure", NULL, "do not check the server's certificate", CLI_IN_ALL},
    {OPTION_USER, 0, "user", "NAME", "who to be on the server; the password is in $VMIMAGE_PASSWORD", CLI_IN_ALL},
    {OPTION_PASSWORD_FILE, 0, "password-file", "F", "file whose first line is the password", CLI_IN_ALL},
    {OPTION_VERSION, 0, "version", NULL, "print the version", CLI_IN_ALL},
    {OPTION_HELP, 'h', "help", NULL, "print this help, or that of a command", CLI_IN_ALL},
    {OPTION_POLICY, 0, "policy", "FILE", "fail for what the rules in this JSON file refuse", CLI_IN_VERIFY},
    {OPTION_REQUIRE_MANIFEST, 0, "require-manifest", NULL, "fail without a manifest", CLI_IN_VERIFY},
    {OPTION_REQUIRE_SIGNATURE, 0, "require-signature", NULL, "fail without a trusted signature", CLI_IN_VERIFY},
    {OPTION_STRICT, 0, "strict", NULL, "fail for what vCenter would refuse", CLI_IN_VERIFY},
    {OPTION_LIBRARY, 0, "library", "LIBRARY", "only what this library holds, by ID or name",
     FILTERED | VERSIONED | CLI_IN_EXPORT},
    {OPTION_NAME, 0, "name", "NAME", "only objects with this name or display name", FILTERED | CLI_IN_EXPORT},
    {OPTION_TYPE, 0, "type", "TYPE", "only this type: OVF, ISO or VM", FILTERED | VERSIONED | CLI_IN_EXPORT},
    {OPTION_OS, 0, "os", "OS", "only this guest: ubuntu64Guest, or a CIM number",
     CLI_IN_IMAGES | CLI_IN_WATCH | VERSIONED},
    {OPTION_CAPABILITY, 0, "capability", "NAME", "only images with this capability",
     CLI_IN_IMAGES | CLI_IN_WATCH | VERSIONED},
    /* The same option, with another meaning for other commands. */
    {OPTION_NAME, 0, "name", "NAME", "its name; else that of the folder or file", CLI_IN_INIT | CLI_IN_ADD},
    {OPTION_DESCRIPTION, 0, "description", "TEXT", "its description", CLI_IN_INIT | CLI_IN_ADD},
    {OPTION_MANIFEST, 0, "manifest", NULL, "write a manifest for a package that has none", CLI_IN_ADD | CLI_IN_REPLACE},
    {OPTION_REPLACE, 0, "replace", NULL, "replace files that have another content", CLI_IN_DOWNLOAD},
    {OPTION_RESUME, 0, "resume", NULL, "go on with what an interrupted download has left", CLI_IN_DOWNLOAD},
    {OPTION_REMOVE, 0, "remove", NULL, "remove items that the registry has no more", CLI_IN_EXPORT},
    {OPTION_LIBRARY, 0, "library", "LIBRARY", "the library that gets the item", CLI_IN_SEND},
    {OPTION_LIBRARY, 0, "library", "LIBRARY", "only what goes to this library", CLI_IN_REQUESTS},
    {OPTION_NAME, 0, "name", "NAME", "name of the new item", CLI_IN_SEND},
    {OPTION_NAME, 0, "name", "NAME", "only the requests of this name", CLI_IN_REQUESTS},
    {OPTION_DESCRIPTION, 0, "description", "TEXT", "description of the new item", CLI_IN_SEND},
    {OPTION_FOLLOW, 0, "follow", NULL, "wait for the end, and tell each condition", CLI_IN_SEND | CLI_IN_REQUEST},
    {OPTION_READY, 0, "ready", NULL, "only what is complete", CLI_IN_REQUESTS},
    {OPTION_NOT_READY, 0, "not-ready", NULL, "only what is not complete", CLI_IN_REQUESTS},
    {OPTION_READY, 0, "ready", NULL, "only what is ready", FILTERED},
    {OPTION_NOT_READY, 0, "not-ready", NULL, "only what is not ready", FILTERED},
    {OPTION_CONSTRAINT, 0, "constraint", "EXPR", "only versions that satisfy this: '>=22.04,<24', '~22.04'",
     CLI_IN_NEWEST},
    {OPTION_CHECK, 0, "check", "FILE", "say what differs from this lock file; - is standard input", CLI_IN_LOCK},
    {OPTION_FILE, 0, "file", "FILE", "write the lock to this file", CLI_IN_LOCK},
};
#define OPTION_COUNT (sizeof(all_options) / sizeof(*all_options))

bool cli_option_help_at(size_t index, uint32_t commands, bool global, struct cli_option_help *help)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &all_options[i];

        if ((option->commands == CLI_IN_ALL) != global || (option->commands & commands) == 0)
            continue;
        if (index-- > 0)
            continue;
        help->letter = option->letter;
        help->name = option->name;
        help->argument = option->argument;
        help->text = option->text;
        return true;
    }
    return false;
}

static int set_format(struct cli_options *options, const char *value)
{
    static const char *const names[] = {"table", "wide", "json", "name", NULL};
    const char *nearest;

    for (int i = 0; names[i] != NULL; i++) {
        if (strcmp(value, names[i]) == 0) {
            options->format = (enum cli_format)(CLI_FORMAT_TABLE + i);
            return CLI_OK;
        }
    }
    nearest = cli_nearest(value, names);
    return cli_usage_error(options, "unknown output format '%s'%s%s%s; there are table, wide, json and name", value,
                           nearest != NULL ? ", did you mean '" : "", nearest != NULL ? nearest : "",
                           nearest != NULL ? "'?" : "");
}

/* Seconds with up to three decimals, whatever the locale's decimal mark is. */
static int set_timeout(struct cli_options *options, const char *value)
{
    int64_t milliseconds = 0;
    int decimals = -1;
    const char *at = value;

    for (; (*at >= '0' && *at <= '9') || (*at == '.' && decimals < 0 && at > value); at++) {
        if (*at == '.')
            decimals = 0;
        else if (decimals < 3 && milliseconds < INT64_C(1000000000000))
            milliseconds = milliseconds * 10 + (*at - '0'), decimals += decimals >= 0;
        else
            break;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 3; i++)
        milliseconds *= 10;
    if (*at != '\0' || at == value || at[-1] == '.' || milliseconds == 0)
        return cli_usage_error(options, "--timeout takes a number of seconds above 0, not '%s'", value);
    options->timeout_ms = milliseconds;
    return CLI_OK;
}

/* Where the value of an option belongs that is taken as it is; NULL for the others. */
static const char **text_option(struct cli_options *options, enum option_id id)
{
    switch (id) {
    case OPTION_REGISTRY:
        return &options->registry;
    case OPTION_NAMESPACE:
        return &options->name_space;
    case OPTION_SELECTOR:
        return &options->selector;
    case OPTION_CONTEXT:
        return &options->context;
    case OPTION_KUBECONFIG:
        return &options->kubeconfig;
    case OPTION_FINGERPRINT:
        return &options->fingerprint;
    case OPTION_USER:
        return &options->user;
    case OPTION_PASSWORD_FILE:
        return &options->password_file;
    case OPTION_CA:
        return &options->ca;
    case OPTION_POLICY:
        return &options->policy;
    case OPTION_LIBRARY:
        return &options->library;
    case OPTION_NAME:
        return &options->name;
    case OPTION_DESCRIPTION:
        return &options->description;
    case OPTION_TYPE:
        return &options->type;
    case OPTION_OS:
        return &options->os;
    case OPTION_CAPABILITY:
        return &options->capability;
    case OPTION_CONSTRAINT:
        return &options->constraint;
    case OPTION_CHECK:
        return &options->check;
    case OPTION_FILE:
        return &options->file;
    default:
        return NULL;
    }
}

/* An option that is there or not; NULL for the others. */
static bool *flag_option(struct cli_options *options, enum option_id id)
{
    switch (id) {
    case OPTION_ALL_NAMESPACES:
        return &options->all_namespaces;
    case OPTION_NO_HEADERS:
        return &options->no_headers;
    case OPTION_OVF_CAPABILITIES:
        return &options->ovf_capabilities;
    case OPTION_NO_PROGRESS:
        return &options->no_progress;
    case OPTION_INSECURE:
        return &options->insecure;
    case OPTION_VERSION:
        return &options->version;
    case OPTION_HELP:
        return &options->help;
    case OPTION_MANIFEST:
        return &options->manifest;
    case OPTION_REPLACE:
        return &options->replace;
    case OPTION_RESUME:
        return &options->resume;
    case OPTION_REMOVE:
        return &options->remove;
    case OPTION_FOLLOW:
        return &options->follow;
    default:
        return NULL;
    }
}

static int set_option(struct cli_options *options, const struct option *option, const char *value)
{
    const char **text = text_option(options, option->id);
    bool *flag = flag_option(options, option->id);

    if (text != NULL)
        *text = value;
    if (flag != NULL)
        *flag = true;
    if (text != NULL || flag != NULL)
        return CLI_OK;
    switch (option->id) {
    case OPTION_OUTPUT:
        return set_format(options, value);
    case OPTION_TIMEOUT:
        return set_timeout(options, value);
    case OPTION_VERBOSE:
        options->verbose++;
        break;
    case OPTION_REQUIRE_MANIFEST:
        options->verify_policy |= VMIMAGE_VERIFY_REQUIRE_MANIFEST;
        break;
    case OPTION_REQUIRE_SIGNATURE:
        options->verify_policy |= VMIMAGE_VERIFY_REQUIRE_SIGNATURE;
        break;
    case OPTION_STRICT:
        options->verify_policy |= VMIMAGE_VERIFY_STRICT;
        break;
    case OPTION_READY:
    case OPTION_NOT_READY:
        options->ready = option->id == OPTION_READY;
        break;
    default:
        break;
    }
    return CLI_OK;
}

static int unknown_option(const struct cli_options *options, const char *typed, const char *bare)
{
    const char *names[OPTION_COUNT + 1];
    const char *nearest;
    size_t count = 0;

    for (size_t i = 0; i < OPTION_COUNT; i++)
        names[count++] = all_options[i].name;
    names[count] = NULL;
    nearest = cli_nearest(bare, names);
    if (nearest != NULL)
        return cli_usage_error(options, "unknown option '%s'; did you mean '--%s'?", typed, nearest);
    return cli_usage_error(options, "unknown option '%s'", typed);
}

/* What the reader of the command line knows while it walks. */
struct walk {
    struct cli_options *options;
    int argc;
    char **argv;
    int at;
    const struct option *given[OPTION_COUNT]; /* options of one command, checked when the command is known */
    size_t given_count;
};

static int take_option(struct walk *walk, const struct option *option, const char *value)
{
    if (option->argument != NULL && value == NULL) {
        if (walk->at + 1 >= walk->argc)
            return cli_usage_error(walk->options, "--%s needs a value: --%s %s", option->name, option->name,
                                   option->argument);
        value = walk->argv[++walk->at];
    }
    if (option->commands != CLI_IN_ALL && walk->given_count < OPTION_COUNT)
        walk->given[walk->given_count++] = option;
    return set_option(walk->options, option, value);
}

static int take_long(struct walk *walk, const char *text)
{
    const char *equals = strchrnul(text, '=');
    size_t length = (size_t)(equals - text);
    CLI_TEXT bare = NULL;

    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &all_options[i];

        if (strlen(option->name) != length || strncmp(option->name, text, length) != 0)
            continue;
        if (option->argument == NULL && *equals != '\0')
            return cli_usage_error(walk->options, "--%s takes no value", option->name);
        return take_option(walk, option, *equals != '\0' ? equals + 1 : NULL);
    }
    bare = cli_text("%.*s", (int)length, text);
    return unknown_option(walk->options, walk->argv[walk->at], bare);
}

static int take_short(struct walk *walk, const char *letters)
{
    while (*letters != '\0') {
        const struct option *option = NULL;
        int status;

        for (size_t i = 0; i < OPTION_COUNT && option == NULL; i++)
            option = all_options[i].letter == *letters ? &all_options[i] : NULL;
        if (option == NULL)
            return unknown_option(walk->options, walk->argv[walk->at], walk->argv[walk->at] + 1);
        letters++;
        if (option->argument != NULL && *letters != '\0')
            return take_option(walk, option, *letters == '=' ? letters + 1 : letters);
        status = take_option(walk, option, NULL);
        if (status != CLI_OK)
            return status;
    }
    return CLI_OK;
}

static int take_word(struct cli_options *options, const char *word)
{
    if (options->command == NULL) {
        if (!options->help && strcmp(word, "help") == 0) {
            options->help = true;
            return CLI_OK;
        }
        options->command = cli_find_command(word);
        return options->command != NULL ? CLI_OK : CLI_USAGE;
    }
    options->arguments[options->argument_count++] = word;
    return CLI_OK;
}

/* Whether an option, under any of its meanings, is one of the command. */
static bool applies(const struct option *given, const struct cli_command *command)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(all_options[i].name, given->name) == 0 && (all_options[i].commands & command->bit) != 0)
            return true;
    }
    return false;
}

static int check_use(const struct walk *walk)
{
    const struct cli_options *options = walk->options;
    const struct cli_command *command = options->command;

    if (options->help || options->version)
        return CLI_OK;
    if (command == NULL)
        return CLI_OK;
    for (size_t i = 0; i < walk->given_count; i++) {
        if (!applies(walk->given[i], command))
            return cli_usage_error(options, "--%s does not apply to '%s'", walk->given[i]->name, command->name);
    }
    if (options->argument_count < command->min_arguments)
        return cli_usage_error(options, "'%s' needs %s", command->name, command->arguments);
    if (options->argument_count > command->max_arguments)
        return cli_usage_error(options, "'%s' does not take '%s'", command->name,
                               options->arguments[command->max_arguments]);
    if ((options->selector != NULL || options->all_namespaces) && (command->bit & LISTS) == 0)
        return cli_usage_error(options, "%s applies to lists, not to '%s'", options->selector != NULL ? "-l" : "-A",
                               command->name);
    if (options->all_namespaces && options->name_space != NULL)
        return cli_usage_error(options, "-n and -A exclude each other");
    return cli_check_server(options);
}

int cli_read_options(int argc, char **argv, struct cli_options *options)
{
    struct walk walk = {.options = options, .argc = argc, .argv = argv};
    const char *from_environment = getenv("VMIMAGE_REGISTRY");
    bool ended = false;

    *options = (struct cli_options){.ready = VMIMAGE_UNSET};
    options->registry = from_environment != NULL && *from_environment != '\0' ? from_environment : ".";
    options->arguments = cli_alloc((size_t)argc + 1, sizeof(*options->arguments));
    for (walk.at = 1; walk.at < argc; walk.at++) {
        const char *word = argv[walk.at];
        int status = CLI_OK;

        if (!ended && strcmp(word, "--") == 0)
            ended = true;
        else if (!ended && word[0] == '-' && word[1] == '-')
            status = take_long(&walk, word + 2);
        else if (!ended && word[0] == '-' && word[1] != '\0')
            status = take_short(&walk, word + 1);
        else
            status = take_word(options, word);
        if (status != CLI_OK)
            return status;
    }
    return check_use(&walk);
}
