/*
 * SPDX-License-Identifier: Apache-2.0
 * A writer is killed 200 times, at any moment: the library is then the old or the new one, with every item in order, and the
 * next command that writes clears what was left.
 */
#include "unit.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <vmimage/vmimage.h>

#include "folder.h"

#define KILLS 200
#define ITEMS_MAX 6

static vmimage_registry *registry;

struct state {
    unsigned long version;
    size_t count;
    struct {
        char name[32], id[40], version[16], content[16], size[32];
    } items[ITEMS_MAX + 1];
};

static void read_state(struct state *state)
{
    vmimage_libraries *libraries = NULL;
    vmimage_library *library = NULL;
    vmimage_items *items = NULL;
    vmimage_item *item = NULL;

    memset(state, 0, sizeof(*state));
    ck_assert_int_eq(vmimage_registry_libraries(registry, NULL, &libraries, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_libraries_next(libraries, &library, NULL), VMIMAGE_OK);
    state->version = strtoul(vmimage_library_version(library), NULL, 10);
    vmimage_library_unref(library);
    vmimage_libraries_unref(libraries);
    ck_assert_int_eq(vmimage_registry_items(registry, NULL, &items, NULL), VMIMAGE_OK);
    while (vmimage_items_next(items, &item, NULL) == VMIMAGE_OK) {
        const vmimage_condition *ready = vmimage_item_condition(item, "Ready");

        ck_assert_msg(vmimage_item_is_ready(item) == 1, "%s: %s", vmimage_item_display_name(item),
                      vmimage_condition_message(ready));
        ck_assert_uint_lt(state->count, ITEMS_MAX + 1);
        (void)snprintf(state->items[state->count].name, 32, "%s", vmimage_item_display_name(item));
        (void)snprintf(state->items[state->count].id, 40, "%s", vmimage_item_id(item));
        (void)snprintf(state->items[state->count].version, 16, "%s", vmimage_item_version(item));
        (void)snprintf(state->items[state->count].content, 16, "%s", vmimage_item_content_version(item));
        (void)snprintf(state->items[state->count++].size, 32, "%" PRIu64, vmimage_item_size(item));
        item = vmimage_item_unref(item);
    }
    vmimage_items_unref(items);
}

static size_t find(const struct state *state, const char *name)
{
    size_t i = 0;

    while (i < state->count && strcmp(state->items[i].name, name) != 0)
        i++;
    return i;
}

struct change {
    char kind; /* add, replace, remove, name */
    char name[32];
};

/* The kind of change that is possible, and one item. */
static struct change choose(const struct state *state, int turn)
{
    struct change change = {.kind = "arrn"[rand() % 4]};

    if (state->count == 0 || (change.kind == 'a' && state->count < ITEMS_MAX)) {
        change.kind = 'a';
        (void)snprintf(change.name, sizeof(change.name), "item %d", turn);
        return change;
    }
    if (change.kind == 'a' || (state->count > 3 && rand() % 2 == 0))
        change.kind = 'd';
    (void)snprintf(change.name, sizeof(change.name), "%s", state->items[(size_t)rand() % state->count].name);
    return change;
}

static vmimage_status carry_out(const struct change *change, int turn)
{
    char id[VMIMAGE_UUID_SIZE], name[40];

    switch (change->kind) {
    case 'a':
        return vmimage_keep_add(registry, folder_name("in/a.ova"), change->name, NULL, id, NULL);
    case 'r':
        return vmimage_keep_replace(registry, change->name, folder_name(turn % 2 == 0 ? "in/a.ova" : "in/b.ova"), NULL);
    case 'n':
        (void)snprintf(name, sizeof(name), "named %d", turn);
        return vmimage_keep_rename(registry, change->name, name, NULL);
    default:
        return vmimage_keep_remove(registry, change->name, NULL);
    }
}

/* Whether the list is that of before, but for the one item; *same says whether that is so for it, too. */
static void compare(const struct state *old, const struct state *now, const struct change *change, int turn, bool *same)
{
    char name[40];
    size_t before = find(old, change->name), after = find(now, change->name);

    *same = false;
    for (size_t i = 0; i < old->count; i++) {
        if (i != before) {
            size_t n = find(now, old->items[i].name);

            ck_assert_msg(n < now->count && memcmp(&old->items[i], &now->items[n], sizeof(old->items[0])) == 0, "%s",
                          old->items[i].name);
        }
    }
    if (change->kind == 'n') {
        (void)snprintf(name, sizeof(name), "named %d", turn);
        *same = after < now->count;
        after = *same ? after : find(now, name);
        ck_assert_uint_lt(after, now->count);
        ck_assert_str_eq(now->items[after].id, old->items[before].id);
        ck_assert_str_eq(now->items[after].content, old->items[before].content);
    } else if (change->kind == 'r') {
        ck_assert_uint_lt(after, now->count);
        ck_assert_str_eq(now->items[after].id, old->items[before].id);
        *same = memcmp(&now->items[after], &old->items[before], sizeof(old->items[0])) == 0;
        ck_assert(*same ||
                  strtoul(now->items[after].content, NULL, 10) == strtoul(old->items[before].content, NULL, 10) + 1);
    } else {
        *same = (before < old->count) == (after < now->count);
    }
    ck_assert_uint_eq(now->count, *same || change->kind == 'n' || change->kind == 'r'
                                      ? old->count
                                      : old->count + (change->kind == 'a' ? 1 : (size_t)-1));
}

/* That nothing but the library is in the folder: lib.json, the list, and for each item a folder with three files. */
static void check_clean(size_t items)
{
    char command[256];

    (void)snprintf(
        command, sizeof(command),
        "cd %s/lib && test $(find . | wc -l) -eq %zu && test $(find . -mindepth 1 -maxdepth 1 | wc -l) -eq %zu",
        folder_path, 3 + items * 4, 2 + items);
    if (system(command) != 0) {
        (void)snprintf(command, sizeof(command), "find %s/lib", folder_path);
        (void)!system(command);
        ck_abort_msg("something was left behind; there are %zu items", items);
    }
}

static long microseconds(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool kill_one(const struct change *change, int turn, long delay)
{
    int status = 0;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(carry_out(change, turn) == VMIMAGE_OK ? 0 : 1);
    (void)usleep((useconds_t)delay);
    (void)kill(child, SIGKILL);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFSIGNALED(status) || WEXITSTATUS(status) == 0, "the change %c fails", change->kind);
    return WIFSIGNALED(status);
}

START_TEST(writers_that_die)
{
    long took = 0;
    int killed = 0, old_ones = 0, new_ones = 0;
    unsigned seed = (unsigned)time(NULL);

    srand(seed);
    folder_make();
    folder_dir("in");
    folder_ova("in/a.ova", "A", "a.vmdk", 150000);
    folder_ova("in/b.ova", "B", "b.vmdk", 200000);
    ck_assert_int_eq(vmimage_keep_init(NULL, folder_name("lib"), "golden", NULL, &registry, NULL), VMIMAGE_OK);
    for (int turn = 0; killed < KILLS; turn++) {
        struct state old, now;
        struct change change;
        char text[32];
        bool same;

        read_state(&old);
        change = choose(&old, turn);
        if (turn < 5) { /* how long a change takes */
            long begin = microseconds();

            ck_assert_int_eq(carry_out(&change, turn), VMIMAGE_OK);
            took = microseconds() - begin > took ? microseconds() - begin : took;
            continue;
        }
        killed += kill_one(&change, turn, rand() % (took + took / 8 + 200));
        read_state(&now);
        compare(&old, &now, &change, turn, &same);
        old_ones += same;
        new_ones += !same;
        ck_assert(now.version == old.version || (!same && now.version == old.version + 1));
        (void)snprintf(text, sizeof(text), "turn %d", turn);
        ck_assert_int_eq(vmimage_keep_describe(registry, NULL, text, NULL), VMIMAGE_OK);
        old = now;
        read_state(&now);
        /* The library moved by one for the change, if it was made, and by one for the description. */
        check_clean(now.count);
        ck_assert_int_eq(memcmp(old.items, now.items, sizeof(now.items)), 0);
        ck_assert_uint_ge(now.version, old.version + 1);
        ck_assert_uint_le(now.version, old.version + 2);
    }
    (void)printf("seed %u: %d killed, %d times the old library, %d times the new one; a change takes %ld us\n", seed,
                 killed, old_ones, new_ones, took);
    vmimage_registry_unref(registry);
    folder_remove();
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_set_timeout(tcase, 110);
    tcase_add_test(tcase, writers_that_die);
}

UNIT_MAIN("keep killed", cases)
