/*
 * SPDX-License-Identifier: Apache-2.0
 * timed FILE COMMAND...: runs a command and writes to FILE what it took: JSON with seconds, its CPU seconds and its peak of memory in KiB. A small
 * program, because a child begins with the peak of who starts it.
 */
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

int main(int argc, char **argv)
{
    double start = now(), took;
    struct rusage usage;
    pid_t child;
    FILE *out;
    int status;

    if (argc < 3 || posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ) != 0 ||
        wait4(child, &status, 0, &usage) != child)
        return 2;
    took = now() - start;
    out = fopen(argv[1], "w");
    if (out == NULL)
        return 2;
    (void)fprintf(out, "{\"wall_s\": %.6f, \"cpu_s\": %.6f, \"peak_kib\": %ld}\n", took,
                  seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
    if (fclose(out) != 0)
        return 2;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
