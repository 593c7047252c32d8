/*
 * SPDX-License-Identifier: Apache-2.0
 * Whether program and library fit together.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(void)
{
    if (vmimage_version() < VMIMAGE_VERSION_NUMBER) {
        fprintf(stderr, "built for libvmimage %s, but this is %s\n", VMIMAGE_VERSION_STRING, vmimage_version_string());
        return 1;
    }
    printf("libvmimage %s, %s Kubernetes\n", vmimage_version_string(),
           vmimage_feature_supported(VMIMAGE_FEATURE_KUBERNETES) ? "with" : "without");
    return 0;
}
