/*
 * SPDX-License-Identifier: Apache-2.0
 * Each rule of the conversions between API versions, by what it does to one field.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include <vmimage/convert.h>

#include "base/error.h"
#include "format/json.h"
#include "objects.h"

/* The node at a path such as "status.disks[0].name", or NULL. Keys with dots or slashes: "metadata.annotations|a.b/c". */
static const struct vm_json *find(const struct vm_json *node, const char *path)
{
    char key[200];

    while (*path != '\0' && node != NULL) {
        size_t length = *path == '|' ? strlen(path + 1) : strcspn(path, ".[|");
        size_t skip = *path == '|' ? 1 : 0;

        if (*path == '[') {
            long index = strtol(path + 1, NULL, 10);

            for (node = vmimage__json_first(node); node != NULL && index > 0; index--)
                node = vmimage__json_next(node);
            path = strchr(path, ']') + 1;
        } else {
            ck_assert_uint_lt(length, sizeof(key));
            memcpy(key, path + skip, length);
            key[length] = '\0';
            node = vmimage__json_get(node, key);
            path += skip + length;
        }
        if (*path == '.')
            path++;
    }
    return node;
}

struct rule {
    const char *object, *version, *path;
    const char *value; /* JSON with ' for ", NULL: not there */
};

static void check_rules(const struct rule *rules, size_t count)
{
    struct vm_json_limits limits = vmimage__json_limits(NULL);

    for (size_t i = 0; i < count; i++) {
        struct vm_buf json = VM_BUF_INIT(100000), expected = VM_BUF_INIT(100000), found = VM_BUF_INIT(100000);
        struct vm_json_doc *doc = NULL;
        vmimage_string *made = NULL;
        vmimage_error *error = NULL;
        const struct vm_json *node;

        sample_text(&json, rules[i].object, 0);
        ck_assert_msg(vmimage_object_convert(json.data, json.length, rules[i].version, &made, &error) == VMIMAGE_OK,
                      "%s: %s", json.data, vmimage_error_message(error));
        ck_assert_int_eq(
            vmimage__json_parse(vmimage_string_data(made), vmimage_string_length(made), &limits, NULL, &doc, NULL),
            VMIMAGE_OK);
        node = find(vmimage__json_root(doc), rules[i].path);
        if (rules[i].value == NULL) {
            ck_assert_msg(node == NULL, "%zu: %s is there: %s", i, rules[i].path, vmimage_string_data(made));
        } else {
            ck_assert_msg(node != NULL, "%zu: %s is not there: %s", i, rules[i].path, vmimage_string_data(made));
            sample_text(&expected, rules[i].value, 0);
            vmimage__json_print(node, &found, false);
            ck_assert_str_eq(vmimage__buf_str(&found), vmimage__buf_str(&expected));
        }
        vmimage__json_free(doc);
        vmimage_string_unref(made);
        vmimage__buf_release(&json);
        vmimage__buf_release(&expected);
        vmimage__buf_release(&found);
    }
}

#define CHECK(rules) check_rules(rules, sizeof(rules) / sizeof((rules)[0]))
#define OBJ(group, v, kind, rest) "{'apiVersion':'" group ".vmware.com/v1alpha" v "','kind':'" kind "'" rest "}"
#define VMI(v, rest) OBJ("vmoperator", v, "VirtualMachineImage", rest)
#define CVMI(v, rest) OBJ("vmoperator", v, "ClusterVirtualMachineImage", rest)
#define FULL                                                                                                           \
    ",'metadata':{'name':'vmi-7','namespace':'team','managedFields':[1],'annotations':{'vmware-system.b':'kept',"      \
    "'vmoperator.vmware.com/conversion-content-lib-ref':'{\\'apiGroup\\':\\'g\\',\\'kind\\':\\'ContentLibrary\\',"     \
    "\\'name\\':\\'cl-9\\',\\'more\\':1}'}},'spec':{'providerRef':{'apiVersion':'i/"                                   \
    "v1','kind':'CLI','name':'clitem-7',"                                                                              \
    "'zz':1},'zz':1},'status':{'capabilities':['cloud-init'],'disks':[{'name':'d','limit':'8Gi','requested':'2Gi',"    \
    "'controllerType':'SATA','unitNumber':3,'zz':1}],'firmware':'bios','hardwareVersion':17,'name':'debian',"          \
    "'osInfo':{'id':'96','type':'debian12_64Guest','version':'12'},'ovfProperties':[{'key':'b','type':'int','default'" \
    ":'1'},{'key':'a','type':'string'},{'key':'b','type':'ip'}],'productInfo':{'product':'D','vendor':'V','version':"  \
    "'1','fullVersion':'1.2'},'providerContentVersion':'4','providerItemID':'uuid-7','type':'ISO',"                    \
    "'vmwareSystemProperties':[{'key':'vmware-system.a','value':'x'},{'key':'plain'}],'zz':1}"

START_TEST(image_down)
{
    static const struct rule rules[] = {
        {VMI("6", FULL), "v1alpha1", "apiVersion", "'vmoperator.vmware.com/v1alpha1'"},
        {VMI("6", FULL), "vmoperator.vmware.com/v1alpha1", "kind", "'VirtualMachineImage'"},
        {VMI("6", FULL), "v1alpha1", "spec.imageID", "'uuid-7'"},
        {VMI("6", FULL), "v1alpha1", "spec.hwVersion", "17"},
        {VMI("6", FULL), "v1alpha1", "spec.type", "''"},
        {VMI("6", FULL), "v1alpha1", "spec.osInfo", "{'type':'debian12_64Guest','version':'12'}"},
        {VMI("6", FULL), "v1alpha1", "spec.productInfo",
         "{'fullVersion':'1.2','product':'D','vendor':'V','version':'1'}"},
        {VMI("6", FULL), "v1alpha1", "spec.ovfEnv", "{'a':{'key':'a','type':'string'},'b':{'key':'b','type':'ip'}}"},
        {VMI("6", FULL), "v1alpha1", "spec.providerRef",
         "{'apiVersion':'i/v1','kind':'CLI','name':'clitem-7','namespace':'team'}"},
        {VMI("6", FULL), "v1alpha1", "spec.zz", NULL},
        {VMI("6", FULL), "v1alpha1", "spec.imageSourceType", NULL},
        {VMI("6", FULL), "v1alpha1", "status",
         "{'contentLibraryRef':{'apiGroup':'g','kind':'ContentLibrary','name':'cl-9'},'contentVersion':'4',"
         "'firmware':'bios','imageName':'debian'}"},
        {VMI("6", FULL), "v1alpha1", "metadata.annotations|vmware-system.a", "'x'"},
        {VMI("6", FULL), "v1alpha1", "metadata.annotations|vmware-system.b", "'kept'"},
        {VMI("6", FULL), "v1alpha1", "metadata.annotations|plain", "''"},
        {VMI("6", FULL), "v1alpha1", "metadata.annotations|vmoperator.vmware.com/conversion", NULL},
        {VMI("6", FULL), "v1alpha1", "metadata.managedFields", "[1]"},
        {CVMI("6", FULL), "v1alpha1", "spec.providerRef.namespace", NULL},
        {CVMI("6", FULL), "v1alpha1", "status.contentLibraryRef.name", "'cl-9'"},
        /* No provider: the required reference is there, empty, and without a namespace. */
        {VMI("6", ",'metadata':{'namespace':'team'}"), "v1alpha1", "spec",
         "{'imageID':'','osInfo':{},'productInfo':{},'providerRef':{'kind':'','name':''},'type':''}"},
        {VMI("6", ",'status':{'hardwareVersion':0}"), "v1alpha1", "spec.hwVersion", NULL},
        {VMI("6", ",'metadata':{'annotations':{'vmoperator.vmware.com/conversion-content-lib-ref':'nonsense'}}"),
         "v1alpha1", "status.contentLibraryRef", "{'apiGroup':null,'kind':'','name':''}"},
        {VMI("6", ",'metadata':{'annotations':{'a':'b'}}"), "v1alpha1", "status", "{}"},
        {VMI("6", FULL), "v1alpha2", "status.type", NULL},
        {VMI("6", FULL), "v1alpha2", "status.disks", NULL},
        {VMI("6", FULL), "v1alpha2", "status.osInfo.id", "'96'"},
        {VMI("6", FULL), "v1alpha2", "status.capabilities", "['cloud-init']"},
        {VMI("6", FULL), "v1alpha2", "status.vmwareSystemProperties[1]", "{'key':'plain'}"},
        {VMI("6", FULL), "v1alpha3", "status.disks", "[{'capacity':'8Gi','size':'2Gi'}]"},
        {VMI("6", FULL), "v1alpha4", "status.disks", "[{'capacity':'8Gi','size':'2Gi'}]"},
        {VMI("6", FULL), "v1alpha4", "status.type", "'ISO'"},
        {VMI("6", FULL), "v1alpha5", "status.disks[0]",
         "{'controllerType':'SATA','limit':'8Gi','name':'d','requested':'2Gi','unitNumber':3}"},
        {VMI("6", FULL), "v1alpha5", "status.zz", NULL},
        {VMI("6", FULL), "v1alpha6", "status.zz", "1"},
        {VMI("6", FULL), "v1alpha6", "status.disks[0].zz", "1"},
    };

    CHECK(rules);
}
END_TEST

#define OLD                                                                                                            \
    ",'metadata':{'name':'vmi-8','namespace':'team','annotations':{'vmware-system.z':'1','vmware-systematic':'2',"     \
    "'vmware.com/x':'3'}},'spec':{'hwVersion':14,'imageID':'uuid-8','imageSourceType':'Inventory','osInfo':{'type':"   \
    "'t','version':'9'},'ovfEnv':{'m':{'key':'m','type':'int','default':'','description':'d','label':'l'},"            \
    "'renamed':{'key':'n','type':'ip'}},'productInfo':{'version':'2'},'providerRef':{'kind':'CLI','name':'clitem-8',"  \
    "'namespace':'team'},'type':'ovf'},'status':{'imageName':'old','contentVersion':'5','firmware':'efi','uuid':'u',"  \
    "'contentLibraryRef':{'apiGroup':'g','kind':'K','name':'n'}}"

START_TEST(image_up)
{
    static const struct rule rules[] = {
        {VMI("1", OLD), "v1alpha6", "spec", "{'providerRef':{'apiVersion':'','kind':'CLI','name':'clitem-8'}}"},
        {VMI("1", OLD), "v1alpha6", "status.name", "'old'"},
        {VMI("1", OLD), "v1alpha6", "status.providerItemID", "'uuid-8'"},
        {VMI("1", OLD), "v1alpha6", "status.providerContentVersion", "'5'"},
        {VMI("1", OLD), "v1alpha6", "status.hardwareVersion", "14"},
        {VMI("1", OLD), "v1alpha6", "status.osInfo", "{'type':'t','version':'9'}"},
        {VMI("1", OLD), "v1alpha6", "status.productInfo", "{'version':'2'}"},
        {VMI("1", OLD), "v1alpha6", "status.ovfProperties",
         "[{'default':'','key':'m','type':'int'},{'key':'n','type':'ip'}]"},
        {VMI("1", OLD), "v1alpha6", "status.vmwareSystemProperties",
         "[{'key':'vmware-system.z','value':'1'},{'key':'vmware-systematic','value':'2'}]"},
        {VMI("1", OLD), "v1alpha6", "metadata.annotations", "{'vmware.com/x':'3'}"},
        {VMI("1", OLD), "v1alpha6", "status.type", NULL},
        {VMI("1", OLD), "v1alpha6", "status.uuid", NULL},
        {VMI("1", OLD), "v1alpha6", "status.contentLibraryRef", NULL},
        {VMI("1", OLD), "v1alpha6", "status.conditions", NULL},
        {VMI("1", OLD), "v1alpha2", "status.name", "'old'"},
        {CVMI("1", OLD), "v1alpha6", "status.vmwareSystemProperties[0].key", "'vmware-system.z'"},
        {VMI("1", ",'spec':{'hwVersion':0,'providerRef':{'namespace':'x'}}"), "v1alpha6", "spec", "{}"},
        {VMI("1", ",'spec':{'hwVersion':0}"), "v1alpha6", "status.hardwareVersion", NULL},
        {VMI("3", ",'status':{'disks':[{'capacity':'1Gi','size':'1Gi'},{}]}"), "v1alpha6", "status.disks",
         "[{'name':''},{'name':''}]"},
        {VMI("4", ",'status':{'disks':[{'capacity':'1Gi'}],'type':'OVF'}"), "v1alpha5", "status.disks",
         "[{'name':''}]"},
        {VMI("3", ",'status':{'disks':[{'capacity':'1Gi'}]}"), "v1alpha4", "status.disks", "[{}]"},
        {VMI("3", ",'status':{'disks':[{'capacity':'1Gi'}]}"), "v1alpha3", "status.disks", "[{'capacity':'1Gi'}]"},
        {VMI("5", ",'status':{'disks':[{'name':'a','limit':'1Gi'}]}"), "v1alpha6", "status.disks",
         "[{'limit':'1Gi','name':'a'}]"},
    };

    CHECK(rules);
}
END_TEST

#define T1 "'2026-01-01T00:00:00Z'"
#define T2 "'2026-02-01T00:00:00Z'"
#define READY(status, reason)                                                                                          \
    VMI("6",                                                                                                           \
        ",'status':{'conditions':[{'type':'Other','status':'True','reason':'r','message':'','lastTransitionTime'"      \
        ":" T2 "},{'type':'Ready','status':'" status "','reason':'" reason "','message':'why','lastTransitionTime'"    \
        ":" T1 "}]}")
#define WAS_TRUE(type) "{'lastTransitionTime':" T1 ",'status':'True','type':'VirtualMachineImage" type "'}"
#define WAS_FALSE(type, reason)                                                                                        \
    "{'lastTransitionTime':" T1 ",'message':'why','reason':'" reason "','severity':'Error','status':'False','type':"   \
    "'VirtualMachineImage" type "'}"
#define THREE(a, b, c)                                                                                                 \
    VMI("1", ",'status':{'conditions':[{'type':'VirtualMachineImageOSTypeSupported','status':'False',"                 \
             "'lastTransitionTime':" T1 "}" a b c "]}")
#define WAS(type, status, time, rest)                                                                                  \
    ",{'type':'VirtualMachineImage" type "','status':'" status "','lastTransitionTime':" time rest "}"

START_TEST(image_conditions)
{
    static const struct rule rules[] = {
        {READY("False", "VirtualMachineImageProviderSecurityNotCompliant"), "v1alpha1", "status.conditions",
         "[" WAS_FALSE("ProviderSecurityCompliance", "VirtualMachineImageProviderSecurityNotCompliant") "]"},
        {READY("False", "VirtualMachineImageProviderNotReady"), "v1alpha1", "status.conditions",
         "[" WAS_TRUE("ProviderSecurityCompliance") "," WAS_FALSE("ProviderReady",
                                                                  "VirtualMachineImageProviderNotReady") "]"},
        {READY("False", "VirtualMachineImageNotSynced"), "v1alpha1", "status.conditions",
         "[" WAS_TRUE("ProviderSecurityCompliance") "," WAS_TRUE("ProviderReady") "," WAS_FALSE(
             "Synced", "VirtualMachineImageNotSynced") "]"},
        {READY("True", "True"), "v1alpha1", "status.conditions",
         "[" WAS_TRUE("ProviderSecurityCompliance") "," WAS_TRUE("ProviderReady") "," WAS_TRUE("Synced") "]"},
        {READY("False", "SomethingElse"), "v1alpha1", "status.conditions[2]", WAS_TRUE("Synced")},
        {VMI("6", ",'status':{'conditions':[{'type':'VirtualMachineImageV1Alpha1Compatible','status':'True',"
                  "'lastTransitionTime':" T1 "}]}"),
         "v1alpha1", "status.conditions[0]",
         "{'lastTransitionTime':null,'status':'True','type':'VirtualMachineImageProviderSecurityCompliance'}"},
        {VMI("6", ",'status':{'conditions':[]}"), "v1alpha1", "status.conditions", NULL},
        {READY("False", "VirtualMachineImageNotSynced"), "v1alpha2", "status.conditions[1].reason",
         "'VirtualMachineImageNotSynced'"},
        {THREE("", "", ""), "v1alpha6", "status.conditions",
         "[{'lastTransitionTime':" T1 ",'message':'','reason':'True','status':'True','type':'Ready'}]"},
        {THREE(WAS("ProviderSecurityCompliance", "True", T2, ""), WAS("ProviderReady", "True", T1, ""),
               WAS("Synced", "True", T1, "")),
         "v1alpha6", "status.conditions",
         "[{'lastTransitionTime':" T2 ",'message':'','reason':'True','status':'True','type':'Ready'}]"},
        {THREE(WAS("ProviderSecurityCompliance", "True", T2, ""),
               WAS("Synced", "False", T1, ",'reason':'VirtualMachineImageNotSynced','message':'m','severity':'Error'"),
               WAS("ProviderReady", "False", T2, "")),
         "v1alpha6", "status.conditions",
         "[{'lastTransitionTime':" T1 ",'message':'m','reason':'VirtualMachineImageNotSynced','status':'False','type':"
         "'Ready'}]"},
        {THREE(WAS("ProviderReady", "False", "null", ""), "", ""), "v1alpha6", "status.conditions",
         "[{'lastTransitionTime':null,'message':'','reason':'False','status':'False','type':'Ready'}]"},
        {VMI("1", ",'status':{'conditions':[]}"), "v1alpha6", "status.conditions", NULL},
    };

    CHECK(rules);
}
END_TEST

#define PUB(v, rest) OBJ("vmoperator", v, "VirtualMachinePublishRequest", rest)
#define STASHED(text) ",'metadata':{'name':'p','annotations':{'vmoperator.vmware.com/conversion':'" text "'}}"
#define STASH_PATH "metadata.annotations|vmoperator.vmware.com/conversion"

START_TEST(publish_requests)
{
    static const struct rule rules[] = {
        {PUB("6", ",'metadata':{'name':'p'},'spec':{'backoffLimit':2,'source':{'name':'<v&m>','zz':1},'zz':1}"),
         "v1alpha4", STASH_PATH,
         "'{\\'apiVersion\\':\\'vmoperator.vmware.com/v1alpha6\\',\\'kind\\':\\'VirtualMachinePublishRequest\\',"
         "\\'spec\\':{\\'backoffLimit\\':2,\\'source\\':{\\'name\\':\\'\\\\u003cv\\\\u0026m\\\\u003e\\'},\\'target\\':"
         "{\\'item\\':{},\\'location\\':{}}},\\'status\\':{\\'completionTime\\':null,\\'lastAttemptTime\\':null,"
         "\\'startTime\\':null}}'"},
        {PUB("5", ",'spec':{'backoffLimit':2}"), "v1alpha3", "spec.backoffLimit", NULL},
        {PUB("5", ",'spec':{'backoffLimit':2}"), "v1alpha6", "spec.backoffLimit", "2"},
        {PUB("6", ",'spec':{'backoffLimit':2}"), "v1alpha5", STASH_PATH, NULL},
        {PUB("6", ",'status':{'conditions':[" CONDITION "]}"), "v1alpha1", "status.conditions[0]",
         "{'lastTransitionTime':'2026-01-02T03:04:05Z','message':'m','reason':'R','status':'False','type':'Ready'}"},
        {PUB("6", ",'status':{'conditions':[" CONDITION "]}"), "v1alpha2", "status.conditions[0].observedGeneration",
         "7"},
        {PUB("1",
             ",'status':{'conditions':[{'type':'A','status':'True','severity':'Info','lastTransitionTime':null}]}"),
         "v1alpha6", "status.conditions[0]",
         "{'lastTransitionTime':null,'message':'','reason':'True','status':'True','type':'A'}"},
        {PUB("3", STASHED("{\\'spec\\':{\\'backoffLimit\\':9,\\'ttlSecondsAfterFinished\\':1},\\'status\\':{"
                          "\\'imageName\\':\\'x\\'}}") ",'spec':{'ttlSecondsAfterFinished':60}"),
         "v1alpha6", "spec.backoffLimit", "9"},
        {PUB("3", STASHED("{\\'spec\\':{\\'ttlSecondsAfterFinished\\':1}}") ",'spec':{'ttlSecondsAfterFinished':60}"),
         "v1alpha6", "spec.ttlSecondsAfterFinished", "60"},
        {PUB("3", STASHED("{}")), "v1alpha6", "metadata", "{'name':'p'}"},
        {PUB("2", STASHED("null")), "v1alpha6", "metadata", "{'name':'p'}"},
        {PUB("5", STASHED("{}")), "v1alpha6", STASH_PATH, "'{}'"},
        {PUB("2", ""), "v1alpha6", "spec.backoffLimit", NULL},
        /* By way of the storage version: what was kept aside comes back and is kept aside again. */
        {PUB("2", STASHED("{\\'spec\\':{\\'backoffLimit\\':9}}")), "v1alpha4", STASH_PATH,
         "'{\\'apiVersion\\':\\'vmoperator.vmware.com/v1alpha6\\',\\'kind\\':\\'VirtualMachinePublishRequest\\',"
         "\\'spec\\':{\\'backoffLimit\\':9,\\'source\\':{},\\'target\\':{\\'item\\':{},\\'location\\':{}}},"
         "\\'status\\':{\\'completionTime\\':null,\\'lastAttemptTime\\':null,\\'startTime\\':null}}'"},
        {OBJ("vmoperator", "5", "VirtualMachineGroupPublishRequest", ",'spec':{'virtualMachines':['a']}"), "v1alpha6",
         "spec.virtualMachines", "['a']"},
    };

    CHECK(rules);
}
END_TEST

#define CACHE(v, rest) OBJ("vmoperator", v, "VirtualMachineImageCache", rest)
#define FILES                                                                                                          \
    "'status':{'locations':[{'datacenterID':'a','datastoreID':'b','profileID':'c','files':[{'id':'i','type':'Disk',"   \
    "'name':'n.vmdk','diskType':'Classic'}]}]}"

START_TEST(image_caches)
{
    static const struct rule rules[] = {
        {CACHE("6", "," FILES), "v1alpha3", "status.locations[0].files[0]",
         "{'diskType':'n.vmdk','id':'i','name':'Classic','type':'Disk'}"},
        {CACHE("3", "," FILES), "v1alpha6", "status.locations[0].files[0]",
         "{'diskType':'n.vmdk','id':'i','name':'Classic','type':'Disk'}"},
        {CACHE("3", "," FILES), "v1alpha3", "status.locations[0].files[0].name", "'n.vmdk'"},
        {CACHE("6", "," FILES), "v1alpha4", "status.locations[0].files[0].name", "'n.vmdk'"},
        {CACHE("6", "," FILES), "v1alpha5", "metadata", "{}"},
        {CACHE("6", ",'spec':{'providerID':'u'}"), "v1alpha3", STASH_PATH,
         "'{\\'apiVersion\\':\\'vmoperator.vmware.com/"
         "v1alpha6\\',\\'kind\\':\\'VirtualMachineImageCache\\',\\'spec\\':{"
         "\\'providerID\\':\\'u\\'},\\'status\\':{}}'"},
        /* The whole status comes from what was kept aside, the spec does not. */
        {CACHE("4", STASHED("{\\'spec\\':{\\'providerID\\':\\'old\\'},\\'status\\':{\\'ovf\\':{\\'configMapName\\':"
                            "\\'cm\\'}}}") ",'spec':{'providerID':'new'}," FILES),
         "v1alpha6", "status", "{'ovf':{'configMapName':'cm'}}"},
        {CACHE("4", STASHED("{\\'spec\\':{\\'providerID\\':\\'old\\'}}") ",'spec':{'providerID':'new'}," FILES),
         "v1alpha6", "spec.providerID", "'new'"},
    };

    CHECK(rules);
}
END_TEST

#define CL(v, rest) OBJ("imageregistry", v, "ContentLibrary", rest)
#define CCL(v, rest) OBJ("imageregistry", v, "ClusterContentLibrary", rest)
#define REGISTRY_STASHED(text)                                                                                         \
    ",'metadata':{'name':'p','annotations':{'imageregistry.vmware.com/conversion':'" text "'}}"
#define REGISTRY_STASH "metadata.annotations|imageregistry.vmware.com/conversion"

START_TEST(libraries)
{
    static const struct rule rules[] = {
        {CL("2", ",'spec':{'id':'group-v3','libraryType':'Inventory','allowDelete':true,'resourceNamingStrategy':"
                 "'PreferItemSourceID','storageClass':'sc','allowImport':true}"),
         "v1alpha1", "spec",
         "{'allowImport':true,'resourceNamingStrategy':'PREFER_ITEM_SOURCE_ID','uuid':'group-v3','writable':true}"},
        {CL("2", ",'spec':{'allowPublish':true}"), "v1alpha1", "spec.writable", "true"},
        {CL("2", ",'spec':{'id':'u','resourceNamingStrategy':'Odd'}"), "v1alpha1", "spec",
         "{'resourceNamingStrategy':'Odd','uuid':'u','writable':false}"},
        {CCL("2", ",'spec':{'id':'u','resourceNamingStrategy':'FromItemID'}"), "v1alpha1", "spec",
         "{'resourceNamingStrategy':'FROM_ITEM_ID','uuid':'u'}"},
        {CL("2", ""), "v1alpha1", "status.type", "'Local'"},
        {CL("2", ",'status':{'subscriptionInfo':{'url':'http://y'}}"), "v1alpha1", "status.type", "'Subscribed'"},
        {CL("2", ",'status':{'subscriptionInfo':{'url':'http://y'}}"), "v1alpha1", "status.subscriptionInfo",
         "{'URL':'http://y','automaticSync':false,'onDemand':false}"},
        {CL("2", ",'status':{'publishInfo':{}}"), "v1alpha1", "status.publishInfo", "{'URL':'','published':false}"},
        {CL("2", ",'status':{'storageBacking':[{'type':'Datastore','datastoreID':'d'},{'type':'Other'}]}"), "v1alpha1",
         "status.storageBacking", "{'datastoreID':'d','type':'Datastore'}"},
        {CL("2", ",'status':{'storageBacking':[]}"), "v1alpha1", "status.storageBacking", NULL},
        {CL("2", ",'status':{'conditions':[" CONDITION "]}"), "v1alpha1", "status.conditions[0]",
         "{'lastTransitionTime':'2026-01-02T03:04:05Z','message':'m','reason':'R','status':'False','type':'Ready'}"},
        {CCL("2", ",'spec':{'id':'u'}"), "v1alpha1", REGISTRY_STASH,
         "'{\\'apiVersion\\':\\'imageregistry.vmware.com/"
         "v1alpha2\\',\\'kind\\':\\'ClusterContentLibrary\\',\\'spec\\':{"
         "\\'id\\':\\'u\\'},\\'status\\':{\\'creationTime\\':null,\\'lastModifiedTime\\':null,\\'lastSyncTime\\':null}}"
         "'"},
        {CL("1", ",'spec':{'uuid':'u','writable':true,'resourceNamingStrategy':'FROM_ITEM_ID'}"), "v1alpha2", "spec",
         "{'allowDelete':true,'allowPublish':true,'id':'u','libraryType':'ContentLibrary','resourceNamingStrategy':"
         "'FromItemID'}"},
        {CL("1", ",'spec':{'uuid':'u','writable':false,'allowImport':true}"), "v1alpha2", "spec",
         "{'allowImport':true,'id':'u','libraryType':'ContentLibrary'}"},
        {CCL("1", ",'spec':{'uuid':'u','resourceNamingStrategy':'PREFER_ITEM_SOURCE_ID'}"), "v1alpha2", "spec",
         "{'id':'u','libraryType':'ContentLibrary','resourceNamingStrategy':'PreferItemSourceID'}"},
        {CL("1",
            ",'status':{'type':'Local','storageBacking':{'type':'Other'},'publishInfo':{'URL':'x','published':true}}"),
         "v1alpha2", "status",
         "{'creationTime':null,'lastModifiedTime':null,'lastSyncTime':null,'publishInfo':{'published':true,'url':'x'},"
         "'storageBacking':[{'type':'Other'}]}"},
        {CL("1",
            REGISTRY_STASHED(
                "{\\'spec\\':{\\'id\\':\\'other\\',\\'libraryType\\':\\'Inventory\\',\\'allowDelete\\':true,"
                "\\'storageClass\\':\\'sc\\'},\\'status\\':{\\'name\\':\\'kept\\'}}") ",'spec':{'uuid':'u','writable':"
                                                                                      "true},'status':{'name':'edited',"
                                                                                      "'state':'Active'}"),
         "v1alpha2", "spec", "{'allowDelete':true,'id':'u','libraryType':'Inventory','storageClass':'sc'}"},
        {CL("1",
            REGISTRY_STASHED("{\\'status\\':{\\'name\\':\\'kept\\'}}") ",'status':{'name':'edited','state':'Active'}"),
         "v1alpha2", "status", "{'creationTime':null,'lastModifiedTime':null,'lastSyncTime':null,'name':'kept'}"},
        {CL("1", REGISTRY_STASHED("{\\'status\\':{\\'name\\':\\'kept\\'}}")), "v1alpha2", "metadata", "{'name':'p'}"},
        {CL("1", REGISTRY_STASHED("{\\'spec\\':{\\'allowDelete\\':true}}")), "v1alpha2", "spec",
         "{'allowDelete':true,'id':''}"},
        {CL("1", REGISTRY_STASHED("{\\'spec\\':{\\'allowPublish\\':true}}") ",'spec':{'writable':true}"), "v1alpha2",
         "spec", "{'allowPublish':true,'id':''}"},
        {CL("1", ",'status':{'conditions':[{'type':'Ready','status':'True'}]}"), "v1alpha2",
         "status.conditions[0].reason", "'True'"},
        {CCL("1", REGISTRY_STASHED(
                      "{\\'spec\\':{\\'libraryType\\':\\'Inventory\\'},\\'status\\':{\\'state\\':\\'Active\\'}}")),
         "v1alpha2", "spec.libraryType", "'Inventory'"},
    };

    CHECK(rules);
}
END_TEST

#define ITEM(v, rest) OBJ("imageregistry", v, "ContentLibraryItem", rest)
#define CITEM(v, rest) OBJ("imageregistry", v, "ClusterContentLibraryItem", rest)
#define CERTIFICATE(v, status)                                                                                         \
    ITEM(v, ",'status':{'certificateVerificationInfo':{'status':'" status "','certChain':['AA']}}")
#define CERTIFICATE_PATH "status.certificateVerificationInfo.status"

START_TEST(items)
{
    static const struct rule rules[] = {
        {ITEM("2", ",'spec':{'id':'vm-7','libraryName':'cl-7'}"), "v1alpha1", "spec", "{'uuid':'vm-7'}"},
        {ITEM("2", ",'spec':{'id':'u','libraryName':'cl-7'}"), "v1alpha1", "status.contentLibraryRef",
         "{'kind':'ContentLibrary','name':'cl-7'}"},
        {CITEM("2", ",'spec':{'id':'u','libraryName':'cl-7'}"), "v1alpha1", "status.contentLibraryRef",
         "{'kind':'ClusterContentLibrary','name':'cl-7'}"},
        {ITEM("2", ""), "v1alpha1", "status.contentLibraryRef", "{'kind':'ContentLibrary','name':''}"},
        {ITEM("2", ",'status':{'version':'8','type':'VM'}"), "v1alpha1", "status.metadataVersion", "'8'"},
        {ITEM("2", ",'status':{'version':'8','type':'VM'}"), "v1alpha1", "status.type", "'VM'"},
        {ITEM("2", ",'status':{'fileInfo':[{'name':'f'}]}"), "v1alpha1", "status.fileInfo",
         "[{'cached':false,'name':'f','sizeInBytes':'0','version':''}]"},
        {ITEM("1", ",'status':{'fileInfo':[{'name':'f','sizeInBytes':7,'version':'','cached':false}]}"), "v1alpha2",
         "status.fileInfo", "[{'name':'f','sizeInBytes':'7'}]"},
        {ITEM("1",
              ",'spec':{'uuid':'u'},'status':{'contentLibraryRef':{'kind':'K','name':'cl-8'},'metadataVersion':'3'}"),
         "v1alpha2", "spec", "{'id':'u','libraryName':'cl-8'}"},
        {ITEM("1", ",'status':{'metadataVersion':'3'}"), "v1alpha2", "status.version", "'3'"},
        {ITEM("1", ""), "v1alpha2", "spec", "{'id':'','libraryName':''}"},
        {ITEM("1",
              REGISTRY_STASHED("{\\'spec\\':{\\'id\\':\\'x\\',\\'libraryName\\':\\'cl-9\\'},\\'status\\':{\\'type\\':"
                               "\\'VM\\'}}") ",'spec':{'uuid':'u'},'status':{'contentLibraryRef':{'name':'cl-8'}}"),
         "v1alpha2", "spec", "{'id':'u','libraryName':'cl-9'}"},
        {CITEM("1",
               REGISTRY_STASHED("{\\'status\\':{\\'type\\':\\'VM\\'}}") ",'status':{'type':'OVF','name':'edited'}"),
         "v1alpha2", "status",
         "{'creationTime':null,'lastModifiedTime':null,'lastSyncTime':null,'sizeInBytes':'0','type':'VM'}"},
        {ITEM("2", ""), "v1alpha1", REGISTRY_STASH,
         "'{\\'apiVersion\\':\\'imageregistry.vmware.com/v1alpha2\\',\\'kind\\':\\'ContentLibraryItem\\',\\'spec\\':{"
         "\\'id\\':\\'\\',\\'libraryName\\':\\'\\'},\\'status\\':{\\'creationTime\\':null,\\'lastModifiedTime\\':null,"
         "\\'lastSyncTime\\':null,\\'sizeInBytes\\':\\'0\\'}}'"},
        {CERTIFICATE("2", "NotAvailable"), "v1alpha1", CERTIFICATE_PATH, "'NOT_AVAILABLE'"},
        {CERTIFICATE("2", "Verified"), "v1alpha1", CERTIFICATE_PATH, "'VERIFIED'"},
        {CERTIFICATE("2", "Internal"), "v1alpha1", CERTIFICATE_PATH, "'INTERNAL'"},
        {CERTIFICATE("2", "VerificationFailure"), "v1alpha1", CERTIFICATE_PATH, "'VERIFICATION_FAILURE'"},
        {CERTIFICATE("2", "VerificationInProgress"), "v1alpha1", CERTIFICATE_PATH, "'VERIFICATION_IN_PROGRESS'"},
        {CERTIFICATE("2", "Untrusted"), "v1alpha1", CERTIFICATE_PATH, "'UNTRUSTED'"},
        {CERTIFICATE("2", "Odd"), "v1alpha1", CERTIFICATE_PATH, "'Odd'"},
        {CERTIFICATE("1", "NOT_AVAILABLE"), "v1alpha2", CERTIFICATE_PATH, "'NotAvailable'"},
        {CERTIFICATE("1", "VERIFIED"), "v1alpha2", CERTIFICATE_PATH, "'Verified'"},
        {CERTIFICATE("1", "INTERNAL"), "v1alpha2", CERTIFICATE_PATH, "'Internal'"},
        {CERTIFICATE("1", "VERIFICATION_FAILURE"), "v1alpha2", CERTIFICATE_PATH, "'VerificationFailure'"},
        {CERTIFICATE("1", "VERIFICATION_IN_PROGRESS"), "v1alpha2", CERTIFICATE_PATH, "'VerificationInProgress'"},
        {CERTIFICATE("1", "UNTRUSTED"), "v1alpha2", CERTIFICATE_PATH, "'Untrusted'"},
        {CERTIFICATE("1", "UNTRUSTED"), "v1alpha2", "status.certificateVerificationInfo.certChain", "['AA']"},
        {ITEM("1", ",'status':{'conditions':[{'type':'Ready','status':'Unknown','severity':'Warning'}]}"), "v1alpha2",
         "status.conditions[0]",
         "{'lastTransitionTime':null,'message':'','reason':'Unknown','status':'Unknown','type':'Ready'}"},
    };

    CHECK(rules);
}
END_TEST

#define IMPORT(v, rest) OBJ("imageregistry", v, "ContentLibraryItemImportRequest", rest)
#define TRANSFER(v, status)                                                                                            \
    IMPORT(v, ",'status':{'fileUploadStatus':{'fileUploads':[{'name':'f','transferStatus':'" status "'}]}}")
#define TRANSFER_PATH "status.fileUploadStatus.fileUploads[0].transferStatus"

START_TEST(import_requests)
{
    static const struct rule rules[] = {
        {IMPORT("2", ",'spec':{'source':{'url':'u'},'target':{'library':'cl-7'}}"), "v1alpha1", "spec",
         "{'source':{'url':'u'},'target':{'item':{},'library':{'apiVersion':'imageregistry.vmware.com/v1alpha1','kind':"
         "'ContentLibrary','name':'cl-7'}}}"},
        {IMPORT("2", ",'status':{'itemName':'clitem-7'}"), "v1alpha1", "status.itemRef",
         "{'apiVersion':'imageregistry.vmware.com/v1alpha1','kind':'ContentLibraryItem','name':'clitem-7'}"},
        {IMPORT("2", ""), "v1alpha1", "status", "{'completionTime':null,'startTime':null}"},
        {IMPORT("2", ""), "v1alpha1", REGISTRY_STASH,
         "'{\\'apiVersion\\':\\'imageregistry.vmware.com/v1alpha2\\',\\'kind\\':\\'ContentLibraryItemImportRequest\\',"
         "\\'spec\\':{\\'source\\':{\\'url\\':\\'\\'},\\'target\\':{\\'item\\':{},\\'library\\':\\'\\'}},\\'status\\':{"
         "\\'completionTime\\':null,\\'startTime\\':null}}'"},
        {IMPORT("1", ",'spec':{'target':{'library':{'apiVersion':'a','kind':'K','name':'cl-8'}}}"), "v1alpha2",
         "spec.target", "{'item':{},'library':'cl-8'}"},
        {IMPORT("1", ",'status':{'itemRef':{'name':'clitem-8'}}"), "v1alpha2", "status.itemName", "'clitem-8'"},
        {IMPORT("1", REGISTRY_STASHED("{\\'spec\\':{\\'target\\':{\\'library\\':\\'x\\'}},\\'status\\':{\\'itemName\\':"
                                      "\\'kept\\'}}") ",'spec':{'target':{'library':{'name':'cl-8'}}}"),
         "v1alpha2", "status.itemName", "'kept'"},
        {IMPORT("1",
                REGISTRY_STASHED("{\\'spec\\':{\\'target\\':{\\'library\\':\\'x\\'}}}") ",'spec':{'target':{'library':{"
                                                                                        "'name':'cl-8'}}}"),
         "v1alpha2", "spec.target.library", "'cl-8'"},
        {IMPORT("1", ",'status':{'conditions':[{'type':'Complete','status':'False'}]}"), "v1alpha2",
         "status.conditions[0].reason", "'False'"},
        {TRANSFER("2", "Waiting"), "v1alpha1", TRANSFER_PATH, "'waiting'"},
        {TRANSFER("2", "Transferring"), "v1alpha1", TRANSFER_PATH, "'transferring'"},
        {TRANSFER("2", "Validating"), "v1alpha1", TRANSFER_PATH, "'validating'"},
        {TRANSFER("2", "Ready"), "v1alpha1", TRANSFER_PATH, "'ready'"},
        {TRANSFER("2", "Error"), "v1alpha1", TRANSFER_PATH, "'error'"},
        {TRANSFER("2", "Odd"), "v1alpha1", TRANSFER_PATH, "''"},
        {TRANSFER("1", "waiting"), "v1alpha2", TRANSFER_PATH, "'Waiting'"},
        {TRANSFER("1", "transferring"), "v1alpha2", TRANSFER_PATH, "'Transferring'"},
        {TRANSFER("1", "validating"), "v1alpha2", TRANSFER_PATH, "'Validating'"},
        {TRANSFER("1", "ready"), "v1alpha2", TRANSFER_PATH, "'Ready'"},
        {TRANSFER("1", "error"), "v1alpha2", TRANSFER_PATH, "'Error'"},
        {TRANSFER("1", "odd"), "v1alpha2", TRANSFER_PATH, "'odd'"},
    };

    CHECK(rules);
}
END_TEST

START_TEST(broken_annotations)
{
    static const struct {
        const char *object, *message;
    } broken[] = {
        {PUB("3", STASHED("{")), "vmoperator.vmware.com/conversion"},
        {PUB("3", STASHED("{\\'spec\\':{\\'backoffLimit\\':\\'x\\'}}")),
         "vmoperator.vmware.com/conversion: spec.backoffLimit: a number is expected, not a string"},
        {CL("1", REGISTRY_STASHED("[]")), "imageregistry.vmware.com/conversion: an object is expected, not an array"},
    };

    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        struct vm_buf json = VM_BUF_INIT(10000);
        vmimage_string *made = NULL;
        vmimage_error *error = NULL;

        sample_text(&json, broken[i].object, 0);
        ck_assert_int_eq(
            vmimage_object_convert(json.data, json.length, i == 2 ? "v1alpha2" : "v1alpha6", &made, &error),
            VMIMAGE_E_PARSE);
        ck_assert_ptr_null(made);
        ck_assert_ptr_nonnull(strstr(vmimage_error_message(error), broken[i].message));
        vmimage_error_unref(error);
        vmimage__buf_release(&json);
    }
}
END_TEST

/* No conversion of any sample fails, and going up and down again ends in a fixed point. */
START_TEST(every_pair_of_versions)
{
    size_t conversions = 0;

    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        for (int from = samples[i].first; from <= samples[i].last; from++) {
            for (int to = 1; to <= 6; to++) {
                struct vm_buf json = VM_BUF_INIT(100000);
                vmimage_string *made = NULL, *again = NULL;
                char version[16];

                sample_text(&json, samples[i].text, from);
                (void)snprintf(version, sizeof(version), "v1alpha%d", to);
                if (vmimage_object_convert(json.data, json.length, version, &made, NULL) == VMIMAGE_OK) {
                    conversions++;
                    ck_assert_int_eq(vmimage_object_convert(vmimage_string_data(made), vmimage_string_length(made),
                                                            version, &again, NULL),
                                     VMIMAGE_OK);
                    ck_assert_str_eq(vmimage_string_data(again), vmimage_string_data(made));
                    vmimage_string_unref(again);
                }
                vmimage_string_unref(made);
                vmimage__buf_release(&json);
            }
        }
    }
    /* images 2 x 6 x 6, publish requests 6 x 6, caches 4 x 4, groups 2 x 2, five registry kinds 2 x 2 */
    ck_assert_uint_eq(conversions, 72 + 36 + 16 + 4 + 20);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, image_down);
    tcase_add_test(tcase, image_up);
    tcase_add_test(tcase, image_conditions);
    tcase_add_test(tcase, publish_requests);
    tcase_add_test(tcase, image_caches);
    tcase_add_test(tcase, libraries);
    tcase_add_test(tcase, items);
    tcase_add_test(tcase, import_requests);
    tcase_add_test(tcase, broken_annotations);
    tcase_add_test(tcase, every_pair_of_versions);
}

UNIT_MAIN("convert", cases)
