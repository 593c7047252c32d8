/*
 * SPDX-License-Identifier: Apache-2.0
 * Reading fingerprints, also in a build without HTTP: the options of a place take them.
 */
#include "net/pin.h"

#include "base/ascii.h"

#define SHA1_SIZE 20
#define SHA256_SIZE 32

size_t vmimage__pin_parse(const char *text, unsigned char pin[VM_PIN_MAX])
{
    size_t length = 0, wanted = 0;

    if (vmimage__ascii_equal_n(text, "sha256:", 7)) {
        text += 7;
        wanted = SHA256_SIZE;
    } else if (vmimage__ascii_equal_n(text, "sha1:", 5)) {
        text += 5;
        wanted = SHA1_SIZE;
    }
    for (const char *p = text; *p != '\0'; p += 2) {
        int high, low;

        if (*p == ':' && p != text)
            p++;
        high = vmimage__hex_value(p[0]);
        low = high >= 0 ? vmimage__hex_value(p[1]) : -1;
        if (low < 0 || length == VM_PIN_MAX)
            return 0;
        pin[length++] = (unsigned char)(high << 4 | low);
    }
    if (wanted != 0)
        return length == wanted ? length : 0;
    return length == SHA1_SIZE || length == SHA256_SIZE ? length : 0;
}
