/*
 * SPDX-License-Identifier: Apache-2.0
 * kubeconfig files: the text twice, as two files that are merged, and the choice of a context.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "format/kubeconfig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct vm_json_limits limits = {.bytes = 1 << 18, .depth = 40};
    struct vm_kubeconfig config = {0};
    struct vm_kubeconfig_choice choice;
    vm_auto_error vmimage_error *error = NULL;

    (void)vmimage__kubeconfig_add(&config, "/first/config", (const char *)data, size, &limits, &error);
    (void)vmimage__kubeconfig_add(&config, "second", (const char *)data, size, &limits, &error);
    if (!config.arena.failed)
        (void)vmimage__kubeconfig_choose(&config, NULL, &choice, &error);
    vmimage__kubeconfig_release(&config);
    return 0;
}
