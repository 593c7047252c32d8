/*
 * SPDX-License-Identifier: Apache-2.0
 * Lists of references to images, items and libraries, and their public iterator functions.
 */
#include "model/lists.h"

#include <stdlib.h>
#include <string.h>

#include <vmimage/image.h>
#include <vmimage/item.h>
#include <vmimage/library.h>

#include "base/error.h"
#include "base/memory.h"
#include "model/objects.h"

static int compare_names(const struct vm_meta *a, const struct vm_meta *b)
{
    int order = strcmp(a->name_space != NULL ? a->name_space : "", b->name_space != NULL ? b->name_space : "");

    return order != 0 ? order : strcmp(a->name != NULL ? a->name : "", b->name != NULL ? b->name : "");
}

vmimage_images *vmimage__images_new(void)
{
    vmimage_images *images = vmimage__calloc(1, sizeof(*images));

    if (images != NULL)
        vmimage__refs_init(&images->refs);
    return images;
}

bool vmimage__images_add(vmimage_images *images, vmimage_image *image)
{
    if (!vmimage__grow(&images->list, images->count, &images->capacity, sizeof(images->list[0])))
        return false;
    images->list[images->count++] = vmimage_image_ref(image);
    return true;
}

static int compare_images(const void *a, const void *b)
{
    vmimage_image *const *left = a, *const *right = b;

    return compare_names(&(*left)->o.meta, &(*right)->o.meta);
}

void vmimage__images_sort(vmimage_images *images)
{
    if (images->count > 1)
        qsort(images->list, images->count, sizeof(images->list[0]), compare_images);
}

vmimage_images *vmimage_images_ref(vmimage_images *images)
{
    if (images != NULL)
        vmimage__refs_take(&images->refs);
    return images;
}

static void end_source(vmimage_images *images)
{
    const struct vm_images_source source = images->source;

    memset(&images->source, 0, sizeof(images->source));
    if (source.end != NULL)
        source.end(source.data);
}

vmimage_images *vmimage_images_unref(vmimage_images *images)
{
    if (images == NULL || !vmimage__refs_drop(&images->refs))
        return NULL;
    end_source(images);
    for (size_t i = 0; i < images->count; i++)
        vmimage_image_unref(images->list[i]);
    vmimage__free(images->list);
    vmimage__free(images);
    return NULL;
}

/* What was given away is not kept. */
static vmimage_status fill_again(vmimage_images *images, vmimage_error **error)
{
    vmimage_status status;

    while (images->count != 0)
        vmimage_image_unref(images->list[--images->count]);
    images->position = 0;
    status = images->source.more(images->source.data, images, error);
    if (status != VMIMAGE_OK)
        end_source(images);
    return status;
}

vmimage_status vmimage_images_next(vmimage_images *images, vmimage_image **image, vmimage_error **error)
{
    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    VM_REQUIRE(images != NULL, error);
    if (images->position >= images->count && images->source.more != NULL) {
        vmimage_status status = fill_again(images, error);

        if (status != VMIMAGE_OK)
            return status;
    }
    if (images->position >= images->count)
        return VMIMAGE_DONE;
    *image = vmimage_image_ref(images->list[images->position]);
    if (images->source.more != NULL)
        images->list[images->position] = vmimage_image_unref(images->list[images->position]);
    images->position++;
    return VMIMAGE_OK;
}

vmimage_items *vmimage__items_new(void)
{
    vmimage_items *items = vmimage__calloc(1, sizeof(*items));

    if (items != NULL)
        vmimage__refs_init(&items->refs);
    return items;
}

bool vmimage__items_add(vmimage_items *items, vmimage_item *item)
{
    if (!vmimage__grow(&items->list, items->count, &items->capacity, sizeof(items->list[0])))
        return false;
    items->list[items->count++] = vmimage_item_ref(item);
    return true;
}

static int compare_items(const void *a, const void *b)
{
    vmimage_item *const *left = a, *const *right = b;

    return compare_names(&(*left)->o.meta, &(*right)->o.meta);
}

void vmimage__items_sort(vmimage_items *items)
{
    if (items->count > 1)
        qsort(items->list, items->count, sizeof(items->list[0]), compare_items);
}

vmimage_items *vmimage_items_ref(vmimage_items *items)
{
    if (items != NULL)
        vmimage__refs_take(&items->refs);
    return items;
}

vmimage_items *vmimage_items_unref(vmimage_items *items)
{
    if (items == NULL || !vmimage__refs_drop(&items->refs))
        return NULL;
    for (size_t i = 0; i < items->count; i++)
        vmimage_item_unref(items->list[i]);
    vmimage__free(items->list);
    vmimage__free(items);
    return NULL;
}

vmimage_status vmimage_items_next(vmimage_items *items, vmimage_item **item, vmimage_error **error)
{
    VM_REQUIRE(item != NULL, error);
    *item = NULL;
    VM_REQUIRE(items != NULL, error);
    if (items->position >= items->count)
        return VMIMAGE_DONE;
    *item = vmimage_item_ref(items->list[items->position++]);
    return VMIMAGE_OK;
}

vmimage_libraries *vmimage__libraries_new(void)
{
    vmimage_libraries *libraries = vmimage__calloc(1, sizeof(*libraries));

    if (libraries != NULL)
        vmimage__refs_init(&libraries->refs);
    return libraries;
}

bool vmimage__libraries_add(vmimage_libraries *libraries, vmimage_library *library)
{
    if (!vmimage__grow(&libraries->list, libraries->count, &libraries->capacity, sizeof(libraries->list[0])))
        return false;
    libraries->list[libraries->count++] = vmimage_library_ref(library);
    return true;
}

static int compare_libraries(const void *a, const void *b)
{
    vmimage_library *const *left = a, *const *right = b;

    return compare_names(&(*left)->o.meta, &(*right)->o.meta);
}

void vmimage__libraries_sort(vmimage_libraries *libraries)
{
    if (libraries->count > 1)
        qsort(libraries->list, libraries->count, sizeof(libraries->list[0]), compare_libraries);
}

vmimage_libraries *vmimage_libraries_ref(vmimage_libraries *libraries)
{
    if (libraries != NULL)
        vmimage__refs_take(&libraries->refs);
    return libraries;
}

vmimage_libraries *vmimage_libraries_unref(vmimage_libraries *libraries)
{
    if (libraries == NULL || !vmimage__refs_drop(&libraries->refs))
        return NULL;
    for (size_t i = 0; i < libraries->count; i++)
        vmimage_library_unref(libraries->list[i]);
    vmimage__free(libraries->list);
    vmimage__free(libraries);
    return NULL;
}

vmimage_status vmimage_libraries_next(vmimage_libraries *libraries, vmimage_library **library, vmimage_error **error)
{
    VM_REQUIRE(library != NULL, error);
    *library = NULL;
    VM_REQUIRE(libraries != NULL, error);
    if (libraries->position >= libraries->count)
        return VMIMAGE_DONE;
    *library = vmimage_library_ref(libraries->list[libraries->position++]);
    return VMIMAGE_OK;
}
