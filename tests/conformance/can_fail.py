# SPDX-License-Identifier: Apache-2.0
"""Each check of the conformance program notices when what it asks about is broken: the library's answers are falsified one by one."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import run

SABOTEUR = os.environ['SABOTEUR']
# The function that answers wrongly, for each check that a folder is asked.
CHECKS = {
    'a registry says where and what it is': 'vmimage_registry_url',
    'a place that is not there': 'vmimage_registry_open',
    'libraries as they were made': 'vmimage_library_description',
    'items as they were put there': 'vmimage_item_version',
    'images through each filter, in order': 'vmimage_query_set_type',
    'items through each filter, in order': 'vmimage_query_set_type',
    'a library that nobody has': 'vmimage_query_set_library',
    'listing twice gives the same': 'vmimage_registry_images',
    'a library by ID, object name, display name': 'vmimage_registry_get_library',
    'an item by ID, object name, display name': 'vmimage_registry_get_item',
    'an image by the VMI ID that its item gives': 'vmimage_registry_get_image',
    'names that stand for one image, or for two': 'vmimage_resolve',
    'names that stand for none': 'vmimage_resolve',
    'names in a namespace': 'vmimage_resolve',
    'images say what was put there': 'vmimage_image_provider_item_id',
    'images are those of their packages': 'vmimage_image_full_version',
    'what is broken says why': 'vmimage_condition_status',
    'objects outlive their registry': 'vmimage_image_to_json',
    'a deadline ends a call, not the handle': 'vmimage_registry_set_deadline',
    'an interruption before a call': 'vmimage_registry_interrupt',
    'interruptions from another thread': 'vmimage_registry_interrupt',
    'two handles on two threads': 'vmimage_registry_images',
    'a descriptor above the limit': 'vmimage_context_set_limit',
    'a list above the limit': 'vmimage_context_set_limit',
    'the newest of a family': 'vmimage_newest',
    'a lock over all images': 'vmimage_lock_add',
    'files have the bytes that were put there': 'vmimage_stream_read',
    'files are read from any offset': 'vmimage_stream_seek',
    'files that an item does not have': 'vmimage_registry_open_file',
    'a stream outlives its registry': 'vmimage_stream_read',
    'items are downloaded whole': 'vmimage_download_start',
    'a list is a snapshot, the next one is new': 'vmimage_registry_items',
    'a lock notices what somebody changed': 'vmimage_lock_check',
    'a library is kept': 'vmimage_keep_rename',
    'a watch tells what is there': 'vmimage_job_next_event',
    'a watch tells each change once': 'vmimage_job_next_event',
    'a watch that is cancelled': 'vmimage_job_cancel',
}
# Asked of servers only.
ELSEWHERE = {'wrong credentials are refused and not shown', 'what it can\'t do is UNSUPPORTED, by name'}


# They change the place, and may leave something behind when they fail.
CHANGES = ('a list is a snapshot, the next one is new', 'a lock notices what somebody changed', 'a library is kept',
           'a watch tells each change once')


def falsify(ask, check, function):
    environment = dict(os.environ, SABOTAGE=function, LD_PRELOAD=SABOTEUR,
                       ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0:detect_leaks=0')
    done = ask('--only', check, env=environment, capture_output=True)
    if done.returncode == 1 and re.search(rf'^not ok 1 - {re.escape(check)}$', done.stdout, re.M):
        return []
    return [f'"{check}" passes although {function}() answers wrongly: {done.stdout[-300:]}{done.stderr[-300:]}']


def main():
    listed = set(subprocess.run([run.CONFORMANCE, '--list'], check=True, capture_output=True, text=True).stdout.splitlines())
    wrong = [f'no falsified answer for the check "{c}"' for c in sorted(listed - set(CHECKS) - ELSEWHERE)]
    wrong += [f'there is no check "{c}"' for c in sorted((set(CHECKS) | ELSEWHERE) - listed)]
    for checks in ([c for c in CHECKS if c not in CHANGES], *([c] for c in CHANGES)):
        work = pathlib.Path(tempfile.mkdtemp(prefix='vmimage-conformance-'))
        try:
            with run.filled('directory', work) as ask:
                wrong += [finding for check in checks for finding in falsify(ask, check, CHECKS[check])]
        finally:
            shutil.rmtree(work, ignore_errors=True)
    print('\n'.join(wrong + [f'{len(CHECKS)} checks falsified, {len(wrong)} findings']))
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
