/*
 * SPDX-License-Identifier: Apache-2.0
 * What the files of the HTTP client share: the client, a transfer through its tries, and the functions between them.
 */
#ifndef VMIMAGE_LIB_NET_CLIENT_H
#define VMIMAGE_LIB_NET_CLIENT_H

#include <curl/curl.h>

#include "base/memory.h"
#include "net/http.h"
#include "net/pin.h"

#define VM_HTTP_REDIRECTS 10

/* Where a transfer is. */
enum vm_http_state {
    VM_HTTP_QUEUED,  /* waits for its turn */
    VM_HTTP_RUNNING, /* is with curl */
    VM_HTTP_WAITING, /* for the time of its next try */
    VM_HTTP_ENDED,   /* over, and not told yet */
    VM_HTTP_GIVEN,   /* over, and told */
    VM_HTTP_STATES
};

struct vm_http_list {
    struct vm_http_transfer *first, *last;
    size_t count;
};

/* A URL in the parts that matter here. */
struct vm_http_target {
    char *url;   /* without user, password and fragment */
    char *shown; /* also without its query */
    char *scheme, *host, *port;
    char *user, *password; /* what was in it; NULL: none */
};

struct vm_http_field {
    const char *name, *value;
};

/* The head of an answer. */
struct vm_http_head {
    struct vm_arena arena;
    struct vm_http_field *fields;
    size_t count, capacity, bytes;
    int32_t status;
    bool complete;
};

struct vm_http {
    const vmimage_context *context;
    char *user, *password, *ca_file, *ca_text, *certificate_file, *key_file, *certificate_text, *key_text;
    char *tls_server_name, *proxy, *agent;
    unsigned char pin[VM_PIN_MAX];
    size_t pin_length; /* 0: no pin */
    char seen[256];    /* the digests of the certificate that the pin refused */
    bool insecure, warned_plain, kicked;
    bool watched; /* somebody waits for the descriptor: the timer has to be set */
    /* a piece was given away, or a transfer has paused: the step under way is over */
    bool happened;
    unsigned connections, tries;
    unsigned window, answers; /* window.c: how many at once by now, and answers since that changed */
    bool troubled;
    int64_t shrunk, quickest, usual; /* when; microseconds to the first byte */
    int64_t stall, backoff;
    CURLM *multi;
    int epoll, timer;
    int64_t curl_at;        /* when curl wants to be called; -1: never */
    int64_t deadline;       /* of the call that steps, 0: none */
    vmimage_status trouble; /* of the descriptors; ends the step */
    struct vm_http_list lists[VM_HTTP_STATES];
    uint64_t requests, made;
};

struct vm_http_transfer {
    struct vm_http *http;
    struct vm_http_transfer *previous, *next;
    enum vm_http_state state;
    struct vm_http_request request; /* its method changes with a redirect */
    struct vm_http_target target;
    char *login; /* "Authorization: ..." or NULL */
    /* a redirect has led to another place: no secret goes there, nor anywhere after it */
    bool strangers;
    bool bodiless; /* a redirect has turned it into a GET */
    unsigned tries, redirects;

    CURL *easy;
    struct curl_slist *fields, *connect_to;
    char words[CURL_ERROR_SIZE]; /* of curl, about its failure */
    struct vm_http_head head;    /* of this try */
    struct vm_http_head kept;    /* of the answer that this try goes on with */
    struct vm_http_answer answer;
    uint64_t position; /* the next byte of the body that `write` gets */
    uint64_t skip;     /* bytes still to come that it has already */
    uint64_t limit;
    uint64_t sent;
    uint64_t progressed; /* position when the try began */
    /* what this try does */
    bool range, continuing, collecting, enough, paused, go_on, stalled, sending, told, delivered;
    int64_t began, active, wake;
    int64_t retry_after; /* milliseconds that the server wants; -1: says nothing */

    vmimage_status result;
    vmimage_error *failure;
};

/* url.c. Errors: INVALID, NO_MEMORY; neither shows more than `shown`. `base` NULL: text is a whole URL. */
vmimage_status vmimage__http_target_set(struct vm_http_target *target, const char *base, const char *text,
                                        vmimage_error **error);
void vmimage__http_target_clear(struct vm_http_target *target);
bool vmimage__http_same_place(const struct vm_http_target *a, const struct vm_http_target *b);
/* "Authorization: Basic ...", NULL for lack of memory. */
char *vmimage__http_basic(const char *user, const char *password);
/* Release a text that may be secret. */
void vmimage__http_wipe(char **text);

/* easy.c: one try. */
vmimage_status vmimage__http_try(struct vm_http_transfer *transfer, vmimage_error **error);
void vmimage__http_try_release(struct vm_http_transfer *transfer);
bool vmimage__http_has_body(const struct vm_http_transfer *transfer);
const char *vmimage__http_method(const struct vm_http_transfer *transfer);
/* Whether the program gave a header of the name. */
const char *vmimage__http_given(const struct vm_http_request *request, const char *name);

/* body.c: curl's callbacks for what is sent and received. */
size_t vmimage__http_on_read(char *buffer, size_t size, size_t count, void *data);
int vmimage__http_on_seek(void *data, curl_off_t offset, int origin);
size_t vmimage__http_on_write(char *bytes, size_t size, size_t count, void *data);

/* head.c */
size_t vmimage__http_on_header(char *bytes, size_t size, size_t count, void *data);
const char *vmimage__http_field(const struct vm_http_head *head, const char *name);
void vmimage__http_head_clear(struct vm_http_head *head);
/* A decimal number at *text, which goes behind it. False when there is none or it is too large. */
bool vmimage__http_number(const char **text, uint64_t *number);

/* range.c: what an answer with a body, or 416, means for a request that wants a part. Errors: INTEGRITY, PROTOCOL, UNSUPPORTED. */
vmimage_status vmimage__http_check_range(struct vm_http_transfer *transfer, vmimage_error **error);
bool vmimage__http_complete_at_416(const struct vm_http_transfer *transfer);
/* "If-Range" for what is there already: a strong ETag or a date; NULL: nothing to go by. */
const char *vmimage__http_validator(const struct vm_http_transfer *transfer);
uint64_t vmimage__http_total(const struct vm_http_head *head);

/* retry.c: what comes after a try. */
void vmimage__http_tried(struct vm_http_transfer *transfer, CURLcode code);
void vmimage__http_end(struct vm_http_transfer *transfer, vmimage_status status, vmimage_error **failure);
bool vmimage__http_may_repeat(const struct vm_http_transfer *transfer);
bool vmimage__http_repeats(const struct vm_http_transfer *transfer, int32_t status);
/* The connection ended, or never was: another may do better. */
bool vmimage__http_was_cut(const struct vm_http_transfer *transfer, CURLcode code);
/* The body can be sent again from its first byte. */
bool vmimage__http_can_rewind(const struct vm_http_transfer *transfer);
/* Retry-After as milliseconds, -1 when there is none that can be understood. */
int64_t vmimage__http_retry_after(const char *value, int64_t now_seconds);

/* redirect.c */
bool vmimage__http_redirects(const struct vm_http_transfer *transfer);
vmimage_status vmimage__http_redirect(struct vm_http_transfer *transfer, vmimage_error **error);

/* errors.c */
const char *vmimage__http_subject(const struct vm_http_transfer *transfer);
vmimage_status vmimage__http_fail_status(const struct vm_http_transfer *transfer, vmimage_error **error);
vmimage_status vmimage__http_fail_curl(const struct vm_http_transfer *transfer, CURLcode code, vmimage_error **error);
/* A failure of a callback: it is the result of the transfer. */
void vmimage__http_spoil(struct vm_http_transfer *transfer, vmimage_status status, vmimage_error **failure);

/* tls.c. What is wrong with the certificate, and what to do, by curl's code for it. */
const char *vmimage__http_certificate_trouble(long verified);
bool vmimage__http_is_pin_trouble(long verified);
CURLcode vmimage__http_pin(CURL *easy, struct vm_http *http);

/* window.c */
void vmimage__http_window_open(struct vm_http *http);
void vmimage__http_window_answer(struct vm_http *http, const struct vm_http_transfer *transfer);

/* loop.c */
vmimage_status vmimage__http_loop_open(struct vm_http *http, vmimage_error **error);
void vmimage__http_loop_close(struct vm_http *http);
void vmimage__http_move(struct vm_http_transfer *transfer, enum vm_http_state state, bool front);
/* The descriptor tells at once that there is something to do. */
void vmimage__http_kick(struct vm_http *http);

#endif
