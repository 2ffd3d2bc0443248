"""Find what the program says in English and shows later: errors, warnings, talk, by their sources.

An error is said in English where it happens, far below the command line, and has a file's name and
figures in it already when it is shown; so has a warning that a table holds too. So its *form* is
translated: the text with a placeholder for each value. `forms` reads them out of the sources: what
is given to an error that is made or to a terminal, and whatever that is put together from - words
chosen by a condition, variables of the function, constants, and what functions return that are
called there.
"""

import ast
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
ROOMS: Final = ("sensor", "classify", "cli")
REMARKING: Final = (
    "cli/compare/references.py",
    "cli/compare/two_clocks.py",
    "cli/making/laboratory.py",
    "cli/night/scale_file.py",
    "cli/reading/joining.py",
    "cli/study/checking.py",
    "cli/study/engine.py",
    "cli/study/manifest.py",
    "sensor/capture/balance.py",
    "sensor/capture/recordings.py",
    "sensor/files/",
    "sensor/scorings/",
)
"""Modules whose every sentence is a remark on what was read, and shown with it."""
_NO_TEXT: Final = (
    *("limbwatch ", "PRAGMA ", "SELECT ", "/", "C:", "--why"),
    *("a acc ", "filtered filt ", "aug ", "dec ", "mar ", "may ", "oct "),
)
"""What texts begin with that are commands, queries, places, or words that readers know."""
_SENTENCE: Final = 4
"""Words from which on a text of such a module is a sentence, and no name."""
_ALL_OF_IT: Final = ("files/explanation.py", "capture/balance.py", "times/scales.py")
"""Those of them in which short texts are shown too, in the first single words as well."""
SILENT: Final = {
    "NotInPieces": "caught where it is raised: the file is read in another way",
    "Exit": "says nothing",
    "AssertionError": "a fault of the program, told by its log",
    "NotImplementedError": "a fault of the program, told by its log",
}
"""Errors whose text nobody reads, and why."""
SCRIPTS: Final = {
    "classify/labels/reasons.py": "sentences of a night, whose forms are in cli/language/forms.py",
    "classify/night.py": "arguments that only a program gives",
    "classify/rules/leg_movements.py": "arguments that only a program gives",
    "classify/rules/periodicity.py": "arguments that only a program gives",
    "classify/rules/published.py": "arguments that only a program gives",
    "sensor/devices/packet.py": "arguments that only a program gives",
    "sensor/recording.py": "arguments that only a program gives",
    "sensor/samples.py": "arguments that only a program gives",
    "sensor/files/remarks.py": "remarks, whose forms are in cli/language/forms.py",
    "cli/recording/preflight.py": "checks, whose forms are in cli/language/forms.py",
}
"""Modules whose errors no person at a command line meets, and why."""
MAKERS: Final = frozenset(
    {"damaged", "damaged_gzip", "swollen", "refusal", "not_seen", "unreadable", "reason_of"}
)
"""Functions that make an error of the texts they are given, in other modules."""
SAYING: Final = frozenset(
    {
        "say",
        "warn",
        "progress",
        "doing",
        "Checked",
        "Check",
        "_fault",
        "_plain",
        "_refused",
        "RecorderLock",
    }
)
"""Functions that show, or keep to be shown, the texts they are given."""
TOLD: Final = frozenset(
    {
        "doubt", "doubts", "refused", "remark", "remarks", "trouble", "troubles", "unknown",
        "warning", "warnings",
    }
)  # fmt: skip
"""Arguments that hold what is told later."""
TRANSLATING: Final = frozenset({"tr", "trn", "counted"})
"""Functions whose texts are found by themselves."""
_SPEC: Final = re.compile(r"\{(\w+):([^{}]+)\}")
_FIGURE: Final = re.compile(r"[+,]?\d*(?:\.\d+)?[defg]")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.withitem, ast.For, ast.Call)


@dataclass
class _Module:
    """A module: its functions, constants and imports, by name, and its classes."""

    path: str
    tree: ast.Module
    functions: dict[str, ast.AST] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    classes: list[ast.ClassDef] = field(default_factory=list)


class ErrorTexts:
    """The texts of errors of all modules.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the sources.
    rooms : tuple of str
        Folders in it that are looked through.
    """

    def __init__(self, root: Path = ROOT, rooms: tuple[str, ...] = ROOMS) -> None:
        self._modules = {
            one.path: one
            for room in rooms
            for path in sorted((root / room).rglob("*.py"))
            for one in [_read(path, root)]
        }
        self._errors = {"ValueError", "TypeError", "LookupError", "OSError"} | {
            node.name
            for module in self._modules.values()
            for node in module.classes
            if any(_name(base).endswith(("Error", "Exception", "File")) for base in node.bases)
        }
        self._errors |= {"NotThere", "WrongKind"}
        self.found: dict[str, str] = {}
        """Forms, each with the module that says it first."""
        self._seen: set[int] = set()
        self._parts: set[int] = set()

    def forms(self) -> dict[str, str]:
        """Read them.

        Returns
        -------
        dict of str to str
            Forms, each with the module that says it first.
        """
        for module in self._modules.values():
            if module.path.startswith(REMARKING):
                self._sentences(module)
            for function, node in _with_function(module.tree):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    self._made(node.exc, module, function)
                elif isinstance(node, ast.Call) and (
                    self._is_error(node) or _name(node.func) in SAYING
                ):
                    self._made(node, module, function)
                elif isinstance(node, ast.keyword) and node.arg in TOLD:
                    self._say(node.value, module, function, whole=True)
                elif (template := _filled(node)) is not None:
                    self._constant(template, module)
                for value in _kept(node):
                    self._say(value, module, function, whole=True)
        return self.found

    def _sentences(self, module: _Module) -> None:
        """Find every sentence of a module that is no docstring."""
        for function, node in _with_function(module.tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                self._seen.add(id(node.value))
            elif _is_list_of_words(node) or (
                isinstance(node, ast.Call) and _name(node.func) in SILENT
            ):
                self._seen.update(id(part) for part in ast.walk(node))
            elif isinstance(node, ast.JoinedStr | ast.Constant | ast.BinOp):
                for part in ast.walk(node):
                    if part is not node and isinstance(part, ast.Constant):
                        self._parts.add(id(part))
                if id(node) in self._parts or id(node) in self._seen:
                    continue
                text = form_of(node) if not isinstance(node, ast.Constant) else node.value
                all_of_it = module.path.endswith(_ALL_OF_IT)
                if isinstance(text, str) and _is_sentence(text, 1 if all_of_it else _SENTENCE):
                    self._say(node, module, function, whole=module.path.endswith(_ALL_OF_IT[0]))

    def _is_error(self, call: ast.Call) -> bool:
        name = _name(call.func)
        return (name in self._errors or name in MAKERS) and name not in SILENT

    def _made(self, call: ast.Call, module: _Module, function: ast.AST | None) -> None:
        if _name(call.func) in SILENT:
            return
        for argument in (*call.args, *(one.value for one in call.keywords)):
            self._say(argument, module, function, whole=True)
        if not self._is_error(call) or _name(call.func) in MAKERS:
            self._follow(call, module)

    def _say(
        self, node: ast.AST, module: _Module, function: ast.AST | None, *, whole: bool = False
    ) -> None:
        if id(node) in self._seen:
            return
        self._seen.add(id(node))
        match node:
            case ast.Constant(value=str() as text):
                self._add(_plain_places(text), module, whole=whole)
            case ast.JoinedStr() | ast.BinOp(op=ast.Add()):
                self._add(form_of(node), module, whole=whole)
                for value in values_of(node):
                    self._say(value, module, function)
            case _:
                self._say_parts(node, module, function, whole=whole)

    def _say_parts(
        self, node: ast.AST, module: _Module, function: ast.AST | None, *, whole: bool
    ) -> None:
        """Look for texts in what is no text itself."""
        match node:
            case ast.IfExp():
                self._say(node.body, module, function, whole=whole)
                self._say(node.orelse, module, function, whole=whole)
            case ast.Name(id=name):
                for value in _assigned(function, name):
                    self._say(value, module, function, whole=whole)
                self._constant(name, module)
            case ast.Attribute(attr=name) if name.isupper():
                self._constant(name, module)
            case ast.Call() if _name(node.func) in TRANSLATING:
                pass
            case ast.Call():
                if isinstance(node.func, ast.Attribute):
                    self._say(node.func.value, module, function)
                for argument in node.args:
                    self._say(argument, module, function)
                self._follow(node, module)
            case ast.Lambda() | ast.Compare():
                pass
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self._say(child, module, function)

    def _follow(self, call: ast.Call, module: _Module) -> None:
        name = _name(call.func)
        home, made = self._home(name, module)
        if made is None or id(made) in self._seen:
            return
        self._seen.add(id(made))
        for node in ast.walk(made):
            if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) and node.value is not None:
                self._say(node.value, home, made)

    def _home(self, name: str, module: _Module) -> tuple[_Module, ast.AST | None]:
        if name in module.functions:
            return module, module.functions[name]
        place, there = module.imported.get(name, ("", ""))
        other = self._modules.get(place)
        return (other, other.functions.get(there)) if other else (module, None)

    def _constant(self, name: str, module: _Module) -> None:
        home = module
        if name not in module.constants:
            place, name = module.imported.get(name, ("", ""))
            home = self._modules.get(place, module)
            if not place:
                for other in self._modules.values():
                    if name in other.constants:
                        home = other
        if name in home.constants:
            self._say(home.constants[name], home, None)

    def _add(self, text: str, module: _Module, *, whole: bool) -> None:
        plain = _without_places(text)
        words = [word.strip(".,;:()") for word in plain.split()]
        if module.path in SCRIPTS or text.startswith(_NO_TEXT) or "\\" in text:
            return
        if (len(words) > 1 or (whole and words)) and any(
            word.isalpha() and len(word) > 1 for word in words
        ):
            self.found.setdefault(text, module.path)


def _is_list_of_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == "split"


def _is_sentence(text: str, fewest: int) -> bool:
    words = [word.strip(".,;:()") for word in _without_places(text).split()]
    plain = [word for word in words if word.isalpha() and word.islower()]
    return len(plain) >= fewest and not set(text) & set("\\^|")


def _kept(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what is put among remarks, warnings or doubts that are told later."""
    match node:
        case ast.Call(func=ast.Attribute(value=place, attr="append" | "extend"), args=[value]) if (
            _name(place).strip("_") in TOLD
        ):
            yield value
        case ast.Assign(targets=[place], value=value) if _name(place).strip("_") in TOLD:
            yield value
        case ast.AugAssign(target=place, value=value) if _name(place).strip("_") in TOLD:
            yield value
        case ast.AnnAssign(target=place, value=ast.expr() as value) if (
            _name(place).strip("_") in TOLD
        ):
            yield value
        case ast.FunctionDef(name=name) if TOLD & set(name.split("_")):
            for inner in ast.walk(node):
                if isinstance(inner, (ast.Return, ast.Yield, ast.YieldFrom)) and inner.value:
                    yield inner.value


def _filled(node: ast.AST) -> str | None:
    """Name the constant whose placeholders a call fills: ``_LINE.format(...)``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="format")) if name.isupper():
            return name
    return None


def _plain_places(text: str) -> str:
    """Leave out how a moment is written: its text stands in the placeholder, and no figure."""
    text = text.replace("{}", "{count}")
    return _SPEC.sub(lambda found: found[0] if _numeric(found[2]) else f"{{{found[1]}}}", text)


def form_of(node: ast.AST) -> str:
    """Write a text with a placeholder for each value in it.

    Parameters
    ----------
    node : ast.AST
        A string, an f-string or several that are added.

    Returns
    -------
    str
        Its form; braces that are meant are doubled.
    """
    names: dict[str, int] = {}
    return "".join(_pieces(node, names))


def values_of(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what stands in the placeholders of a text."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from values_of(left)
            yield from values_of(right)
        case ast.JoinedStr(values=values):
            for value in values:
                if isinstance(value, ast.FormattedValue):
                    yield value.value
        case ast.Constant():
            pass
        case ast.expr():
            yield node


def _pieces(node: ast.AST, names: dict[str, int]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text.replace("{", "{{").replace("}", "}}")
        case ast.JoinedStr(values=values):
            for value in values:
                yield from _pieces(value, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _pieces(left, names)
            yield from _pieces(right, names)
        case ast.FormattedValue(value=value, conversion=conversion, format_spec=spec):
            kind = "!r" if conversion == ord("r") else ""
            written = "".join(_pieces(spec, {})) if spec is not None else ""
            yield f"{{{_place(value, names)}{kind}{':' + written if _numeric(written) else ''}}}"
        case ast.expr():
            yield f"{{{_place(node, names)}}}"


def _numeric(spec: str) -> bool:
    return _FIGURE.fullmatch(spec) is not None


def _place(value: ast.expr, names: dict[str, int]) -> str:
    """Name a placeholder after what it holds."""
    match value:
        case ast.Call(func=ast.Attribute(attr="join"), args=[held, *_]):
            name = _last(held)
        case _:
            name = _last(value)
    name = name.strip("_").lower() or "value"
    names[name] = names.get(name, 0) + 1
    return name if names[name] == 1 else f"{name}_{names[name]}"


def _last(value: ast.AST) -> str:
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case (
            ast.Call(func=ast.Name(id="str" | "len" | "sorted" | "int" | "repr"), args=[inner, *_])
            | ast.Call(func=ast.Attribute(value=inner, attr="strip" | "removeprefix" | "isoformat"))
            | ast.Call(func=inner)
            | ast.BinOp(left=ast.Constant(), right=inner)
            | ast.BinOp(left=inner)
            | ast.Subscript(value=inner)
            | ast.BoolOp(values=[inner, *_])
            | ast.GeneratorExp(elt=inner)
            | ast.ListComp(elt=inner)
            | ast.Await(value=inner)
            | ast.IfExp(body=inner)
            | ast.Starred(value=inner)
        ):
            return _last(inner)
    return "value"


def _read(path: Path, root: Path) -> _Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = _Module(path.relative_to(root).as_posix(), tree)
    for node in ast.walk(tree):
        if isinstance(node, _FUNCTIONS):
            module.functions.setdefault(node.name, node)
        elif isinstance(node, ast.ClassDef):
            module.classes.append(node)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("limbwatch."):
            place = (node.module or "").removeprefix("limbwatch.").replace(".", "/")
            for one in node.names:
                known = f"{place}.py"
                if not (root / known).exists():
                    known = f"{place}/__init__.py"
                module.imported[one.asname or one.name] = (known, one.name)
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                module.constants[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                module.constants[name] = value
    return module


def _with_function(tree: ast.AST) -> Iterator[tuple[ast.AST | None, ast.AST]]:
    """Yield all nodes, each with the innermost function around it."""
    waiting: deque[tuple[ast.AST | None, ast.AST]] = deque([(None, tree)])
    while waiting:
        function, node = waiting.popleft()
        yield function, node
        inner = node if isinstance(node, _FUNCTIONS) else function
        waiting.extend((inner, child) for child in ast.iter_child_nodes(node))


@lru_cache(maxsize=64)
def _inside(function: ast.AST) -> tuple[ast.AST, ...]:
    """Give what sets variables in a function, which is asked for one after the other."""
    return tuple(node for node in ast.walk(function) if isinstance(node, _ASSIGNING))


def _assigned(function: ast.AST | None, name: str) -> Iterator[ast.expr]:
    """Yield what a variable of a function is set to."""
    if function is None:
        return
    for node in _inside(function):
        match node:
            case ast.Assign(targets=targets, value=value) if any(
                isinstance(one, ast.Name) and one.id == name for one in targets
            ):
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=each)], value=ast.Tuple(elts=values)):
                for one, value in zip(each, values, strict=False):
                    if isinstance(one, ast.Name) and one.id == name:
                        yield value
            case ast.withitem(context_expr=value, optional_vars=ast.Name(id=found)) if (
                found == name
            ):
                yield value
            case ast.For(target=ast.Name(id=found), iter=value) if found == name:
                yield value
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=found), attr="append" | "extend"), args=[value]
            ) if found == name:
                yield value
            case ast.AugAssign(target=ast.Name(id=found), value=value) if found == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if (
                found == name
            ):
                yield value


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _without_places(text: str) -> str:
    out, depth = [], 0
    for letter in text.replace("{{", "").replace("}}", ""):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if not depth and letter != "}":
            out.append(letter)
    return "".join(out)
