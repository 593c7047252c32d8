/*
 * SPDX-License-Identifier: Apache-2.0
 * Libraries and items as a vCenter describes them, as objects of the model.
 */
#ifndef VMIMAGE_LIB_TRANSPORT_VSPHERE_OBJECTS_H
#define VMIMAGE_LIB_TRANSPORT_VSPHERE_OBJECTS_H

#include "format/json.h"
#include "model/objects.h"
#include "transport/vsphere/vsphere.h"

/* A new library with one reference. `subject` is what errors name. */
vmimage_status vmimage__vs_library(const struct vm_json *json, const char *subject, vmimage_library **library,
                                   vmimage_error **error);
/* A new item of a library, without its files. */
vmimage_status vmimage__vs_item(const struct vm_json *json, const struct vm_library *library, const char *subject,
                                vmimage_item **item, vmimage_error **error);
/* Add the files of an answer to STORAGE or FILES; what isn't there is unknown. */
vmimage_status vmimage__vs_item_files(vmimage_item *item, const struct vm_json *files, const char *subject,
                                      vmimage_error **error);
/* A field that has to be there and be a text. */
vmimage_status vmimage__vs_text(const struct vm_json *json, const char *key, const char *subject, const char **text,
                                vmimage_error **error);

#endif
