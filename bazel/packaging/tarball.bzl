"""The installed tree as a tar: plugin, headers, libraries, contracts, man page. `./dev install` and the tests unpack it."""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")
load("//bazel:maru_proto_library.bzl", "import_path")

# As `build:opt` of .bazelrc, which //tests/install checks; without warnings, which other builds have seen.
SHIPPED_COPTS = [
    "-w",
    "-D_GNU_SOURCE",
    "-fno-omit-frame-pointer",
    "-O2",
    "-U_FORTIFY_SOURCE",
    "-D_FORTIFY_SOURCE=3",
    "-fstack-protector-strong",
    "-fstack-clash-protection",
    "-fcf-protection=full",
]
SHIPPED_LINKOPTS = ["-fuse-ld=bfd", "-Wl,-z,relro,-z,now", "-Wl,-z,noexecstack"]

def _as_shipped_impl(_settings, _attr):
    return {
        "//command_line_option:compilation_mode": "opt",
        "//command_line_option:copt": SHIPPED_COPTS,
        "//command_line_option:linkopt": SHIPPED_LINKOPTS,
    }

# Whatever the build's own configuration is: what tests see under a sanitizer, too, is what is shipped.
_as_shipped = transition(
    implementation = _as_shipped_impl,
    inputs = [],
    outputs = ["//command_line_option:" + option for option in ["compilation_mode", "copt", "linkopt"]],
)

def _included_as(header):
    """The path by which code includes a header of framework/ or a generated one; None for any other name of the same file."""
    for folder in ["/_virtual_includes/", "/_maru/"]:
        _, found, rest = header.path.partition(folder)
        if found:
            return rest.split("/", 1)[1]
    return None

def _headers(ctx, info):
    headers = {_included_as(header): header for header in info.compilation_context.headers.to_list()}
    return {
        "include/" + name: header
        for name, header in headers.items()
        if name and ("/internal/" not in name or name in ctx.attr.internal_headers)
    }

def _protos(ctx):
    infos = [target[ProtoInfo] for target in ctx.attr.protos]
    return {
        "share/maru/idl/" + import_path(file, info.proto_source_root): file
        for info in infos
        for file in info.direct_sources
    }

def _tarball_impl(ctx):
    info = cc_common.merge_cc_infos(cc_infos = [target[CcInfo] for target in ctx.attr.libraries])
    inputs = info.linking_context.linker_inputs.to_list()
    objects = [object for one in inputs for library in one.libraries for object in library.pic_objects or library.objects]
    flags = [flag for one in inputs for flag in one.user_link_flags]
    files = dict(_headers(ctx, info), **_protos(ctx))
    files.update({"bin/" + ctx.file.plugin.basename: ctx.file.plugin})
    for target, folder in ctx.attr.files.items():
        files.update({folder + "/" + file.basename: file for file in target.files.to_list()})

    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add(find_cpp_toolchain(ctx).compiler_executable, format = "--compiler=%s")
    args.add_all(objects, format_each = "--object=%s")
    args.add_all(SHIPPED_LINKOPTS + flags, format_each = "--link=%s")
    args.add_all(["--file=%s=%s" % (name, files[name].path) for name in sorted(files)])
    args.add(ctx.outputs.out, format = "--out=%s")
    ctx.actions.run(
        executable = ctx.executable._pack,
        arguments = [args],
        inputs = objects + files.values(),
        outputs = [ctx.outputs.out],
        use_default_shell_env = True, # PATH, for what the compiler calls
        mnemonic = "MaruPack",
        progress_message = "Packing %s" % ctx.label,
    )
    return DefaultInfo(files = depset([ctx.outputs.out]), runfiles = ctx.runfiles([ctx.outputs.out]))

tarball = rule(
    implementation = _tarball_impl,
    attrs = {
        "libraries": attr.label_list(providers = [CcInfo], cfg = _as_shipped, doc = "with all that they depend on"),
        "internal_headers": attr.string_list(doc = "those that generated code includes"),
        "protos": attr.label_list(providers = [ProtoInfo]),
        "plugin": attr.label(allow_single_file = True, cfg = _as_shipped),
        "files": attr.label_keyed_string_dict(allow_files = True, doc = "to the folder that they go to"),
        "out": attr.output(mandatory = True),
        "_pack": attr.label(default = "//bazel/packaging:pack", executable = True, cfg = "exec"),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_allowlist_function_transition": attr.label(default = "@bazel_tools//tools/allowlists/function_transition_allowlist"),
    },
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    incompatible_use_toolchain_transition = True,
)
