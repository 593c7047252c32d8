/*
 * SPDX-License-Identifier: Apache-2.0
 * Asking a vCenter by SOAP. Since 8.0U3 a session of REST is good for SOAP too; before, or when the server doesn't take it, a
 * second one is made with the same name and password. It is made when it is first needed.
 */
#include <string.h>

#include "base/context.h"
#include "base/error.h"
#include "transport/vsphere/vsphere.h"

#define REQUEST_MAX ((size_t)16 << 20)
#define COOKIE "vmware_soap_session="
#define COOKIE_MAX 4096

static bool is_session_fault(const struct vm_soap *soap)
{
    return soap->fault_type != NULL && strcmp(soap->fault_type, "NotAuthenticated") == 0;
}

/* The longest text of a fault that says what it was. */
static const char *fault_text(const struct vm_soap *soap)
{
    const char *text = soap->fault_text;

    if (text[0] == '\0' && soap->fault_detail != NULL)
        text = vmimage__xml_text(soap->fault_detail, "localizedMessage");
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static vmimage_status fail_fault(const struct vm_vs *vs, const struct vm_soap *soap, const char *what,
                                 vmimage_error **error)
{
    const char *text = fault_text(soap), *type = soap->fault_type[0] != '\0' ? soap->fault_type : "fault";
    vmimage_status status = vmimage__soap_fault_status(soap->fault_type);

    status = vmimage__fail(error, status, vs->base, "%s: %s: %s%s%s%s", vs->base, what, text != NULL ? text : type,
                           text != NULL ? " (" : "", text != NULL ? type : "", text != NULL ? ")" : "");
    vmimage__error_set_reason(error, text != NULL ? text : type);
    return status;
}

static vmimage_status take_cookie(struct vm_vs *vs, const struct vm_http_transfer *transfer, vmimage_error **error)
{
    const char *header = vmimage__http_header(transfer, "Set-Cookie");
    const char *value = header != NULL ? strstr(header, COOKIE) : NULL;
    size_t length = value != NULL ? strcspn(value, ";\r\n") : 0;
    vm_auto_buf struct vm_buf cookie = VM_BUF_INIT(COOKIE_MAX);

    if (length <= sizeof(COOKIE) - 1 || length > COOKIE_MAX - 16)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vs->base, "%s: log in: the server gave no session for SOAP",
                             vs->base);
    vmimage__buf_printf(&cookie, "Cookie: %.*s", (int)length, value);
    vmimage__vs_forget(vs->cookie);
    vs->cookie = cookie.status == VMIMAGE_OK ? vmimage__strdup(cookie.data) : NULL;
    return vs->cookie != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* One request; a fault is no failure here. `login` takes the cookie of the answer and sends none. */
static vmimage_status ask(struct vm_vs *vs, const struct vm_call *call, const struct vm_buf *body, bool login,
                          struct vm_soap *soap, const char *what, vmimage_error **error)
{
    vm_auto_buf struct vm_buf url = VM_BUF_INIT(4096);
    vm_auto_str char *secret = NULL;
    vm_auto_exchange struct vm_vs_exchange exchange = {.what = what};
    const char *headers[4] = {"Content-Type: text/xml; charset=\"utf-8\"", "SOAPAction: urn:vim25/8.0.1.0", NULL, NULL};
    const char *who = vs->cookie != NULL ? vs->cookie : vs->sdk_with_session ? vs->session : NULL;
    struct vm_soap_limits limits = vmimage__soap_limits(vs->context);
    const struct vm_http_answer *answer;
    vm_auto_error vmimage_error *failure = NULL;
    vmimage_status status;

    vmimage__buf_printf(&url, "%s/sdk", vs->base);
    if (!login && who != NULL)
        secret = vmimage__strdup(who);
    if (url.status != VMIMAGE_OK || (!login && who != NULL && secret == NULL))
        return vmimage__fail_no_memory(error);
    headers[2] = secret;
    exchange.request = (struct vm_http_request){.method = "POST",
                                                .url = url.data,
                                                .headers = headers,
                                                .body = body->data,
                                                .length = body->length,
                                                .flags = VM_HTTP_NO_REDIRECT | VM_HTTP_SECRET | VM_HTTP_NO_LOGIN};
    status = vmimage__http_perform(vs->http, call, &exchange.request, &exchange.transfer, &failure);
    answer = exchange.transfer != NULL ? vmimage__http_answer(exchange.transfer) : NULL;
    if (status != VMIMAGE_OK && (answer == NULL || answer->status != 500 || answer->body.length == 0))
        return vmimage__pass_on(status, &failure, error);
    failure = vmimage_error_unref(failure);
    status = vmimage__soap_read(soap, answer->body.data, answer->body.length, &limits, "answer", &failure);
    if (status == VMIMAGE_E_PARSE)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, answer->url,
                             "%s: %s: what the server answered is no SOAP (%s); is this a vCenter?", vs->base, what,
                             answer->type != NULL ? answer->type : "without a type");
    if (status != VMIMAGE_OK)
        return vmimage__pass_on(status, &failure, error);
    return login && soap->fault_type == NULL ? take_cookie(vs, exchange.transfer, error) : VMIMAGE_OK;
}

static char *object(const struct vm_soap *soap, const char *name, vmimage_status *status)
{
    const struct vm_xml *content = vmimage__xml_get(soap->answer, "returnval");
    const char *text = vmimage__xml_text(content, name);
    char *copy = vmimage__strdup(text != NULL ? text : "");

    if (copy == NULL)
        *status = VMIMAGE_E_NO_MEMORY;
    return copy;
}

/* "8.0.3.0" or newer. */
static bool shares_sessions(const char *version)
{
    int64_t part[3] = {0, 0, 0};

    for (int i = 0; i < 3 && *version != '\0'; i++) {
        while (*version >= '0' && *version <= '9' && part[i] < 1000)
            part[i] = part[i] * 10 + (*version++ - '0');
        version += *version == '.';
    }
    return part[0] > 8 || (part[0] == 8 && (part[1] > 0 || part[2] >= 3));
}

static vmimage_status read_service(struct vm_vs *vs, const struct vm_call *call, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    struct vm_vs_service *service = &vs->service;
    vmimage_status status;

    vmimage__soap_begin(&body, NULL, "RetrieveServiceContent", "ServiceInstance", "ServiceInstance");
    vmimage__soap_end(&body, "RetrieveServiceContent");
    if (body.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    status = ask(vs, call, &body, false, &soap, "read the service's content", error);
    if (status != VMIMAGE_OK)
        return status;
    if (soap.fault_type != NULL)
        return fail_fault(vs, &soap, "read the service's content", error);
    if (vmimage__xml_find(soap.answer, "returnval/propertyCollector") == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vs->base, "%s: /sdk doesn't say what it offers", vs->base);
    service->root_folder = object(&soap, "rootFolder", &status);
    service->property_collector = object(&soap, "propertyCollector", &status);
    service->session_manager = object(&soap, "sessionManager", &status);
    service->search_index = object(&soap, "searchIndex", &status);
    service->task_manager = object(&soap, "taskManager", &status);
    service->view_manager = object(&soap, "viewManager", &status);
    service->api_version = object(&soap, "about/apiVersion", &status);
    if (status != VMIMAGE_OK) {
        vmimage__vs_forget_service(service);
        return vmimage__fail_no_memory(error);
    }
    service->set = true;
    vs->sdk_with_session = shares_sessions(service->api_version);
    return VMIMAGE_OK;
}

static vmimage_status log_in(struct vm_vs *vs, const struct vm_call *call, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    vmimage_status status;

    vmimage__vs_forget(vs->cookie);
    vs->cookie = NULL;
    vs->sdk_with_session = false;
    vmimage__log(vs->context, VMIMAGE_LOG_DEBUG, "vsphere", "%s: logging in for SOAP", vs->base);
    vmimage__soap_begin(&body, NULL, "Login", "SessionManager", vs->service.session_manager);
    vmimage__soap_text(&body, "userName", vs->user);
    vmimage__soap_text(&body, "password", vs->password);
    vmimage__soap_end(&body, "Login");
    status =
        body.status == VMIMAGE_OK ? ask(vs, call, &body, true, &soap, "log in", error) : vmimage__fail_no_memory(error);
    if (body.data != NULL)
        explicit_bzero(body.data, body.length);
    if (status == VMIMAGE_OK && soap.fault_type != NULL)
        status = fail_fault(vs, &soap, "log in", error);
    return status;
}

/* Whether the server takes the session of REST. It is asked for something that nobody gets without a session. */
static vmimage_status try_session(struct vm_vs *vs, const struct vm_call *call, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    vmimage_status status;

    vmimage__soap_begin(&body, NULL, "CurrentTime", "ServiceInstance", "ServiceInstance");
    vmimage__soap_end(&body, "CurrentTime");
    if (body.status != VMIMAGE_OK)
        return vmimage__fail_no_memory(error);
    status = ask(vs, call, &body, false, &soap, "look at the clock", error);
    if (status == VMIMAGE_OK && soap.fault_type != NULL)
        vs->sdk_with_session = false;
    return status;
}

vmimage_status vmimage__vs_sdk_login(struct vm_vs *vs, const struct vm_call *call, vmimage_error **error)
{
    vmimage_status status = VMIMAGE_OK;

    if (!vs->service.set) {
        status = read_service(vs, call, error);
        if (status == VMIMAGE_OK && vs->sdk_with_session)
            status = try_session(vs, call, error);
    }
    if (status == VMIMAGE_OK && vs->cookie == NULL && !vs->sdk_with_session)
        status = log_in(vs, call, error);
    return status;
}

void vmimage__vs_sdk_logout(struct vm_vs *vs, const struct vm_call *call)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};

    if (vs->cookie == NULL)
        return;
    vmimage__soap_begin(&body, NULL, "Logout", "SessionManager", vs->service.session_manager);
    vmimage__soap_end(&body, "Logout");
    if (body.status == VMIMAGE_OK)
        (void)ask(vs, call, &body, false, &soap, "log out", NULL);
    vmimage__vs_forget(vs->cookie);
    vs->cookie = NULL;
}

vmimage_status vmimage__vs_sdk(struct vm_vs *vs, const struct vm_call *call, const struct vm_buf *body,
                               struct vm_soap *soap, const char *what, vmimage_error **error)
{
    vmimage_status status =
        body->status == VMIMAGE_OK ? vmimage__vs_sdk_login(vs, call, error) : vmimage__fail_no_memory(error);

    if (status == VMIMAGE_OK)
        status = ask(vs, call, body, false, soap, what, error);
    if (status == VMIMAGE_OK && is_session_fault(soap)) {
        vmimage__soap_release(soap);
        status = log_in(vs, call, error);
        if (status == VMIMAGE_OK)
            status = ask(vs, call, body, false, soap, what, error);
    }
    if (status == VMIMAGE_OK && soap->fault_type != NULL)
        status = fail_fault(vs, soap, what, error);
    return status;
}

static void add_paths(struct vm_buf *body, const char *paths)
{
    while (*paths != '\0') {
        size_t length = strcspn(paths, " ");

        vmimage__buf_add_str(body, "<pathSet>");
        vmimage__buf_add(body, paths, length);
        vmimage__buf_add_str(body, "</pathSet>");
        paths += length + (paths[length] == ' ');
    }
}

vmimage_status vmimage__vs_properties(struct vm_vs *vs, const struct vm_call *call, const char *type, const char *id,
                                      const char *paths, struct vm_soap *soap, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vmimage_status status = vmimage__vs_sdk_login(vs, call, error);

    if (status != VMIMAGE_OK)
        return status;
    vmimage__soap_begin(&body, NULL, "RetrievePropertiesEx", "PropertyCollector", vs->service.property_collector);
    vmimage__buf_add_str(&body, "<specSet><propSet>");
    vmimage__soap_text(&body, "type", type);
    add_paths(&body, paths);
    vmimage__buf_add_str(&body, "</propSet><objectSet>");
    vmimage__soap_ref(&body, "obj", type, id);
    vmimage__buf_add_str(&body, "</objectSet></specSet><options/>");
    vmimage__soap_end(&body, "RetrievePropertiesEx");
    return vmimage__vs_sdk(vs, call, &body, soap, "read properties", error);
}

/* A view of all objects of a type; *view is in memory of its own. */
static vmimage_status make_view(struct vm_vs *vs, const struct vm_call *call, const char *type, char **view,
                                vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};
    const char *text;
    vmimage_status status;

    vmimage__soap_begin(&body, NULL, "CreateContainerView", "ViewManager", vs->service.view_manager);
    vmimage__soap_ref(&body, "container", "Folder", vs->service.root_folder);
    vmimage__soap_text(&body, "type", type);
    vmimage__soap_bool(&body, "recursive", true);
    vmimage__soap_end(&body, "CreateContainerView");
    status = vmimage__vs_sdk(vs, call, &body, &soap, "look at the inventory", error);
    if (status != VMIMAGE_OK)
        return status;
    text = vmimage__xml_text(soap.answer, "returnval");
    if (text == NULL)
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vs->base, "%s: the server gave no view of its inventory",
                             vs->base);
    *view = vmimage__strdup(text);
    return *view != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

static void drop_view(struct vm_vs *vs, const struct vm_call *call, const char *view)
{
    const struct vm_call grace = vmimage__vs_grace(call);
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap soap = {.arena = {NULL, false}};

    vmimage__soap_begin(&body, NULL, "DestroyView", "ContainerView", view);
    vmimage__soap_end(&body, "DestroyView");
    (void)vmimage__vs_sdk(vs, &grace, &body, &soap, "look at the inventory", NULL);
}

vmimage_status vmimage__vs_inventory(struct vm_vs *vs, const struct vm_call *call, const char *type, const char *paths,
                                     struct vm_soap *soap, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_str char *view = NULL;
    vmimage_status status = vmimage__vs_sdk_login(vs, call, error);

    if (status == VMIMAGE_OK)
        status = make_view(vs, call, type, &view, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__soap_begin(&body, NULL, "RetrieveProperties", "PropertyCollector", vs->service.property_collector);
    vmimage__buf_add_str(&body, "<specSet><propSet>");
    vmimage__soap_text(&body, "type", type);
    add_paths(&body, paths);
    vmimage__buf_add_str(&body, "</propSet><objectSet>");
    vmimage__soap_ref(&body, "obj", "ContainerView", view);
    vmimage__buf_add_str(&body, "<skip>true</skip><selectSet xsi:type=\"TraversalSpec\"><name>view</name>"
                                "<type>ContainerView</type><path>view</path><skip>false</skip></selectSet>"
                                "</objectSet></specSet>");
    vmimage__soap_end(&body, "RetrieveProperties");
    status = vmimage__vs_sdk(vs, call, &body, soap, "look at the inventory", error);
    drop_view(vs, call, view);
    return status;
}

const struct vm_xml *vmimage__vs_property(const struct vm_soap *soap, const char *name)
{
    const struct vm_xml *set = vmimage__xml_find(soap->answer, "returnval/objects/propSet");

    for (; set != NULL; set = vmimage__xml_next(set)) {
        const char *text = vmimage__xml_text(set, "name");

        if (text != NULL && strcmp(text, name) == 0)
            return vmimage__xml_get(set, "val");
    }
    return NULL;
}
