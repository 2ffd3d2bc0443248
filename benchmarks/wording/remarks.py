"""Modules whose every sentence is a remark on what was read, and shown with it."""

import ast
from collections.abc import Iterator
from typing import Final

from benchmarks.wording.sources import Given, SourceModule, Sources, name_of
from benchmarks.wording.written import form_of, words_of

REMARKING: Final = (
    "cli/making/laboratory.py",
    "cli/night/scale_file.py",
    "cli/reading/repeated_files.py",
    "cli/study/sessions/checking.py",
    "cli/study/manifests/manifest.py",
    "sensor/capture/balance.py",
    "sensor/capture/capture_notes.py",
    "sensor/capture/captured_recordings.py",
    "sensor/files/",
    "sensor/scorings/",
    "sensor/standstill.py",
)
_SENTENCE: Final = 4
"""Words from which on a text of such a module is a sentence, and no name."""
_ALL_OF_IT: Final = ("capture/balance.py", "times/scales.py")
"""Those of them in which short texts are shown too."""
_WORDS: Final = "files/explanation.py"
"""The one in which single words are shown, too."""


def of(sources: Sources) -> Iterator[Given]:
    """Yield every sentence of those modules that is no docstring."""
    within: set[int] = set()
    for node, scope in sources.nodes:
        if not scope.module.path.startswith(REMARKING):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            within.add(id(node.value))
        elif isinstance(node, ast.Call) and name_of(node.func) in {"split", "NotInPieces"}:
            within.update(map(id, ast.walk(node)))
        elif isinstance(node, ast.JoinedStr | ast.Constant | ast.BinOp) and id(node) not in within:
            within.update(id(part) for part in ast.walk(node) if isinstance(part, ast.Constant))
            if _is_sentence(node, scope.module):
                yield Given(node, scope)


def _is_sentence(node: ast.expr, module: SourceModule) -> bool:
    if isinstance(node, ast.Constant) and not isinstance(node.value, str):
        return False
    text = form_of(node)[0]
    plain = [word for word in words_of(text) if word.isalpha() and word.islower()]
    fewest = 1 if module.path.endswith((_WORDS, *_ALL_OF_IT)) else _SENTENCE
    if " " not in text.strip() and not module.path.endswith(_WORDS):
        return False
    return len(plain) >= fewest and not set(text) & set("\\^|")
