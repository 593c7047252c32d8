/*
 * SPDX-License-Identifier: Apache-2.0
 * Which texts may be keys and values of labels, and the labels that follow from an image's status.
 */
#include "model/labels.h"

#include <string.h>
#include <vmimage/value.h>

#include "base/context.h"

#define NAME_MAX_BYTES 63
#define PREFIX_MAX_BYTES 253

static bool is_lower_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_alnum(char c)
{
    return is_lower_alnum(c) || (c >= 'A' && c <= 'Z');
}

/* 1 to 63 bytes, letters and digits at both ends, "-", "_" and "." between them. */
static bool is_label_name(const char *text, size_t length)
{
    if (length == 0 || length > NAME_MAX_BYTES || !is_alnum(text[0]) || !is_alnum(text[length - 1]))
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!is_alnum(text[i]) && text[i] != '-' && text[i] != '_' && text[i] != '.')
            return false;
    }
    return true;
}

/* A DNS-1123 sub-domain; its parts have no length limit of their own. */
static bool is_subdomain(const char *text, size_t length)
{
    if (length == 0 || length > PREFIX_MAX_BYTES || !is_lower_alnum(text[0]) || !is_lower_alnum(text[length - 1]))
        return false;
    for (size_t i = 1; i + 1 < length; i++) {
        if (text[i] == '.' ? !is_lower_alnum(text[i - 1]) || !is_lower_alnum(text[i + 1])
                           : text[i] != '-' && !is_lower_alnum(text[i]))
            return false;
    }
    return true;
}

int32_t vmimage_label_value_is_valid(const char *value)
{
    if (value == NULL)
        return 0;
    return value[0] == '\0' || is_label_name(value, strnlen(value, NAME_MAX_BYTES + 1));
}

int32_t vmimage_label_key_is_valid(const char *key)
{
    const char *slash, *name = key;

    if (key == NULL)
        return 0;
    slash = strchr(key, '/');
    if (slash != NULL) {
        name = slash + 1;
        if (!is_subdomain(key, (size_t)(slash - key)))
            return 0;
    }
    return is_label_name(name, strnlen(name, NAME_MAX_BYTES + 1));
}

static void sync_one(struct vm_map *labels, struct vm_arena *arena, const char *key, const char *value)
{
    if (value != NULL && value[0] != '\0' && vmimage_label_value_is_valid(value))
        vmimage__map_set(labels, arena, key, value);
    else
        vmimage__map_remove(labels, key);
}

/* The labels are sorted by key, so those of capabilities stand together; each is kept only when the status lists it. */
static void remove_old_capabilities(struct vm_map *labels, const struct vm_strings *capabilities)
{
    const size_t prefix = strlen(VM_LABEL_CAPABILITY_PREFIX);
    size_t kept = 0;

    for (size_t i = 0; i < labels->count; i++) {
        const char *key = labels->pairs[i].key;

        if (strncmp(key, VM_LABEL_CAPABILITY_PREFIX, prefix) == 0 &&
            (!vmimage_label_key_is_valid(key) || !vmimage__strings_have(capabilities, key + prefix)))
            continue;
        labels->pairs[kept++] = labels->pairs[i];
    }
    labels->count = kept;
}

void vmimage__labels_sync(struct vm_image *image, struct vm_arena *arena)
{
    struct vm_map *labels = &image->meta.labels;

    sync_one(labels, arena, VM_LABEL_TYPE, image->type);
    sync_one(labels, arena, VM_LABEL_OS_ID, image->os_id);
    sync_one(labels, arena, VM_LABEL_OS_TYPE, image->os_type);
    sync_one(labels, arena, VM_LABEL_OS_VERSION, image->os_version);
    remove_old_capabilities(labels, &image->capabilities);
    for (size_t i = 0; i < image->capabilities.count; i++) {
        const char *key =
            vmimage__arena_printf(arena, "%s%s", VM_LABEL_CAPABILITY_PREFIX, image->capabilities.items[i]);

        if (key != NULL && vmimage_label_key_is_valid(key))
            vmimage__map_set(labels, arena, key, "true");
    }
}

/* An entry with more than one ":" is no label for VM Operator. */
static void add_one(struct vm_image *image, struct vm_arena *arena, char *key, const char *module, const char *subject,
                    const vmimage_context *log)
{
    char *colon = strchr(key, ':');
    const char *value = colon != NULL ? colon + 1 : "";

    if (strchr(value, ':') != NULL)
        return;
    if (colon != NULL)
        *colon = '\0';
    if (vmimage_label_key_is_valid(key) && vmimage_label_value_is_valid(value))
        vmimage__map_set(&image->meta.labels, arena, key, value);
    else
        vmimage__log(log, VMIMAGE_LOG_WARNING, module,
                     "%s: extra config " VM_LABELS_SETTING
                     ": \"%s\" with the value \"%s\" is no valid label and is left out",
                     subject, key, value);
}

void vmimage__labels_add(struct vm_image *image, struct vm_arena *arena, const char *text, const char *module,
                         const char *subject, const vmimage_context *log)
{
    while (*text != '\0') {
        size_t length = strcspn(text, ",");
        char *entry = vmimage__arena_strndup(arena, text, length);

        if (entry == NULL)
            return;
        add_one(image, arena, entry, module, subject, log);
        text += length + (text[length] == ',');
    }
}
