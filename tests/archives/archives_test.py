# SPDX-License-Identifier: Apache-2.0
"""Archives, discs and disks made by the tools that people use, read by the library and by those tools: both see the same.

    archives_test.py FACTS      FACTS is the program tests/archives/facts

Tools that are not installed are skipped by name.
"""
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

FACTS = sys.argv.pop(1)
GIB = 1 << 30
OVF = (b'<?xml version="1.0"?>\n<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"><References/>'
       b'<VirtualSystem id="v"><VirtualHardwareSection/></VirtualSystem></Envelope>\n')


def run(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, **more).stdout


def needs(tool):
    return unittest.skipUnless(shutil.which(tool), f"{tool} is not installed")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def ours(self, path):
        """Members as the library sees them."""
        lines = run(FACTS, "tar", path).decode().split("\n")
        return [(kind, int(size), name.rstrip("/")) for kind, size, name in (line.split(" ", 2) for line in lines if line)]

    def theirs(self, path):
        """Members as Python's tarfile sees them."""
        kinds = {tarfile.REGTYPE: "f", tarfile.AREGTYPE: "f", tarfile.CONTTYPE: "f", tarfile.LNKTYPE: "h", tarfile.SYMTYPE: "l",
                 tarfile.DIRTYPE: "d", tarfile.FIFOTYPE: "p", tarfile.GNUTYPE_SPARSE: "s"}
        with tarfile.open(path) as archive:
            return [(kinds[m.type], m.size if kinds[m.type] in "fs" else 0, m.name) for m in archive.getmembers()]

    def package(self, path):
        return dict(line.split(" ", 1) for line in run(FACTS, "package", path).decode().split("\n") if line)


class Tar(Case):
    #: Names that fit into a header of each form: the old one has 100 bytes, POSIX a prefix of 155 before a slash.
    OLD = ["a.ovf", "n" * 100, "d/" + "m" * 90]
    POSIX = OLD + ["p" * 80 + "/" + "q" * 90, "r" * 99 + "/" + "s" * 50 + "/" + "t" * 100]
    ALL = POSIX + ["u" * 101, "v" * 200, "w" * 120 + "/" + "x" * 250, "größe-日本.vmdk", "a b 'c' (d).vmdk", "ü" * 70]

    def fill(self, names):
        tree = self.folder / "tree"
        tree.mkdir()
        for i, name in enumerate(names):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes(b"x" * (0, 1, 511, 512, 513, 10000)[i % 6])
        (tree / "empty-folder").mkdir()
        (tree / "link").symlink_to("a.ovf")
        os.link(tree / "a.ovf", tree / "hard")
        return tree

    def compare(self, path):
        ours = self.ours(path)
        self.assertEqual(ours, self.theirs(path))
        self.assertGreater(len(ours), 5)
        listed = run("tar", "--quoting-style=literal", "-tf", path).decode().split("\n")
        self.assertEqual([name for _, _, name in ours], [name.rstrip("/") for name in listed if name])

    @needs("tar")
    def test_gnu_tar(self):
        for form, names in (("v7", self.OLD), ("ustar", self.POSIX), ("oldgnu", self.ALL), ("gnu", self.ALL), ("pax", self.ALL)):
            with self.subTest(form):
                tree = self.fill(names)
                path = self.folder / f"{form}.tar"
                run("tar", f"--format={form}", "-cf", path, *sorted(os.listdir(tree)), cwd=tree)
                self.compare(path)
                if names is self.ALL:
                    run("tar", f"--format={form}", "-cf", path, ".", cwd=tree)
                    self.compare(path)
                shutil.rmtree(tree)

    @needs("bsdtar")
    def test_bsdtar(self):
        for form, names in (("v7", self.OLD), ("ustar", self.POSIX), ("gnutar", self.ALL), ("pax", self.ALL)):
            with self.subTest(form):
                tree = self.fill(names)
                path = self.folder / f"{form}.tar"
                run("bsdtar", f"--format={form}", "-cf", path, *sorted(os.listdir(tree)), cwd=tree)
                self.compare(path)
                shutil.rmtree(tree)

    def test_python(self):
        for form, names in ((tarfile.USTAR_FORMAT, self.POSIX), (tarfile.GNU_FORMAT, self.ALL), (tarfile.PAX_FORMAT, self.ALL)):
            path = self.folder / "python.tar"
            with tarfile.open(path, "w", format=form, pax_headers={"comment": "a global header"}) as archive:
                for i, name in enumerate(names):
                    member = tarfile.TarInfo(name)
                    member.size = i * 300
                    archive.addfile(member, io.BytesIO(bytes(member.size)))
                archive.addfile(tarfile.TarInfo("more"))
                archive.addfile(tarfile.TarInfo("and-more"))
            with self.subTest(form):
                self.assertEqual(self.ours(path), self.theirs(path))

    @needs("tar")
    def test_nine_gibibytes(self):
        """A member of 9 GiB: the head that GNU tar writes, then a hole in the file, then another member."""
        big = self.folder / "big.vmdk"
        with big.open("wb") as file:
            file.truncate(9 * GIB)
        for form, head in (("gnu", 512), ("oldgnu", 512), ("pax", 1536)):
            path = self.folder / f"{form}.tar"
            with subprocess.Popen(["tar", f"--format={form}", "-cf", "-", "big.vmdk"], cwd=self.folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL) as process:
                start = process.stdout.read(head)
                process.kill()
            with path.open("wb") as file:
                file.write(start)
                file.seek(head + 9 * GIB)
                small = tarfile.TarInfo("a.ovf")
                small.size = len(OVF)
                file.write(small.tobuf(tarfile.USTAR_FORMAT) + OVF.ljust(512, b"\0") + bytes(1024))
            with self.subTest(form):
                self.assertEqual(self.ours(path), [("f", 9 * GIB, "big.vmdk"), ("f", len(OVF), "a.ovf")])
                self.assertEqual(self.package(path)["name"], form)

    @needs("tar")
    def test_sparse_members_are_seen(self):
        with (self.folder / "s.vmdk").open("wb") as file:
            file.truncate(1 << 20)
            file.seek(1 << 19)
            file.write(b"x")
        (self.folder / "a.ovf").write_bytes(OVF)
        for form in ("gnu", "pax"):
            path = self.folder / f"{form}.ova"
            run("tar", "--sparse", f"--format={form}", "-cf", path, "a.ovf", "s.vmdk", cwd=self.folder)
            done = subprocess.run([FACTS, "package", path], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("is stored as a sparse file", done.stderr)


@needs("xorriso")
class Discs(Case):
    def make(self, *options):
        (self.folder / "disc").mkdir(exist_ok=True)
        (self.folder / "disc" / "file").write_text("x")
        path = self.folder / "made.iso"
        run("xorriso", "-as", "mkisofs", "-quiet", *options, "-o", path, self.folder / "disc")
        return path

    def test_labels(self):
        for joliet in ([], ["-J"], ["-J", "-joliet-long", "-R"]):
            facts = self.package(self.make("-V", "Ubuntu-Server 24.04 LTS amd64", *joliet))
            self.assertEqual((facts["kind"], facts["volume"]), ("ISO", "Ubuntu-Server 24.04 LTS amd64"))
            self.assertEqual(facts["name"], "Ubuntu-Server 24.04 LTS amd64")

    def test_no_label(self):
        facts = self.package(self.make())
        self.assertEqual((facts["volume"], facts["name"]), ("ISOIMAGE", "made"))

    def test_truncated(self):
        path = self.make("-V", "X")
        os.truncate(path, path.stat().st_size - 4096 * 40)
        done = subprocess.run([FACTS, "package", path], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("it is truncated", done.stderr)


@needs("qemu-img")
class Disks(Case):
    def test_formats(self):
        for form, shown in (("monolithicSparse", "sparse"), ("streamOptimized", "streamOptimized"), ("monolithicFlat", "descriptor"),
                            ("twoGbMaxExtentSparse", "descriptor")):
            for size in (1 << 20, 5 * GIB):
                with self.subTest(form=form, size=size):
                    path = self.folder / "x.vmdk"
                    run("qemu-img", "create", "-q", "-f", "vmdk", "-o", f"subformat={form},adapter_type=lsilogic", path, size)
                    info = json.loads(run("qemu-img", "info", "--output=json", path))
                    facts = self.package(path)
                    self.assertEqual(facts["kind"], "VMDK")
                    self.assertEqual(facts["format"], shown)
                    self.assertEqual(int(facts["capacity"]), info["virtual-size"])
                    self.assertEqual(facts["type"], info["format-specific"]["data"]["create-type"])
                    self.assertEqual(facts["adapter"], "lsilogic")
                    self.assertEqual(facts["compressed"], "1" if form == "streamOptimized" else "0")


if __name__ == "__main__":
    unittest.main()
