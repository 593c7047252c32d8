/*
 * SPDX-License-Identifier: Apache-2.0
 * Which of some versions satisfy a constraint.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

int main(void)
{
    static const char *const versions[] = {"20.04.6", "22.04.3", "24.04"};
    vmimage_constraint *constraint = NULL;
    vmimage_error *error = NULL;

    if (vmimage_constraint_parse(">=22.04,<24", &constraint, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
        if (vmimage_constraint_matches(constraint, versions[i]))
            puts(versions[i]);
    }
    vmimage_constraint_unref(constraint);
    return 0;
}
