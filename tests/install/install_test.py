#!/usr/bin/python3
"""What `./dev install` puts down is whole, exports what it should, and is enough to build and run a service with."""
import ast
import glob
import os
import re
import signal
import subprocess
import tarfile
import tempfile
import unittest

RUNFILES = os.getcwd()
TAR = os.path.join(RUNFILES, "bazel/packaging/maru.tar")
COMPILERS = ("gcc", "clang-14")
WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror")
INTERNAL = ["maru/validate/internal/rules.h"] + [f"maru/wire/internal/{name}.h" for name in ("define", "read", "write")]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run(*command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **options)
    assert done.returncode == 0, f"{' '.join(command)}\nfailed with {done.returncode}:\n{done.stdout}"
    return done.stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.work = cls.folder.name
        cls.prefix = os.path.join(cls.work, "prefix")
        os.makedirs(cls.prefix)
        run("tar", "-xf", TAR, "-C", cls.prefix)
        cls.include = os.path.join(cls.prefix, "include")
        cls.headers = sorted(glob.glob("**/*.h", root_dir=cls.include, recursive=True))
        cls.library = os.path.realpath(os.path.join(cls.prefix, "lib/libmaru.so"))
        cls.environment = dict(os.environ, PKG_CONFIG_PATH=os.path.join(cls.prefix, "lib/pkgconfig"))

    def write(self, name, text):
        path = os.path.join(self.work, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def maru(self, *options):
        return run("pkg-config", *options, "maru", env=self.environment).split()


class Tree(Installed):
    def test_everything_is_there(self):
        names = {os.path.relpath(path, self.prefix) for path in glob.glob(self.prefix + "/**", recursive=True)}
        self.assertLessEqual({
            "bin/protoc-gen-maru", "lib/libmaru.a", "lib/libmaru.so", "lib/pkgconfig/maru.pc", "lib/cmake/maru/maru-config.cmake",
            "lib/cmake/maru/maru-config-version.cmake", "share/man/man1/protoc-gen-maru.1", "share/maru/idl/maru/options.proto",
            "share/maru/idl/google/rpc/status.proto",
            "share/maru/idl/buf/validate/validate.proto", "include/maru/validate/validate.h", "include/maru/transport/grpc/grpc.h", "include/google/rpc/status.maru.h",
            "include/google/protobuf/timestamp.maru.h",
        }, names)

    def test_of_the_internal_headers_only_those_are_there_that_generated_code_includes(self):
        self.assertEqual([name for name in self.headers if "/internal/" in name], INTERNAL)

    def test_every_header_compiles_alone_in_c_and_in_cxx(self):
        names = [self.write(f"alone_{i}.h", f'#include "{name}"\nint not_empty;\n') for i, name in enumerate(self.headers)]
        run("gcc", "-std=c11", *WARNINGS, "-fsyntax-only", "-I", self.include, "-x", "c", *names)
        run("clang-14", "-std=c11", *WARNINGS, "-fsyntax-only", "-I", self.include, "-x", "c", *names)
        public = [name for name in names if "/internal/" not in read(name)]
        run("g++", "-std=c++17", *WARNINGS, "-fsyntax-only", "-I", self.include, "-x", "c++", *public)

    def test_it_is_hardened(self):
        for path in (self.library, os.path.join(self.prefix, "bin/protoc-gen-maru")):
            dynamic, segments = run("readelf", "-dW", path), run("readelf", "-lW", path)
            self.assertRegex(dynamic, r"BIND_NOW|\bNOW\b")
            self.assertNotRegex(dynamic, "RPATH|RUNPATH|TEXTREL")
            self.assertIn("GNU_RELRO", segments)
            self.assertRegex(segments, r"GNU_STACK.* RW +0x")
            self.assertIn("Elf file type is DYN", segments)
            self.assertRegex(run("nm", "-D", "--undefined-only", path), r"__stack_chk_fail(.|\n)*_chk@")

    def test_it_is_built_with_the_options_of_the_hardened_configuration(self):
        rule = read("bazel/packaging/tarball.bzl")
        for kind in ("copt", "linkopt"):
            configured = re.findall(rf"--{kind}=(\S+)", "".join(re.findall("^build:opt .*\n", read(".bazelrc"), re.MULTILINE)))
            shipped = ast.literal_eval(re.search(rf"SHIPPED_{kind.upper()}S = (\[.*?\])", rule, re.DOTALL)[1])
            self.assertTrue(configured)
            self.assertEqual([option for option in configured if option not in shipped], [])

    def test_nothing_tells_when_where_or_by_whom_it_was_built(self):
        with tarfile.open(TAR) as tar:
            members = tar.getmembers()
        self.assertEqual([member.name for member in members], sorted(member.name for member in members))
        self.assertEqual({(member.mtime, member.uid, member.gid, member.uname) for member in members}, {(0, 0, 0, "")})
        with open(TAR, "rb") as file:
            content = file.read()
        for trace in (b"/execroot/", b"/.cache/", os.uname().nodename.encode() + b"."):
            self.assertNotIn(trace, content)


class Symbols(Installed):
    def declared(self):
        """The functions and constants that the installed headers declare without defining them."""
        source = self.write("all.c", "".join(f'#include "{name}"\n' for name in self.headers))
        prototypes = os.path.join(self.work, "prototypes")
        run("gcc", "-std=c11", "-fsyntax-only", "-aux-info", prototypes, "-I", self.include, source)
        ours = re.findall(rf"^/\* {re.escape(self.include)}/\S+ \*/ extern (.*)", read(prototypes), re.MULTILINE)
        functions = {re.search(r"(\w+)(?: \(|;)", line)[1] for line in ours}
        text = "".join(read(os.path.join(self.include, name)) for name in self.headers)
        constants = re.findall(r"^extern const \w+ (?:\w+ )?([^(\n]+);$", text, re.MULTILINE)
        return functions.union(*(line.split(", ") for line in constants))

    def test_the_shared_library_exports_what_the_headers_declare_and_nothing_else(self):
        lines = run("nm", "-D", "--defined-only", "--format=posix", self.library).splitlines()
        exported = {line.split()[0].split("@")[0] for line in lines if line.split()[1] != "A"}
        declared = self.declared()
        self.assertGreater(len(declared), 200)
        self.assertEqual(sorted(exported - declared), [])
        self.assertEqual(sorted(declared - exported), [])

    def test_every_symbol_of_both_libraries_has_a_prefix_of_ours(self):
        for library in (("-D", self.library), (os.path.join(self.prefix, "lib/libmaru.a"),)):
            lines = run("nm", "--extern-only", "--defined-only", "--format=posix", *library).splitlines()
            names = [line.split()[0] for line in lines if line and not line.endswith(":")]
            self.assertEqual([name for name in names if not re.match(r"marui?_|google_(protobuf|rpc)_|MARU_", name)], [])

    def test_whatever_the_generator_writes_compiles_and_finds_its_symbols(self):
        golden = "codegen/testdata/golden"
        sources = sorted(glob.glob(golden + "/**/*.c", recursive=True))
        self.assertGreater(len(sources), 5)
        for compiler in COMPILERS:
            out = os.path.join(self.work, compiler + ".so")
            run(compiler, "-std=c11", *WARNINGS, "-shared", "-fPIC", "-Wl,--no-undefined", "-I", golden, *self.maru("--cflags"),
                "-o", out, *sources, *self.maru("--libs"), "-lm")


class PkgConfig(Installed):
    def test_the_shared_library_needs_nothing_but_protobuf_c(self):
        folder = tempfile.mkdtemp(dir=self.work)
        os.symlink(run("pkg-config", "--path", "libprotobuf-c").strip(), folder + "/libprotobuf-c.pc")
        environment = dict(self.environment, PKG_CONFIG_LIBDIR=folder)
        flags = run("pkg-config", "--cflags", "--libs", "maru", env=environment).split()
        self.assertEqual([flag for flag in flags if flag.startswith("-l")], ["-lmaru", "-lprotobuf-c"])


class Version(Installed):
    def test_it_is_the_same_everywhere(self):
        version, = re.findall(r'^#define MARU_VERSION "([0-9.]+)"$', read(self.include + "/maru/base/version.h"), re.MULTILINE)
        self.assertEqual(run(self.prefix + "/bin/protoc-gen-maru", "--version"), f"protoc-gen-maru {version}\n")
        self.assertEqual(self.maru("--modversion"), [version])
        self.assertEqual(os.path.basename(self.library), "libmaru.so." + version)
        self.assertIn(f"Library soname: [libmaru.so.{version}]", run("readelf", "-d", self.library))
        self.assertEqual((self.cmake_finds(version), self.cmake_finds("")), (True, True))

    def test_cmake_takes_no_other_version(self):
        self.assertEqual((self.cmake_finds("0.0.1"), self.cmake_finds("9")), (False, False))

    def cmake_finds(self, version):
        with tempfile.TemporaryDirectory(dir=self.work) as folder:
            with open(folder + "/CMakeLists.txt", "w", encoding="utf-8") as file:
                file.write("cmake_minimum_required(VERSION 3.21)\nproject(probe C)\n"
                           f"find_package(maru {version})\nmessage(STATUS \"found: ${{maru_FOUND}} ${{maru_VERSION}}\")\n")
            text = run("cmake", "-S", folder, "-B", folder + "/build", "-DCMAKE_PREFIX_PATH=" + self.prefix)
        return re.search("found: (.)", text)[1] == "1"


class Manual(Installed):
    PAGE = "share/man/man1/protoc-gen-maru.1"

    def test_it_has_no_faults(self):
        self.assertEqual(run("mandoc", "-T", "lint", "-W", "warning", os.path.join(self.prefix, self.PAGE)), "")

    def test_it_has_the_options_of_the_help(self):
        options = re.findall(r"^  (-\S+(?:, -\S+)*)  ", run(self.prefix + "/bin/protoc-gen-maru", "--help"), re.MULTILINE)
        items = re.findall(r"^\.It (Fl .*)", read(os.path.join(self.prefix, self.PAGE)), re.MULTILINE)
        self.assertTrue(options)
        self.assertEqual([item.replace("Fl ", "-").replace(" ,", ",") for item in items], options)


class Standalone(Installed):
    """examples/standalone, by make and by CMake, with both compilers, with the shared library and with the static one."""

    def copy(self):
        folder = tempfile.mkdtemp(dir=self.work)
        run("cp", "-rL", "examples/standalone/.", folder)
        return folder

    def programs_work(self, folder, is_static):
        for program in ("server", "client"):
            needed = run("readelf", "-d", f"{folder}/{program}")
            self.assertEqual("libmaru" not in needed, is_static, needed)
        command = [folder + "/server", "127.0.0.1:0"]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as server:
            try:
                port = re.fullmatch(r"listening on port (\d+)\n", server.stdout.readline())[1]
                said = run(folder + "/client", "127.0.0.1:" + port)
            finally:
                server.send_signal(signal.SIGTERM)
        self.assertEqual(server.returncode, 0)
        self.assertRegex(said, r"\AIn Seoul it is \d\d:\d\d\.\nOUT_OF_RANGE: utc_offset_minutes is 5940: .*\n\Z")

    def test_a_makefile_of_20_lines_is_enough(self):
        self.assertLessEqual(len(read("examples/standalone/Makefile").splitlines()), 20)
        for compiler in COMPILERS:
            for static in ([], ["STATIC=1"]):
                with self.subTest(compiler=compiler, static=static):
                    folder = self.copy()
                    run("make", "-C", folder, "CC=" + compiler, "CFLAGS=-Wall -Wextra -Werror", *static, env=self.environment)
                    self.programs_work(folder, bool(static))

    def test_cmake_finds_it_and_generates(self):
        for compiler in COMPILERS:
            for static in ("OFF", "ON"):
                with self.subTest(compiler=compiler, static=static):
                    folder = self.copy()
                    run("cmake", "-S", folder, "-B", folder + "/build", "-DCMAKE_PREFIX_PATH=" + self.prefix, "-DSTATIC=" + static,
                        "-DCMAKE_C_COMPILER=" + compiler, "-DCMAKE_C_FLAGS=-Werror")
                    run("cmake", "--build", folder + "/build")
                    self.programs_work(folder + "/build", static == "ON")

    def test_cmake_says_which_contract_is_missing(self):
        folder = self.copy()
        os.remove(folder + "/clock/v1/clock.proto")
        with self.assertRaisesRegex(AssertionError, "there is no\\s+clock/v1/clock.proto"):
            run("cmake", "-S", folder, "-B", folder + "/build", "-DCMAKE_PREFIX_PATH=" + self.prefix)


if __name__ == "__main__":
    unittest.main()
