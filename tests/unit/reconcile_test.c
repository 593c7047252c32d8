/*
 * SPDX-License-Identifier: Apache-2.0
 * From items to images: the decision table row by row, over structs.
 */
#include "unit.h"

#include <string.h>
#include <vmimage/base.h>
#include <vmimage/image.h>
#include <vmimage/ovf.h>

#include "format/k8s.h"
#include "format/ovf.h"
#include "model/labels.h"
#include "model/machine.h"
#include "model/reconcile.h"

#define NOW "2026-01-02T03:04:05Z"
#define ITEM_ID "6a4c41d7-67f8-47de-a9b5-a9d3b4ec0f88"
#define FINALIZER "vmoperator.vmware.com/contentlibraryitem"
#define OLD_FINALIZER "contentlibraryitem.vmoperator.vmware.com"

static const char descriptor[] =
    "<Envelope><References/><DiskSection><Disk diskId=\"d\" capacity=\"1\" capacityAllocationUnits=\"byte * "
    "2^30\"/></DiskSection>"
    "<VirtualSystem id=\"vm\"><OperatingSystemSection id=\"94\" osType=\"ubuntu64Guest\"/><VirtualHardwareSection>"
    "<System><ElementName>x</ElementName><InstanceID>0</InstanceID><VirtualSystemType>vmx-19</VirtualSystemType></"
    "System>"
    "<Item><Address>0</Address><ElementName>SCSI</ElementName><InstanceID>3</InstanceID><ResourceSubType>VirtualSCSI"
    "</ResourceSubType><ResourceType>6</ResourceType></Item>"
    "<Item><AddressOnParent>0</AddressOnParent><ElementName>disk</ElementName><HostResource>ovf:/disk/d</HostResource>"
    "<InstanceID>9</InstanceID><Parent>3</Parent><ResourceType>17</ResourceType></Item>"
    "</VirtualHardwareSection></VirtualSystem></Envelope>";

static struct vmimage_condition ready = {.type = "Ready", .status = "True"};
static struct vm_item item;
static struct vm_reconcile_input input;
static struct vm_reconcile_result result;
static struct vm_arena arena;
static vmimage_ovf *ovf;

static void set_up(void)
{
    item = (struct vm_item){.kind = "ContentLibraryItem",
                            .id = ITEM_ID,
                            .name = "ubuntu",
                            .type = "OVF",
                            .content_version = "4",
                            .security_compliance = VM_TRUE,
                            .library_ref = {.kind = "ContentLibrary", .name = "cl-1", .set = true},
                            .conditions = {&ready, 1, 1}};
    item.meta.name = "clitem-0123456789abcdef0";
    item.meta.name_space = "team";
    item.meta.uid = "uid-1";
    vmimage__strings_add(&item.meta.finalizers, &arena, FINALIZER);
    ck_assert_int_eq(vmimage__ovf_parse(descriptor, sizeof(descriptor) - 1, NULL, "d.ovf", &ovf, NULL), VMIMAGE_OK);
    input = (struct vm_reconcile_input){.item = &item, .now = NOW, .ovf = &ovf->o};
}

static void tear_down(void)
{
    vmimage__reconcile_release(&result);
    vmimage__arena_release(&arena);
    ovf = vmimage_ovf_unref(ovf);
}

static const struct vm_image *run(enum vm_reconcile_action action)
{
    vmimage__reconcile_release(&result);
    ck_assert_int_eq(vmimage__reconcile(&input, &result, NULL), VMIMAGE_OK);
    ck_assert_int_eq((int)result.action, (int)action);
    ck_assert_int_eq(result.image != NULL, action == VM_RECONCILE_IMAGE);
    return result.image != NULL ? &result.image->o : NULL;
}

static void expect_ready(const char *status, const char *reason, const char *message)
{
    const struct vmimage_condition *condition = vmimage__condition_find(&result.image->o.conditions, "Ready");

    if (status == NULL) {
        ck_assert_ptr_null(condition);
        return;
    }
    ck_assert_ptr_nonnull(condition);
    ck_assert_str_eq(condition->status, status);
    ck_assert_str_eq(condition->reason, reason);
    ck_assert_str_eq(condition->message, message);
}

static void expect_error(const char *text)
{
    if (text == NULL) {
        ck_assert_msg(result.error == NULL, "%s", result.error);
        return;
    }
    ck_assert_str_eq(result.error, text);
    ck_assert_str_eq(result.event_type, "Warning");
    ck_assert_str_eq(result.event_reason, "UpdateFailure");
    ck_assert_str_eq(result.event_message, text);
}

/* The image of the last pass becomes the one that is there. */
static vmimage_image *keep(void)
{
    vmimage_image *image = result.image;

    result.image = NULL;
    input.image = &image->o;
    return image;
}

START_TEST(names)
{
    item.meta.name = "foo-1";
    run(VM_RECONCILE_SKIP);
    ck_assert_str_eq(result.skip_reason, "item name does not start with \"clitem\"");
    item.meta.name = "clitem";
    run(VM_RECONCILE_SKIP);
    ck_assert_str_eq(result.skip_reason, "item name does not have an identifier after clitem-");
    item.meta.name = NULL;
    run(VM_RECONCILE_SKIP);
    ck_assert(!result.item_changed);
    item.meta.name = "clitemfoo-bar-baz";
    ck_assert_str_eq(run(VM_RECONCILE_IMAGE)->meta.name, "vmi-bar-baz");
}
END_TEST

START_TEST(finalizers)
{
    item.meta.finalizers.count = 0;
    vmimage__strings_add(&item.meta.finalizers, &arena, "other");
    vmimage__strings_add(&item.meta.finalizers, &arena, OLD_FINALIZER);
    run(VM_RECONCILE_ADD_FINALIZER);
    ck_assert(result.item_changed);
    ck_assert_uint_eq(result.finalizers.count, 2);
    ck_assert_str_eq(result.finalizers.items[0], "other");
    ck_assert_str_eq(result.finalizers.items[1], FINALIZER);
    item.kind = "ClusterContentLibraryItem";
    item.meta.name_space = NULL;
    run(VM_RECONCILE_ADD_FINALIZER);
    ck_assert_str_eq(result.finalizers.items[2], "clustercontentlibraryitem.vmoperator.vmware.com");
    ck_assert_str_eq(vmimage__item_old_finalizer(&item), "vmoperator.vmware.com/clustercontentlibraryitem");
}
END_TEST

START_TEST(deletion)
{
    item.meta.deletion_time = NOW;
    vmimage__strings_add(&item.meta.finalizers, &arena, OLD_FINALIZER);
    vmimage__strings_add(&item.meta.finalizers, &arena, "other");
    run(VM_RECONCILE_REMOVE_FINALIZERS);
    ck_assert(result.item_changed);
    ck_assert_uint_eq(result.finalizers.count, 1);
    ck_assert_str_eq(result.finalizers.items[0], "other");
    item.meta.finalizers.count = 0;
    run(VM_RECONCILE_REMOVE_FINALIZERS);
    ck_assert(!result.item_changed);
}
END_TEST

START_TEST(copied_part)
{
    const struct vm_image *image = run(VM_RECONCILE_IMAGE);
    const struct vm_owner *owner = &image->meta.owners[0];

    ck_assert_int_eq((int)result.change, VM_IMAGE_NEW);
    ck_assert_str_eq(image->kind, "VirtualMachineImage");
    ck_assert_str_eq(image->meta.name, "vmi-0123456789abcdef0");
    ck_assert_str_eq(image->meta.name_space, "team");
    ck_assert_uint_eq(image->meta.owner_count, 1);
    ck_assert_str_eq(owner->api_version, "imageregistry.vmware.com/v1alpha1");
    ck_assert_str_eq(owner->uid, "uid-1");
    ck_assert_int_eq((int)owner->controller, VM_TRUE);
    ck_assert_str_eq(image->provider.kind, "ContentLibraryItem");
    ck_assert_str_eq(image->provider_item_id, ITEM_ID);
    ck_assert_str_eq(vmimage__map_get(&image->meta.annotations, "vmware.com/display-name"), "ubuntu");
    ck_assert_str_eq(vmimage__map_get(&image->meta.annotations, "vmoperator.vmware.com/conversion-content-lib-ref"),
                     "{\"apiGroup\":\"imageregistry.vmware.com\",\"kind\":\"ContentLibrary\",\"name\":\"cl-1\"}");
    item.library_ref.name = "<&>";
    image = run(VM_RECONCILE_IMAGE);
    ck_assert_str_eq(
        vmimage__map_get(&image->meta.annotations, "vmoperator.vmware.com/conversion-content-lib-ref"),
        "{\"apiGroup\":\"imageregistry.vmware.com\",\"kind\":\"ContentLibrary\",\"name\":\"\\u003c\\u0026\\u003e\"}");
    input.v1alpha2 = true;
    image = run(VM_RECONCILE_IMAGE);
    ck_assert_str_eq(image->provider.api_version, "imageregistry.vmware.com/v1alpha2");
    ck_assert_str_eq(vmimage__map_get(&image->meta.annotations, "vmoperator.vmware.com/conversion-content-lib-ref"),
                     "{\"apiGroup\":\"imageregistry.vmware.com\",\"kind\":\"ContentLibraryItem\",\"name\":"
                     "\"clitem-0123456789abcdef0\"}");
}
END_TEST

START_TEST(owners)
{
    vmimage_image *there;
    struct vm_owner *owner;

    run(VM_RECONCILE_IMAGE);
    there = keep();
    owner = &there->o.meta.owners[0];
    owner->api_version = "imageregistry.vmware.com/v1alpha2";
    owner->uid = "older";
    ck_assert_str_eq(run(VM_RECONCILE_IMAGE)->meta.owners[0].uid, "uid-1");
    input.copy = vmimage__image_new();
    input.copy->o.meta.name = "vmi-x";
    input.copy->o.meta.owners = owner;
    input.copy->o.meta.owner_count = input.copy->o.meta.owner_capacity = 1;
    owner->kind = "Foo";
    owner->name = "foo";
    run(VM_RECONCILE_REFUSE);
    ck_assert_str_eq(result.error, "Object team/vmi-0123456789abcdef0 is already owned by another Foo controller foo");
    ck_assert_ptr_null(result.event_type);
    input.copy = NULL;
    vmimage_image_unref(there);
}
END_TEST

START_TEST(service_labels)
{
    vmimage_image *there;
    struct vm_map *labels = &item.meta.labels;

    item.kind = "ClusterContentLibraryItem";
    item.meta.name_space = NULL;
    item.meta.finalizers.items[0] = "clustercontentlibraryitem.vmoperator.vmware.com";
    vmimage__map_set(labels, &arena, "type.services.vmware.com/a", "value");
    vmimage__map_set(labels, &arena, "services.supervisor.vmware.com/b", "value");
    vmimage__map_set(labels, &arena, "other", "value");
    labels = (struct vm_map *)(uintptr_t)&run(VM_RECONCILE_IMAGE)->meta.labels;
    ck_assert_str_eq(result.image->o.kind, "ClusterVirtualMachineImage");
    ck_assert_str_eq(vmimage__map_get(labels, "type.services.vmware.com/a"), "");
    ck_assert_ptr_null(vmimage__map_get(labels, "services.supervisor.vmware.com/b"));
    ck_assert_ptr_null(vmimage__map_get(labels, "other"));
    there = keep();
    vmimage__map_set(&there->o.meta.labels, &there->arena, "services.supervisor.vmware.com/gone", "");
    input.tkg_multiple_cl = true;
    input.copy = there;
    labels = (struct vm_map *)(uintptr_t)&run(VM_RECONCILE_IMAGE)->meta.labels;
    ck_assert_str_eq(vmimage__map_get(labels, "services.supervisor.vmware.com/b"), "");
    ck_assert_ptr_null(vmimage__map_get(labels, "services.supervisor.vmware.com/gone"));
    ck_assert_str_eq(vmimage__map_get(labels, "type.services.vmware.com/a"), "");
}
END_TEST

START_TEST(states_without_sync)
{
    item.security_compliance = VM_UNSET;
    run(VM_RECONCILE_IMAGE);
    expect_ready("False", "VirtualMachineImageProviderSecurityNotCompliant", "Provider item is not security compliant");
    ck_assert_ptr_null(result.event_type);
    ck_assert_uint_eq(result.image->o.meta.labels.count, 0);
    item.security_compliance = VM_TRUE;
    item.conditions.count = 0;
    run(VM_RECONCILE_IMAGE);
    expect_ready("False", "VirtualMachineImageProviderNotReady", "Provider item is not in ready condition");
    ck_assert_ptr_null(result.image->o.provider_content_version);
    expect_error(NULL);
}
END_TEST

START_TEST(synced_and_skipped)
{
    vmimage_image *there;

    run(VM_RECONCILE_IMAGE);
    expect_ready("True", "True", "");
    ck_assert_str_eq(result.event_message, "Update success");
    ck_assert_str_eq(result.image->o.provider_content_version, "4");
    ck_assert_str_eq(result.image->o.disks[0].limit, "1Gi");
    ck_assert_str_eq(vmimage__map_get(&result.image->o.meta.labels, VM_LABEL_OS_ID), "94");
    there = keep();
    /* The same version and disks: nothing is synced, so that even an error does not show. */
    input.content_error = "boom";
    input.copy = vmimage_image_ref(there);
    run(VM_RECONCILE_IMAGE);
    expect_ready("True", "True", "");
    ck_assert_ptr_null(result.event_type);
    item.content_version = "5";
    input.copy = vmimage_image_ref(there);
    run(VM_RECONCILE_IMAGE);
    expect_ready("False", "VirtualMachineImageNotSynced", "Failed to sync to the latest content version from provider");
    ck_assert_str_eq(result.image->o.provider_content_version, "4");
    ck_assert_uint_eq(result.image->o.disk_count, 1);
    vmimage_image_unref(there);
}
END_TEST

START_TEST(order_of_conditions)
{
    vmimage_image *there;
    struct vmimage_condition *conditions;

    run(VM_RECONCILE_IMAGE);
    there = keep();
    conditions = vmimage__arena_alloc(&there->arena, 2 * sizeof(*conditions));
    conditions[0] = (struct vmimage_condition){.type = "Another", .status = "False", .reason = "R"};
    conditions[1] = there->o.conditions.items[0];
    there->o.conditions = (struct vm_conditions){conditions, 2, 2};
    /* Ready is as it was, and still comes first from now on. */
    input.copy = there;
    ck_assert_str_eq(run(VM_RECONCILE_IMAGE)->conditions.items[0].type, "Ready");
    ck_assert_str_eq(result.image->o.conditions.items[1].type, "Another");
}
END_TEST

START_TEST(replaced_condition)
{
    vmimage_image *there;
    struct vmimage_condition *condition;

    run(VM_RECONCILE_IMAGE);
    there = keep();
    condition = &there->o.conditions.items[0];
    condition->observed_generation.value = 7;
    condition->observed_generation.set = true;
    /* As it was, it is left alone. */
    input.copy = vmimage__image_clone(&there->o);
    ck_assert_int_eq(run(VM_RECONCILE_IMAGE)->conditions.items[0].observed_generation.set, true);
    /* In another state it is a new one. */
    condition->status = "Unknown";
    input.copy = vmimage__image_clone(&there->o);
    ck_assert_int_eq(run(VM_RECONCILE_IMAGE)->conditions.items[0].observed_generation.set, false);
    expect_ready("True", "True", "");
    vmimage_image_unref(there);
}
END_TEST

START_TEST(changes)
{
    vmimage_image *there;

    run(VM_RECONCILE_IMAGE);
    there = keep();
    /* Another object that says the same. */
    run(VM_RECONCILE_IMAGE);
    ck_assert_int_eq((int)result.change, VM_IMAGE_SAME);
    item.name = "renamed";
    run(VM_RECONCILE_IMAGE);
    ck_assert_int_eq((int)result.change, VM_IMAGE_CHANGED);
    vmimage_image_unref(there);
}
END_TEST

START_TEST(failures)
{
    static const char text[] = "failed to get OVF envelope for library item \"" ITEM_ID "\": boom";

    input.content_error = "boom";
    run(VM_RECONCILE_IMAGE);
    expect_error(text);
    expect_ready("False", "VirtualMachineImageNotSynced", "Failed to sync to the latest content version from provider");
    ck_assert_str_eq(vmimage__map_get(&result.image->o.meta.labels, VM_LABEL_TYPE), "OVF");
    input.v1alpha2 = true;
    run(VM_RECONCILE_IMAGE);
    expect_ready("False", "VirtualMachineImageNotSynced", text);
    input.content_error = NULL;
    input.ovf = NULL;
    run(VM_RECONCILE_IMAGE);
    expect_error("OVF envelope is nil for library item \"" ITEM_ID "\"");
    ck_assert_ptr_null(result.cache_name);
}
END_TEST

START_TEST(other_types)
{
    static const char *const types[] = {"ISO", "", "ovf", "VM", "vm", NULL};

    input.content_error = "boom";
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        item.type = types[i];
        run(VM_RECONCILE_IMAGE);
        expect_ready("True", "True", "");
        ck_assert_str_eq(result.event_reason, "UpdateSuccess");
    }
    input.inventory_content_library = true;
    item.type = "vm";
    run(VM_RECONCILE_IMAGE);
    expect_error("failed to get OVF envelope for library item \"" ITEM_ID "\": boom");
}
END_TEST

/* ---- Fast Deploy ---- */

static struct vmimage_condition hardware = {.type = "VirtualMachineImageCacheHardwareReady"};
static struct vm_image_cache cache;

static void fast_deploy(const char *status)
{
    hardware.status = status;
    hardware.message = "no disk";
    cache = (struct vm_image_cache){
        .conditions = {&hardware, 1, 1}, .ovf_set = true, .ovf_config_map_name = "map", .ovf_provider_version = "4"};
    input.fast_deploy = true;
    input.cache = &cache;
}

static void expect_not_ready(const char *text)
{
    run(VM_RECONCILE_IMAGE);
    expect_error(text);
    expect_ready(NULL, NULL, NULL);
    ck_assert_str_eq(result.cache_name, "vmi-31ee3a867a00f68bc");
    ck_assert_str_eq(result.cache_provider_id, ITEM_ID);
    ck_assert_str_eq(result.cache_provider_version, "4");
    ck_assert_str_eq(vmimage__map_get(&result.labels, VM_CACHE_LABEL), "vmi-31ee3a867a00f68bc");
    input.v1alpha2 = true;
    run(VM_RECONCILE_IMAGE);
    expect_ready("False", "VirtualMachineImageNotSynced", text);
    input.v1alpha2 = false;
}

START_TEST(cache_not_ready)
{
    fast_deploy("False");
    expect_not_ready("failed to get hardware: no disk: cache not ready");
    fast_deploy("Unknown");
    expect_not_ready("cache not ready");
    cache.conditions.count = 0;
    expect_not_ready("cache not ready");
    input.cache = NULL;
    expect_not_ready("cache not ready");
    fast_deploy("True");
    cache.ovf_set = false;
    expect_not_ready("cache not ready");
    fast_deploy("True");
    cache.ovf_provider_version = "3";
    expect_not_ready("cache not ready");
    fast_deploy("True");
    expect_not_ready("failed to get ovf configmap: configmaps \"map\" not found, cache not ready");
}
END_TEST

START_TEST(cache_ready)
{
    vmimage_image *there;

    fast_deploy("True");
    input.config_map_set = true;
    vmimage__map_set(&item.meta.labels, &arena, VM_CACHE_LABEL, "vmi-31ee3a867a00f68bc");
    run(VM_RECONCILE_IMAGE);
    expect_ready("True", "True", "");
    ck_assert_ptr_null(vmimage__map_get(&result.labels, VM_CACHE_LABEL));
    ck_assert(result.item_changed);
    ck_assert_str_eq(result.image->o.os_type, "ubuntu64Guest");
    there = keep();
    /* With the cache every pass syncs, whatever the version. */
    input.content_error = "yaml: no";
    run(VM_RECONCILE_IMAGE);
    expect_error("failed to unmarshal ovf yaml into envelope: yaml: no");
    vmimage_image_unref(there);
}
END_TEST

START_TEST(machines)
{
    static const struct vm_machine_property properties[] = {
        {"vmware-system-a", "string", "v", false}, {"user", "string", NULL, true}, {"hidden", "string", "x", false}};
    static const struct vm_machine_controller controllers[] = {{1000, 2, "SCSI"}};
    static const struct vm_machine_disk disks[] = {
        {"uuid-1", 1536, {5, true}, 1000}, {NULL, 7, {0, false}, 1000}, {"uuid-1", 0, {0, false}, 9}};
    static const struct vm_pair extra[] = {{NULL, "vmservice.vmi.labels", "a:1,b,c:d:e,bad key:1"},
                                           {NULL, "guestinfo.vmservice.defer-cloud-init", "ready"}};
    struct vm_machine machine = {.config_set = true,
                                 .firmware = "efi",
                                 .guest_id = "ubuntu64Guest",
                                 .version = "vmx-21",
                                 .vapp_set = true,
                                 .product_set = true,
                                 .product = "P",
                                 .properties = properties,
                                 .property_count = 3,
                                 .controllers = controllers,
                                 .controller_count = 1,
                                 .disks = disks,
                                 .disk_count = 3,
                                 .extra_config = extra,
                                 .extra_config_count = 2};
    const struct vm_image *image;

    fast_deploy("True");
    item.id = "vm-42";
    item.type = "VM";
    input.inventory_content_library = input.v1alpha2 = true;
    run(VM_RECONCILE_IMAGE);
    ck_assert_str_eq(result.error, "failed to get properties for image vm: the configuration of the VM is not given");
    input.machine = &machine;
    image = run(VM_RECONCILE_IMAGE);
    expect_ready("True", "True", "");
    ck_assert_str_eq(image->firmware, "efi");
    ck_assert_str_eq(image->os_id, "94");
    ck_assert_int_eq(image->hardware_version.value, 21);
    ck_assert_str_eq(image->product, "P");
    ck_assert_uint_eq(image->property_count, 1);
    ck_assert_str_eq(image->properties[0].value, "");
    ck_assert_str_eq(image->system_properties[0].value, "v");
    ck_assert_uint_eq(image->disk_count, 2);
    ck_assert_str_eq(image->disks[0].limit, "1536");
    ck_assert_str_eq(image->disks[0].controller_type, "SCSI");
    ck_assert_int_eq(image->disks[0].controller_bus.value, 2);
    ck_assert_str_eq(image->disks[1].limit, "0");
    ck_assert(!image->disks[1].controller_bus.set);
    ck_assert_str_eq(vmimage__map_get(&image->meta.labels, "a"), "1");
    ck_assert_str_eq(vmimage__map_get(&image->meta.labels, "b"), "");
    ck_assert_uint_eq(image->meta.labels.count, 5);
    ck_assert(vmimage__condition_true(&image->conditions, "VirtualMachineImageV1Alpha1Compatible"));
    machine.config_set = false;
    ck_assert_ptr_null(run(VM_RECONCILE_IMAGE)->os_id);
    expect_ready("True", "True", "");
}
END_TEST

START_TEST(derived)
{
    vmimage_image *image = NULL;
    vmimage_error *error = NULL;

    item.meta.finalizers.count = 0;
    ck_assert_int_eq(vmimage__derive_image(&item, &ovf->o, NULL, NOW, NULL, &image, NULL, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_image_is_ready(image), 1);
    ck_assert_str_eq(vmimage_image_provider_api_version(image), "imageregistry.vmware.com/v1alpha2");
    image = vmimage_image_unref(image);
    item.meta.name_space = NULL;
    item.type = "ISO";
    ck_assert_int_eq(vmimage__derive_image(&item, NULL, "x.iso: cut short", NOW, NULL, &image, NULL, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_image_kind(image), "VirtualMachineImage");
    ck_assert_str_eq(vmimage_condition_message(vmimage_image_condition(image, "Ready")), "x.iso: cut short");
    image = vmimage_image_unref(image);
    item.kind = "ClusterContentLibraryItem";
    ck_assert_int_eq(vmimage__derive_image(&item, NULL, NULL, NOW, NULL, &image, NULL, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_image_kind(image), "ClusterVirtualMachineImage");
    image = vmimage_image_unref(image);
    item.meta.name = "photo";
    ck_assert_int_eq(vmimage__derive_image(&item, NULL, NULL, NOW, NULL, &image, NULL, &error), VMIMAGE_E_INVALID);
    ck_assert_ptr_null(image);
    ck_assert_str_eq(vmimage_error_reason(error), "item name does not start with \"clitem\"");
    vmimage_error_unref(error);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, finalizers);
    tcase_add_test(tcase, deletion);
    tcase_add_test(tcase, copied_part);
    tcase_add_test(tcase, owners);
    tcase_add_test(tcase, service_labels);
    tcase_add_test(tcase, states_without_sync);
    tcase_add_test(tcase, synced_and_skipped);
    tcase_add_test(tcase, order_of_conditions);
    tcase_add_test(tcase, replaced_condition);
    tcase_add_test(tcase, changes);
    tcase_add_test(tcase, failures);
    tcase_add_test(tcase, other_types);
    tcase_add_test(tcase, cache_not_ready);
    tcase_add_test(tcase, cache_ready);
    tcase_add_test(tcase, machines);
    tcase_add_test(tcase, derived);
}

UNIT_MAIN("reconcile", cases)
