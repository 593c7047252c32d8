# SPDX-License-Identifier: Apache-2.0
"""Random OVF descriptors: made up from nothing, and real ones with something changed. The same seed gives the same descriptors."""
import re

NUMBERS = ['', ' ', '0', '-1', '-0', '+5', '1', ' 1 ', '1\n', '\t2', '7', '12', '29', '30', '31', '300', '255', '256', '65535', '65536',
           '32767', '-32768', '40000', '-32769', '2147483647', '2147483648', '9223372036854775807', '9223372036854775808',
           '99999999999999999999', '18446744073709551615', '18446744073709551616', '1.5', '1e3', '0x10', '1_000', '300x', '70000x',
           '\u00a03\u00a0', '\u20034', '\v5', '\u0085 6', '--1', '-', '+', '1 2', '1\n2', '&#49;', '&#x31;&#10;', 'é', '-5\n', '- 5']
BOOLS = ['', '1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False', 'yes', 'tRue', ' true ', 'true\n', '2', 'é']
UNITS = ['', 'byte', 'byte * 2^30', 'byte * 2^20', 'byte*2^10', 'bytes', 'Bytes', 'kilobyte', 'KiloBytes', 'MegaBytes', 'gigabytes',
         'gibibyte * 3', '3 * mebibyte', '2^20', '10 * megabyte', 'byte * 2^10 * 2^10', 'GB', 'terabyte', '0', 'byte * 0', '10 *', '10 * ',
         'byte ', ' byte', 'byte * 2 ^ 10', 'byte*2^63', '3^39', '7^22', '10^18', '5^27 * 3', '2^64', '99999999999999999999', '1^5',
         '2^1', '9^1 * byte', 'xkilobyte', 'bytebyte', 'bytess', 'byte*\t5', '5 * 5 * byte * 5', '*', '* 5', 'byte *', 'byte **5', '5 byte',
         '13^17', '6^24', '11^18', '2^62 * 3', '15^16', '999999999^2', 'hertz * 10^6', '3^40', '3^41 * kilobyte', '123456789^2']
CAPACITIES = ['', '1', '16', '1073741824', '17179869185', '5000000', '9223372036854775807', '9223372036854775808', '-1', ' 1', '1 ', '0',
              '${size}', '${ size }', '${}', '${ }', '${nope}', '${c.size.i}', '$(size)', '${size', '01', '18446744073709551616', '1e3', 'é']
SUBTYPES = ['', 'lsilogic', 'LsiLogic', 'lsilogicsas', 'lsilogic-sas', 'LSILOGICSAS', 'buslogic', 'pvscsi', 'VirtualSCSI', 'scsi',
            'lsilogic, pvscsi', 'foo bar buslogic', ' pvscsi ', 'foo,,scsi', 'lsilogicsas pvscsi', 'lsilogicsas x', 'unknown',
            'E1000', 'e1000e', 'VmxNet3', 'vmxnet', 'VMXNET2', 'vmxnet3vrdma', 'PCNet32', 'sriov', 'SriovEthernetCard', 'E1000 VmxNet3',
            'vmware.sata.ahci', 'AHCI', 'vmware.nvme.controller', 'vmware.usb.ehci', 'VMware.USB.xhci', 'vmware.vmci', 'vmware.cdrom.iso', 'é']
QUALIFIERS = ['', ' ', 'MinLen(1)', 'MaxLen(5)', 'MinLen(1) MaxLen(5)', 'MinLen(1),MaxLen(65535)', 'MinLen(5) MaxLen(2)', 'MinLen(0)',
              'MinLen(99999999999999999999)', 'MaxLen(99999999999999999999)', 'MinLen()', 'MinLen(a) MinLen(3)', 'MinLen(-1)',
              'ValueMap{"a","b"}', 'ValueMap{"a\\"b", "c\\\\d"}', 'ValueMap{1,2,3}', 'ValueMap{ 5 , -7 , 2 }', 'ValueMap{1,x}', 'ValueMap{}',
              'ValueMap{"unclosed}', 'ValueMap{a}b}', 'ValueMap{a,,b, }', 'ValueMap{x ValueMap{1}', 'ValueMap{a\nb}', 'ValueMap{ , }',
              'ValueMap{&quot;on&quot;,&quot;off&quot;}', 'MinValue(1)', 'MaxValue(10)', 'MinValue(1) MaxValue(10)', 'MinValue(-5)',
              'MinValue(1.9) MaxValue(2.1e3)', 'MinValue(1e999)', 'MinValue(10) MaxValue(1)', 'MinValue(1.) MaxValue(.5)', 'MinValue(1e)',
              'MinValue(-1e-7) MaxValue(1e22)', 'MaxValue(123456789)', 'MinValue(0.000001) MaxValue(1234567.5)', 'MaxValue(9e18)', 'MaxValue(1e19)',
              'MinValue(0.1) MaxValue(0.3)', 'MinValue(100000) MaxValue(1000000)', 'MinValue(x) MinValue(2)', 'MaxValue(1e+2)',
              'Ip', 'Ip()', 'Ip("net")', 'Ip(net)', "Ip('My Net')", 'Ip ( "x" )', 'Ip(" x ")', 'Ip("x"y)', 'Ip(', 'Ipx', 'xIp', 'x Ip y',
              'Ip(")', 'Ip(\'a")', 'VimIp', 'VimIp()', 'VimIp("x")', 'Net("Mgmt")', 'Netmask("a b")', 'AutoIp', 'Gateway(x)', 'Dns', 'DNS',
              'DomainName()', 'HostPrefix', 'Subnet("s")', 'SearchPath()', 'HttpProxy("p")', 'XNet(y)', 'Network', 'Net mask', 'MyNet',
              'Net(', 'Netmask Net("z")', 'vimIp', 'MinLen(2) Ip', 'Net("é")', 'Ip("a\nb")', 'Net\u00a0("x")', 'Net\f("x")', 'Net\v("x")']
TYPES = ['string', 'String', ' string ', 'boolean', 'int', 'uint8', 'sint8', 'uint16', 'sint32', 'uint32', 'uint64', 'real32', 'real64', 'REAL64',
         'password', 'ip', 'ip:network', 'ip:x', 'expression', 'dateTime', '', 'string(1..5)', 'string(..5)', 'string(3..)', 'string(5..1)',
         'int(1..5)', 'int(-5..5)', 'int(5..1)', 'int(+1..+5)', 'int(1...5)', 'real(1..5)', 'real(1...5)', 'real(-1.5..1.5)', 'real(1....5)',
         'real(5..1)', 'real(.5..1.)', 'real(1e3..2)', 'password(2..3)', 'string[..]', 'int(a..b)', 'int(1..99999999999999999999)', 'stringx',
         'int()', 'int(..)', 'string(..)', 'string(1.5..2)', 'real(1.5...2.5)', 'real(..)', 'int(', 'int(1..5', 'é', 'string(01..05)', 'ınt', 'İnt']
VALUES = ['', ' ', 'x', 'hello', ' trimmed ', 'true', '1', '0', '-1', '5', '9', '3', '2147483648', '1.5', '1e400', '1e5', 'inf', '-Infinity', 'nan', '+nan', 'NaN',
          'infinit', '0x1p-2', '0x1', '1_0', '1__0', '0x_1p2', '_1', '1_', '.5', '5.', '.', '1e', '1e+', '0x1.8p1', '1.2.3', '+.5e-3', '1e-400',
          '0x1p99999', '1.2.3.4', '1.2.3', '1.2.3.04', '1.2.3.256', '1.2.3.4/24', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/024', '::1', '::', 'fe80::1%eth0',
          '1::2::3', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::1:2:3:4:5:6:7:8', '::ffff:1.2.3.4', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:7:1.2.3.4',
          ':1', '1:', 'g::1', '12345::', '2001:db8::/32', '2001:db8::/129', '::/', '/24', '1.2.3.4/0x1', '1.2.3.4.5', '1..2.3', 'True', 'T', 'yes',
          'a' * 70000, 'ab', 'abcdef', 'é', '\u00a0x\u2003', '${x}', '18446744073709551615', '9223372036854775808', '100', '0.2', '250000', '&lt;a&gt;']
KEYS = ['size', 'k', 'a.b', 'vmware-system-x', 'vmware-systemx', '', 'k:l', 'é', 'c.size.i', 'hostname']
CONFIGS = [None, None, None, '', 'small', 'large', 'Small', ' small', '"']
NAMES = ['d', 'd', 'd', 'd_1', 'd_2', 'Hard Disk 1', '', ' x ', 'é', 'a"b', 'disk\n', 'a\tb', '\u200b', '\U0001f600']
DISKS = ['vmdisk1', 'vmdisk2', '1', '', 'sk1', 'é']
RESOURCES = ['ovf:/disk/vmdisk1', 'ovf:/disk/vmdisk2', '/disk/vmdisk1', 'vmdisk1', 'ovf:/disk/nope', 'ovf:/disk/', '', ' ovf:/disk/vmdisk1', 'ovf:/file/x', 'xé']
GUESTS = ['ubuntu64Guest', 'otherGuest', '', 'nope', 'debian13_64Guest', 'windows9_64Guest', 'UBUNTU64Guest', 'é']
HARDWARE = ['vmx-13', 'VMX-09', '13', 'vmx-256', 'vmx-07 vmx-08', ' vmx-10 ', 'xen-3', '', 'vmx-0', 'vmx-', 'vmx-+1', 'vmx-1_0', '255', 'vmx-019', 'vmx-1\n']
LABELS = ['a:b', 'a', 'a:b,c:d', 'a:b:c', '', ',', 'a: b', 'x/y:z', 'os.image.vmoperator.vmware.com/id:5', 'a:b,a:c', 'A:é', ':v', 'a:,b:']
XSI = ['xs:int', 'xsd:boolean', 'xsd:dateTime', 'xsd:string', 'byte', 'xs:unsignedByte', 'xs:float', 'xs:double', 'xs:long', 'nope', '', 'xs:base64Binary',
       'xs:unsignedInt', 'xs:unsignedShort', 'xs:short', 'xs:unsignedLong']
TIMES = ['2020-01-02T03:04:05Z', '2020-01-02T3:04:05Z', '2020-02-30T03:04:05Z', '2020-01-02T03:04:05,5+01:00', '2020-01-02T03:04:05.123456789012-24:60',
         '2020-01-02T03:04:05+25:00', '2020-01-02 03:04:05Z', '', 'x', '2020-13-02T03:04:05Z', '2020-01-02T24:04:05Z', '2020-01-02T03:04:05', '2020-01-02T03:04:05.Z']


def escape(text, r):
    """Mostly right, now and then raw."""
    if '&' in text or r.random() < 0.01:
        return text
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('"', '&quot;')


class Maker:
    def __init__(self, random):
        self.r = random

    def maybe(self, chance=0.5):
        return self.r.random() < chance

    def one(self, values):
        return self.r.choice(values)

    def attribute(self, name, value):
        if value is None:
            return ''
        prefix = self.one(['ovf:', 'ovf:', 'ovf:', '', 'vmw:', 'rasd:'])
        text = f' {prefix}{name}="{escape(value, self.r)}"'
        return text * 2 if self.maybe(0.003) else text

    def element(self, name, text, prefix='rasd:'):
        return f'<{prefix}{name}>{escape(text, self.r)}</{prefix}{name}>' + self.one(['', '\n', '\n      '])

    def settings(self):
        keys = ['slotInfo.pciSlotNumber', 'videoRamSizeInKB', 'graphicsMemorySizeInKB', 'numDisplays', 'autoConnectDevices', 'connectable.allowGuestControl', 'x']
        return ''.join(f'<vmw:Config{self.attribute("required", self.one(["false", "false", "false", "x"]) if self.maybe(0.3) else None)}{self.attribute("key", self.one(keys))}'
                       f'{self.attribute("value", self.one(NUMBERS) if self.maybe(0.2) else self.one(["32", "true", "1"]))}/>' for _ in range(self.one([0, 0, 0, 1, 2])))

    def item(self, index):
        kind = self.one(['17', '17', '17', '17', '6', '6', '5', '20', '20', '3', '4', '10', '14', '15', '16', '23', '24', '1', '2', '33', '40', '0'])
        fit = {'6': SUBTYPES[:16], '10': SUBTYPES[17:27], '20': SUBTYPES[27:30], '23': SUBTYPES[30:32], '1': ['vmware.vmci', 'x']}
        parts = [self.element('ElementName', self.one(NAMES)), self.element('InstanceID', self.one(['1', '2', '3', '4', str(index), str(index)]))]
        if self.maybe(0.99):
            parts.append(self.element('ResourceType', kind if self.maybe(0.97) else self.one(NUMBERS)))
        if self.maybe(0.8):
            parts.append(self.element('ResourceSubType', self.one(fit.get(kind, SUBTYPES)) if self.maybe(0.9) else self.one(SUBTYPES)))
        if kind in ('17', '15', '16', '14') or self.maybe(0.1):
            if self.maybe(0.9):
                parts.append(self.element('Parent', self.one(['1', '2', '3', '4', '1 ', ''])))
            if self.maybe(0.4):
                parts.append(self.element('AddressOnParent', self.one(['0', '1', '2', '7', '8', '15', '']) if self.maybe(0.9) else self.one(NUMBERS)))
        if kind == '17' and self.maybe(0.8):
            parts += [self.element('HostResource', self.one(RESOURCES[:4]) if self.maybe(0.9) else self.one(RESOURCES)) for _ in range(self.one([1] * 20 + [2]))]
        if kind in ('5', '6', '20', '23') and self.maybe(0.3):
            parts.append(self.element('Address', self.one(['0', '1', '2', '3', '4', '-1', '']) if self.maybe(0.9) else self.one(NUMBERS)))
        if kind in ('3', '4') or self.maybe(0.05):
            parts.append(self.element(self.one(['VirtualQuantity', 'Reservation']), self.one(['1', '4', '2048']) if self.maybe(0.9) else self.one(NUMBERS)))
        if self.maybe(0.1):
            parts.append(self.element('AllocationUnits', self.one(UNITS)))
        if self.maybe(0.05):
            parts.append(self.element(self.one(['Limit', 'Weight', 'MappingBehavior', 'ConsumerVisibility']), self.one(NUMBERS)))
        if self.maybe(0.05):
            parts.append(self.element(self.one(['AutomaticAllocation', 'AutomaticDeallocation']), self.one(BOOLS)))
        if self.maybe(0.02):
            parts.append(f'<vmw:CoresPerSocket{self.attribute("required", self.one(BOOLS))}>{self.one(NUMBERS)}</vmw:CoresPerSocket>')
        parts.append(self.settings())
        if self.maybe(0.2):
            self.r.shuffle(parts)
        configuration = self.attribute('configuration', self.one(CONFIGS)) if self.maybe(0.2) else ''
        required = self.attribute('required', self.one(BOOLS)) if self.maybe(0.03) else ''
        return f'<Item{configuration}{required}>{"".join(parts)}</Item>\n'

    def storage_item(self):
        parts = [self.element(self.one(['Access', 'Generation', 'HostExtentNameFormat', 'Limit', 'ResourceType', 'Weight']), self.one(NUMBERS), '')]
        if self.maybe():
            kind = self.one(XSI)
            value = self.one(TIMES) if 'dateTime' in kind else self.one(NUMBERS + BOOLS + VALUES[:40])
            space = self.one(['', '', ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', ' xmlns:xsi="other"', ' xmlns:q="http://www.w3.org/2001/XMLSchema-instance"'])
            parts.append(f'<ComponentSetting{space} {self.one(["xsi:", "xsi:", "q:", ""])}type="{kind}">{escape(value, self.r)}</ComponentSetting>')
        return f'<StorageItem>{"".join(parts)}</StorageItem>'

    def property(self):
        values = ''.join(f'<Value{self.attribute("value", self.one(VALUES))}{self.attribute("configuration", self.one(CONFIGS))}/>' for _ in range(self.one([0, 0, 0, 1, 2, 3])))
        parts = [self.attribute('key', self.one(KEYS)), self.attribute('type', self.one(TYPES[:13]) if self.maybe(0.7) else self.one(TYPES)),
                 self.attribute('userConfigurable', self.one(['true', 'true', 'false', None]) if self.maybe(0.95) else self.one(BOOLS))]
        if self.maybe(0.6):
            parts.append(self.attribute('value', self.one(['', '5', '1.5', 'x', 'true', '1.2.3.4']) if self.maybe(0.8) else self.one(VALUES)))
        if self.maybe(0.5):
            parts.append(self.attribute('qualifiers', self.one(QUALIFIERS)))
        if self.maybe(0.1):
            parts.append(self.attribute('password', self.one(BOOLS)))
        if self.maybe(0.1):
            parts.append(self.attribute('configuration', self.one(CONFIGS)))
        if self.maybe(0.03):
            parts.append(' xsi:type="other"')
        self.r.shuffle(parts)
        return f'<Property{"".join(parts)}><Label>x</Label>{values}</Property>\n'

    def product(self):
        names = ['Product', 'Vendor', 'Version', 'FullVersion', 'ProductUrl', 'Info', 'Category']
        texts = [self.element(n, self.one(VALUES[:5] + ['1.2', ' 3 '])) for n in names if self.maybe(0.4)]
        texts += [self.property() for _ in range(self.one([0, 1, 2, 4]))]
        self.r.shuffle(texts)
        attributes = self.attribute('class', self.one(['c', None])) + self.attribute('instance', self.one(['i', None])) + self.attribute('required', self.one([None, 'true', 'nonsense']))
        return f'<ProductSection{attributes}>\n{"".join(texts)}</ProductSection>\n'

    def hardware(self):
        items = ''.join(self.item(i) for i in range(self.one([0, 2, 4, 8, 12])))
        extra = ''.join(f'<vmw:ExtraConfig{self.attribute("key", k)}{self.attribute("value", v)}/>' for k, v in
                        [('vmservice.vmi.labels', self.one(LABELS)), ('guestinfo.vmservice.defer-cloud-init', self.one(['ready', 'Ready', ''])), ('x', 'y')] if self.maybe(0.2))
        config = ''.join(f'<vmw:Config{self.attribute("key", "firmware")}{self.attribute("value", self.one(["efi", "bios", "", " EFI "]))}/>' for _ in range(self.one([0, 1, 2])))
        system = f'<System>{self.element("VirtualSystemType", self.one(HARDWARE), "vssd:")}{self.element("AutomaticStartupAction", self.one(NUMBERS)) if self.maybe(0.03) else ""}</System>' if self.maybe(0.8) else ''
        storage = self.storage_item() if self.maybe(0.06) else ''
        return f'<VirtualHardwareSection>{system}{items}{storage}{config}{extra}</VirtualHardwareSection>\n'

    def system(self):
        os = f'<OperatingSystemSection{self.attribute("id", self.one(["94", "96", "107", "2", "80", "1"]) if self.maybe(0.9) else self.one(NUMBERS))}' \
             f'{self.attribute("version", self.one([None, None, "11", "8", "", "x"]))}{self.attribute("osType", self.one([None, self.one(GUESTS)]))}/>'
        parts = [os] * self.one([0, 1, 1, 1, 2]) + [self.product() for _ in range(self.one([0, 1, 1, 2]))] + [self.hardware()] * self.one([0, 1, 1, 1, 1])
        if self.maybe(0.05):
            parts.append(f'<{self.one(["AnnotationSection", "EulaSection"])}{self.attribute("required", self.one(BOOLS))}/>')
            parts[-1] = parts[-1]
        if self.maybe(0.05):
            parts.append(self.hardware())
        self.r.shuffle(parts)
        return f'<VirtualSystem{self.attribute("id", "vm")}>{"".join(parts)}</VirtualSystem>\n'

    def disks(self):
        rows = ''.join(f'<Disk{self.attribute("diskId", self.one(DISKS[:2]) if self.maybe(0.9) else self.one(DISKS))}'
                       f'{self.attribute("capacity", self.one(["16", "1", "${size}"]) if self.maybe(0.8) else self.one(CAPACITIES))}'
                       f'{self.attribute("capacityAllocationUnits", self.one([None, "byte * 2^30", self.one(UNITS)]))}'
                       f'{self.attribute("populatedSize", self.one(NUMBERS)) if self.maybe(0.05) else ""}/>' for _ in range(self.one([1, 2, 3])))
        return f'<DiskSection><Info>x</Info>{rows}</DiskSection>\n'

    def envelope(self):
        files = ''.join(f'<File{self.attribute("id", "f1")}{self.attribute("href", "a.vmdk")}{self.attribute("size", self.one(["5", "-1"]) if self.maybe(0.9) else self.one(NUMBERS))}'
                        f'{self.attribute("chunkSize", self.one(NUMBERS)) if self.maybe(0.05) else ""}/>' for _ in range(self.one([0, 1, 2])))
        configurations = ''.join(f'<Configuration{self.attribute("id", self.one(["small", "large", ""]))}{self.attribute("default", self.one([None, None, "true", "false"]) if self.maybe(0.95) else self.one(BOOLS))}/>'
                                 for _ in range(self.one([0, 1, 2, 3])))
        parts = [f'<References>{files}</References>\n'] + [self.disks()] * self.one([0, 1, 1, 1, 1, 1, 2]) + ['<NetworkSection><Network ovf:name="a"/></NetworkSection>\n']
        if self.maybe(0.4):
            parts.append(f'<DeploymentOptionSection>{configurations}</DeploymentOptionSection>\n')
        if self.maybe(0.85):
            parts += [self.system() for _ in range(self.one([1] * 12 + [2]))]
        if self.maybe(0.2):
            inner = [self.system() for _ in range(self.one([0, 1, 2]))] + [self.product() for _ in range(self.one([0, 1]))]
            if self.maybe(0.1):
                inner.append(f'<ResourceAllocationSection>{self.item(9)}</ResourceAllocationSection>')
            if self.maybe(0.1):
                inner.append(f'<VirtualSystemCollection>{self.system()}</VirtualSystemCollection>')
            parts.append(f'<VirtualSystemCollection{self.attribute("id", "c")}>{"".join(inner)}</VirtualSystemCollection>\n')
        if self.maybe(0.3):
            self.r.shuffle(parts)
        spaces = self.one([' xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"\n xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', '', ' xmlns:ovf="x"'])
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<Envelope{spaces}>\n{"".join(parts)}</Envelope>\n'.encode()


TOKENS = [b'&lt;', b'&foo;', b'&#65;', b'&#xD800;', b'&#0;', b'&#xFFFE;', b'&#x110000;', b'&;', b'&', b'&#;', b'&#x;', b'&#X41;', b'&amp', b'<!-- c -->', b'<!-- a--b -->', b'<!--->', b'<!---->',
          b'<![CDATA[x]]>', b'<![CDATA[]]]>', b'<![CDATA[', b']]>', b'<?pi x?>', b'<?xml version="1.0"?>', b'<?xml version="1.1"?>', b'<?xml encoding="latin1"?>', b'<? x?>', b'<?p:i:x ?>',
          b'<!DOCTYPE a>', b'<!DOCTYPE a [<!ENTITY b "c">]>', b'<!DOCTYPE a "x>y">', b'<!x <!-- > --> >', b'<!', b'<!>', b'<!-', b'<x/>', b'<x>', b'</x>', b'<a:b:c/>', b'<:a/>', b'<a:/>', b'<a b="1" b="2"/>',
          b'<a b="1"c="2"/>', b'<a b=1/>', b'<a b/>', b'<a b = "1"/>', b'<a b="<"/>', b'<a b=">"/>', b'< a/>', b'</ a>', b'<a /  >', '<é/>'.encode(), '<a·/>'.encode(), '<·/>'.encode(), '<\U00010000/>'.encode(),
          '\ufeff'.encode(), '\uffff'.encode(), b'\xff', b'\xc0\x80', b'\xed\xa0\x80', b'\x00', b'\x01', b'\x7f', b'\r\n', b'\r', b'\t', b'>', b'<', b'"', b"'", b'\xe2\x80', b'text', b' ', b'\n',
          b'<a xmlns:xsi="q"/>', b'<Item/>', b'<Info>i</Info>', b'<Name>n</Name>', b'<x y:z="1" y:z="2"/>', b"<a b='x' c=\"y\"></a >"]
ATTRIBUTES = [b' id="7"', b' required="x"', b' xmlns:id="9"', b' xmlns:size="z"', b' configuration=""', b' type="q"', b' xsi:type="q"', b' a:b:c="1"', b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
              b' xmlns:q="http://www.w3.org/2001/XMLSchema-instance" q:type="w"', b' value="a\nb c"', b' value="a\tb c"', b' value=" a&#10;b"', b' key="k" ', b' osType="x"', b' capacity="4"', b'\n', b' =', b' "', b' x', b' default="true"',
              b' xmlns:q="xsi" q:type="w"', b' xmlns="y"', b' :a="1"', b' b:="1"', b' xml:type="1"', b' xmlns:xml="http://www.w3.org/2001/XMLSchema-instance"']


def pieces(data):
    return [m.span() for m in re.finditer(rb'<(\w+:)?(\w+)[^<>]*?(/>|>[^<>]*</(\w+:)?\2>)', data)]


def mutate(r, data):
    """One change of a descriptor, or none when it has no place for it."""
    kind = r.randrange(11)
    at = r.randrange(len(data) + 1)
    spans = pieces(data) if kind in (3, 4, 5) else []
    if kind == 0:
        return data[:at] + r.choice(TOKENS) + data[at:]
    if kind == 1:
        places = [m.end() for m in re.finditer(rb'[<>]', data)] + [0]
        at = r.choice(places)
        return data[:at] + r.choice(TOKENS) + data[at:]
    if kind == 2:
        return data[:at]
    if kind in (3, 4, 5) and spans:
        a, b = r.choice(spans)
        if kind == 3:
            return data[:a] + data[b:]
        if kind == 4:
            return data[:b] + data[a:b] + data[b:]
        c, _ = r.choice(spans)
        return data[:c] + data[a:b] + data[c:]
    places = list(re.finditer(rb'="[^"<]*"', data))
    if kind == 6 and places:
        m = r.choice(places)
        value = r.choice(NUMBERS + BOOLS + VALUES + UNITS + QUALIFIERS + TYPES)
        return data[:m.start()] + b'="' + escape(value, r).encode() + b'"' + data[m.end():]
    places = list(re.finditer(rb'>([^<>]+)</', data))
    if kind == 7 and places:
        m = r.choice(places)
        value = r.choice(NUMBERS + BOOLS + VALUES + SUBTYPES + RESOURCES)
        return data[:m.start(1)] + escape(value, r).encode() + data[m.end(1):]
    places = [m.end() for m in re.finditer(rb'<[\w:]+', data)]
    if kind == 8 and places:
        at = r.choice(places)
        return data[:at] + r.choice(ATTRIBUTES) + data[at:]
    if kind == 9 and data:
        at = r.randrange(len(data))
        return data[:at] + bytes([r.randrange(256)]) + data[at + 1:]
    if kind == 10:
        head = r.choice([b'\xef\xbb\xbf', b'\xff\xfe', b'\xfe\xff', b' ', b'text', b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>', b'<?xml version="1.0" encoding="US-ASCII"?>',
                         b'<?xml version=\'1.0\' encoding = "latin1"?>', b'<?xml version="1.1"?>', b'<?xml version="1.0" encoding="UTF-16"?>', b'<?xml encoding="Utf-8"?>', b'<!DOCTYPE Envelope SYSTEM "x">', b'<!-- x -->', b'\n\n'])
        return head + (data.split(b'?>', 1)[1] if r.random() < 0.6 and b'?>' in data else data)
    return data


def descriptor(r, seeds):
    """The next descriptor: made up, or one of the seeds; then changed a few times."""
    data = Maker(r).envelope() if not seeds or r.random() < 0.6 else r.choice(seeds)
    for _ in range(r.choice([0, 0, 1, 1, 1, 2, 3])):
        data = mutate(r, data)
    return data
