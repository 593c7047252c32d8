/*
 * SPDX-License-Identifier: Apache-2.0
 * URLs: the examples of RFC 3986, section 5.4, and what publishers of libraries write.
 */
#include "format/url.h"

#include <string.h>

#include "unit.h"

#define LIB "https://host/vcsp/lib/7/lib.json"

static struct vm_arena arena;

static void start(void)
{
    memset(&arena, 0, sizeof(arena));
}

static void stop(void)
{
    vmimage__arena_release(&arena);
}

static void joins(const char *base, const char *reference, const char *expected)
{
    ck_assert_str_eq(vmimage__url_join(&arena, base, reference), expected);
}

START_TEST(joins_as_the_standard)
{
    static const char *const examples[][2] = {{"g:h", "g:h"},
                                              {"g", "http://a/b/c/g"},
                                              {"./g", "http://a/b/c/g"},
                                              {"g/", "http://a/b/c/g/"},
                                              {"/g", "http://a/g"},
                                              {"//g", "http://g/"},
                                              {"?y", "http://a/b/c/d;p?y"},
                                              {"g?y", "http://a/b/c/g?y"},
                                              {"#s", "http://a/b/c/d;p?q"},
                                              {"g#s", "http://a/b/c/g"},
                                              {"g?y#s", "http://a/b/c/g?y"},
                                              {";x", "http://a/b/c/;x"},
                                              {"g;x", "http://a/b/c/g;x"},
                                              {"g;x?y#s", "http://a/b/c/g;x?y"},
                                              {"", "http://a/b/c/d;p?q"},
                                              {".", "http://a/b/c/"},
                                              {"./", "http://a/b/c/"},
                                              {"..", "http://a/b/"},
                                              {"../", "http://a/b/"},
                                              {"../g", "http://a/b/g"},
                                              {"../..", "http://a/"},
                                              {"../../", "http://a/"},
                                              {"../../g", "http://a/g"},
                                              {"../../../g", "http://a/g"},
                                              {"../../../../g", "http://a/g"},
                                              {"/./g", "http://a/g"},
                                              {"/../g", "http://a/g"},
                                              {"g.", "http://a/b/c/g."},
                                              {".g", "http://a/b/c/.g"},
                                              {"g..", "http://a/b/c/g.."},
                                              {"..g", "http://a/b/c/..g"},
                                              {"./../g", "http://a/b/g"},
                                              {"./g/.", "http://a/b/c/g/"},
                                              {"g/./h", "http://a/b/c/g/h"},
                                              {"g/../h", "http://a/b/c/h"},
                                              {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
                                              {"g;x=1/../y", "http://a/b/c/y"},
                                              {"g?y/./x", "http://a/b/c/g?y/./x"},
                                              {"g#s/../x", "http://a/b/c/g"},
                                              {"http:g", "http:g"}};

    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
        joins("http://a/b/c/d;p?q", examples[i][0], examples[i][1]);
}
END_TEST

START_TEST(joins_what_is_no_url)
{
    joins("http://a", "g", "http://a/g");
    joins("http://a?q", "g", "http://a/g");
    joins("HTTP://A:8080/x", "photon 5/caf\xC3\xA9.ovf", "http://a:8080/photon%205/caf%C3%A9.ovf");
    joins("http://a/x", "100%/a%20b", "http://a/100%25/a%20b");
    joins("http://[::1]:80/x/", "y", "http://[::1]:80/x/y");
    joins("http://a/b", "HTTPS://B:444/%7E", "https://b:444/%7E");
}
END_TEST

START_TEST(tells_origins_apart)
{
    ck_assert(vmimage__url_same_origin("http://a/x", "HTTP://A:80/y"));
    ck_assert(vmimage__url_same_origin("https://a:0443/x", "https://a"));
    ck_assert(!vmimage__url_same_origin("http://a/", "https://a/"));
    ck_assert(!vmimage__url_same_origin("http://a/", "http://a:81/"));
    ck_assert(!vmimage__url_same_origin("http://a/", "http://a.b/"));
    ck_assert(!vmimage__url_same_origin("http://a@b/", "http://a/"));
}
END_TEST

START_TEST(refuses_hrefs)
{
    static const char *const bad[] = {"",
                                      "../x.ovf",
                                      "a/../../x",
                                      "/vcsp/../x",
                                      "a/%2e%2E/x",
                                      "a/.%2e/x",
                                      "a%2f..%2fx",
                                      "a\\..\\x",
                                      "a%5c..%5cx",
                                      "x\n.ovf",
                                      "x%00.ovf",
                                      "x%0a.ovf",
                                      "\xFF.ovf",
                                      "file:///etc/passwd",
                                      "ftp://host/x",
                                      "http://host/x",
                                      "https://me@host/x",
                                      "//me:pw@host/x",
                                      "https:///x",
                                      "https://host:0/x",
                                      "https://host:70000/x",
                                      "https://ho st/x"};
    static const char *const good[] = {
        "photon/x.ovf", "x.ovf",  "/vcsp/item/1/file/x.ovf", "a%20b/x.ovf", "https://cdn/x", "//cdn/x", "c:x.ovf",
        "...",          "a..b/x", "https://host:444/x?s=1"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        ck_assert_msg(vmimage__url_bad_href(LIB, bad[i]) != NULL, "%s", bad[i]);
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        ck_assert_msg(vmimage__url_bad_href(LIB, good[i]) == NULL, "%s: %s", good[i],
                      vmimage__url_bad_href(LIB, good[i]));
    ck_assert_ptr_null(vmimage__url_bad_href("http://host/lib.json", "https://host/x"));
}
END_TEST

static void leads_to(const char *self, const char *href, const char *const *expected)
{
    const char *ways[VM_URL_WAYS];
    size_t count = vmimage__url_ways(&arena, LIB, self, href, ways), wanted = 0;

    while (expected[wanted] != NULL)
        wanted++;
    ck_assert_uint_eq(count, wanted);
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(ways[i], expected[i]);
}

#define WAYS(...)                                                                                                      \
    (const char *const[])                                                                                              \
    {                                                                                                                  \
        __VA_ARGS__, NULL                                                                                              \
    }

START_TEST(finds_the_conventions)
{
    leads_to("photon/item.json", "photon/x.ovf", WAYS("https://host/vcsp/lib/7/photon/x.ovf"));
    leads_to("photon/item.json", "x.ovf",
             WAYS("https://host/vcsp/lib/7/photon/x.ovf", "https://host/vcsp/lib/7/x.ovf"));
    leads_to("/vcsp/item/9/", "x.ovf", WAYS("https://host/vcsp/item/9/x.ovf", "https://host/vcsp/lib/7/x.ovf"));
    leads_to(NULL, "x.ovf", WAYS("https://host/vcsp/lib/7/x.ovf"));
    leads_to(NULL, "/vcsp/item/9/file/x.ovf", WAYS("https://host/vcsp/item/9/file/x.ovf"));
    leads_to(NULL, "https://cdn/x%20y", WAYS("https://cdn/x%20y"));
    leads_to(NULL, "//cdn/x", WAYS("https://cdn/x"));
    leads_to(NULL, "a/b%20c", WAYS("https://host/vcsp/lib/7/a/b%20c", "https://host/vcsp/lib/7/a/b%2520c"));
    leads_to(NULL, "a/b#c?d", WAYS("https://host/vcsp/lib/7/a/b", "https://host/vcsp/lib/7/a/b%23c%3Fd"));
    leads_to(NULL, "a b", WAYS("https://host/vcsp/lib/7/a%20b"));
    leads_to(NULL, "c:x.ovf", WAYS("https://host/vcsp/lib/7/c:x.ovf"));
}
END_TEST

static void library(const char *text, const char *expected, const char *expected_user, const char *expected_password)
{
    char *url = NULL, *user = NULL, *password = NULL;

    ck_assert_int_eq(vmimage__url_library(&arena, text, &url, &user, &password, NULL), VMIMAGE_OK);
    ck_assert_str_eq(url, expected);
    ck_assert_pstr_eq(user, expected_user);
    ck_assert_pstr_eq(password, expected_password);
}

START_TEST(finds_the_library)
{
    static const char *const bad[] = {"http:",          "http:/x",     "http://",         "ftp://x/y",  "http:///x",
                                      "http://me:pw@/", "http://:1/x", "http://h:99999/", "http://a b/"};
    vmimage_error *error = NULL;
    char *url, *user, *password;

    library("http://h/a/lib.json", "http://h/a/lib.json", NULL, NULL);
    library("http://h/a/", "http://h/a/lib.json", NULL, NULL);
    library("http://h/a", "http://h/a/lib.json", NULL, NULL);
    library("HTTP://H", "http://h/lib.json", NULL, NULL);
    library("http://h/index.json", "http://h/index.json", NULL, NULL);
    library("https://h:8443/a?t=1#x", "https://h:8443/a/lib.json?t=1", NULL, NULL);
    library("https://vcsp:p%40%3a%2F@h/a/", "https://h/a/lib.json", "vcsp", "p@:/");
    library("https://:pw@h/a/", "https://h/a/lib.json", "", "pw");
    library("https://a:b@c@h/", "https://h/lib.json", "a", "b@c");
    library("http://[::1]:80/x y/../z", "http://[::1]:80/z/lib.json", NULL, NULL);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ck_assert_int_eq(vmimage__url_library(&arena, bad[i], &url, &user, &password, &error), VMIMAGE_E_INVALID);
        ck_assert_ptr_null(strstr(vmimage_error_message(error), "pw"));
    }
    vmimage_error_unref(error);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, joins_as_the_standard);
    tcase_add_test(tcase, joins_what_is_no_url);
    tcase_add_test(tcase, tells_origins_apart);
    tcase_add_test(tcase, refuses_hrefs);
    tcase_add_test(tcase, finds_the_conventions);
    tcase_add_test(tcase, finds_the_library);
}

UNIT_MAIN("url", cases)
