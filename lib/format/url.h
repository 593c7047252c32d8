/*
 * SPDX-License-Identifier: Apache-2.0
 * URLs of a library on a web server: taken apart, put together after RFC 3986, and what a publisher's href may mean. Pure: no
 * request is sent here.
 */
#ifndef VMIMAGE_LIB_FORMAT_URL_H
#define VMIMAGE_LIB_FORMAT_URL_H

#include <stdbool.h>
#include <stddef.h>

#include <vmimage/base.h>

#include "base/memory.h"

/* A piece of a text; text NULL: the URL has no such part, which is another thing than an empty one. */
struct vm_span {
    const char *text;
    size_t length;
};

struct vm_url {
    struct vm_span scheme, login, host, port, path, query, fragment; /* login: "user:password"; host: also "[::1]" */
};

/* Take any text apart after RFC 3986, appendix B; every text is a reference of some kind. */
void vmimage__url_split(const char *text, struct vm_url *url);

/* Why a text is no URL of a web server ("has no host", ...); NULL when it is one. */
const char *vmimage__url_refusal(const char *text);

/*
 * The reference as seen from `base`, which is an URL of a web server: RFC 3986, section 5.2, with scheme and host in lower case, without
 * a fragment, and with percent-encoding for what can't stand in an URL. NULL without memory.
 */
char *vmimage__url_join(struct vm_arena *arena, const char *base, const char *reference);

/* Whether both are of one scheme, host and port. */
bool vmimage__url_same_origin(const char *a, const char *b);

/*
 * Why a publisher's href, any text, can't be followed from the library at `base`: it leads up with "..", has another scheme than http and
 * https, gives up https, or holds a user name. NULL when it can.
 */
const char *vmimage__url_bad_href(const char *base, const char *href);

/* As many places as a file may be at. */
#define VM_URL_WAYS 4
/*
 * Where a file may be, in the order to try: an href with a slash is relative to the library, a bare name to the item's own folder
 * (`self`: its selfHref, or NULL), else to the library; each as an URL, then as the name of a file that nobody encoded. The hrefs
 * are ones that can be followed. 0 without memory.
 */
size_t vmimage__url_ways(struct vm_arena *arena, const char *base, const char *self, const char *href,
                         const char *ways[VM_URL_WAYS]);

/*
 * The URL of lib.json that an URL of a library means: the URL itself when it ends in .json, else lib.json below it. User and password in
 * it are taken out, decoded; NULL: there are none. All in the arena. INVALID for what is no URL of a web server; the message holds
 * no password.
 */
vmimage_status vmimage__url_library(struct vm_arena *arena, const char *text, char **url, char **user, char **password,
                                    vmimage_error **error);

#endif
