/*
 * SPDX-License-Identifier: Apache-2.0
 * Descriptors. Both ways of reading must agree: text before the root, which Go passes over and Expat refuses, sends a
 * descriptor the other way and changes nothing else.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The image as JSON, or the reason why there is none. Borrowed from *json or *error. */
static const char *answer(const char *text, size_t length, vmimage_string **json, vmimage_error **error)
{
    vmimage_ovf *ovf = NULL;
    vmimage_image *image = NULL;
    const char *result = NULL;

    if (vmimage_ovf_parse(NULL, text, length, "fuzz", &ovf, error) == VMIMAGE_OK) {
        int64_t bytes;

        for (size_t i = 0; i < vmimage_ovf_file_count(ovf); i++)
            (void)vmimage_ovf_file_location(ovf, i);
        for (size_t i = 0; i < vmimage_ovf_disk_count(ovf) && i < 100; i++)
            (void)vmimage_ovf_disk_bytes(ovf, i, &bytes, NULL);
        if (vmimage_ovf_to_image(ovf, &image, error) == VMIMAGE_OK &&
            vmimage_image_to_json(image, NULL, json, error) == VMIMAGE_OK)
            result = vmimage_string_data(*json);
    }
    if (result == NULL)
        result = vmimage_error_reason(*error) != NULL ? vmimage_error_reason(*error) : vmimage_error_message(*error);
    vmimage_image_unref(image);
    vmimage_ovf_unref(ovf);
    return result;
}

/* The time of a condition is the clock's. */
static int has_condition(const char *text)
{
    return strstr(text, "lastTransitionTime") != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    vmimage_string *one = NULL, *two = NULL;
    vmimage_error *first = NULL, *second = NULL;
    const char *a, *b;

    if (text == NULL)
        return 0;
    text[0] = 'x';
    if (size != 0)
        memcpy(text + 1, data, size);
    a = answer(text + 1, size, &one, &first);
    b = answer(text, size + 1, &two, &second);
    /* a byte order mark is white space only at the very beginning, and "x" may continue a character reference's error */
    if (vmimage_error_status(first) != vmimage_error_status(second) && vmimage_error_status(first) != VMIMAGE_E_LIMIT &&
        vmimage_error_status(second) != VMIMAGE_E_LIMIT)
        abort();
    if (first == NULL && strcmp(a, b) != 0 && !has_condition(a))
        abort();
    vmimage_string_unref(one);
    vmimage_string_unref(two);
    vmimage_error_unref(first);
    vmimage_error_unref(second);
    free(text);
    return 0;
}
