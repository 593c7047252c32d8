/*
 * SPDX-License-Identifier: Apache-2.0
 * One cluster as the files of this folder see it: kinds, the version of each group, requests, and what the server's refusals mean.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_KUBERNETES_KUBE_H
#define VMIMAGE_LIB_TRANSPORT_KUBERNETES_KUBE_H

#include "format/json_stream.h"
#include "net/http.h"
#include "transport/kubernetes/access.h"
#include "transport/transport.h"

enum vm_kube_group {
    VM_KUBE_VMOPERATOR,
    VM_KUBE_REGISTRY,
    VM_KUBE_GROUPS
};

#define VM_KUBE_VERSIONS_MAX 8

struct vm_kube_kind {
    const char *kind, *plural;
    enum vm_kube_group group;
    bool namespaced;
};

extern const struct vm_kube_kind vmimage__kube_images, vmimage__kube_cluster_images, vmimage__kube_items,
    vmimage__kube_cluster_items, vmimage__kube_libraries, vmimage__kube_cluster_libraries;

extern const struct vm_kube_kind vmimage__kube_publish_requests, vmimage__kube_group_publish_requests,
    vmimage__kube_import_requests;

/* Versions of a group that both sides know, best first. */
struct vm_kube_versions {
    const char *names[VM_KUBE_VERSIONS_MAX]; /* of ours */
    size_t count;
    bool known; /* the server was asked */
};

struct vm_kube {
    struct vm_kube_access *access;
    struct vm_http *http;
    unsigned tries;         /* of a request that the client makes by itself; 0: its own number */
    uint64_t generation;    /* of the credential that `http` was opened with */
    char *url;              /* names the place in errors: "k8s:CONTEXT/NAMESPACE" */
    const char *name_space; /* where to look when nobody says; NULL: everywhere */
    const vmimage_context *context;
    struct vm_kube_versions groups[VM_KUBE_GROUPS];
    char *forced[VM_KUBE_GROUPS]; /* the only version that is to be used; NULL: the best one */
};

/* One request of the API. */
struct vm_kube_request {
    const char *method; /* NULL: GET */
    const char *path;   /* with its query, from the slash on */
    const char *accept; /* NULL: JSON */
    const char *content_type;
    const void *body;
    size_t length;
    uint32_t flags; /* VM_HTTP_* */
    vmimage_status (*write)(void *data, const void *bytes, size_t length, vmimage_error **error);
    void *data;
    /* What it is about, for errors. */
    const char *verb;
    const struct vm_kube_kind *kind; /* NULL: not about one */
    const char *name_space, *name;   /* NULL: all; a list */
};

const char *vmimage__kube_group_name(enum vm_kube_group group);
/* "virtualmachineimages.vmoperator.vmware.com" */
void vmimage__kube_resource(const struct vm_kube_kind *kind, struct vm_buf *out);

/*
 * Send it and wait for the end of its answer; a refused credential is renewed once. Errors: what the server's Status says, with its
 * message as the reason, the HTTP status and the time of Retry-After; UNAUTHENTICATED 401, FORBIDDEN 403 with who may not do what, NOT_FOUND
 * 404, EXISTS and CONFLICT 409, EXPIRED 410, INVALID 400 and 422, BUSY 429 and 503; those of vmimage__http_perform().
 * *transfer may be given on failure too; it is to be released.
 */
vmimage_status vmimage__kube_perform(struct vm_kube *kube, const struct vm_call *call,
                                     const struct vm_kube_request *request, struct vm_http_transfer **transfer,
                                     vmimage_error **error);
/* The URL and the headers of a request, for who sends it: *list is in `arena`. Makes sure that there is a credential and a client. */
vmimage_status vmimage__kube_prepare(struct vm_kube *kube, const struct vm_call *call,
                                     const struct vm_kube_request *request, struct vm_arena *arena,
                                     struct vm_http_request *http, vmimage_error **error);
/* An answer that is a failure, as vmimage__kube_perform() returns it. `failure` is what the HTTP client said. */
vmimage_status vmimage__kube_refusal(const struct vm_kube *kube, const struct vm_kube_request *request,
                                     const struct vm_http_transfer *transfer, vmimage_status status,
                                     const vmimage_error *failure, vmimage_error **error);
/* The same for a Status object: the text of an answer's body, or of an event of a watch. False when it is none. */
bool vmimage__kube_status(const struct vm_kube *kube, const struct vm_kube_request *request, const char *text,
                          size_t length, int32_t http_status, vmimage_status *status, vmimage_error **error);

/*
 * Which versions the server has of the group; asked once. Errors: UNSUPPORTED when the group is not there, or only in versions that are
 * not known; those of vmimage__kube_perform().
 */
vmimage_status vmimage__kube_discover(struct vm_kube *kube, const struct vm_call *call, enum vm_kube_group group,
                                      vmimage_error **error);
/*
 * Path of a collection in a version, or of an object in it: "/apis/GROUP/VERSION/namespaces/NS/PLURAL/NAME". `name_space` NULL: all.
 */
void vmimage__kube_path(const struct vm_kube_kind *kind, const char *version, const char *name_space, const char *name,
                        struct vm_buf *out);
/* `key=value` of the query, escaped; nothing when the value is NULL or "". */
void vmimage__kube_query(struct vm_buf *path, const char *key, const char *value);

/*
 * Every object of a kind in a namespace (NULL: all) to the sink, while it arrives. A list that is cut is taken back and asked for again.
 * `names` NULL: all; else only objects of these names, each asked for on its own.
 */
vmimage_status vmimage__kube_list(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                  const char *name_space, const struct vm_sink *sink, vmimage_error **error);
/* One object to the sink. NOT_FOUND when it is not there. */
vmimage_status vmimage__kube_get(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                 const char *name_space, const char *name, const struct vm_sink *sink,
                                 vmimage_error **error);
/*
 * Object names of a kind whose display name is this one, by the server's Table without objects; *known false when its columns don't tell.
 * The names are in `arena`.
 */
vmimage_status vmimage__kube_find(struct vm_kube *kube, const struct vm_call *call, const struct vm_kube_kind *kind,
                                  const char *name_space, const char *display_name, struct vm_arena *arena,
                                  struct vm_strings *names, bool *known, vmimage_error **error);

/* write.c: by the kind's name; NULL: none that is known. */
const struct vm_kube_kind *vmimage__kube_kind(const char *name);
/* As the transport's operations of the same names. */
vmimage_status vmimage__kube_write(struct vm_kube *kube, const struct vm_call *call, const struct vm_write *write,
                                   struct vm_buf *answer, vmimage_error **error);
vmimage_status vmimage__kube_list_objects(struct vm_kube *kube, const struct vm_call *call, const char *kind_name,
                                          const struct vm_sink *sink, vmimage_error **error);

#endif
