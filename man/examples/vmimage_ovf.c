/*
 * SPDX-License-Identifier: Apache-2.0
 * The files and disks that a descriptor names.
 */
#include <stdio.h>
#include <vmimage/vmimage.h>

static const char text[] =
    "<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\">"
    "<References><File ovf:id=\"f1\" ovf:href=\"disk1.vmdk\" ovf:size=\"68096\"/></References>"
    "<VirtualSystem ovf:id=\"vm\"><Info>A machine</Info><Name>vm</Name></VirtualSystem></Envelope>";

int main(void)
{
    vmimage_ovf *ovf = NULL;
    vmimage_error *error = NULL;

    if (vmimage_ovf_parse(NULL, text, sizeof(text) - 1, NULL, &ovf, &error) != VMIMAGE_OK) {
        fprintf(stderr, "%s\n", vmimage_error_message(error));
        vmimage_error_unref(error);
        return 1;
    }
    for (size_t i = 0; i < vmimage_ovf_file_count(ovf); i++) {
        if (vmimage_ovf_file_location(ovf, i) == VMIMAGE_HREF_INSIDE)
            printf("%s, %llu bytes\n", vmimage_ovf_file_href(ovf, i),
                   (unsigned long long)vmimage_ovf_file_size(ovf, i));
    }
    vmimage_ovf_unref(ovf);
    return 0;
}
