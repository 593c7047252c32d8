# SPDX-License-Identifier: Apache-2.0
"""A bare client of a vCenter's two REST dialects, for tests that look at the server behind the library's back."""
import base64
import http.client
import json
import re
import ssl
import urllib.parse

import vcenter

ENVELOPE = ('<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Header>{header}</e:Header><e:Body>{body}</e:Body></e:Envelope>')


class Refused(Exception):
    """An answer that is an error: status, kind (NOT_FOUND and the like), value (the whole body)."""

    def __init__(self, status, value):
        self.status, self.value = status, value
        inner = value.get('value', value) if isinstance(value, dict) else {}
        self.kind = inner.get('error_type') if isinstance(inner, dict) else None
        super().__init__(f'{status} {value}')


class Client:
    """Speaks 'rest' or 'api'; one connection, one session."""

    def __init__(self, server, dialect='api', login=True):
        self.server, self.rest = server, dialect == 'rest'
        context = None
        if server.url.startswith('https'):
            context = ssl.create_default_context(cafile=server.ca)
            context.load_cert_chain(server.client_certificate, server.client_key)
        self.connect = lambda: (http.client.HTTPSConnection(server.host, server.port, context=context, timeout=60) if context
                                else http.client.HTTPConnection(server.host, server.port, timeout=60))
        self.connection, self.session, self.cookie = self.connect(), None, None
        if login:
            try:
                self.login()
            except OSError:
                self.close()
                raise

    def close(self):
        self.connection.close()

    def send(self, method, path, body=None, headers=None):
        """(status, bytes, headers) of one request."""
        path = path.removeprefix(self.server.url)
        headers = dict(headers or {})
        if self.session:
            headers['vmware-api-session-id'] = self.session
        try:
            self.connection.request(method, path, body=body, headers=headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read(), answer.headers
        except (http.client.HTTPException, OSError):
            self.connection.close()
            self.connection = self.connect()
            raise

    def call(self, method, path, body=None, headers=None):
        """The value of an answer. Raises Refused."""
        status, text, _ = self.send(method, path, None if body is None else json.dumps(body), headers)
        value = json.loads(text) if text else None
        if status >= 400:
            raise Refused(status, value)
        expected = {200} if self.rest else {200, 201, 204}
        assert status in expected, status
        return value['value'] if self.rest and value is not None else value

    def login(self, password=None):
        self.session = None
        secret = base64.b64encode(f'{self.server.user}:{password or self.server.password}'.encode()).decode()
        path = '/rest/com/vmware/cis/session' if self.rest else '/api/session'
        self.session = self.call('POST', path, headers={'Authorization': 'Basic ' + secret, 'vmware-use-header-authn': 'true'})

    def path(self, what, identifier=None, action=None, **query):
        """The path of a thing of content: ('library/item', ID, 'copy')."""
        path = ('/rest/com/vmware/content/' if self.rest else '/api/content/') + what
        if identifier:
            path += ('/id:' if self.rest else '/') + identifier
        if action:
            query['~action' if self.rest else 'action'] = action
        return path + ('?' + urllib.parse.urlencode(query, safe='~') if query else '')

    def body(self, wrapper, value):
        return {wrapper: value} if self.rest else value

    # what tests do often

    def create_library(self, name, subscribed=False, **more):
        spec = dict({'name': name, 'storage_backings': [{'type': 'DATASTORE', 'datastore_id': self.server.place('Datastore')}]}, **more)
        kind = 'subscribed-library' if subscribed else 'local-library'
        return self.call('POST', self.path(kind), self.body('create_spec', spec))

    def library(self, identifier):
        return self.call('GET', self.path('library', identifier))

    def create_item(self, library, name, kind='', **more):
        return self.call('POST', self.path('library/item'), self.body('create_spec', dict(more, library_id=library, name=name, type=kind)))

    def item(self, identifier):
        return self.call('GET', self.path('library/item', identifier))

    def items(self, library):
        """{name: item} of a library."""
        ids = self.call('GET', self.path('library/item', library_id=library))
        return {i['name']: i for i in map(self.item, ids)}

    def files(self, item):
        """{name: file} of an item."""
        path = self.path('library/item/file', library_item_id=item) if self.rest else self.path('library/item', item) + '/file'
        return {f['name']: f for f in self.call('GET', path)}

    def begin(self, item):
        return self.call('POST', self.path('library/item/update-session'), self.body('create_spec', {'library_item_id': item}))

    def update(self, session, action=None):
        path = self.path('library/item/update-session', session, action)
        return self.call('POST' if action else 'GET', path)

    def add(self, session, name, **spec):
        path = self.path('library/item/updatesession/file', session, 'add') if self.rest \
            else self.path('library/item/update-session', session) + '/file'
        return self.call('POST', path, self.body('file_spec', dict(spec, name=name)))

    def update_files(self, session):
        path = self.path('library/item/updatesession/file', update_session_id=session) if self.rest \
            else self.path('library/item/update-session', session) + '/file'
        return {f['name']: f for f in self.call('GET', path)}

    def upload(self, item, files, complete=True):
        """Puts {name: bytes} into an item."""
        session = self.begin(item)
        for name, content in files.items():
            place = self.add(session, name, source_type='PUSH', size=len(content))
            self.send('PUT', place['upload_endpoint']['uri'], content)
        if complete:
            self.update(session, 'complete')
        return session

    def download(self, item, name, headers=None):
        """(status, bytes) of a file, through a download session."""
        session = self.call('POST', self.path('library/item/download-session'), self.body('create_spec', {'library_item_id': item}))
        path = self.path('library/item/downloadsession/file', session, 'prepare') if self.rest \
            else self.path('library/item/download-session', session) + '/file?action=prepare'
        place = self.call('POST', path, {'file_name': name})
        answer = self.send('GET', place['download_endpoint']['uri'], headers=headers)
        self.call('DELETE', self.path('library/item/download-session', session))
        return answer[:2]

    def capture(self, vm, library, name, activation='', flags=(), **target):
        path = '/rest/com/vmware/vcenter/ovf/library-item' if self.rest else '/api/vcenter/ovf/library-item'
        return self.call('POST', path, {'create_spec': {'name': name, 'flags': list(flags)}, 'source': {'type': 'VirtualMachine', 'id': vm},
                                        'target': dict(target or {'library_id': library})}, {'vapi-ctx-actid': activation})

    def soap(self, method, this, body='', operation=''):
        """The text of an answer; this is (type, id)."""
        header = f'<operationID>{operation}</operationID>' if operation else ''
        text = ENVELOPE.format(header=header, body=f'<{method} xmlns="urn:vim25"><_this type="{this[0]}">{this[1]}</_this>{body}</{method}>')
        headers = {'Content-Type': 'text/xml; charset="utf-8"', 'SOAPAction': 'urn:vim25/8.0.3.0'}
        if self.cookie:
            headers['Cookie'] = self.cookie
        status, answer, heads = self.send('POST', '/sdk', text.encode(), headers)
        if heads.get('Set-Cookie'):
            self.cookie = heads['Set-Cookie'].split(';')[0]
        if status != 200:
            raise Refused(status, {'value': {'error_type': (re.findall(rb'<(\w+)Fault ', answer) or [b''])[0].decode()}})
        return answer.decode()

    def soap_login(self):
        self.soap('Login', ('SessionManager', 'SessionManager'),
                  f'<userName>{self.server.user}</userName><password>{self.server.password}</password>')

    def tasks(self, filters):
        """The tasks of a filter, each as its XML text."""
        made = self.soap('CreateCollectorForTasks', ('TaskManager', 'TaskManager'), f'<filter>{filters}</filter>')
        ref = ('TaskHistoryCollector', re.search(r'<returnval[^>]*>([^<]*)<', made).group(1))
        found = []
        while page := re.findall(r'<returnval>.*?</returnval>', self.soap('ReadNextTasks', ref, '<maxCount>2</maxCount>'), re.S):
            found += page
        self.soap('DestroyCollector', ref)
        return found


__all__ = ['Client', 'Refused', 'vcenter']
