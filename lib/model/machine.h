/*
 * SPDX-License-Identifier: Apache-2.0
 * A VM of an inventory library as an image: the facts of its configuration, and the status that follows from them.
 */
#ifndef VMIMAGE_LIB_MODEL_MACHINE_H
#define VMIMAGE_LIB_MODEL_MACHINE_H

#include <vmimage/context.h>

#include "model/objects.h"

struct vm_machine_property {
    const char *id, *type, *default_value;
    bool user_configurable;
};

/* A controller of disks: type is "IDE", "NVME", "SCSI" or "SATA". */
struct vm_machine_controller {
    int64_t key, bus;
    const char *type;
};

struct vm_machine_disk {
    const char *uuid; /* of the backing; a disk without one is left out */
    int64_t capacity; /* bytes; 0 when the layout does not tell */
    struct vm_int unit;
    int64_t controller_key;
};

/* What VM Operator reads from a VM: config, vApp configuration, devices. Texts and lists are borrowed. */
struct vm_machine {
    bool config_set; /* without a configuration nothing is known */
    const char *firmware, *guest_id, *version;
    bool vapp_set, product_set;
    const char *product, *vendor, *product_version, *full_version; /* of the first product */
    const struct vm_machine_property *properties;
    size_t property_count;
    const struct vm_machine_controller *controllers;
    size_t controller_count;
    const struct vm_machine_disk *disks;
    size_t disk_count;
    const struct vm_pair *extra_config;
    size_t extra_config_count;
};

/*
 * VM Operator's UpdateVmiWithVirtualMachine(). Lack of memory sets arena->failed. A label of the extra configuration that
 * no API server takes is left out with a warning to `log`.
 */
void vmimage__machine_apply(const struct vm_machine *machine, struct vm_image *image, struct vm_arena *arena,
                            const char *now, const vmimage_context *log);

#endif
