/*
 * SPDX-License-Identifier: Apache-2.0
 * Which images are versions of one thing, which of them is newer, and the newest of a list that somebody wants.
 * docs/versions.md has the rules for a reader.
 */
#include "model/family.h"

#include <string.h>
#include <vmimage/version.h>

#include "base/buf.h"
#include "base/error.h"
#include "model/access.h"
#include "model/objects.h"
#include "model/version.h"

static bool is_separator(char c)
{
    return c == '-' || c == '_' || c == ' ';
}

/* Whether all of the text is groups of numbers: "-20240101", "-01-02", "_7.1". */
static bool is_groups(const char *text)
{
    while (is_separator(*text) && text[1] >= '0' && text[1] <= '9') {
        text++;
        text += strspn(text, "0123456789.");
    }
    return *text == '\0';
}

/* Numbers, then nothing, a pre-release by its word, or more numbers. */
static bool is_version(const char *text)
{
    struct vm_version version = vmimage__version_parse(text);

    return version.kind == VM_VERSION_PLAIN ||
           (version.kind == VM_VERSION_PRE && vmimage__version_word(version.suffix)) ||
           (version.kind != VM_VERSION_NONE && is_groups(version.numbers + version.numbers_length));
}

const char *vmimage__name_split(const char *name, size_t *length)
{
    for (size_t i = 1; name[0] != '\0' && name[i] != '\0'; i++) {
        if (!is_separator(name[i]) || is_separator(name[i + 1]) || !is_version(name + i + 1))
            continue;
        *length = i;
        while (*length > 0 && is_separator(name[*length - 1]))
            --*length;
        if (*length > 0)
            return name + i + 1;
    }
    *length = strlen(name);
    return NULL;
}

const char *vmimage_family_version(const vmimage_image *image)
{
    size_t length;

    if (image == NULL)
        return NULL;
    if (vmimage__text(image->o.version) != NULL)
        return image->o.version;
    if (vmimage__text(image->o.full_version) != NULL)
        return image->o.full_version;
    return image->o.name != NULL ? vmimage__name_split(image->o.name, &length) : NULL;
}

/* How an image belongs to a family: not, by its product alone, or by the family's whole name. */
enum match {
    MATCH_NO,
    MATCH_PRODUCT,
    MATCH_FAMILY
};

static enum match match(const vmimage_image *image, const char *family)
{
    const char *product = vmimage__text(image->o.product), *vendor = vmimage__text(image->o.vendor);
    const char *name = vmimage__text(image->o.name);
    size_t length;

    if (product != NULL && vendor == NULL)
        return strcmp(product, family) == 0 ? MATCH_FAMILY : MATCH_NO;
    if (product != NULL) {
        length = strlen(vendor);
        if (strncmp(vendor, family, length) == 0 && family[length] == '/' && strcmp(family + length + 1, product) == 0)
            return MATCH_FAMILY;
        return strcmp(product, family) == 0 ? MATCH_PRODUCT : MATCH_NO;
    }
    if (name == NULL)
        return image->o.meta.name != NULL && strcmp(image->o.meta.name, family) == 0 ? MATCH_FAMILY : MATCH_NO;
    (void)vmimage__name_split(name, &length);
    return strncmp(name, family, length) == 0 && family[length] == '\0' ? MATCH_FAMILY : MATCH_NO;
}

int32_t vmimage_family_has(const vmimage_image *image, const char *family)
{
    return image != NULL && family != NULL && match(image, family) != MATCH_NO;
}

vmimage_status vmimage_family_of_image(const vmimage_image *image, vmimage_string **family, vmimage_error **error)
{
    vm_auto_buf struct vm_buf buf = VM_BUF_INIT((size_t)-1 / 4);
    const char *name;
    size_t length;

    VM_REQUIRE(family != NULL, error);
    *family = NULL;
    VM_REQUIRE(image != NULL, error);
    name = vmimage__text(image->o.name);
    if (vmimage__text(image->o.product) != NULL) {
        if (vmimage__text(image->o.vendor) != NULL) {
            vmimage__buf_add_str(&buf, image->o.vendor);
            vmimage__buf_add_char(&buf, '/');
        }
        vmimage__buf_add_str(&buf, image->o.product);
    } else if (name != NULL) {
        (void)vmimage__name_split(name, &length);
        vmimage__buf_add(&buf, name, length);
    } else {
        vmimage__buf_add_str(&buf, vmimage__some(image->o.meta.name));
    }
    return vmimage__buf_take(&buf, family, error);
}

static int compare_builds(const char *a, const char *b)
{
    const char *left = a != NULL ? vmimage__version_parse(a).build : "";
    const char *right = b != NULL ? vmimage__version_parse(b).build : "";

    return vmimage__natural_order(left, strlen(left), right, strlen(right));
}

int32_t vmimage_family_compare(const vmimage_image *a, const vmimage_image *b)
{
    const char *left, *right;
    int order;

    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    left = vmimage_family_version(a);
    right = vmimage_family_version(b);
    order = vmimage_version_compare(left, right);
    if (order == 0)
        order = compare_builds(left, right);
    if (order == 0)
        order = vmimage_version_compare(a->o.full_version, b->o.full_version);
    if (order == 0)
        order = vmimage_content_version_compare(a->o.provider_content_version, b->o.provider_content_version);
    if (order == 0)
        order = strcmp(vmimage__some(a->o.meta.name), vmimage__some(b->o.meta.name));
    if (order == 0)
        order = strcmp(vmimage__some(a->o.meta.name_space), vmimage__some(b->o.meta.name_space));
    return (order > 0) - (order < 0);
}

struct search {
    const vmimage_image *const *images;
    size_t count;
    const char *family;
    const vmimage_constraint *constraint;
    enum match level; /* the least that counts */
    size_t members, not_ready;
    const vmimage_image *newest;  /* of all members that are ready, wanted or not */
    const vmimage_image *release; /* the newest of them that is no pre-release */
    const vmimage_image *chosen;  /* the newest that the constraint wants */
};

static bool is_broken(const vmimage_image *image)
{
    const struct vmimage_condition *ready = vmimage__condition_find(&image->o.conditions, "Ready");

    return ready != NULL && ready->status != NULL && strcmp(ready->status, "False") == 0;
}

static void keep_newer(const vmimage_image **best, const vmimage_image *image)
{
    if (*best == NULL || vmimage_family_compare(image, *best) > 0)
        *best = image;
}

static void look(struct search *search)
{
    for (size_t i = 0; i < search->count; i++) {
        const vmimage_image *image = search->images[i];

        if (image == NULL || match(image, search->family) < search->level)
            continue;
        search->members++;
        if (is_broken(image)) {
            search->not_ready++;
            continue;
        }
        keep_newer(&search->newest, image);
        if (vmimage_version_is_prerelease(vmimage_family_version(image)) == 0)
            keep_newer(&search->release, image);
        if (search->constraint != NULL &&
            vmimage_constraint_matches(search->constraint, vmimage_family_version(image)) != 0)
            keep_newer(&search->chosen, image);
    }
}

/* A whole name hides products that happen to be called the same; a product of two vendors is no one thing. */
static vmimage_status choose_level(struct search *search, vmimage_error **error)
{
    const vmimage_image *first = NULL, *other = NULL;

    search->level = MATCH_PRODUCT;
    for (size_t i = 0; i < search->count; i++) {
        const vmimage_image *image = search->images[i];
        enum match how = image != NULL ? match(image, search->family) : MATCH_NO;

        if (how == MATCH_FAMILY) {
            search->level = MATCH_FAMILY;
            return VMIMAGE_OK;
        }
        if (how == MATCH_PRODUCT && first == NULL)
            first = image;
        else if (how == MATCH_PRODUCT && other == NULL && strcmp(image->o.vendor, first->o.vendor) != 0)
            other = image;
    }
    if (other == NULL)
        return VMIMAGE_OK;
    (void)vmimage__fail(error, VMIMAGE_E_AMBIGUOUS, search->family,
                        "%s: several vendors have this product; write \"%s/%s\" or \"%s/%s\"", search->family,
                        first->o.vendor, search->family, other->o.vendor, search->family);
    for (size_t i = 0; i < 2; i++) {
        const vmimage_image *image = i == 0 ? first : other;

        vmimage__error_add_candidate(error, vmimage__some(image->o.kind), image->o.meta.name_space,
                                     vmimage__some(image->o.meta.name), image->o.name);
    }
    return VMIMAGE_E_AMBIGUOUS;
}

static vmimage_status none(const struct search *search, vmimage_error **error)
{
    const char *version = search->newest != NULL ? vmimage_family_version(search->newest) : NULL;

    if (search->members == 0)
        return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, search->family, "%s: no image belongs to this family",
                             search->family);
    if (search->newest == NULL)
        return vmimage__fail(error, VMIMAGE_E_NOT_READY, search->family,
                             "%s: no image of this family is ready (%zu of %zu)", search->family, search->not_ready,
                             search->members);
    return vmimage__fail(error, VMIMAGE_E_NOT_FOUND, search->family,
                         "%s: no version satisfies \"%s\"; there are %zu, the newest is %s", search->family,
                         vmimage_constraint_text(search->constraint), search->members,
                         version != NULL ? version : "without a version");
}

vmimage_status vmimage_newest_images(const vmimage_image *const *images, size_t count, const char *family,
                                     const vmimage_constraint *constraint, vmimage_image **image, vmimage_error **error)
{
    struct search search = {.images = images, .count = count, .family = family, .constraint = constraint};
    const vmimage_image *found;
    vmimage_status status;

    VM_REQUIRE(image != NULL, error);
    *image = NULL;
    VM_REQUIRE(images != NULL || count == 0, error);
    VM_REQUIRE(family != NULL, error);
    status = choose_level(&search, error);
    if (status != VMIMAGE_OK)
        return status;
    look(&search);
    found = constraint != NULL ? search.chosen : (search.release != NULL ? search.release : search.newest);
    if (found == NULL)
        return none(&search, error);
    /* The handle is shared, only its count changes. */
    *image = (vmimage_image *)(uintptr_t)found;
    vmimage__refs_take(&(*image)->refs);
    return VMIMAGE_OK;
}
