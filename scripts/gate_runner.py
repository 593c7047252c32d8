# SPDX-License-Identifier: Apache-2.0
# Runs gates: names, times, logs, counts. What the gates are is in gates.py.
import os
import pathlib
import signal
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
WORK = TOP / 'build' / 'gates'
GATES = []
# No single command of a gate takes longer than this, in seconds; what hangs is a failure.
COMMAND_LIMIT = 1200
TAIL_LINES = 40


class Skip(Exception):
    """Raised by a gate that can't run here; the text says why."""


class Failed(Exception):
    pass


def gate(name, about):
    def register(function):
        GATES.append((name, about, function))
        return function
    return register


class Run:
    """One gate under way: calling it runs a command with its output in the gate's log."""

    def __init__(self, name):
        self.work = WORK
        self.log_path = WORK / 'logs' / f'{name}.log'
        self.log = open(self.log_path, 'w+', errors='replace')
        self.counts = None
        self.notes = []

    def __call__(self, command, env=None, check=True):
        self.log.write('$ ' + ' '.join(command) + '\n')
        self.log.flush()
        with subprocess.Popen(command, cwd=TOP, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, stdout=self.log,
                              stderr=subprocess.STDOUT, start_new_session=True) as process:
            try:
                status = process.wait(COMMAND_LIMIT)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise Failed(f'{command[0]} took more than {COMMAND_LIMIT} s') from None
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        if check and status != 0:
            raise Failed(f'{pathlib.Path(command[0]).name} ended with status {status}')
        return status

    def output(self):
        """All that the gate's commands have printed so far."""
        self.log.flush()
        return self.log_path.read_text(errors='replace')

    def note(self, text):
        self.notes.append(text)

    def fail(self, text):
        raise Failed(text)

    def count(self, passed=0, failed=0, skipped=0):
        before = self.counts or (0, 0, 0)
        self.counts = (before[0] + passed, before[1] + failed, before[2] + skipped)


def run_gate(name, function):
    run = Run(name)
    try:
        function(run)
        counts = run.counts or (1, 0, 0)
    except Skip as reason:
        run.note(f'skipped: {reason}')
        counts = (0, 0, 1)
    except (Failed, OSError) as reason:
        run.note(f'failed: {reason}')
        before = run.counts or (0, 0, 0)
        counts = (before[0], before[1] + 1, before[2])
    return counts, run


def show(name, counts, run, seconds):
    word = 'FAILED' if counts[1] else ('ok' if counts[0] else 'skipped')
    print(f'{name:<14} {word:<8} {counts[0]:>5} passed {counts[1]:>3} failed {counts[2]:>3} skipped {seconds:7.1f} s', flush=True)
    for note in run.notes:
        print(f'               {note}')
    if counts[1]:
        lines = run.output().split('\n')
        print(f'--- end of {run.log_path}')
        print('\n'.join(lines[-TAIL_LINES:]))
        print('---', flush=True)


def main():
    wanted = sys.argv[1:]
    if wanted == ['--list']:
        for name, about, _ in GATES:
            print(f'{name:<14} {about}')
        return 0
    known = {name for name, _, _ in GATES}
    for name in wanted:
        if name not in known:
            print(f'there is no gate "{name}"; scripts/test --list names them', file=sys.stderr)
            return 2
    (WORK / 'logs').mkdir(parents=True, exist_ok=True)
    print(f'Logs of the gates: {WORK / "logs"}', flush=True)
    total, start = [0, 0, 0], time.monotonic()
    for name, about, function in GATES:
        if wanted and name not in wanted:
            continue
        print(f'== {name}: {about}', flush=True)
        begin = time.monotonic()
        counts, run = run_gate(name, function)
        total = [a + b for a, b in zip(total, counts)]
        show(name, counts, run, time.monotonic() - begin)
    print(f'\n{time.monotonic() - start:.0f} seconds', flush=True)
    print(f'{total[0]} passed, {total[1]} failed, {total[2]} skipped', flush=True)
    return 1 if total[1] else 0
