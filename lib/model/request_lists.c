/*
 * SPDX-License-Identifier: Apache-2.0
 * Lists of references to requests, and their public iterator functions.
 */
#include "model/request_lists.h"

#include <stdlib.h>
#include <string.h>

#include <vmimage/group_publish_request.h>
#include <vmimage/import_request.h>
#include <vmimage/publish_request.h>

#include "base/error.h"
#include "base/memory.h"
#include "model/requests.h"

static int compare_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_names(const struct vm_meta *a, const struct vm_meta *b)
{
    int order = compare_text(a->name_space, b->name_space);

    return order != 0 ? order : compare_text(a->name, b->name);
}

#define LIST_FUNCTIONS(name, names)                                                                                    \
    vmimage_##names *vmimage__##names##_new(void)                                                                      \
    {                                                                                                                  \
        vmimage_##names *list = vmimage__calloc(1, sizeof(*list));                                                     \
                                                                                                                       \
        if (list != NULL)                                                                                              \
            vmimage__refs_init(&list->refs);                                                                           \
        return list;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    bool vmimage__##names##_add(vmimage_##names *names, vmimage_##name *name)                                          \
    {                                                                                                                  \
        if (!vmimage__grow(&names->list, names->count, &names->capacity, sizeof(names->list[0])))                      \
            return false;                                                                                              \
        names->list[names->count++] = vmimage_##name##_ref(name);                                                      \
        return true;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    static int compare_##names(const void *a, const void *b)                                                           \
    {                                                                                                                  \
        vmimage_##name *const *left = a, *const *right = b;                                                            \
                                                                                                                       \
        return compare_names(&(*left)->o.meta, &(*right)->o.meta);                                                     \
    }                                                                                                                  \
                                                                                                                       \
    void vmimage__##names##_sort(vmimage_##names *names)                                                               \
    {                                                                                                                  \
        if (names->count > 1)                                                                                          \
            qsort(names->list, names->count, sizeof(names->list[0]), compare_##names);                                 \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_##names *vmimage_##names##_ref(vmimage_##names *names)                                                     \
    {                                                                                                                  \
        if (names != NULL)                                                                                             \
            vmimage__refs_take(&names->refs);                                                                          \
        return names;                                                                                                  \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_##names *vmimage_##names##_unref(vmimage_##names *names)                                                   \
    {                                                                                                                  \
        if (names == NULL || !vmimage__refs_drop(&names->refs))                                                        \
            return NULL;                                                                                               \
        for (size_t i = 0; i < names->count; i++)                                                                      \
            vmimage_##name##_unref(names->list[i]);                                                                    \
        vmimage__free(names->list);                                                                                    \
        vmimage__free(names);                                                                                          \
        return NULL;                                                                                                   \
    }                                                                                                                  \
                                                                                                                       \
    vmimage_status vmimage_##names##_next(vmimage_##names *names, vmimage_##name **name, vmimage_error **error)        \
    {                                                                                                                  \
        VM_REQUIRE(name != NULL, error);                                                                               \
        *name = NULL;                                                                                                  \
        VM_REQUIRE(names != NULL, error);                                                                              \
        if (names->position >= names->count)                                                                           \
            return VMIMAGE_DONE;                                                                                       \
        *name = vmimage_##name##_ref(names->list[names->position++]);                                                  \
        return VMIMAGE_OK;                                                                                             \
    }

LIST_FUNCTIONS(publish_request, publish_requests)
LIST_FUNCTIONS(group_publish_request, group_publish_requests)
LIST_FUNCTIONS(import_request, import_requests)
