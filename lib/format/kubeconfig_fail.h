/*
 * SPDX-License-Identifier: Apache-2.0
 * How the two files of kubeconfigs say what is wrong where.
 */
#ifndef VMIMAGE_LIB_FORMAT_KUBECONFIG_FAIL_H
#define VMIMAGE_LIB_FORMAT_KUBECONFIG_FAIL_H

#include "format/kubeconfig.h"

/* "FILE:LINE: PATH: what is wrong"; path is the key's, "" none. */
vmimage_status vmimage__kubeconfig_fail(const struct vm_kubeconfig_source *source, const char *path,
                                        vmimage_status status, vmimage_error **error, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

#endif
