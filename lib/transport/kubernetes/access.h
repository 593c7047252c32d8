/*
 * SPDX-License-Identifier: Apache-2.0
 * How a cluster is reached and as whom: from kubeconfig files, from inside a pod, and from what the program says. Requests are
 * made elsewhere; they take their headers from here.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_KUBERNETES_ACCESS_H
#define VMIMAGE_LIB_TRANSPORT_KUBERNETES_ACCESS_H

#include "base/call.h"
#include "base/memory.h"
#include "format/kubeconfig.h"
#include "net/http.h"
#include "transport/options.h"

#define VM_KUBE_HEADERS_MAX 64

/* A token that can change while the program runs. */
struct vm_kube_credential {
    const char *token_file;  /* NULL: none */
    char *token;             /* what was read last, or given by a plug-in */
    char *certificate, *key; /* PEM, of a plug-in */
    int64_t read_at;         /* milliseconds of the monotonic clock; 0: never */
    int64_t expires;         /* seconds since 1970; 0: never */
    uint64_t generation;     /* counts the changes of the certificate: the HTTP client is another one then */
    bool stale;              /* the server did not take it */
};

struct vm_kube_access {
    struct vm_arena arena;
    struct vm_kubeconfig config; /* what most texts point into */
    struct vm_kubeconfig_choice choice;
    const char *server;     /* URL without a slash at its end */
    const char *context;    /* name; NULL: in a cluster */
    const char *who;        /* names the credentials in errors: `user "u" of FILE` */
    const char *name_space; /* of the location, or of the context; "*": all */
    bool tls;               /* credentials are sent on no other connection */
    struct vm_http_settings settings;
    struct vm_kube_credential credential;
    const char *impersonation[VM_KUBE_HEADERS_MAX]; /* headers; NULL at the end */
};

/* Where things are that the environment of a process says; tests say others. */
struct vm_kube_surroundings {
    const char *kubeconfig;      /* $KUBECONFIG; NULL: not set */
    const char *home;            /* $HOME */
    const char *host, *port;     /* $KUBERNETES_SERVICE_HOST, _PORT */
    const char *name_space;      /* $POD_NAMESPACE */
    const char *service_account; /* the folder with token, ca.crt, namespace */
};
struct vm_kube_surroundings vmimage__kube_surroundings(void);

/*
 * Find out. `location` is "[CONTEXT][/NAMESPACE]" or NULL, `options` may be NULL. Errors: NOT_FOUND for a missing file, context, user, cluster or
 * configuration at all; FORBIDDEN, IO for a file that can't be read; INVALID, PARSE, UNSUPPORTED as kubeconfigs say; NO_MEMORY.
 */
vmimage_status vmimage__kube_access_open(const struct vm_kube_surroundings *surroundings, const char *location,
                                         const vmimage_options *options, const struct vm_call *call,
                                         struct vm_kube_access **access, vmimage_error **error);
void vmimage__kube_access_close(struct vm_kube_access *access);

/*
 * Make sure that there is a credential that counts: reads the token file again when it is time, runs the plug-in when what it gave is
 * over or was refused. Errors: UNAUTHENTICATED, NOT_FOUND, TIMEOUT, CANCELLED, NO_MEMORY.
 */
vmimage_status vmimage__kube_access_refresh(struct vm_kube_access *access, const struct vm_call *call,
                                            vmimage_error **error);
/* The server answered 401: true when another credential may be had. */
bool vmimage__kube_access_refused(struct vm_kube_access *access);
/* "Bearer ..." of the Authorization header, NULL for none; as long as nothing is refreshed. */
const char *vmimage__kube_access_token(const struct vm_kube_access *access);
/* What the token itself says about its end (the `exp` of a JWT): seconds since 1970, 0 when it says nothing. */
int64_t vmimage__kube_token_expiry(const char *token);

/* A whole small file, without space at its ends; NULL out for an empty one is INVALID. */
vmimage_status vmimage__kube_read_file(const char *path, size_t limit, char **text, vmimage_error **error);

/* Run a credential plug-in; what it gives replaces what is in the credential. */
vmimage_status vmimage__kube_plugin_run(struct vm_kube_access *access, const struct vm_call *call,
                                        vmimage_error **error);
/* What a plug-in printed. Errors: UNAUTHENTICATED with what is wrong. */
vmimage_status vmimage__kube_plugin_read(const char *text, size_t length, const char *api_version, const char *command,
                                         struct vm_kube_credential *credential, vmimage_error **error);
/* What a plug-in is told: the text of KUBERNETES_EXEC_INFO. */
vmimage_status vmimage__kube_plugin_info(const struct vm_kube_access *access, bool interactive, struct vm_buf *json,
                                         vmimage_error **error);

#endif
