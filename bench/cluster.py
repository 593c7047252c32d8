#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# cluster.py [--build DIR] [--quick]: 5,000 images of 3.4 KB on a real API server: all listed, and one display name resolved by a new process,
# beside bare libcurl that asks for the same, client-go and kubectl. Prints JSON.
import argparse
import concurrent.futures
import json
import os
import pathlib
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / 'bench'), str(TOP / 'tests/servers'), str(TOP / 'bindings/python/src')]

import gotools  # noqa: E402
import measure  # noqa: E402

VERSION = 'vmoperator.vmware.com/v1alpha6'
IMAGES = f'/apis/{VERSION}/virtualmachineimages'
OWN = f'/apis/{VERSION}/namespaces/team-a/virtualmachineimages'
SHARED = f'/apis/{VERSION}/clustervirtualmachineimages'
TABLE = 'Accept: application/json;as=Table;v=v1;g=meta.k8s.io'
TIME = '2026-01-02T03:04:05Z'


def image(number):
    """About 3.4 KB as the server sends it."""
    name = f'vmi-{number:017x}'
    condition = [{'type': kind, 'status': 'True', 'reason': 'True', 'message': '', 'lastTransitionTime': TIME}
                 for kind in ('Ready', 'VirtualMachineImageProviderReady', 'VirtualMachineImageProviderSecurityCompliant',
                              'VirtualMachineImageSynced')]
    properties = [{'key': f'guestinfo.option-{n:02d}', 'type': 'string', 'default': f'value {n} of {number}'} for n in range(10)]
    return {'apiVersion': VERSION, 'kind': 'VirtualMachineImage',
            'metadata': {'name': name, 'namespace': 'team-a', 'annotations': {'vmware.com/display-name': f'image-{number:05d}'},
                         'labels': {'os-type.kubernetes.vmware.com/ubuntu64Guest': '', 'image.vmoperator.vmware.com/type': 'OVF',
                                    'capability.image.vmoperator.vmware.com/cloud-init': 'true'}},
            'spec': {'providerRef': {'apiVersion': 'imageregistry.vmware.com/v1alpha2', 'kind': 'ContentLibraryItem',
                                     'name': f'clitem-{number:017x}'}},
            'status': {'name': f'image-{number:05d}', 'type': 'OVF', 'firmware': 'efi', 'hardwareVersion': 19,
                       'providerContentVersion': '2', 'providerItemID': f'00000000-0000-4000-8000-{number:012x}',
                       'capabilities': ['cloud-init', 'nvidia-gpu'], 'conditions': condition,
                       'osInfo': {'id': '94', 'type': 'ubuntu64Guest', 'version': '24.04'},
                       'productInfo': {'product': 'Ubuntu Server', 'vendor': 'Example', 'version': '24.4.0', 'fullVersion': f'24.4.0+{number}'},
                       'disks': [{'name': f'disk-{n}', 'capacity': '10Gi', 'size': '1234567890'} for n in range(2)],
                       'ovfProperties': properties, 'vmwareSystemProperties': [{'key': 'vmware-system.tkr', 'value': 'none'}]}}


def fill(cluster, count):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for done in pool.map(cluster.put_object, map(image, range(count))):
            assert done
    return len(cluster.request('GET', IMAGES, raw=True)[1]) // count


def write_list(path, *lines):
    path.write_text(''.join(f'GET\t{line}\t\n\n' for line in lines), encoding='ascii')
    return path


def peers_of(cluster, kubeconfig, wanted):
    """Programs that one would use instead: (those that list, those that resolve), or why there are fewer."""
    environment = dict(os.environ, KUBECONFIG=kubeconfig, HOME=str(cluster.folder))
    kubectl = cluster.programs / 'kubectl'
    listing = {'kubectl -o name': ([kubectl, 'get', 'virtualmachineimages', '-A', '-o', 'name'], environment)}
    resolving = {'kubectl jsonpath': ([kubectl, '-n', 'team-a', 'get', 'virtualmachineimages', '-o',
                                       f'jsonpath={{.items[?(@.status.name=="{wanted}")].metadata.name}}'], environment)}
    try:
        program = gotools.build('clientgo', TOP / 'bench/peers/clientgo', {'clientgo': '.'}) / 'clientgo'
    except gotools.NoGo as why:
        return listing, resolving, str(why)
    for how in ('dynamic', 'metadata'):
        listing[f'client-go {how}'] = ([program, '-client', how], environment)
        resolving[f'client-go {how}'] = ([program, '-client', how, '-namespace', 'team-a', '-resolve', wanted], environment)
    return listing, resolving, None


def cluster_figures(build, quick):
    os.environ.setdefault('VMIMAGE_LIBRARY', str(next((build / 'lib').glob('libvmimage.so.*.*.*'))))
    import kubernetes  # only here: it needs the Python package's library
    count, rounds, results = (200, 1, {}) if quick else (5000, 5, {})
    with tempfile.TemporaryDirectory() as folder, kubernetes.Kubernetes(folder) as cluster:
        cluster.install_crds()
        results['images'], results['bytes_each'] = count, fill(cluster, count)
        config, here, wanted = cluster.kubeconfig('admin'), pathlib.Path(folder), f'image-{count // 2:05d}'
        floor = [build / 'bench/floor', '-a', cluster.ca, '-H', f'Authorization: Bearer {kubernetes.USERS["admin"][0]}']
        ours = [build / 'bench/discover', '-k', config]
        listing, resolving, missing = peers_of(cluster, config, wanted)
        both = write_list(here / 'full', IMAGES, SHARED)
        tables = write_list(here / 'tables', OWN + '?includeObject=None', SHARED + '?includeObject=None')
        with measure.Busy() as busy:
            results['list'] = measure.compare(build, {
                'libvmimage kept': ([*ours, '-w', 'k8s:test/*'], None),
                'libvmimage': ([*ours, 'k8s:test/*'], None),
                'floor': ([*floor, cluster.url, both], None), **listing}, rounds)
            results['resolve'] = measure.compare(build, {
                'libvmimage': ([*ours, '-n', 'team-a', '-r', wanted, 'k8s:test/team-a'], None),
                'floor table': ([*floor, '-H', TABLE, cluster.url, write_list(here / 'table', OWN + '?includeObject=None')], None),
                'floor both tables': ([*floor, '-c', '2', '-H', TABLE, cluster.url, tables], None), **resolving}, rounds * 2)
        results['busy_cores_of_others'] = busy.cores
        if missing:
            results['peers_skipped'] = missing
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', type=pathlib.Path, default=TOP / 'build')
    parser.add_argument('--quick', action='store_true')
    arguments = parser.parse_args()
    print(json.dumps(cluster_figures(arguments.build.resolve(), arguments.quick), indent=1))


if __name__ == '__main__':
    main()
