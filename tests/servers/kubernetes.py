# SPDX-License-Identifier: Apache-2.0
"""
A real cluster without machines: etcd and kube-apiserver on free loopback ports, in a folder of their own, with the kinds of the
image model, RBAC, users with tokens and with certificates, and the conversion webhook answered by this library itself.

    with Kubernetes(folder) as cluster:
        cluster.install_crds()
        cluster.kubectl('get', 'vmi', '-A')

By hand: python3 kubernetes.py FOLDER
"""
import base64
import http.client
import http.server
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

import gotools
import kubernetes_crds

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = {'etcd': 'go.etcd.io/etcd/server/v3', 'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
            'kubectl': 'k8s.io/kubernetes/cmd/kubectl'}
VERSION = 'k8s.io/component-base/version'
FLAGS = ['-ldflags', f'-s -w -X {VERSION}.gitVersion=v1.36.3 -X {VERSION}.gitMajor=1 -X {VERSION}.gitMinor=36']
# User: token, groups. The last one may read one namespace and nothing else.
USERS = {
    'admin': ('admin-token-3f1b', ['system:masters']),
    'reader': ('reader-token-77c0', ['readers']),
    'narrow': ('narrow-token-91de', []),
    'nobody': ('nobody-token-0000', []),
}
NAMESPACES = ['team-a', 'team-b']
GROUPS = [kubernetes_crds.VMOP, kubernetes_crds.REGISTRY]


def programs():
    """The folder with the server programs. Raises gotools.NoGo."""
    return gotools.build('kubernetes', HERE / 'kubernetes', PROGRAMS, FLAGS)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Authority:
    """A private CA, and the certificates that it makes. Files NAME.crt and NAME.key in its folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
                      '-subj', '/CN=test CA', '-keyout', self.key('ca'), '-out', self.certificate('ca'),
                      '-addext', 'keyUsage=critical,keyCertSign,cRLSign')

    def certificate(self, name):
        return str(self.folder / (name + '.crt'))

    def key(self, name):
        return str(self.folder / (name + '.key'))

    def _openssl(self, *arguments):
        subprocess.run(['openssl', *map(str, arguments)], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE)

    def make(self, name, subject, names='', days=30):
        """names: subjectAltName of a server; without it the certificate is one of a client."""
        extensions = self.folder / (name + '.ext')
        extensions.write_text(f'subjectAltName={names}\nextendedKeyUsage=serverAuth\n' if names
                              else 'extendedKeyUsage=clientAuth\n', encoding='ascii')
        request = self.folder / (name + '.csr')
        self._openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', subject,
                      '-keyout', self.key(name), '-out', request)
        self._openssl('x509', '-req', '-in', request, '-CA', self.certificate('ca'), '-CAkey', self.key('ca'), '-days', days,
                      '-set_serial', str(int.from_bytes(os.urandom(8), 'big') >> 1), '-extfile', extensions, '-out', self.certificate(name))


class Converter:
    """/convert of the kinds' webhook, by the library's own conversion."""

    def __init__(self, authority):
        import vmimage  # the Python package of this tree; found by VMIMAGE_LIBRARY

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):  # noqa: N802
                review = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                body = json.dumps(self.answer(review)).encode()
                self.send_response(200)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            @staticmethod
            def answer(review):
                request = review['request']
                response = {'uid': request['uid'], 'result': {'status': 'Success'}}
                try:
                    response['convertedObjects'] = [
                        json.loads(vmimage.convert(json.dumps(item), request['desiredAPIVersion'])) for item in request['objects']]
                except vmimage.Error as error:
                    response['result'] = {'status': 'Failure', 'message': str(error)}
                return {'apiVersion': review['apiVersion'], 'kind': 'ConversionReview', 'response': response}

            def log_message(self, *arguments):
                pass

        authority.make('webhook', '/CN=webhook', 'IP:127.0.0.1')
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.certificate('webhook'), authority.key('webhook'))
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f'https://127.0.0.1:{self.server.server_address[1]}/convert'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Kubernetes:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.programs = programs()
        self.authority = None
        self.converter = None
        self.processes = {}
        self.port = self.etcd_port = 0
        self.url = ''

    def __enter__(self):
        try:
            self._prepare()
            for attempt in range(3):
                if self._start():
                    break
                if attempt == 2:
                    raise RuntimeError('the test cluster does not start: ' + self._log_tail())
                self._stop()
            self._set_up()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        connection = getattr(getattr(self, '_local', None), 'connection', None)
        if connection is not None:
            connection.close()
        self._stop()
        if self.converter is not None:
            self.converter.close()
            self.converter = None

    def _prepare(self):
        self.authority = Authority(self.folder / 'pki')
        self.ca = self.authority.certificate('ca')
        self.authority.make('apiserver', '/CN=kube-apiserver', 'IP:127.0.0.1,DNS:localhost,DNS:api.test')
        self.authority.make('admin', '/O=system:masters/CN=admin')
        self.authority.make('reader', '/O=readers/CN=reader')
        self.authority.make('narrow', '/CN=narrow')
        tokens = [f'{token},{user},{user},"{",".join(groups)}"\n' for user, (token, groups) in USERS.items()]
        (self.folder / 'tokens.csv').write_text(''.join(tokens), encoding='ascii')

    # ---- the processes ----

    def _run(self, name, *arguments):
        log = open(self.folder / (name + '.log'), 'ab')
        with log:
            # The process ends with the one that started it, also when that is killed.
            self.processes[name] = subprocess.Popen([self.programs / name, *arguments], stdin=subprocess.DEVNULL, stdout=log,
                                                    stderr=log, cwd=self.folder, preexec_fn=_die_with_parent)

    def _start(self):
        self.etcd_port, peer, self.port = free_port(), free_port(), free_port()
        self.url = f'https://127.0.0.1:{self.port}'
        etcd, peers = f'http://127.0.0.1:{self.etcd_port}', f'http://127.0.0.1:{peer}'
        shutil.rmtree(self.folder / 'etcd', ignore_errors=True)
        self._run('etcd', '--data-dir', 'etcd', '--unsafe-no-fsync', '--listen-client-urls', etcd, '--advertise-client-urls', etcd,
                  '--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', f'default={peers}',
                  '--log-level', 'warn')
        return self.start_server()

    def start_server(self, port=None):
        """The API server (again), on the same port or another. False when it ends instead of getting ready."""
        pki = self.authority
        self.port = port or self.port
        self.url = f'https://127.0.0.1:{self.port}'
        self._run('kube-apiserver', '--etcd-servers', f'http://127.0.0.1:{self.etcd_port}', '--bind-address', '127.0.0.1',
                  '--advertise-address', '127.0.0.1', '--secure-port', str(self.port), '--tls-cert-file', pki.certificate('apiserver'),
                  '--tls-private-key-file', pki.key('apiserver'), '--client-ca-file', self.ca, '--token-auth-file', 'tokens.csv',
                  '--authorization-mode', 'RBAC', '--service-account-issuer', 'https://kubernetes.default.svc',
                  '--service-account-key-file', pki.certificate('ca'), '--service-account-signing-key-file', pki.key('ca'),
                  '--service-cluster-ip-range', '10.0.0.0/24', '--profiling=false', '--shutdown-delay-duration', '0s')
        end = time.monotonic() + 120
        while time.monotonic() < end:
            if any(process.poll() is not None for process in self.processes.values()):
                return False
            try:
                if self.request('GET', '/readyz', raw=True)[0] == 200:
                    return True
            except OSError:
                pass
            time.sleep(0.05)
        return False

    def stop_server(self, how=signal.SIGKILL):
        process = self.processes.pop('kube-apiserver')
        process.send_signal(how)
        process.wait(60)

    def _stop(self):
        for name in ('kube-apiserver', 'etcd'):
            process = self.processes.pop(name, None)
            if process is not None:
                process.kill()
                process.wait()

    def _log_tail(self):
        return '\n'.join((self.folder / (name + '.log')).read_text(errors='replace')[-1500:] for name in ('etcd', 'kube-apiserver'))

    # ---- what is in it ----

    def _set_up(self):
        for name in NAMESPACES:
            self.create('/api/v1/namespaces', {'metadata': {'name': name}})
        rules = [{'apiGroups': GROUPS, 'resources': ['*'], 'verbs': ['get', 'list', 'watch']}]
        rbac = '/apis/rbac.authorization.k8s.io/v1'
        self.create(f'{rbac}/clusterroles', {'metadata': {'name': 'readers'}, 'rules': rules})
        self.create(f'{rbac}/clusterrolebindings', {
            'metadata': {'name': 'readers'}, 'roleRef': {'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'ClusterRole', 'name': 'readers'},
            'subjects': [{'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'Group', 'name': 'readers'}]})
        self.create(f'{rbac}/namespaces/team-a/roles', {'metadata': {'name': 'narrow'}, 'rules': rules})
        self.create(f'{rbac}/namespaces/team-a/rolebindings', {
            'metadata': {'name': 'narrow'}, 'roleRef': {'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'Role', 'name': 'narrow'},
            'subjects': [{'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'User', 'name': 'narrow'}]})

    def install_crds(self, real=False, only=None):
        """The tree's own definitions, or (real=True) those that VM Operator ships, where they are at hand."""
        if self.converter is None:
            self.converter = Converter(self.authority)
        if real:
            definitions = self._real_definitions()
        else:
            definitions = kubernetes_crds.own(only)
        ca = base64.b64encode(pathlib.Path(self.ca).read_bytes()).decode()
        for definition in definitions:
            if len(definition['spec']['versions']) > 1:
                definition['spec']['conversion'] = {'strategy': 'Webhook', 'webhook': {
                    'conversionReviewVersions': ['v1'], 'clientConfig': {'url': self.converter.url, 'caBundle': ca}}}
            self.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition)
        for definition in definitions:
            spec = definition['spec']
            for version in spec['versions']:
                self._wait_for(f'/apis/{spec["group"]}/{version["name"]}/{spec["names"]["plural"]}?limit=1')

    def _real_definitions(self):
        definitions = []
        for path in sorted(kubernetes_crds.real_folder().glob('*.yaml')):
            text = self.kubectl('create', '--dry-run=client', '--validate=false', '-o', 'json', '-f', str(path))
            definitions.append(json.loads(text))
        return definitions

    def _wait_for(self, path):
        end = time.monotonic() + 30
        while self.request('GET', path)[0] != 200:
            if time.monotonic() > end:
                raise RuntimeError(f'{path} does not appear')
            time.sleep(0.05)

    # ---- talking to it ----

    def request(self, method, path, body=None, token=USERS['admin'][0], raw=False, content='application/json', accept=None):
        """Status and body of one request."""
        if not hasattr(self, '_local'):
            self._local = threading.local()
        connection = getattr(self._local, 'connection', None)
        if connection is not None and connection.port != self.port:
            connection.close()
            connection = None
        if connection is None:
            context = ssl.create_default_context(cafile=self.ca)
            connection = self._local.connection = http.client.HTTPSConnection('127.0.0.1', self.port, timeout=60, context=context)
        headers = {'Authorization': 'Bearer ' + token, 'Content-Type': content}
        if accept is not None:
            headers['Accept'] = accept
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._local.connection = None
            connection.close()
            raise error if isinstance(error, OSError) else OSError(str(error))
        return answer.status, data if raw else json.loads(data or b'null')

    def create(self, path, body):
        status, answer = self.request('POST', path, body)
        if status not in (200, 201):
            raise RuntimeError(f'{path}: {status}: {json.dumps(answer)[:1000]}')
        return answer

    def path_of(self, item):
        """Of the collection that the object belongs to."""
        kinds = {kind: (plural, namespaced) for kind, _, plural, namespaced, *_ in kubernetes_crds.KINDS}
        plural, namespaced = kinds[item['kind']]
        space = f'namespaces/{item["metadata"]["namespace"]}/' if namespaced else ''
        return f'/apis/{item["apiVersion"]}/{space}{plural}'

    def put_object(self, item):
        """Create an object of the image model, its status as well."""
        path = self.path_of(item)
        made = self.create(path, item)
        if 'status' in item:
            made['status'] = item['status']
            status, made = self.request('PUT', f'{path}/{made["metadata"]["name"]}/status', made)
            if status != 200:
                raise RuntimeError(f'{path}: status: {json.dumps(made)[:1000]}')
        return made

    def kubectl(self, *arguments, kubeconfig=None, check=True, text=None):
        environment = dict(os.environ, KUBECONFIG=str(kubeconfig or self.kubeconfig('admin')), HOME=str(self.folder))
        done = subprocess.run([self.programs / 'kubectl', *arguments], env=environment, input=text, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if check and done.returncode != 0:
            raise RuntimeError(f'kubectl {" ".join(arguments)}: {done.stderr}')
        return done.stdout if check else done

    def config(self, user='admin', how='token', namespace=None, cluster=None, extra=None):
        """A kubeconfig as an object: its one context "test". `extra` is added to the user."""
        encode = lambda path: base64.b64encode(pathlib.Path(path).read_bytes()).decode()
        if how == 'token':
            credentials = {'token': USERS[user][0]}
        elif how == 'certificate':
            credentials = {'client-certificate': self.authority.certificate(user), 'client-key': self.authority.key(user)}
        elif how == 'certificate-data':
            credentials = {'client-certificate-data': encode(self.authority.certificate(user)),
                           'client-key-data': encode(self.authority.key(user))}
        else:
            credentials = {}
        context = {'cluster': 'test', 'user': user}
        if namespace is not None:
            context['namespace'] = namespace
        return {'apiVersion': 'v1', 'kind': 'Config', 'current-context': 'test',
                'clusters': [{'name': 'test', 'cluster': cluster or {'server': self.url, 'certificate-authority-data': encode(self.ca)}}],
                'users': [{'name': user, 'user': dict(credentials, **(extra or {}))}],
                'contexts': [{'name': 'test', 'context': context}]}

    def kubeconfig(self, user='admin', name=None, **options):
        """The same as a file (JSON is YAML); gives its path."""
        path = self.folder / ((name or '-'.join([user, *map(str, options.values())])) + '.kubeconfig')
        path.write_text(json.dumps(self.config(user, **options), indent=1), encoding='utf-8')
        return str(path)


def _die_with_parent():
    import ctypes
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def main():
    if len(sys.argv) != 2:
        sys.exit('usage: kubernetes.py FOLDER')
    sys.path.insert(0, str(HERE.parents[1] / 'bindings' / 'python' / 'src'))
    with Kubernetes(sys.argv[1]) as cluster:
        cluster.install_crds()
        print(f'export KUBECONFIG={cluster.kubeconfig("admin")}', flush=True)
        print(f'# the server\'s process: {cluster.processes["kube-apiserver"].pid}', flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            pass


if __name__ == '__main__':
    main()
