/*
 * SPDX-License-Identifier: Apache-2.0
 * SOAP: what is written is escaped, answers are read whatever their prefixes are, faults are told.
 */
#include "unit.h"

#include <string.h>

#include "format/soap.h"

#define HEAD                                                                                                           \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" "   \
    "xmlns:_X=\"http://www.w3.org/2001/XMLSchema-instance\"><e:Body>"
#define TAIL "</e:Body></e:Envelope>"

static vmimage_status read_text(struct vm_soap *soap, const char *text, vmimage_error **error)
{
    struct vm_soap_limits limits = vmimage__soap_limits(NULL);

    return vmimage__soap_read(soap, text, strlen(text), &limits, "vc", error);
}

START_TEST(writes)
{
    struct vm_buf buf = VM_BUF_INIT(10000);

    vmimage__soap_begin(&buf, "op<1>", "Login", "SessionManager", "S&M");
    vmimage__soap_text(&buf, "password", "<&>\"'\n\x01\xff\xC3\xA4");
    vmimage__soap_text(&buf, "locale", NULL);
    vmimage__soap_bool(&buf, "b", true);
    vmimage__soap_int(&buf, "n", -5);
    vmimage__soap_end(&buf, "Login");
    ck_assert_str_eq(
        vmimage__buf_str(&buf),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soapenv:Envelope "
        "xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">"
        "<soapenv:Header><operationID>op&lt;1&gt;</operationID></soapenv:Header><soapenv:Body>"
        "<Login xmlns=\"urn:vim25\"><_this type=\"SessionManager\">S&amp;M</_this>"
        "<password>&lt;&amp;&gt;&quot;&#39;&#10;\xEF\xBF\xBD\xEF\xBF\xBD\xC3\xA4</password><b>true</b><n>-5</n>"
        "</Login></soapenv:Body></soapenv:Envelope>");
    vmimage__buf_release(&buf);
}
END_TEST

START_TEST(reads)
{
    struct vm_soap soap;
    const struct vm_xml *val, *result;
    int64_t number = 0;

    ck_assert_int_eq(read_text(&soap,
                               HEAD "<R xmlns=\"urn:vim25\"><returnval><objects><obj type=\"Task\">task-1</obj>"
                                    "<val _X:type=\"x:TaskInfo\"><n>-12</n><b>1</b><r type=\"VirtualMachine\" "
                                    "_X:type=\"ManagedObjectReference\">vm-&#49;</r></val><val>two</val></objects>"
                                    "</returnval></R>" TAIL,
                               NULL),
                     VMIMAGE_OK);
    ck_assert_ptr_null(soap.fault_type);
    ck_assert_str_eq(soap.answer->name, "R");
    val = vmimage__xml_find(soap.answer, "returnval/objects/val");
    ck_assert_str_eq(val->type, "TaskInfo");
    ck_assert(vmimage__xml_int(val, "n", &number));
    ck_assert_int_eq(number, -12);
    ck_assert(vmimage__xml_bool(val, "b"));
    result = vmimage__xml_get(val, "r");
    ck_assert_str_eq(result->ref_type, "VirtualMachine");
    ck_assert_str_eq(result->type, "ManagedObjectReference");
    ck_assert(vmimage__xml_type_ends(result, "Reference"));
    ck_assert(!vmimage__xml_type_ends(result, "VirtualMachine"));
    ck_assert_str_eq(result->text, "vm-1");
    ck_assert_str_eq(vmimage__xml_next(val)->text, "two");
    ck_assert_ptr_null(vmimage__xml_next(vmimage__xml_next(val)));
    ck_assert_ptr_null(vmimage__xml_text(val, "n/x"));
    ck_assert_ptr_null(vmimage__xml_text(NULL, "n"));
    vmimage__soap_release(&soap);
    ck_assert_int_eq(read_text(&soap, HEAD TAIL, NULL), VMIMAGE_OK);
    ck_assert_ptr_null(soap.answer);
    vmimage__soap_release(&soap);
}
END_TEST

START_TEST(numbers)
{
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } cases[] = {{"0", true, 0},
                 {"9223372036854775807", true, INT64_MAX},
                 {"-9223372036854775808", true, INT64_MIN},
                 {"9223372036854775808", false, 0},
                 {"", false, 0},
                 {"-", false, 0},
                 {"1x", false, 0},
                 {"99999999999999999999", false, 0}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct vm_xml node = {.name = "n", .text = cases[i].text};
        int64_t value = 0;

        ck_assert_int_eq(vmimage__xml_int(&node, NULL, &value), cases[i].good);
        ck_assert_int_eq(value, cases[i].value);
    }
}
END_TEST

START_TEST(faults)
{
    struct vm_soap soap;

    ck_assert_int_eq(read_text(&soap,
                               HEAD
                               "<e:Fault><faultcode>ServerFaultCode</faultcode><faultstring>who?</faultstring><detail>"
                               "<NotAuthenticatedFault xmlns=\"urn:vim25\" _X:type=\"NotAuthenticated\"/></detail>"
                               "</e:Fault>" TAIL,
                               NULL),
                     VMIMAGE_OK);
    ck_assert_str_eq(soap.fault_type, "NotAuthenticated");
    ck_assert_str_eq(soap.fault_text, "who?");
    ck_assert_int_eq(vmimage__soap_fault_status(soap.fault_type), VMIMAGE_E_UNAUTHENTICATED);
    vmimage__soap_release(&soap);
    ck_assert_int_eq(read_text(&soap, HEAD "<e:Fault><detail><NoPermissionFault/></detail></e:Fault>" TAIL, NULL),
                     VMIMAGE_OK);
    ck_assert_str_eq(soap.fault_type, "NoPermission");
    ck_assert_str_eq(soap.fault_text, "");
    vmimage__soap_release(&soap);
    ck_assert_int_eq(read_text(&soap, HEAD "<e:Fault/>" TAIL, NULL), VMIMAGE_OK);
    ck_assert_str_eq(soap.fault_type, "");
    ck_assert_int_eq(vmimage__soap_fault_status(soap.fault_type), VMIMAGE_E_FAILED);
    vmimage__soap_release(&soap);
}
END_TEST

static void expect_refused(const char *text, vmimage_status status, const char *message)
{
    struct vm_soap soap;
    vmimage_error *error = NULL;

    ck_assert_int_eq(read_text(&soap, text, &error), status);
    ck_assert_str_eq(vmimage_error_message(error), message);
    vmimage_error_unref(error);
    vmimage__soap_release(&soap);
}

START_TEST(bad_answers)
{
    struct vm_soap_limits limits = vmimage__soap_limits(NULL);
    struct vm_buf deep = VM_BUF_INIT(100000);
    struct vm_soap soap;

    expect_refused("", VMIMAGE_E_PARSE, "vc:1: no element found");
    expect_refused("<html>\n<p></html>", VMIMAGE_E_PARSE, "vc:2: mismatched tag");
    expect_refused("<html/>", VMIMAGE_E_PARSE, "vc:1: not SOAP: the root element is no envelope");
    expect_refused("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", VMIMAGE_E_PARSE,
                   "vc:1: not SOAP: it has a document type");
    vmimage__buf_add_str(&deep, HEAD);
    for (int i = 0; i < 80; i++)
        vmimage__buf_add_str(&deep, "<a>");
    expect_refused(vmimage__buf_str(&deep), VMIMAGE_E_LIMIT, "vc: nested more than 64 levels deep");
    vmimage__buf_release(&deep);
    limits.elements = 3;
    ck_assert_int_eq(
        vmimage__soap_read(&soap, HEAD "<a><b/></a>" TAIL, strlen(HEAD "<a><b/></a>" TAIL), &limits, "vc", NULL),
        VMIMAGE_E_LIMIT);
    vmimage__soap_release(&soap);
    limits.bytes = 10;
    ck_assert_int_eq(vmimage__soap_read(&soap, HEAD, strlen(HEAD), &limits, "vc", NULL), VMIMAGE_E_LIMIT);
    vmimage__soap_release(&soap);
}
END_TEST

static void cases(TCase *tcase)
{
    tcase_add_test(tcase, writes);
    tcase_add_test(tcase, reads);
    tcase_add_test(tcase, numbers);
    tcase_add_test(tcase, faults);
    tcase_add_test(tcase, bad_answers);
}

UNIT_MAIN("soap", cases)
