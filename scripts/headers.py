# What the other scripts know about the public headers: every function with its prototype and its comment, read once, here.
import pathlib
import re

TOP = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = TOP / 'include' / 'vmimage'
TAGS = ('Ownership', 'Errors', 'Threads', 'Since', 'Rule', 'Versions')


class Parameter:
    def __init__(self, text):
        self.text = ' '.join(text.split())
        m = re.match(r'^(.*?)(\w+)\s*(\[[^\]]*\])?$', self.text)
        self.type = m.group(1).strip()
        self.name = m.group(2)
        self.array = m.group(3) or ''

    @property
    def pointer(self):
        return self.type.endswith('*') or bool(self.array) or self.type.endswith('_fn')

    @property
    def output(self):
        """An object that the function makes: vmimage_x **, but not the error."""
        return self.type.endswith('**') and self.type != 'vmimage_error **' and not self.type.startswith('const')


class Function:
    def __init__(self, header, line, comment, prototype):
        self.header = header
        self.line = line
        self.prototype = ' '.join(prototype.split())
        m = re.match(r'^(.*?)(vmimage_\w+)\s*\((.*)\)$', self.prototype)
        self.result = m.group(1).strip()
        self.name = m.group(2)
        arguments = m.group(3).strip()
        self.parameters = [] if arguments == 'void' else [Parameter(p) for p in split_arguments(arguments)]
        self.summary, self.body, self.tags = parse_comment(comment)

    @property
    def fallible(self):
        return self.result == 'vmimage_status' and any(p.type == 'vmimage_error **' for p in self.parameters)

    @property
    def gives_pointer(self):
        return self.result.endswith('*') or any(p.output for p in self.parameters)


def split_arguments(text):
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += c in '([' and 1 or (c in ')]' and -1 or 0)
        if c == ',' and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return parts


def clean(comment):
    """The lines of a comment without its stars."""
    lines = [re.sub(r'^\s*\* ?', '', line).rstrip() for line in comment.strip('\n').split('\n')]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def parse_comment(comment):
    """First paragraph, other paragraphs, tags by name."""
    paragraphs, tags, current, tag = [], {}, [], None
    for line in clean(comment) + ['']:
        m = re.match(r'^(' + '|'.join(TAGS) + r'):\s*(.*)$', line)
        if m:
            if current:
                paragraphs.append(current)
                current = []
            tag = m.group(1)
            tags[tag] = m.group(2)
        elif not line:
            if current:
                paragraphs.append(current)
            current, tag = [], None
        elif tag:
            tags[tag] += ' ' + line.strip()
        else:
            current.append(line)
    return (' '.join(paragraphs[0]) if paragraphs else ''), paragraphs[1:], tags


def headers():
    """Names of the public headers, the umbrella last."""
    names = sorted(p.name for p in INCLUDE.glob('*.h'))
    return [n for n in names if n != 'vmimage.h'] + ['vmimage.h']


def functions():
    """Every VMIMAGE_API declaration, in the order of the files."""
    found = []
    for name in headers():
        text = (INCLUDE / name).read_text()
        for m in re.finditer(r'(?:/\*\*((?:(?!\*/).)*)\*/\s*)?^VMIMAGE_API\s+([^;]*);', text, re.S | re.M):
            line = text.count('\n', 0, m.start(2)) + 1
            found.append(Function(name, line, m.group(1) or '', m.group(2)))
    return found


def head_comment(name):
    """First comment of a header: what it is about."""
    text = (INCLUDE / name).read_text()
    lines = clean(re.search(r'/\*(.*?)\*/', text, re.S).group(1))
    return ' '.join(line for line in lines if not line.startswith('SPDX'))


def enums(name):
    """The anonymous enums of a header: comment and [(name, value text, comment)]."""
    text = (INCLUDE / name).read_text()
    found = []
    for m in re.finditer(r'/\*\*((?:(?!\*/).)*)\*/\s*enum\s*\{(.*?)\};', text, re.S):
        members = re.findall(r'(VMIMAGE_\w+)\s*=\s*(-?\w+),?\s*/\*\*<\s*(.*?)\s*\*/', m.group(2), re.S)
        found.append((clean(m.group(1)), [(n, v, ' '.join(c.split())) for n, v, c in members]))
    return found


def status_codes():
    """[(name, value, comment)] of the status codes."""
    for _, members in enums('base.h'):
        if members and members[0][0] == 'VMIMAGE_OK':
            return members
    raise SystemExit('include/vmimage/base.h: no status codes found')


def exported():
    """The symbols of lib/libvmimage.map."""
    text = (TOP / 'lib' / 'libvmimage.map').read_text()
    return set(re.findall(r'^\s+(vmimage_\w+);', text, re.M))
