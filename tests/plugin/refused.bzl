"""`refused`: what protoc and the generator print for a contract they refuse, with the command line of maru_proto_library."""

load("//bazel:maru_proto_library.bzl", "GeneratedInfo", "generated_code", "protoc_args")

def _refused_impl(ctx):
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    contract = ctx.attr.contract[GeneratedInfo]
    ctx.actions.run_shell(
        # Accepting it leaves an empty log, which the test refuses.
        command = 'log=$1; out=$2; shift 2; mkdir -p "$out"; if "$@" 2>"$log"; then : >"$log"; fi',
        arguments = [
            log.path,
            log.path + ".out",
            ctx.executable._protoc.path,
            protoc_args(ctx.actions, ctx.executable._plugin, log.path + ".out", contract.direct, contract.protos),
        ],
        inputs = [proto.file for proto in contract.protos.to_list()],
        tools = [ctx.executable._plugin, ctx.executable._protoc],
        outputs = [log],
        mnemonic = "MaruRefuse",
    )
    return [DefaultInfo(files = depset([log]), runfiles = ctx.runfiles([log]))]

refused = rule(
    implementation = _refused_impl,
    attrs = {
        "contract": attr.label(providers = [ProtoInfo], aspects = [generated_code], mandatory = True),
        "_plugin": attr.label(default = "//codegen:protoc-gen-maru", executable = True, cfg = "exec"),
        "_protoc": attr.label(default = "//bazel:protoc", executable = True, cfg = "exec"),
    },
)
