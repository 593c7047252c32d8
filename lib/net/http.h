/*
 * SPDX-License-Identifier: Apache-2.0
 * One HTTP client for every transport, over libcurl's multi interface: requests run one at a time or many at once on connections
 * that are kept alive and multiplexed, are repeated where that is safe, and can be stepped by an event loop. What is asked
 * of which server, and what an answer means, is left to the transports.
 */
#ifndef VMIMAGE_LIB_NET_HTTP_H
#define VMIMAGE_LIB_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "base/buf.h"
#include "base/call.h"

struct vm_http;
struct vm_http_transfer;

/* What holds for every request of a client. Texts are copied. */
struct vm_http_settings {
    const vmimage_context *context; /* log, limits; must outlive the client; may be NULL */
    const char *user, *password;    /* basic authentication, sent to the host of the request only; NULL: none */
    const char *ca_file;            /* PEM of the roots that are trusted in place of the system's; NULL: the system's */
    const char *ca_text;            /* the same as PEM text (kubeconfig), NULL: none */
    /* Digest of the server's own certificate (DER) as SHA-256 or SHA-1 in hexadecimal digits, colons allowed: it is then trusted
     * whatever its chain and name say, and nothing else is. NULL: none */
    const char *fingerprint;
    const char *certificate_file, *key_file; /* PEM; what the client shows of itself */
    const char *certificate_text, *key_text; /* the same as text */
    const char *tls_server_name;             /* NULL: the host of the URL */
    const char *proxy;    /* URL; "": none whatever the environment says; NULL: what the environment says */
    const char *agent;    /* follows "libvmimage/VERSION "; NULL: nothing */
    bool insecure;        /* TLS is not verified, and the log says so once */
    unsigned connections; /* to one host at once, and requests under way; 0: VMIMAGE_LIMIT_CONCURRENCY */
    unsigned tries;       /* of one request, 0: 5; those that bring bytes of a resumed body don't count */
    unsigned backoff; /* milliseconds; the second try comes within, the next ones within twice as much each; 0: 250 */
    unsigned stall;   /* milliseconds without a byte after which an answer counts as cut; 0: 30000 */
};

/*
 * `body` in pieces. Called with a capacity until it gives *got 0. `rewind` begins again, for a second try; NULL: then there is none
 * once a byte was sent.
 */
struct vm_http_upload {
    vmimage_status (*read)(void *data, void *buffer, size_t capacity, size_t *got, vmimage_error **error);
    vmimage_status (*rewind)(void *data, vmimage_error **error);
    void *data;
    uint64_t length; /* UINT64_MAX: not known, sent in chunks */
};

enum {
    VM_HTTP_REPEATABLE =
        1,            /* may be sent twice although its method says otherwise (GET, HEAD, PUT, DELETE may anyway) */
    VM_HTTP_ONCE = 2, /* never sent twice */
    VM_HTTP_NO_REDIRECT = 4, /* a 3xx is an answer like others */
    VM_HTTP_SECRET =
        8, /* headers hold a secret: a redirect to another host (or port, or from https to http) drops them all */
    VM_HTTP_NO_LOGIN = 16, /* without the client's user and password */
    VM_HTTP_RESUME = 32,   /* `write` takes up after a cut: Range with If-Range, never a byte twice and none left out */
    VM_HTTP_PATIENT = 64   /* the server may be silent for long (a watch, a long poll): that is no stall */
};

/* One request. What it points to is borrowed until the transfer is released. */
struct vm_http_request {
    const char *method;         /* NULL: "GET" */
    const char *url;            /* http or https; user and password in it are used and never shown */
    const char *const *headers; /* "Name: value", NULL at the end; NULL: none */
    const void *body;
    size_t length;
    const struct vm_http_upload *upload; /* in place of body; NULL: none */
    uint64_t offset;             /* the first byte that is wanted (Range); an answer without the range is an error */
    const char *etag, *modified; /* If-None-Match, If-Modified-Since; for a resumed offset If-Range; NULL: none */
    uint64_t limit;              /* bytes of the answer's body, 0: VMIMAGE_LIMIT_JSON_BYTES */
    /*
     * Gets the body of a 2xx answer as it arrives; NULL: it is collected in the answer. VMIMAGE_DONE takes nothing of this piece and
     * pauses the transfer until vmimage__http_continue(). Other answers' bodies are always collected, their first 64 KiB.
     * Callbacks run inside vmimage__http_step() and vmimage__http_perform() only, and don't call the client.
     */
    vmimage_status (*write)(void *data, const void *bytes, size_t length, vmimage_error **error);
    /* Is told that the head of a final answer (no redirect, nothing to repeat) is there, before its body; NULL: not wanted.
     * It is told again when an answer was cut before `write` got a byte of it. */
    vmimage_status (*head)(void *data, struct vm_http_transfer *transfer, vmimage_error **error);
    void *data;
    uint32_t flags;
    const char *subject; /* what errors name; NULL: the URL without its secrets */
};

/* The answer, valid until the transfer is released. */
struct vm_http_answer {
    int32_t status;                     /* 200, 304, 404...; 0: none */
    const char *url;                    /* where it came from at last, without secrets */
    const char *etag, *modified, *type; /* NULL: not there */
    uint64_t content_length;            /* of the whole body; UINT64_MAX: not known */
    struct vm_buf body;
};

/* Errors: INVALID for a setting that can't be used (named), NO_MEMORY, UNSUPPORTED. */
vmimage_status vmimage__http_open(const struct vm_http_settings *settings, struct vm_http **http,
                                  vmimage_error **error);
/* Ends what is under way; transfers that are not released yet must not be used again. NULL is allowed. */
void vmimage__http_close(struct vm_http *http);

/*
 * Send a request and wait for the end of its answer. OK for 2xx and 304. Any other answer is a failure: UNAUTHENTICATED 401,
 * FORBIDDEN 403 and 407, NOT_FOUND 404 and 410, CONFLICT 409 and 412, BUSY 429 and 503 (with the time of Retry-After), TIMEOUT 408 and 504,
 * UNSUPPORTED 405 and 501, LIMIT 413, INVALID 400 and 422, PROTOCOL for the others; the error carries the HTTP status, and
 * a short text of the body as its reason. Failures without an answer: UNREACHABLE, TLS, TIMEOUT, CANCELLED, LIMIT, PROTOCOL, NO_MEMORY,
 * and whatever `write`, `head` and `read` returned. The transfer is given in either case (NULL when not even that could be made) and is to
 * be released.
 */
vmimage_status vmimage__http_perform(struct vm_http *http, const struct vm_call *call,
                                     const struct vm_http_request *request, struct vm_http_transfer **transfer,
                                     vmimage_error **error);

/* Begin a request; it waits for its turn when as many are under way as there may be. */
vmimage_status vmimage__http_start(struct vm_http *http, const struct vm_http_request *request,
                                   struct vm_http_transfer **transfer, vmimage_error **error);
/*
 * Carry on with all requests until one has ended, a piece of a body was given to `write`, or for `wait` milliseconds (0: never
 * blocks, -1: as long as the call may take). *ended is a request that is over and was not given before, or NULL. Errors are
 * those of the call (CANCELLED, TIMEOUT), NO_MEMORY and LIMIT (descriptors); those of a request are in its result.
 */
vmimage_status vmimage__http_step(struct vm_http *http, const struct vm_call *call, int64_t wait,
                                  struct vm_http_transfer **ended, vmimage_error **error);
bool vmimage__http_ended(const struct vm_http_transfer *transfer);
/* How it ended, as vmimage__http_perform() returns it; may be asked once for the error. */
vmimage_status vmimage__http_result(struct vm_http_transfer *transfer, vmimage_error **error);
const struct vm_http_answer *vmimage__http_answer(const struct vm_http_transfer *transfer);
/* A header of the answer, any case; the last one of its name. NULL: not there. */
const char *vmimage__http_header(const struct vm_http_transfer *transfer, const char *name);
void *vmimage__http_data(const struct vm_http_transfer *transfer); /* of the request */
/* Whether `write` has paused it: nobody wakes for it then. */
bool vmimage__http_paused(const struct vm_http_transfer *transfer);
/* Let a paused transfer go on. */
void vmimage__http_continue(struct vm_http_transfer *transfer);
/* Ends it when it is under way. NULL is allowed. */
void vmimage__http_release(struct vm_http_transfer *transfer);

/* Readable when vmimage__http_step() has something to do, also because a time is over: an epoll descriptor of the client. */
int vmimage__http_fd(struct vm_http *http);

/* For measuring: requests sent, and connections made, since the client was opened. */
void vmimage__http_counts(const struct vm_http *http, uint64_t *requests, uint64_t *connections);

#endif
