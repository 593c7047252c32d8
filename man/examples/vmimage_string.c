/*
 * SPDX-License-Identifier: Apache-2.0
 * A text that the library returned.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(void)
{
    vmimage_string *id = NULL;

    if (vmimage_id_from_item_name("clitem-0123456789abcdef0", &id, NULL) != VMIMAGE_OK)
        return 1;
    printf("%s, %zu bytes\n", vmimage_string_data(id), vmimage_string_length(id));
    id = vmimage_string_unref(id);
    return 0;
}
