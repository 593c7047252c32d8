/*
 * SPDX-License-Identifier: Apache-2.0
 * From a virtual machine to an image: an OVF template in a content library, or a VM template in a folder, as VM Operator makes
 * them. Following them is the engine's.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "transport/vsphere/inventory.h"

#define REQUEST_MAX ((size_t)16 << 20)

vmimage_status vmimage__vs_capture_start(struct vm_vs *vs, const struct vm_vs_capture *capture,
                                         struct vm_vs_exchange *exchange, char header[VM_VS_ACTIVATION_MAX],
                                         vmimage_error **error)
{
    struct vm_json_writer writer;
    int length = capture->activation != NULL
                     ? snprintf(header, VM_VS_ACTIVATION_MAX, "vapi-ctx-actid: %s", capture->activation)
                     : 0;
    vmimage_status status;

    if (length >= VM_VS_ACTIVATION_MAX || (capture->activation != NULL && strpbrk(capture->activation, "\r\n") != NULL))
        return vmimage__fail(error, VMIMAGE_E_INVALID, "activation",
                             "the activation ID is too long, or has a line end");
    status = vmimage__vs_prepare(vs, exchange, VM_VS_CAPTURE, NULL, NULL, error);
    if (status != VMIMAGE_OK)
        return status;
    vmimage__vs_body_begin(vs, exchange, VM_VS_CAPTURE, &writer);
    vmimage__jw_key(&writer, "create_spec");
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "name", capture->name);
    vmimage__jw_member(&writer, "description", capture->description);
    vmimage__jw_key(&writer, "flags");
    vmimage__jw_begin_array(&writer);
    vmimage__jw_string(&writer, "EXTRA_CONFIG");
    vmimage__jw_end_array(&writer);
    vmimage__jw_end_object(&writer);
    vmimage__jw_key(&writer, "source");
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "type", "VirtualMachine");
    vmimage__jw_member(&writer, "id", capture->vm);
    vmimage__jw_end_object(&writer);
    vmimage__jw_key(&writer, "target");
    vmimage__jw_begin_object(&writer);
    vmimage__jw_member(&writer, "library_id", capture->library);
    vmimage__jw_member(&writer, "library_item_id", capture->item);
    vmimage__jw_end_object(&writer);
    status = vmimage__vs_body_end(vs, exchange, VM_VS_CAPTURE, &writer, error);
    if (status != VMIMAGE_OK)
        return status;
    exchange->activation = length != 0 ? header : NULL;
    exchange->request.flags |= VM_HTTP_PATIENT;
    return vmimage__vs_start(vs, exchange, error);
}

/* Why a capture that was carried out has failed. */
static vmimage_status fail_capture(const struct vm_vs *vs, const struct vm_json *value, vmimage_error **error)
{
    const struct vm_json *first = vmimage__json_first(vmimage__json_get(vmimage__json_get(value, "error"), "errors"));
    const char *why = vmimage__vs_message(vmimage__json_get(first, "message"));
    vmimage_status status;

    if (why == NULL)
        why =
            vmimage__vs_message(vmimage__json_first(vmimage__json_get(vmimage__json_get(first, "error"), "messages")));
    status = vmimage__fail(error, VMIMAGE_E_FAILED, vs->base, "%s: the virtual machine can't be captured: %s", vs->base,
                           why != NULL ? why : "the server gives no reason");
    vmimage__error_set_reason(error, why);
    return status;
}

vmimage_status vmimage__vs_capture_finish(struct vm_vs *vs, const struct vm_call *call, struct vm_vs_exchange *exchange,
                                          char **item, vmimage_error **error)
{
    vm_auto_json struct vm_json_doc *doc = NULL;
    const struct vm_json *value = NULL;
    const char *id;
    bool again = false;
    vmimage_status status = vmimage__vs_finish(vs, call, exchange, &again, error);

    *item = NULL;
    if (status == VMIMAGE_OK && again)
        return VMIMAGE_E_NOT_READY;
    if (status == VMIMAGE_OK)
        status = vmimage__vs_typed_value(vs, exchange, VM_JSON_OBJECT, &doc, &value, error);
    if (status != VMIMAGE_OK)
        return status;
    id = vmimage__json_get_string(value, "ovf_library_item_id");
    if (!vmimage__json_bool(vmimage__json_get(value, "succeeded")) || id == NULL)
        return fail_capture(vs, value, error);
    *item = vmimage__strdup(id);
    return *item != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}

/* ---- VM templates ---- */

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Settings that belong to the machine and not to its image; the template gets them empty. */
static bool is_reset(const char *key)
{
    return (begins(key, "guestinfo.") || begins(key, "vmservice.") || begins(key, "imageregistry.")) &&
           strcmp(key, "vmservice.virtualmachine.pvc.disk.data") != 0 && strcmp(key, "vmservice.vmi.labels") != 0;
}

static void add_option(struct vm_buf *body, const char *key, const char *value)
{
    vmimage__soap_open(body, "extraConfig", "xsi:type=\"OptionValue\"");
    vmimage__soap_text(body, "key", key);
    vmimage__soap_open(body, "value", "xsi:type=\"xsd:string\"");
    vmimage__xml_escape(body, value);
    vmimage__soap_close(body, "value");
    vmimage__soap_close(body, "extraConfig");
}

static void add_extra_config(struct vm_buf *body, const struct vm_soap *soap, const struct vm_vs_capture *clone)
{
    const struct vm_xml *options = vmimage__vs_property(soap, "config.extraConfig");

    for (const struct vm_xml *o = options != NULL ? options->first : NULL; o != NULL; o = o->next) {
        const char *key = vmimage__xml_text(o, "key"), *value = vmimage__xml_text(o, "value");

        if (key == NULL || strcmp(key, "vmservice.vmpub.uuid") == 0)
            continue;
        if (strcmp(key, "nvram") == 0) {
            vm_auto_buf struct vm_buf name = VM_BUF_INIT(65536);

            vmimage__buf_printf(&name, "%s.nvram", clone->name);
            add_option(body, key, vmimage__buf_str(&name));
        } else {
            add_option(body, key, is_reset(key) || value == NULL ? "" : value);
        }
    }
    if (clone->publish_uid != NULL)
        add_option(body, "vmservice.vmpub.uuid", clone->publish_uid);
}

/* Network cards stay behind. */
static void remove_cards(struct vm_buf *body, const struct vm_soap *soap)
{
    static const char *const cards[] = {
        "VirtualE1000",   "VirtualE1000e",       "VirtualPCNet32",           "VirtualVmxnet",      "VirtualVmxnet2",
        "VirtualVmxnet3", "VirtualVmxnet3Vrdma", "VirtualSriovEthernetCard", "VirtualEthernetCard"};
    const struct vm_xml *devices = vmimage__vs_property(soap, "config.hardware.device");

    for (const struct vm_xml *device = devices != NULL ? devices->first : NULL; device != NULL; device = device->next) {
        const char *card = NULL;
        int64_t key = 0;

        for (size_t i = 0; device->type != NULL && i < sizeof(cards) / sizeof(cards[0]); i++)
            card = strcmp(device->type, cards[i]) == 0 ? cards[i] : card;
        if (card == NULL || !vmimage__xml_int(device, "key", &key))
            continue;
        vmimage__buf_add_str(body, "<deviceChange><operation>remove</operation>");
        vmimage__buf_printf(body, "<device xsi:type=\"%s\">", card);
        vmimage__soap_int(body, "key", key);
        vmimage__buf_add_str(body, "</device></deviceChange>");
    }
}

static void write_clone(struct vm_buf *body, const struct vm_soap *soap, const struct vm_vs_capture *clone)
{
    vmimage__soap_begin(body, clone->activation, "CloneVM_Task", "VirtualMachine", clone->vm);
    vmimage__soap_ref(body, "folder", "Folder", clone->folder);
    vmimage__soap_text(body, "name", clone->name);
    vmimage__buf_add_str(body, "<spec><location>");
    vmimage__soap_ref(body, "folder", "Folder", clone->folder);
    vmimage__soap_text(body, "diskMoveType", "moveAllDiskBackingsAndDisallowSharing");
    if (clone->profile != NULL) {
        vmimage__soap_open(body, "profile", "xsi:type=\"VirtualMachineDefinedProfileSpec\"");
        vmimage__soap_text(body, "profileId", clone->profile);
        vmimage__soap_close(body, "profile");
    }
    vmimage__buf_add_str(body, "</location><template>true</template><config>");
    vmimage__soap_text(body, "annotation", clone->description);
    remove_cards(body, soap);
    add_extra_config(body, soap, clone);
    vmimage__buf_add_str(body, "</config><powerOn>false</powerOn><tpmProvisionPolicy>copy</tpmProvisionPolicy></spec>");
    vmimage__soap_end(body, "CloneVM_Task");
}

vmimage_status vmimage__vs_clone_start(struct vm_vs *vs, const struct vm_call *call, const struct vm_vs_capture *clone,
                                       char **task, vmimage_error **error)
{
    vm_auto_buf struct vm_buf body = VM_BUF_INIT(REQUEST_MAX);
    vm_auto_soap struct vm_soap source = {.arena = {NULL, false}}, soap = {.arena = {NULL, false}};
    const char *text;
    vmimage_status status = vmimage__vs_properties(vs, call, "VirtualMachine", clone->vm,
                                                   "config.extraConfig config.hardware.device", &source, error);

    *task = NULL;
    if (status != VMIMAGE_OK)
        return status;
    write_clone(&body, &source, clone);
    status = vmimage__vs_sdk(vs, call, &body, &soap, "clone a VM", error);
    if (status != VMIMAGE_OK)
        return status;
    text = vmimage__xml_text(soap.answer, "returnval");
    if (text == NULL || text[0] == '\0')
        return vmimage__fail(error, VMIMAGE_E_PROTOCOL, vs->base, "%s: the server gave no task", vs->base);
    *task = vmimage__strdup(text);
    return *task != NULL ? VMIMAGE_OK : vmimage__fail_no_memory(error);
}
