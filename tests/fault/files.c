/*
 * SPDX-License-Identifier: Apache-2.0
 * The files that the scenarios read, in a temporary folder: an OVF, an OVA, an ISO, a broken OVF, an item in a folder of its
 * own, and a library in the VCSP layout.
 */
#include "fault.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 512
#define SECTOR 2048

struct fault_files fault_files;

static int write_file(const char *folder, const char *name, const void *bytes, size_t length, char *path, size_t size)
{
    char own[256];
    FILE *file;
    int status = -1;

    if (path == NULL) {
        path = own;
        size = sizeof(own);
    }
    (void)snprintf(path, size, "%s/%s", folder, name);
    file = fopen(path, "wb");
    if (file != NULL)
        status = fwrite(bytes, 1, length, file) == length ? 0 : -1;
    if (file == NULL || fclose(file) != 0 || status != 0)
        perror(path);
    return status;
}

static size_t add_member(unsigned char *tar, const char *name, const char *contents)
{
    unsigned length = (unsigned)strlen(contents);
    unsigned sum = 0;

    (void)snprintf((char *)tar, 100, "%s", name);
    (void)snprintf((char *)tar + 100, 8, "0000644");
    (void)snprintf((char *)tar + 124, 12, "%011o", length);
    (void)snprintf((char *)tar + 136, 12, "%011o", 0);
    tar[156] = '0';
    memcpy(tar + 257, "ustar\00000", 8);
    memset(tar + 148, ' ', 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += tar[i];
    (void)snprintf((char *)tar + 148, 8, "%06o", sum);
    memcpy(tar + BLOCK, contents, length);
    return BLOCK + (length + BLOCK - 1) / BLOCK * BLOCK;
}

static int write_ova(const char *folder, const char *name, char *path, size_t size)
{
    static unsigned char tar[16 * 1024];
    size_t at;

    memset(tar, 0, sizeof(tar));
    at = add_member(tar, "a.ovf", fault_ovf);
    at += add_member(tar + at, "a.mf", "SHA1(a.vmdk)= 4b31c329438920fc507e2e473456960bb5e774fb\n");
    at += add_member(tar + at, "a.vmdk", "no disk here");
    return write_file(folder, name, tar, at + (size_t)2 * BLOCK, path, size);
}

static int write_iso(const char *folder, const char *name, char *path, size_t size)
{
    static unsigned char iso[20 * SECTOR];
    unsigned char *volume = iso + (size_t)16 * SECTOR;

    memcpy(volume, "\001CD001\001", 7);
    memset(volume + 8, ' ', 64);
    memcpy(volume + 40, "INSTALL_DISC", 12);
    memcpy(volume + SECTOR, "\377CD001\001", 7);
    /* Number of sectors and their size, in both byte orders. */
    volume[80] = volume[87] = 20;
    volume[129] = volume[130] = SECTOR >> 8;
    return write_file(folder, name, iso, sizeof(iso), path, size);
}

static int make_plain(struct fault_files *f)
{
    char item[sizeof(f->folder) + 8];

    (void)snprintf(item, sizeof(item), "%s/item", f->folder);
    return mkdir(item, 0700) == 0 &&
                   write_file(f->folder, "one.ovf", fault_ovf, strlen(fault_ovf), f->ovf, sizeof(f->ovf)) == 0 &&
                   write_ova(f->folder, "two.ova", f->ova, sizeof(f->ova)) == 0 &&
                   write_iso(f->folder, "three.iso", f->iso, sizeof(f->iso)) == 0 &&
                   write_file(f->folder, "broken.ovf", "<Envelope>\n<Unfinished", 22, f->broken, sizeof(f->broken)) ==
                       0 &&
                   write_file(item, "four.ovf", fault_ovf, strlen(fault_ovf), NULL, 0) == 0 &&
                   write_file(item, "a.vmdk", "no disk here", 12, NULL, 0) == 0
               ? 0
               : -1;
}

/* An item that can be used, and one that can't. */
static int make_small(struct fault_files *f)
{
    (void)snprintf(f->small, sizeof(f->small), "%s-small", f->folder);
    return mkdir(f->small, 0700) == 0 && write_file(f->small, "four.ovf", fault_ovf, strlen(fault_ovf), NULL, 0) == 0 &&
                   write_file(f->small, "a.vmdk", "no disk here", 12, NULL, 0) == 0 &&
                   write_file(f->small, "broken.ovf", "<Envelope>\n<Unfinished", 22, NULL, 0) == 0
               ? 0
               : -1;
}

static int make_vcsp(struct fault_files *f)
{
    static const char library[] =
        "{\"vcspVersion\":\"2\",\"version\":\"3\",\"contentVersion\":\"1\",\"name\":\"golden\",\"id\":"
        "\"urn:uuid:7c1d5f60-3a1e-4b51-9a4e-6f0f6f3b2a11\",\"created\":\"2026-01-02T03:04Z\",\"capabilities\":"
        "{\"transferIn\":[\"httpGet\"],\"transferOut\":[\"httpGet\"]},\"itemsHref\":\"items.json\"}";
    static const char item[] =
        "{\"created\":\"2026-01-02T03:04Z\",\"description\":\"d\",\"version\":\"1\",\"files\":[{\"name\":\"four.ovf\","
        "\"size\":%zu,"
        "\"etag\":\"e\",\"hrefs\":[\"four/"
        "four.ovf\"]}],\"id\":\"urn:uuid:e1968c25-dd84-4506-8dc7-9beacb6b688e\",\"name\":\"four\","
        "\"properties\":{},\"selfHref\":\"four/item.json\",\"type\":\"vcsp.ovf\"}";
    char folder[sizeof(f->vcsp) + 8], one[1024], items[1200];

    (void)snprintf(f->vcsp, sizeof(f->vcsp), "%s-vcsp", f->folder);
    (void)snprintf(folder, sizeof(folder), "%s/four", f->vcsp);
    (void)snprintf(one, sizeof(one), item, strlen(fault_ovf));
    (void)snprintf(items, sizeof(items), "{\"items\":[%s]}", one);
    return mkdir(f->vcsp, 0700) == 0 && mkdir(folder, 0700) == 0 &&
                   write_file(f->vcsp, "lib.json", library, sizeof(library) - 1, NULL, 0) == 0 &&
                   write_file(f->vcsp, "items.json", items, strlen(items), NULL, 0) == 0 &&
                   write_file(folder, "item.json", one, strlen(one), NULL, 0) == 0 &&
                   write_file(folder, "four.ovf", fault_ovf, strlen(fault_ovf), NULL, 0) == 0
               ? 0
               : -1;
}

/* The scenarios may change nothing in it, so there is one that is good and one that is not. */
static int make_signed(const struct fault_files *f, const char *name, bool forged, char *path, size_t size)
{
    char folder[sizeof(f->folder) + 8], manifest[512];

    (void)snprintf(folder, sizeof(folder), "%s/%s", f->folder, name);
    (void)snprintf(manifest, sizeof(manifest), "%s%s", fault_manifest,
                   forged ? "SHA1(b.vmdk)= 0000000000000000000000000000000000000000\n" : "");
    return mkdir(folder, 0700) == 0 && write_file(folder, "v.ovf", fault_ovf, strlen(fault_ovf), path, size) == 0 &&
                   write_file(folder, "a.vmdk", forged ? "no disc here" : "no disk here", 12, NULL, 0) == 0 &&
                   write_file(folder, "v.mf", manifest, strlen(manifest), NULL, 0) == 0 &&
                   write_file(folder, "v.cert", fault_signature, strlen(fault_signature), NULL, 0) == 0
               ? 0
               : -1;
}

int fault_make_files(void)
{
    (void)snprintf(fault_files.folder, sizeof(fault_files.folder), "/tmp/vmimage-fault-XXXXXX");
    if (mkdtemp(fault_files.folder) == NULL) {
        perror(fault_files.folder);
        return -1;
    }
    return make_plain(&fault_files) == 0 && make_vcsp(&fault_files) == 0 && make_small(&fault_files) == 0 &&
                   make_signed(&fault_files, "signed", false, fault_files.signed_ovf, sizeof(fault_files.signed_ovf)) ==
                       0 &&
                   make_signed(&fault_files, "forged", true, fault_files.forged_ovf, sizeof(fault_files.forged_ovf)) ==
                       0 &&
                   write_file(fault_files.folder, "roots.pem", strstr(fault_signature, "-----BEGIN"),
                              strlen(strstr(fault_signature, "-----BEGIN")), fault_files.roots,
                              sizeof(fault_files.roots)) == 0 &&
                   write_file(fault_files.folder, "policy.json", fault_policy, strlen(fault_policy), fault_files.policy,
                              sizeof(fault_files.policy)) == 0
               ? 0
               : -1;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

const char *fault_out(void)
{
    static char out[64];

    (void)snprintf(out, sizeof(out), "%s/vmimage-fault-out-%ld", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
                   (long)getpid());
    return out;
}

void fault_forget(const char *folder)
{
    fault_pause(true);
    (void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    fault_check(access(folder, F_OK) != 0, "what was written can't be removed");
    fault_pause(false);
}

void fault_remove_files(void)
{
    (void)nftw(fault_files.small, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    (void)nftw(fault_files.folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    (void)nftw(fault_files.vcsp, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
