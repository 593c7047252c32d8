#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# vsphere.py [--build DIR] [--quick]: 1,000 OVF items of a vCenter listed as images (list, get, descriptor, status), on loopback and with 10 ms
# added to each request, beside bare libcurl that sends the same requests, govc and govmomi. Prints JSON.
import argparse
import json
import pathlib
import re
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / 'bench'), str(TOP / 'tests/servers')]

import measure  # noqa: E402
import vcenter  # noqa: E402

DESCRIPTOR = 112000
PASSWORD = 'user:pass'


def discover(build, server, connections=None):
    more = ['-c', str(connections)] if connections else []
    return [build / 'bench/discover', *more, '-a', server.ca, server.vsphere_url], None


def record(build, server, item):
    """
    What the library asks for, as the server has seen it: the paths that come before the items, and the requests for an item, in the words
    of bench/floor.c; {ID} and {FILE} are the item's.
    """
    server.reset_counts()
    measure.once(build, *discover(build, server, 1))
    before, row, log = [], [], server.requests()
    for seen in log:
        method, path, body = seen['method'], seen['path'], ''
        session = re.search(r'/download-session/([0-9a-f-]{36})', path)
        if path.endswith('/api/session'):
            continue
        if not row and item not in path:
            before.append((method, path, body))
            continue
        if method == 'POST':
            body = '{"file_name":"{FILE}"}' if session else '{"library_item_id":"{ID}"}'
        if '/data/' in path:
            path = '{U}'
        elif session:
            path = path.replace(session.group(1), '{S}')
        row.append((method, path.replace(item, '{ID}'), body))
    return before, row


def write_list(path, before, row, ids):
    """The list for bench/floor: first what comes before the items, then a row for each."""
    with open(path, 'w', encoding='ascii') as out:
        for line in before:
            out.write('\t'.join(line) + '\n')
        out.write('\n')
        for number, item in enumerate(ids):
            for method, where, body in row:
                out.write('\t'.join((method, where.replace('{ID}', item),
                                     body.replace('{ID}', item).replace('{FILE}', f'image-{number:05d}.ovf'))) + '\n')
            out.write('\n')


def commands_of(build, server, lists, peers, counts):
    made = {}
    for connections in counts:
        made[f'libvmimage {connections}'] = discover(build, server, connections)
        made[f'floor {connections}'] = ([build / 'bench/floor', '-c', connections, '-a', server.ca, '-u', PASSWORD, server.url, lists], None)
        made[f'floor {connections} http/1.1'] = ([build / 'bench/floor', '-h', '-c', connections, '-a', server.ca, '-u', PASSWORD, server.url,
                                                  lists], None)
    made['libvmimage'] = discover(build, server)
    return dict(made, **peers)


def peers_of(server, slow):
    """Programs that one would use instead. With a delay the sequential one takes a minute: once is enough elsewhere."""
    try:
        govc, lister = vcenter.govc(), vcenter.program('govmomi_list')
    except vcenter.NoGo as why:
        return {}, str(why)
    environment = server.environment()
    lib = [lister, '-descriptors', '-parse']
    peers = {'govc library.info': ([govc, 'library.info', '-json', 'bench/*'], environment),
             'govmomi 32 workers': ([*lib, '-workers', '32', 'bench'], environment)}
    if not slow:
        peers['govmomi sequential'] = ([*lib, 'bench'], environment)
    return peers, None


def calls(server):
    seen = server.counts()
    return {'total': seen['total'], 'counts': seen['counts'], 'connections': seen['connections'], 'protocols': seen['protocols']}


def discovery(build, quick, counts, most):
    items = 100 if quick else 1000
    results = {'items': items, 'descriptor_bytes': DESCRIPTOR}
    # The identifiers follow from the seed: those of one item are those of the first of many.
    with tempfile.TemporaryDirectory() as folder, vcenter.VCenter(pathlib.Path(folder) / 'vc') as server:
        one = server.fill(items=1, name='bench', descriptor=DESCRIPTOR)['bench']
        before, row = record(build, server, one['items'][0])
    with tempfile.TemporaryDirectory() as folder, vcenter.VCenter(pathlib.Path(folder) / 'vc') as server:
        made, lists = server.fill(items=items, name='bench', descriptor=DESCRIPTOR)['bench'], pathlib.Path(folder) / 'requests'
        write_list(lists, [tuple(f.replace(one['id'], made['id']) for f in line) for line in before], row, made['items'])
        results['requests_per_item'] = [f'{m} {p.split("?")[0]}' for m, p, _ in row]
        server.reset_counts()
        said = measure.once(build, *discover(build, server))
        results['requests'] = calls(server)
        results['said'] = said['said']
        for delay in (0, 10):
            server.latency(delay)
            peers, missing = peers_of(server, delay != 0)
            rounds = 1 if quick else most if delay == 0 else (most + 1) // 2
            with measure.Busy() as busy:
                figures = measure.compare(build, commands_of(build, server, lists, peers, counts), rounds)
            figures['busy_cores_of_others'] = busy.cores
            if missing:
                figures['peers_skipped'] = missing
            results[f'{delay} ms'] = figures
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', type=pathlib.Path, default=TOP / 'build')
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--connections', default='8,32')
    parser.add_argument('--rounds', type=int, default=5)
    arguments = parser.parse_args()
    counts = [int(c) for c in arguments.connections.split(',')]
    print(json.dumps(discovery(arguments.build.resolve(), arguments.quick, counts, arguments.rounds), indent=1))


if __name__ == '__main__':
    main()
