/*
 * SPDX-License-Identifier: Apache-2.0
 * Runs a fuzz target over every file of the folders and files given: the corpus as a test, without libFuzzer.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    long size = -1;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && fseek(file, 0, SEEK_SET) == 0)
        data = malloc(size > 0 ? (size_t)size : 1);
    if (data == NULL || fread(data, 1, (size_t)size, file) != (size_t)size) {
        (void)fprintf(stderr, "%s: can't be read\n", path);
        return -1;
    }
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
    return 1;
}

static int run(const char *path)
{
    struct stat st;
    struct dirent *entry;
    DIR *dir;
    int count = 0;

    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        return run_file(path);
    dir = opendir(path);
    if (dir == NULL) {
        (void)fprintf(stderr, "%s: can't be read\n", path);
        return -1;
    }
    while ((entry = readdir(dir)) != NULL) {
        char name[4096];
        int n;

        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        n = run(name);
        if (n < 0)
            return n;
        count += n;
    }
    (void)closedir(dir);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++) {
        int n = run(argv[i]);

        if (n < 0)
            return EXIT_FAILURE;
        count += n;
    }
    (void)printf("%d inputs\n", count);
    /* An empty corpus tests nothing: that is a failure. */
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
