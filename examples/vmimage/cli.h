/*
 * SPDX-License-Identifier: Apache-2.0
 * What the files of the command share: exit statuses, what the user asked for, and the ways to say something.
 */
#ifndef VMIMAGE_CLI_H
#define VMIMAGE_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <vmimage/vmimage.h>

/* Exit statuses; they are part of the contract in vmimage(1). */
enum {
    CLI_OK = 0,
    CLI_NO = 1,          /* the answer is no: not found, ambiguous */
    CLI_USAGE = 2,       /* the command line is wrong */
    CLI_UNREACHABLE = 3, /* could not reach, authenticate, or be allowed */
    CLI_FAILED = 4       /* anything else */
};

enum cli_format {
    CLI_FORMAT_DEFAULT = 0,
    CLI_FORMAT_TABLE,
    CLI_FORMAT_WIDE,
    CLI_FORMAT_JSON,
    CLI_FORMAT_NAME
};

struct cli_command;

/* The command line, read. Texts point into argv or the environment. */
struct cli_options {
    const struct cli_command *command;
    const char **arguments;
    size_t argument_count;
    const char *registry;
    const char *name_space;
    bool all_namespaces;
    const char *selector;
    const char *context, *kubeconfig, *fingerprint, *user, *password_file;
    bool insecure;
    enum cli_format format;
    bool no_headers;
    bool ovf_capabilities;
    int64_t timeout_ms; /* 0: the library's own */
    int verbose;
    bool no_progress;
    bool help;
    bool version;
    const char *library;
    const char *name;
    const char *type;
    const char *os;
    const char *capability;
    const char *ca;
    const char *policy;     /* a file with rules */
    uint32_t verify_policy; /* as vmimage_verify_set_policy() */
    const char *constraint;
    const char *check;
    const char *file;
    const char *description;
    bool manifest, replace, resume, remove;
    bool follow;
    int32_t ready; /* as vmimage_query_set_ready() */
};

struct cli_command {
    const char *name;
    const char *arguments; /* for the usage line */
    const char *summary;
    const char *help; /* paragraphs for "vmimage COMMAND -h" */
    size_t min_arguments;
    size_t max_arguments;
    uint32_t bit; /* in the "commands" mask of an option */
    int (*run)(const struct cli_options *options);
    bool hidden;
};

enum {
    CLI_IN_ID = 1,
    CLI_IN_INSPECT = 2,
    CLI_IN_LIBRARIES = 4,
    CLI_IN_ITEMS = 8,
    CLI_IN_IMAGES = 16,
    CLI_IN_GET = 32,
    CLI_IN_RESOLVE = 64,
    CLI_IN_NAMES = 128,
    CLI_IN_VERIFY = 256,
    CLI_IN_VERSIONS = 512,
    CLI_IN_NEWEST = 1024,
    CLI_IN_LOCK = 2048,
    CLI_IN_INIT = 4096,
    CLI_IN_ADD = 8192,
    CLI_IN_KEEP = 16384, /* the other commands that change a library */
    CLI_IN_WATCH = 32768,
    CLI_IN_DOWNLOAD = 65536,
    CLI_IN_EXPORT = 131072,
    CLI_IN_REPLACE = 262144,
    CLI_IN_REQUESTS = 524288,
    CLI_IN_REQUEST = 1048576,
    CLI_IN_SEND = 2097152, /* publish and import */
    CLI_IN_CANCEL = 4194304,
    CLI_IN_ALL = 8388607
};

/* command.c */
extern const struct cli_command cli_commands[];
const struct cli_command *cli_find_command(const char *name);

/* The commands, each in its own file. */
int cli_run_id(const struct cli_options *options);
int cli_run_inspect(const struct cli_options *options);
int cli_run_libraries(const struct cli_options *options);
int cli_run_items(const struct cli_options *options);
int cli_run_images(const struct cli_options *options);
int cli_run_get(const struct cli_options *options);
int cli_run_resolve(const struct cli_options *options);
int cli_run_verify(const struct cli_options *options);
int cli_run_init(const struct cli_options *options);
int cli_run_add(const struct cli_options *options);
int cli_run_replace(const struct cli_options *options);
int cli_run_rename(const struct cli_options *options);
int cli_run_describe(const struct cli_options *options);
int cli_run_remove(const struct cli_options *options);
int cli_run_names(const struct cli_options *options);
int cli_run_versions(const struct cli_options *options);
int cli_run_newest(const struct cli_options *options);
int cli_run_lock(const struct cli_options *options);
int cli_run_watch(const struct cli_options *options);
int cli_run_requests(const struct cli_options *options);
int cli_run_request(const struct cli_options *options);
int cli_run_cancel(const struct cli_options *options);
int cli_run_publish(const struct cli_options *options);
int cli_run_import(const struct cli_options *options);
int cli_run_download(const struct cli_options *options);
int cli_run_export(const struct cli_options *options);

/* options.c: CLI_OK, or CLI_USAGE after saying what is wrong. */
int cli_read_options(int argc, char **argv, struct cli_options *options);

struct cli_option_help {
    char letter;
    const char *name;
    const char *argument;
    const char *text;
};
/* The option at @index among those that fit @commands, either the global or the own ones; false after the last. */
bool cli_option_help_at(size_t index, uint32_t commands, bool global, struct cli_option_help *help);

/* help.c */
void cli_print_help(const struct cli_command *command);
void cli_print_version(void);

/* suggest.c: the word of @words (NULL at the end) that @typed was probably meant to be, or NULL. */
const char *cli_nearest(const char *typed, const char *const *words);

/* memory.c: these end the program when there is no memory. */
void *cli_alloc(size_t count, size_t size);
void *cli_grow(void *array, size_t count, size_t size);
char *cli_copy(const char *text);
void cli_free_text(char **text);
#define CLI_TEXT __attribute__((cleanup(cli_free_text))) char *

/* Makes a text as printf does; the caller frees it. */
char *cli_text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* file.c: whole small files; an exit status, after saying what is wrong. "-" reads standard input. */
int cli_read_file(const char *path, char **text, size_t *length);
int cli_write_file(const char *path, const char *text, size_t length);

/* output.c: standard output, with every failure remembered; text written here must be printable already. */
void cli_put(const char *text);
void cli_put_bytes(const char *bytes, size_t length);
void cli_put_repeated(char c, size_t count);
void cli_flush(void);
int cli_finish_output(int status);
/* Whether something could not be written. */
bool cli_output_failed(void);
/* From now on a reader that closes its end of a pipe is no failure. */
void cli_let_reader_go(void);
/* Columns of the terminal on standard output; 0 when it is none and nothing needs to be cut. */
size_t cli_output_width(void);
void cli_guard_descriptors(void);

/* printable.c: text from files made safe for a terminal, and its width there. */
char *cli_printable(const char *text);
size_t cli_width(const char *printable);
/* Bytes of the longest beginning that is at most @columns wide. */
size_t cli_fitting_bytes(const char *printable, size_t columns, size_t *width);

/* report.c: a line on standard error. */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
int cli_usage_error(const struct cli_options *options, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Says the message of an error, its candidates too, and gives the exit status that belongs to it. */
int cli_report(const vmimage_error *error);
/* The same; the registry says more about the candidates. It may be NULL. */
int cli_report_from(vmimage_registry *registry, const vmimage_error *error);
int cli_exit_status(const vmimage_error *error);

/* server.c: whether the options for servers fit the registry; what the library is told, NULL for a folder. */
int cli_check_server(const struct cli_options *options);
int cli_make_server_options(const struct cli_options *options, vmimage_options **made);

/* place.c: the registry that the options name. */
int cli_open_context(const struct cli_options *options, vmimage_context **context);
int cli_open_registry(const struct cli_options *options, vmimage_registry **registry);
int cli_make_query(const struct cli_options *options, vmimage_query **query);

static inline void cli_free_error(vmimage_error **error)
{
    vmimage_error_unref(*error);
}
static inline void cli_free_context(vmimage_context **context)
{
    vmimage_context_unref(*context);
}
static inline void cli_free_registry(vmimage_registry **registry)
{
    vmimage_registry_unref(*registry);
}
static inline void cli_free_query(vmimage_query **query)
{
    vmimage_query_unref(*query);
}
static inline void cli_free_image(vmimage_image **image)
{
    vmimage_image_unref(*image);
}
static inline void cli_free_string(vmimage_string **string)
{
    vmimage_string_unref(*string);
}
#define CLI_ERROR __attribute__((cleanup(cli_free_error))) vmimage_error *
#define CLI_CONTEXT __attribute__((cleanup(cli_free_context))) vmimage_context *
#define CLI_REGISTRY __attribute__((cleanup(cli_free_registry))) vmimage_registry *
static inline void cli_free_options(vmimage_options **options)
{
    vmimage_options_unref(*options);
}
#define CLI_PLACE_OPTIONS __attribute__((cleanup(cli_free_options))) vmimage_options *
#define CLI_QUERY __attribute__((cleanup(cli_free_query))) vmimage_query *
#define CLI_IMAGE __attribute__((cleanup(cli_free_image))) vmimage_image *
#define CLI_STRING __attribute__((cleanup(cli_free_string))) vmimage_string *

#endif
