# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command share: how to run it, and small image files written byte by byte, so that no tool is needed."""
import fcntl
import io
import json
import os
import pathlib
import pty
import shutil
import struct
import subprocess
import tarfile
import tempfile
import termios
import unittest

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ['VMIMAGE']
NOBODY = 65534

OVF = '''<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
    xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData"
    xmlns:vmw="http://www.vmware.com/schema/ovf"
    xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
  <References><File ovf:href="disk.vmdk" ovf:id="file1" ovf:size="7"/></References>
  <DiskSection><Info>disks</Info>
    <Disk ovf:capacity="{gib}" ovf:capacityAllocationUnits="byte * 2^30" ovf:diskId="vmdisk1" ovf:fileRef="file1"/>
  </DiskSection>
  <VirtualSystem ovf:id="{id}">
    <Info>a machine</Info>
    <OperatingSystemSection ovf:id="{os_id}" vmw:osType="{os}"><Info>guest</Info></OperatingSystemSection>
    <VirtualHardwareSection>
      <Info>hardware</Info>
      <System>
        <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
        <vssd:InstanceID>0</vssd:InstanceID>
        <vssd:VirtualSystemType>vmx-19</vssd:VirtualSystemType>
      </System>
      <Item>
        <rasd:Address>0</rasd:Address>
        <rasd:ElementName>SCSI Controller 0</rasd:ElementName>
        <rasd:InstanceID>3</rasd:InstanceID>
        <rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType>
        <rasd:ResourceType>6</rasd:ResourceType>
      </Item>
      <Item>
        <rasd:AddressOnParent>0</rasd:AddressOnParent>
        <rasd:ElementName>Hard Disk 1</rasd:ElementName>
        <rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource>
        <rasd:InstanceID>4</rasd:InstanceID>
        <rasd:Parent>3</rasd:Parent>
        <rasd:ResourceType>17</rasd:ResourceType>
      </Item>
      <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="efi"/>
    </VirtualHardwareSection>
    <ProductSection>
      <Info>product</Info>
      <Product>{product}</Product>
      <Vendor>Vendor of {id}</Vendor>
      <Version>{version}</Version>
      <FullVersion>{version}-build7</FullVersion>
      <Property ovf:key="hostname" ovf:type="string" ovf:userConfigurable="true" ovf:value="host-of-{id}"/>
      <Property ovf:key="secret" ovf:type="string" ovf:userConfigurable="false"/>
    </ProductSection>
  </VirtualSystem>
</Envelope>
'''


def ovf(id='machine', os='ubuntu64Guest', os_id=94, version='1.2', product='Product', gib=16):
    return OVF.format(id=id, os=os, os_id=os_id, version=version, product=product, gib=gib)


def ova(path, **facts):
    with tarfile.open(path, 'w', format=tarfile.USTAR_FORMAT) as archive:
        for name, content in (('machine.ovf', ovf(**facts).encode()), ('disk.vmdk', b'content')):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def iso(path, volume):
    """Sixteen empty sectors, a primary volume descriptor and the terminator: no file in it."""
    descriptor = bytearray(2048)
    descriptor[0:7] = b'\x01CD001\x01'
    descriptor[40:72] = volume.ljust(32).encode()
    struct.pack_into('<I', descriptor, 80, 18)
    struct.pack_into('>I', descriptor, 84, 18)
    struct.pack_into('<H', descriptor, 128, 2048)
    struct.pack_into('>H', descriptor, 130, 2048)
    descriptor[881] = 1
    pathlib.Path(path).write_bytes(bytes(16 * 2048) + bytes(descriptor) + b'\xffCD001\x01'.ljust(2048, b'\0'))


def run(*arguments, program=PROGRAM, cwd=None, env=None, **more):
    """The finished process; output as text, bytes that are no UTF-8 as surrogates."""
    environment = {k: v for k, v in os.environ.items() if k not in ('VMIMAGE_REGISTRY', 'COLUMNS')}
    environment.update(env or {})
    more = {'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE, **more}
    if 'input' not in more:
        more['stdin'] = subprocess.DEVNULL
    return subprocess.run([program, *arguments], cwd=cwd, env=environment,
                          encoding='utf-8', errors='surrogateescape', timeout=60, check=False, **more)


def run_on_terminal(columns, *arguments, env=None):
    """What appears on a terminal of so many columns, standard output and standard error separately; and the status."""
    environment = {k: v for k, v in os.environ.items() if k not in ('VMIMAGE_REGISTRY', 'COLUMNS')}
    environment.update(env or {})
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=its, stderr=errors, env=environment)
        os.close(its)
        shown = b''
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            shown += part
        os.close(ours)
        status = process.wait(60)
        errors.seek(0)
        return shown.decode().replace('\r\n', '\n'), errors.read().decode(), status


class FolderTest(unittest.TestCase):
    """A test with a folder of its own, self.folder, and the command run on it by self.run_in_folder()."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='vmimage-cli-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def add(self, name, **facts):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith('.ova'):
            ova(path, **facts)
        elif name.endswith('.iso'):
            iso(path, **facts)
        else:
            path.write_text(ovf(**facts))
            (path.parent / 'disk.vmdk').write_bytes(b'content')
        return path

    def add_usual(self):
        """Two OVFs in folders of their own, an OVA, an ISO; two of them with the same display name; one broken."""
        self.add('web/web.ovf', id='web', version='1.0', product='Web')
        self.add('database/database.ovf', id='database', os='debian12_64Guest', os_id=96, version='2.0', product='Database')
        self.add('appliance.ova', id='appliance', os='vmwarePhoton64Guest', os_id=36, version='3.0', product='Appliance')
        self.add('rescue.iso', volume='appliance')
        broken = self.folder / 'broken' / 'broken.ovf'
        broken.parent.mkdir()
        broken.write_text(ovf(id='broken')[:900])

    def run_in_folder(self, *arguments, **more):
        return run('-r', str(self.folder), *arguments, **more)

    def images(self, *arguments):
        """The images as JSON objects, by display name; the two of one name as a list."""
        done = self.run_in_folder('images', '-o', 'json', *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = {}
        for image in json.loads(done.stdout)['items']:
            found.setdefault(image['status'].get('name'), []).append(image)
        return found
