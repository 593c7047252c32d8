/*
 * SPDX-License-Identifier: Apache-2.0
 * The difference of two JSON documents as paths for a person.
 */
#ifndef VMIMAGE_LIB_FORMAT_JSON_DIFF_H
#define VMIMAGE_LIB_FORMAT_JSON_DIFF_H

#include "format/json.h"

struct vm_json_diff {
    struct vm_buf path; /* of what is being compared; its sticky error ends the walk's use */
    void *data;
    /* A value that differs; NULL where it is not there. */
    void (*found)(void *data, const char *path, const struct vm_json *was, const struct vm_json *is);
};

/*
 * Walk both; the members of objects have to be sorted. Elements of lists belong together by their name, key or type when all have
 * one and each a different one (their order then plays no part), else by place.
 */
void vmimage__json_diff(struct vm_json_diff *diff, const struct vm_json *was, const struct vm_json *is);

#endif
