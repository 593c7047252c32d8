# SPDX-License-Identifier: Apache-2.0
"""Libraries that our own commands wrote, on a real web server, read back: the same as from the folder, over every way there is."""
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'servers'))
import nginx  # noqa: E402

PROGRAM, CLIENT = os.environ['VMIMAGE'], os.environ['WEB_CLIENT']
OVF = '''<?xml version="1.0"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
          xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData">
  <References><File ovf:id="f" ovf:href="{disk}"/></References>
  <DiskSection><Info>d</Info><Disk ovf:diskId="d" ovf:fileRef="f" ovf:capacity="1" ovf:capacityAllocationUnits="byte * 2^30"/></DiskSection>
  <VirtualSystem ovf:id="{name}"><Info>v</Info><Name>{name}</Name>
    <OperatingSystemSection ovf:id="94"><Info>o</Info><Description>Ubuntu</Description></OperatingSystemSection>
    <ProductSection><Info>p</Info><Product>{name}</Product><Version>{version}</Version></ProductSection>
    <VirtualHardwareSection><Info>h</Info><System><vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
      <vssd:InstanceID>0</vssd:InstanceID><vssd:VirtualSystemType>vmx-19</vssd:VirtualSystemType></System></VirtualHardwareSection>
  </VirtualSystem>
</Envelope>
'''


def run(*arguments, status=0, **options):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120, **options)
    if done.returncode != status:
        raise AssertionError(f'{arguments}: status {done.returncode}: {done.stdout}{done.stderr}')
    return done


def write_ovf(folder, name, version='1.0'):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f'{name}-disk.vmdk').write_bytes(b'disk of ' + name.encode())
    (folder / f'{name}.ovf').write_text(OVF.format(name=name, disk=f'{name}-disk.vmdk', version=version))
    return folder / f'{name}.ovf'


def write_iso(path, label):
    descriptor = bytearray(2048)
    descriptor[0:7] = b'\x01CD001\x01'
    descriptor[40:72] = label.encode().ljust(32)
    descriptor[80:84] = (40).to_bytes(4, 'little')
    descriptor[128:130] = (2048).to_bytes(2, 'little')
    path.write_bytes(bytes(32768) + bytes(descriptor) + b'\xffCD001\x01'.ljust(2048, b'\0') + bytes(2048 * 22))
    return path


class WebTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix='web-test-')
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.root = self.folder / 'root'
        self.library = self.root / 'depot' / 'library'
        self.library.parent.mkdir(parents=True)
        self.servers = 0

    def make(self):
        run('init', '-r', self.library)
        packages = self.folder / 'packages'
        run('add', write_ovf(packages / 'a', 'photon'), '-r', self.library)
        run('add', write_ovf(packages / 'b', 'ubuntu', '24.04'), '--name', 'ubuntu 24 ä', '-r', self.library)
        run('add', write_iso(packages / 'disc.iso', 'A DISC'), '-r', self.library)

    def age(self):
        """As if nothing had been written for an hour."""
        for path in self.library.rglob('*'):
            time = path.stat().st_mtime - 3600
            os.utime(path, (time, time))

    def server(self, **options):
        self.servers += 1
        return nginx.Nginx(self.folder / f'server{self.servers}', self.root, **options)

    def client(self, url, *words, lines=0):
        done = subprocess.run([CLIENT, url, *words], capture_output=True, text=True, check=False, timeout=120, input='\n' * lines)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def asked(self, server, count):
        found = [(r.status, r.uri.rpartition('/')[2]) for r in server.requests(count)]
        server.forget()
        return found

    def equal_lists(self, url, folder, *options):
        for what in ('libraries', 'items', 'images'):
            texts = [run(what, '-o', 'json', '-r', *place).stdout for place in ((url, *options), (folder,))]
            # Conditions of items that are looked at for the first time carry the time of the look.
            self.assertEqual(*[re.sub(r'("lastTransitionTime": )"[^"]*"', r'\1""', text) for text in texts])


class Lists(WebTest):
    def test_the_same_as_the_folder(self):
        self.make()
        with self.server() as server:
            for url in ('/depot/library', '/depot/library/', '/depot/library/lib.json'):
                self.equal_lists(server.url + url, self.library)
            for command in (['get', 'photon'], ['resolve', 'photon'], ['versions'], ['newest', 'photon'], ['lock', 'photon']):
                there = run(*command, '-r', server.url + '/depot/library')
                self.assertEqual(there.stdout.replace(server.url + '/depot/library/lib.json', 'HERE'),
                                 re.sub(r'dir:[^"]*', 'HERE', run(*command, '-r', self.library).stdout))

    def test_requests_are_counted(self):
        self.make()
        self.age()
        with self.server() as server:
            lines = self.client(server.url + '/depot/library', 'open', 'images', 'images', 'items', 'url')
            self.assertEqual(lines, ['open 1', 'images 3', 'images 3', 'items 3', f'url {server.url}/depot/library/lib.json'])
            self.assertEqual(sorted(self.asked(server, 6)), sorted([
                (200, 'lib.json'), (200, 'items.json'), (200, 'photon.ovf'), (200, 'ubuntu.ovf'), (304, 'lib.json'),
                (304, 'lib.json')]))

    def test_only_what_has_changed_is_read_again(self):
        self.make()
        with self.server() as server:
            client = subprocess.Popen([CLIENT, server.url + '/depot/library', 'open', 'images', 'wait', 'images', 'images', 'pause',
                                       'images', 'images'],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.assertEqual([client.stdout.readline() for _ in range(2)], ['open 1\n', 'images 3\n'])
            self.asked(server, 4)
            run('add', write_ovf(self.folder / 'packages' / 'c', 'third'), '-r', self.library)
            self.age()
            self.assertEqual(client.communicate('\n', timeout=60)[0], 'images 4\n' * 4)
            # The list is asked for once more: writers may publish lib.json before it.
            self.assertEqual(self.asked(server, 7), [(200, 'lib.json'), (200, 'items.json'), (200, 'third.ovf'), (304, 'lib.json'),
                                                     (304, 'lib.json'), (304, 'items.json'), (304, 'lib.json')])

    def test_kept_on_disk(self):
        self.make()
        cache = self.folder / 'cache'
        with self.server() as server:
            words = (server.url + '/depot/library', f'cache={cache}', 'open', 'images')
            self.assertEqual(self.client(*words), ['open 1', 'images 3'])
            self.assertEqual(len(self.asked(server, 4)), 4)
            files = sorted((cache / 'descriptors').iterdir())
            self.assertEqual(len(files), 2)
            self.assertEqual(self.client(*words), ['open 1', 'images 3'])
            self.assertEqual(self.asked(server, 2), [(200, 'lib.json'), (200, 'items.json')])
            # A file that is damaged in one byte is not used, and is written anew.
            whole = files[0].read_bytes()
            for at in (3, 40, len(whole) // 2, len(whole) - 1):
                files[0].write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
                self.assertEqual(self.client(*words), ['open 1', 'images 3'])
                self.assertEqual(len(self.asked(server, 3)), 3)
                self.assertEqual(files[0].read_bytes(), whole)
            files[0].write_bytes(whole[:-1])
            self.client(*words)
            self.assertEqual(len(self.asked(server, 3)), 3)
            # Another token, another file.
            package = write_ovf(self.folder / 'packages' / 'd', 'photon', '2.0')
            later = package.stat().st_mtime + 10  # else the generation is one more than the file's time
            os.utime(package, (later, later))
            run('replace', 'photon', package, '-r', self.library)
            self.equal_lists(server.url + '/depot/library', self.library)

    def test_an_archive_is_not_read(self):
        self.make()
        ova = self.library / 'big'
        ova.mkdir()
        ovf = OVF.format(name='big', disk='big.vmdk', version='3').encode() + b' ' * 300000
        with tarfile.open(ova / 'big.ova', 'w') as tar:
            for name, data in (('big.ovf', ovf), ('big.vmdk', bytes(40000000))):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        size = (ova / 'big.ova').stat().st_size
        self.publish({'id': 'urn:uuid:11111111-2222-4333-8444-555555555555', 'name': 'big', 'type': 'vcsp.ovf', 'version': '1',
                      'selfHref': 'big/item.json', 'files': [{'name': 'big.ova', 'size': size, 'hrefs': ['big/big.ova'],
                                                              'generationNum': int((ova / 'big.ova').stat().st_mtime)}]})
        with self.server() as server:
            self.equal_lists(server.url + '/depot/library', self.library)
            asked = [r for r in server.requests() if r.uri.endswith('.ova')]
            self.assertEqual({r.status for r in asked}, {206})
            self.assertEqual({r.range for r in asked}, {'bytes=0-65535', f'bytes=65536-{512 + len(ovf) - 1}'})
            self.assertLess(sum(r.bytes for r in asked), 1500000)
        with self.server(extra='max_ranges 0;') as server:
            said = run('images', '-o', 'json', '-r', server.url + '/depot/library').stdout
            self.assertIn('gives no part of a file', said)
            self.assertLess(sum(r.bytes for r in server.requests()), 20000000)  # what the kernel had taken already

    def publish(self, item):
        """Add an item as other writers do."""
        items, library = self.library / 'items.json', self.library / 'lib.json'
        listed, described = json.loads(items.read_text()), json.loads(library.read_text())
        listed['items'].append(item)
        described['version'] = str(int(described['version']) + 1)
        items.write_text(json.dumps(listed))
        library.write_text(json.dumps(described))

    def test_hrefs(self):
        self.make()
        odd = self.library / 'odd'
        names = {'plain': 'a b#c%41.ovf', 'encoded': 'd e.ovf', 'bare': 'f.ovf', 'rooted': 'g.ovf', 'absolute': 'h.ovf'}
        with self.server() as server:
            hrefs = {'plain': 'odd/a b#c%41.ovf', 'encoded': 'odd/d%20e.ovf', 'bare': 'f.ovf', 'rooted': '/depot/library/odd/g.ovf',
                     'absolute': f'{server.url}/depot/library/odd/h.ovf'}
            for number, (kind, name) in enumerate(names.items()):
                made = write_ovf(odd, 'x').read_text()
                (odd / name).write_text(made)
                self.publish({'id': f'00000000-0000-4000-8000-00000000000{number}', 'name': kind, 'version': '1', 'type': 'vcsp.ovf',
                              'selfHref': 'odd/item.json',
                              'files': [{'name': name, 'size': len(made), 'hrefs': [hrefs[kind]]},
                                        {'name': 'x-disk.vmdk', 'size': 9, 'hrefs': ['odd/x-disk.vmdk']}]})
            for bad in ('../secret.ovf', 'file:///etc/passwd', '%2e%2e/x.ovf', 'http://user@localhost/x.ovf'):
                number += 1
                self.publish({'id': f'00000000-0000-4000-8000-0000000000{number + 10}', 'name': bad, 'version': '1', 'type': 'vcsp.ovf',
                              'files': [{'name': 'x.ovf', 'size': 1, 'hrefs': [bad]}]})
            server.forget()
            items = json.loads(run('items', '-o', 'json', '-r', server.url + '/depot/library').stdout)['items']
            ready = {i['status']['name']: i['status']['conditions'][0]['status'] for i in items}
            self.assertEqual({n: ready[n] for n in names}, dict.fromkeys(names, 'True'), items)
            self.assertEqual([ready[n] for n in ready if '/' in n], ['False'] * 4)
            self.assertFalse([r.uri for r in server.requests() if 'secret' in r.uri or 'passwd' in r.uri])

    def test_many(self):
        run('init', '-r', self.library)
        listed = {'items': []}
        for number in range(1000):
            name = f'item{number:04}'
            ovf = write_ovf(self.library / name, name)
            listed['items'].append({
                'id': f'urn:uuid:00000000-0000-4000-8000-{number:012}', 'name': name, 'version': '1', 'type': 'vcsp.ovf',
                'selfHref': f'{name}/item.json',
                'files': [{'name': f.name, 'size': f.stat().st_size, 'generationNum': int(f.stat().st_mtime), 'hrefs': [f'{name}/{f.name}']}
                          for f in (ovf, self.library / name / f'{name}-disk.vmdk')]})
        (self.library / 'items.json').write_text(json.dumps(listed))
        with self.server() as server:
            self.equal_lists(server.url + '/depot/library', self.library)
            server.forget()
            self.assertEqual(self.client(server.url + '/depot/library', 'open', 'images', 'images'), ['open 1'] + ['images 1000'] * 2)
            asked = server.requests(1003)
            self.assertEqual(len(asked), 1003)
            self.assertLessEqual(len({r.connection for r in asked}), 16)
        with self.server(tls=True, http2=True) as server:
            self.assertEqual(self.client(server.url + '/depot/library', f'ca={server.ca}', 'open', 'images')[1], 'images 1000')


class Ways(WebTest):
    def setUp(self):
        super().setUp()
        self.make()

    def test_tls(self):
        with self.server(tls=True) as server:
            url = server.url + '/depot/library'
            self.assertRegex(self.client(url, 'open')[0], '^open VMIMAGE_E_TLS ')
            self.assertEqual(self.client(url, f'ca={server.ca}', 'open', 'images'), ['open 1', 'images 3'])
            self.assertEqual(self.client(url, f'fingerprint={server.fingerprint}', 'open', 'images'), ['open 1', 'images 3'])
            self.assertRegex(self.client(url, 'fingerprint=' + '00' * 32, 'open')[0], '^open VMIMAGE_E_TLS ')
            lines = self.client(url, 'log', 'insecure=1', 'open', 'images')
            self.assertEqual(lines[-1], 'images 3')
            self.assertTrue(any('log ' in line for line in lines), lines)

    def test_password(self):
        with self.server(auth=('vcsp', 'se/c r@t')) as server:
            url = server.url + '/depot/library'
            self.assertRegex(self.client(url, 'open')[0], '^open VMIMAGE_E_UNAUTHENTICATED http=401')
            self.assertRegex(self.client(url, 'user=vcsp', 'password=no', 'open')[0], '^open VMIMAGE_E_UNAUTHENTICATED http=401')
            self.assertEqual(self.client(url, 'user=vcsp', 'password=se/c r@t', 'open', 'images'), ['open 1', 'images 3'])
            for login in ('vcsp:se%2Fc%20r%40t@', ':se%2Fc%20r%40t@'):
                lines = self.client(url.replace('//', f'//{login}'), 'open', 'images', 'url')
                self.assertEqual(lines, ['open 1', 'images 3', f'url {url}/lib.json'])
            wrong = self.client(url.replace('//', '//vcsp:geheim@'), 'open')[0]
            self.assertNotIn('geheim', wrong)

    def test_redirects(self):
        with self.server(auth=('vcsp', 'secret')) as server:
            words = ('user=vcsp', 'password=secret', 'open', 'images')
            for way in ('redirect', 'found'):
                self.assertEqual(self.client(f'{server.url}/{way}/depot/library', *words), ['open 1', 'images 3'])
            server.forget()
            # To a host that asks for nothing: it gets nothing.
            self.assertEqual(self.client(f'{server.url}/elsewhere/depot/library', *words), ['open 1', 'images 3'])
            asked = server.requests(8)
            self.assertEqual({r.server for r in asked}, {'main', 'other'})
            self.assertEqual({r.authorization for r in asked if r.server == 'other'}, {''})
            self.assertEqual({r.authorization for r in asked if r.server == 'main'}, {'Basic'})
            self.assertRegex(self.client(f'{server.url}/loop/lib.json', *words)[0], '^open VMIMAGE_E_')

    def test_command(self):
        password = self.folder / 'password'
        password.write_text('secret\nand more\n')
        with self.server(tls=True, auth=('vcsp', 'secret')) as server:
            url = server.url + '/depot/library'
            for trust in (['--ca', server.ca], ['--fingerprint', server.fingerprint_sha1], ['--insecure']):
                self.equal_lists(url, self.library, *trust, '--password-file', password)
            environment = dict(os.environ, VMIMAGE_PASSWORD='secret')
            self.assertIn('photon', run('images', '-r', url, '--ca', server.ca, env=environment).stdout)
            self.assertIn('photon', run('images', '-r', url, '--ca', server.ca, '--user', 'vcsp', env=environment).stdout)
            self.assertIn('401', run('images', '-r', url, '--ca', server.ca, status=3).stderr)
            self.assertIn('401', run('images', '-r', url, '--ca', server.ca, '--user', 'me', status=3, env=environment).stderr)
            self.assertIn('certificate', run('images', '-r', url, status=3).stderr)
            self.assertIn('transport "http"', run('add', self.folder / 'packages' / 'disc.iso', '-r', url, '--ca', server.ca, status=4,
                                                  env=environment).stderr)

    def test_only_lib_json_is_redirected(self):
        with self.server(redirects={'/latest/lib.json': '/depot/library/lib.json'}) as server:
            self.assertEqual(self.client(server.url + '/latest/', 'open', 'images', 'images'), ['open 1', 'images 3', 'images 3'])

    def test_another_host_in_an_href(self):
        with self.server(auth=('vcsp', 'secret')) as server:
            listed = json.loads((self.library / 'items.json').read_text())
            for item in listed['items']:
                for file in item['files']:
                    file['hrefs'] = [f'{server.other_url}/depot/library/{file["hrefs"][0]}']
            (self.library / 'items.json').write_text(json.dumps(listed))
            self.assertEqual(self.client(server.url + '/depot/library', 'user=vcsp', 'password=secret', 'open', 'images')[1], 'images 3')
            asked = server.requests(4)
            self.assertEqual([r.authorization for r in asked if r.server == 'other'], ['', ''])
            library = json.loads((self.library / 'lib.json').read_text())
            library['itemsHref'] = server.other_url + '/depot/library/items.json'
            (self.library / 'lib.json').write_text(json.dumps(library))
            self.assertRegex(self.client(server.url + '/depot/library', 'user=vcsp', 'password=secret', 'open', 'images')[1],
                             '^images VMIMAGE_E_INVALID .*another server')

    def test_proxy(self):
        with self.server() as server:
            self.assertEqual(self.client(server.url + '/depot/library', f'proxy={server.proxy}', 'open', 'images'), ['open 1', 'images 3'])
            self.assertIn('proxy', {r.server for r in server.requests()})


def hash_of(data):
    value = 14695981039346656037
    for byte in data:
        value = ((value ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return f'{value:016x}'


class Streams(WebTest):
    def setUp(self):
        super().setUp()
        run('init', '-r', self.library)
        ovf = write_ovf(self.folder / 'a', 'photon')
        self.disk = bytes(range(251)) * 4003
        (self.folder / 'a' / 'photon-disk.vmdk').write_bytes(self.disk)
        run('add', ovf, '-r', self.library)

    def read(self, server, start, name='photon-disk.vmdk', *options):
        return self.client(server.url + '/depot/library', *options, 'open', f'file=photon/{name}@{start}')[1]

    def test_from_any_byte(self):
        size = len(self.disk)
        with self.server(tls=True, auth=('vcsp', 'secret')) as server:
            options = f'ca={server.ca}', 'user=vcsp', 'password=secret'
            for start in (0, 1, 99999, 100003, size - 1, size):
                self.assertEqual(self.read(server, start, 'photon-disk.vmdk', *options),
                                 f'size {size} hash {hash_of(self.disk[start:])} file {size - start}')
            self.assertIn(f'bytes={size - 1}-', {r.range for r in server.requests()})
            self.assertRegex(self.read(server, size + 1, 'photon-disk.vmdk', *options), 'file VMIMAGE_E_INVALID .*behind the end')
            self.assertRegex(self.read(server, 0, 'other.vmdk', *options), 'file VMIMAGE_E_NOT_FOUND ')

    def test_slow_server(self):
        with self.server(rate=400000) as server:
            self.assertIn(f'hash {hash_of(self.disk)} ', self.read(server, 0))

    def test_another_file(self):
        path = self.library / 'photon' / 'photon-disk.vmdk'
        for data in (self.disk[:-1], self.disk + b'x'):
            path.write_bytes(data)
            with self.server() as server:
                self.assertRegex(self.read(server, 0), 'file VMIMAGE_E_INTEGRITY .*the library says')
        path.unlink()
        with self.server() as server:
            self.assertRegex(self.read(server, 0), 'file VMIMAGE_E_NOT_FOUND http=404')

    def test_another_host_gets_no_password(self):
        with self.server(auth=('vcsp', 'secret')) as server:
            words = 'user=vcsp', 'password=secret', 'open', 'file=photon/photon-disk.vmdk@5'
            self.assertIn(hash_of(self.disk[5:]), self.client(server.url + '/elsewhere/depot/library', *words)[1])
            self.assertEqual({r.authorization for r in server.requests() if r.server == 'other'}, {''})


class Watches(WebTest):
    def test_changes(self):
        self.make()
        with self.server() as server:
            client = subprocess.Popen([CLIENT, server.url + '/depot/library', 'poll=300', 'open', 'watch=7'], stdout=subprocess.PIPE,
                                      text=True)
            self.addCleanup(client.stdout.close)
            self.addCleanup(client.wait)
            self.addCleanup(client.kill)
            said = [client.stdout.readline() for _ in range(5)]
            self.assertEqual(sorted(said[1:4]) + said[4:], ['added disc\n', 'added photon\n', 'added ubuntu 24 ä\n', 'synced -\n'])
            self.age()
            run('add', write_ovf(self.folder / 'packages' / 'c', 'third'), '-r', self.library)
            self.assertEqual(client.stdout.readline(), 'added third\n')
            run('replace', 'photon', write_ovf(self.folder / 'packages' / 'd', 'photon', '2.0'), '-r', self.library)
            self.assertEqual(client.stdout.readline(), 'modified photon\n')
            run('remove', 'photon', '-r', self.library)
            self.assertEqual([client.stdout.readline() for _ in range(2)], ['removed photon\n', 'watch 0\n'])

    def test_server_comes_back(self):
        self.make()
        with self.server() as server:
            port = server.port
            client = subprocess.Popen([CLIENT, server.url + '/depot/library', 'poll=300', 'open', 'watch=5'], stdout=subprocess.PIPE,
                                      text=True)
            self.addCleanup(client.stdout.close)
            self.addCleanup(client.wait)
            self.addCleanup(client.kill)
            self.assertEqual([client.stdout.readline() for _ in range(5)][4], 'synced -\n')
        self.assertEqual(client.stdout.readline(), 'error -\n')
        self.assertIsNotNone(port)


class Broken(WebTest):
    def setUp(self):
        super().setUp()
        self.make()

    def listed(self, file, text, what='images'):
        path = self.library / file
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
        with self.server() as server:
            lines = self.client(server.url + '/depot/library', 'open', what)
        return lines[-1] if lines[0] == 'open 1' else lines[0]

    def test_library(self):
        self.assertRegex(self.listed('lib.json', '{"name": '), '^open VMIMAGE_E_PARSE .*lib.json:1')
        self.assertRegex(self.listed('lib.json', '<!DOCTYPE html><html>'), '^open VMIMAGE_E_PARSE .*is a page of HTML')
        self.assertRegex(self.listed('lib.json', ''), '^open VMIMAGE_E_PARSE .*is empty')
        self.assertRegex(self.listed('lib.json', '{"name": "x"}'), '^open VMIMAGE_E_PARSE .*"id" is missing')
        self.assertRegex(self.listed('lib.json', '[]'), '^open VMIMAGE_E_PARSE .*instead of an object')
        self.assertRegex(self.listed('lib.json', None), '^open VMIMAGE_E_NOT_FOUND http=404')

    def test_list(self):
        self.assertRegex(self.listed('items.json', '{"items": 1}'), '^images VMIMAGE_E_PARSE .*no array "items"')
        self.assertRegex(self.listed('items.json', '{"items": ['), "^images VMIMAGE_E_PARSE .*can't be listed")
        self.assertRegex(self.listed('items.json', '<html>'), '^images VMIMAGE_E_PARSE .*HTML')
        self.assertRegex(self.listed('items.json', None), "^images VMIMAGE_E_NOT_FOUND .*can't be listed")

    def test_one_item(self):
        (self.library / 'photon' / 'photon.ovf').unlink()
        with self.server() as server:
            images = json.loads(run('images', '-o', 'json', '-r', server.url + '/depot/library').stdout)['items']
        self.assertEqual(len(images), 3)
        self.assertEqual({i['status']['name']: i['status']['conditions'][-1]['status'] for i in images}['photon'], 'False')

    def test_size(self):
        with open(self.library / 'photon' / 'photon.ovf', 'a') as file:
            file.write('<!-- more -->')
        with self.server() as server:
            items = json.loads(run('items', '-o', 'json', '-r', server.url + '/depot/library').stdout)['items']
        reasons = {i['status']['name']: i['status']['conditions'][0]['reason'] for i in items}
        self.assertEqual(reasons, {'photon': 'ContentDiffers', 'ubuntu 24 ä': 'True', 'disc': 'True'})

    def test_maintenance(self):
        library = json.loads((self.library / 'lib.json').read_text())
        library['maintenanceMessage'] = 'back at noon'
        (self.library / 'lib.json').write_text(json.dumps(library))
        with self.server() as server:
            self.equal_lists(server.url + '/depot/library', self.library)
            self.assertIn('log http', self.client(server.url + '/depot/library', 'log', 'open')[0])

    def test_being_made(self):
        failed = 'location = /depot/library/items.json { default_type application/json; return 503 \'{"status":"failed","progress":3,"message":"disk full"}\'; }'
        with self.server(extra=failed) as server:
            self.assertRegex(self.client(server.url + '/depot/library', 'open', 'images')[1], '^images VMIMAGE_E_BUSY .*disk full')

    def test_server_gone(self):
        with self.server() as server:
            url = server.url
        self.assertRegex(self.client(url + '/depot/library', 'open')[0], '^open VMIMAGE_E_UNREACHABLE')
        run('images', '-r', url, status=3)


if __name__ == '__main__':
    why = nginx.available()
    if why is not None:
        print(f'skipped: {why}')
        sys.exit(77)
    unittest.main()
