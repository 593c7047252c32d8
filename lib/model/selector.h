/*
 * SPDX-License-Identifier: Apache-2.0
 * Kubernetes label selectors: read once, matched against the labels of many objects.
 */
#ifndef VMIMAGE_LIB_MODEL_SELECTOR_H
#define VMIMAGE_LIB_MODEL_SELECTOR_H

#include <stdbool.h>

#include <vmimage/base.h>

#include "model/objects.h"

enum vm_selector_operator {
    VM_SELECT_EXISTS,
    VM_SELECT_NOT_EXISTS,
    VM_SELECT_IN,     /* also "=" and "==" */
    VM_SELECT_NOT_IN, /* also "!=" */
    VM_SELECT_GREATER,
    VM_SELECT_LESS
};

struct vm_requirement {
    enum vm_selector_operator op;
    const char *key;
    struct vm_strings values;
};

/* All requirements must hold. A zeroed struct matches everything. */
struct vm_selector {
    struct vm_arena arena;
    struct vm_requirement *list;
    size_t count, capacity;
};

/*
 * Read a selector by the grammar of Kubernetes: "a", "!a", "a=b", "a==b", "a!=b", "a in (b,c)", "a notin (b,c)", "a>1", "a<1",
 * joined by commas. Errors: INVALID with the position (from 1) in the message; NO_MEMORY. The selector is empty then.
 */
vmimage_status vmimage__selector_parse(const char *text, struct vm_selector *selector, vmimage_error **error);
bool vmimage__selector_matches(const struct vm_selector *selector, const struct vm_map *labels);
void vmimage__selector_release(struct vm_selector *selector);

#endif
