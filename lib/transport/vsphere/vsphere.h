/*
 * SPDX-License-Identifier: Apache-2.0
 * A vCenter as the transport knows it: where it is, who we are there, and its two languages, REST (in two dialects) and
 * SOAP. connect.c opens it, session.c logs in, rest.c and sdk.c ask; what is asked is in the other files.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_VSPHERE_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_VSPHERE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "format/json.h"
#include "format/soap.h"
#include "net/http.h"
#include "transport/options.h"
#include "transport/transport.h"

#define VM_VS_REGISTRY_API "imageregistry.vmware.com/v1alpha2"
/* Requests under way at once unless the program says otherwise. */
#define VM_VS_CONNECTIONS 32
/* Milliseconds that tidying up may take when the call itself is over. */
#define VM_VS_GRACE 5000

/* How the server wants REST: "/api" since 7.0U2, "/rest" before. */
enum vm_vs_dialect {
    VM_VS_UNKNOWN,
    VM_VS_API,
    VM_VS_REST
};

/* What RetrieveServiceContent tells: the names of the managed objects that calls begin with. */
struct vm_vs_service {
    bool set;
    char *root_folder, *property_collector, *session_manager, *search_index, *task_manager, *view_manager;
    char *api_version;
};

struct vm_vs_cache;
struct vm_vs_snapshot;
struct vm_web_store;

struct vm_vs {
    const vmimage_context *context;
    vmimage_options *options; /* for its callback; may be NULL */
    struct vm_http *http;
    char *base; /* "https://vc.example.com:8443", no slash at the end */
    char *user, *password;
    char *library;      /* ID of the only one that counts; NULL: all do */
    char *library_path; /* as the URL names it, encoded; NULL: it names none */
    int64_t poll_interval;
    unsigned connections;
    enum vm_vs_dialect dialect;
    char *session;         /* "vmware-api-session-id: TOKEN"; NULL: not logged in */
    unsigned generation;   /* of the session: goes up with every login */
    char *cookie;          /* of the SOAP session; NULL: none */
    bool sdk_with_session; /* the REST session is good for SOAP as well */
    struct vm_vs_service service;
    struct vm_vs_cache *cache;
    unsigned listings;               /* with descriptors, so far */
    struct vm_web_store *store;      /* the same in files; NULL: the context names no folder for it */
    struct vm_vs_snapshot *snapshot; /* what a watch has fetched for the next listing; NULL: nothing */
    int64_t snapshot_until;          /* when that is too old */
};

/* ---- connect.c ---- */

/* Where a vCenter is, and what it takes to get there. */
struct vm_vs_address {
    struct vm_arena arena;
    const char *base; /* as in struct vm_vs */
    const char *host; /* with its port, as in the URL */
    const char *user, *password;
    const char *library, *datastore; /* NULL: none is named */
    const char *ca_text, *fingerprint, *certificate, *key;
    bool insecure;
    bool environment; /* the environment names this host, or no other */
};
/* Read an URL, or NULL for GOVC_URL, and the environment. Release whatever was returned. */
vmimage_status vmimage__vs_address(struct vm_vs_address *address, const char *url, vmimage_error **error);
void vmimage__vs_address_release(struct vm_vs_address *address);

/* Open a vCenter; nothing is sent to it before it is needed, but a login. Close it whatever was returned. */
vmimage_status vmimage__vs_open(const char *location, const vmimage_options *options, const struct vm_call *call,
                                struct vm_vs **vs, vmimage_error **error);
/* The same without the library that the location names, for one that is to be made. */
vmimage_status vmimage__vs_open_address(const struct vm_vs_address *address, const vmimage_options *options,
                                        const struct vm_call *call, struct vm_vs **vs, vmimage_error **error);
void vmimage__vs_close(struct vm_vs *vs);
void vmimage__vs_forget_service(struct vm_vs_service *service);
/* A call to tidy up with, which an interruption of the first one doesn't end. */
struct vm_call vmimage__vs_grace(const struct vm_call *call);

/* ---- session.c ---- */

/* Log in unless `generation` is no longer that of the session: somebody else has done it by then. */
vmimage_status vmimage__vs_login(struct vm_vs *vs, const struct vm_call *call, unsigned generation,
                                 vmimage_error **error);
/* Log out of both languages; failures are not told. */
void vmimage__vs_logout(struct vm_vs *vs);
/* Overwrite a secret, then free it. NULL is allowed. */
void vmimage__vs_forget(char *secret);

/* ---- rest.c ---- */

enum vm_vs_operation {
#define VM_VS_OPERATION(name, method, rest, api_method, api, wrap) VM_VS_##name,
#include "transport/vsphere/operations.inc"
#undef VM_VS_OPERATION
    VM_VS_OPERATIONS
};

/* A request in either language and its answer. Zeroed, it is none. */
struct vm_vs_exchange {
    struct vm_http_request request;
    struct vm_http_transfer *transfer;
    const char *headers[6];
    char *url, *secret; /* secret: the header that says who we are */
    struct vm_buf body;
    unsigned generation;
    char token[64];         /* "Client-Token: UUID", filled in when it is sent */
    const char *activation; /* "vapi-ctx-actid: ID", borrowed; NULL: none */
    bool again;             /* it was sent twice already */
    bool bare;              /* the answer isn't wrapped, whatever the dialect is */
    const char *what;       /* in errors: "get library item"; borrowed */
};

/* Text as a part of an URL. */
void vmimage__vs_escape(struct vm_buf *buf, const char *text);
/* Make a request; `first` and `second` are the values for the form's places, NULL where it has none. */
vmimage_status vmimage__vs_prepare(struct vm_vs *vs, struct vm_vs_exchange *exchange, enum vm_vs_operation operation,
                                   const char *first, const char *second, vmimage_error **error);
/* The body, between what the dialect puts around it. Members are written by the caller. */
void vmimage__vs_body_begin(struct vm_vs *vs, struct vm_vs_exchange *exchange, enum vm_vs_operation operation,
                            struct vm_json_writer *writer);
vmimage_status vmimage__vs_body_end(struct vm_vs *vs, struct vm_vs_exchange *exchange, enum vm_vs_operation operation,
                                    struct vm_json_writer *writer, vmimage_error **error);
/* A request of an address that the server gave (upload, download). It is refused when it is less safe than the server's. */
vmimage_status vmimage__vs_prepare_url(struct vm_vs *vs, struct vm_vs_exchange *exchange, const char *method,
                                       const char *url, vmimage_error **error);
/* Put headers on it and send it; after that its end is told by vmimage__http_step(). */
vmimage_status vmimage__vs_start(struct vm_vs *vs, struct vm_vs_exchange *exchange, vmimage_error **error);
/*
 * What became of it. A session that has expired is renewed once and the request sent again: then *again is true and the
 * exchange is under way as before.
 */
vmimage_status vmimage__vs_finish(struct vm_vs *vs, const struct vm_call *call, struct vm_vs_exchange *exchange,
                                  bool *again, vmimage_error **error);
/* Send it and wait for its end. */
vmimage_status vmimage__vs_perform(struct vm_vs *vs, const struct vm_call *call, struct vm_vs_exchange *exchange,
                                   vmimage_error **error);
/* The value of the answer; *value is NULL for null and for an empty body. Errors: PROTOCOL for what is no JSON. */
vmimage_status vmimage__vs_value(struct vm_vs *vs, const struct vm_vs_exchange *exchange, struct vm_json_doc **doc,
                                 const struct vm_json **value, vmimage_error **error);
/* The same, and it has to be of the type; an array may be missing and is empty then. */
vmimage_status vmimage__vs_typed_value(struct vm_vs *vs, const struct vm_vs_exchange *exchange, enum vm_json_type type,
                                       struct vm_json_doc **doc, const struct vm_json **value, vmimage_error **error);
void vmimage__vs_release(struct vm_vs_exchange *exchange);
#define vm_auto_exchange __attribute__((cleanup(vmimage__vs_release)))

/* A whole call without a body: prepare, perform, value. doc may be NULL when the answer has no value. */
vmimage_status vmimage__vs_get(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                               const char *first, const char *second, enum vm_json_type type, struct vm_json_doc **doc,
                               const struct vm_json **value, vmimage_error **error);
/* A call whose answer is of no interest. */
vmimage_status vmimage__vs_do(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation,
                              const char *first, const char *second, vmimage_error **error);

/* The same for what has to go when a call is over, also when it was interrupted: tried twice, failures are not told. */
void vmimage__vs_tidy(struct vm_vs *vs, const struct vm_call *call, enum vm_vs_operation operation, const char *id);

/* ---- errors.c ---- */

/* Put what the answer's body says into the error that HTTP made of its status. Returns the status that it has then. */
vmimage_status vmimage__vs_explain(const struct vm_vs *vs, const struct vm_vs_exchange *exchange, vmimage_status status,
                                   vmimage_error **error);
/* The text of an error that is part of an answer (a session's or a file's error_message), or NULL. */
const char *vmimage__vs_message(const struct vm_json *json);

/* ---- sdk.c ---- */

/*
 * Ask the VIM API. `body` is a whole envelope. `soap` is zeroed before; release it whatever was returned. A fault is a
 * failure, with the fault's text as reason.
 */
vmimage_status vmimage__vs_sdk(struct vm_vs *vs, const struct vm_call *call, const struct vm_buf *body,
                               struct vm_soap *soap, const char *what, vmimage_error **error);
/* The service's content, and a session that is good for SOAP. */
vmimage_status vmimage__vs_sdk_login(struct vm_vs *vs, const struct vm_call *call, vmimage_error **error);
void vmimage__vs_sdk_logout(struct vm_vs *vs, const struct vm_call *call);
/* Properties of one object: *objects is the <propSet> list of it. Paths are separated by blanks. */
vmimage_status vmimage__vs_properties(struct vm_vs *vs, const struct vm_call *call, const char *type, const char *id,
                                      const char *paths, struct vm_soap *soap, vmimage_error **error);
/* Properties of all objects of a type in the inventory. */
vmimage_status vmimage__vs_inventory(struct vm_vs *vs, const struct vm_call *call, const char *type, const char *paths,
                                     struct vm_soap *soap, vmimage_error **error);
/* The value of a property in the answer of vmimage__vs_properties(), or NULL. */
const struct vm_xml *vmimage__vs_property(const struct vm_soap *soap, const char *name);

#endif
