/*
 * SPDX-License-Identifier: Apache-2.0
 * Preloaded into the unit tests: a program that lives in the user's locale, as most do. Tells when the locale is not there, so
 * that the gate can't pass without it.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

__attribute__((constructor)) static void use_the_locale(void)
{
    const char *wanted = getenv("VMIMAGE_TEST_LOCALE");
    const char *got = setlocale(LC_ALL, "");

    if (wanted != NULL && (got == NULL || strcmp(setlocale(LC_CTYPE, NULL), wanted) != 0))
        abort();
}
