"""Tests of the documentation; see pages.py for what a page may hold."""

def page_test(name, page, built = {}, data = [], tools = []):
    """Runs the commands of a page.

    Args:
      built: what they expect to have been built already, path to target
      data: files of the repository that they read
      tools: what they use of .tools/
    """
    places = ["%s=$(rootpath %s)" % pair for pair in built.items()] + \
             ["%s=../tools/%s" % (tool, tool[len(".tools/"):]) for tool in tools]
    native.sh_test(
        name = name,
        size = "medium",
        srcs = ["run.py"],
        args = ["$(rootpath %s)" % page] + places,
        data = [
            page,
            "pages.py",
        ] + built.values() + data,
    )

def page_files(name, page, files):
    """The `files` that a page spells out, in the folder `name`."""
    for file in files:
        native.genrule(
            name = "%s_%s" % (name, file.replace("/", "_").replace(".", "_")),
            srcs = [page],
            outs = ["%s/%s" % (name, file)],
            cmd = "$(location extract.py) $(location %s) %s >$@" % (page, file),
            tools = [
                "extract.py",
                "pages.py",
            ],
        )
