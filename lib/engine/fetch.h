/*
 * SPDX-License-Identifier: Apache-2.0
 * The files of an item brought into a folder, for jobs: one after the other, the manifest first, in steps that never block. Each is
 * compared with its size and with the manifest while it is written. What becomes of the folder is the job's matter.
 */
#ifndef VMIMAGE_LIB_ENGINE_FETCH_H
#define VMIMAGE_LIB_ENGINE_FETCH_H

#include "engine/job.h"
#include "format/manifest.h"
#include "model/objects.h"

struct vm_fetch_file {
    const char *name;
    uint64_t size; /* as the item says; UINT64_MAX: it doesn't */
    struct vm_manifest_entry *entries;
    size_t entry_count;
    struct vm_digests digests; /* SHA256, and those of the manifest */
    bool present;              /* the target has it with the same content; nothing was written */
};

enum vm_fetch_state {
    VM_FETCH_NEXT,
    VM_FETCH_TWIN, /* reads the file that the target has */
    VM_FETCH_PART, /* reads what is there of an interrupted one */
    VM_FETCH_BODY
};

struct vm_fetch {
    vmimage_job *job; /* for events and progress */
    vmimage_item *item;
    int folder;        /* where they are written */
    int target;        /* where files of these names may be already; -1: nowhere */
    bool replace;      /* those that are other ones */
    bool counted;      /* the total of the job has these files in it */
    bool resume;       /* with what is in `folder` */
    int64_t modified;  /* time of all files, in seconds since 1970; 0: now */
    const char *where; /* what the program calls the place, for messages */
    struct vm_arena arena;
    struct vm_fetch_file *files; /* the manifest first */
    size_t count, at;
    const char *manifest; /* name of the first file when that is the manifest */
    struct vm_manifest lines;
    enum vm_fetch_state state;
    struct vm_stream *stream;
    struct vm_digest digest;
    int in, out;
    uint64_t done; /* bytes of the file */
    bool resumed, shared, has_twin;
    bool idle; /* the last read gave nothing: only then is there something to wait for */
    struct vm_digests twin;
    unsigned char *block;
};

/* The files of the item, whose names must be those of files in one folder. Set the members above `where` before. */
vmimage_status vmimage__fetch_start(struct vm_fetch *fetch, vmimage_error **error);
/* OK: goes on; DONE: all are there, on the disk. */
vmimage_status vmimage__fetch_step(struct vm_fetch *fetch, const struct vm_call *call, int64_t wait,
                                   vmimage_error **error);
int vmimage__fetch_fd(const struct vm_fetch *fetch);
void vmimage__fetch_release(struct vm_fetch *fetch);

#endif
