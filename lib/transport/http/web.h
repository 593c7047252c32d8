/*
 * SPDX-License-Identifier: Apache-2.0
 * A VCSP library on a web server, as the files of this transport share it: the place, what it keeps of what it has read, and the
 * reading itself, which is stepped and never waits unless it is told to.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_HTTP_WEB_H
#define VMIMAGE_LIB_TRANSPORT_HTTP_WEB_H

#include "format/digest.h"
#include "format/url.h"
#include "net/http.h"
#include "transport/http/cache.h"
#include "transport/vcsp/vcsp.h"

#define VM_WEB_MODULE "http"
#define VM_WEB_FRESH_MS 2000
/* Clients of streams that are closed; the next stream has their connections. */
#define VM_WEB_IDLE 4

/* A JSON text of the library, shared by who reads it and never changed. */
struct vm_web_text {
    size_t refs;
    struct vm_arena arena;
    struct vm_json_doc *doc;
    const char *url;             /* where it was asked for */
    const char *base;            /* where it came from: hrefs are relative to it */
    const char *etag, *modified; /* NULL: the server says nothing that holds */
    char digest[VM_DIGEST_HEX];  /* of the text */
};

/* A date of HTTP as seconds since 1970; -1 when it is none. */
int64_t vmimage__web_date(const char *text);

struct vm_web_text *vmimage__web_text_ref(struct vm_web_text *text);
void vmimage__web_text_unref(struct vm_web_text *text);

struct vm_web {
    const vmimage_context *context;
    struct vm_arena arena; /* texts of the settings */
    char *password;        /* in it, to be wiped; NULL */
    const char *url;       /* of lib.json */
    struct vm_http_settings settings;
    struct vm_http *http; /* of listings */
    struct vm_http *idle[VM_WEB_IDLE];
    int64_t poll_interval;
    struct vm_web_text *library, *items; /* as they were read last; NULL: not yet */
    uint64_t revision;                   /* of the library: another number when it is another one */
    uint64_t items_revision;             /* the one that `items` was read for */
    uint64_t content_revision;           /* the one whose descriptors were all read */
    /* The list was read while the library was changing: some writers publish lib.json first, so it is asked for once more. */
    int64_t settle; /* when; 0: not again */
    int64_t fresh;  /* lib.json was read a moment ago: until then, the next listing need not ask */
    struct vm_web_cache *cache;
};

/* Login and flags for a request: none goes to another server than the library's. */
uint32_t vmimage__web_flags(const struct vm_web *web, const char *url);
/* That an href may be followed; `subject` says where it stands. */
vmimage_status vmimage__web_check_href(const char *base, const char *href, const char *subject, vmimage_error **error);
/* A failure that every other request to the server would have as well. */
bool vmimage__web_ends(const struct vm_web *web, const char *url, vmimage_status status, const vmimage_error *failure);
/* A token that a file has as long as it is the same, in the arena: "" when the list says nothing of the kind. */
const char *vmimage__web_token(struct vm_arena *arena, const struct vm_json *item, const struct vm_json *file);

/* ---- content.c: the descriptor of one item ---- */

struct vm_web_piece {
    uint64_t offset;
    size_t length;
    unsigned char *bytes;
};

struct vm_web_content {
    struct vm_web *web;
    struct vm_http *http;
    struct vm_vcsp_item item;
    const char *ways[VM_URL_WAYS];
    size_t way_count, way;
    const char *token;
    struct vm_http_transfer *transfer;
    char range[64];
    const char *headers[2];
    /* of an archive: what is there of it, and what its reader has missed last */
    struct vm_web_piece *pieces;
    size_t piece_count, piece_capacity, parts; /* parts: that have come */
    uint64_t missing, size;
    size_t missing_length;
    struct vm_buf body; /* of the piece that is under way */
    bool archive, over;
};

/* Ask for the descriptor of content->item, which was started from `json` of the list; content->over when nothing is to be waited for. */
vmimage_status vmimage__web_content_start(struct vm_web_content *content, const struct vm_web_text *list,
                                          const struct vm_json *json, vmimage_error **error);
/* Its request has ended. Errors are those of the call. */
vmimage_status vmimage__web_content_go_on(struct vm_web_content *content, vmimage_error **error);
void vmimage__web_content_release(struct vm_web_content *content);

/* ---- document.c: lib.json and the list ---- */

struct vm_web_document {
    struct vm_web *web;
    struct vm_http *http;
    const char *what;     /* "the list of items" */
    const char *ways[2];  /* where it may be */
    const char *bases[2]; /* what hrefs are relative to when it was there; NULL: where it came from */
    size_t way_count, way;
    struct vm_web_text *old; /* what is there already; NULL: nothing */
    struct vm_http_transfer *transfer;
    int64_t wake;             /* when it is asked for again; 0: it is being asked for */
    struct vm_web_text *text; /* the result; the old one when it is the same. NULL before */
};

vmimage_status vmimage__web_document_start(struct vm_web_document *document, vmimage_error **error);
/* VMIMAGE_DONE when document->text is there. */
vmimage_status vmimage__web_document_step(struct vm_web_document *document, vmimage_error **error);
void vmimage__web_document_release(struct vm_web_document *document);

/* ---- fetch.c: reading the library step by step ---- */

enum {
    VM_WEB_LIBRARY = 1, /* lib.json, unless it is fresh */
    VM_WEB_LIST = 2,    /* the list of items, when it is another one */
    VM_WEB_CONTENT = 4, /* the items, which go to the sink */
    VM_WEB_CHANGES = 8  /* the same, when the list is one whose items were not read yet */
};

struct vm_web_fetch;
/* `library` and `sink` are for the items and outlive the fetch; NULL: their descriptors are read and kept, and go nowhere. */
vmimage_status vmimage__web_fetch_new(struct vm_web *web, struct vm_http *http, unsigned what,
                                      const struct vm_library *library, const struct vm_sink *sink,
                                      struct vm_web_fetch **fetch, vmimage_error **error);
/* Go on for `wait` milliseconds (0: never blocks; -1: to the end). OK: not at its end yet; DONE: all is read. */
vmimage_status vmimage__web_fetch_step(struct vm_web_fetch *fetch, const struct vm_call *call, int64_t wait,
                                       vmimage_error **error);
/* When to step again although no request has come along; 0: then only. */
int64_t vmimage__web_fetch_wake(const struct vm_web_fetch *fetch);
void vmimage__web_fetch_free(struct vm_web_fetch *fetch);
/* All of it at once. */
vmimage_status vmimage__web_fetch(struct vm_web *web, unsigned what, const struct vm_call *call,
                                  const struct vm_library *library, const struct vm_sink *sink, vmimage_error **error);

/* A library object from what was read. */
vmimage_status vmimage__web_library(const struct vm_web *web, vmimage_library **library, vmimage_error **error);

/* stream.c, watch.c */
vmimage_status vmimage__web_open_file(void *place, const struct vm_call *call, const vmimage_item *item,
                                      const char *name, struct vm_stream **stream, vmimage_error **error);
vmimage_status vmimage__web_watch(void *place, const struct vm_call *call, struct vm_watch **watch,
                                  vmimage_error **error);

#endif
