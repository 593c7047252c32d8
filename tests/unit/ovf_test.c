/*
 * SPDX-License-Identifier: Apache-2.0
 * Descriptors: reading, refusing with line and words, limits, accessors, and what becomes of an image that is there already.
 * The rules one by one are in the vectors.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <vmimage/base.h>
#include <vmimage/context.h>
#include <vmimage/image.h>
#include <vmimage/ovf.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "format/href.h"
#include "format/ovf.h"
#include "format/ovf_xml.h"
#include "model/names.h"
#include "model/objects.h"

#define NOW "2026-01-02T03:04:05Z"

static vmimage_ovf *parse(const char *text)
{
    vmimage_ovf *ovf = NULL;
    vmimage_error *error = NULL;

    ck_assert_msg(vmimage_ovf_parse(NULL, text, strlen(text), "a.ovf", &ovf, &error) == VMIMAGE_OK, "%s",
                  error != NULL ? vmimage_error_message(error) : "");
    return ovf;
}

static const char full[] =
    "<Envelope xmlns:ovf='x'>\n"
    "<References><File ovf:id='f1' ovf:href='a.vmdk' ovf:size='7' ovf:compression='gzip' ovf:chunkSize='5'/>\n"
    "<File ovf:href='../b.iso' ovf:size='-1'/><File ovf:href='http://example.org/c.vmdk'/></References>\n"
    "<DiskSection><Disk ovf:diskId='d1' ovf:fileRef='f1' ovf:capacity='${size}' ovf:capacityAllocationUnits='byte * "
    "2^30'"
    " ovf:format='vmdk'/><Disk ovf:diskId='d2' ovf:capacity='x'/></DiskSection>\n"
    "<VirtualSystem ovf:id='vm'><Name>box</Name><ProductSection><Product>P</Product><Vendor>V</Vendor>"
    "<Version>1</Version><FullVersion>1.0</FullVersion><Property ovf:key='size' ovf:value='3'/></ProductSection>"
    "</VirtualSystem></Envelope>";

START_TEST(accessors)
{
    vmimage_ovf *ovf = parse(full);
    vmimage_error *error = NULL;
    int64_t bytes = 7;

    ck_assert_str_eq(vmimage_ovf_system_id(ovf), "vm");
    ck_assert_str_eq(vmimage_ovf_system_name(ovf), "box");
    ck_assert_uint_eq(vmimage_ovf_system_count(ovf), 1);
    ck_assert_str_eq(vmimage_ovf_product(ovf), "P");
    ck_assert_str_eq(vmimage_ovf_vendor(ovf), "V");
    ck_assert_str_eq(vmimage_ovf_version(ovf), "1");
    ck_assert_str_eq(vmimage_ovf_full_version(ovf), "1.0");
    ck_assert_uint_eq(vmimage_ovf_file_count(ovf), 3);
    ck_assert_str_eq(vmimage_ovf_file_id(ovf, 0), "f1");
    ck_assert_str_eq(vmimage_ovf_file_href(ovf, 0), "a.vmdk");
    ck_assert_str_eq(vmimage_ovf_file_compression(ovf, 0), "gzip");
    ck_assert_uint_eq(vmimage_ovf_file_size(ovf, 0), 7);
    ck_assert_int_eq(vmimage_ovf_file_chunk_size(ovf, 0), 5);
    ck_assert_uint_eq(vmimage_ovf_file_size(ovf, 1), UINT64_MAX);
    ck_assert_ptr_null(vmimage_ovf_file_id(ovf, 1));
    ck_assert_int_eq(vmimage_ovf_file_location(ovf, 0), VMIMAGE_HREF_INSIDE);
    ck_assert_int_eq(vmimage_ovf_file_location(ovf, 1), VMIMAGE_HREF_OUTSIDE);
    ck_assert_int_eq(vmimage_ovf_file_location(ovf, 2), VMIMAGE_HREF_WEB);
    ck_assert_int_eq(vmimage_ovf_file_location(ovf, 3), 0);
    ck_assert_uint_eq(vmimage_ovf_disk_count(ovf), 2);
    ck_assert_str_eq(vmimage_ovf_disk_id(ovf, 0), "d1");
    ck_assert_str_eq(vmimage_ovf_disk_file_id(ovf, 0), "f1");
    ck_assert_str_eq(vmimage_ovf_disk_format(ovf, 0), "vmdk");
    ck_assert_str_eq(vmimage_ovf_disk_capacity(ovf, 0), "${size}");
    ck_assert_str_eq(vmimage_ovf_disk_units(ovf, 0), "byte * 2^30");
    ck_assert_int_eq(vmimage_ovf_disk_bytes(ovf, 0, &bytes, NULL), VMIMAGE_OK);
    ck_assert_int_eq(bytes, INT64_C(3221225472));
    ck_assert_int_eq(vmimage_ovf_disk_bytes(ovf, 1, &bytes, &error), VMIMAGE_E_INVALID);
    ck_assert_uint_eq(vmimage_error_line(error), 4);
    ck_assert_int_eq(bytes, INT64_C(3221225472));
    vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_ovf_disk_bytes(ovf, 2, &bytes, NULL), VMIMAGE_E_NOT_FOUND);
    ck_assert_ptr_eq(vmimage_ovf_ref(ovf), ovf);
    ck_assert_ptr_null(vmimage_ovf_unref(ovf));
    ck_assert_ptr_null(vmimage_ovf_unref(ovf));
}
END_TEST

START_TEST(nothing)
{
    vmimage_ovf *ovf = parse("<x/>");
    vmimage_image *image = NULL;

    ck_assert_ptr_null(vmimage_ovf_system_id(ovf));
    ck_assert_ptr_null(vmimage_ovf_product(ovf));
    ck_assert_uint_eq(vmimage_ovf_file_count(ovf) + vmimage_ovf_disk_count(ovf) + vmimage_ovf_system_count(ovf), 0);
    ck_assert_int_eq(vmimage_ovf_to_image(ovf, &image, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_image_os_id(image), "0");
    ck_assert_str_eq(vmimage_image_type(image), "OVF");
    ck_assert_str_eq(vmimage_image_kind(image), "VirtualMachineImage");
    ck_assert_str_eq(vmimage_image_label(image, "image.vmoperator.vmware.com/type"), "OVF");
    ck_assert_ptr_null(vmimage_image_name(image));
    vmimage_image_unref(image);
    vmimage_ovf_unref(ovf);
    ck_assert_uint_eq(vmimage_ovf_file_count(NULL), 0);
    ck_assert_ptr_null(vmimage_ovf_file_href(NULL, 0));
}
END_TEST

START_TEST(refused)
{
    static const struct {
        const char *text, *reason, *message;
        uint64_t line;
    } rows[] = {
        {"", "EOF", "no element", 1},
        {"  \n\n", "EOF", "no element", 1},
        {"<a>\n<b>", "XML syntax error on line 2: unexpected EOF", "a.ovf:2: ", 2},
        {"<a>\n\n</b>", "XML syntax error on line 3: element <a> closed by </b>", "a.ovf:3: ", 3},
        {"<a>&b;</a>", "XML syntax error on line 1: invalid character entity &b;", "a.ovf:1: ", 1},
        {"<!DOCTYPE a [<!ENTITY b \"c\">]>\n<a x='&b;'/>", "XML syntax error on line 2: invalid character entity &b;",
         "", 2},
        {"<a>\xff</a>", "XML syntax error on line 1: invalid UTF-8", "", 1},
        {"<a b=1/>", "XML syntax error on line 1: unquoted or missing attribute value in element", "", 1},
        {"<a:b:c/>", "XML syntax error on line 1: expected element name after <", "", 1},
        {"<?xml version='1.1'?><a/>", "xml: unsupported version \"1.1\"; only version 1.0 is supported", "", 1},
        {"<?xml encoding='latin1'?><a/>", "xml: encoding \"latin1\" declared but Decoder.CharsetReader is nil", "", 1},
        {"<a>\n<References>\n<File\nsize='x'/></References></a>", "strconv.ParseUint: parsing \"x\": invalid syntax",
         "a.ovf:3: no OVF descriptor: attribute \"size\" of element File: strconv", 3},
        {"<a><VirtualSystem><VirtualHardwareSection>\n<Item>\n<ResourceType>70000</ResourceType></Item>"
         "</VirtualHardwareSection></VirtualSystem></a>",
         "strconv.ParseUint: parsing \"70000\": value out of range",
         "a.ovf:3: no OVF descriptor: element ResourceType: ", 3},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vmimage_error *error = NULL;
        vmimage_ovf *ovf = NULL;

        ck_assert_int_eq(vmimage_ovf_parse(NULL, rows[i].text, strlen(rows[i].text), "a.ovf", &ovf, &error),
                         VMIMAGE_E_PARSE);
        ck_assert_ptr_null(ovf);
        ck_assert_str_eq(vmimage_error_reason(error), rows[i].reason);
        ck_assert_msg(strstr(vmimage_error_message(error), rows[i].message) != NULL, "%s",
                      vmimage_error_message(error));
        ck_assert_uint_eq(vmimage_error_line(error), rows[i].line);
        ck_assert_str_eq(vmimage_error_subject(error), "a.ovf");
        vmimage_error_unref(error);
    }
}
END_TEST

/* What Expat refuses and Go accepts, or reads otherwise. */
START_TEST(accepted_as_go_does)
{
    static const struct {
        const char *text, *id;
    } rows[] = {
        {"words <a><VirtualSystem id='v'/></a> <rest", "v"},
        {"<a><VirtualSystem id='u' id='v'/></a>", "v"},
        {"<a><VirtualSystem x:id='u' y:id='v'/></a>", "v"},
        {"<a><VirtualSystem xmlns:id='v'/></a>", "v"},
        {"<a><VirtualSystem id='v\tw\nx y'/></a>", "v\tw\nx y"},
        {"<a><VirtualSystem id='v'a='b'/></a>", "v"},
        {"<a><!DOCTYPE x [ <!-- > --> <y z='>'> ]><VirtualSystem id='v'/></a>", "v"},
        {"\xef\xbb\xbf<a><VirtualSystem id='v'/></a>", "v"},
        {"<a><VirtualSystem id='&#xD800;'/></a>", "\xef\xbf\xbd"},
        {"<a><?xml version='1.0'?><VirtualSystem id='&#65;&#x42;&lt;&quot;'/></a>", "AB<\""},
        {"<a><VirtualSystem id='u'/><VirtualSystem id='v'/></a>", "v"},
        {"<a><VirtualSystem id='v\r\nw'/></a>", "v\nw"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        vmimage_ovf *ovf = parse(rows[i].text);

        ck_assert_str_eq(vmimage_ovf_system_id(ovf), rows[i].id);
        vmimage_ovf_unref(ovf);
    }
}
END_TEST

static vmimage_status limited(int32_t limit, uint64_t value, const char *text, vmimage_error **error)
{
    vmimage_context *context = vmimage_context_new();
    vmimage_ovf *ovf = NULL;
    vmimage_status status;

    ck_assert_int_eq(vmimage_context_set_limit(context, limit, value, NULL), VMIMAGE_OK);
    status = vmimage_ovf_parse(context, text, strlen(text), NULL, &ovf, error);
    vmimage_context_unref(context);
    vmimage_ovf_unref(ovf);
    return status;
}

START_TEST(limits)
{
    vmimage_error *error = NULL;

    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_BYTES, 10, "<a>1234</a>", &error), VMIMAGE_E_LIMIT);
    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_BYTES, 11, "<a>1234</a>", &error), VMIMAGE_OK);
    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_DEPTH, 2, "<a>\n<b>\n<c/></b></a>", &error), VMIMAGE_E_LIMIT);
    ck_assert_uint_eq(vmimage_error_line(error), 3);
    error = vmimage_error_unref(error);
    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_DEPTH, 3, "<a><b><c/></b></a>", NULL), VMIMAGE_OK);
    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS, 2, "<a><b/><b/></a>", NULL), VMIMAGE_E_LIMIT);
    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS, 3, "<a><b/><b/></a>", NULL), VMIMAGE_OK);
    /* the other way of reading has the same limits */
    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_DEPTH, 2, "x<a><b><c/></b></a>", NULL), VMIMAGE_E_LIMIT);
    ck_assert_int_eq(limited(VMIMAGE_LIMIT_DESCRIPTOR_ELEMENTS, 2, "x<a><b/><b/></a>", NULL), VMIMAGE_E_LIMIT);
}
END_TEST

/* Names that differ in nothing but case, a NUL inside, nothing at all. */
START_TEST(bytes)
{
    vmimage_error *error = NULL;
    vmimage_ovf *ovf = NULL;

    ck_assert_int_eq(vmimage_ovf_parse(NULL, "<a>\0</a>", 8, NULL, &ovf, &error), VMIMAGE_E_PARSE);
    ck_assert_str_eq(vmimage_error_reason(error), "XML syntax error on line 1: illegal character code U+0000");
    error = vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_ovf_parse(NULL, "<a/>garbage", 4, NULL, &ovf, NULL), VMIMAGE_OK);
    vmimage_ovf_unref(ovf);
    ck_assert_int_eq(vmimage_ovf_parse(NULL, "\xff\xfe<\0a\0/\0>\0", 10, NULL, &ovf, &error), VMIMAGE_E_PARSE);
    ck_assert_ptr_null(ovf);
    vmimage_error_unref(error);
    ck_assert_int_eq(vmimage_ovf_parse(NULL, NULL, 0, NULL, &ovf, NULL), VMIMAGE_E_PARSE);
    ck_assert_int_eq(vmimage_ovf_parse(NULL, NULL, 1, NULL, &ovf, NULL), VMIMAGE_E_MISUSE);
}
END_TEST

/* An image that was made of another version of the item. */
static vmimage_image *old_image(void)
{
    vmimage_image *image = vmimage__image_new();
    struct vm_property *property = vmimage__arena_alloc(&image->arena, sizeof(*property));

    image->o.firmware = "bios";
    image->o.hardware_version = (struct vm_int){9, true};
    image->o.product = "old";
    property->key = "old";
    image->o.properties = property;
    image->o.property_count = image->o.property_capacity = 1;
    vmimage__map_set(&image->o.meta.labels, &image->arena, "mine", "1");
    vmimage__condition_set(&image->o.conditions, &image->arena, "VirtualMachineImageV1Alpha1Compatible", "True", NULL,
                           NULL, NOW);
    return image;
}

static vmimage_status apply(const char *text, vmimage_image *image, vmimage_error **error)
{
    vmimage_ovf *ovf = parse(text);
    vmimage_status status = vmimage__ovf_apply(&ovf->o, &image->o, &image->arena, NOW, NULL, error);

    vmimage_ovf_unref(ovf);
    return status;
}

START_TEST(what_stays)
{
    vmimage_image *image = old_image();

    ck_assert_int_eq(apply("<a><VirtualSystem/></a>", image, NULL), VMIMAGE_OK);
    ck_assert_ptr_null(image->o.firmware);
    ck_assert_int_eq(image->o.hardware_version.value, 9);
    ck_assert_str_eq(image->o.product, "old");
    ck_assert_uint_eq(image->o.property_count, 1);
    ck_assert_uint_eq(image->o.conditions.count, 0);
    ck_assert_str_eq(vmimage__map_get(&image->o.meta.labels, "mine"), "1");
    ck_assert_int_eq(apply("<a><VirtualSystem><ProductSection/></VirtualSystem></a>", image, NULL), VMIMAGE_OK);
    ck_assert_ptr_null(image->o.product);
    ck_assert_uint_eq(image->o.property_count, 0);
    vmimage_image_unref(image);
}
END_TEST

#define CAPABLE(list)                                                                                                  \
    "<a><VirtualSystem><ProductSection>"                                                                               \
    "<Property key='capabilities.image.vmoperator.vmware.com' type='string' value='" list "'/>"                        \
    "</ProductSection></VirtualSystem></a>"

static void capable(vmimage_context *context, const char *text, const char *expected, size_t labels)
{
    vmimage_ovf *ovf = NULL;
    vmimage_image *image = NULL;
    struct vm_buf got = VM_BUF_INIT(1000);
    vm_auto_buf struct vm_buf xml = VM_BUF_INIT(100000);
    size_t found = 0;

    vmimage__buf_add_str(&xml, text);
    ck_assert_int_eq(vmimage_ovf_parse(context, xml.data, xml.length, "a.ovf", &ovf, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_ovf_to_image(ovf, &image, NULL), VMIMAGE_OK);
    for (size_t i = 0; i < vmimage_image_capability_count(image); i++)
        vmimage__buf_printf(&got, "[%s]", vmimage_image_capability(image, i));
    ck_assert_str_eq(vmimage__buf_str(&got), expected);
    for (size_t i = 0; i < vmimage_image_label_count(image); i++)
        found += strncmp(vmimage_image_label_key(image, i), "capability.image.vmoperator.vmware.com/", 39) == 0;
    ck_assert_uint_eq(found, labels);
    vmimage__buf_release(&got);
    vmimage_image_unref(image);
    vmimage_ovf_unref(ovf);
}

/* Off by default, as VM Operator's code never fills them; on, what the API's documentation says. */
START_TEST(capabilities)
{
    vmimage_context *context = vmimage_context_new();
    vmimage_error *error = NULL;

    capable(context, CAPABLE("cloud-init"), "", 0);
    ck_assert_int_eq(vmimage_context_option(context, VMIMAGE_OPTION_OVF_CAPABILITIES), 0);
    ck_assert_int_eq(vmimage_context_set_option(context, VMIMAGE_OPTION_OVF_CAPABILITIES, 1, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_context_option(context, VMIMAGE_OPTION_OVF_CAPABILITIES), 1);
    capable(context, CAPABLE("cloud-init"), "[cloud-init]", 1);
    capable(context, CAPABLE(" cloud-init, nvidia-gpu,,cloud-init,no label "), "[cloud-init][nvidia-gpu][no label]", 2);
    capable(context, CAPABLE(""), "", 0);
    capable(context, "<a><VirtualSystem/></a>", "", 0);
    ck_assert_int_eq(vmimage_context_set_option(context, VMIMAGE_OPTION_OVF_CAPABILITIES, 0, NULL), VMIMAGE_OK);
    capable(context, CAPABLE("cloud-init"), "", 0);
    ck_assert_int_eq(vmimage_context_set_option(context, 2, 1, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_context_set_option(context, 1, 2, &error), VMIMAGE_E_INVALID);
    ck_assert_int_eq(vmimage_context_set_option(NULL, 1, 1, NULL), VMIMAGE_E_MISUSE);
    ck_assert_int_eq(vmimage_context_option(NULL, 1), 0);
    ck_assert_int_eq(vmimage_context_option(context, 0), 0);
    vmimage_error_unref(error);
    vmimage_context_unref(context);
}
END_TEST

START_TEST(failure_changes_nothing)
{
    static const char *const texts[] = {
        "<a>\n<VirtualSystem><VirtualHardwareSection><Config key='firmware' "
        "value='efi'/>\n<Item/></VirtualHardwareSection>"
        "</VirtualSystem></a>",
        "<a><VirtualSystem><ProductSection>\n<Product>new</Product>\n<Property key='k' type='int' value='x'/>"
        "</ProductSection></VirtualSystem></a>"};
    static const char *const reasons[] = {
        "failed to transform ovf to configSpec: unsupported item name=\"\", index=0, instanceID=\"\", msg=\"nil "
        "ResourceType\"",
        "failed to transform ovf to configSpec: failed to parse prop=\"k\", type=int, value=x"};

    for (size_t i = 0; i < 2; i++) {
        vmimage_image *image = old_image();
        vmimage_error *error = NULL;

        ck_assert_int_eq(apply(texts[i], image, &error), VMIMAGE_E_INVALID);
        ck_assert_str_eq(vmimage_error_reason(error), reasons[i]);
        ck_assert_uint_eq(vmimage_error_line(error), 3);
        ck_assert_msg(strncmp(vmimage_error_message(error), "a.ovf:3: ", 9) == 0, "%s", vmimage_error_message(error));
        ck_assert_str_eq(image->o.firmware, "bios");
        ck_assert_str_eq(image->o.product, "old");
        ck_assert_uint_eq(image->o.conditions.count, 1);
        ck_assert_ptr_null(image->o.os_id);
        vmimage_error_unref(error);
        vmimage_image_unref(image);
    }
}
END_TEST

static void count_line(void *data, int32_t level, const char *module, const char *message)
{
    ck_assert_int_eq(level, VMIMAGE_LOG_WARNING);
    ck_assert_str_eq(module, "ovf");
    ck_assert_ptr_nonnull(message);
    ++*(int *)data;
}

START_TEST(warnings)
{
    static const char item[] = "<Item><ElementName>d</ElementName><ResourceType>17</ResourceType></Item>";
    vmimage_context *context = vmimage_context_new();
    vmimage_image *image = NULL;
    vmimage_ovf *ovf = NULL;
    char text[2048];
    int lines = 0;

    (void)snprintf(text, sizeof(text),
                   "<a><VirtualSystem><VirtualHardwareSection>%s%s%s%s<ExtraConfig key='vmservice.vmi.labels' "
                   "value='good:1,not good:2'/></VirtualHardwareSection></VirtualSystem></a>",
                   item, item, item, item);
    ck_assert_int_eq(vmimage_context_set_log(context, VMIMAGE_LOG_WARNING, count_line, &lines, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_ovf_parse(context, text, strlen(text), NULL, &ovf, NULL), VMIMAGE_OK);
    vmimage_context_unref(context);
    ck_assert_int_eq(vmimage_ovf_to_image(ovf, &image, NULL), VMIMAGE_OK);
    ck_assert_int_eq(lines, 3);
    ck_assert_str_eq(vmimage_image_disk_name(image, 0), "d");
    ck_assert_str_eq(vmimage_image_disk_name(image, 1), "d_1");
    ck_assert_str_eq(vmimage_image_disk_name(image, 2), "d_2");
    ck_assert_str_eq(vmimage_image_disk_name(image, 3), "d_3");
    ck_assert_str_eq(vmimage_image_label(image, "good"), "1");
    vmimage_image_unref(image);
    vmimage_ovf_unref(ovf);
}
END_TEST

START_TEST(hrefs)
{
    static const char *const inside[] = {"a.vmdk", "sub/a.vmdk", "./a", "..a", "a..", "a/...", "%41", "a%2fb", "1a:b"};
    static const char *const outside[] = {
        "",        "/a",       "..",         "../a",     "a/../../b", "a/..",        "file:///a", "ftp://h/a",
        "C:\\a",   "\\\\h\\a", "..\\a",      "%2e%2e/a", "%2E./a",    "a/%2e%2e",    "%2fetc",    "a\nb",
        "data:,x", "a%00b",    "a%5c..%5cb", "x%0a",     "a:b/c:d x", "javascript:x"};

    for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
        ck_assert_msg(vmimage__href_location(inside[i]) == VMIMAGE_HREF_INSIDE, "%s", inside[i]);
    for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
        ck_assert_msg(vmimage__href_location(outside[i]) == VMIMAGE_HREF_OUTSIDE, "%s", outside[i]);
    ck_assert_int_eq(vmimage__href_location(NULL), VMIMAGE_HREF_OUTSIDE);
    ck_assert_int_eq(vmimage__href_location("HTTPS://h/../a"), VMIMAGE_HREF_WEB);
}
END_TEST

/* Expat and Go take the same characters for letters; where they did not, a descriptor would be read otherwise. */
START_TEST(every_letter)
{
    for (uint32_t code = 1; code <= 0x10ffff; code += code < 0x10010 ? 1 : 0x1003) {
        for (size_t first = 0; first < 2; first++) {
            char text[16] = "<a", name[8];
            size_t n = 1 - first, length;
            vmimage_ovf *ovf = NULL;

            memcpy(name, "a", 1);
            length = n + vmimage__utf8_encode(code, name + n);
            if (code == 0xfffd || (code < 0x80 && strchr(" \t\r\n/>!?=", (int)code) != NULL))
                continue; /* what is no part of a name, and what an invalid code becomes */
            memcpy(text + 1, name, length);
            memcpy(text + 1 + length, "/>", 3);
            ck_assert_msg((vmimage_ovf_parse(NULL, text, length + 3, NULL, &ovf, NULL) == VMIMAGE_OK) ==
                              vmimage__ovf_is_name(name, length),
                          "U+%04X", (unsigned)code);
            vmimage_ovf_unref(ovf);
        }
    }
}
END_TEST

START_TEST(many_names)
{
    struct vm_arena arena = {NULL, false};
    struct vm_names names = {NULL, 0, 0, 0};

    for (int i = 0; i < 5000; i++)
        vmimage__names_add(&names, &arena, vmimage__arena_printf(&arena, "n%d", i))->number = (size_t)i;
    ck_assert_uint_eq(names.count, 5000);
    ck_assert_uint_eq(vmimage__names_find(&names, "n4321")->number, 4321);
    ck_assert_uint_eq(vmimage__names_add(&names, &arena, "n17")->number, 17);
    ck_assert_ptr_null(vmimage__names_find(&names, "n5000"));
    vmimage__arena_release(&arena);
}
END_TEST

/* What would take hours if each were compared with each. */
START_TEST(hostile_numbers)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(12000000);
    vmimage_error *error = NULL;
    vmimage_ovf *ovf = NULL;
    vmimage_image *image = NULL;

    vmimage__buf_add_str(&text, "<a><DiskSection>");
    for (int i = 0; i < 60000; i++)
        vmimage__buf_add_str(&text, "<Disk diskId='y'/>");
    vmimage__buf_add_str(&text, "</DiskSection><VirtualSystem><VirtualHardwareSection>");
    for (int i = 0; i < 60000; i++)
        vmimage__buf_add_str(&text, "<Item><ResourceType>17</ResourceType><HostResource>y</HostResource></Item>");
    vmimage__buf_add_str(&text, "</VirtualHardwareSection></VirtualSystem></a>");
    ck_assert_int_eq(vmimage_ovf_parse(NULL, text.data, text.length, NULL, &ovf, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_ovf_to_image(ovf, &image, &error), VMIMAGE_E_LIMIT);
    ck_assert_ptr_null(image);
    vmimage_error_unref(error);
    vmimage_ovf_unref(ovf);
}
END_TEST

static void qualify(const char *piece, size_t count, const char *end, const char *type)
{
    vm_auto_buf struct vm_buf text = VM_BUF_INIT(12000000);
    vmimage_image *image = NULL;
    vmimage_ovf *ovf = NULL;

    vmimage__buf_add_str(&text,
                         "<a><VirtualSystem><ProductSection><Property key='k' type='string' userConfigurable='1' "
                         "qualifiers='");
    for (size_t i = 0; i < count; i++)
        vmimage__buf_add_str(&text, piece);
    vmimage__buf_add_str(&text, end);
    vmimage__buf_add_str(&text, "'/></ProductSection></VirtualSystem></a>");
    ck_assert_int_eq(vmimage_ovf_parse(NULL, text.data, text.length, NULL, &ovf, NULL), VMIMAGE_OK);
    ck_assert_int_eq(vmimage_ovf_to_image(ovf, &image, NULL), VMIMAGE_OK);
    ck_assert_str_eq(vmimage_image_property_type(image, 0), type);
    vmimage_image_unref(image);
    vmimage_ovf_unref(ovf);
}

START_TEST(hostile_qualifiers)
{
    qualify("ValueMap{", 900000, "", "string");
    qualify("Ip(", 2000000, "", "ip");
    qualify("Net(", 2000000, "&quot;x", "expression");
    qualify("xNet(", 1500000, "&quot;b&quot;)", "expression");
    qualify("MinLen(1", 900000, "", "string");
    qualify("MinValue(1e5", 900000, "", "string");
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, accessors);
    tcase_add_test(tcase, nothing);
    tcase_add_test(tcase, refused);
    tcase_add_test(tcase, accepted_as_go_does);
    tcase_add_test(tcase, limits);
    tcase_add_test(tcase, bytes);
    tcase_add_test(tcase, what_stays);
    tcase_add_test(tcase, capabilities);
    tcase_add_test(tcase, failure_changes_nothing);
    tcase_add_test(tcase, warnings);
    tcase_add_test(tcase, hrefs);
    tcase_add_test(tcase, every_letter);
    tcase_add_test(tcase, many_names);
    tcase_add_test(tcase, hostile_numbers);
    tcase_add_test(tcase, hostile_qualifiers);
}
UNIT_MAIN("ovf", cases)
