/*
 * SPDX-License-Identifier: Apache-2.0
 * Requests as a cluster keeps them, of all kinds: how they stand.
 */
#ifndef VMIMAGE_REQUEST_H
#define VMIMAGE_REQUEST_H

#include <vmimage/base.h>
#include <vmimage/group_publish_request.h>
#include <vmimage/import_request.h>
#include <vmimage/publish_request.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a request stands. */
enum {
    VMIMAGE_REQUEST_PENDING = 1,  /**< not taken up, or under way, or tried again */
    VMIMAGE_REQUEST_COMPLETE = 2, /**< done: the image, or the item, is there */
    VMIMAGE_REQUEST_FAILED = 3    /**< it will not be tried again */
};

#ifdef __cplusplus
}
#endif

#endif
