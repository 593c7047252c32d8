/*
 * SPDX-License-Identifier: Apache-2.0
 * How to reach a place: credentials, trust, proxy, how many requests at once. For vmimage_registry_open().
 */
#ifndef VMIMAGE_OPTIONS_H
#define VMIMAGE_OPTIONS_H

#include <vmimage/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Make options that ask for nothing: no credentials, the system's trusted roots, the proxy of the environment.
 *
 * A registry keeps what it needs of them, so that they may be released when it is open, and used for others.
 *
 * Ownership: new reference, NULL without memory; release with vmimage_options_unref().
 * Threads: any; the object belongs to one thread as long as it is changed, then to all.
 * Since: 0.1
 */
VMIMAGE_API vmimage_options *vmimage_options_new(void);

/**
 * Take another reference of options.
 *
 * Ownership: new reference; release with vmimage_options_unref(). NULL gives NULL.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_options *vmimage_options_ref(vmimage_options *options);

/**
 * Release a reference of options. What they hold is wiped from memory with the last one. Returns NULL.
 *
 * Ownership: the reference is consumed. NULL is allowed.
 * Threads: any.
 * Since: 0.1
 */
VMIMAGE_API vmimage_options *vmimage_options_unref(vmimage_options *options);

/**
 * Set the user and the password. They are sent to the host of the registry's URL only, whatever it redirects to, and count
 * less than those in the URL.
 *
 * The publisher of a content library wants the user "vcsp".
 * @user NULL takes both away; then @password NULL is needed too. With a user, @password may be NULL: an empty one.
 *
 * Errors: VMIMAGE_E_INVALID for a password without a user, a colon in the user or a line end in one of them;
 *   VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_credentials(vmimage_options *options, const char *user,
                                                           const char *password, vmimage_error **error);

/**
 * Set the file with the trusted roots, in PEM form, in place of the system's.
 *
 * @path NULL (the default): the system's. The file is read when a registry is opened.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_ca_file(vmimage_options *options, const char *path,
                                                       vmimage_error **error);

/**
 * Trust the server whose certificate has this digest, whatever its name, its date and its signer are, and no other.
 *
 * @digest is that of the certificate in DER form, SHA-256 (64 hexadecimal digits) or SHA-1 (40), with colons or without, as vCenter
 * calls it a thumbprint. @digest NULL takes it away.
 *
 * Errors: VMIMAGE_E_INVALID for anything else; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_fingerprint(vmimage_options *options, const char *digest,
                                                           vmimage_error **error);

/**
 * Set what the program shows of itself: a certificate and its private key, files in PEM form.
 *
 * @certificate_path NULL takes both away. @key_path NULL: the key is in the file of the certificate.
 *
 * Errors: VMIMAGE_E_INVALID for a key without a certificate; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_client_certificate(vmimage_options *options,
                                                                  const char *certificate_path, const char *key_path,
                                                                  vmimage_error **error);

/**
 * Set the proxy.
 *
 * @url is like "http://USER:PASSWORD@proxy.example:3128"; https, socks4 and socks5 are known too. An empty text: none, whatever the
 * environment says. @url NULL (the default): what http_proxy, https_proxy, all_proxy and no_proxy in the environment say.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL options. A URL that can't be used is told when a registry is opened.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_proxy(vmimage_options *options, const char *url, vmimage_error **error);

/**
 * Don't verify servers: anybody between can then read and change what is sent. The log of the context says so with a warning.
 *
 * @on is 1 or 0 (the default). A fingerprint is verified all the same.
 *
 * Errors: VMIMAGE_E_INVALID for another number; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_insecure(vmimage_options *options, int32_t on, vmimage_error **error);

/**
 * Set how many requests a registry has under way at once, and how many connections.
 *
 * @count is from 1 to 256; 0 (the default): VMIMAGE_LIMIT_CONCURRENCY of the context.
 *
 * Errors: VMIMAGE_E_INVALID for another number; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_connections(vmimage_options *options, int32_t count,
                                                           vmimage_error **error);

/**
 * Set the time between two looks of a watch on a place that tells of no changes by itself.
 *
 * @milliseconds 0 (the default): the transport's own, which is some seconds.
 *
 * Errors: VMIMAGE_E_INVALID for a negative number; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_poll_interval(vmimage_options *options, int64_t milliseconds,
                                                             vmimage_error **error);

/**
 * Set how long opening the registry may take, and each call after that until vmimage_registry_set_deadline() says otherwise.
 *
 * @milliseconds 0 (the default): the registry's default.
 *
 * Errors: VMIMAGE_E_INVALID for a negative number; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_deadline(vmimage_options *options, int64_t milliseconds,
                                                        vmimage_error **error);

/**
 * Set where a cluster is described.
 *
 * @kubeconfig is a file; @kubeconfig NULL (the default): those of KUBECONFIG, else ~/.kube/config, else the pod that the program runs in.
 * @context is the name of a context in it; @context NULL: the current one. A context in the URL counts more.
 *
 * Errors: VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL options.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_kubernetes(vmimage_options *options, const char *kubeconfig,
                                                          const char *context, vmimage_error **error);

/**
 * Set the version in which objects of a group are read and written, and no other.
 *
 * @api_version is that of "vmoperator.vmware.com" or "imageregistry.vmware.com" with the group: "vmoperator.vmware.com/v1alpha5"; with nothing
 * behind the slash the best one that the cluster and the library know is taken, which is the default. Objects look the same to a program
 * in all of them, but for what a version can't say.
 *
 * Errors: VMIMAGE_E_INVALID for another group; VMIMAGE_E_NO_MEMORY; VMIMAGE_E_MISUSE for NULL. A version that the cluster does not have is
 *   told when it is asked.
 * Threads: one at a time.
 * Since: 0.1
 */
VMIMAGE_API vmimage_status vmimage_options_set_api_version(vmimage_options *options, const char *api_version,
                                                           vmimage_error **error);

#ifdef __cplusplus
}
#endif

#endif
