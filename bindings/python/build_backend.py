# SPDX-License-Identifier: Apache-2.0
"""Builds the package for pip (PEP 517, PEP 660), with nothing but the standard library.

A wheel of pure Python is a zip file with three texts in it. Writing it here means that `pip install` from the tree asks no
server for anything, with or without build isolation, and leaves nothing beside the sources.
"""
import base64
import hashlib
import io
import pathlib
import re
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "src"
SDIST = ("README.md", "pyproject.toml", "build_backend.py", "check", "update-api", "src/vmimage/*", "tests/*.py")
#: The oldest time that a zip file can tell: two builds of the same sources give the same bytes.
TIME = (1980, 1, 1, 0, 0, 0)


def project():
    """The [project] table of pyproject.toml, of which only texts and lists of texts are used (tomllib is new in Python 3.11)."""
    text = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    table = re.search(r"^\[project\]\n(.*?)(?=^\[)", text, re.M | re.S).group(1)
    out = dict(re.findall(r'^([\w-]+) = "([^"]*)"$', table, re.M))
    for key, items in re.findall(r"^([\w-]+) = \[\n(.*?)^\]", table, re.M | re.S):
        out[key] = re.findall(r'"([^"]*)"', items)
    return out


def metadata():
    p = project()
    lines = ["Metadata-Version: 2.1", f"Name: {p['name']}", f"Version: {p['version']}", f"Summary: {p['description']}",
             "License: Apache-2.0", f"Requires-Python: {p['requires-python']}"]
    lines += [f"Classifier: {c}" for c in p["classifiers"]]
    lines += ["Description-Content-Type: text/markdown", "", (HERE / p["readme"]).read_text(encoding="utf-8")]
    return "\n".join(lines)


def stem():
    p = project()
    return f"{p['name']}-{p['version']}"


def package_files():
    files = sorted(f for f in (SOURCES / "vmimage").iterdir() if f.suffix == ".py" or f.name == "py.typed")
    return {f"vmimage/{f.name}": f.read_bytes() for f in files}


def write_wheel(folder, files):
    """A wheel of these files; gives its name."""
    info = f"{stem()}.dist-info"
    files = {**files, f"{info}/METADATA": metadata().encode(),
             f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: vmimage\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    record = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record.append(f"{name},sha256={digest},{len(data)}\n")
    files[f"{info}/RECORD"] = "".join([*record, f"{info}/RECORD,,\n"]).encode()
    target = f"{stem()}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    return write_wheel(wheel_directory, package_files())


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    return write_wheel(wheel_directory, {"vmimage.pth": f"{SOURCES}\n".encode()})


def build_sdist(sdist_directory, config_settings=None):
    target = f"{stem()}.tar.gz"
    with tarfile.open(pathlib.Path(sdist_directory) / target, "w:gz", format=tarfile.PAX_FORMAT) as archive:
        files = {f.relative_to(HERE).as_posix(): f for pattern in SDIST for f in sorted(HERE.glob(pattern)) if f.is_file()}
        for name, data, mode in [("PKG-INFO", metadata().encode(), 0o644)] + [
                (name, f.read_bytes(), f.stat().st_mode & 0o755) for name, f in files.items()]:
            entry = tarfile.TarInfo(f"{stem()}/{name}")
            entry.size, entry.mode = len(data), mode
            archive.addfile(entry, io.BytesIO(data))
    return target
