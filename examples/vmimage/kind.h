/*
 * SPDX-License-Identifier: Apache-2.0
 * Libraries, items and images seen as the same thing: objects that can be listed and printed in every format.
 */
#ifndef VMIMAGE_CLI_KIND_H
#define VMIMAGE_CLI_KIND_H

#include "table.h"

struct cli_kind {
    const char *plural; /* for messages */
    const struct cli_column *columns;
    size_t column_count;
    vmimage_status (*open)(vmimage_registry *registry, const vmimage_query *query, void **iterator,
                           vmimage_error **error);
    vmimage_status (*next)(void *iterator, void **object, vmimage_error **error);
    void (*close)(void *iterator);
    void (*unref)(void *object);
    vmimage_status (*to_json)(const void *object, vmimage_string **json, vmimage_error **error);
    const char *(*api_version)(const void *object);
    const char *(*kind)(const void *object);
    const char *(*name)(const void *object);
    const char *(*display_name)(const void *object);
    /* The condition "Ready"; NULL when the object has none. */
    const vmimage_condition *(*ready)(const void *object);
    void (*add_row)(struct cli_table *table, const void *object);
};

/*
 * What each kind does alike, over the typed functions of the library: CLI_KIND_FUNCTIONS(image, images) defines the functions,
 * CLI_KIND_MEMBERS("images") names them in the kind. columns and add_row are the kind's own.
 */
#define CLI_KIND_FUNCTIONS(one, many)                                                                                  \
    static vmimage_status open_list(vmimage_registry *registry, const vmimage_query *query, void **iterator,           \
                                    vmimage_error **error)                                                             \
    {                                                                                                                  \
        vmimage_##many *list = NULL;                                                                                   \
        vmimage_status status = vmimage_registry_##many(registry, query, &list, error);                                \
                                                                                                                       \
        *iterator = list;                                                                                              \
        return status;                                                                                                 \
    }                                                                                                                  \
    static vmimage_status next(void *iterator, void **object, vmimage_error **error)                                   \
    {                                                                                                                  \
        vmimage_##one *got = NULL;                                                                                     \
        vmimage_status status = vmimage_##many##_next(iterator, &got, error);                                          \
                                                                                                                       \
        *object = got;                                                                                                 \
        return status;                                                                                                 \
    }                                                                                                                  \
    static void close_list(void *iterator)                                                                             \
    {                                                                                                                  \
        vmimage_##many##_unref(iterator);                                                                              \
    }                                                                                                                  \
    static void unref(void *object)                                                                                    \
    {                                                                                                                  \
        vmimage_##one##_unref(object);                                                                                 \
    }                                                                                                                  \
    static vmimage_status to_json(const void *object, vmimage_string **json, vmimage_error **error)                    \
    {                                                                                                                  \
        return vmimage_##one##_to_json(object, NULL, json, error);                                                     \
    }                                                                                                                  \
    static const char *api_version(const void *object)                                                                 \
    {                                                                                                                  \
        return vmimage_##one##_api_version(object);                                                                    \
    }                                                                                                                  \
    static const char *kind(const void *object)                                                                        \
    {                                                                                                                  \
        return vmimage_##one##_kind(object);                                                                           \
    }                                                                                                                  \
    static const char *name(const void *object)                                                                        \
    {                                                                                                                  \
        return vmimage_##one##_name(object);                                                                           \
    }                                                                                                                  \
    static const char *display_name(const void *object)                                                                \
    {                                                                                                                  \
        return vmimage_##one##_display_name(object);                                                                   \
    }                                                                                                                  \
    static const vmimage_condition *ready(const void *object)                                                          \
    {                                                                                                                  \
        return vmimage_##one##_condition(object, "Ready");                                                             \
    }

#define CLI_KIND_MEMBERS(plural_)                                                                                      \
    .plural = (plural_), .columns = columns, .column_count = sizeof(columns) / sizeof(*columns), .open = open_list,    \
    .next = next, .close = close_list, .unref = unref, .to_json = to_json, .api_version = api_version, .kind = kind,   \
    .name = name, .display_name = display_name, .ready = ready, .add_row = add_row

extern const struct cli_kind cli_kind_library;
extern const struct cli_kind cli_kind_item;
extern const struct cli_kind cli_kind_image;
/* kind_request.c */
extern const struct cli_kind cli_kind_publish_request, cli_kind_group_publish_request, cli_kind_import_request;
/* "Pending", "Complete", "Failed" */
const char *cli_state_name(int32_t state);

struct cli_list {
    const struct cli_kind *kind;
    void **objects;
    size_t count;
};

void cli_list_add(struct cli_list *list, void *object);
void cli_list_clear(struct cli_list *list);
/* Fills a list from a registry; an exit status. */
int cli_list_fetch(struct cli_list *list, vmimage_registry *registry, const struct cli_options *options);
/* Prints in the format of the options, a table by default; an exit status. @place is where nothing was found. */
int cli_list_print(const struct cli_list *list, const char *place, const struct cli_options *options);
/* Several lists as one List of JSON; an exit status. */
int cli_print_json_lists(const struct cli_list *lists, size_t count);
/* One object of a kind as JSON; an exit status. */
int cli_print_json_of(const struct cli_kind *kind, const void *object);
/* "virtualmachineimage.vmoperator.vmware.com/vmi-...", as kubectl writes it. */
void cli_print_full_name(const struct cli_kind *kind, const void *object);

/* cmd_versions.c: the families of all images, one a line, for completion; an exit status. */
int cli_print_families(const struct cli_options *options);

/* cmd_get.c: KIND/NAME, or what -o asks for; an exit status. */
int cli_print_image_name(vmimage_image *image, const struct cli_options *options);

/* describe.c: one image for a person. */
void cli_describe_image(const vmimage_image *image);

/* "Label:   text"; a line without a text is left out. The second frees the text. */
void cli_put_line(const char *label, const char *text);
void cli_put_made_line(const char *label, char *text);
/* describe_package.c: a file for a person, with the image that it gives. */
void cli_describe_package(const vmimage_package *package, const char *path);

/* human.c */
char *cli_size(uint64_t bytes);
char *cli_age(const char *rfc3339);
const char *cli_yes_no(int32_t value);
/* "16Gi, 40Gi" */
char *cli_disk_sizes(const vmimage_image *image);
char *cli_capabilities(const vmimage_image *image);
/* Why an object is not ready, borrowed from it; NULL when it is. */
const char *cli_why_not_ready(const vmimage_condition *ready);

#endif
