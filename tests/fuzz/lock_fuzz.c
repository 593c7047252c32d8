/*
 * SPDX-License-Identifier: Apache-2.0
 * Lock files: what is accepted is written in one form, which is accepted again and written as the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vmimage/vmimage.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vmimage_lock *lock = NULL, *again = NULL;
    vmimage_string *text = NULL, *same = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_lock_from_json((const char *)data, size, &lock, &error);

    if ((status == VMIMAGE_OK) != (lock != NULL) || (status == VMIMAGE_OK) != (error == NULL))
        abort();
    if (lock != NULL) {
        if (vmimage_lock_to_json(lock, &text, NULL) != VMIMAGE_OK ||
            vmimage_lock_from_json(vmimage_string_data(text), vmimage_string_length(text), &again, NULL) !=
                VMIMAGE_OK ||
            vmimage_lock_to_json(again, &same, NULL) != VMIMAGE_OK ||
            strcmp(vmimage_string_data(text), vmimage_string_data(same)) != 0)
            abort();
    }
    vmimage_string_unref(text);
    vmimage_string_unref(same);
    vmimage_lock_unref(lock);
    vmimage_lock_unref(again);
    vmimage_error_unref(error);
    return 0;
}
