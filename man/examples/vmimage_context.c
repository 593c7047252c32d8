/*
 * SPDX-License-Identifier: Apache-2.0
 * A log on the standard error and a lower limit.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static void log_line(void *data, int32_t level, const char *module, const char *message)
{
    fprintf(data, "%d %s: %s\n", (int)level, module, message);
}

int main(void)
{
    vmimage_context *context = vmimage_context_new();
    vmimage_status status;

    if (context == NULL)
        return 1;
    status = vmimage_context_set_log(context, VMIMAGE_LOG_INFO, log_line, stderr, NULL);
    if (status == VMIMAGE_OK)
        status = vmimage_context_set_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES, 1048576, NULL);
    printf("descriptors up to %llu bytes\n",
           (unsigned long long)vmimage_context_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES));
    vmimage_context_unref(context);
    return status == VMIMAGE_OK ? 0 : 1;
}
