/*
 * SPDX-License-Identifier: Apache-2.0
 * Constraints and the order of versions: lines of text, the first one a constraint, the others versions. The order is total, and what a
 * constraint takes agrees with the order.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

#define VERSIONS_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_order(char **versions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            int32_t order = vmimage_version_compare(versions[i], versions[j]);

            if (order != -vmimage_version_compare(versions[j], versions[i]))
                abort();
            for (size_t k = 0; k < count && order <= 0; k++) {
                if (vmimage_version_compare(versions[j], versions[k]) <= 0 &&
                    vmimage_version_compare(versions[i], versions[k]) > 0)
                    abort();
            }
        }
    }
}

/* What takes a version takes every other text of the same version. */
static void check_constraint(const char *text, char **versions, size_t count)
{
    vmimage_constraint *constraint = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_constraint_parse(text, &constraint, &error);

    if ((status == VMIMAGE_OK) != (constraint != NULL) || (status == VMIMAGE_OK) != (error == NULL))
        abort();
    for (size_t i = 0; constraint != NULL && i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (vmimage_version_compare(versions[i], versions[j]) == 0 &&
                vmimage_constraint_matches(constraint, versions[i]) !=
                    vmimage_constraint_matches(constraint, versions[j]))
                abort();
        }
    }
    vmimage_constraint_unref(constraint);
    vmimage_error_unref(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), *at = text, *versions[VERSIONS_MAX], *constraint;
    size_t count = 0;

    if (text == NULL)
        return 0;
    if (size != 0)
        memcpy(text, data, size);
    text[size] = '\0';
    constraint = strsep(&at, "\n");
    while (at != NULL && count < VERSIONS_MAX)
        versions[count++] = strsep(&at, "\n");
    check_order(versions, count);
    check_constraint(constraint, versions, count);
    free(text);
    return 0;
}
