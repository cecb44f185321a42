"""What parts the cells of a CSV file, told by its first line: a spreadsheet may have saved it."""

import re

SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def separator_of(text: str, among: str = SEPARATORS) -> str:
    """Return the separator that makes the most columns of the first line; a comma where none does.

    What stands in quotes parts nothing. Of a header without blank names, and with no separator in a
    name, it is the one that the file was written with.
    """
    end = text.find("\n")  # split would copy all the rest
    bare = _QUOTED.sub("quoted", text if end < 0 else text[:end])

    def made(separator: str) -> tuple[int, int]:
        """Return how many columns have a name, and how many there are, that need no other one."""
        names = [name.strip() for name in bare.split(separator)]
        clean = [name for name in names if not any(each in name for each in among)]
        return len(clean) - clean.count(""), len(clean)

    return max(among, key=made)
