# SPDX-License-Identifier: Apache-2.0
# From the plain text of header comments to mdoc: escaping, and the marks that a word carries (@parameter, function(), CONSTANT).
import re

OPENING = '(['
CLOSING = '.,;:)]?!'
# A mandoc warning: these words, alone at the start of a macro's argument, would be read as macros themselves.
MACROS = set('Ad An Ap Ar At Bc Bd Bf Bk Bl Bo Bq Br Bt Bx Cd Cm D1 Db Dc Dd Dl Do Dq Dt Dv Dx Ec Ed Ef Ek El Em En Eo Er Es Ev Ex Fa Fc Fd Fl Fn Fo Fr Ft '
             'Fx Hf Ic In It Lb Li Lk Lp Ms Mt Nd Nm No Ns Nx Oc Oo Op Os Ot Ox Pa Pc Pf Po Pp Pq Qc Ql Qo Qq Rd Re Rs Rv Sc Sh Sm So Sq Ss St Sx Sy Ta Tg Tn Ud Ux Va '
             'Vt Xc Xo Xr'.split())


def escape(text):
    return text.replace('\\', '\\e')


def line(text):
    """A line of running text."""
    text = escape(text)
    return '\\&' + text if text[:1] in ".'" else text


def marked(core):
    """The macro for a word without its punctuation, or None for a plain word."""
    m = re.fullmatch(r'(\*?)@(\w+)', core)
    if m:
        return f'Fa {m.group(1)}{m.group(2)}'
    m = re.fullmatch(r'(vmimage_\w+)\(\)', core)
    if m:
        return f'Fn {m.group(1)}'
    m = re.fullmatch(r'([A-Za-z][\w-]*)\((\d)\)', core)
    if m:
        return f'Xr {m.group(1)} {m.group(2)}'
    if re.fullmatch(r'VMIMAGE_[A-Z0-9_]+\*?|NULL', core):
        return f'Dv {core}'
    return None


def split_marks(word):
    """Opening marks, core, closing marks."""
    start, end = 0, len(word)
    while start < end and word[start] in OPENING:
        start += 1
    core = word[start:end]
    while core and core[-1] in CLOSING and not re.fullmatch(r'(vmimage_\w+\(\)|[A-Za-z][\w-]*\(\d\))', core):
        core = core[:-1]
    return word[:start], core, word[start + len(core):]


def paragraph(text):
    """Lines of mdoc for a paragraph; each sentence and each marked word begins a line."""
    out, current = [], []

    def flush():
        if current:
            out.append(line(' '.join(current)))
            current.clear()

    for word in text.split():
        opening, core, closing = split_marks(word)
        macro = marked(core)
        if macro:
            flush()
            parts = ['.' + macro.split(' ', 1)[0], *opening, macro.split(' ', 1)[1], *closing]
            out.append(' '.join(parts))
            continue
        current.append(re.sub(r'@(\w+)', r'\1', word))
        if re.search(r'[A-Za-z0-9)"\'][.]$', word) and word not in ('e.g.', 'i.e.'):
            flush()
    flush()
    return out


def argument(text):
    """One argument of a macro."""
    text = escape(text).replace('"', '""')
    return f'"{text}"' if ' ' in text or not text else text


def literal(text):
    """A program, shown as it is."""
    lines = ['.Bd -literal']
    lines += [line(l) for l in text.rstrip('\n').split('\n')]
    return lines + ['.Ed']
