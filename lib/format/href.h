/*
 * SPDX-License-Identifier: Apache-2.0
 * Where the href of a package's file leads to.
 */
#ifndef VMIMAGE_LIB_FORMAT_HREF_H
#define VMIMAGE_LIB_FORMAT_HREF_H

#include <stdbool.h>
#include <stdint.h>

/* VMIMAGE_HREF_INSIDE, _WEB or _OUTSIDE. NULL and "" lead outside. */
int32_t vmimage__href_location(const char *href);

/* Whether a part of the path is "..", or the path holds a NUL or a control character, be it percent-encoded. */
bool vmimage__href_leads_out(const char *href);

#endif
