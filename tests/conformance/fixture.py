# SPDX-License-Identifier: Apache-2.0
"""
What every registry is asked about: packages made by the tools that people use, and what is expected of them. Nothing here asks the
library: names, types, versions are known because they were put in, IDs are computed anew.

A server fills its place with PACKAGES and says which ID each got; expectations() then writes what a conforming registry answers.
"""
import hashlib
import importlib.machinery
import importlib.util
import pathlib
import shutil
import struct

TOP = pathlib.Path(__file__).resolve().parent.parent.parent

LIBRARY = dict(name='Prüfstücke – golden', description='what every registry is asked about')
LONG = 'the name of this one is as long as a name may be, with all of its characters, '
LONG += 'x' * (80 - len(LONG))
UBUNTU = dict(os_id=94, os_type='ubuntu64Guest', hardware=19, firmware='efi', product='Ubuntu Server', vendor='Example Images')
PHOTON = dict(os_id=101, os_type='vmwarePhoton64Guest', hardware=15, firmware='bios', product='Photon', vendor='Example Images')

# In the order in which they are put in, which is that of no sorted list. kind: how the package is made; name: the display name.
PACKAGES = [
    dict(key='big', kind='ovf', name='big', description='a descriptor of some megabytes', version='1', properties=20000,
         **dict(PHOTON, product='Big')),
    dict(key='u2404', kind='ova', name='ubuntu-24.04', description='the stable one', version='24.04', **UBUNTU),
    dict(key='u2204', kind='ovf', name='ubuntu-22.04', description='the old one', version='22.04', **UBUNTU),
    dict(key='beta', kind='ovf', name='ubuntu-24.10-beta.1', description='for the curious', version='24.10-beta.1', **UBUNTU),
    dict(key='photon', kind='ova', name='photon', description='', version='5.0', **PHOTON),
    dict(key='rescue', kind='iso', name='Rescue', description='starts from a disc'),
    dict(key='twin1', kind='ovf', name='twin', description='the first of two', version='1.0', **dict(PHOTON, product='Twin')),
    dict(key='twin2', kind='iso', name='twin', description='the other one'),
    dict(key='broken', kind='ovf', name='broken', description='its descriptor is damaged', version='1', broken=True,
         **dict(PHOTON, product='Broken')),
    dict(key='words', kind='ovf', name='Ünïcödé – 日本語 & <more>', description='“quotes”, \\ and ümlauts', version='1.0',
         **dict(PHOTON, product='Grüße, 世界')),
    dict(key='long', kind='ovf', name=LONG, description='d' * 2000, version='1.0', disks=['1G', '2G'], **dict(PHOTON, product='Long')),
]


def _samples():
    """scripts/make-samples, whose packages are those of real tools."""
    loader = importlib.machinery.SourceFileLoader('make_samples', str(TOP / 'scripts' / 'make-samples'))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('make_samples', loader))
    loader.exec_module(module)
    return module


def _plain_disk(path, size):
    path.write_bytes(b'no real disk, but bytes of ' + path.name.encode() + size.encode() * 50)
    return path


def _plain_iso(folder, name, volume):
    """Sixteen empty sectors, a primary volume descriptor and the terminator."""
    sector = bytearray(2048)
    sector[0:7] = b'\x01CD001\x01'
    sector[40:72] = volume.ljust(32).encode()
    struct.pack_into('<I', sector, 80, 18)
    struct.pack_into('>I', sector, 84, 18)
    struct.pack_into('<H', sector, 128, 2048)
    struct.pack_into('>H', sector, 130, 2048)
    sector[881] = 1
    (folder / f'{name}.iso').write_bytes(bytes(16 * 2048) + bytes(sector) + b'\xffCD001\x01'.ljust(2048, b'\0'))


def tools():
    """The makers of packages: of qemu-img, tar and xorriso, or by hand where those are not."""
    samples = _samples()
    if shutil.which('qemu-img') is None:
        samples.disk, samples.capacity = _plain_disk, lambda path: 1 << 30
    if shutil.which('xorriso') is None:
        samples.iso = _plain_iso
    return samples


def make(folder, package, samples):
    """The package's main file, made in a folder of its own."""
    place = folder / package['key']
    place.mkdir(parents=True)
    if package['kind'] == 'iso':
        samples.iso(place, package['key'], package['key'].upper())
        return place / f'{package["key"]}.iso'
    facts = {k: package[k] for k in ('os_id', 'os_type', 'hardware', 'firmware', 'product', 'vendor', 'version')}
    getattr(samples, package['kind'])(place, package['key'], package.get('disks', ['1G']), build='7', **facts)
    main = place / f'{package["key"]}.{package["kind"]}'
    if package.get('properties'):
        lines = ''.join(f'      <Property ovf:key="guestinfo.setting-{n:05}" ovf:type="string" ovf:userConfigurable="true" '
                        f'ovf:value="value {n}"><Label>Setting {n}</Label></Property>\n' for n in range(package['properties']))
        main.write_text(main.read_text().replace('    </ProductSection>', lines + '    </ProductSection>'))
    return main


def vmi_id(item_id):
    return 'vmi-' + hashlib.sha1(item_id.replace('-', '').encode()).hexdigest()[:17]


def object_name(prefix, identifier):
    return prefix + hashlib.sha1(identifier.replace('-', '').encode()).hexdigest()[:17]


def image_type(package):
    return {'ovf': 'OVF', 'ova': 'OVF', 'iso': 'ISO'}[package['kind']]


def _escape(value):
    return str(value).replace('\\', '\\\\').replace('\t', '\\t').replace('\n', '\\n')


def line(kind, **fields):
    return '\t'.join([kind] + [f'{k}={_escape(v)}' for k, v in fields.items() if v is not None])


def _images(items, keep):
    """IDs of the images whose item is to be kept, in the order of a list: library by library, in the order of their display names,
    then bytes of the display name, then of the object name."""
    chosen = sorted((i for i in items if keep(i)),
                    key=lambda i: (i.get('library', {}).get('name', '').encode(), i['name'].encode(), i['object'].encode()))
    return ','.join(vmi_id(i['id']) for i in chosen), ','.join(i['id'] for i in chosen)


def item_ready(item):
    """Of the item itself: a place that has a state of its own for items does not read their descriptors to know it."""
    return item.get('item_ready', not item.get('broken'))


def filters(items, library):
    """Each filter of query.h alone, and several together: what must come out."""
    def one(name, keep, keep_items=None, **settings):
        images, _ = _images(items, keep)
        _, of_items = _images(items, keep_items if keep_items is not None else keep)
        return line('filter', name=name, images=images, items=of_items, **settings)

    ubuntu = ('u2404', 'u2204', 'beta')
    everything = lambda i: True  # noqa: E731
    here = lambda i: i.get('library', library)['id'] == library['id']  # noqa: E731
    return [
        one('nothing', everything),
        one('type OVF', lambda i: i['type'] == 'OVF', type='OVF'),
        one('type in lower case', lambda i: i['type'] == 'ISO', type='iso'),
        one('a type that nothing has', lambda i: False, type='VM'),
        one('name', lambda i: i['key'] == 'photon', by_name='photon'),
        one('name of two', lambda i: i['name'] == 'twin', by_name='twin'),
        one('name in another case', lambda i: False, by_name='PHOTON'),
        one('name beyond ASCII', lambda i: i['key'] == 'words', by_name=next(i['name'] for i in items if i['key'] == 'words')),
        one('guest identifier', lambda i: i['key'] in ubuntu, everything, os='ubuntu64Guest', skip_items=1),
        one('guest identifier in another case', lambda i: i['key'] in ubuntu, everything, os='UBUNTU64GUEST', skip_items=1),
        one('CIM number', lambda i: i['key'] in ubuntu, everything, os='94', skip_items=1),
        one('a guest that nothing has', lambda i: False, everything, os='nextstep', skip_items=1),
        one('a capability that nothing has', lambda i: False, everything, capability='no-such-capability', skip_items=1),
        one('ready', lambda i: i['key'] != 'broken', item_ready, ready=1),
        one('not ready', lambda i: i['key'] == 'broken', lambda i: not item_ready(i), ready=0),
        one('selector that all satisfy', everything, selector='!no-such-label'),
        one('selector that nothing satisfies', lambda i: False, selector='no-such-label'),
        one('selector on labels of images', lambda i: i['key'] in ubuntu, selector='os.image.vmoperator.vmware.com/type in '
            '(ubuntu64Guest, nextstep),image.vmoperator.vmware.com/type!=ISO', skip_items=1),
        one('library by ID', here, library=library['id']),
        one('library by object name', here, library=library['object']),
        one('library by display name', here, library=library['name']),
        one('type and readiness', lambda i: i['type'] == 'OVF' and i['key'] != 'broken',
            lambda i: i['type'] == 'OVF' and item_ready(i), type='OVF', ready=1),
        one('name and type', lambda i: i['key'] == 'twin2', by_name='twin', type='ISO'),
        one('guest, type, library and name', lambda i: i['key'] == 'u2204', os='94', type='OVF', library=library['name'],
            by_name='ubuntu-22.04', skip_items=1),
        one('what excludes itself', lambda i: False, type='ISO', os='94', skip_items=1),
    ]


def expectations(place, library, items):
    """The lines of a fixture file. library: id, name, description, version, object; items: a PACKAGE each with id, object, type,
    item_version, content_version, main (the package's file) and files [(name, path)]; its library when it is
    another one, item_ready when the item does not tell whether its content can be read."""
    libraries = {one['id']: one for one in [library, *(i['library'] for i in items if 'library' in i)]}
    lines = [line('place', **place), *(line('library', **one) for one in libraries.values())]
    newest = {i['key']: vmi_id(i['id']) for i in items}
    for item in items:
        ready = 0 if item.get('broken') else 1
        lines.append(line('item', id=item['id'], object=item['object'], name=item['name'], description=item['description'],
                          type=item['type'], library=item.get('library', library)['object'], version=item['item_version'],
                          content_version=item['content_version'], ready=ready, item_ready=int(item_ready(item)), image=vmi_id(item['id']),
                          package=item['main'] if ready else None, product=item.get('product') if ready else None,
                          image_version=item.get('version') if ready else None, os=item.get('os_type') if ready else None,
                          hardware=item.get('hardware') if ready else None, firmware=item.get('firmware') if ready else None))
        lines += [line('file', item=item['id'], name=name, path=path, size=path.stat().st_size) for name, path in item['files']]
    lines += filters(items, library)
    lines += [
        line('newest', family='Ubuntu Server', image=newest['u2404']),
        line('newest', family='Example Images/Ubuntu Server', constraint='<24', image=newest['u2204']),
        line('newest', family='Example Images/Ubuntu Server', constraint='>=24.10-alpha', image=newest['beta']),
        line('newest', family='Ubuntu Server', constraint='>=30', status='NOT_FOUND'),
        line('newest', family='no such family', status='NOT_FOUND'),
    ]
    return lines
