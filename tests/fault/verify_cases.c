/*
 * SPDX-License-Identifier: Apache-2.0
 * Scenarios: packages compared with their manifests and signatures.
 */
#include "fault.h"

#include <string.h>

/* A signed package around fault_ovf and "no disk here"; the certificate is good for a hundred years. */
#define A_TIME INT64_C(1900000000)
const char fault_manifest[] =
    "SHA256(v.ovf)= 58362ce8b0ac833c66e129a5bd8b40f5409fdf275a39a8f7d98248c8f2ca0840\n"
    "SHA256(a.vmdk)= ed7aa494fa8b79526f2732d232d536b0ac18ca34dc954be4aadaf2283e6baa1f\n"
    "SHA512(a.vmdk)= 8f8811a99f0c60a5815bf7e0d96cea3cf9dd1634f355cf944a98d64bfddff53998f84f68be"
    "9c0581ba70208342493bbfa4390a58b78b36078e911476e0aec7ec\n";

const char fault_signature[] =
    "SHA256(v.mf)= 20741ad422faeeb10b644bfae40218dc8bef54da1ee62af1c770bd21caef799bec142e1ffb60"
    "34b36dfbd90f360a837734cd1306e3cf6d8be965b408d03531747268f59350a0f5e46d8239fa56d5dbe9c76d5c"
    "e7707f96ce90ae7983b5000105116be43e2861f620184b2b1f15f9ff72b1299807602df7c0aa60bac1df7cc0c8"
    "591593f3c6dd40bd0bf646968cbc1f66a4bef42cbaa917b98f6f6d8af5cd7b9b7d8d8f6ac53f5d692ed1ccf524"
    "5da04584c29620f47295a72a8b38fe83456c70ab1aae19b0be3c9eed4338ef23190b8ea0d703d8f4d68014c5bf"
    "98da65cd7bb8d6c9dfeb0b694ff18933a7484307ac2a2b8a8ab87615634f3353324683b7b7de\n"
    "-----BEGIN CERTIFICATE-----\n"
    "MIIDKzCCAhOgAwIBAgIUMKcdpIuvgXrYYd84VxCDnIer+c4wDQYJKoZIhvcNAQEL\n"
    "BQAwJDEPMA0GA1UEAwwGc2lnbmVyMREwDwYDVQQKDAhmaXh0dXJlczAgFw0yNjEx\n"
    "MjQxMzEyMzFaGA8yMTI2MTAzMTEzMTIzMVowJDEPMA0GA1UEAwwGc2lnbmVyMREw\n"
    "DwYDVQQKDAhmaXh0dXJlczCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEB\n"
    "APDSN4hXa9Fo2dGF5QmSm99J7rwRzzQLxqdZNJ8kfca2Vp5Z5cEfiXc67nsXAcOJ\n"
    "oCqsdCQWg+zcHy7lcYMND54IlVnUJFga9vQ+l0EE/gntEky2LxCWX8Y+qfJWwkew\n"
    "bUEYH07RXwTBUKNMaIdcYQahv2ioJQdDjPk+HGHosnK6+/avTFnkV9MnrW9Z5yVD\n"
    "u+tOcRFuh03EVLQTbDUQDArZOaO+KhHs7KSGMlPo4Yq+x6MTy7pW1BSOcURDY+2a\n"
    "fnGm3xbjCAFuUpLjjZEeESInFyeIVTTJQytRhzhtecyyXes07aY3lQ6rcyV4i8s/\n"
    "IzQAbnOlYqSKGIE5OJYKCq8CAwEAAaNTMFEwHQYDVR0OBBYEFLJYa39qXyXn3K/f\n"
    "KWhLtdBwWNtNMB8GA1UdIwQYMBaAFLJYa39qXyXn3K/fKWhLtdBwWNtNMA8GA1Ud\n"
    "EwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAEm7oEtkd2kjgNR6rfXubxKx\n"
    "IfoMuj9U1c5yNH+sBzEJCiOKFhngkmy5GhQnnihFaJGgAw8B+uQsutlCCnRWDoOW\n"
    "7C754rCLZESftZ7rJ9m7JfZzfvbNhgU41Prj8pmgoKuS3BElLoordsc6pAQMuFog\n"
    "hxIKXDfIbxIUVTMfabiF6dI2G/7H1U1AJYTb01YR4/KXgCbAu98Gd71HEnN2Vi4X\n"
    "4MxzJgi4NS7y7g7kTf19WgS0q3LVO+CftIKBuADLrf6vDMzZPLb7sfzsxR/5KlBh\n"
    "swg3Zeylc8W6zusTNFATCN9jNbUYlwj8bEXQTi1pOqvFt/gYZgGYsW+uatdqt1Y=\n"
    "-----END CERTIFICATE-----\n";

static vmimage_status make(vmimage_verify **verify, bool trusted, vmimage_error **error)
{
    const char *pem = strstr(fault_signature, "-----BEGIN");
    vmimage_status status;

    *verify = vmimage_verify_new();
    if (*verify == NULL)
        return VMIMAGE_E_NO_MEMORY;
    status = vmimage_verify_set_time(*verify, A_TIME, error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_set_policy(*verify, VMIMAGE_VERIFY_REQUIRE_MANIFEST, error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_set_progress(*verify, NULL, NULL, error);
    if (status == VMIMAGE_OK && trusted)
        status = vmimage_verify_add_roots(*verify, pem, strlen(pem), error);
    return status;
}

static vmimage_status visit(vmimage_status status, vmimage_verify_report **report)
{
    vmimage_verify_report *again = vmimage_verify_report_ref(*report);

    if (status == VMIMAGE_OK)
        fault_visit_verify_report(again);
    again = vmimage_verify_report_unref(again);
    *report = vmimage_verify_report_unref(*report);
    return status;
}

static vmimage_status verify_file(const char *path, bool trusted)
{
    vmimage_verify *verify, *again;
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = make(&verify, trusted, &error);

    again = vmimage_verify_ref(verify);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_file(again, NULL, path, &report, &error);
    status = visit(status, &report);
    again = vmimage_verify_unref(again);
    verify = vmimage_verify_unref(verify);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status trusted_package(void)
{
    return verify_file(fault_files.signed_ovf, true);
}

static vmimage_status untrusted_package(void)
{
    return verify_file(fault_files.signed_ovf, false);
}

/* Manifest and disk are not what was signed; the descriptor names a file that is not there. */
static vmimage_status bad_package(void)
{
    return verify_file(fault_files.forged_ovf, true);
}

static vmimage_status archive(void)
{
    return verify_file(fault_files.ova, false);
}

static vmimage_status item(void)
{
    vmimage_verify *verify;
    vmimage_registry *registry = NULL;
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = make(&verify, false, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_registry_open(NULL, fault_files.folder, NULL, &registry, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_item(verify, registry, NULL, "signed", &report, &error);
    status = visit(status, &report);
    registry = vmimage_registry_unref(registry);
    verify = vmimage_verify_unref(verify);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status roots_file(void)
{
    vmimage_verify *verify;
    vmimage_error *error = NULL;
    vmimage_status status = make(&verify, false, &error);

    if (status == VMIMAGE_OK)
        status = vmimage_verify_add_roots_file(verify, fault_files.roots, &error);
    verify = vmimage_verify_unref(verify);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status interrupted(void)
{
    vmimage_verify *verify;
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = make(&verify, false, &error);

    if (status == VMIMAGE_OK) {
        fault_expect(VMIMAGE_E_CANCELLED);
        vmimage_verify_interrupt(verify);
        status = vmimage_verify_file(verify, NULL, fault_files.signed_ovf, &report, &error);
    }
    status = visit(status, &report);
    verify = vmimage_verify_unref(verify);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_E_CANCELLED ? VMIMAGE_OK : status;
}

/* Every form of a rule; the roots are those of a file. */
const char fault_policy[] =
    "{\"version\": 1, \"description\": \"d\", \"requireManifest\": true, \"requireSignature\": true, \"strict\": true,"
    "\"trustedRoots\": [\"roots.pem\"], \"signers\": [{\"commonName\": \"nobody\"}, {\"commonName\": \"signer\"},"
    "{\"fingerprint\": \"58362ce8b0ac833c66e129a5bd8b40f5409fdf275a39a8f7d98248c8f2ca0840\"}],"
    "\"digests\": {\"forbid\": [\"SHA1\"]}, \"types\": [\"OVF\"], \"names\": [\"v*\"], \"products\": [\"*\"],"
    "\"hardwareVersion\": {\"min\": 3, \"max\": 30}, \"firmware\": [\"efi\"], \"maxDiskCapacity\": \"1Gi\","
    "\"maxAgeDays\": 10}";

static vmimage_status policy_rules(void)
{
    vmimage_verify *verify = NULL;
    vmimage_policy *policy = NULL, *again = NULL;
    vmimage_verify_report *report = NULL;
    vmimage_error *error = NULL;
    vmimage_status status =
        vmimage_policy_from_json(fault_policy, sizeof(fault_policy) - 1, fault_files.folder, &policy, &error);

    if (status == VMIMAGE_OK)
        status = make(&verify, false, &error);
    if (status == VMIMAGE_OK)
        status = vmimage_verify_set_policy_rules(verify, policy, &error);
    again = vmimage_policy_ref(policy);
    policy = vmimage_policy_unref(policy);
    if (status == VMIMAGE_OK) {
        fault_visit_policy(again);
        status = vmimage_verify_file(verify, NULL, fault_files.signed_ovf, &report, &error);
    }
    again = vmimage_policy_unref(again);
    status = visit(status, &report);
    verify = vmimage_verify_unref(verify);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status policy_file(void)
{
    vmimage_policy *policy = NULL;
    vmimage_error *error = NULL;
    vmimage_status status = vmimage_policy_from_file(fault_files.policy, &policy, &error);

    policy = vmimage_policy_unref(policy);
    error = vmimage_error_unref(error);
    return status;
}

static vmimage_status bad_policy(void)
{
    static const char text[] = "{\"version\": 1, \"digests\": {\"allow\": [\"SHA256\", \"MD5\"]}}";
    vmimage_policy *policy = NULL;
    vmimage_error *error = NULL;
    vmimage_status status;

    fault_expect(VMIMAGE_E_INVALID);
    status = vmimage_policy_from_json(text, sizeof(text) - 1, NULL, &policy, &error);
    error = vmimage_error_unref(error);
    return status == VMIMAGE_E_INVALID ? VMIMAGE_OK : status;
}

const struct fault_case fault_verify_cases[] = {
    {"trusted package", trusted_package},
    {"untrusted package", untrusted_package},
    {"bad package", bad_package},
    {"archive with manifest", archive},
    {"item verified", item},
    {"trusted certificates", roots_file},
    {"interrupted verification", interrupted},
    {"policy rules", policy_rules},
    {"policy file", policy_file},
    {"bad policy", bad_policy},
    {NULL, NULL},
};
