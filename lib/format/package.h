/*
 * SPDX-License-Identifier: Apache-2.0
 * One file that an image can be made of, or a disk: what it is, and what is in it. Files beside it are left to others.
 */
#ifndef VMIMAGE_LIB_FORMAT_PACKAGE_H
#define VMIMAGE_LIB_FORMAT_PACKAGE_H

#include <vmimage/base.h>

#include "format/iso.h"
#include "format/ova.h"
#include "format/sniff.h"
#include "format/source.h"
#include "format/vmdk.h"

struct vm_package {
    enum vm_file_kind kind;
    struct vm_ova ova;
    struct vm_iso iso;
    struct vm_vmdk vmdk;
    vmimage_ovf *ovf; /* of an OVF or OVA; NULL for the others */
};

/*
 * Read what the source is. In an OVA the files that the descriptor names have to be there, and as large as it says.
 * Errors: those of the formats, and INTEGRITY for a file of another size. Release with vmimage__package_release() whatever was returned.
 */
vmimage_status vmimage__package_read(struct vm_package *package, const struct vm_source *source,
                                     const vmimage_context *context, vmimage_error **error);
void vmimage__package_release(struct vm_package *package);

struct vm_ovf;
struct vm_ovf_file;

/* The descriptor of the package, or NULL. */
const struct vm_ovf *vmimage__package_ovf(const struct vm_package *package);

/*
 * That an href of a descriptor can be the name of a file of its package; `subject` is the descriptor. INVALID when it leaves
 * the folder of the descriptor, UNSUPPORTED for one on a web server.
 */
vmimage_status vmimage__check_href(const struct vm_ovf_file *file, const char *subject, vmimage_error **error);
/* That a file has the size that the descriptor says; INTEGRITY when not. */
vmimage_status vmimage__check_size(const struct vm_ovf_file *file, uint64_t size, const char *subject,
                                   vmimage_error **error);
/* The text with its percent-encoding undone, in memory of vmimage__strdup(); NULL in *decoded when there is none to undo. */
vmimage_status vmimage__decode_href(const char *href, char **decoded, vmimage_error **error);

#endif
