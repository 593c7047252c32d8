/*
 * SPDX-License-Identifier: Apache-2.0
 * OVF to status beside bare Expat over the same bytes, on one core; the best of several rounds that take turns. Prints JSON.
 * With the argument --write it prints the descriptor instead, for other programs to read.
 */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <vmimage/image.h>
#include <vmimage/ovf.h>

#define WANTED ((size_t)114688)
#define ROUNDS 100
#define REPEATS 5

struct text {
    char *data;
    size_t length;
};

static void add(struct text *text, const char *format, int number)
{
    text->length += (size_t)snprintf(text->data + text->length, 4096, format, number, number, number);
}

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Envelope xmlns=\"http://schemas.dmtf.org/ovf/envelope/1\" xmlns:ovf=\"http://schemas.dmtf.org/ovf/envelope/1\"\n"
    "  xmlns:rasd=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData\"\n"
    "  xmlns:vssd=\"http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData\"\n"
    "  xmlns:vmw=\"http://www.vmware.com/schema/ovf\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
    "  <References>\n    <File ovf:id=\"file1\" ovf:href=\"disk1.vmdk\" ovf:size=\"1073741824\"/>\n  </References>\n"
    "  <DiskSection>\n    <Info>Disks</Info>\n";
static const char disk_row[] = "    <Disk ovf:diskId=\"vmdisk%d\" ovf:fileRef=\"file1\" ovf:capacity=\"16\" "
                               "ovf:capacityAllocationUnits=\"byte * 2^30\" ovf:populatedSize=\"%d\"/>\n";
static const char middle[] =
    "  </DiskSection>\n  <VirtualSystem ovf:id=\"vm\">\n    <Info>A virtual machine</Info>\n    <Name>bench</Name>\n"
    "    <OperatingSystemSection ovf:id=\"94\" vmw:osType=\"ubuntu64Guest\"><Info>OS</Info></OperatingSystemSection>\n"
    "    <VirtualHardwareSection>\n      <Info>Hardware</Info>\n"
    "      <System><vssd:VirtualSystemType>vmx-19</vssd:VirtualSystemType></System>\n"
    "      <Item><rasd:Description>SCSI Controller</rasd:Description><rasd:ElementName>scsi</rasd:ElementName>"
    "<rasd:InstanceID>1</rasd:InstanceID><rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType>"
    "<rasd:ResourceType>6</rasd:ResourceType></Item>\n";
static const char disk_item[] =
    "      <Item>\n        <rasd:AddressOnParent>%d</rasd:AddressOnParent>\n"
    "        <rasd:ElementName>Hard Disk %d</rasd:ElementName>\n"
    "        <rasd:HostResource>ovf:/disk/vmdisk%d</rasd:HostResource>\n        "
    "<rasd:InstanceID>100</rasd:InstanceID>\n"
    "        <rasd:Parent>1</rasd:Parent>\n        <rasd:ResourceType>17</rasd:ResourceType>\n"
    "        <vmw:Config ovf:required=\"false\" vmw:key=\"backing.writeThrough\" vmw:value=\"false\"/>\n      "
    "</Item>\n";
static const char network_item[] =
    "      <Item>\n        <rasd:AddressOnParent>%d</rasd:AddressOnParent>\n"
    "        <rasd:AutomaticAllocation>true</rasd:AutomaticAllocation>\n        "
    "<rasd:Connection>net</rasd:Connection>\n"
    "        <rasd:Description>VmxNet3 ethernet adapter on &quot;net&quot;</rasd:Description>\n"
    "        <rasd:ElementName>Ethernet %d</rasd:ElementName>\n        <rasd:InstanceID>200%d</rasd:InstanceID>\n"
    "        <rasd:ResourceSubType>VmxNet3</rasd:ResourceSubType>\n        <rasd:ResourceType>10</rasd:ResourceType>\n"
    "        <vmw:Config ovf:required=\"false\" vmw:key=\"slotInfo.pciSlotNumber\" vmw:value=\"192\"/>\n"
    "        <vmw:Config ovf:required=\"false\" vmw:key=\"wakeOnLanEnabled\" vmw:value=\"true\"/>\n      </Item>\n";
static const char property_row[] =
    "      <Property ovf:key=\"guestinfo.option%d\" ovf:userConfigurable=\"true\" ovf:type=\"string\" "
    "ovf:qualifiers=\"MinLen(1) MaxLen(64)\" ovf:value=\"value %d\">\n        <Label>Option %d</Label>\n"
    "        <Description>What the option is for, in a sentence that is as long as such sentences are.</Description>\n"
    "      </Property>\n";

/* A descriptor of the size of those that appliances come with: disks, network cards and many properties. */
static struct text make(void)
{
    struct text text = {malloc(WANTED + 65536), 0};

    if (text.data == NULL)
        exit(1);
    add(&text, head, 0);
    for (int i = 0; i < 13; i++)
        add(&text, disk_row, i);
    add(&text, middle, 0);
    for (int i = 0; i < 12; i++)
        add(&text, disk_item, i < 7 ? i : i + 1);
    for (int i = 0; i < 40; i++)
        add(&text, network_item, i);
    add(&text, "    </VirtualHardwareSection>\n    <ProductSection>\n      <Info>Product</Info>\n", 0);
    add(&text, "      <Product>Bench</Product><Vendor>Example</Vendor><Version>1.%d</Version>\n", 2);
    for (int i = 0; text.length < WANTED - 400; i++)
        add(&text, property_row, i);
    add(&text, "    </ProductSection>\n  </VirtualSystem>\n</Envelope>\n", 0);
    return text;
}

/* Time that this process had the processor, so that others on the machine disturb less. */
static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    (void)name;
    (void)attributes;
    ++*(size_t *)data;
}

static void on_end(void *data, const XML_Char *name)
{
    (void)name;
    ++*(size_t *)data;
}

static void bare(XML_Parser parser, const struct text *text)
{
    size_t events = 0;

    XML_SetUserData(parser, &events);
    XML_SetElementHandler(parser, on_start, on_end);
    if (XML_Parse(parser, text->data, (int)text->length, 1) != XML_STATUS_OK || events == 0)
        exit(1);
    XML_ParserFree(parser);
}

static void expat(const struct text *text)
{
    bare(XML_ParserCreate(NULL), text);
}

static void expat_ns(const struct text *text)
{
    bare(XML_ParserCreateNS(NULL, '|'), text);
}

static void read_only(const struct text *text)
{
    vmimage_ovf *ovf = NULL;

    if (vmimage_ovf_parse(NULL, text->data, text->length, NULL, &ovf, NULL) != 0)
        exit(1);
    (void)vmimage_ovf_unref(ovf);
}

static void to_status(const struct text *text)
{
    vmimage_ovf *ovf = NULL;
    vmimage_image *image = NULL;

    if (vmimage_ovf_parse(NULL, text->data, text->length, NULL, &ovf, NULL) != 0 ||
        vmimage_ovf_to_image(ovf, &image, NULL) != 0 || vmimage_image_disk_count(image) != 12)
        exit(1);
    (void)vmimage_image_unref(image);
    (void)vmimage_ovf_unref(ovf);
}

int main(int argc, char **argv)
{
    void (*const runs[])(const struct text *) = {expat, expat_ns, read_only, to_status};
    double best[] = {1e9, 1e9, 1e9, 1e9};
    struct text text = make();

    if (argc > 1 && strcmp(argv[1], "--write") == 0) {
        (void)fwrite(text.data, 1, text.length, stdout);
        free(text.data);
        return 0;
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
            double start = now(), took;

            for (int n = 0; n < REPEATS; n++)
                runs[i](&text);
            took = (now() - start) / REPEATS;
            best[i] = took < best[i] ? took : best[i];
        }
    }
    (void)printf("{\"bytes\": %zu, \"expat_us\": %.1f, \"expat_namespaces_us\": %.1f, \"ovf_parse_us\": %.1f, "
                 "\"ovf_to_status_us\": %.1f, \"mb_per_s\": %.1f, \"ratio_to_expat\": %.3f, "
                 "\"ratio_to_expat_namespaces\": %.3f}\n",
                 text.length, best[0] * 1e6, best[1] * 1e6, best[2] * 1e6, best[3] * 1e6,
                 (double)text.length / best[3] * 1e-6, best[3] / best[0], best[3] / best[1]);
    free(text.data);
    return 0;
}
