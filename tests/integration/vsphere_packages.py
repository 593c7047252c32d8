# SPDX-License-Identifier: Apache-2.0
"""Small packages that vCenter takes: a descriptor with a disk and a manifest, the same as an archive, a disc, and one whose manifest lies."""
import hashlib
import io
import struct
import tarfile

CIM = 'http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_'
OVF = 'http://schemas.dmtf.org/ovf/envelope/1'


def disk():
    """A stream-optimized VMDK of 1 MiB without any data."""
    text = (b'# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType="streamOptimized"\n'
            b'RDONLY 2048 SPARSE "tiny-disk1.vmdk"\n')
    head = struct.pack('<4sIIQQQQIQQQBBBBBH', b'KDMV', 3, 0x30001, 2048, 128, 1, 1, 512, 0, 2 ** 64 - 1, 128, 0, 10, 32, 13, 10, 1)
    return head.ljust(512, b'\0') + text.ljust(512, b'\0') + b'\0' * 512


def _rasd(**fields):
    return '<Item>' + ''.join(f'<rasd:{k}>{v}</rasd:{k}>' for k, v in sorted(fields.items())) + '</Item>'


def descriptor(name, disk_name, size):
    items = (_rasd(ElementName='cpu', InstanceID=1, ResourceType=3, VirtualQuantity=1) +
             _rasd(AllocationUnits='byte * 2^20', ElementName='memory', InstanceID=2, ResourceType=4, VirtualQuantity=32) +
             _rasd(Address=0, ElementName='controller', InstanceID=3, ResourceSubType='lsilogic', ResourceType=6) +
             _rasd(AddressOnParent=0, ElementName='disk', HostResource='ovf:/disk/d1', InstanceID=4, Parent=3, ResourceType=17))
    return f'''<?xml version="1.0"?>
<Envelope xmlns="{OVF}" xmlns:ovf="{OVF}" xmlns:rasd="{CIM}ResourceAllocationSettingData" xmlns:vssd="{CIM}VirtualSystemSettingData"
 xmlns:vmw="http://www.vmware.com/schema/ovf">
<References><File ovf:href="{disk_name}" ovf:id="file1" ovf:size="{size}"/></References>
<DiskSection><Info/><Disk ovf:capacity="1" ovf:capacityAllocationUnits="byte * 2^20" ovf:diskId="d1" ovf:fileRef="file1"
 ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/></DiskSection>
<NetworkSection><Info/><Network ovf:name="VM Network"/></NetworkSection>
<VirtualSystem ovf:id="vm"><Info/><Name>{name}</Name>
<OperatingSystemSection ovf:id="100" vmw:osType="other26xLinux64Guest"><Info/></OperatingSystemSection>
<VirtualHardwareSection><Info/><System><vssd:ElementName>f</vssd:ElementName><vssd:InstanceID>0</vssd:InstanceID>
<vssd:VirtualSystemType>vmx-13</vssd:VirtualSystemType></System>{items}</VirtualHardwareSection></VirtualSystem></Envelope>
'''.encode()


def _line(name, data):
    return f'SHA256({name})= {hashlib.sha256(data).hexdigest()}\n'


def make_packages(folder):
    """{'ovf', 'ova', 'iso', 'lies': path of the main file}"""
    folder.mkdir(parents=True)
    disk_bytes = disk()
    files = {'tiny.ovf': descriptor('tiny', 'tiny-disk1.vmdk', len(disk_bytes))}
    files['tiny.mf'] = (_line('tiny.ovf', files['tiny.ovf']) + _line('tiny-disk1.vmdk', disk_bytes)).encode()
    files['tiny-disk1.vmdk'] = disk_bytes
    lies = dict(files, **{'tiny.mf': (_line('tiny.ovf', files['tiny.ovf']) + _line('tiny-disk1.vmdk', b'other')).encode()})
    for name, content in (('good', files), ('lies', lies)):
        (folder / name).mkdir()
        for file, data in content.items():
            (folder / name / file).write_bytes(data)
    with tarfile.open(folder / 'archive.ova', 'w', format=tarfile.USTAR_FORMAT) as archive:
        for file, data in files.items():
            member = tarfile.TarInfo(file)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    sectors = bytearray(18 * 2048)
    sectors[16 * 2048:16 * 2048 + 7] = b'\x01CD001\x01'
    struct.pack_into('<I', sectors, 16 * 2048 + 80, 18)
    struct.pack_into('>I', sectors, 16 * 2048 + 84, 18)
    struct.pack_into('<H', sectors, 16 * 2048 + 128, 2048)
    struct.pack_into('>H', sectors, 16 * 2048 + 130, 2048)
    sectors[17 * 2048:17 * 2048 + 7] = b'\xffCD001\x01'
    (folder / 'disc.iso').write_bytes(bytes(sectors))
    return {'ovf': folder / 'good' / 'tiny.ovf', 'ova': folder / 'archive.ova', 'iso': folder / 'disc.iso',
            'lies': folder / 'lies' / 'tiny.ovf'}
