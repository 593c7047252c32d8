/*
 * SPDX-License-Identifier: Apache-2.0
 * kubeconfig files: every key, how files are merged, and what is said about each fault.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "format/kubeconfig.h"
#include "unit.h"

#define CLUSTER "clusters: [{name: c, cluster: {server: 'https://h:6443'}}]\n"
#define CONTEXT "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n"
#define PEM "LS0tLS1CRUdJTiBYLS0tLS0K" /* "-----BEGIN X-----\n" */

static const struct vm_json_limits limits = {.bytes = 1 << 20, .depth = 50};

static void add(struct vm_kubeconfig *config, const char *path, const char *text)
{
    vm_auto_error vmimage_error *error = NULL;
    vmimage_status status = vmimage__kubeconfig_add(config, path, text, strlen(text), &limits, &error);

    ck_assert_msg(status == VMIMAGE_OK, "%s", vmimage_error_message(error));
}

static struct vm_kubeconfig_choice choose(const struct vm_kubeconfig *config, const char *name)
{
    vm_auto_error vmimage_error *error = NULL;
    struct vm_kubeconfig_choice choice;
    vmimage_status status = vmimage__kubeconfig_choose(config, name, &choice, &error);

    ck_assert_msg(status == VMIMAGE_OK, "%s", vmimage_error_message(error));
    return choice;
}

START_TEST(test_every_key)
{
    static const char text[] =
        "apiVersion: v1\nkind: Config\npreferences: {}\ncurrent-context: x\n"
        "clusters:\n- name: c\n  cluster:\n    server: https://h:6443/path\n    certificate-authority-data: " PEM "\n"
        "    tls-server-name: other\n    proxy-url: socks5://p:1\n    disable-compression: true\n"
        "    extensions: [{name: client.authentication.k8s.io/exec, extension: {b: 1, a: [x]}}, {name: z}]\n"
        "contexts:\n- {name: x, context: {cluster: c, user: u, namespace: team-a}}\n"
        "users:\n- name: u\n  user:\n    client-certificate: certs/a.pem\n    client-key: /abs/a.key\n    tokenFile: "
        "t\n"
        "    as: anna\n    as-uid: '7'\n    as-groups: [g1, g2]\n    as-user-extra: {scopes: [a, b]}\n"
        "    exec:\n      command: ./plugin\n      apiVersion: client.authentication.k8s.io/v1\n      args: [--x, y "
        "z]\n"
        "      env: [{name: A, value: b}, {name: E}]\n      installHint: get it\n      provideClusterInfo: true\n"
        "      interactiveMode: Never\n";
    struct vm_kubeconfig config = {0};
    struct vm_kubeconfig_choice choice;

    add(&config, "/home/me/.kube/config", text);
    choice = choose(&config, NULL);
    ck_assert_str_eq(choice.context->name_space, "team-a");
    ck_assert_str_eq(choice.cluster->server, "https://h:6443/path");
    ck_assert_str_eq(choice.cluster->ca_text, "-----BEGIN X-----\n");
    ck_assert_str_eq(choice.cluster->tls_server_name, "other");
    ck_assert_str_eq(choice.cluster->proxy, "socks5://p:1");
    ck_assert(choice.cluster->disable_compression && !choice.cluster->insecure);
    ck_assert_str_eq(choice.cluster->exec_config, "{\"a\":[\"x\"],\"b\":1}");
    ck_assert_str_eq(choice.user->certificate_file, "/home/me/.kube/certs/a.pem");
    ck_assert_str_eq(choice.user->key_file, "/abs/a.key");
    ck_assert_str_eq(choice.user->token_file, "/home/me/.kube/t");
    ck_assert_str_eq(choice.user->as, "anna");
    ck_assert_str_eq(choice.user->as_uid, "7");
    ck_assert_uint_eq(choice.user->as_groups.count, 2);
    ck_assert_str_eq(choice.user->as_extra[0].key, "scopes");
    ck_assert_str_eq(choice.user->as_extra[0].values.items[1], "b");
    ck_assert_str_eq(choice.user->exec->command, "/home/me/.kube/./plugin");
    ck_assert_str_eq(choice.user->exec->arguments.items[1], "y z");
    ck_assert_str_eq(choice.user->exec->environment.pairs[0].value, "b");
    ck_assert_str_eq(choice.user->exec->environment.pairs[1].value, "");
    ck_assert_str_eq(choice.user->exec->install_hint, "get it");
    ck_assert_str_eq(choice.user->exec->interactive_mode, "Never");
    ck_assert(choice.user->exec->provide_cluster_info);
    vmimage__kubeconfig_release(&config);
}
END_TEST

START_TEST(test_json_and_defaults)
{
    struct vm_kubeconfig config = {0};
    struct vm_kubeconfig_choice choice;

    add(&config, "config",
        "{\"clusters\":[{\"name\":\"c\",\"cluster\":{\"server\":\"http://h\"}}],\"contexts\":[{\"name\":\"x\","
        "\"context\":{\"cluster\":\"c\",\"user\":\"\"}}],\"current-context\":\"x\",\"users\":null,\"new-key\":1}");
    choice = choose(&config, "x");
    ck_assert_ptr_null(choice.user);
    ck_assert_ptr_null(choice.context->name_space);
    vmimage__kubeconfig_release(&config);
    add(&config, "plugin",
        CLUSTER CONTEXT
        "users: [{name: u, user: {exec: {command: in-path, apiVersion: client.authentication.k8s.io/v1beta1}}}]");
    choice = choose(&config, NULL);
    ck_assert_str_eq(choice.user->exec->interactive_mode, "IfAvailable");
    ck_assert_str_eq(choice.user->exec->command, "in-path");
    vmimage__kubeconfig_release(&config);
}
END_TEST

/* The first file that has a name defines the whole entry; the first current-context that is not empty counts. */
START_TEST(test_merge)
{
    struct vm_kubeconfig config = {0};
    struct vm_kubeconfig_choice choice;

    add(&config, "/a/one", CLUSTER "current-context: ''\nusers: [{name: u, user: {token: t1}}]");
    add(&config, "/b/two",
        "clusters: [{name: c, cluster: {server: 'https://two', tls-server-name: other}},"
        " {name: d, cluster: {server: 'https://d', certificate-authority: ca.pem}}]\n"
        "users: [{name: u, user: {username: a, password: b}}]\n"
        "contexts: [{name: x, context: {cluster: c, user: u}}, {name: second, context: {cluster: d, user: u}}]\n"
        "current-context: second");
    add(&config, "three", "current-context: x");
    add(&config, "empty", "");
    choice = choose(&config, NULL);
    ck_assert_str_eq(choice.context->entry.name, "second");
    ck_assert_str_eq(choice.cluster->ca_file, "/b/ca.pem");
    choice = choose(&config, "x");
    ck_assert_str_eq(choice.cluster->server, "https://h:6443");
    ck_assert_ptr_null(choice.cluster->tls_server_name);
    ck_assert_str_eq(choice.user->token, "t1");
    ck_assert_ptr_null(choice.user->user);
    vmimage__kubeconfig_release(&config);
}
END_TEST

struct bad {
    const char *text;
    vmimage_status status;
    const char *message;
};

static const struct bad unreadable[] = {
    {"a: [", VMIMAGE_E_PARSE, "f:1: bad YAML"},
    {"a: &x b\nc: *x", VMIMAGE_E_UNSUPPORTED, "f:2: bad YAML: aliases"},
    {"just text", VMIMAGE_E_PARSE, "f: must be a kubeconfig with clusters, users and contexts, is a string"},
    {"kind: Pod", VMIMAGE_E_INVALID, "f:1: kind: is \"Pod\"; a kubeconfig is a Config"},
    {"\napiVersion: v2", VMIMAGE_E_INVALID, "f:2: apiVersion: is \"v2\""},
    {"clusters: {}", VMIMAGE_E_PARSE, "f:1: clusters: must be an array, is an object"},
    {"users:\n- name: u\n  user:\n    token: 12\n", VMIMAGE_E_PARSE,
     "f:4: users[0].user.token: must be a string, is a number; put it in quotes"},
    {"users:\n- a\n", VMIMAGE_E_PARSE, "f:2: users[0]: must be an object, is a string"},
    {"users:\n- user: {}\n", VMIMAGE_E_PARSE, "f:2: users[0]: has no name"},
    {"users:\n- {name: u}\n- {name: v}\n- {name: u}\n", VMIMAGE_E_PARSE,
     "f:4: users[2].name: is \"u\", which is there twice in this file"},
    {"users: [{name: u, user: {client-key-data: 'a b'}}]", VMIMAGE_E_INVALID,
     "f:1: users[0].user.client-key-data: is not base64 of a PEM text"},
    {"users: [{name: u, user: {client-key-data: Z}}]", VMIMAGE_E_INVALID, "is not base64"},
    {"users: [{name: u, user: {client-key-data: YWJj}}]", VMIMAGE_E_INVALID, "is not base64 of a PEM text"},
    {"clusters:\n- name: c\n  cluster:\n    insecure-skip-tls-verify: 'yes'\n", VMIMAGE_E_PARSE,
     "f:4: clusters[0].cluster.insecure-skip-tls-verify: must be a boolean, is a string"},
    {"users: [{name: u, user: {as-groups: [a, {}]}}]", VMIMAGE_E_PARSE,
     "users[0].user.as-groups: must be a list of strings, is an object"},
    {"users: [{name: u, user: {exec: {env: [{value: x}]}}}]", VMIMAGE_E_INVALID,
     "users[0].user.exec.env: has an entry without a usable name"},
    {"users: [{name: u, user: {exec: text}}]", VMIMAGE_E_PARSE, "users[0].user.exec: must be an object, is a string"},
};

START_TEST(test_unreadable)
{
    const struct bad *bad = &unreadable[_i];
    struct vm_kubeconfig config = {0};
    vm_auto_error vmimage_error *error = NULL;

    ck_assert_int_eq(vmimage__kubeconfig_add(&config, "f", bad->text, strlen(bad->text), &limits, &error), bad->status);
    ck_assert_msg(strstr(vmimage_error_message(error), bad->message) != NULL, "%s", vmimage_error_message(error));
    vmimage__kubeconfig_release(&config);
}
END_TEST

#define USER(text) CLUSTER CONTEXT "users:\n- name: u\n  user: {" text "}\n"
#define EXEC(text) USER("exec: {command: p, " text "}")
#define V1 "apiVersion: client.authentication.k8s.io/v1"
#define ONE_CLUSTER(text) CONTEXT "users: [{name: u}]\nclusters:\n- name: c\n  cluster: {" text "}\n"

static const struct bad senseless[] = {
    {CLUSTER, VMIMAGE_E_NOT_FOUND, "no current-context, and no context was named; there are: none"},
    {CLUSTER CONTEXT, VMIMAGE_E_NOT_FOUND,
     "f:2: contexts[0].context.user: context \"x\" needs the user \"u\", which no kubeconfig file defines"},
    {CONTEXT, VMIMAGE_E_NOT_FOUND, "context \"x\" needs the cluster \"c\""},
    {"contexts: [{name: x, context: {user: u}}]\ncurrent-context: x", VMIMAGE_E_NOT_FOUND,
     "contexts[0].context.cluster: context \"x\" names no cluster"},
    {"contexts: [{name: a}, {name: b}]\ncurrent-context: z", VMIMAGE_E_NOT_FOUND,
     "no context \"z\"; there are: \"a\", \"b\""},
    {ONE_CLUSTER(""), VMIMAGE_E_INVALID, "there is no server for cluster \"c\""},
    {ONE_CLUSTER("server: 'ftp://h'"), VMIMAGE_E_INVALID, "f:6: clusters[0].cluster.server: \"ftp://h\" is no http"},
    {ONE_CLUSTER("server: 'https://'"), VMIMAGE_E_INVALID, "is no http or https URL of a host"},
    {ONE_CLUSTER("server: 'https://h', proxy-url: 'ftp://h'"), VMIMAGE_E_INVALID, "proxy-url: is no URL of a proxy"},
    {ONE_CLUSTER("server: 'https://h', certificate-authority: a, certificate-authority-data: " PEM), VMIMAGE_E_INVALID,
     "certificate-authority-data: certificate-authority is there as well"},
    {ONE_CLUSTER("server: 'https://h', certificate-authority: a, insecure-skip-tls-verify: true"), VMIMAGE_E_INVALID,
     "insecure-skip-tls-verify: is set and there is a certificate authority"},
    {USER("token: t, username: a"), VMIMAGE_E_INVALID, "f:6: users[0].user.token: there are a token and a user name"},
    {USER("client-certificate: a"), VMIMAGE_E_INVALID, "client-key: is missing"},
    {USER("client-certificate: a, client-key: b, client-certificate-data: " PEM), VMIMAGE_E_INVALID,
     "client-certificate-data: client-certificate is there as well"},
    {USER("client-certificate: a, client-key: b, client-key-data: " PEM), VMIMAGE_E_INVALID,
     "client-key-data: client-key is there as well"},
    {USER("as-groups: [a]"), VMIMAGE_E_INVALID, "users[0].user.as: is missing"},
    {USER("auth-provider: {name: gcp}"), VMIMAGE_E_INVALID,
     "auth-provider: \"gcp\" can't be used; use an exec plug-in"},
    {USER("auth-provider: {name: oidc}, exec: {command: p, interactiveMode: Never, " V1 "}"), VMIMAGE_E_INVALID,
     "auth-provider: is there together with exec"},
    {USER("exec: {interactiveMode: Never, " V1 "}"), VMIMAGE_E_INVALID, "exec.command: is missing"},
    {EXEC("interactiveMode: Never"), VMIMAGE_E_INVALID, "exec.apiVersion: is missing"},
    {EXEC("interactiveMode: Never, apiVersion: client.authentication.k8s.io/v1alpha1"), VMIMAGE_E_INVALID,
     "exec.apiVersion: is \"client.authentication.k8s.io/v1alpha1\""},
    {EXEC(V1), VMIMAGE_E_INVALID, "exec.interactiveMode: is missing"},
    {EXEC("interactiveMode: Perhaps, " V1), VMIMAGE_E_INVALID, "exec.interactiveMode: is \"Perhaps\""},
    {CLUSTER
     "users: [{name: u}]\ncurrent-context: x\ncontexts:\n- name: x\n  context: {cluster: c, user: u, namespace: A_b}",
     VMIMAGE_E_INVALID, "f:6: contexts[0].context.namespace: \"A_b\" is no name of a namespace"},
    /* Everything at once. */
    {ONE_CLUSTER("server: 'ftp://h', proxy-url: 'ftp://h'"), VMIMAGE_E_INVALID,
     "is no http or https URL of a host; clusters[0].cluster.proxy-url: is no URL of a proxy"},
};

START_TEST(test_senseless)
{
    const struct bad *bad = &senseless[_i];
    struct vm_kubeconfig config = {0};
    struct vm_kubeconfig_choice choice;
    vm_auto_error vmimage_error *error = NULL;

    add(&config, "f", bad->text);
    ck_assert_int_eq(vmimage__kubeconfig_choose(&config, NULL, &choice, &error), bad->status);
    ck_assert_msg(strstr(vmimage_error_message(error), bad->message) != NULL, "%s", vmimage_error_message(error));
    vmimage__kubeconfig_release(&config);
}
END_TEST

START_TEST(test_secrets_stay_out_of_errors)
{
    static const char *const texts[] = {
        "users: [{name: u, user: {client-key-data: hunter2}}]",
        "users: [{name: u, user: {token: {a: hunter2}}}]",
        "users: [{name: u, user: {password: [hunter2]}}]",
        "users: [{name: u, user: {token: hunter2}}",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct vm_kubeconfig config = {0};
        vm_auto_error vmimage_error *error = NULL;

        ck_assert_int_ne(vmimage__kubeconfig_add(&config, "f", texts[i], strlen(texts[i]), &limits, &error),
                         VMIMAGE_OK);
        ck_assert_ptr_null(strstr(vmimage_error_message(error), "hunter2"));
        vmimage__kubeconfig_release(&config);
    }
}
END_TEST

START_TEST(test_lines)
{
    static const char text[] = "a:\n  b:\n  - c: 1\n  -\n    d: [x,\n     y]\n";

    ck_assert_uint_eq(vmimage__yaml_line(text, sizeof(text) - 1, "a"), 1);
    ck_assert_uint_eq(vmimage__yaml_line(text, sizeof(text) - 1, "a.b[0].c"), 3);
    ck_assert_uint_eq(vmimage__yaml_line(text, sizeof(text) - 1, "a.b[1].d"), 5);
    ck_assert_uint_eq(vmimage__yaml_line(text, sizeof(text) - 1, "a.b[1].d[1]"), 6);
    ck_assert_uint_eq(vmimage__yaml_line(text, sizeof(text) - 1, "a.b[2]"), 0);
    ck_assert_uint_eq(vmimage__yaml_line("[", 1, "a"), 0);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, test_every_key);
    tcase_add_test(tcase, test_json_and_defaults);
    tcase_add_test(tcase, test_merge);
    tcase_add_loop_test(tcase, test_unreadable, 0, (int)(sizeof(unreadable) / sizeof(unreadable[0])));
    tcase_add_loop_test(tcase, test_senseless, 0, (int)(sizeof(senseless) / sizeof(senseless[0])));
    tcase_add_test(tcase, test_secrets_stay_out_of_errors);
    tcase_add_test(tcase, test_lines);
}

UNIT_MAIN("kubeconfig", cases)
