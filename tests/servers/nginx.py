# SPDX-License-Identifier: Apache-2.0
"""
nginx with a configuration of its own, for tests that need a real web server:

    with Nginx(folder, root, tls=True, auth=('vcsp', 'secret')) as server:
        server.url          'https://127.0.0.1:PORT': the files below root
        server.ca           path of the private CA's certificate; None without TLS
        server.requests()   the access log, a Request each

`folder` gets the configuration, the logs and the certificates; nothing else of the machine is touched, no port is fixed, and root is
not needed. Each server also has
    server.other_url        another origin (another host name and port) with the same files, no password, no client certificate
    server.proxy            a forwarding proxy for http:// URLs that name an IP address
    URL/redirect/PATH       301 to URL/PATH on the same origin            URL/found/PATH    302 to the same
    URL/elsewhere/PATH      302 to PATH of the other origin               URL/loop/PATH     302 to itself
    URL/status/NUMBER       an answer of that status with an HTML body
"""
import collections
import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

# Where Debian keeps it, which is not in the PATH of everybody.
PROGRAM = shutil.which('nginx', path=os.pathsep.join([os.environ.get('PATH', ''), '/usr/sbin', '/usr/local/sbin']))
OPENSSL = shutil.which('openssl')

# What was asked. connection: a number that differs for each TCP connection; server: 'main', 'other' or 'proxy'; authorization: the
# kind that was sent ('Basic'), never the secret; range, if_none_match, if_modified_since: headers, '' when not sent.
Request = collections.namedtuple('Request', 'server method uri status bytes connection protocol authorization user range '
                                            'if_none_match if_modified_since user_agent')

LOG_FORMAT = ('{"server":"%s","method":"$request_method","uri":"$request_uri","status":$status,"bytes":$body_bytes_sent,'
              '"connection":$connection,"protocol":"$server_protocol","authorization":"$authorization_kind","user":"$remote_user",'
              '"range":"$http_range","if_none_match":"$http_if_none_match","if_modified_since":"$http_if_modified_since",'
              '"user_agent":"$http_user_agent"}')

CONFIGURATION = '''
{user}
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log info;
events {{ worker_connections 1024; }}
http {{
    types {{ application/json json; application/xml ovf; text/plain mf cert; }}
    default_type application/octet-stream;
    server_tokens off;
    tcp_nodelay on;
    keepalive_requests 100000;
    client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
    map $http_authorization $authorization_kind {{ "" ""; "~*^basic " Basic; "~*^bearer " Bearer; default other; }}
    {formats}
    server {{
        listen 127.0.0.1:{main}{listen};
        access_log access.log main;
        root "{root}";
        {tls}
        {client}
        {auth}
        {rate}
        {extra}
        {redirects}
        location /redirect/ {{ rewrite ^/redirect/(.*)$ {url}/$1 permanent; }}
        location /found/ {{ rewrite ^/found/(.*)$ {url}/$1 redirect; }}
        location /elsewhere/ {{ rewrite ^/elsewhere/(.*)$ {other_url}/$1 redirect; }}
        location /loop/ {{ return 302 $request_uri; }}
        location ~ ^/status/(200|400|403|404|409|410|413|416|429|500|502|503|504)$ {{ default_type text/html; {statuses} }}
    }}
    server {{
        listen 127.0.0.1:{other}{listen};
        access_log access.log other;
        root "{root}";
        {tls}
    }}
    server {{
        listen 127.0.0.1:{proxy};
        access_log access.log proxy;
        location / {{ proxy_pass http://$http_host$request_uri; proxy_http_version 1.1; proxy_set_header Host $http_host;
                      proxy_set_header Connection ""; proxy_buffering off; }}
    }}
}}
'''


def die_with_parent():
    """A test that is killed leaves no server behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def available():
    """Why tests with this server can't run here; None when they can."""
    if PROGRAM is None:
        return 'nginx is not here'
    return None if OPENSSL is not None else 'openssl is not here'


class Certificates:
    """A private CA in a folder, and what it signs."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.ca, self.ca_key = str(self.folder / 'ca.pem'), str(self.folder / 'ca.key')
        self._run('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', self.ca_key, '-out',
                  self.ca, '-days', '3650', '-subj', '/O=libvmimage tests/CN=Private CA', '-addext',
                  'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign')

    def _run(self, *arguments):
        done = subprocess.run([OPENSSL, *arguments], capture_output=True, text=True, check=False, cwd=self.folder)
        if done.returncode != 0:
            raise RuntimeError(f'openssl {arguments[0]}: {done.stderr}')
        return done.stdout

    def issue(self, name, subject, alternatives='', days=30, usage='serverAuth'):
        """A certificate and its key: paths. A negative number of days makes one that is expired."""
        path, key = str(self.folder / f'{name}.pem'), str(self.folder / f'{name}.key')
        request, extensions = str(self.folder / f'{name}.csr'), self.folder / f'{name}.ext'
        extensions.write_text(f'extendedKeyUsage={usage}\n' + (f'subjectAltName={alternatives}\n' if alternatives else ''))
        self._run('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', request, '-subj',
                  subject)
        (self.folder / f'{name}.index').write_text('')
        (self.folder / f'{name}.conf').write_text(
            f'[ca]\ndefault_ca=a\n[a]\ndatabase={name}.index\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n'
            'unique_subject=no\n[p]\ncommonName=supplied\norganizationName=optional\n')
        now = time.time() - 3600
        stamps = [time.strftime('%Y%m%d%H%M%SZ', time.gmtime(t)) for t in sorted((now, now + days * 86400))]
        self._run('ca', '-batch', '-notext', '-config', f'{name}.conf', '-in', request, '-out', path, '-cert', self.ca, '-keyfile',
                  self.ca_key, '-extfile', str(extensions), '-startdate', stamps[0], '-enddate', stamps[1])
        return path, key

    def fingerprint(self, path, algorithm='sha256'):
        """As "AB:CD:...", of a certificate."""
        return self._run('x509', '-in', path, '-noout', '-fingerprint', f'-{algorithm}').strip().partition('=')[2]


class Nginx:
    """See the head of this file.

    tls          https, with a certificate of a private CA for 127.0.0.1 and localhost
    certificate  'good', 'expired', or 'other-host' (for example.invalid)
    http2        offers HTTP/2 (with tls)
    auth         (user, password) of basic authentication
    mtls         a client certificate of the same CA is needed: server.client_certificate, server.client_key
    redirects    {path: URL or path} in addition to those that are always there
    rate         bytes per second of each connection
    extra        more lines for the main server, as nginx's configuration has them
    """

    def __init__(self, folder, root, tls=False, http2=False, auth=None, redirects=None, mtls=False, certificate='good', rate=None,
                 extra=''):
        self.folder, self.root = pathlib.Path(folder), pathlib.Path(root).resolve()
        self.tls, self.http2, self.auth, self.mtls = tls or mtls, http2, auth, mtls
        self.redirects, self.certificate, self.rate, self.extra = redirects or {}, certificate, rate, extra
        self.ca = self.fingerprint = self.fingerprint_sha1 = self.client_certificate = self.client_key = None
        self.process, self.seen = None, 0

    def __enter__(self):
        reason = available()
        if reason is not None:
            raise RuntimeError(reason)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / 'tmp').mkdir(exist_ok=True)
        # The sockets are made here and handed over, so that no other process takes a port in between.
        sockets = [self._listen() for _ in range(3)]
        try:
            self.port, self.other_port, self.proxy_port = (s.getsockname()[1] for s in sockets)
            scheme = 'https' if self.tls else 'http'
            self.url = f'{scheme}://127.0.0.1:{self.port}'
            self.other_url = f'{scheme}://localhost:{self.other_port}'
            self.proxy = f'http://127.0.0.1:{self.proxy_port}'
            self._configure()
            self._start(sockets)
        finally:
            for each in sockets:
                each.close()
        return self

    def __exit__(self, *_):
        self.stop()

    @staticmethod
    def _listen():
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(('127.0.0.1', 0))
        made.listen(511)
        return made

    def _make_certificates(self):
        made = Certificates(self.folder / 'certificates')
        self.ca = made.ca
        host = {'other-host': ('example.invalid', 'DNS:example.invalid')}.get(
            self.certificate, ('127.0.0.1', 'IP:127.0.0.1,DNS:localhost'))
        path, key = made.issue('server', f'/CN={host[0]}', host[1], -1 if self.certificate == 'expired' else 30)
        self.fingerprint, self.fingerprint_sha1 = made.fingerprint(path), made.fingerprint(path, 'sha1')
        if self.mtls:
            self.client_certificate, self.client_key = made.issue('client', '/CN=client', usage='clientAuth')
        return path, key

    def _configure(self):
        tls = client = auth = ''
        if self.tls:
            path, key = self._make_certificates()
            tls = f'ssl_certificate "{path}"; ssl_certificate_key "{key}"; ssl_protocols TLSv1.2 TLSv1.3;'
            if self.mtls:
                client = f'ssl_client_certificate "{self.ca}"; ssl_verify_client on;'
        if self.auth is not None:
            (self.folder / 'passwords').write_text(f'{self.auth[0]}:{{PLAIN}}{self.auth[1]}\n')
            auth = 'auth_basic "library"; auth_basic_user_file passwords;'
        statuses = ' '.join(f'if ($uri = /status/{n}) {{ return {n} "<html>status {n}</html>"; }}'
                            for n in (200, 400, 403, 404, 409, 410, 413, 416, 429, 500, 502, 503, 504))
        (self.folder / 'nginx.conf').write_text(CONFIGURATION.format(
            formats='\n    '.join(f"log_format {n} escape=json '{LOG_FORMAT % n}';" for n in ('main', 'other', 'proxy')),
            user='user root root;' if os.geteuid() == 0 else '', main=self.port, other=self.other_port, proxy=self.proxy_port, root=self.root, url=self.url, other_url=self.other_url,
            listen=(' ssl' if self.tls else '') + (' http2' if self.tls and self.http2 else ''), tls=tls, client=client, auth=auth,
            rate=f'limit_rate {self.rate};' if self.rate else '', extra=self.extra, statuses=statuses,
            redirects=' '.join(f'location = "{path}" {{ return 302 {target}; }}' for path, target in self.redirects.items())))

    def _start(self, sockets):
        descriptors = [s.fileno() for s in sockets]
        log = self.folder / 'error.log'
        with open(self.folder / 'output', 'wb') as output:
            self.process = subprocess.Popen(
                [PROGRAM, '-p', str(self.folder) + '/', '-c', 'nginx.conf', '-e', str(log)], stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, pass_fds=descriptors, preexec_fn=die_with_parent,
                env=dict(os.environ, NGINX=''.join(f'{d};' for d in descriptors)))
        limit = time.monotonic() + 20
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > limit:
                self.stop()
                said = (self.folder / 'output').read_text() + (log.read_text() if log.exists() else '')
                raise RuntimeError(f'nginx does not start: {said[-2000:]}')
            time.sleep(0.01)

    def _ready(self):
        try:
            return (self.folder / 'nginx.pid').read_text().strip() == str(self.process.pid)
        except OSError:
            return False

    def stop(self):
        """Also to see what a client does when the server is gone."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def _log(self):
        try:
            return (self.folder / 'access.log').read_text().splitlines()
        except OSError:
            return []

    def requests(self, count=None, seconds=5):
        """What was asked since the last forget(). A line is written after the answer has gone out: count waits for so many."""
        limit = time.monotonic() + (seconds if count is not None else 0.1)
        while time.monotonic() < limit and (count is None or len(self._log()) - self.seen < count):
            time.sleep(0.02)
        return [Request(**json.loads(line)) for line in self._log()[self.seen:]]

    def forget(self):
        """requests() then begins anew."""
        self.requests()
        self.seen = len(self._log())
