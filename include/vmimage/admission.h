/*
 * SPDX-License-Identifier: Apache-2.0
 * Admission: what VM Operator's webhooks answer to a publish request and to the image reference of a VM, without a cluster.
 */
#ifndef VMIMAGE_ADMISSION_H
#define VMIMAGE_ADMISSION_H

#include <vmimage/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Gates of VM Operator that change what is admitted; to be added up. */
enum {
    VMIMAGE_ADMISSION_IMPORT = 1, /**< VMImportNewNet: privileged users may create VMs without an image */
    VMIMAGE_ADMISSION_RESTORE =
        2 /**< VMIncrementalRestore: so they may, and a VM that was failed over may lose its image */
};

/**
 * Make an admission: the question whether an object may be created or changed.
 *
 * It takes a VirtualMachinePublishRequest, a VirtualMachineGroupPublishRequest or a VirtualMachine, of which only the image
 * references are looked at.
 *
 * Ownership: new reference; release with vmimage_admission_unref().
 * Errors: NULL when there is no memory.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_admission *vmimage_admission_new(void);

/**
 * Take another reference of an admission.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_admission *vmimage_admission_ref(vmimage_admission *admission);

/**
 * Release a reference of an admission. Returns NULL. Answers that it gave stay valid.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_admission *vmimage_admission_unref(vmimage_admission *admission);

/**
 * The object that is to be created or changed, as JSON in any served version.
 *
 * Errors: VMIMAGE_E_PARSE with line, VMIMAGE_E_INVALID for another kind or version, VMIMAGE_E_LIMIT, VMIMAGE_E_NO_MEMORY,
 *   VMIMAGE_E_MISUSE for NULL. The admission is then as it was.
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_set_object(vmimage_admission *admission, const char *json, size_t length,
                                                        vmimage_error **error);

/**
 * The object as it was. With one, the question is about a change; without, about a creation.
 *
 * Errors: as vmimage_admission_set_object().
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_set_old_object(vmimage_admission *admission, const char *json,
                                                            size_t length, vmimage_error **error);

/**
 * An object of the cluster that the rules may look up: a VirtualMachineGroup, a ContentLibrary, an image, or the ConfigMap
 * wcp-cluster-config with the SSO domain. Other kinds are passed over.
 *
 * Errors: as vmimage_admission_set_object(), but for other kinds.
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_add_object(vmimage_admission *admission, const char *json, size_t length,
                                                        vmimage_error **error);

/**
 * Whether the user is privileged: VM Operator's own account, system:masters, kubernetes-admin. 0 at first.
 *
 * Errors: VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_set_privileged(vmimage_admission *admission, int32_t privileged,
                                                            vmimage_error **error);

/**
 * A group that the user is in.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_add_group(vmimage_admission *admission, const char *group,
                                                       vmimage_error **error);

/**
 * The SSO domain of the cluster, such as "vsphere.local": the group sso:SupervisorProviderAdministrators of it may do what
 * privileged users may with publish requests. NULL: no group may.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for a NULL admission.
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_set_sso_domain(vmimage_admission *admission, const char *domain,
                                                            vmimage_error **error);

/**
 * The gates that are on, VMIMAGE_ADMISSION_IMPORT and VMIMAGE_ADMISSION_RESTORE added up; none at first.
 *
 * Errors: VMIMAGE_E_INVALID for a gate that is not known; VMIMAGE_E_MISUSE for NULL.
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_set_gates(vmimage_admission *admission, uint32_t gates,
                                                       vmimage_error **error);

/**
 * What the mutating webhook answers: the fields that it fills in on creation, as a JSON patch. For a change, and for a kind
 * that has no such webhook, it allows without a patch.
 *
 * Ownership: *@answer is a new reference, NULL on failure; release with vmimage_admission_answer_unref().
 * Errors: VMIMAGE_E_INVALID without an object; VMIMAGE_E_LIMIT; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL. A refusal is an
 *   answer, no error.
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_mutate(vmimage_admission *admission, vmimage_admission_answer **answer,
                                                    vmimage_error **error);

/**
 * What the validating webhook answers. The object is taken as it was given, not as vmimage_admission_mutate() would make it.
 * Deleting an object is always allowed, and so is changing one that is being deleted. With the annotation
 * vmoperator.vmware.com.protected/skip-validation, all that a privileged account asks for is allowed, and all that another
 * one asks for is refused.
 *
 * Ownership: *@answer is a new reference, NULL on failure; release with vmimage_admission_answer_unref().
 * Errors: as vmimage_admission_mutate().
 * Threads: one at a time per admission.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_admission_validate(vmimage_admission *admission, vmimage_admission_answer **answer,
                                                      vmimage_error **error);

/**
 * Take another reference of an answer.
 *
 * Ownership: new reference. NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_admission_answer *vmimage_admission_answer_ref(vmimage_admission_answer *answer);

/**
 * Release a reference of an answer. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_admission_answer *vmimage_admission_answer_unref(vmimage_admission_answer *answer);

/**
 * Whether the object is let in. Returns 1 or 0; NULL gives 0.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_admission_answer_allowed(const vmimage_admission_answer *answer);

/**
 * The HTTP status of the answer: 200, 400, 403, 404, 422 or 500; 0 for NULL.
 *
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API int32_t vmimage_admission_answer_code(const vmimage_admission_answer *answer);

/**
 * The reason of the answer, which is where VM Operator lists all fields that it refuses; NULL when there is none.
 *
 * Ownership: borrowed as long as the answer.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_admission_answer_reason(const vmimage_admission_answer *answer);

/**
 * The message of the answer; NULL when there is none.
 *
 * Ownership: borrowed as long as the answer.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_admission_answer_message(const vmimage_admission_answer *answer);

/**
 * The patch of the answer, a JSON array of RFC 6902 operations; NULL when nothing is patched.
 *
 * Ownership: borrowed as long as the answer.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API const char *vmimage_admission_answer_patch(const vmimage_admission_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
