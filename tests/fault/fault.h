/*
 * SPDX-License-Identifier: Apache-2.0
 * The tests of lack of memory: scenarios call public functions with real input, the program around them fails one allocation
 * after the other and checks what comes back. wrap.h, which is generated, sends every call through these checks.
 */
#ifndef VMIMAGE_TESTS_FAULT_H
#define VMIMAGE_TESTS_FAULT_H

#include <stdbool.h>
#include <vmimage/vmimage.h>

/* An address that no output may keep. */
extern void *const fault_poison;

/* Keys that the fixtures' labels, annotations and conditions have; the last one is NULL. */
extern const char *const fault_keys[];

/* Called by wrap.h. */
void fault_called(size_t function);
void fault_output(const char *function, vmimage_status status, const void *output);
void fault_returned(const char *function, vmimage_status status, vmimage_error *const *error);

/* A value that must be the same in every run that succeeds: what lacked memory must not come out half. */
void fault_saw_text(const char *text);
void fault_saw_number(uint64_t number);
/* Until the next call what is seen does not count: the details of errors may be left out when there is no memory for them. */
void fault_look_away(bool away);

/* The calls that follow may also return this status; 0: none. */
void fault_expect(vmimage_status status);
/* A check of the scenario's own. */
void fault_check(bool holds, const char *what);

/*
 * Runs with one allocation after the other failing. Returns VMIMAGE_OK when all went well, the status of the call that
 * failed otherwise, and has released everything in both cases.
 */
typedef vmimage_status (*fault_scenario)(void);

struct fault_case {
    const char *name;
    fault_scenario run;
};

/* Tables that end with a NULL name. */
extern const struct fault_case fault_base_cases[], fault_model_cases[], fault_json_cases[], fault_file_cases[],
    fault_registry_cases[], fault_stream_cases[], fault_verify_cases[], fault_version_cases[], fault_job_cases[],
    fault_kube_cases[], fault_request_cases[], fault_publish_cases[];

/* Files of the fixtures, made in a temporary folder before the first scenario. */
struct fault_files {
    char folder[64]; /* plain folder: one.ovf, two.ova, three.iso, broken.ovf, item/four.ovf */
    char vcsp[80];   /* the same with lib.json, items.json */
    char small[80];  /* plain folder: four.ovf, broken.ovf */
    /* signed/v.ovf with manifest and signature; forged/v.ovf, the same, but changed; the certificate alone */
    char signed_ovf[112], forged_ovf[112], roots[112], policy[112];
    char ovf[96], ova[96], iso[96], broken[96];
};
extern struct fault_files fault_files;
int fault_make_files(void);
void fault_remove_files(void);
/* The folder that scenarios write: in memory where there is such a place, as thousands of runs would wait for the disk. */
const char *fault_out(void);
/* Remove it, with all that is in it; one that is not there is none. */
void fault_forget(const char *folder);

/* Texts of the fixtures. */
extern const char fault_image_json[], fault_image_old_json[], fault_images_json[], fault_item_json[],
    fault_items_json[], fault_library_json[], fault_ovf[], fault_manifest[], fault_signature[], fault_policy[];

/* The allocator underneath: counts, and fails the n-th allocation (0: none), and all after it when for ever. */
void fault_arm(size_t fail_at, bool for_ever);
void fault_disarm(void);
/* Between the two the program is on its own: nothing is counted, nothing fails. */
void fault_pause(bool paused);
size_t fault_allocations(void);
bool fault_has_failed(void);
/* The code whose allocation was the last one to fail. */
const void *fault_failed_by(void);
long fault_live_blocks(void);

/* The program that misuses the functions calls them bare. */
#ifndef FAULT_WITHOUT_WRAPPERS
#include "wrap.h"

/* Looks at the text that a call has given and releases it; the call's status. */
static inline vmimage_status fault_take_text(vmimage_status status, vmimage_string **text)
{
    if (status == VMIMAGE_OK)
        fault_visit_string(*text);
    *text = vmimage_string_unref(*text);
    return status;
}
#endif

#endif
