# SPDX-License-Identifier: Apache-2.0
"""A vCenter for tests: `with VCenter(folder) as server:` starts it on free ports, and stops it whatever happens.

server.url, .sdk, .ca, .sha256, .sha1, .user, .password, .places, .vms and the rest of the line that the program prints are
attributes; the knobs are methods. vcenter/README.md says what the server does and what the fields of a rule mean."""
import json
import os
import pathlib
import subprocess
import urllib.error
import urllib.request

import gotools
from gotools import NoGo

__all__ = ['VCenter', 'NoGo', 'govc']
HERE = pathlib.Path(__file__).resolve().parent


def program(name):
    """The path of the program of the folder NAME beside this file, built when it is not there yet. Raises NoGo."""
    return gotools.build(name, HERE / name, {name: '.'}) / name


def govc():
    """The path of govc, built from the same module as the server. Raises NoGo."""
    return program('govc')


class VCenter:
    def __init__(self, folder, plain=False, user='user', password='pass', tls=True, http2=True, expired=False,
                 certificate_host=None, client_certificate_needed=False, api_version=None, rest_only=False, seed=1):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.arguments = ['-data', str(self.folder), '-user', user, '-password', password, '-seed', str(seed)]
        for wanted, option in ((plain, '-plain'), (not tls, '-tls=false'), (not http2, '-http2=false'), (expired, '-expired'),
                               (client_certificate_needed, '-client-certificate'), (rest_only, '-rest-only'),
                               (certificate_host, f'-certificate-host={certificate_host}'), (api_version, f'-api-version={api_version}')):
            if wanted:
                self.arguments.append(option)
        self.process = None

    def __enter__(self):
        path = program('vcenter')
        self.log = open(self.folder / 'vcenter.log', 'w', encoding='utf-8')  # pylint: disable=consider-using-with
        self.process = subprocess.Popen([path, *self.arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.__exit__()
            raise RuntimeError('the vCenter did not start: ' + (self.folder / 'vcenter.log').read_text()[-2000:])
        self.ready = json.loads(line)
        self.__dict__.update(self.ready)
        return self

    def __exit__(self, *_):
        if self.process is None:
            return
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()

    # what a client needs

    @property
    def vsphere_url(self):
        return f'vsphere://{self.user}:{self.password}@{self.host}:{self.port}'

    def environment(self):
        """The environment with GOVC_* set for this server."""
        found = dict(os.environ, GOVC_URL=self.sdk, GOVC_USERNAME=self.user, GOVC_PASSWORD=self.password,
                     GOVC_PERSIST_SESSION='false', HOME=str(self.folder), VMIMAGE_REGISTRY=self.vsphere_url)
        if self.ready.get('ca'):
            found['GOVC_TLS_CA_CERTS'] = self.ca
        return found

    def vm(self, name):
        return next(vm for vm in self.vms if vm['name'] == name)

    def place(self, kind, name=None):
        """The identifier of the first object of a kind (Datastore, Folder, ResourcePool, ...), or of the one of that name."""
        return next(p['id'] for p in self.places[kind] if name is None or p['name'] == name)

    # knobs

    def call(self, method, path, body=None):
        """One request to the control port."""
        request = urllib.request.Request(self.control + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=300) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error)['error']) from None

    def latency(self, milliseconds):
        """Every call waits so long before it is looked at."""
        self.call('POST', '/latency', {'ms': milliseconds})

    def fail(self, path=None, method=None, soap=None, **rule):
        """Adds a rule: calls that match path and method, or the SOAP method, fail. The fields are those of README.md; without
        an action and with a status or a body it is a reply. By default the next matching call only (times=1)."""
        if 'action' not in rule and ('status' in rule or 'body' in rule or 'body_kind' in rule):
            rule['action'] = 'reply'
        rule.setdefault('times', 1)
        rule.update({key: value for key, value in (('path', path), ('method', method), ('soap', soap)) if value})
        return self.call('POST', '/rules', rule)

    def rules(self):
        """All rules, each with how many calls it has seen and hit."""
        return self.call('GET', '/rules')

    def clear_rules(self):
        self.call('DELETE', '/rules')

    def expire(self, after=0, times=1):
        """Ends all sessions, or the next TIMES sessions (0: each) after so many calls of theirs."""
        self.call('POST', '/expire', {'after': after, 'times': times})

    def counts(self):
        """{'counts': {'GET /path': n, 'SOAP Name': n}, 'total', 'protocols', 'connections', 'open', 'peak'} since the last reset."""
        return self.call('GET', '/counts')

    def reset_counts(self):
        self.call('DELETE', '/counts')

    def requests(self):
        """The last requests, oldest first: method, path, soap, protocol, activation, status, rule, seconds."""
        return self.call('GET', '/requests')

    def reset(self):
        """No latency, no rules, no expiry, no counts. What the server keeps stays."""
        self.call('POST', '/reset')

    def close_connections(self):
        """Cuts every connection of clients."""
        self.call('POST', '/close')

    # what the server does, beyond faults; not with plain=True

    def settings(self, **changes):
        """Changes settings (README.md lists them); gives all."""
        return self.call('POST', '/settings', changes)

    def fill(self, libraries=1, items=10, **more):
        """Makes libraries of OVF items at once; gives {name: {'id', 'items': [ids]}}. More: name, prefix, kind='iso',
        descriptor=BYTES, published=True, datastore."""
        return self.call('POST', '/fill', dict(more, libraries=libraries, items=items))
