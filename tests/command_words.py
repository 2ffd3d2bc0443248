"""The words of a printed command, as the system would cut it."""

import os
import re
import shlex


def cut_by_windows(line: str) -> list[str]:
    """Cut a command line into words as CommandLineToArgvW does (its rules, by Microsoft)."""
    words, word, quoted, some = [], "", False, False
    for part in re.findall(r'\\*"|\\+|\s|[^\\"\s]+', line):
        if part.endswith('"'):
            word += "\\" * ((len(part) - 1) // 2)
            some = True
            if (len(part) - 1) % 2:
                word += '"'
            else:
                quoted = not quoted
        elif part.isspace() and not quoted:
            if some:
                words.append(word)
            word, some = "", False
        else:
            word, some = word + part, True
    return [*words, word] if some else words


def words_of(line: str) -> list[str]:
    """Cut a printed command as the shell and the programs of this system do."""
    return cut_by_windows(line) if os.name == "nt" else shlex.split(line)
