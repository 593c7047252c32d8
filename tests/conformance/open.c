/*
 * SPDX-License-Identifier: Apache-2.0
 * Opening a registry, and what it says of itself.
 */
#include "conformance.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void check_itself(struct suite *suite)
{
    const struct record *place = next_record(suite, "place", NULL);
    AUTO(vmimage_registry) *registry = open_registry(suite);

    NEED(suite, registry != NULL, "no registry");
    EXPECT(suite, equal(vmimage_registry_url(registry), field(place, "url")), "URL %s instead of %s",
           vmimage_registry_url(registry), shown(field(place, "url")));
    EXPECT(suite, equal(vmimage_registry_transport(registry), field(place, "transport")), "transport %s instead of %s",
           vmimage_registry_transport(registry), shown(field(place, "transport")));
    EXPECT(suite, vmimage_registry_capabilities(registry) == suite->capabilities,
           "capabilities %" PRIu64 " instead of %" PRIu64, vmimage_registry_capabilities(registry),
           suite->capabilities);
}

/* Some transports look when they open, others with the first call. */
static void check_missing(struct suite *suite)
{
    const char *url = field(next_record(suite, "place", NULL), "missing");
    AUTO(vmimage_registry) *registry = NULL;
    AUTO(vmimage_libraries) *libraries = NULL;
    AUTO(vmimage_error) *error = NULL;
    vmimage_status status = vmimage_registry_open(suite->context, url, suite->options, &registry, &error);

    EXPECT(suite, (status == VMIMAGE_OK) == (registry != NULL), "status %d and registry don't agree", status);
    if (status == VMIMAGE_OK)
        status = vmimage_registry_libraries(registry, NULL, &libraries, &error);
    EXPECT(suite, status == VMIMAGE_E_NOT_FOUND, "%s: %s instead of NOT_FOUND", url, vmimage_status_name(status));
    NEED(suite, error != NULL, "no error object");
    EXPECT(suite, vmimage_error_status(error) == status, "error object says %d", vmimage_error_status(error));
    EXPECT(suite, strlen(vmimage_error_message(error)) > 10, "message \"%s\"", vmimage_error_message(error));
}

static void check_wrong_credentials(struct suite *suite)
{
    const char *text = field(next_record(suite, "place", NULL), "wrong_options");
    AUTO(vmimage_options) *wrong = make_options(suite, text);
    AUTO(vmimage_registry) *registry = NULL;
    AUTO(vmimage_libraries) *libraries = NULL;
    AUTO(vmimage_error) *error = NULL;
    const char *secret = strstr(text, "password=");
    vmimage_status status = vmimage_registry_open(suite->context, suite->url, wrong, &registry, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_libraries(registry, NULL, &libraries, &error);
    EXPECT(suite, status == VMIMAGE_E_UNAUTHENTICATED, "%s instead of UNAUTHENTICATED", vmimage_status_name(status));
    NEED(suite, error != NULL, "no error object");
    EXPECT(suite, secret == NULL || strstr(vmimage_error_message(error), secret + strlen("password=")) == NULL,
           "the message has the password: %s", vmimage_error_message(error));
}

static void check_unsupported(struct suite *suite)
{
    AUTO(vmimage_registry) *registry = open_registry(suite);
    AUTO(vmimage_error) *error = NULL;
    char id[VMIMAGE_UUID_SIZE] = "untouched";
    vmimage_status status;

    NEED(suite, registry != NULL, "no registry");
    status = vmimage_keep_add(registry, field(next_record(suite, "place", NULL), "package"), "new", NULL, id, &error);
    EXPECT(suite, status == VMIMAGE_E_UNSUPPORTED, "add: %s instead of UNSUPPORTED", vmimage_status_name(status));
    NEED(suite, error != NULL, "no error object");
    EXPECT(suite, strstr(vmimage_error_message(error), vmimage_registry_transport(registry)) != NULL,
           "\"%s\" does not name the transport", vmimage_error_message(error));
    EXPECT(suite, vmimage_error_operation(error) != NULL && vmimage_error_operation(error)[0] != '\0',
           "the error does not name the operation");
    EXPECT(suite, equal(id, "untouched"), "an ID was written: %s", id);
    EXPECT(suite, vmimage_keep_remove(registry, "twin", NULL) == VMIMAGE_E_UNSUPPORTED, "remove is not UNSUPPORTED");
    EXPECT(suite, vmimage_keep_rename(registry, NULL, "x", NULL) == VMIMAGE_E_UNSUPPORTED, "rename is not UNSUPPORTED");
}

const struct check open_checks[] = {
    {"a registry says where and what it is", check_itself, 0, 0},
    {"a place that is not there", check_missing, 0, 0},
    {"wrong credentials are refused and not shown", check_wrong_credentials, 0, NEEDS_WRONG_OPTIONS},
    {"what it can't do is UNSUPPORTED, by name", check_unsupported, 0, NEEDS_NO_KEEP},
    {NULL, NULL, 0, 0}};
