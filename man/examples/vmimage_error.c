/*
 * SPDX-License-Identifier: Apache-2.0
 * All that an error says.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static void explain(const vmimage_error *error)
{
    fprintf(stderr, "%s: %s\n", vmimage_status_name(vmimage_error_status(error)), vmimage_error_message(error));
    if (vmimage_error_line(error) != 0)
        fprintf(stderr, "  in line %llu\n", (unsigned long long)vmimage_error_line(error));
    for (size_t i = 0; i < vmimage_error_candidate_count(error); i++) {
        const vmimage_candidate *candidate = vmimage_error_candidate(error, i);

        fprintf(stderr, "  %s %s\n", vmimage_candidate_kind(candidate), vmimage_candidate_name(candidate));
    }
}

int main(void)
{
    char id[VMIMAGE_ID_SIZE];
    vmimage_error *error = NULL;

    if (vmimage_id_from_uuid("no UUID", id, &error) == VMIMAGE_OK)
        return 1;
    explain(error);
    error = vmimage_error_unref(error);
    return 0;
}
