/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: reconcile, admission, descriptors in memory.
 */
#include "fault.h"

const struct fault_case fault_model_cases[] = {
    {NULL, NULL},
};
