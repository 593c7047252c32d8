/*
 * SPDX-License-Identifier: Apache-2.0
 * The objects and the descriptor that the scenarios work on; every field that has a getter is set in one of them.
 */
#include "fault.h"

#define CONDITIONS(since)                                                                                              \
    "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"True\",\"message\":\"fine\"," since          \
    "\"lastTransitionTime\":\"2026-01-02T03:04:05Z\"},{\"type\":\"Other\",\"status\":\"False\",\"reason\":"            \
    "\"Because\","                                                                                                     \
    "\"message\":\"no\",\"lastTransitionTime\":\"2026-01-02T03:04:05Z\"}]"
#define METADATA(name)                                                                                                 \
    "\"metadata\":{\"name\":\"" name                                                                                   \
    "\",\"namespace\":\"team\",\"uid\":\"0a1b\",\"resourceVersion\":\"7\",\"generation\":3,"                           \
    "\"creationTimestamp\":\"2026-01-02T03:04:05Z\",\"labels\":{\"tier\":\"gold\",\"a/b\":\"c\"},"                     \
    "\"annotations\":{\"owner\":\"somebody\"},\"finalizers\":[\"x/"                                                    \
    "y\"],\"managedFields\":[{\"manager\":\"m\",\"n\":18446744073709551615}]}"
#define STATUS(display)                                                                                                \
    "\"status\":{\"name\":\"" display "\",\"type\":\"OVF\",\"firmware\":\"efi\",\"hardwareVersion\":19,"               \
    "\"osInfo\":{\"id\":\"94\",\"type\":\"ubuntu64Guest\",\"version\":\"1\"},"                                         \
    "\"productInfo\":{\"product\":\"p\",\"vendor\":\"v\",\"version\":\"1.2\",\"fullVersion\":\"1.2.3\"},"              \
    "\"capabilities\":[\"cloud-init\",\"nvidia-gpu\"],\"providerContentVersion\":\"5\","                               \
    "\"providerItemID\":\"e1968c25-dd84-4506-8dc7-9beacb6b688e\","                                                     \
    "\"disks\":[{\"name\":\"d0\",\"limit\":\"16Gi\",\"requested\":\"16Gi\",\"controllerBusNumber\":0,"                 \
    "\"controllerType\":\"SCSI\",\"unitNumber\":0},{\"name\":\"d1\",\"limit\":\"1536\"}],"                             \
    "\"ovfProperties\":[{\"key\":\"k\",\"type\":\"string\",\"default\":\"d\"},{\"key\":\"l\",\"type\":\"int\"}],"      \
    "\"vmwareSystemProperties\":[{\"key\":\"vmware-system.x\",\"value\":\"y\"}]," CONDITIONS(                          \
        "\"observedGeneration\":3,") "}"
#define IMAGE(name, display)                                                                                           \
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha6\",\"kind\":\"VirtualMachineImage\"," METADATA(                   \
        name) ","                                                                                                      \
              "\"spec\":{\"providerRef\":{\"apiVersion\":\"imageregistry.vmware.com/"                                  \
              "v1alpha2\",\"kind\":\"ContentLibraryItem\","                                                            \
              "\"name\":\"clitem-0a0044d7c690bcbea\"}}," STATUS(display) ",\"unknown\":[1.25,{\"x\":null}]}"

const char fault_image_json[] = IMAGE("vmi-0a0044d7c690bcbea", "ubuntu");

const char fault_image_old_json[] =
    "{\"apiVersion\":\"vmoperator.vmware.com/v1alpha1\",\"kind\":\"VirtualMachineImage\"," METADATA(
        "vmi-0a0044d7c690bcbea") ","
                                 "\"spec\":{\"type\":\"OVF\",\"imageSourceType\":\"Content "
                                 "Library\",\"imageID\":\"vmi-x\",\"hwVersion\":15,"
                                 "\"productInfo\":{\"product\":\"p\",\"vendor\":\"v\",\"version\":\"1\","
                                 "\"fullVersion\":\"1.2\"},"
                                 "\"osInfo\":{\"type\":\"ubuntu64Guest\",\"version\":\"1\"},\"ovfEnv\":{\"k\":{\"key\":"
                                 "\"k\",\"type\":\"string\",\"default\":\"d\"}},"
                                 "\"providerRef\":{\"apiVersion\":\"imageregistry.vmware.com/"
                                 "v1alpha1\",\"kind\":\"ContentLibraryItem\",\"name\":\"i\"}},"
                                 "\"status\":{\"imageName\":\"ubuntu\",\"firmware\":\"efi\",\"contentVersion\":\"5\","
                                 "\"conditions\":[{\"type\":\"VirtualMachineImageSynced\",\"status\":\"True\","
                                 "\"severity\":\"Info\","
                                 "\"lastTransitionTime\":\"2026-01-02T03:04:05Z\"}]}}";

const char fault_images_json[] =
    "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" IMAGE("vmi-0a0044d7c690bcbea", "ubuntu") "," IMAGE(
        "vmi-1a0044d7c690bcbea", "ubuntu") "," IMAGE("vmi-2a0044d7c690bcbea", "debian") "]}";

#define ITEM                                                                                                           \
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibraryItem\"," METADATA(                 \
        "clitem-0a0044d7c690bcbea") ",\"spec\":{\"id\":\"e1968c25-dd84-4506-8dc7-9beacb6b688e\",\"libraryName\":\"cl-" \
                                    "1\"},"                                                                            \
                                    "\"status\":{\"name\":\"ubuntu\",\"description\":\"d\",\"type\":\"OVF\","          \
                                    "\"metadataVersion\":\"2\",\"contentVersion\":\"5\","                              \
                                    "\"version\":\"2\",\"sourceID\":\"s\",\"size\":\"1Gi\",\"sizeInBytes\":\"1Gi\","   \
                                    "\"cached\":true,\"securityCompliance\":true,"                                     \
                                    "\"creationTime\":\"2026-01-02T03:04:05Z\",\"lastModifiedTime\":\"2026-01-02T03:"  \
                                    "04:"                                                                              \
                                    "05Z\",\"lastSyncTime\":\"2026-01-02T03:04:05Z\","                                 \
                                    "\"certificateVerificationInfo\":{\"status\":\"VERIFIED\",\"certChain\":["         \
                                    "\"AAAA\","                                                                        \
                                    "\"BBBB\"]},"                                                                      \
                                    "\"fileInfo\":[{\"name\":\"a.ovf\",\"size\":\"7Ki\",\"sizeInBytes\":\"7Ki\","      \
                                    "\"version\":\"1\",\"cached\":true,"                                               \
                                    "\"storageURI\":\"ds:///x\"},{\"name\":\"a.vmdk\"}]," CONDITIONS("") "}}"

const char fault_item_json[] = ITEM;
const char fault_items_json[] = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[" ITEM "," ITEM "]}";

const char fault_library_json[] =
    "{\"apiVersion\":\"imageregistry.vmware.com/v1alpha2\",\"kind\":\"ContentLibrary\"," METADATA(
        "cl-0123456789abcdef0") ",\"spec\":{\"id\":\"7c1d5f60-3a1e-4b51-9a4e-6f0f6f3b2a11\",\"type\":"
                                "\"ContentLibrary\","
                                "\"resourceNamingStrategy\":\"FromItemID\",\"allowPublish\":true,\"allowImport\":false,"
                                "\"allowDelete\":true,\"storageClass\":\"sc\"},"
                                "\"status\":{\"name\":\"golden\",\"description\":\"d\",\"type\":\"Local\",\"version\":"
                                "\"9\",\"serverGUID\":\"g\",\"state\":\"Active\","
                                "\"securityPolicyID\":\"sp\",\"creationTime\":\"2026-01-02T03:04:05Z\","
                                "\"lastModifiedTime\":\"2026-01-02T03:04:05Z\","
                                "\"lastSyncTime\":\"2026-01-02T03:04:05Z\",\"storageBackings\":[{\"type\":"
                                "\"Datastore\",\"datastoreID\":\"ds-1\"}],"
                                "\"publishInfo\":{\"published\":true,\"url\":\"https://host/"
                                "lib.json\"},\"subscriptionInfo\":{\"URL\":\"https://host/lib.json\","
                                "\"onDemand\":true}," CONDITIONS("") "}}";

const char fault_ovf[] =
    "<?xml version=\"1.0\"?>\n"
    "<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\"\n"
    " xmlns:rasd=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData\"\n"
    " xmlns:vssd=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData\"\n"
    " xmlns:vmw=\"http://www.vmware.com/schema/ovf\">\n"
    "<References><File ovf:href=\"a.vmdk\" ovf:id=\"file1\" ovf:size=\"12\"/></References>\n"
    "<DiskSection><Info>Disks</Info><Disk ovf:capacity=\"16\" ovf:capacityAllocationUnits=\"byte * 2^30\" "
    "ovf:diskId=\"d1\""
    " ovf:fileRef=\"file1\" ovf:format=\"x\"/></DiskSection>\n"
    "<VirtualSystem ovf:id=\"vm\"><Info>A machine</Info><Name>vm</Name>\n"
    "<OperatingSystemSection ovf:id=\"94\" vmw:osType=\"ubuntu64Guest\"><Info>Guest</Info></OperatingSystemSection>\n"
    "<VirtualHardwareSection><Info>Hardware</Info><System><vssd:ElementName>x</vssd:ElementName><vssd:InstanceID>0"
    "</vssd:InstanceID><vssd:VirtualSystemType>vmx-19</vssd:VirtualSystemType></System>\n"
    "<Item><rasd:Address>0</rasd:Address><rasd:InstanceID>3</rasd:InstanceID><rasd:ResourceSubType>VirtualSCSI"
    "</rasd:ResourceSubType><rasd:ResourceType>6</rasd:ResourceType></Item>\n"
    "<Item><rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:ElementName>Hard disk 1</rasd:ElementName>"
    "<rasd:HostResource>ovf:/disk/d1</rasd:HostResource><rasd:InstanceID>9</rasd:InstanceID><rasd:Parent>3</"
    "rasd:Parent>"
    "<rasd:ResourceType>17</rasd:ResourceType></Item>\n"
    "<vmw:Config ovf:required=\"false\" vmw:key=\"firmware\" vmw:value=\"efi\"/>\n"
    "<vmw:ExtraConfig ovf:required=\"false\" vmw:key=\"guestinfo.x\" vmw:value=\"y\"/></VirtualHardwareSection>\n"
    "<ProductSection><Info>Product</Info><Product>p</Product><Vendor>v</Vendor><Version>1</Version>"
    "<FullVersion>1.2</FullVersion>\n"
    "<Property ovf:key=\"k\" ovf:type=\"uint8\" ovf:qualifiers=\"MinValue(1) MaxValue(9)\" "
    "ovf:userConfigurable=\"true\""
    " ovf:value=\"3\"/><Property ovf:key=\"vmware-system.x\" ovf:type=\"string\" ovf:value=\"y\"/></ProductSection>\n"
    "</VirtualSystem></Envelope>\n";
