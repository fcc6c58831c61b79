"""The fenced blocks of the documentation: what they are, and how a page of them becomes files and a shell script.

The words behind the three backticks say what a block is:

    sh                  commands; all of a page run in one bash, in a scratch folder that looks like the checkout
    sh fails            the same, and the last command has to fail
    sh dev              commands that need Bazel or root: `./dev ...` and `bazel ...`. Within `bazel test` they are only checked
                        to exist; `.ci/run` runs them
    text                behind commands: what they print, `...` standing for anything; elsewhere plain text
    LANGUAGE FILE       the content of a file; a further block with that name goes on where this one ended
    LANGUAGE from FILE  a piece of a file of the repository, letter by letter; a line `...` leaves lines out
    mermaid             a picture

Nothing else is allowed, so that no example goes unchecked.
"""
import re

LANGUAGES = {"c", "cmake", "make", "proto", "python", "starlark", "yaml"}


class Block:
    def __init__(self, page, line, info, text):
        self.page, self.line, self.words, self.text = page, line, info.split(), text

    def __str__(self):
        return f"{self.page}:{self.line}"

    @property
    def is_shell(self):
        return self.words[:1] == ["sh"]

    @property
    def needs_bazel(self):
        return self.words == ["sh", "dev"]

    @property
    def fails(self):
        return self.words == ["sh", "fails"]

    @property
    def file(self):
        """The file whose content this is, or None."""
        return self.words[1] if len(self.words) == 2 and self.words[0] in LANGUAGES else None

    @property
    def quoted(self):
        """The file that this is a piece of, or None."""
        return self.words[2] if len(self.words) == 3 and self.words[0] in LANGUAGES and self.words[1] == "from" else None

    def is_known(self):
        return bool(self.words in (["sh"], ["sh", "dev"], ["sh", "fails"], ["text"], ["mermaid"]) or self.file or self.quoted)


def blocks(page, markdown):
    """Every fenced block. Raises ValueError for one that does not end."""
    found, start = [], None
    for number, line in enumerate(markdown.splitlines(), 1):
        if start is None and line.startswith("```"):
            start, info, lines = number, line[3:], []
        elif start is not None and line.rstrip() == "```":
            found.append(Block(page, start, info, "".join(text + "\n" for text in lines)))
            start = None
        elif start is not None:
            lines.append(line)
    if start is not None:
        raise ValueError(f"{page}:{start}: this block does not end")
    return found


def files(page_blocks):
    """{file: content} of the files that a page spells out."""
    contents = {}
    for block in page_blocks:
        if block.file:
            contents[block.file] = contents.get(block.file, "") + ("\n" if block.file in contents else "") + block.text
    return contents


def expected(page_blocks):
    """{index of a shell block: the text that it has to print}"""
    return {
        index: page_blocks[index + 1].text
        for index, block in enumerate(page_blocks[:-1])
        if block.is_shell and page_blocks[index + 1].words == ["text"]
    }


def agrees(output, text):
    """Whether `output` is the `text` of a page, in which ... stands for anything on its line, and alone for any lines."""
    pattern = ""
    for line in text.rstrip("\n").split("\n"):
        pattern += r"(.*\n)*?" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n"
    return re.fullmatch(pattern, output.rstrip("\n") + "\n") is not None


def is_piece(text, source):
    """Whether every run of lines of `text` that no line `...` interrupts stands in `source`, in this order."""
    at = 0
    for piece in re.split(r"^[ \t]*\.\.\.\n", text, flags=re.MULTILINE):
        found = ("\n" + source).find("\n" + piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
