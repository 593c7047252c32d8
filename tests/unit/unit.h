/*
 * SPDX-License-Identifier: Apache-2.0
 * What every unit test shares: the main program around a Check suite. CK_FORK=no works under sanitizers and valgrind.
 */
#ifndef VMIMAGE_TESTS_UNIT_H
#define VMIMAGE_TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>

#define UNIT_MAIN(name, cases)                                                                                         \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        Suite *suite = suite_create(name);                                                                             \
        TCase *tcase = tcase_create(name);                                                                             \
        SRunner *runner;                                                                                               \
        int failed;                                                                                                    \
                                                                                                                       \
        tcase_set_timeout(tcase, 60);                                                                                  \
        cases(tcase);                                                                                                  \
        suite_add_tcase(suite, tcase);                                                                                 \
        runner = srunner_create(suite);                                                                                \
        srunner_run_all(runner, CK_NORMAL);                                                                            \
        failed = srunner_ntests_failed(runner);                                                                        \
        srunner_free(runner);                                                                                          \
        return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;                                                              \
    }

#endif
