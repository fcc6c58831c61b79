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
