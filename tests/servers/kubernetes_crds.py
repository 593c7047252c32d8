# SPDX-License-Identifier: Apache-2.0
"""The kinds of the image model as CustomResourceDefinitions: groups, versions, scopes, short names, printer columns and status
subresources. What is inside spec and status is not checked; CRDs that do are read from a folder where there is one."""
import pathlib
import re

VMOP = 'vmoperator.vmware.com'
REGISTRY = 'imageregistry.vmware.com'
VMOP_VERSIONS = ['v1alpha1', 'v1alpha2', 'v1alpha3', 'v1alpha4', 'v1alpha5', 'v1alpha6']
REGISTRY_VERSIONS = ['v1alpha1', 'v1alpha2']

AGE = ('Age', '.metadata.creationTimestamp', 'date')
READY = ('Ready', ".status.conditions[?(.type=='Ready')].status", 'string')
OLD_IMAGE = [('Display-Name', '.status.imageName', 'string'), ('Version', '.spec.productInfo.version', 'string'),
             ('Os-Type', '.spec.osInfo.type', 'string'), ('Format', '.spec.type', 'string'),
             ('Image-Supported', '.status.imageSupported', 'boolean'), AGE]
IMAGE = [('Display Name', '.status.name', 'string'), ('Type', '.status.type', 'string'),
         ('Image Version', '.status.productInfo.version', 'string'), ('OS Name', '.status.osInfo.type', 'string'),
         ('OS Version', '.status.osInfo.version', 'string'), ('Hardware Version', '.status.hardwareVersion', 'string'),
         ('Capabilities', '.status.capabilities', 'string')]
ITEM = [('Type', '.status.type', 'string'), ('DisplayName', '.status.name', 'string'),
        ('LibraryName', '.spec.libraryName', 'string'), READY, ('Cached', '.status.cached', 'boolean'),
        ('Size', '.status.sizeInBytes', 'string'), ('SecurityCompliant', '.status.securityCompliance', 'boolean'), AGE]
LIBRARY = [('DisplayName', '.status.name', 'string'), ('AllowPublish', '.spec.allowPublish', 'boolean'),
           ('AllowImport', '.spec.allowImport', 'boolean'), AGE]
IMPORT = [('ContentLibraryRef', '.spec.target.library', 'string'), ('ContentLibraryItemRef', '.status.itemName', 'string'),
          ('Ready', ".status.conditions[?(.type=='Complete')].status", 'string')]


def _image_columns(version, cluster):
    if version == 'v1alpha1':
        return OLD_IMAGE
    columns = IMAGE[:-1] if cluster else IMAGE
    return [column for column in columns if version != 'v1alpha2' or column[0] != 'Type']


# kind, group, plural, namespaced, short names, versions, columns of a version
KINDS = [
    ('VirtualMachineImage', VMOP, 'virtualmachineimages', True, ['vmi', 'vmimage'], VMOP_VERSIONS,
     lambda version: _image_columns(version, False)),
    ('ClusterVirtualMachineImage', VMOP, 'clustervirtualmachineimages', False,
     ['cvmi', 'cvmimage', 'clustervmi', 'clustervmimage'], VMOP_VERSIONS, lambda version: _image_columns(version, True)),
    ('VirtualMachineImageCache', VMOP, 'virtualmachineimagecaches', True, ['vmic', 'vmicache', 'vmimagecache'],
     VMOP_VERSIONS[2:], lambda version: []),
    ('VirtualMachinePublishRequest', VMOP, 'virtualmachinepublishrequests', True, ['vmpub'], VMOP_VERSIONS,
     lambda version: []),
    ('VirtualMachineGroupPublishRequest', VMOP, 'virtualmachinegrouppublishrequests', True, ['vmgpub'], VMOP_VERSIONS[4:],
     lambda version: []),
    ('ContentLibrary', REGISTRY, 'contentlibraries', True, ['lib', 'library'], REGISTRY_VERSIONS, lambda version: LIBRARY),
    ('ClusterContentLibrary', REGISTRY, 'clustercontentlibraries', False, ['clib', 'clibrary'], REGISTRY_VERSIONS,
     lambda version: [LIBRARY[0], AGE]),
    ('ContentLibraryItem', REGISTRY, 'contentlibraryitems', True, ['libitem'], REGISTRY_VERSIONS, lambda version: ITEM),
    ('ClusterContentLibraryItem', REGISTRY, 'clustercontentlibraryitems', False, ['clibitem'], REGISTRY_VERSIONS,
     lambda version: ITEM),
    ('ContentLibraryItemImportRequest', REGISTRY, 'contentlibraryitemimportrequests', True, ['libitemimport'],
     REGISTRY_VERSIONS, lambda version: IMPORT),
]


def _version(version, storage, columns):
    free = {'type': 'object', 'x-kubernetes-preserve-unknown-fields': True}
    result = {'name': version, 'served': True, 'storage': storage, 'subresources': {'status': {}},
              'schema': {'openAPIV3Schema': {'type': 'object', 'properties': {'spec': free, 'status': free}}}}
    if columns:
        result['additionalPrinterColumns'] = [{'name': name, 'jsonPath': path, 'type': kind} for name, path, kind in columns]
    return result


def own(only=None):
    """The definitions as objects; `only` names the versions that are served: {kind: [version...]}."""
    definitions = []
    for kind, group, plural, namespaced, short, versions, columns in KINDS:
        chosen = [version for version in versions if version in (only or {}).get(kind, versions)]
        definitions.append({
            'apiVersion': 'apiextensions.k8s.io/v1', 'kind': 'CustomResourceDefinition',
            'metadata': {'name': f'{plural}.{group}'},
            'spec': {'group': group, 'scope': 'Namespaced' if namespaced else 'Cluster',
                     'names': {'kind': kind, 'listKind': kind + 'List', 'plural': plural, 'singular': kind.lower(),
                               'shortNames': short},
                     'versions': [_version(version, version == chosen[-1], columns(version)) for version in chosen]}})
    return definitions


def real_folder():
    """Where VM Operator's own CRDs are at hand, or None."""
    folder = pathlib.Path(__file__).resolve().parents[2].parent / 'shared' / 'data' / 'crds'
    return folder if folder.is_dir() else None


def names(text):
    """Of the YAML of a definition."""
    return re.search(r'^  name: (\S+)$', text, re.M).group(1)
