/*
 * SPDX-License-Identifier: Apache-2.0
 * Versions of images: their order, families, constraints, the newest, and what differs between two snapshots.
 */
#ifndef VMIMAGE_VERSION_H
#define VMIMAGE_VERSION_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The order of two product versions: -1, 0 or 1 as @a is older than @b, neither, or newer.
 *
 * A version is numbers with dots between them, with or without a "v" before, and what follows. Numbers are compared one by
 * one, a missing one is 0: "22.04" is "v22.4.0". Then a pre-release is older than the plain version, one with any other
 * addition is newer: "1.2.0-rc1", "1.2.0", "1.2.0 LTS". What follows a "+" plays no part. A text that begins with no number
 * is older than one that does. Among versions of semver 2.0 this is its precedence. For all texts it is a total order.
 * NULL is older than any text.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_version_compare(const char *a, const char *b);

/**
 * Whether a version is a pre-release. Returns 1 or 0; NULL gives 0.
 *
 * It is when its numbers are followed by "-" and identifiers as semver 2.0 has them, and there are three numbers or the first
 * identifier begins with "alpha", "beta", "rc", "pre" or "dev" in any case: "1.2.3-4", "22.04-rc1", but not "12-20240101".
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_version_is_prerelease(const char *version);

/**
 * The order of two content versions: -1, 0 or 1 as @a is older than @b, the same, or newer.
 *
 * Numbers in them are compared by value, the rest byte by byte: "9" is older than "10". NULL is older than any text.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_content_version_compare(const char *a, const char *b);

/**
 * Read a constraint: ">=22.04,<24".
 *
 * Terms with a comma or blanks between them, which must all hold: "=1.2" (or "1.2", "==1.2"), "!=1.2", "<1.2", "<=1.2",
 * ">1.2", ">=1.2"; "~1.2.3" at least that and the same first two numbers, "~1" the same first number; "^1.2.3" at least that
 * and the same numbers up to the first that is not 0; "*" any. A pre-release satisfies a constraint only when a term other
 * than "!=" names a pre-release of the same numbers. Alternatives can't be written.
 *
 * Ownership: *@constraint is a new reference, NULL on failure; release with vmimage_constraint_unref().
 * Errors: VMIMAGE_E_INVALID with the position; VMIMAGE_E_LIMIT for more than 1024 bytes or 32 terms; VMIMAGE_E_NO_MEMORY;
 *   VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_constraint_parse(const char *text, vmimage_constraint **constraint,
                                                    vmimage_error **error);

/**
 * Take another reference of a constraint.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_constraint *vmimage_constraint_ref(vmimage_constraint *constraint);

/**
 * Release a reference of a constraint. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_constraint *vmimage_constraint_unref(vmimage_constraint *constraint);

/**
 * The text that a constraint was read from.
 *
 * Ownership: borrowed as long as the constraint.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_constraint_text(const vmimage_constraint *constraint);

/**
 * Whether a version satisfies a constraint. Returns 1 or 0; NULL satisfies none.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_constraint_matches(const vmimage_constraint *constraint, const char *version);

/**
 * The family of an image: the name that its versions share.
 *
 * "VENDOR/PRODUCT" when the image has both, the product when it has no vendor; without a product the display name without
 * the version at its end ("photon-5.0" gives "photon"), without a display name the object name.
 *
 * Ownership: *@family is a new text, NULL on failure; release with vmimage_string_unref().
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_family_of_image(const vmimage_image *image, vmimage_string **family,
                                                   vmimage_error **error);

/**
 * The version by which an image is compared with others of its family: the product's version, else its full version, else
 * what the display name ends in; NULL when there is none of these.
 *
 * Ownership: borrowed as long as the image.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_family_version(const vmimage_image *image);

/**
 * Whether an image belongs to a family, given by its whole name or, of "VENDOR/PRODUCT", by the product alone; compared byte by
 * byte. Returns 1 or 0; NULL gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_family_has(const vmimage_image *image, const char *family);

/**
 * The order of two images of one family: -1, 0 or 1 as @a is older than @b, the same, or newer.
 *
 * By version, then by what follows the "+" in it, by full version, by content version, and in the end by object name and
 * namespace, so that images are never equal by chance. NULL is older than any image.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_family_compare(const vmimage_image *a, const vmimage_image *b);

/**
 * The newest image of a family among those that the program holds.
 *
 * @constraint may be NULL: the newest that is no pre-release, and when there are only pre-releases the newest of those. With
 * one, an image without a version is never chosen. Images whose condition Ready is "False" are passed over, and so is NULL.
 *
 * Ownership: *@image is a new reference of an element, NULL on failure; release with vmimage_image_unref().
 * Errors: VMIMAGE_E_NOT_FOUND when no image belongs to the family or satisfies the constraint; VMIMAGE_E_NOT_READY when none is
 *   ready; VMIMAGE_E_AMBIGUOUS, with an image of each of two vendors, when they have the product; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_newest_images(const vmimage_image *const *images, size_t count, const char *family,
                                                 const vmimage_constraint *constraint, vmimage_image **image,
                                                 vmimage_error **error);

/**
 * The newest image of a family among those of a registry that match a query.
 *
 * @query may be NULL: all images. @constraint may be NULL, as for vmimage_newest_images().
 *
 * Ownership: *@image is a new reference, NULL on failure; release with vmimage_image_unref().
 * Errors: as vmimage_newest_images() and vmimage_registry_images().
 * Threads: one at a time per registry.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_newest(vmimage_registry *registry, const vmimage_query *query, const char *family,
                                          const vmimage_constraint *constraint, vmimage_image **image,
                                          vmimage_error **error);

/** How an object differs between two snapshots. */
enum {
    VMIMAGE_DRIFT_ADDED = 1,   /**< it is in the later one only */
    VMIMAGE_DRIFT_REMOVED = 2, /**< it is in the earlier one only */
    VMIMAGE_DRIFT_CHANGED = 3  /**< a field of it differs */
};

/**
 * What differs between two snapshots of images.
 *
 * Images are the same when kind, namespace and object name are. Each difference is a row: an image that was added or removed,
 * or one field of one that changed. Rows are in the order of kind, namespace, object name and field. Fields are compared as
 * VM Operator's storage version has them; metadata.resourceVersion, metadata.generation, metadata.managedFields and the times
 * of transition of conditions are not looked at. NULL elements are passed over.
 *
 * Ownership: *@drift is a new reference, NULL on failure; release with vmimage_drift_unref().
 * Errors: VMIMAGE_E_LIMIT for an object that is nested deeper than JSON may be; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_drift_images(const vmimage_image *const *before, size_t before_count,
                                                const vmimage_image *const *after, size_t after_count,
                                                vmimage_drift **drift, vmimage_error **error);

/**
 * What differs between two snapshots of items, their files among it: "status.fileInfo[disk.vmdk].sizeInBytes".
 *
 * The rules are those of vmimage_drift_images().
 *
 * Ownership: *@drift is a new reference, NULL on failure; release with vmimage_drift_unref().
 * Errors: as vmimage_drift_images().
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_drift_items(const vmimage_item *const *before, size_t before_count,
                                               const vmimage_item *const *after, size_t after_count,
                                               vmimage_drift **drift, vmimage_error **error);

/**
 * Take another reference of a report.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_drift *vmimage_drift_ref(vmimage_drift *drift);

/**
 * Release a reference of a report. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_drift *vmimage_drift_unref(vmimage_drift *drift);

/**
 * Number of rows; 0 when nothing differs.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API size_t vmimage_drift_count(const vmimage_drift *drift);

/**
 * How the object of the row at @index differs: a VMIMAGE_DRIFT_* number; 0 when @index is out of range.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_drift_change(const vmimage_drift *drift, size_t index);

/**
 * Kind of the object of the row at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_drift_kind(const vmimage_drift *drift, size_t index);

/**
 * Namespace of the object of the row at @index; NULL when it has none.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_drift_namespace(const vmimage_drift *drift, size_t index);

/**
 * Object name, or for vmimage_lock_check() the pinned name, of the row at @index; NULL when @index is out of range.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_drift_name(const vmimage_drift *drift, size_t index);

/**
 * The field that changed, as a path in the object's JSON: "status.disks[disk-0].limit"; an element of a list is named by its
 * name, key or type where all elements have one, else by its place. NULL for an object that was added or removed.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_drift_field(const vmimage_drift *drift, size_t index);

/**
 * What the field was: a text as it is, anything else as JSON. NULL when it was not there.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_drift_was(const vmimage_drift *drift, size_t index);

/**
 * What the field is now, in the same way. NULL when it is not there any more.
 *
 * Ownership: borrowed as long as the report.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_drift_is(const vmimage_drift *drift, size_t index);

#ifdef __cplusplus
}
#endif

#endif
