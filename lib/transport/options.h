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
#include "net/http.h"

struct vmimage_options {
    vm_refs refs;
    char *user, *password;
    char *ca_file, *fingerprint, *certificate_file, *key_file, *proxy;
    bool insecure;
    int32_t connections; /* 0: the limit of the context */
    int64_t
        poll_interval; /* milliseconds between two looks of a watch on a place that tells nothing itself; 0: the transport's */
    char *
        api_versions[2]; /* of vmoperator.vmware.com and imageregistry.vmware.com, with the group; NULL: the best one */
    int64_t deadline;    /* milliseconds that opening, and each call after it, may take; 0: the registry's default */
    char *kubeconfig, *context; /* a file, and the name of a context in it */
};

/*
 * What the HTTP client is to do, in texts borrowed from the options; either argument may be NULL. What else a transport knows (a CA as
 * text, an agent) it adds. Only in a build with HTTP.
 */
void vmimage__http_settings_from_options(struct vm_http_settings *settings, const vmimage_options *options,
                                         const vmimage_context *context);

#endif
