/*
 * SPDX-License-Identifier: Apache-2.0
 * ISO 9660 images: the volume identifier and the size that the volume claims. Files in the image are not read.
 */
#ifndef VMIMAGE_LIB_FORMAT_ISO_H
#define VMIMAGE_LIB_FORMAT_ISO_H

#include <stdbool.h>
#include <stdint.h>

#include <vmimage/base.h>

#include "format/source.h"

#define VM_ISO_FIRST_DESCRIPTOR 32768

struct vm_iso {
    char volume[3 * 32 + 1]; /* volume identifier in UTF-8; "" when there is none */
    uint64_t volume_size;    /* bytes; 0 when not known */
    bool joliet, udf;
};

/* Errors: PARSE when it is no ISO image, or a truncated one; IO. */
vmimage_status vmimage__iso_read(struct vm_iso *iso, const struct vm_source *source, vmimage_error **error);

/*
 * Whether a volume identifier says which image this is: not the default of a mastering tool ("CDROM", "ISOIMAGE"), not the
 * part number of a Windows disc ("CCCOMA_X64FRE_EN-US_DV9"), not the sentence that a UDF disc has in its place.
 */
bool vmimage__iso_meaningful(const char *volume);

#endif
