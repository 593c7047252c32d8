# SPDX-License-Identifier: Apache-2.0
"""Whole processes measured side by side: commands take turns, so that what else the machine does hits all of them."""
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time


def once(build, command, environment=None, settle=None):
    """What one run of a command took: wall_s, cpu_s, peak_kib; and the JSON line that it printed, if it did."""
    with tempfile.NamedTemporaryFile() as report:
        done = subprocess.run([build / 'bench/timed', report.name, *map(str, command)], env=environment, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise RuntimeError(f'{command[0]}: status {done.returncode}: {done.stderr.strip()[-500:]}')
        figures = json.loads(pathlib.Path(report.name).read_text())
    try:
        figures['said'] = json.loads(done.stdout)
    except ValueError:
        pass
    if settle is not None:
        settle()
    return figures


def summary(runs):
    """Of the runs of one command. `noise` is how much longer the median took than the best: 0.00 on a machine of one's own."""
    walls = [run['wall_s'] for run in runs]
    return {'wall_s': round(statistics.median(walls), 4), 'best_s': round(min(walls), 4),
            'cpu_s': round(statistics.median(run['cpu_s'] for run in runs), 4),
            'peak_kib': max(run['peak_kib'] for run in runs), 'runs': len(runs),
            'noise': round(statistics.median(walls) / min(walls) - 1, 2)}


def compare(build, commands, rounds, note=None):
    """{name: summary} of {name: (command, environment)}; `note(name)` is called after each run. With the raw figures under 'said'."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, environment) in commands.items():
            runs[name].append(once(build, command, environment))
            if note is not None:
                note(name)
    made = {}
    for name, all_runs in runs.items():
        made[name] = summary(all_runs)
        said = all_runs[-1].get('said')
        if said is not None and len(json.dumps(said)) < 200:  # counts, no lists of objects
            made[name]['said'] = said
    return made


def ratio(results, name, floor, key='wall_s'):
    """Of medians, and of the best runs where the time is meant: both, because either may be unlucky on a busy machine."""
    if key != 'wall_s':
        return round(results[name][key] / results[floor][key], 3)
    return {'median': round(results[name]['wall_s'] / results[floor]['wall_s'], 3),
            'best': round(results[name]['best_s'] / results[floor]['best_s'], 3)}


class Busy:
    """How busy the machine was with others' work: cores, on the average, of the time between begin and end that no child of ours used."""

    def __enter__(self):
        self.start, self.before = time.monotonic(), self._used()
        return self

    def __exit__(self, *_):
        self.cores = round((self._used() - self.before) / (time.monotonic() - self.start), 2)

    @staticmethod
    def _used():
        with open('/proc/stat', encoding='ascii') as stat:
            fields = [int(f) for f in stat.readline().split()[1:]]
        ours = os.times()
        return (sum(fields) - fields[3] - fields[4]) / os.sysconf('SC_CLK_TCK') - sum(ours[:4])
