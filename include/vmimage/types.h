/*
 * SPDX-License-Identifier: Apache-2.0
 * The names that every other public header uses: handles, the export macro, sentinels. No functions.
 */
#ifndef VMIMAGE_TYPES_H
#define VMIMAGE_TYPES_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32) || !defined(__GNUC__)
#define VMIMAGE_API
#else
#define VMIMAGE_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** 0 is success, a positive code is a success that says more (VMIMAGE_DONE), a negative code a failure. */
typedef int32_t vmimage_status;

typedef struct vmimage_error vmimage_error;
typedef struct vmimage_context vmimage_context;
typedef struct vmimage_string vmimage_string;
typedef struct vmimage_image vmimage_image;
typedef struct vmimage_candidate vmimage_candidate;
typedef struct vmimage_images vmimage_images;
typedef struct vmimage_condition vmimage_condition;
typedef struct vmimage_library vmimage_library;
typedef struct vmimage_libraries vmimage_libraries;
typedef struct vmimage_item vmimage_item;
typedef struct vmimage_items vmimage_items;
typedef struct vmimage_publish_request vmimage_publish_request;
typedef struct vmimage_publish_requests vmimage_publish_requests;
typedef struct vmimage_group_publish_request vmimage_group_publish_request;
typedef struct vmimage_group_publish_requests vmimage_group_publish_requests;
typedef struct vmimage_import_request vmimage_import_request;
typedef struct vmimage_import_requests vmimage_import_requests;
typedef struct vmimage_ovf vmimage_ovf;
typedef struct vmimage_package vmimage_package;
typedef struct vmimage_policy vmimage_policy;
typedef struct vmimage_registry vmimage_registry;
typedef struct vmimage_query vmimage_query;
typedef struct vmimage_job vmimage_job;
typedef struct vmimage_event vmimage_event;
typedef struct vmimage_stream vmimage_stream;
typedef struct vmimage_options vmimage_options;
typedef struct vmimage_admission vmimage_admission;
typedef struct vmimage_admission_answer vmimage_admission_answer;
typedef struct vmimage_publish_step vmimage_publish_step;
typedef struct vmimage_publish_result vmimage_publish_result;
typedef struct vmimage_reconcile vmimage_reconcile;
typedef struct vmimage_reconcile_result vmimage_reconcile_result;
typedef struct vmimage_constraint vmimage_constraint;
typedef struct vmimage_drift vmimage_drift;
typedef struct vmimage_lock vmimage_lock;
typedef struct vmimage_verify vmimage_verify;
typedef struct vmimage_verify_report vmimage_verify_report;

/** An int32_t that a getter returns when the object does not carry the number. */
#define VMIMAGE_UNSET INT32_MIN

#ifdef __cplusplus
}
#endif

#endif
