/*
 * SPDX-License-Identifier: Apache-2.0
 * Three lines as the URL of a library, an item's selfHref and the href of a file: where a file is looked for is below no other host
 * than the publisher says, and holds neither ".." nor a character that is none of an URL.
 */
#include "format/url.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "format/href.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_url(struct vm_arena *arena, const char *base, const char *url)
{
    struct vm_url parts;
    const char *again = vmimage__url_join(arena, base, url);

    vmimage__url_split(url, &parts);
    require(vmimage__url_refusal(url) == NULL);
    require(parts.login.text == NULL && parts.fragment.text == NULL);
    require(parts.path.length != 0 && parts.path.text[0] == '/');
    for (size_t i = 0; i < parts.path.length; i++) {
        const char *part = parts.path.text + i;

        require((unsigned char)part[0] > 0x20 && (unsigned char)part[0] < 0x7F && part[0] != '\\');
        require(strncmp(part, "/../", 4) != 0 && strcmp(part, "/..") != 0);
    }
    require(strcmp(again, url) == 0);
}

static void check_ways(struct vm_arena *arena, const char *base, const char *self, const char *href)
{
    const char *ways[VM_URL_WAYS];
    size_t count;

    if (vmimage__url_bad_href(base, href) != NULL)
        return;
    if (self != NULL && vmimage__url_bad_href(base, self) != NULL)
        self = NULL;
    count = vmimage__url_ways(arena, base, self, href, ways);
    require(count != 0 && count <= VM_URL_WAYS);
    for (size_t i = 0; i < count; i++) {
        check_url(arena, base, ways[i]);
        require(vmimage__url_same_origin(ways[i], base) || strstr(href, "//") != NULL ||
                (self != NULL && strstr(self, "//") != NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct vm_arena arena = {NULL, false};
    char *text = vmimage__arena_strndup(&arena, (const char *)data, size);
    char *self = strchr(text, '\n'), *href = self != NULL ? strchr(self + 1, '\n') : NULL;
    char *base, *user, *password;

    if (self != NULL)
        *self++ = '\0';
    if (href != NULL)
        *href++ = '\0';
    if (vmimage__url_library(&arena, text, &base, &user, &password, NULL) == VMIMAGE_OK) {
        require(password == NULL || user != NULL);
        check_url(&arena, base, base);
        check_ways(&arena, base, NULL, self != NULL ? self : "x");
        check_ways(&arena, base, self, href != NULL ? href : "x");
    }
    vmimage__arena_release(&arena);
    return 0;
}
