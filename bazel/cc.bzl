"""C targets of this repository: every header of framework/ is included as "maru/<folder>/<file>.h"."""

def framework_library(name, **kwargs):
    native.cc_library(
        name = name,
        strip_include_prefix = "/framework",
        include_prefix = "maru",
        **kwargs
    )

def unit_test(name, deps = [], **kwargs):
    """A CMocka test: `name`.c beside the source it tests."""
    native.cc_test(
        name = name,
        srcs = [name + ".c"],
        size = kwargs.pop("size", "small"),
        deps = deps + ["//framework/testing:cmocka"],
        **kwargs
    )

def fuzz_target(name, deps = [], **kwargs):
    """LLVMFuzzerTestOneInput() in `name`.c, and its seeds, one input a file, in the folder `name`_corpus.

    As a test it replays the seeds, with gcc too. With --config=fuzz it is a libFuzzer binary; `./dev fuzz` runs them all.
    """
    corpus = native.glob([name + "_corpus/**"])
    if not corpus:
        fail("fuzz_target %s: put at least one input into %s_corpus/" % (name, name))
    native.cc_test(
        name = name,
        srcs = [name + ".c"],
        size = kwargs.pop("size", "small"),
        args = ["$(rootpath %s)" % seed for seed in corpus],
        data = corpus,
        linkopts = select({"//bazel:fuzz": ["-fsanitize=fuzzer"], "//conditions:default": []}),
        tags = ["fuzz"],
        deps = deps + select({"//bazel:fuzz": [], "//conditions:default": ["//bazel:fuzz_replay"]}),
        **kwargs
    )
