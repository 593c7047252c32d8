# SPDX-License-Identifier: Apache-2.0
"""What the tests share: where the tree is, objects to read, files to open, code for an interpreter of its own."""
import io
import os
import pathlib
import subprocess
import sys
import tarfile

TESTS = pathlib.Path(__file__).resolve().parent
TOP = TESTS.parent.parent.parent
UUID = "e1968c25-dd84-4506-8dc7-9beacb6b688e"
VMI_ID = "vmi-0a0044d7c690bcbea"

IMAGE = {
    "apiVersion": "vmoperator.vmware.com/v1alpha6",
    "kind": "VirtualMachineImage",
    "metadata": {
        "name": VMI_ID, "namespace": "team", "uid": "0e1f", "resourceVersion": "42",
        "creationTimestamp": "2026-03-01T10:00:00Z",
        "labels": {"tier": "gold", "arch": "x86"}, "annotations": {"note": "größe ✓"},
    },
    "spec": {"providerRef": {"apiVersion": "imageregistry.vmware.com/v1alpha2", "kind": "ContentLibraryItem", "name": "clitem-1"}},
    "status": {
        "name": "Ubuntu – Größe", "type": "OVF", "firmware": "efi", "hardwareVersion": 19,
        "osInfo": {"id": "94", "type": "ubuntu64Guest", "version": "24.04"},
        "productInfo": {"product": "Ubuntu", "vendor": "Canonical", "version": "24.04", "fullVersion": "24.04.1"},
        "providerItemID": UUID, "providerContentVersion": "3",
        "capabilities": ["cloud-init", "nvidia"],
        "disks": [
            {"name": "disk-0", "limit": "16Gi", "requested": "16Gi", "controllerType": "SCSI", "controllerBusNumber": 0,
             "unitNumber": 1},
            {"name": "disk-1", "controllerType": "IDE", "controllerBusNumber": -1},
        ],
        "ovfProperties": [{"key": "hostname", "type": "string", "default": "vm"}, {"key": "port", "type": "int(1..5)"}],
        "vmwareSystemProperties": [{"key": "vmware-system.x", "value": "1"}, {"key": "vmware-system.y"}],
        "conditions": [
            {"type": "Ready", "status": "True", "reason": "True", "message": "", "lastTransitionTime": "2026-03-01T11:00:00Z",
             "observedGeneration": 7},
            {"type": "Synced", "status": "False", "reason": "Late", "message": "wait",
             "lastTransitionTime": "2026-03-01T12:00:00Z"},
        ],
        "later": {"unknown": 9007199254740993},
    },
}

ITEM = {
    "apiVersion": "imageregistry.vmware.com/v1alpha2",
    "kind": "ContentLibraryItem",
    "metadata": {"name": "clitem-0a0044d7c690bcbea", "namespace": "team", "uid": "u2", "resourceVersion": "8",
                 "creationTimestamp": "2026-02-01T10:00:00Z", "labels": {"a": "b"}, "annotations": {"c": "d"}},
    "spec": {"id": UUID, "libraryName": "cl-1"},
    "status": {
        "name": "ubuntu", "description": "a system", "type": "OVF", "version": "1", "contentVersion": "2", "sourceID": "s-1",
        "creationTime": "2026-02-01T10:00:00Z", "lastModifiedTime": "2026-02-02T10:00:00Z",
        "lastSyncTime": "2026-02-03T10:00:00Z",
        "certificateVerificationInfo": {"status": "Verified", "certChain": ["Zmlyc3Q=", "c2Vjb25k"]},
        "sizeInBytes": "3G", "cached": True, "securityCompliance": False,
        "fileInfo": [{"name": "a.ovf", "sizeInBytes": "1Ki", "version": "5", "storageURI": "ds:///a.ovf", "cached": True},
                     {"name": "a.vmdk"}],
        "conditions": [{"type": "Ready", "status": "True", "reason": "True", "message": "",
                        "lastTransitionTime": "2026-02-01T10:00:00Z"}],
    },
}

LIBRARY = {
    "apiVersion": "imageregistry.vmware.com/v1alpha2",
    "kind": "ContentLibrary",
    "metadata": {"name": "cl-1", "namespace": "team", "uid": "u3", "resourceVersion": "9",
                 "creationTimestamp": "2026-01-01T10:00:00Z", "labels": {"k": "v"}, "annotations": {"n": "o"}},
    "spec": {"id": "l-1", "libraryType": "ContentLibrary", "resourceNamingStrategy": "FromItemID", "storageClass": "fast",
             "allowPublish": True, "allowImport": False},
    "status": {
        "name": "Images", "description": "ours", "state": "Active", "version": "4", "serverGUID": "vc-1",
        "securityPolicyID": "p-1", "creationTime": "2026-01-01T10:00:00Z", "lastModifiedTime": "2026-01-02T10:00:00Z",
        "lastSyncTime": "2026-01-03T10:00:00Z",
        "publishInfo": {"published": True, "url": "https://h/lib.json"},
        "subscriptionInfo": {"url": "https://s/lib.json", "automaticSync": True, "onDemand": False},
        "storageBacking": [{"type": "Datastore", "datastoreID": "ds-1"}, {"type": "Other"}],
        "conditions": [{"type": "Ready", "status": "True", "reason": "True", "message": "",
                        "lastTransitionTime": "2026-01-01T10:00:00Z"}],
    },
}

OVF = """<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
    xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
    xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData"
    xmlns:vmw="http://www.vmware.com/schema/ovf">
  <References><File ovf:id="f1" ovf:href="disk.vmdk" ovf:size="4"/></References>
  <DiskSection><Info>disks</Info>
    <Disk ovf:diskId="d1" ovf:fileRef="f1" ovf:capacity="16" ovf:capacityAllocationUnits="byte * 2^30"/>
  </DiskSection>
  <VirtualSystem ovf:id="vm"><Info>a system</Info><Name>vm</Name>
    <OperatingSystemSection ovf:id="94" vmw:osType="ubuntu64Guest"><Info>os</Info></OperatingSystemSection>
    <ProductSection><Info>product</Info><Product>Ubuntu</Product><Vendor>Canonical</Vendor><Version>24.04</Version>
      <FullVersion>24.04.1</FullVersion>
      <Property ovf:key="hostname" ovf:type="string" ovf:userConfigurable="true" ovf:value="vm"/></ProductSection>
    <VirtualHardwareSection><Info>hardware</Info>
      <System><vssd:ElementName>vm</vssd:ElementName><vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemType>vmx-19</vssd:VirtualSystemType></System>
      <Item><rasd:ElementName>SCSI</rasd:ElementName><rasd:InstanceID>1</rasd:InstanceID>
        <rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType><rasd:ResourceType>6</rasd:ResourceType></Item>
      <Item><rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:ElementName>disk</rasd:ElementName>
        <rasd:HostResource>ovf:/disk/d1</rasd:HostResource><rasd:InstanceID>2</rasd:InstanceID>
        <rasd:Parent>1</rasd:Parent><rasd:ResourceType>17</rasd:ResourceType></Item>
    </VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
"""


def write_ovf(folder, name="ubuntu"):
    path = pathlib.Path(folder) / f"{name}.ovf"
    path.write_text(OVF, encoding="utf-8")
    (pathlib.Path(folder) / "disk.vmdk").write_bytes(b"KDMV")
    return path


def write_ova(folder, name="photon"):
    path = pathlib.Path(folder) / f"{name}.ova"
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as archive:
        for member, data in ((f"{name}.ovf", OVF.encode()), ("disk.vmdk", b"KDMV")):
            header = tarfile.TarInfo(member)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return path


def write_iso(folder, name="setup", volume="SETUP_DISC"):
    """The first sectors of an ISO 9660 image: 16 empty ones, a primary volume descriptor, a terminator."""
    sector = bytearray(2048)
    sector[0:8] = b"\x01CD001\x01\x00"
    sector[8:40] = b" " * 32
    sector[40:72] = volume.encode().ljust(32)
    sector[80:88] = (20).to_bytes(4, "little") + (20).to_bytes(4, "big")
    sector[120:124] = b"\x01\x00\x00\x01"
    sector[124:128] = b"\x01\x00\x00\x01"
    sector[128:132] = b"\x00\x08\x08\x00"
    root = bytearray(34)
    root[0] = 34
    root[2:10] = (18).to_bytes(4, "little") + (18).to_bytes(4, "big")
    root[10:18] = (2048).to_bytes(4, "little") + (2048).to_bytes(4, "big")
    root[25] = 2
    root[32] = 1
    sector[156:190] = root
    sector[881] = 1
    end = bytearray(2048)
    end[0:8] = b"\xffCD001\x01\x00"
    path = pathlib.Path(folder) / f"{name}.iso"
    path.write_bytes(bytes(16 * 2048) + bytes(sector) + bytes(end) + bytes(2 * 2048))
    return path


def write_folder(folder):
    """A folder of three images: an OVF, an OVA, an ISO."""
    write_ovf(folder)
    write_ova(folder)
    write_iso(folder)
    return folder


def run_python(code, *arguments, expect=0):
    """Run code in an interpreter of its own, as this one is run; give what it printed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", code, *arguments], env=environment,
                          capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != expect:
        raise AssertionError(f"status {done.returncode} instead of {expect}\n{done.stdout}\n{done.stderr}")
    return done
