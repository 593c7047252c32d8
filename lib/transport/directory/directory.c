/*
 * SPDX-License-Identifier: Apache-2.0
 * The directory transport: a folder is one library, by its lib.json or by the image files in it.
 */
#include <string.h>

#include <vmimage/registry.h>

#include "base/error.h"
#include "transport/directory/keep.h"
#include "transport/directory/watch.h"

struct directory {
    struct vm_tree tree;
    int64_t poll_interval;      /* of a watch; 0: its own */
    struct vm_vcsp_index index; /* for who opens files of many items */
};

/* "dir:" and the path, in which what is no plain character of an URL is percent-encoded. */
static char *make_url(const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@";
    static const char digits[] = "0123456789ABCDEF";
    char *url = vmimage__calloc(strlen(path) * 3 + 5, 1);
    size_t used = 4;

    if (url == NULL)
        return NULL;
    memcpy(url, "dir:", 4);
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;

        if (strchr(plain, c) != NULL) {
            url[used++] = (char)c;
            continue;
        }
        url[used++] = '%';
        url[used++] = digits[c >> 4];
        url[used++] = digits[c & 15];
    }
    return url;
}

const struct vm_tree *vmimage__directory_tree(const void *place)
{
    return &((const struct directory *)place)->tree;
}

static void close_directory(void *place)
{
    struct directory *directory = place;

    vmimage__tree_close(&directory->tree);
    vmimage__vcsp_index_release(&directory->index);
    vmimage__free(directory);
}

/* The library of the folder, and whether it is a VCSP one. */
static vmimage_status read_library(const struct directory *directory, const struct vm_call *call, bool *vcsp,
                                   vmimage_library **library, vmimage_error **error)
{
    vmimage_library *new = NULL;
    vmimage_status status = vmimage__vcsp_library(&directory->tree, call, vcsp, &new, error);

    *library = NULL;
    if (status == VMIMAGE_OK && !*vcsp)
        status = vmimage__plain_library(&directory->tree, &new, error);
    if (status != VMIMAGE_OK)
        return status;
    status = vmimage__draft_library(new, error);
    if (status == VMIMAGE_OK)
        *library = new;
    return status;
}

/* The path of a lib.json, as a subscriber is given it, means the folder that it is in. */
static char *folder_of(const char *location)
{
    static const char file[] = VM_VCSP_LIBRARY;
    size_t length = strlen(location), tail = sizeof(file) - 1;

    if (length < tail || strcmp(location + length - tail, file) != 0)
        return vmimage__strdup(location);
    if (length == tail)
        return vmimage__strdup(".");
    return location[length - tail - 1] == '/' ? vmimage__strndup(location, length - tail) : vmimage__strdup(location);
}

static vmimage_status open_directory(const char *location, const vmimage_options *options, const struct vm_call *call,
                                     void **place, char **url, vmimage_error **error)
{
    vm_auto_str char *folder = folder_of(location);
    struct directory *directory = vmimage__calloc(1, sizeof(*directory));
    vmimage_library *library = NULL;
    bool vcsp;
    vmimage_status status;

    if (folder == NULL || directory == NULL) {
        vmimage__free(directory);
        return vmimage__fail_no_memory(error);
    }
    directory->tree.fd = -1;
    directory->poll_interval = options != NULL ? options->poll_interval : 0; /* all else is about servers */
    status = vmimage__tree_open(&directory->tree, folder, true, error);
    if (status == VMIMAGE_OK) /* a library that can't be read is found out now */
        status = read_library(directory, call, &vcsp, &library, error);
    vmimage_library_unref(library);
    if (status == VMIMAGE_OK) {
        *url = make_url(directory->tree.path);
        status = *url != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
    }
    if (status == VMIMAGE_OK)
        *place = directory;
    else
        close_directory(directory);
    return status;
}

static vmimage_status list_libraries(void *place, const struct vm_call *call, const struct vm_sink *sink,
                                     vmimage_error **error)
{
    vmimage_library *library;
    bool vcsp;
    vmimage_status status = read_library(place, call, &vcsp, &library, error);

    return status == VMIMAGE_OK ? sink->add_library(sink->data, library, error) : status;
}

static vmimage_status list(const struct directory *directory, struct vm_vcsp_index *index, const struct vm_call *call,
                           const vmimage_library *library, const struct vm_sink *sink, vmimage_error **error)
{
    struct vm_listing listing = {.tree = &directory->tree, .call = call, .library = &library->o, .sink = sink};
    struct vm_place there;
    /* Without an error object: making one may lack memory, and then the folder would look like another kind of library. */
    vmimage_status status = vmimage__tree_look(&directory->tree, VM_VCSP_LIBRARY, &there, NULL);

    return status == VMIMAGE_E_NOT_FOUND ? vmimage__plain_items(&listing, error)
                                         : vmimage__vcsp_items(&listing, index, error);
}

static vmimage_status list_items(void *place, const struct vm_call *call, const vmimage_library *library,
                                 const struct vm_sink *sink, vmimage_error **error)
{
    return list(place, NULL, call, library, sink, error);
}

vmimage_status vmimage__directory_item(void *place, const struct vm_call *call, const vmimage_library *library,
                                       const char *id, const struct vm_sink *sink, vmimage_error **error)
{
    struct directory *directory = place;
    vmimage_status status;

    directory->index.wanted = id;
    status = list(directory, &directory->index, call, library, sink, error);
    directory->index.wanted = NULL;
    return status;
}

static vmimage_status create_library(const char *location, const struct vm_call *call, const struct vm_change *change,
                                     vmimage_error **error)
{
    vm_auto_str char *folder = folder_of(location);

    return folder != NULL ? vmimage__directory_create(folder, call, change, error) : vmimage__fail_no_memory(error);
}

static vmimage_status change_library(void *place, const struct vm_call *call, const struct vm_change *change,
                                     vmimage_error **error)
{
    return vmimage__directory_change(&((struct directory *)place)->tree, call, change, error);
}

static vmimage_status watch_directory(void *place, const struct vm_call *call, struct vm_watch **watch,
                                      vmimage_error **error)
{
    struct directory *directory = place;

    return vmimage__directory_watch(&directory->tree, directory->poll_interval, call, watch, error);
}

const struct vm_transport vmimage__directory_transport = {
    .size = sizeof(struct vm_transport),
    .abi = VM_TRANSPORT_ABI,
    .name = "directory",
    .capabilities = VMIMAGE_CAPABILITY_LIBRARIES | VMIMAGE_CAPABILITY_ITEMS | VMIMAGE_CAPABILITY_IMAGES |
                    VMIMAGE_CAPABILITY_DERIVED | VMIMAGE_CAPABILITY_KEEP | VMIMAGE_CAPABILITY_WATCH |
                    VMIMAGE_CAPABILITY_FILES,
    .open = open_directory,
    .close = close_directory,
    .list_libraries = list_libraries,
    .list_items = list_items,
    .create = create_library,
    .change = change_library,
    .open_file = vmimage__directory_open_file,
    .watch = watch_directory,
};
