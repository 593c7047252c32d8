/*
 * SPDX-License-Identifier: Apache-2.0
 * Libraries that are kept: counters, files and identities after every kind of change, and that a change which fails leaves
 * everything as it was. Writers that die are in keep_kill_test.c.
 */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <vmimage/vmimage.h>

#include "folder.h"
#include "format/json.h"

#define NOBODY 65534

static vmimage_registry *registry;
static vmimage_error *error;
static char id[VMIMAGE_UUID_SIZE];

#define ok(call) ck_assert_msg((call) == VMIMAGE_OK, "%s: %s", #call, vmimage_error_message(error))
#define fails(call, wanted, text)                                                                                      \
    do {                                                                                                               \
        vmimage_status status_ = (call);                                                                               \
        ck_assert_msg(status_ == (wanted), "%s: %s: %s", #call, vmimage_status_name(status_),                          \
                      vmimage_error_message(error));                                                                   \
        ck_assert_msg(strstr(vmimage_error_message(error), (text)) != NULL, "%s", vmimage_error_message(error));       \
        error = vmimage_error_unref(error);                                                                            \
    } while (0)

static void start(void)
{
    folder_make();
    folder_dir("in");
    folder_text("in/web.ovf", ovf_text("Web", "web.vmdk", 4));
    folder_text("in/web.vmdk", "disk");
    folder_text("in/web.mf", "SHA1(web.vmdk)= a07bdcbcbb025d14688be45f90b3b7128d4f9170\n");
    folder_ova("in/box.ova", "Box", "box.vmdk", 1000);
    folder_iso("in/setup.iso", "SETUP_DISC");
    ok(vmimage_keep_init(NULL, folder_name("lib"), "golden", "the good ones", &registry, &error));
}

static void stop(void)
{
    registry = vmimage_registry_unref(registry);
    error = vmimage_error_unref(error);
    folder_remove();
}

/* ---- what is on disk ---- */

static char *read_file(const char *name)
{
    FILE *file = fopen(folder_name(name), "rb");
    char *text = calloc(1, 1 << 20);

    ck_assert_msg(file != NULL, "%s", name);
    (void)!fread(text, 1, (1 << 20) - 1, file);
    (void)fclose(file);
    return text;
}

static struct vm_json_doc *read_json(const char *name)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);
    struct vm_json_doc *doc = NULL;
    char *text = read_file(name);

    ok(vmimage__json_parse(text, strlen(text), &limits, name, &doc, &error));
    free(text);
    return doc;
}

static void check_library(const char *file, const char *key, const char *wanted)
{
    struct vm_json_doc *doc = read_json(file);
    const char *text = vmimage__json_get_string(vmimage__json_root(doc), key);

    ck_assert_msg(text != NULL && strcmp(text, wanted) == 0, "%s is %s instead of %s", key, text, wanted);
    vmimage__json_free(doc);
}

static const struct vm_json *item_called(const struct vm_json_doc *list, const char *name)
{
    const struct vm_json *item = vmimage__json_first(vmimage__json_get(vmimage__json_root(list), "items"));

    while (item != NULL && strcmp(vmimage__json_get_string(item, "name"), name) != 0)
        item = vmimage__json_next(item);
    return item;
}

static void check_text(const struct vm_json *json, const char *key, const char *wanted)
{
    const char *text = vmimage__json_get_string(json, key);

    ck_assert_msg(text != NULL && strcmp(text, wanted) == 0, "%s is %s instead of %s", key, text, wanted);
}

/* The counters of the library and of an item, and that item.json says what the list says. */
static void check_counters(const char *library, const char *name, const char *version, const char *content)
{
    struct vm_json_doc *lib = read_json("lib/lib.json"), *list = read_json("lib/items.json"), *own;
    const struct vm_json *item;

    check_text(vmimage__json_root(lib), "version", library);
    check_text(vmimage__json_root(lib), "contentVersion", "1");
    if (name != NULL) {
        char path[256];

        item = item_called(list, name);
        ck_assert_msg(item != NULL, "%s", name);
        check_text(item, "version", version);
        check_text(item, "contentVersion", content);
        (void)snprintf(path, sizeof(path), "lib/%s", vmimage__json_get_string(item, "selfHref"));
        own = read_json(path);
        ck_assert(vmimage__json_equal(item, vmimage__json_root(own)));
        vmimage__json_free(own);
    }
    vmimage__json_free(lib);
    vmimage__json_free(list);
}

static bool is_there(const char *name)
{
    return access(folder_name(name), F_OK) == 0;
}

/* Everything in the tree but times, which a lock file that came and went changes. */
static char *listing(void)
{
    static char command[256];
    char *text = calloc(1, 1 << 16);
    FILE *pipe;

    (void)snprintf(command, sizeof(command), "cd %s && find lib -type f -exec cksum {} + | sort; find %s/lib | sort",
                   folder_path, folder_path);
    pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    (void)!fread(text, 1, (1 << 16) - 1, pipe);
    (void)pclose(pipe);
    return text;
}

static void check_unchanged(char *before)
{
    char *after = listing();

    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}

static void add(const char *file, const char *name)
{
    ok(vmimage_keep_add(registry, folder_name(file), name, NULL, id, &error));
}

/* ---- making a library ---- */

START_TEST(new_library)
{
    struct vm_json_doc *doc = read_json("lib/lib.json");
    const struct vm_json *lib = vmimage__json_root(doc);
    const char *created = vmimage__json_get_string(lib, "created");

    check_text(lib, "vcspVersion", "2");
    check_text(lib, "version", "1");
    check_text(lib, "contentVersion", "1");
    check_text(lib, "name", "golden");
    check_text(lib, "description", "the good ones");
    check_text(lib, "itemsHref", "items.json");
    ck_assert_ptr_nonnull(vmimage__json_get(vmimage__json_get(lib, "capabilities"), "transferIn"));
    ck_assert_int_eq(strncmp(vmimage__json_get_string(lib, "id"), "urn:uuid:", 9), 0);
    ck_assert_uint_eq(strlen(vmimage__json_get_string(lib, "id")), 9 + 36);
    ck_assert_msg(strlen(created) == 17 && created[10] == 'T' && created[16] == 'Z', "%s", created);
    vmimage__json_free(doc);
    ck_assert(!is_there("lib/.vmimage-lock"));
    ck_assert_uint_ne(vmimage_registry_capabilities(registry) & VMIMAGE_CAPABILITY_KEEP, 0);
}
END_TEST

START_TEST(no_library)
{
    vmimage_registry *other = NULL;
    char long_name[100] = "", *before = listing();

    fails(vmimage_keep_init(NULL, folder_name("lib"), "x", NULL, &other, &error), VMIMAGE_E_EXISTS,
          "is a library already");
    check_unchanged(before);
    fails(vmimage_keep_init(NULL, folder_name("in"), "x", NULL, &other, &error), VMIMAGE_E_EXISTS,
          "is not empty (\"box.ova\")");
    ck_assert(!is_there("in/lib.json") && !is_there("in/.vmimage-lock"));
    fails(vmimage_keep_init(NULL, folder_name("a/b"), NULL, NULL, &other, &error), VMIMAGE_E_NOT_FOUND, "a/b");
    fails(vmimage_keep_init(NULL, folder_name("in/web.ovf"), NULL, NULL, &other, &error), VMIMAGE_E_INVALID,
          "is a file");
    memset(long_name, 'x', 81);
    fails(vmimage_keep_init(NULL, folder_name("new"), long_name, NULL, &other, &error), VMIMAGE_E_INVALID,
          "81 characters");
    ck_assert(!is_there("new"));
    fails(vmimage_keep_init(NULL, "https://example/lib.json", NULL, NULL, &other, &error), VMIMAGE_E_UNSUPPORTED,
          "http");
    ok(vmimage_keep_init(NULL, folder_name("new"), NULL, NULL, &other, &error));
    vmimage_registry_unref(other);
    check_library("new/lib.json", "name", "new");
}
END_TEST

/* ---- items ---- */

START_TEST(add_an_ovf)
{
    struct vm_json_doc *list;
    const struct vm_json *item, *file;
    vmimage_item *read = NULL;
    vmimage_image *image = NULL;
    struct stat st;
    char vmi[VMIMAGE_ID_SIZE], *text;

    ok(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, "a server", id, &error));
    check_counters("2", "web", "2", "2");
    list = read_json("lib/items.json");
    item = item_called(list, "web");
    check_text(item, "type", "vcsp.ovf");
    check_text(item, "description", "a server");
    check_text(item, "selfHref", "web/item.json");
    ck_assert_str_eq(vmimage__json_get_string(item, "id") + 9, id);
    ck_assert_int_eq(vmimage__json_type(vmimage__json_get(item, "properties")), VM_JSON_OBJECT);
    text = read_file("lib/items.json");
    ck_assert_ptr_nonnull(strstr(text, "type-metadata"));
    ck_assert_ptr_nonnull(strstr(text, "\\\"isVappTemplate\\\":\\\"false\\\""));
    free(text);
    file = vmimage__json_first(vmimage__json_get(item, "files"));
    ck_assert_uint_eq(vmimage__json_count(vmimage__json_get(item, "files")), 3);
    for (const struct vm_json *f = file; f != NULL; f = vmimage__json_next(f)) {
        int64_t generation = 0;

        check_text(f, "etag", "1700000000"); /* all are as old as the newest file, which decides */
        ck_assert(vmimage__json_int(vmimage__json_get(f, "generationNum"), &generation) && generation == 1700000000);
    }
    ck_assert_str_eq(vmimage__json_string(vmimage__json_first(vmimage__json_get(file, "hrefs"))), "web/web.ovf");
    vmimage__json_free(list);
    ck_assert_int_eq(stat(folder_name("lib/web/web.vmdk"), &st), 0);
    ck_assert_int_eq(st.st_mtime, 1700000000);
    text = read_file("lib/web/web.vmdk");
    ck_assert_str_eq(text, "disk");
    free(text);
    ok(vmimage_registry_get_item(registry, NULL, id, &read, &error));
    ck_assert_str_eq(vmimage_item_content_version(read), "2");
    ck_assert_int_eq(vmimage_item_is_ready(read), 1);
    ck_assert_uint_eq(vmimage_item_file_count(read), 3);
    vmimage_item_unref(read);
    ok(vmimage_id_from_uuid(id, vmi, &error));
    ok(vmimage_registry_get_image(registry, NULL, vmi, &image, &error));
    ck_assert_str_eq(vmimage_image_display_name(image), "web");
    vmimage_image_unref(image);
    ck_assert_uint_eq(vmimage_keep_bytes_done(registry), vmimage_keep_bytes_total(registry));
    ck_assert_uint_gt(vmimage_keep_bytes_total(registry), 4);
}
END_TEST

START_TEST(add_an_ova_and_a_disc)
{
    char command[512];

    add("in/box.ova", NULL);
    add("in/setup.iso", "setup disc");
    check_counters("3", "setup disc", "2", "2");
    check_counters("3", "box", "2", "2");
    ck_assert(is_there("lib/setup-disc/setup.iso"));
    (void)snprintf(command, sizeof(command),
                   "cd %s && mkdir out && tar -x -C out -f in/box.ova && rm lib/box/item.json && diff -r out lib/box",
                   folder_path);
    ck_assert_int_eq(system(command), 0);
}
END_TEST

/* Names that an URL can't hold as they are, and hrefs that are encoded already. */
START_TEST(encoded_names)
{
    vmimage_item *item = NULL;
    char *text;

    folder_dir("in/x");
    folder_text("in/x/a b.ovf", ovf_text("A", "100%25 d\303\244ta.vmdk", 3));
    folder_text("in/x/100% d\303\244ta.vmdk", "123");
    add("in/x/a b.ovf", "\303\244 b/c");
    text = read_file("lib/items.json");
    ck_assert_msg(strstr(text, "\"b-c/a%20b.ovf\"") != NULL, "%s", text);
    ck_assert_msg(strstr(text, "\"b-c/100%25%20d%C3%A4ta.vmdk\"") != NULL, "%s", text);
    free(text);
    ok(vmimage_registry_get_item(registry, NULL, id, &item, &error));
    ck_assert_int_eq(vmimage_item_is_ready(item), 1);
    ck_assert_str_eq(vmimage_item_display_name(item), "\303\244 b/c");
    vmimage_item_unref(item);
    ok(vmimage_keep_remove(registry, id, &error));
    ck_assert(!is_there("lib/b-c"));
}
END_TEST

START_TEST(replace_content)
{
    char before[VMIMAGE_UUID_SIZE];
    struct vm_json_doc *list;
    const struct vm_json *item;
    char created[32];

    add("in/web.ovf", NULL);
    memcpy(before, id, sizeof(id));
    list = read_json("lib/items.json");
    (void)snprintf(created, sizeof(created), "%s", vmimage__json_get_string(item_called(list, "web"), "created"));
    vmimage__json_free(list);
    folder_text("in/web.vmdk", "more");
    fails(vmimage_keep_replace(registry, "web", folder_name("in/web.ovf"), &error), VMIMAGE_E_INTEGRITY, "web.mf says");
    check_counters("2", "web", "2", "2");
    folder_text("in/web.mf", "SHA1(web.vmdk)= e7c95b4c28243c79cd41d964c2c889a4d29d25da\n");
    ok(vmimage_keep_replace(registry, "web", folder_name("in/web.ovf"), &error));
    check_counters("3", "web", "3", "3");
    ok(vmimage_keep_replace(registry, id, folder_name("in/box.ova"), &error));
    check_counters("4", "web", "4", "4");
    list = read_json("lib/items.json");
    item = item_called(list, "web");
    ck_assert_str_eq(vmimage__json_get_string(item, "id") + 9, before);
    check_text(item, "created", created);
    /* The files are no newer than those before: the generation still moves. */
    check_text(vmimage__json_first(vmimage__json_get(item, "files")), "etag", "1700000002");
    vmimage__json_free(list);
    ck_assert(is_there("lib/web/box.vmdk") && !is_there("lib/web/web.ovf") && !is_there("lib/web-2"));
    fails(vmimage_keep_replace(registry, "web", folder_name("in/setup.iso"), &error), VMIMAGE_E_INVALID, "vcsp.iso");
    fails(vmimage_keep_replace(registry, "none", folder_name("in/web.ovf"), &error), VMIMAGE_E_NOT_FOUND, "none");
    check_counters("4", "web", "4", "4");
}
END_TEST

START_TEST(rename_describe_remove)
{
    char clitem[VMIMAGE_ITEM_NAME_SIZE], *before;

    add("in/web.ovf", NULL);
    ok(vmimage_keep_rename(registry, "web", "server", &error));
    check_counters("3", "server", "3", "2");
    ck_assert(is_there("lib/web/web.ovf"));
    ok(vmimage_keep_describe(registry, id, "two\nlines", &error));
    check_counters("4", "server", "4", "2");
    before = listing();
    ok(vmimage_keep_rename(registry, "server", "server", &error));
    ok(vmimage_keep_describe(registry, "server", "two\nlines", &error));
    check_unchanged(before);
    ok(vmimage_keep_rename(registry, NULL, "silver", &error));
    ok(vmimage_keep_describe(registry, NULL, "", &error));
    check_counters("6", "server", "4", "2");
    check_library("lib/lib.json", "name", "silver");
    ok(vmimage_item_name_from_uuid(id, clitem, &error));
    ok(vmimage_keep_remove(registry, clitem, &error));
    check_counters("7", NULL, NULL, NULL);
    ck_assert(!is_there("lib/web"));
    fails(vmimage_keep_remove(registry, id, &error), VMIMAGE_E_NOT_FOUND, id);
    check_counters("7", NULL, NULL, NULL);
}
END_TEST

START_TEST(names)
{
    char name[400] = "", *before;

    add("in/web.ovf", NULL);
    add("in/setup.iso", NULL);
    before = listing();
    fails(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error), VMIMAGE_E_EXISTS, "web");
    fails(vmimage_keep_rename(registry, "setup", "web", &error), VMIMAGE_E_EXISTS, "web");
    fails(vmimage_keep_rename(registry, "setup", "", &error), VMIMAGE_E_INVALID, "empty");
    fails(vmimage_keep_rename(registry, "setup", "a\nb", &error), VMIMAGE_E_INVALID, "control");
    fails(vmimage_keep_rename(registry, "setup", "a\377", &error), VMIMAGE_E_INVALID, "UTF-8");
    fails(vmimage_keep_describe(registry, "setup", "a\033b", &error), VMIMAGE_E_INVALID, "control");
    check_unchanged(before);
    for (int i = 0; i < 80; i++)
        memcpy(name + strlen(name), "\303\244", 3);
    ok(vmimage_keep_rename(registry, "setup", name, &error)); /* 80 characters, 160 bytes */
    memcpy(name + strlen(name), "x", 2);
    fails(vmimage_keep_rename(registry, "web", name, &error), VMIMAGE_E_INVALID, "81 characters");
}
END_TEST

/* ---- what is refused ---- */

START_TEST(bad_files)
{
    static struct tarfile tar;
    const char *text = ovf_text("Sub", NULL, 0);
    char *before = listing();

    folder_text("in/out.ovf", ovf_text("Out", "../lib/lib.json", 0));
    folder_text("in/sub.ovf", ovf_text("Sub", "sub/disk.vmdk", 0));
    folder_dir("in/sub");
    folder_text("in/sub/disk.vmdk", "x");
    folder_text("in/missing.ovf", ovf_text("Missing", "none.vmdk", 0));
    folder_text("in/size.ovf", ovf_text("Size", "web.vmdk", 5));
    folder_text("in/disk.vmdk", "KDMV");
    folder_text("in/text.ovf", "no XML");
    tar_member(&tar, "../up.ovf", '0', text, strlen(text));
    tar_end(&tar);
    folder_bytes("in/up.ova", tar.bytes, tar.length);
    fails(vmimage_keep_add(registry, folder_name("in/out.ovf"), NULL, NULL, id, &error), VMIMAGE_E_INVALID, "\"..\"");
    fails(vmimage_keep_add(registry, folder_name("in/up.ova"), NULL, NULL, id, &error), VMIMAGE_E_INVALID, "\"..\"");
    fails(vmimage_keep_add(registry, folder_name("in/sub.ovf"), NULL, NULL, id, &error), VMIMAGE_E_UNSUPPORTED,
          "sub-folder");
    fails(vmimage_keep_add(registry, folder_name("in/missing.ovf"), NULL, NULL, id, &error), VMIMAGE_E_NOT_FOUND,
          "none.vmdk");
    fails(vmimage_keep_add(registry, folder_name("in/size.ovf"), NULL, NULL, id, &error), VMIMAGE_E_INTEGRITY,
          "web.vmdk");
    fails(vmimage_keep_add(registry, folder_name("in/none.ovf"), NULL, NULL, id, &error), VMIMAGE_E_NOT_FOUND,
          "none.ovf");
    ck_assert_int_lt(vmimage_keep_add(registry, folder_name("in/disk.vmdk"), NULL, NULL, id, &error), 0);
    error = vmimage_error_unref(error);
    ck_assert_int_lt(vmimage_keep_add(registry, folder_name("in/text.ovf"), NULL, NULL, id, &error), 0);
    error = vmimage_error_unref(error);
    check_unchanged(before);
}
END_TEST

START_TEST(plain_folders_are_never_written_to)
{
    vmimage_registry *plain = NULL;
    char *before, *after;

    ok(vmimage_registry_open(NULL, folder_name("in"), NULL, &plain, &error));
    before = folder_state();
    fails(vmimage_keep_add(plain, folder_name("in/web.ovf"), "x", NULL, id, &error), VMIMAGE_E_UNSUPPORTED, "init");
    fails(vmimage_keep_remove(plain, "web", &error), VMIMAGE_E_UNSUPPORTED, "lib.json");
    after = folder_state();
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    vmimage_registry_unref(plain);
}
END_TEST

/* A library of another publisher: nothing of theirs is lost, files that items share stay, no href leads out. */
START_TEST(libraries_of_others)
{
    char *text;

    folder_dir("lib/discs");
    folder_iso("lib/discs/one.iso", "ONE");
    folder_iso("lib/discs/two.iso", "TWO");
    folder_text("precious", "x");
    folder_text("lib/lib.json", "{\"vcspVersion\":2,\"version\":9,\"name\":\"n\",\"theirs\":[1,2.50],\"id\":"
                                "\"urn:uuid:3fdf2a9c-0c3e-4b13-9d19-5f1f0f5b7c11\",\"itemsHref\":\"list.json\"}");
    folder_text(
        "lib/list.json",
        "{\"theirs\":true,\"items\":[{\"name\":\"one\",\"type\":\"vcsp.iso\",\"version\":\"4\",\"extra\":{\"a\":1},"
        "\"id\":\"urn:uuid:6a4c41d7-67f8-47de-a9b5-a9d3b4ec0f88\",\"files\":[{\"name\":\"one.iso\",\"size\":36864,"
        "\"etag\":\"abc\",\"hrefs\":[\"discs/one.iso\"]},{\"name\":\"two.iso\",\"size\":36864,\"hrefs\":[\"discs/"
        "two.iso\"]},"
        "{\"name\":\"precious\",\"hrefs\":[\"../precious\"]},{\"name\":\"lib.json\",\"hrefs\":[\"lib.json\"]}]},"
        "{\"name\":\"two\",\"type\":\"vcsp.iso\",\"version\":\"7\",\"id\":\"urn:uuid:e1968c25-dd84-4506-8dc7-"
        "9beacb6b688e\","
        "\"files\":[{\"name\":\"two.iso\",\"size\":36864,\"hrefs\":[\"discs/%74wo.iso\"]}]}]}");
    ok(vmimage_keep_rename(registry, "two", "second", &error));
    text = read_file("lib/list.json");
    /* The content version was the version: it stays, and is now written down. */
    ck_assert_msg(strstr(text, "\"contentVersion\":\"7\"") != NULL && strstr(text, "\"version\":\"8\"") != NULL, "%s",
                  text);
    ck_assert_msg(strstr(text, "\"theirs\":true") != NULL && strstr(text, "\"extra\":{\"a\":1}") != NULL, "%s", text);
    free(text);
    text = read_file("lib/lib.json");
    ck_assert_msg(strstr(text, "[1,2.50]") != NULL && strstr(text, "\"version\":\"10\"") != NULL, "%s", text);
    free(text);
    ok(vmimage_keep_remove(registry, "one", &error));
    ck_assert(!is_there("lib/discs/one.iso") && is_there("lib/discs/two.iso") && is_there("precious") &&
              is_there("lib/lib.json"));
}
END_TEST

START_TEST(damaged_libraries)
{
    char *before;

    add("in/web.ovf", NULL);
    folder_text("lib/items.json", "{\"items\":[");
    before = listing();
    fails(vmimage_keep_remove(registry, "web", &error), VMIMAGE_E_PARSE, "items.json");
    check_unchanged(before);
    folder_text("lib/items.json", "{\"items\":{}}");
    fails(vmimage_keep_remove(registry, "web", &error), VMIMAGE_E_PARSE, "damaged");
    folder_text("lib/items.json", "{\"items\":[]}");
    folder_text("lib/lib.json",
                "{\"vcspVersion\":\"2\",\"version\":\"seven\",\"name\":\"n\",\"itemsHref\":\"items.json\"}");
    fails(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error), VMIMAGE_E_PARSE, "\"seven\"");
    folder_text("lib/lib.json",
                "{\"vcspVersion\":\"1\",\"version\":\"7\",\"name\":\"n\",\"itemsHref\":\"items.json\"}");
    fails(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error), VMIMAGE_E_UNSUPPORTED,
          "version 2");
}
END_TEST

/* ---- other writers, disks, rights ---- */

static int hold(const char *text)
{
    int fd = open(folder_name("lib/.vmimage-lock"), O_RDWR | O_CREAT, 0644);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    return fd;
}

START_TEST(two_writers)
{
    int fd = hold("{\"pid\":4711,\"paths\":[]}");
    pid_t child;

    ok(vmimage_registry_set_deadline(registry, 200, &error));
    ck_assert_int_eq(vmimage_keep_remove(registry, "web", &error), VMIMAGE_E_BUSY);
    ck_assert_int_eq(vmimage_error_retry_after_ms(error), 1000);
    fails(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error), VMIMAGE_E_BUSY,
          "process 4711");
    ok(vmimage_registry_set_deadline(registry, 0, &error));
    child = fork();
    if (child == 0) {
        (void)usleep(200000);
        _exit(0); /* the lock is given back with its last holder */
    }
    (void)close(fd);
    add("in/web.ovf", NULL);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    check_counters("2", "web", "2", "2");
    ck_assert(!is_there("lib/.vmimage-lock"));
}
END_TEST

/* Many writers at the same time: every change is made, none twice. */
START_TEST(many_writers)
{
    int status, failed = 0;

    for (int i = 0; i < 4; i++) {
        if (fork() != 0)
            continue;
        for (int n = 0; n < 5; n++) {
            char name[32];

            (void)snprintf(name, sizeof(name), "item %d %d", i, n);
            if (vmimage_keep_add(registry, folder_name("in/web.ovf"), name, NULL, id, NULL) != VMIMAGE_OK)
                _exit(1);
        }
        _exit(0);
    }
    while (wait(&status) > 0)
        failed += status != 0;
    ck_assert_int_eq(failed, 0);
    check_counters("21", "item 3 4", "2", "2");
}
END_TEST

START_TEST(interrupted)
{
    char *before = listing();

    vmimage_registry_interrupt(registry);
    fails(vmimage_keep_add(registry, folder_name("in/web.ovf"), NULL, NULL, id, &error), VMIMAGE_E_CANCELLED,
          "interrupted");
    ok(vmimage_registry_set_deadline(registry, 1, &error));
    (void)usleep(2000);
    ck_assert_int_lt(vmimage_keep_add(registry, folder_name("in/box.ova"), NULL, NULL, id, &error), 0);
    error = vmimage_error_unref(error);
    check_unchanged(before);
}
END_TEST

/* Each file limited to so many bytes, from none to more than any has: the library is the old one until all of it fits. */
START_TEST(no_space_left)
{
    struct rlimit old, limit;

    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
    add("in/setup.iso", NULL);
    for (unsigned bytes = 0; bytes <= 2000; bytes += 100) {
        char *before = listing();
        vmimage_status status;

        limit = (struct rlimit){.rlim_cur = bytes, .rlim_max = old.rlim_max};
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
        status = vmimage_keep_add(registry, folder_name("in/box.ova"), NULL, NULL, id, &error);
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
        if (status == VMIMAGE_OK) {
            ck_assert_uint_gt(bytes, 1000);
            free(before);
            check_counters("3", "box", "2", "2");
            return;
        }
        ck_assert_msg(status == VMIMAGE_E_IO, "%u: %s", bytes, vmimage_error_message(error));
        error = vmimage_error_unref(error);
        check_unchanged(before);
    }
    ck_abort_msg("never fits");
}
END_TEST

START_TEST(full_disk)
{
    vmimage_registry *small = NULL;
    char *before;

    folder_dir("small");
    if (mount("tmpfs", folder_name("small"), "tmpfs", 0, "size=64k") != 0)
        return; /* not allowed here; the test above limits the size of files */
    ok(vmimage_keep_init(NULL, folder_name("small/lib"), NULL, NULL, &small, &error));
    ok(vmimage_keep_add(small, folder_name("in/web.ovf"), NULL, NULL, id, &error));
    (void)rename(folder_name("lib"), folder_name("away"));
    ck_assert_int_eq(symlink(folder_name("small/lib"), folder_name("lib")), 0);
    before = listing();
    fails(vmimage_keep_add(small, folder_name("in/setup.iso"), NULL, NULL, id, &error), VMIMAGE_E_IO, "no space left");
    check_unchanged(before);
    vmimage_registry_unref(small);
    ck_assert_int_eq(umount(folder_name("small")), 0);
}
END_TEST

START_TEST(read_only_folder)
{
    bool root = geteuid() == 0;
    char *before;
    vmimage_status status;

    add("in/web.ovf", NULL);
    ck_assert_int_eq(chmod(folder_path, 0755), 0);
    ck_assert_int_eq(chmod(folder_name("lib"), 0555), 0);
    before = listing();
    if (root)
        ck_assert_int_eq(seteuid(NOBODY), 0);
    status = vmimage_keep_remove(registry, "web", &error);
    if (root)
        ck_assert_int_eq(seteuid(0), 0);
    fails(status, VMIMAGE_E_FORBIDDEN, "permission denied");
    check_unchanged(before);
    ck_assert_int_eq(chmod(folder_name("lib"), 0755), 0);
}
END_TEST

/* ---- what dead writers leave ---- */

static void leave(const char *note)
{
    (void)close(hold(note));
}

START_TEST(left_overs_before_the_change)
{
    add("in/web.ovf", NULL);
    folder_dir("lib/.vmimage-new");
    folder_text("lib/.vmimage-new/half.vmdk", "x");
    folder_dir("lib/next");
    folder_text("lib/next/next.ovf", "x");
    folder_text("lib/.vmimage-items", "{");
    folder_text("lib/.vmimage-lib", "{");
    folder_text("lib/web/item.json", "{}");
    leave("{\"pid\":1,\"item\":\"web/item.json\",\"paths\":[\"next/next.ovf\",\"web/"
          "web.ovf\",\"lib.json\",\"items.json\"]}");
    ok(vmimage_keep_describe(registry, NULL, "again", &error));
    check_counters("3", "web", "2", "2");
    ck_assert(!is_there("lib/.vmimage-new") && !is_there("lib/next") && !is_there("lib/.vmimage-items"));
    ck_assert(!is_there("lib/.vmimage-lib") && !is_there("lib/.vmimage-lock"));
    ck_assert(is_there("lib/web/web.ovf")); /* the list names it: it is no left-over */
}
END_TEST

START_TEST(left_overs_after_the_list)
{
    char *text;

    add("in/web.ovf", NULL);
    text = read_file("lib/lib.json");
    memcpy(strstr(text, "\"version\":\"2\""), "\"version\":\"3\"", 13);
    folder_text("lib/.vmimage-lib", text);
    free(text);
    leave("{\"pid\":1,\"paths\":[]}");
    ok(vmimage_keep_describe(registry, NULL, "again", &error));
    check_counters("4", "web", "2", "2");
    leave("{\"pid\":"); /* it died before it had begun */
    ok(vmimage_keep_describe(registry, NULL, "and again", &error));
    check_counters("5", "web", "2", "2");
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, new_library);
    tcase_add_test(tcase, no_library);
    tcase_add_test(tcase, add_an_ovf);
    tcase_add_test(tcase, add_an_ova_and_a_disc);
    tcase_add_test(tcase, encoded_names);
    tcase_add_test(tcase, replace_content);
    tcase_add_test(tcase, rename_describe_remove);
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, bad_files);
    tcase_add_test(tcase, plain_folders_are_never_written_to);
    tcase_add_test(tcase, libraries_of_others);
    tcase_add_test(tcase, damaged_libraries);
    tcase_add_test(tcase, two_writers);
    tcase_add_test(tcase, many_writers);
    tcase_add_test(tcase, interrupted);
    tcase_add_test(tcase, no_space_left);
    tcase_add_test(tcase, full_disk);
    tcase_add_test(tcase, read_only_folder);
    tcase_add_test(tcase, left_overs_before_the_change);
    tcase_add_test(tcase, left_overs_after_the_list);
}

UNIT_MAIN("keep", cases)
