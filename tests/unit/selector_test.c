/*
 * SPDX-License-Identifier: Apache-2.0
 * Label selectors by the grammar of Kubernetes.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/base.h>

#include "model/selector.h"

static struct vm_arena arena;
static struct vm_map labels;

static void start(void)
{
    memset(&labels, 0, sizeof(labels));
    vmimage__map_set(&labels, &arena, "app", "web");
    vmimage__map_set(&labels, &arena, "empty", "");
    vmimage__map_set(&labels, &arena, "in", "x");
    vmimage__map_set(&labels, &arena, "num", "10");
    vmimage__map_set(&labels, &arena, "os.image.vmoperator.vmware.com/type", "ubuntu64Guest");
}

static void stop(void)
{
    vmimage__arena_release(&arena);
}

static const char *const yes[] = {
    "",
    "  ",
    "app",
    "!gone",
    "! gone",
    "app=web",
    "app==web",
    " app = web ",
    "app!=db",
    "gone!=db",
    "app in (web)",
    "app in (db, web)",
    "app in(db,web)",
    "gone notin (a)",
    "app notin (db,x)",
    "empty=",
    "empty",
    "empty==",
    "empty in (,a)",
    "empty in (a,)",
    "app!=",
    "in",
    "in in (x)",
    "in=x",
    "notin!=in",
    "app=web,num=10",
    "app,num,!gone",
    "num>9",
    "num<11",
    "os.image.vmoperator.vmware.com/type=ubuntu64Guest",
    "app=web,os.image.vmoperator.vmware.com/type in (ubuntu64Guest,other)",
};

static const char *const no[] = {
    "gone",    "!app",   "app=db", "app!=web", "app in (db)", "gone in (a,b)", "app notin (web,x)", "gone=",
    "empty!=", "num>10", "num<10", "app>1",    "gone<1",      "app=web,gone",  "app=web,num=11",    "empty in (a)",
};

START_TEST(matches)
{
    struct vm_selector selector;

    for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
        ck_assert_msg(vmimage__selector_parse(yes[i], &selector, NULL) == VMIMAGE_OK, "%s", yes[i]);
        ck_assert_msg(vmimage__selector_matches(&selector, &labels), "%s", yes[i]);
        vmimage__selector_release(&selector);
    }
    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
        ck_assert_msg(vmimage__selector_parse(no[i], &selector, NULL) == VMIMAGE_OK, "%s", no[i]);
        ck_assert_msg(!vmimage__selector_matches(&selector, &labels), "%s", no[i]);
        vmimage__selector_release(&selector);
    }
}
END_TEST

static const struct {
    const char *text, *message;
} bad[] = {
    {",", "has \",\" at position 1 where a label key or \"!\" belongs"},
    {"a,", "ends where a label key or \"!\" belongs"},
    {"a,,b", "has \",\" at position 3 where"},
    {"=a", "has \"=\" at position 1 where a label key"},
    {"a b", "has \"b\" at position 3 where one of \"=\""},
    {"a=b c", "has \"c\" at position 5 where \",\" belongs"},
    {"a===b", "has \"=\" at position 4 where a label value belongs"},
    {"a in", "ends where \"(\" belongs"},
    {"a in b", "has \"b\" at position 6 where \"(\" belongs"},
    {"a in ()", "has \")\" at position 7 where a label value belongs"},
    {"a in (b", "ends where \",\" or \")\" belongs"},
    {"a in (b c)", "has \"c\" at position 9 where"},
    {"a notin (=)", "has \"=\" at position 10 where"},
    {"!a=b", "has \"=\" at position 3 where \",\" belongs"},
    {"!", "ends where a label key belongs"},
    {"!!a", "has \"!\" at position 2 where a label key belongs"},
    {"a/b/c", "has \"a/b/c\" at position 1 where a label key (PREFIX/NAME or NAME) belongs"},
    {"-a", "where a label key (PREFIX/NAME or NAME) belongs"},
    {"a=b/c", "has \"b/c\" at position 3 where a label value"},
    {"a=-", "where a label value"},
    {"a>x", "has \"x\" at position 3 where a whole number belongs"},
    {"a>", "ends where a whole number belongs"},
    {"a>9223372036854775808", "where a whole number belongs"},
    {"(a)", "has \"(\" at position 1"},
    {"a=b)", "has \")\" at position 4"},
};

START_TEST(refuses)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        vmimage_error *error = NULL;
        struct vm_selector selector;

        ck_assert_msg(vmimage__selector_parse(bad[i].text, &selector, &error) == VMIMAGE_E_INVALID, "%s", bad[i].text);
        ck_assert_msg(strstr(vmimage_error_message(error), bad[i].message) != NULL, "%s", vmimage_error_message(error));
        ck_assert_uint_eq(selector.count, 0);
        vmimage_error_unref(error);
    }
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, matches);
    tcase_add_test(tcase, refuses);
}

UNIT_MAIN("selector", cases)
