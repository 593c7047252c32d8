/*
 * SPDX-License-Identifier: Apache-2.0
 * One object of each kind and version with every field that the version has, and a field that nobody knows at each level. Written
 * with ' for ", in the form that the library writes. @ is the number of the version.
 */
#ifndef VMIMAGE_TESTS_UNIT_OBJECTS_H
#define VMIMAGE_TESTS_UNIT_OBJECTS_H

#include <stddef.h>

#include "base/buf.h"

#define META                                                                                                           \
    "'metadata':{'annotations':{'a/b':'<1>','vmware.com/x':''},'creationTimestamp':'2026-01-02T03:04:05Z',"            \
    "'deletionGracePeriodSeconds':9007199254740993,'deletionTimestamp':'2026-01-03T03:04:05Z','finalizers':['f/1'],"   \
    "'generateName':'g-','generation':9223372036854775807,'labels':{'k':'v'},'managedFields':[{'manager':'m'}],"       \
    "'name':'n','namespace':'ns','ownerReferences':[{'apiVersion':'v1','blockOwnerDeletion':false,'controller':true,"  \
    "'kind':'K','name':'o','uid':'u','zz':1}],'resourceVersion':'12','selfLink':'/x','uid':'11','zz':{'b':1,'c':[]}}"
#define CONDITION                                                                                                      \
    "{'lastTransitionTime':'2026-01-02T03:04:05Z','message':'m','observedGeneration':7,'reason':'R','status':'False'," \
    "'type':'Ready','zz':0}"
#define CONDITIONS                                                                                                     \
    "'conditions':[" CONDITION ",{'lastTransitionTime':null,'message':'','reason':'','status':'','type':''}]"
#define OLD_CONDITIONS                                                                                                 \
    "'conditions':[{'lastTransitionTime':'2026-01-02T03:04:05Z','message':'m','reason':'R','severity':'Error',"        \
    "'status':'False','type':'Ready','zz':0},{'lastTransitionTime':null,'status':'','type':''}]"
#define IMAGE_STATUS(disks, type)                                                                                      \
    "{'capabilities':['c1','c2']," CONDITIONS disks ",'firmware':'efi','hardwareVersion':0,'name':'disp',"             \
    "'osInfo':{'id':'94','type':'t','version':'1','zz':0},'ovfProperties':[{'default':'','key':'k','type':'string',"   \
    "'zz':0},{'key':'','type':''}],'productInfo':{'fullVersion':'1.0','product':'p','vendor':'v','version':'1',"       \
    "'zz':0},'providerContentVersion':'3','providerItemID':'pid'" type                                                 \
    ",'vmwareSystemProperties':[{'key':'vmware-system.a','value':'b','zz':0},{'key':''}],'zz':0}"
#define REF "{'apiVersion':'a/v1','kind':'K','name':'n','zz':0}"
#define TARGET "{'item':{'description':'d','name':'i','zz':0},'location':" REF ",'zz':0}"
#define PUBLISH_STATUS(conditions)                                                                                     \
    "{'attempts':4,'completionTime':'2026-01-02T03:04:05Z'," conditions                                                \
    ",'imageName':'vmi-1','lastAttemptTime':null,'ready':true,'sourceRef':" REF                                        \
    ",'startTime':null,'targetRef':" TARGET ",'zz':0}"
#define LIBRARY_STATUS(conditions, url, storage, type)                                                                 \
    "{" conditions ",'creationTime':'2026-01-02T03:04:05Z','description':'d','lastModifiedTime':null,"                 \
    "'lastSyncTime':null,'name':'disp','publishInfo':" url ",'securityPolicyID':'s','serverGUID':'g',"                 \
    "'state':'Active','storageBacking':" storage type ",'version':'5','zz':0}"
#define ITEM_STATUS(conditions, status, ref, file, metadata, version)                                                  \
    "{'cached':true,'certificateVerificationInfo':{'certChain':['AA==','BB=='],'status':'" status                      \
    "','zz':0}," conditions ref                                                                                        \
    ",'contentVersion':'2','creationTime':'2026-01-02T03:04:05Z','description':'d','fileInfo':[" file                  \
    "],'lastModifiedTime':null,'lastSyncTime':null" metadata                                                           \
    ",'name':'disp','securityCompliance':false,'sizeInBytes':'10','sourceID':'s','type':'OVF'" version ",'zz':0}"
#define IMPORT_STATUS(conditions, transfer, item)                                                                      \
    "{'completionTime':null," conditions ",'fileUploadStatus':{'fileUploads':[{'bytesTransferred':0,"                  \
    "'errorMessage':'e','name':'f','size':9007199254740993,'transferStatus':'" transfer                                \
    "','zz':0}],'sessionUUID':'u','zz':0}," item ",'startTime':'2026-01-02T03:04:05Z','zz':0}"
#define OBJECT(group, kind, spec, status)                                                                              \
    "{'apiVersion':'" group "/v1alpha@','kind':'" kind "'," META ",'spec':" spec ",'status':" status ",'zz':0}"
#define OPERATOR "vmoperator.vmware.com"
#define REGISTRY "imageregistry.vmware.com"

struct sample {
    const char *text;
    int first, last; /* versions that it is for */
};

#define IMAGE_SAMPLES(kind)                                                                                            \
    {OBJECT(OPERATOR, kind,                                                                                            \
            "{'hwVersion':13,'imageID':'pid','imageSourceType':'s','osInfo':{'type':'t','version':'1','zz':0},"        \
            "'ovfEnv':{'k':{'default':'d','description':'x','key':'k','label':'l','type':'int','zz':0},"               \
            "'other':{'key':'k2','type':''}},'productInfo':{'fullVersion':'1.0','product':'p','vendor':'v',"           \
            "'version':'1','zz':0},'providerRef':{'apiVersion':'a/v1','kind':'K','name':'n','namespace':'ns','zz':0}," \
            "'type':'ovf','zz':0}",                                                                                    \
            "{" OLD_CONDITIONS ",'contentLibraryRef':{'apiGroup':'g','kind':'K','name':'n','zz':0},"                   \
            "'contentVersion':'3','firmware':'efi','imageName':'disp','imageSupported':true,'internalId':'i',"         \
            "'powerState':'p','uuid':'u','zz':0}"),                                                                    \
     1, 1},                                                                                                            \
        {OBJECT(OPERATOR, kind, "{'providerRef':" REF ",'zz':0}", IMAGE_STATUS("", "")), 2, 2},                        \
        {OBJECT(OPERATOR, kind, "{'providerRef':" REF ",'zz':0}",                                                      \
                IMAGE_STATUS(",'disks':[{'capacity':'16Gi','size':'1500M','zz':0},{}]", ",'type':'OVF'")),             \
         3, 4},                                                                                                        \
    {                                                                                                                  \
        OBJECT(OPERATOR, kind, "{'providerRef':" REF ",'zz':0}",                                                       \
               IMAGE_STATUS(",'disks':[{'controllerBusNumber':-1,'controllerType':'SCSI','limit':'16Gi','name':'d0',"  \
                            "'requested':'1500M','unitNumber':0,'zz':0},{'name':''}]",                                 \
                            ",'type':'OVF'")),                                                                         \
            5, 6                                                                                                       \
    }
#define ITEM_SAMPLES(kind)                                                                                             \
    {OBJECT(REGISTRY, kind, "{'uuid':'u','zz':0}",                                                                     \
            ITEM_STATUS(OLD_CONDITIONS, "VERIFICATION_IN_PROGRESS",                                                    \
                        ",'contentLibraryRef':{'kind':'K','name':'cl-1','zz':0}",                                      \
                        "{'cached':false,'name':'f','sizeInBytes':'10','storageURI':'ds:///f','version':'1','zz':0}",  \
                        ",'metadataVersion':'6'", "")),                                                                \
     1, 1},                                                                                                            \
    {                                                                                                                  \
        OBJECT(REGISTRY, kind, "{'id':'u','libraryName':'cl-1','zz':0}",                                               \
               ITEM_STATUS(CONDITIONS, "VerificationInProgress", "",                                                   \
                           "{'cached':true,'name':'f','sizeInBytes':'0','storageURI':'ds:///f','version':'1','zz':0}", \
                           "", ",'version':'6'")),                                                                     \
            2, 2                                                                                                       \
    }
#define LIBRARY_SAMPLES(kind, old_spec, spec)                                                                          \
    {OBJECT(REGISTRY, kind, old_spec,                                                                                  \
            LIBRARY_STATUS(OLD_CONDITIONS, "{'URL':'http://x','published':true,'zz':0}",                               \
                           "{'datastoreID':'ds','type':'Datastore','zz':0},'subscriptionInfo':{'URL':'http://y',"      \
                           "'automaticSync':true,'onDemand':false,'zz':0}",                                            \
                           ",'type':'Subscribed'")),                                                                   \
     1, 1},                                                                                                            \
    {                                                                                                                  \
        OBJECT(REGISTRY, kind, spec,                                                                                   \
               LIBRARY_STATUS(CONDITIONS, "{'published':false,'url':'','zz':0}",                                       \
                              "[{'datastoreID':'ds','type':'Datastore','zz':0},{'type':'Other'}],"                     \
                              "'subscriptionInfo':{'automaticSync':true,'onDemand':true,'url':'http://y','zz':0}",     \
                              "")),                                                                                    \
            2, 2                                                                                                       \
    }

static const struct sample samples[] = {
    IMAGE_SAMPLES("VirtualMachineImage"),
    IMAGE_SAMPLES("ClusterVirtualMachineImage"),
    ITEM_SAMPLES("ContentLibraryItem"),
    ITEM_SAMPLES("ClusterContentLibraryItem"),
    LIBRARY_SAMPLES("ContentLibrary",
                    "{'allowImport':true,'resourceNamingStrategy':'PREFER_ITEM_SOURCE_ID','uuid':'u','writable':true,"
                    "'zz':0}",
                    "{'allowDelete':true,'allowImport':true,'allowPublish':true,'id':'u','libraryType':'Inventory',"
                    "'resourceNamingStrategy':'FromItemID','storageClass':'sc','zz':0}"),
    LIBRARY_SAMPLES("ClusterContentLibrary", "{'resourceNamingStrategy':'FROM_ITEM_ID','uuid':'u','zz':0}",
                    "{'id':'u','libraryType':'ContentLibrary','resourceNamingStrategy':'PreferItemSourceID','zz':0}"),
    {OBJECT(OPERATOR, "VirtualMachinePublishRequest",
            "{'source':" REF ",'target':" TARGET ",'ttlSecondsAfterFinished':0,'zz':0}",
            PUBLISH_STATUS(OLD_CONDITIONS)),
     1, 1},
    {OBJECT(OPERATOR, "VirtualMachinePublishRequest",
            "{'source':" REF ",'target':" TARGET ",'ttlSecondsAfterFinished':0,'zz':0}", PUBLISH_STATUS(CONDITIONS)),
     2, 4},
    {OBJECT(OPERATOR, "VirtualMachinePublishRequest",
            "{'backoffLimit':9007199254740993,'source':" REF ",'target':" TARGET
            ",'ttlSecondsAfterFinished':9223372036854775807,'zz':0}",
            PUBLISH_STATUS(CONDITIONS)),
     5, 6},
    {OBJECT(OPERATOR, "VirtualMachineGroupPublishRequest",
            "{'source':'g','target':'cl','ttlSecondsAfterFinished':5,'virtualMachines':['a','b'],'zz':0}",
            "{'completionTime':null," CONDITIONS ",'images':[{" CONDITIONS ",'imageName':'vmi-1',"
            "'publishRequestName':'p','source':'vm','zz':0},{'publishRequestName':'','source':''}],'source':'g',"
            "'startTime':'2026-01-02T03:04:05Z','target':'cl','zz':0}"),
     5, 6},
    {OBJECT(OPERATOR, "VirtualMachineImageCache",
            "{'locations':[{'datacenterID':'dc','datastoreID':'ds','profileID':'p','zz':0}],'providerID':'pid',"
            "'providerVersion':'1','zz':0}",
            "{" CONDITIONS ",'locations':[{" CONDITIONS ",'datacenterID':'dc','datastoreID':'ds','files':["
            "{'diskType':'Classic','id':'[ds] a/b.vmdk','name':'b.vmdk','type':'Disk','zz':0},{'id':'','type':''}],"
            "'profileID':'p','zz':0}],'ovf':{'configMapName':'c','providerVersion':'1','zz':0},'zz':0}"),
     3, 6},
    {OBJECT(REGISTRY, "ContentLibraryItemImportRequest",
            "{'source':{'checksum':{'algorithm':'SHA512','value':'v','zz':0},'sslCertificate':'pem','url':'u','zz':0},"
            "'target':{'item':{'description':'d','name':'n','type':'OVF','zz':0},'library':" REF ",'zz':0},"
            "'ttlSecondsAfterFinished':0,'zz':0}",
            IMPORT_STATUS(OLD_CONDITIONS, "transferring", "'itemRef':" REF)),
     1, 1},
    {OBJECT(REGISTRY, "ContentLibraryItemImportRequest",
            "{'source':{'checksum':{'algorithm':'SHA512','value':'v','zz':0},'sslCertificate':'pem','url':'u','zz':0},"
            "'target':{'item':{'description':'d','name':'n','type':'OVF','zz':0},'library':'cl-1','zz':0},"
            "'ttlSecondsAfterFinished':1,'zz':0}",
            IMPORT_STATUS(CONDITIONS, "Transferring", "'itemName':'clitem-1'")),
     2, 2},
};
#define SAMPLE_COUNT (sizeof(samples) / sizeof(samples[0]))

/* The text with " for ' and the version for @. */
static inline void sample_text(struct vm_buf *buf, const char *text, int version)
{
    for (; *text != '\0'; text++) {
        if (*text == '@')
            vmimage__buf_printf(buf, "%d", version);
        else
            vmimage__buf_add_char(buf, *text == '\'' ? '"' : *text);
    }
}

#endif
