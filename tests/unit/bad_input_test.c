/*
 * SPDX-License-Identifier: Apache-2.0
 * Bad input of every kind in one folder: each gets an error of its own that names the file and the place, a good item
 * beside them is seen, and nothing is written.
 */
#include "unit.h"

#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <vmimage/vmimage.h>

#include "folder.h"

#define HEAD                                                                                                           \
    "<?xml version=\"1.0\"?>\n<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" "                             \
    "xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\">\n"

static const char bomb[] =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
    "\"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n"
    "<Envelope><References/>\n<VirtualSystem id=\"v\"><Name>&c;</Name></VirtualSystem></Envelope>";

/* One broken file: what is in it, and a part of the error. */
static const struct {
    const char *name, *text;
    size_t length; /* 0: of the text */
    const char *trouble;
} files[] = {
    {"broken.ovf", HEAD "<References>\n</Envelope>\n", 0, "broken.ovf:4: "},
    {"truncated.ovf", HEAD "<References>\n<File ovf:id=\"a", 0, "truncated.ovf:4: "},
    {"no-end.ovf", HEAD "<References/>\n", 0, "no-end.ovf:4: "},
    {"bomb.ovf", bomb, 0, "bomb.ovf:4: "},
    {"utf8.ovf", HEAD "<References/>\n<VirtualSystem ovf:id=\"v\"><Name>\xFF\xFE</Name>", 0, "utf8.ovf:4: "},
    {"nul.ovf", HEAD "<References/>\n<VirtualSystem ovf:id=\"v\"><Name>a\0b</Name></VirtualSystem></Envelope>",
     sizeof(HEAD "<References/>\n<VirtualSystem ovf:id=\"v\"><Name>a\0b</Name></VirtualSystem></Envelope>") - 1,
     "nul.ovf:4: "},
    {"refused.ovf",
     HEAD "<DiskSection/><VirtualSystem ovf:id=\"v\">\n<ProductSection>\n"
          "<Property ovf:key=\"a\" ovf:type=\"uint8\" ovf:value=\"many\"/></ProductSection></VirtualSystem></Envelope>",
     0, "refused.ovf:5: failed to parse prop=\"a\", type=int, value=many"},
    {"text.ovf", "this is no XML", 0, "text.ovf: is no OVF descriptor"},
    {"empty.ovf", "", 0, "empty.ovf: is empty"},
    {"empty.ova", "", 0, "empty.ova: is empty"},
    {"empty.iso", "", 0, "empty.iso: is empty"},
    {"dots.ovf",
     HEAD "<References><File ovf:id=\"f\" ovf:href=\"../x\"/></References>\n<VirtualSystem ovf:id=\"v\"/></Envelope>",
     0, "dots.ovf:3: the href \"../x\" has \"..\" in it"},
    {"slash.ovf",
     HEAD
     "<References><File ovf:id=\"f\" ovf:href=\"/etc/passwd\"/></References>\n<VirtualSystem ovf:id=\"v\"/></Envelope>",
     0, "slash.ovf:3: the href \"/etc/passwd\" is absolute"},
    {"control.ovf",
     HEAD
     "<References><File ovf:id=\"f\" ovf:href=\"a&#10;b\"/></References>\n<VirtualSystem ovf:id=\"v\"/></Envelope>",
     0, "control.ovf:3: the href \"a\\x0ab\" has a control character in it"},
};

/* One archive with a good descriptor and one bad member. */
static const struct {
    const char *name, *member;
    char type;
    unsigned long long size;
    const char *trouble;
} archives[] = {
    {"lies.ova", "d.vmdk", '0', 1ULL << 32, "lies.ova: member \"d.vmdk\" at offset 1024 has 4294967296 bytes"},
    {"up.ova", "../d.vmdk", '0', 0, "up.ova: member \"../d.vmdk\" at offset 1024: its name has \"..\" in it"},
    {"root.ova", "/etc/passwd", '0', 0, "root.ova: member \"/etc/passwd\" at offset 1024: its name is absolute"},
    {"link.ova", "d.vmdk", '2', 0, "link.ova: member \"d.vmdk\" at offset 1024: is a link"},
    {"device.ova", "d.vmdk", '3', 0, "device.ova: member \"d.vmdk\" at offset 1024: is a device"},
    {"badname.ova", "d\xFF", '0', 0, "badname.ova: member \"d\\xff\" at offset 1024: its name is not valid UTF-8"},
    {"twice.ova", "a.ovf", '0', 0, "twice.ova: has two descriptors"},
};

static void make_archives(void)
{
    static struct tarfile tar;
    static char longer[10001];
    const char *text = ovf_text("A", NULL, 0);
    const size_t size = strlen(text);

    ck_assert_uint_le(size, 512);
    for (size_t i = 0; i < sizeof(archives) / sizeof(archives[0]); i++) {
        memset(&tar, 0, sizeof(tar));
        tar_member(&tar, "a.ovf", '0', text, size);
        (void)tar_header(&tar, archives[i].member, archives[i].type, archives[i].size);
        tar_end(&tar);
        folder_bytes(archives[i].name, tar.bytes, tar.length);
    }
    memset(&tar, 0, sizeof(tar));
    tar_member(&tar, "a.ovf", '0', text, size);
    (void)tar_header(&tar, "d.vmdk", '0', 0);
    folder_bytes("cut.ova", tar.bytes, 1024 + 76);
    tar.length -= 512;
    memset(longer, 'n', 10000);
    tar_member(&tar, "x", 'L', longer, 10000);
    tar_member(&tar, "x", '0', "", 0);
    tar_end(&tar);
    folder_bytes("longname.ova", tar.bytes, tar.length);
}

/* A file with a head and then nothing but zeros, which take no room on the disk. */
static void make_large(const char *name, const char *head, off_t size)
{
    int fd;

    folder_text(name, head);
    fd = open(folder_name(name), O_WRONLY);
    ck_assert_int_eq(ftruncate(fd, size), 0);
    (void)close(fd);
}

static void make_folder(void)
{
    folder_make();
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        folder_bytes(files[i].name, files[i].text, files[i].length != 0 ? files[i].length : strlen(files[i].text));
    make_archives();
    make_large("huge.ovf", HEAD "<References a=\"", (off_t)1 << 30);
    make_large("zeros.iso", "", 40000);
    folder_iso("short.iso", "DISC");
    ck_assert_int_eq(truncate(folder_name("short.iso"), 34816), 0);
    folder_link("escape.ova", "/etc/hostname");
    folder_link("circle.iso", "circle.iso");
    folder_text("steal.ovf", ovf_text("S", "escape.ova", 0));
    folder_text("good.ovf", ovf_text("Good", NULL, 0));
}

static const struct {
    const char *name, *trouble;
} others[] = {
    {"cut.ova", "cut.ova: tar header at offset 1024: the archive ends in the middle of it"},
    {"longname.ova", "longname.ova: tar header at offset 1024: the member's name has 10000 bytes"},
    {"huge.ovf", "huge.ovf: the descriptor has 1073741824 bytes; at most 12582912 are allowed"},
    {"zeros.iso", "zeros.iso: is no OVF descriptor, OVA, or ISO image"},
    {"short.iso", "short.iso: the ISO volume has 36864 bytes but the file only 34816: it is truncated"},
    {"escape.ova", "escape.ova: is a link that leads out of the library's folder"},
    {"circle.iso", "circle.iso: is a link that leads round in a circle, or through more than 40 links"},
    {"steal.ovf", "steal.ovf:3: "},
};

static bool expected(const char *message, size_t *count)
{
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (strstr(message, files[i].trouble) != NULL)
            return ++*count != 0;
    for (size_t i = 0; i < sizeof(archives) / sizeof(archives[0]); i++)
        if (strstr(message, archives[i].trouble) != NULL)
            return ++*count != 0;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (strstr(message, others[i].trouble) != NULL)
            return ++*count != 0;
    return false;
}

START_TEST(each_has_its_error)
{
    const size_t wanted = (sizeof(files) / sizeof(files[0])) + (sizeof(archives) / sizeof(archives[0])) +
                          (sizeof(others) / sizeof(others[0]));
    vmimage_registry *registry = NULL;
    vmimage_images *images = NULL;
    vmimage_image *image = NULL;
    size_t good = 0, found = 0;
    char *before = folder_state(), *after;

    ck_assert_int_eq(vmimage_registry_open(NULL, folder_path, NULL, &registry, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_registry_images(registry, NULL, &images, NULL), VMIMAGE_OK);
    while (vmimage_images_next(images, &image, NULL) == VMIMAGE_OK) {
        const char *message = vmimage_condition_message(vmimage_image_condition(image, "Ready"));

        if (vmimage_image_is_ready(image)) {
            ck_assert_str_eq(vmimage_image_display_name(image), "good");
            good++;
        } else {
            ck_assert_msg(expected(message, &found), "not expected: %s", message);
            ck_assert_msg(strstr(message, folder_path) != NULL, "%s", message);
        }
        vmimage_image_unref(image);
    }
    vmimage_images_unref(images);
    vmimage_registry_unref(registry);
    ck_assert_uint_eq(good, 1);
    ck_assert_uint_eq(found, wanted);
    after = folder_state();
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}
END_TEST

static void expect_failure(const char *name, const char *trouble)
{
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    ck_assert_int_lt(vmimage_image_from_file(NULL, folder_name(name), &image, &error), 0);
    ck_assert_ptr_null(image);
    ck_assert_msg(strstr(vmimage_error_message(error), trouble) != NULL, "%s", vmimage_error_message(error));
    vmimage_error_unref(error);
}

/* A descriptor that can be read but is refused: the package shows it all the same. */
START_TEST(refused_descriptor)
{
    vmimage_package *package = NULL;
    const vmimage_error *refusal;

    ck_assert_int_eq(vmimage_package_open(NULL, folder_name("refused.ovf"), &package, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_image_is_ready(vmimage_package_image(package)), 0);
    refusal = vmimage_package_refusal(package);
    ck_assert_int_eq(vmimage_error_status(refusal), VMIMAGE_E_INVALID);
    ck_assert_uint_eq(vmimage_error_line(refusal), 5);
    ck_assert_str_eq(vmimage_error_reason(refusal),
                     "failed to transform ovf to configSpec: failed to parse prop=\"a\", type=int, value=many");
    vmimage_package_unref(package);
    ck_assert_int_eq(vmimage_package_open(NULL, folder_name("good.ovf"), &package, NULL), VMIMAGE_OK);
    ck_assert_ptr_null(vmimage_package_refusal(package));
    vmimage_package_unref(package);
}
END_TEST

/* A file on its own gives the same error, and no image. */
START_TEST(files_alone)
{
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        expect_failure(files[i].name, files[i].trouble);
    for (size_t i = 0; i < sizeof(archives) / sizeof(archives[0]); i++)
        expect_failure(archives[i].name, archives[i].trouble);
}
END_TEST

START_TEST(limits)
{
    vmimage_context *context = vmimage_context_new();
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage_context_set_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES, 100, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_image_from_file(context, folder_name("good.ovf"), &image, &error), VMIMAGE_E_LIMIT);
    ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "good.ovf: the descriptor has"));
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_context_set_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_BYTES, 0, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_context_set_limit(context, VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS, 2, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_image_from_file(context, folder_name("good.ovf"), &image, &error), VMIMAGE_E_LIMIT);
    ck_assert_uint_gt(vmimage_error_line(error), 0);
    vmimage_error_unref(error);
    vmimage_context_unref(context);
}
END_TEST

/* Without file descriptors a call fails as a whole, with a time to try again: no image is said to be broken for it. */
START_TEST(no_file_descriptors)
{
    struct rlimit before, few;
    vmimage_registry *registry = NULL;
    vmimage_items *items = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = VMIMAGE_E_LIMIT;
    int spare[64], count = 0, failures = 0;

    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
    few = before;
    few.rlim_cur = 64; /* the hard limit stays: valgrind does not let it be lowered */
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
    ck_assert_int_eq(vmimage_registry_open(NULL, folder_path, NULL, &registry, NULL), VMIMAGE_OK);
    while ((spare[count] = open("/dev/null", O_RDONLY)) >= 0)
        count++;
    for (; count > 0 && status != VMIMAGE_OK; failures++) {
        ck_assert_int_eq(close(spare[--count]), 0);
        status = vmimage_registry_items(registry, NULL, &items, &error);
        if (status == VMIMAGE_OK)
            break;
        ck_assert_int_eq(status, VMIMAGE_E_LIMIT);
        ck_assert_int_gt(vmimage_error_retry_after_ms(error), 0);
        ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), "too many open files in this process"));
        error = vmimage_error_unref(error);
    }
    ck_assert_int_ge(failures, 1);
    for (vmimage_item *item = NULL; vmimage_items_next(items, &item, NULL) == VMIMAGE_OK;) {
        const char *message = vmimage_condition_message(vmimage_item_condition(item, "Ready"));

        ck_assert(message == NULL || strstr(message, "too many open files") == NULL);
        item = vmimage_item_unref(item);
    }
    while (count > 0)
        ck_assert_int_eq(close(spare[--count]), 0);
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
    vmimage_items_unref(items);
    vmimage_registry_unref(registry);
}
END_TEST

/* Root may read everything, so this is tried as somebody else; in a process of its own, as there is no way back. */
START_TEST(unreadable)
{
    pid_t child;
    int status;

    ck_assert_int_eq(chmod(folder_path, 0755), 0);
    ck_assert_int_eq(chmod(folder_name("good.ovf"), 0), 0);
    folder_dir("closed");
    ck_assert_int_eq(chmod(folder_name("closed"), 0), 0);
    child = fork();
    if (child == 0) {
        vmimage_registry *registry = NULL;
        vmimage_item *item = NULL;
        vmimage_error *error = NULL;
        const char *message;
        bool good;

        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(77);
        good = vmimage_registry_open(NULL, folder_name("closed"), NULL, &registry, &error) == VMIMAGE_E_FORBIDDEN &&
               strstr(vmimage_error_message(error), "closed: can't open the folder: permission denied") != NULL;
        good = good && vmimage_registry_open(NULL, folder_path, NULL, &registry, NULL) == VMIMAGE_OK;
        good = good && vmimage_registry_get_item(registry, NULL, "good", &item, NULL) == VMIMAGE_OK;
        message = vmimage_condition_message(vmimage_item_condition(item, "Ready"));
        good = good && message != NULL && strstr(message, "good.ovf: can't open it: permission denied") != NULL;
        vmimage_item_unref(item);
        item = NULL;
        good = good && vmimage_registry_get_item(registry, NULL, "closed", &item, NULL) == VMIMAGE_OK;
        message = vmimage_condition_message(vmimage_item_condition(item, "Ready"));
        good = good && message != NULL && strstr(message, "closed: can't open it: permission denied") != NULL;
        vmimage_item_unref(item);
        vmimage_registry_unref(registry);
        vmimage_error_unref(error);
        _exit(good ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77);
    ck_assert_int_eq(chmod(folder_name("closed"), 0700), 0);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_folder, folder_remove);
    tcase_add_test(tcase, each_has_its_error);
    tcase_add_test(tcase, files_alone);
    tcase_add_test(tcase, refused_descriptor);
    tcase_add_test(tcase, limits);
    tcase_add_test(tcase, no_file_descriptors);
    tcase_add_test(tcase, unreadable);
}

UNIT_MAIN("bad_input", cases)
