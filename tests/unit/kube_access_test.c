/*
 * SPDX-License-Identifier: Apache-2.0
 * How a cluster is found and reached: files, a pod, options, tokens that change, plug-ins. Nothing is sent anywhere.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "transport/kubernetes/access.h"
#include "unit.h"

static char folder[] = "/tmp/vmimage-test-XXXXXX";
static const struct vm_call call = {.context = NULL};

static void setup(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void teardown(void)
{
    char command[128];

    (void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

/* The path of a file in the folder, with the text in it unless that is NULL. Valid until the eighth call after it. */
static const char *file(const char *name, const char *text)
{
    static char paths[8][256];
    static unsigned next;
    char *path = paths[next++ % 8];

    (void)snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
    if (text != NULL) {
        FILE *stream = fopen(path, "w");

        ck_assert_ptr_nonnull(stream);
        ck_assert_int_ge(fputs(text, stream), 0);
        ck_assert_int_eq(fclose(stream), 0);
    }
    return path;
}

static struct vm_kube_access *open_ok(const struct vm_kube_surroundings *around, const char *context,
                                      const vmimage_options *options)
{
    vm_auto_error vmimage_error *error = NULL;
    struct vm_kube_access *access = NULL;
    vmimage_status status = vmimage__kube_access_open(around, context, options, &call, &access, &error);

    ck_assert_msg(status == VMIMAGE_OK, "%s", vmimage_error_message(error));
    return access;
}

static void open_fails(const struct vm_kube_surroundings *around, const char *context, const vmimage_options *options,
                       vmimage_status expected, const char *message)
{
    vm_auto_error vmimage_error *error = NULL;
    struct vm_kube_access *access = NULL;

    ck_assert_int_eq(vmimage__kube_access_open(around, context, options, &call, &access, &error), expected);
    ck_assert_ptr_null(access);
    ck_assert_msg(strstr(vmimage_error_message(error), message) != NULL, "%s", vmimage_error_message(error));
}

static void refresh_ok(struct vm_kube_access *access)
{
    vm_auto_error vmimage_error *error = NULL;
    vmimage_status status = vmimage__kube_access_refresh(access, &call, &error);

    ck_assert_msg(status == VMIMAGE_OK, "%s", vmimage_error_message(error));
}

static void refresh_fails(struct vm_kube_access *access, vmimage_status expected, const char *message)
{
    vm_auto_error vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage__kube_access_refresh(access, &call, &error), expected);
    ck_assert_msg(strstr(vmimage_error_message(error), message) != NULL, "%s", vmimage_error_message(error));
}

#define CONFIG(user)                                                                                                   \
    "clusters: [{name: c, cluster: {server: 'https://h:6443/p/?q#f'}}]\nusers:\n- name: u\n  user: {" user             \
    "}\ncontexts: [{name: x, context: {cluster: c, user: u, namespace: space}}, {name: z, context: {cluster: c}}]\n"   \
    "current-context: x\n"

START_TEST(test_which_files)
{
    struct vm_kube_surroundings around = {.home = folder};
    vmimage_options options = {0};
    struct vm_kube_access *access;
    char list[1024];

    open_fails(&around, NULL, NULL, VMIMAGE_E_NOT_FOUND, "no kubeconfig: not there: /tmp/vmimage-test-");
    ck_assert_int_eq(mkdir(file(".kube", NULL), 0700), 0);
    (void)file(".kube/config", CONFIG("token: home"));
    access = open_ok(&around, NULL, NULL);
    ck_assert_str_eq(vmimage__kube_access_token(access), "home");
    ck_assert_str_eq(access->server, "https://h:6443/p");
    ck_assert_str_eq(access->name_space, "space");
    ck_assert_str_eq(access->context, "x");
    vmimage__kube_access_close(access);
    /* KUBECONFIG: what is missing, empty or there twice is left out; the first definition counts. */
    (void)snprintf(list, sizeof(list), ":%s:%s::%s:%s:", file("none", NULL), file("one", CONFIG("token: one")),
                   file("two", CONFIG("token: two")), file("one", NULL));
    around.kubeconfig = list;
    access = open_ok(&around, NULL, NULL);
    ck_assert_str_eq(vmimage__kube_access_token(access), "one");
    vmimage__kube_access_close(access);
    /* A file that is named is the only one. */
    options.kubeconfig = (char *)(uintptr_t)file("two", NULL);
    access = open_ok(&around, NULL, &options);
    ck_assert_str_eq(vmimage__kube_access_token(access), "two");
    vmimage__kube_access_close(access);
    options.kubeconfig = (char *)(uintptr_t)file("none", NULL);
    open_fails(&around, NULL, &options, VMIMAGE_E_NOT_FOUND, "none");
    around.kubeconfig = file("none", NULL);
    open_fails(&around, NULL, NULL, VMIMAGE_E_NOT_FOUND, "no kubeconfig: not there:");
    around.kubeconfig = file("bad", "a: [");
    open_fails(&around, NULL, NULL, VMIMAGE_E_PARSE, "bad:1: bad YAML");
}
END_TEST

START_TEST(test_context)
{
    struct vm_kube_surroundings around = {.kubeconfig = file("one", CONFIG("token: one"))};
    vmimage_options options = {0};
    struct vm_kube_access *access = open_ok(&around, "z", NULL);

    ck_assert_str_eq(access->name_space, "default");
    ck_assert_ptr_null(vmimage__kube_access_token(access));
    vmimage__kube_access_close(access);
    options.context = (char *)(uintptr_t) "z";
    access = open_ok(&around, "", &options);
    ck_assert_str_eq(access->context, "z");
    vmimage__kube_access_close(access);
    open_fails(&around, "x", &options, VMIMAGE_E_INVALID,
               "the URL names the context \"x\" and the options the context \"z\"");
    open_fails(&around, "other", NULL, VMIMAGE_E_NOT_FOUND, "no context \"other\"; there are: \"x\", \"z\"");
}
END_TEST

START_TEST(test_in_a_pod)
{
    struct vm_kube_surroundings around = {.host = "fd00::1", .port = "443", .service_account = folder};
    struct vm_kube_access *access = open_ok(&around, NULL, NULL);

    ck_assert_str_eq(access->server, "https://[fd00::1]:443");
    ck_assert_str_eq(access->name_space, "default");
    ck_assert_ptr_null(access->settings.ca_file);
    refresh_fails(access, VMIMAGE_E_NOT_FOUND, "this pod's service account: the token can't be read");
    vmimage__kube_access_close(access);
    (void)file("token", " t1 \n");
    (void)file("namespace", "space\n");
    (void)file("ca.crt", "x");
    around.host = "10.0.0.1";
    access = open_ok(&around, NULL, NULL);
    ck_assert_str_eq(access->server, "https://10.0.0.1:443");
    ck_assert_str_eq(access->name_space, "space");
    ck_assert_str_eq(access->settings.ca_file, file("ca.crt", NULL));
    refresh_ok(access);
    ck_assert_str_eq(vmimage__kube_access_token(access), "t1");
    /* It is not read again before it is time, but after the server refused it. */
    (void)file("token", "t2");
    refresh_ok(access);
    ck_assert_str_eq(vmimage__kube_access_token(access), "t1");
    ck_assert(vmimage__kube_access_refused(access));
    refresh_ok(access);
    ck_assert_str_eq(vmimage__kube_access_token(access), "t2");
    access->credential.read_at -= 60000;
    (void)file("token", "t3");
    refresh_ok(access);
    ck_assert_str_eq(vmimage__kube_access_token(access), "t3");
    /* A file that can't be read any more, or is empty, leaves the old one in use. */
    access->credential.read_at -= 60000;
    (void)file("token", "  ");
    refresh_ok(access);
    ck_assert_str_eq(vmimage__kube_access_token(access), "t3");
    vmimage__kube_access_close(access);
    around.name_space = "pod";
    (void)file("token", "t");
    access = open_ok(&around, NULL, NULL);
    ck_assert_str_eq(access->name_space, "pod");
    vmimage__kube_access_close(access);
    around.kubeconfig = file("one", CONFIG("token: one"));
    access = open_ok(&around, NULL, NULL);
    ck_assert_str_eq(vmimage__kube_access_token(access), "one");
    vmimage__kube_access_close(access);
}
END_TEST

START_TEST(test_impersonation)
{
    struct vm_kube_surroundings around = {
        .kubeconfig =
            file("one", CONFIG("token: one, as: a b, as-uid: '1', as-groups: [g, h], as-user-extra: {a/b: [c, d]}"))};
    struct vm_kube_access *access = open_ok(&around, NULL, NULL);

    ck_assert_str_eq(access->impersonation[0], "Impersonate-User: a b");
    ck_assert_str_eq(access->impersonation[1], "Impersonate-Uid: 1");
    ck_assert_str_eq(access->impersonation[3], "Impersonate-Group: h");
    ck_assert_str_eq(access->impersonation[4], "Impersonate-Extra-a%2Fb: c");
    ck_assert_str_eq(access->impersonation[5], "Impersonate-Extra-a%2Fb: d");
    ck_assert_ptr_null(access->impersonation[6]);
    vmimage__kube_access_close(access);
    around.kubeconfig = file("two", CONFIG("as: \"a\\r\\nX: y\""));
    open_fails(&around, NULL, NULL, VMIMAGE_E_INVALID, "has a line end in it");
}
END_TEST

START_TEST(test_plain_http_sends_nothing)
{
    struct vm_kube_surroundings around = {
        .kubeconfig = file("one", "clusters: [{name: c, cluster: {server: 'h:80', tls-server-name: t}}]\n"
                                  "users: [{name: u, user: {token: secret}}]\ncurrent-context: x\n"
                                  "contexts: [{name: x, context: {cluster: c, user: u}}]\n")};
    struct vm_kube_access *access = open_ok(&around, NULL, NULL);

    ck_assert_str_eq(access->server, "http://h:80");
    ck_assert_ptr_null(vmimage__kube_access_token(access));
    ck_assert_ptr_null(access->settings.tls_server_name);
    vmimage__kube_access_close(access);
}
END_TEST

START_TEST(test_files_that_are_not_there)
{
    struct vm_kube_surroundings around = {.kubeconfig =
                                              file("one", CONFIG("client-certificate: c.pem, client-key: k.pem"))};
    struct vm_kube_access *access;

    open_fails(&around, NULL, NULL, VMIMAGE_E_NOT_FOUND, "one: users[0].user.client-certificate: ");
    (void)file("c.pem", "x");
    open_fails(&around, NULL, NULL, VMIMAGE_E_NOT_FOUND, "one: users[0].user.client-key: ");
    (void)file("k.pem", "x");
    access = open_ok(&around, NULL, NULL);
    ck_assert_str_eq(access->settings.certificate_file, file("c.pem", NULL));
    vmimage__kube_access_close(access);
    around.kubeconfig =
        file("two", "clusters: [{name: c, cluster: {server: 'https://h', certificate-authority: ca.pem}}]\n"
                    "contexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n");
    open_fails(&around, NULL, NULL, VMIMAGE_E_NOT_FOUND, "two: clusters[0].cluster.certificate-authority: ");
    around.kubeconfig = file("three", CONFIG("tokenFile: none"));
    access = open_ok(&around, NULL, NULL);
    refresh_fails(access, VMIMAGE_E_NOT_FOUND, "user \"u\" of ");
    vmimage__kube_access_close(access);
}
END_TEST

START_TEST(test_options)
{
    struct vm_kube_surroundings around = {.kubeconfig = file("one", CONFIG("token: one"))};
    vmimage_options options = {.user = (char *)(uintptr_t) "me",
                               .password = (char *)(uintptr_t) "pw",
                               .ca_file = (char *)(uintptr_t) "ca",
                               .proxy = (char *)(uintptr_t) "",
                               .connections = 3};
    struct vm_kube_access *access = open_ok(&around, NULL, &options);

    ck_assert_str_eq(access->settings.user, "me");
    ck_assert_str_eq(access->settings.ca_file, "ca");
    ck_assert_str_eq(access->settings.proxy, "");
    ck_assert_uint_eq(access->settings.connections, 3);
    ck_assert_ptr_null(vmimage__kube_access_token(access));
    vmimage__kube_access_close(access);
    options.insecure = true;
    access = open_ok(&around, NULL, &options);
    ck_assert(access->settings.insecure);
    ck_assert_ptr_null(access->settings.ca_file);
    vmimage__kube_access_close(access);
}
END_TEST

/* A program in the folder, and a kubeconfig that names it. */
static struct vm_kube_access *with_plugin(const char *script, const char *more)
{
    char config[2048];
    struct vm_kube_surroundings around;
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(4096);

    vmimage__buf_printf(&text, "#!/bin/sh\n%s\n", script);
    ck_assert_int_eq(chmod(file("plugin", vmimage__buf_str(&text)), 0755), 0);
    (void)snprintf(
        config, sizeof(config),
        CONFIG("exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never%s}"),
        more);
    around = (struct vm_kube_surroundings){.kubeconfig = file("one", config)};
    return open_ok(&around, NULL, NULL);
}

#define ANSWER(status)                                                                                                 \
    "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{" status "}}"

START_TEST(test_plugin)
{
    struct vm_kube_access *access =
        with_plugin("echo \"$KUBERNETES_EXEC_INFO\" > \"$1\"; echo \"$A\" >> \"$1\"; echo x >> \"$1.count\"\n"
                    "echo '" ANSWER("\"token\":\"t\",\"expirationTimestamp\":\"2999-01-01T00:00:00Z\"") "'",
                    ", args: ['%s'], env: [{name: A, value: 'b c'}], provideClusterInfo: true");
    char seen[2048] = "", path[256];
    FILE *stream;

    (void)snprintf(path, sizeof(path), "%s/seen", folder);
    ((struct vm_kubeconfig_exec *)access->choice.user->exec)->arguments.items[0] = path;
    refresh_ok(access);
    ck_assert_str_eq(vmimage__kube_access_token(access), "t");
    stream = fopen(path, "r");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_gt(fread(seen, 1, sizeof(seen) - 1, stream), 0);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_str_eq(
        seen, "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"spec\":{\"cluster\":"
              "{\"server\":\"https://h:6443/p/?q#f\"},\"interactive\":false}}\nb c\n");
    /* It is run again only when it is over, or was refused. */
    refresh_ok(access);
    ck_assert(vmimage__kube_access_refused(access));
    refresh_ok(access);
    access->credential.expires = 1;
    refresh_ok(access);
    stream = fopen(strcat(path, ".count"), "r");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fread(seen, 1, sizeof(seen), stream), 6);
    ck_assert_int_eq(fclose(stream), 0);
    ck_assert_int_eq(access->credential.expires, INT64_C(32472144000));
    vmimage__kube_access_close(access);
}
END_TEST

static const struct {
    const char *script;
    vmimage_status status;
    const char *message;
} bad_plugins[] = {
    {"echo no thanks >&2; exit 3", VMIMAGE_E_UNAUTHENTICATED, "failed with exit status 3: no thanks"},
    {"printf '\\033[31mred\\033[0m' >&2; exit 1", VMIMAGE_E_UNAUTHENTICATED, "exit status 1: red"},
    {"kill -9 $$", VMIMAGE_E_UNAUTHENTICATED, "was ended by signal 9"},
    {"echo junk", VMIMAGE_E_UNAUTHENTICATED, "it did not print an ExecCredential"},
    {"true", VMIMAGE_E_UNAUTHENTICATED, "it did not print an ExecCredential"},
    {"echo '{\"kind\":\"Pod\"}'", VMIMAGE_E_UNAUTHENTICATED, "it did not print an ExecCredential"},
    {"echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}'",
     VMIMAGE_E_UNAUTHENTICATED, "the kubeconfig wants version client.authentication.k8s.io/v1, it printed version "},
    {"echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'",
     VMIMAGE_E_UNAUTHENTICATED, "its answer has no status"},
    {"echo '" ANSWER("") "'", VMIMAGE_E_UNAUTHENTICATED, "its answer has no token and no certificate with its key"},
    {"echo '" ANSWER("\"clientKeyData\":\"k\"") "'", VMIMAGE_E_UNAUTHENTICATED, "only one of certificate and key"},
    {"echo '" ANSWER("\"token\":\"a\\u000ab\"") "'", VMIMAGE_E_UNAUTHENTICATED, "its token has a line end in it"},
    {"echo '" ANSWER("\"token\":\"a\",\"expirationTimestamp\":\"soon\"") "'", VMIMAGE_E_UNAUTHENTICATED,
     "expirationTimestamp is no time"},
    {"head -c 3000000 /dev/zero", VMIMAGE_E_LIMIT, "prints more than 1048576 bytes"},
};

START_TEST(test_bad_plugin)
{
    struct vm_kube_access *access = with_plugin(bad_plugins[_i].script, ", args: [x]");

    refresh_fails(access, bad_plugins[_i].status, bad_plugins[_i].message);
    ck_assert_ptr_null(vmimage__kube_access_token(access));
    vmimage__kube_access_close(access);
}
END_TEST

START_TEST(test_missing_plugin)
{
    struct vm_kube_surroundings around = {
        .kubeconfig =
            file("one", CONFIG("exec: {command: vmimage-no-such, apiVersion: client.authentication.k8s.io/v1beta1,"
                               " installHint: \"\\e[1mget it\"}"))};
    struct vm_kube_access *access = open_ok(&around, NULL, NULL);

    /* valgrind does not tell why a program could not be started. */
    if (getenv("LD_PRELOAD") == NULL || strstr(getenv("LD_PRELOAD"), "valgrind") == NULL)
        refresh_fails(access, VMIMAGE_E_NOT_FOUND,
                      "credential plug-in vmimage-no-such: there is no such program; get it");
    vmimage__kube_access_close(access);
}
END_TEST

START_TEST(test_plugin_certificate)
{
    struct vm_kube_access *access =
        with_plugin("echo '" ANSWER("\"clientCertificateData\":\"C\",\"clientKeyData\":\"K\"") "'", "");

    ck_assert_uint_eq(access->credential.generation, 0);
    refresh_ok(access);
    ck_assert_str_eq(access->credential.certificate, "C");
    ck_assert_uint_eq(access->credential.generation, 1);
    ck_assert(vmimage__kube_access_refused(access));
    refresh_ok(access);
    ck_assert_uint_eq(access->credential.generation, 1); /* the same one again */
    vmimage__kube_access_close(access);
}
END_TEST

START_TEST(test_expiry_of_a_token)
{
    /* {"exp":1700000000} */
    ck_assert_int_eq(vmimage__kube_token_expiry("e30.eyJleHAiOjE3MDAwMDAwMDB9.x"), 1700000000);
    ck_assert_int_eq(vmimage__kube_token_expiry("e30.e30.x"), 0);
    ck_assert_int_eq(vmimage__kube_token_expiry("plain"), 0);
    ck_assert_int_eq(vmimage__kube_token_expiry("a.!!.b"), 0);
    ck_assert_int_eq(vmimage__kube_token_expiry(NULL), 0);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_which_files);
    tcase_add_test(tcase, test_context);
    tcase_add_test(tcase, test_in_a_pod);
    tcase_add_test(tcase, test_impersonation);
    tcase_add_test(tcase, test_plain_http_sends_nothing);
    tcase_add_test(tcase, test_files_that_are_not_there);
    tcase_add_test(tcase, test_options);
    tcase_add_test(tcase, test_plugin);
    tcase_add_loop_test(tcase, test_bad_plugin, 0, (int)(sizeof(bad_plugins) / sizeof(bad_plugins[0])));
    tcase_add_test(tcase, test_missing_plugin);
    tcase_add_test(tcase, test_plugin_certificate);
    tcase_add_test(tcase, test_expiry_of_a_token);
}

UNIT_MAIN("kube_access", cases)
