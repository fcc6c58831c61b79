"""From proto_library to C: `maru_proto_library` runs protoc-gen-maru and compiles what it writes.

    proto_library(name = "hello_proto", srcs = ["hello.proto"], strip_import_prefix = "/idl")
    maru_proto_library(name = "hello", deps = [":hello_proto"])
    cc_binary(name = "server", srcs = ["main.c"], deps = [":hello"])      # includes "hello/v1/hello.maru.h"

An aspect walks the proto_library targets, so that each file is generated and compiled once however many targets lead to
it. Headers are included by the import path of their .proto. protoc reads the sources, not descriptor sets: the plugin sees
every line and comment whatever flags Bazel runs with.
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

GeneratedInfo = provider("What the aspect hands up.", fields = {
    "direct": "list of struct(import_path, file): the .proto files of this target",
    "protos": "depset of the same: these and all that they import",
    "outputs": "list of File: headers, sources and objects of this target",
})

def import_path(file, root):
    """How another .proto imports this file, whose proto_library has this proto_source_root."""
    if file.path.startswith(root + "/"):
        return file.path[len(root) + 1:]
    if file.short_path.startswith("../"):
        return file.short_path.split("/", 2)[2]
    return file.short_path

def _mapping(proto):
    return "-I%s=%s" % (proto.import_path, proto.file.path)

def protoc_args(actions, plugin, out, direct, protos):
    """The arguments of protoc: generate for the direct files to the folder `out`; nothing but `protos` can be imported."""
    args = actions.args()
    args.add(plugin, format = "--plugin=protoc-gen-maru=%s")
    args.add(out, format = "--maru_out=%s")
    args.add_all(protos, map_each = _mapping)
    args.add_all([proto.import_path for proto in direct])
    return args

def _generate(target, ctx, direct, protos):
    """Declares the .maru.h and .maru.c of each direct file. Returns (headers, sources, their root folder)."""
    headers, sources, root = [], [], None
    for proto in direct:
        stem = proto.import_path[:-len(".proto")]
        path = "_maru/%s/%s.maru" % (target.label.name, stem)
        header = ctx.actions.declare_file(path + ".h")
        root = header.path[:-len("/%s.maru.h" % stem)]
        headers.append(header)
        sources.append(ctx.actions.declare_file(path + ".c"))
    ctx.actions.run(
        executable = ctx.executable._protoc,
        arguments = [protoc_args(ctx.actions, ctx.executable._plugin, root, direct, protos)],
        inputs = [proto.file for proto in protos.to_list()],
        tools = [ctx.executable._plugin],
        outputs = headers + sources,
        mnemonic = "MaruGenerate",
        progress_message = "Generating C for %s" % target.label,
    )
    return headers, sources, root

def _compile(target, ctx, headers, sources, root, deps):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features + ["layering_check"],
    )
    runtime = [ctx.attr._messages[CcInfo], ctx.attr._services[CcInfo]]
    context, outputs = cc_common.compile(
        name = target.label.name,
        actions = ctx.actions,
        feature_configuration = features,
        cc_toolchain = toolchain,
        srcs = sources,
        public_hdrs = headers,
        includes = [root],
        compilation_contexts = [info.compilation_context for info in runtime + deps],
    )
    linking, _ = cc_common.create_linking_context_from_compilation_outputs(
        name = target.label.name + ".maru",
        actions = ctx.actions,
        feature_configuration = features,
        cc_toolchain = toolchain,
        compilation_outputs = outputs,
        disallow_dynamic_library = True,
        # Not that of `_services`: what links services brings rpc, see maru_proto_library below.
        linking_contexts = [info.linking_context for info in [ctx.attr._messages[CcInfo]] + deps],
    )
    return CcInfo(compilation_context = context, linking_context = linking), outputs.pic_objects + outputs.objects

def _generated_code_impl(target, ctx):
    imports = getattr(ctx.rule.attr, "deps", []) + getattr(ctx.rule.attr, "exports", [])
    info = target[ProtoInfo]
    direct = [
        struct(import_path = import_path(file, info.proto_source_root), file = file)
        for file in info.direct_sources
    ]
    protos = depset(direct, transitive = [dep[GeneratedInfo].protos for dep in imports])
    deps = [dep[CcInfo] for dep in imports]
    if direct:
        headers, sources, root = _generate(target, ctx, direct, protos)
        cc_info, objects = _compile(target, ctx, headers, sources, root, deps)
        outputs = headers + sources + objects
    else: # a target that only gathers others
        cc_info = cc_common.merge_cc_infos(cc_infos = deps)
        outputs = [file for dep in imports for file in dep[GeneratedInfo].outputs]
    return [GeneratedInfo(direct = direct, protos = protos, outputs = outputs), cc_info]

generated_code = aspect(
    implementation = _generated_code_impl,
    attr_aspects = ["deps", "exports"],
    attrs = {
        "_plugin": attr.label(default = "//codegen:protoc-gen-maru", executable = True, cfg = "exec"),
        "_protoc": attr.label(default = "//bazel:protoc", executable = True, cfg = "exec"),
        "_messages": attr.label(default = "//bazel:messages"),
        "_services": attr.label(default = "//bazel:services"),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    incompatible_use_toolchain_transition = True,
)

def _library_impl(ctx):
    outputs = [file for dep in ctx.attr.deps for file in dep[GeneratedInfo].outputs]
    return [
        DefaultInfo(files = depset(outputs), runfiles = ctx.runfiles(outputs)),
        cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps + ctx.attr._runtime]),
    ]

def _library(runtime):
    return rule(
        implementation = _library_impl,
        attrs = {
            "deps": attr.label_list(providers = [ProtoInfo], aspects = [generated_code], mandatory = True),
            "_runtime": attr.label_list(default = runtime),
        },
        provides = [CcInfo],
    )

# For everybody. A binary that uses no service takes nothing from rpc: the linker leaves it out.
maru_proto_library = _library(["//framework/rpc"])

# For framework/ itself, below rpc: contracts without services.
maru_message_library = _library([])
