/*
 * SPDX-License-Identifier: Apache-2.0
 * Running another program: it ends when it must, and nothing of it is left.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/kubernetes/spawn.h"
#include "unit.h"

static vmimage_status run(const char *script, int64_t limit, const struct vm_call *call, struct vm_buf *output,
                          vmimage_error **error)
{
    const char *items[] = {"-c", script};
    const struct vm_strings arguments = {.items = items, .count = 2};
    const struct vm_map environment = {.pairs = NULL};
    const struct vm_spawn spawn = {.command = "sh",
                                   .arguments = &arguments,
                                   .environment = &environment,
                                   .name = "X",
                                   .value = "y",
                                   .limit = limit};

    return vmimage__spawn(&spawn, call, output, error);
}

START_TEST(test_output)
{
    const struct vm_call call = {.context = NULL};
    vm_auto_buf struct vm_buf output = VM_BUF_INIT(1 << 20);
    vm_auto_error vmimage_error *error = NULL;

    ck_assert_int_eq(run("cat; printf %s \"$X\"; ls /proc/self/fd | wc -l", 10000, &call, &output, &error), VMIMAGE_OK);
    ck_assert_str_eq(vmimage__buf_str(&output), "y4\n"); /* 0, 1, 2 and the one that ls reads with */
}
END_TEST

START_TEST(test_time_is_over)
{
    const struct vm_call call = {.context = NULL};
    vm_auto_buf struct vm_buf output = VM_BUF_INIT(1 << 20);
    vm_auto_error vmimage_error *error = NULL;

    ck_assert_int_eq(run("sleep 60 & sleep 60", 1000, &call, &output, &error), VMIMAGE_E_TIMEOUT);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "gave no answer within 1 seconds"));
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
}
END_TEST

START_TEST(test_interrupted)
{
    atomic_int interrupted = 1;
    const struct vm_call call = {.interrupted = &interrupted};
    vm_auto_buf struct vm_buf output = VM_BUF_INIT(1 << 20);

    ck_assert_int_eq(run("sleep 60", 60000, &call, &output, NULL), VMIMAGE_E_CANCELLED);
}
END_TEST

/* What it started may hold its output open: that is not waited for. */
START_TEST(test_it_leaves_something_behind)
{
    const struct vm_call call = {.context = NULL};
    vm_auto_buf struct vm_buf output = VM_BUF_INIT(1 << 20);

    ck_assert_int_eq(run("sleep 5 & echo done", 3000, &call, &output, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage__buf_str(&output), "done\n");
}
END_TEST

START_TEST(test_nobody_waits_for_children)
{
    const struct vm_call call = {.context = NULL};
    vm_auto_buf struct vm_buf output = VM_BUF_INIT(1 << 20);

    (void)signal(SIGCHLD, SIG_IGN);
    ck_assert_int_eq(run("echo done", 3000, &call, &output, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage__buf_str(&output), "done\n");
    (void)signal(SIGCHLD, SIG_DFL);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, test_output);
    tcase_add_test(tcase, test_time_is_over);
    tcase_add_test(tcase, test_interrupted);
    tcase_add_test(tcase, test_it_leaves_something_behind);
    tcase_add_test(tcase, test_nobody_waits_for_children);
}

UNIT_MAIN("spawn", cases)
