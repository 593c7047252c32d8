/*
 * SPDX-License-Identifier: Apache-2.0
 * Hardware versions, guests, labels.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(void)
{
    printf("hardware version %d\n", (int)vmimage_hardware_version_parse("vmx-19"));
    printf("CIM number %d\n", (int)vmimage_guest_id_to_cim("ubuntu64Guest"));
    printf("label value %s\n", vmimage_label_value_is_valid("Ubuntu 24.04") ? "possible" : "not possible");
    return 0;
}
