/*
 * SPDX-License-Identifier: Apache-2.0
 * OVF manifests (.mf): one line for each file of a package, "SHA256(disk.vmdk)= 0a1b...". Every spelling that tools write
 * is read; what vCenter would refuse is told apart. Only the strict form is written.
 */
#ifndef VMIMAGE_LIB_FORMAT_MANIFEST_H
#define VMIMAGE_LIB_FORMAT_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "base/buf.h"
#include "base/memory.h"
#include "format/digest.h"

/* A line is no longer than this, without its end. */
#define VM_MANIFEST_LINE_MAX ((size_t)8192)

/* The three parts of a line; they point into it. */
struct vm_manifest_line {
    const char *algorithm, *name, *value;
    size_t raw_algorithm_length; /* with the blanks that follow it */
    size_t algorithm_length, name_length, value_length;
    bool exact; /* nothing but the strict form's signs and blanks between and after the parts */
};

/* False for a line of another form. A file signature (.cert) has a line of the same form. */
bool vmimage__manifest_split(const char *line, size_t length, struct vm_manifest_line *parts);
/* Decode an even number of hexadecimal digits, at most 2 * `max`; false for anything else. */
bool vmimage__hex_decode(const char *text, size_t length, unsigned char *out, size_t max);

struct vm_manifest_entry {
    const char *name; /* without "./" before it */
    enum vm_digest_kind kind;
    uint64_t line;
    unsigned char value[VM_DIGEST_MAX];
    bool used; /* free for who looks for files that are not there */
};

struct vm_manifest {
    struct vm_arena arena;
    struct vm_manifest_entry *entries; /* by name, then by the strength of the digest */
    size_t count, capacity;
    const char *refusal; /* what vCenter says when it refuses the manifest, else NULL */
    uint64_t refusal_line;
};

/*
 * Read a manifest of at most `limit` entries; `subject` is what it is called in errors. Errors with line: PARSE for a line of
 * another form, an unknown algorithm or a digest of another length; INVALID for a name that leads out of the package, or
 * two digests of one kind for a file; LIMIT; NO_MEMORY. Release with vmimage__manifest_release() whatever was returned.
 */
vmimage_status vmimage__manifest_read(struct vm_manifest *manifest, const char *text, size_t length, uint64_t limit,
                                      const char *subject, vmimage_error **error);
void vmimage__manifest_release(struct vm_manifest *manifest);

/* The first of the entries with the name, and how many there are; NULL and 0 for none. */
struct vm_manifest_entry *vmimage__manifest_find(const struct vm_manifest *manifest, const char *name, size_t *count);

/* Append a line in the strict form. */
void vmimage__manifest_write(struct vm_buf *buf, const char *name, enum vm_digest_kind kind,
                             const unsigned char *value);

#endif
