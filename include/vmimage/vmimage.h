/*
 * SPDX-License-Identifier: Apache-2.0
 * All public headers of libvmimage.
 */
#ifndef VMIMAGE_VMIMAGE_H
#define VMIMAGE_VMIMAGE_H

#include <vmimage/admission.h>
#include <vmimage/base.h>
#include <vmimage/condition.h>
#include <vmimage/context.h>
#include <vmimage/convert.h>
#include <vmimage/download.h>
#include <vmimage/edit.h>
#include <vmimage/group_publish_request.h>
#include <vmimage/id.h>
#include <vmimage/image.h>
#include <vmimage/import_request.h>
#include <vmimage/item.h>
#include <vmimage/job.h>
#include <vmimage/keep.h>
#include <vmimage/library.h>
#include <vmimage/lock.h>
#include <vmimage/options.h>
#include <vmimage/ovf.h>
#include <vmimage/package.h>
#include <vmimage/policy.h>
#include <vmimage/publish.h>
#include <vmimage/publish_request.h>
#include <vmimage/query.h>
#include <vmimage/reconcile.h>
#include <vmimage/registry.h>
#include <vmimage/request.h>
#include <vmimage/resolve.h>
#include <vmimage/stream.h>
#include <vmimage/types.h>
#include <vmimage/value.h>
#include <vmimage/verify.h>
#include <vmimage/version.h>
#include <vmimage/watch.h>

#endif
