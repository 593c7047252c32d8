/*
 * SPDX-License-Identifier: Apache-2.0
 * What a program says about how to reach a place, as the transports read it. Setters and copies are in options.c.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_OPTIONS_H
#define VMIMAGE_LIB_TRANSPORT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <vmimage/types.h>

#include "base/refs.h"

struct vmimage_options {
    vm_refs refs;
    char *user, *password;
    char *ca_file, *fingerprint, *certificate_file, *key_file, *proxy;
    bool insecure;
    int32_t connections; /* 0: the limit of the context */
    int64_t
        poll_interval; /* milliseconds between two looks of a watch on a place that tells nothing itself; 0: the transport's */
    char *kubeconfig, *context; /* a file, and the name of a context in it */
};

#endif
