"""The shape of the project: who may import whom, what start-up may load, what is packaged."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
ORDER = ("sensor", "dsp", "classify", "cli")
FOLDERS = (*ORDER, "sample_data")
MAY_IMPORT = {folder: set(ORDER[: n + 1]) for n, folder in enumerate(ORDER)} | {
    "sample_data": {"sample_data", "sensor"}
}
MAY_IMPORT["cli"].add("sample_data")  # demo scores the sample night and simulated ones
PURE = ("dsp", "classify")
IMPURE_MODULES = {"asyncio", "io", "logging", "os", "pathlib", "random", "socket", "sys", "time"}


@cache
def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found, f"{folder} has no modules: nothing would be looked at"
    return found


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(source(path))


_IMPORT = re.compile(
    r"^[ \t]*((?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\((?:[^)#]|#.*)*\)|.*))", re.MULTILINE
)
"""A line that imports, in a function or for type checkers too."""


@cache
def imports(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """Parse the lines that import alone: all of every module takes ten times as long."""
    lines = ast.parse("\n".join(found[1] for found in _IMPORT.finditer(source(path))))
    return tuple(n for n in lines.body if isinstance(n, ast.Import | ast.ImportFrom))


def imported(path: Path) -> Iterator[str]:
    for node in imports(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_folders_to_its_left(folder: str) -> None:
    for path in modules(folder):
        for name in imported(path):
            top, *rest = name.split(".")
            assert top not in FOLDERS, f"{path} imports {name} by a name that collides"
            if top == "limbwatch" and rest and rest[0] in FOLDERS:
                assert rest[0] in MAY_IMPORT[folder], f"{path} imports {name}"


@pytest.mark.parametrize("folder", PURE)
def test_lines_that_import_are_all_that_a_module_imports(folder: str) -> None:
    """Two statements on a line, which would not be seen, are what the linter refuses."""
    some = 0
    for path in modules(folder):
        nodes = [n for n in ast.walk(parsed(path)) if isinstance(n, ast.Import | ast.ImportFrom)]
        assert sorted(map(ast.unparse, imports(path))) == sorted(map(ast.unparse, nodes)), path
        some += len(nodes)
    assert some > 100


@pytest.mark.parametrize("folder", PURE)
def test_the_core_is_pure(folder: str) -> None:
    for path in modules(folder):
        tops = {name.split(".")[0] for name in imported(path)}
        assert not tops & IMPURE_MODULES, f"{path} imports {tops & IMPURE_MODULES}"
        names = {
            node.func.id
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not names & {"print", "open", "input"}, f"{path} does input or output"
        assert ".now(" not in source(path), f"{path} reads the clock"


def test_bleak_is_imported_by_one_module() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in modules(folder)
        if any(name.split(".")[0] == "bleak" for name in imported(path))
    ]
    assert len(users) == 1, users


def test_every_folder_with_modules_is_packaged() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = set(config["tool"]["setuptools"]["packages"])
    folders = {
        "limbwatch." + path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for folder in FOLDERS
        for path in modules(folder)
    }
    assert packages == folders | {"limbwatch"}
    places = config["tool"]["setuptools"]["package-dir"]
    assert places == {"limbwatch": "limbwatch"} | {f"limbwatch.{name}": name for name in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_face_links_to_the_folders(folder: str) -> None:
    link = ROOT / "limbwatch" / folder
    if not link.is_symlink():
        pytest.skip("this checkout or archive has no symbolic links")
    assert link.readlink() == Path("..") / folder


@cache
def dependencies() -> dict[str, set[str]]:
    """Each module of the project and the modules it names, those for type checkers too."""
    places = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path
        for folder in FOLDERS
        for path in modules(folder)
    }
    places = {name.removesuffix(".__init__"): path for name, path in places.items()}
    found: dict[str, set[str]] = {}
    for name, path in places.items():
        found[name] = set()
        for node in imports(path):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("limbwatch."):
                home = (node.module or "").removeprefix("limbwatch.")
                named = {f"{home}.{alias.name}" for alias in node.names} & places.keys()
                found[name] |= (named or {home}) & places.keys() - {name}
    return found


def circle(graph: dict[str, set[str]]) -> tuple[str, ...]:
    """Some circle of a graph, or nothing."""
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert any(dependencies().values())
    assert circle(dependencies()) == ()


@pytest.mark.parametrize("folder", ["benchmarks", "limbwatch", "tests"])
def test_no_module_beside_the_product_does_either(folder: str) -> None:
    """For type checkers too: a circle is one whoever follows it."""
    found = (ROOT / folder).glob("*.py" if folder == "limbwatch" else "**/*.py")
    named = {path.relative_to(ROOT).with_suffix("").as_posix(): path for path in found}
    places = {
        name.replace("/", ".").removesuffix(".__init__"): path for name, path in named.items()
    }
    graph = {
        name: {
            full if (full := f"{node.module}.{alias.name}") in places else node.module or ""
            for node in imports(path)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        & places.keys() - {name}
        for name, path in places.items()
        if name != "limbwatch"  # its names are for type checkers, and imported when they are used
    }
    assert graph, f"{folder} has no modules: nothing was looked at"
    assert circle(graph) == ()


PACKAGES = sorted(
    path.parent.relative_to(ROOT).as_posix().replace("/", ".")
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("__init__.py")
)


@pytest.mark.parametrize("package", PACKAGES)
def test_rooms_import_each_other_in_one_direction(package: str) -> None:
    """A folder beside others, or a module that lies open beside them, is one room."""
    inside = f"{package}."

    def room(name: str) -> str:
        return name.removeprefix(inside).partition(".")[0]

    graph: dict[str, set[str]] = {}
    for name, needed in dependencies().items():
        if name.startswith(inside):
            rooms = {room(other) for other in needed if other.startswith(inside)}
            graph.setdefault(room(name), set()).update(rooms - {room(name)})
    assert circle(graph) == ()


def test_a_circle_is_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_says_in_one_sentence_what_it_is_for(package: str) -> None:
    source = (ROOT / package.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")
    sentence = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]
    assert sentence.endswith(".")
    architecture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"`{package.replace('.', '/')}/`" in architecture, f"{package} is in no picture"


def test_tests_are_no_package() -> None:
    assert not (ROOT / "tests" / "__init__.py").exists()


MAY_LOAD_AT_START = {"limbwatch", "typer", "annotated_doc", "shellingham"}
"""Packages outside the standard library that ``limbwatch --help`` may load."""

_PROBE = """
import sys
before = set(sys.modules)
from limbwatch.cli.app import run
code = run(["--help"])
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
foreign = sorted(
    name for name in loaded if name not in sys.stdlib_module_names and not name.startswith("_")
)
print("\\nLOADED", code, *foreign)
import limbwatch.cli.page.serve, limbwatch.cli.page.site
import limbwatch.cli.screen.outcome, limbwatch.cli.screen.night_list
print("LOADED", *sys.modules)
"""
"""Help, and then what shows nights: one process for both, for to start another takes longest."""


@pytest.fixture(scope="module")
def loaded() -> list[list[str]]:
    """What is there after help, with the code it ended with, and after all that shows nights."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True, timeout=60
    )
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith("LOADED ")]
    return [names for _, *names in lines]


def test_help_loads_only_what_it_needs(loaded: list[list[str]]) -> None:
    code, *foreign = loaded[0]
    assert code == "0"
    assert "typer" in foreign
    assert set(foreign) <= MAY_LOAD_AT_START


def test_what_shows_a_night_loads_no_scipy_beyond_its_name(loaded: list[list[str]]) -> None:
    """The page loaded ``scipy.stats`` before it answered: half of its start."""
    names = set(loaded[1])
    assert "limbwatch.cli.page.site" in names
    assert not names & {"scipy.ndimage", "scipy.special", "scipy.stats", "scipy.signal"}


@pytest.mark.parametrize(
    ("room", "out_of_sight"), [("signal", ("posture", "events")), ("posture", ("events",))]
)
def test_a_room_of_dsp_imports_only_rooms_to_its_left(
    room: str, out_of_sight: tuple[str, ...]
) -> None:
    for path in modules(f"dsp/{room}"):
        for name in imported(path):
            for other in out_of_sight:
                assert not name.startswith(f"limbwatch.dsp.{other}"), f"{path} imports {name}"


def test_no_property_is_judged_by_the_clock() -> None:
    """A busy machine made examples too slowly for Hypothesis, and a property failed by that."""
    assert HealthCheck.too_slow in settings.default.suppress_health_check
    assert settings.default.deadline is None
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for own in re.findall(r"health_check=\[([^]]*)\]", path.read_text(encoding="utf-8")):
            assert "HealthCheck.too_slow" in own, path


def classes() -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for path in modules(folder):
            for name in re.findall(r"^class ([^_\W]\w*)", source(path), re.MULTILINE):
                yield name, str(path.relative_to(ROOT))


def test_one_name_stands_for_one_class() -> None:
    where: dict[str, list[str]] = {}
    for name, path in classes():
        where.setdefault(name, []).append(path)
    assert len(where) > 100
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


SAME_THING = {
    "errors": "what can go wrong: with sensors, and with a command",
    "laboratory": "what a laboratory scored, and its files",
    "luna": "Luna's annotations, read and written",
    "movesense": "a maker's sensors, and its files",
    "plain": "plain tables, read and written",
    "reading": "a file read, whatever kind: of a recording, and of a scoring",
    "summary": "a night's figures, and their file",
    "tonight": "a recording without a terminal: command and page",
}
"""Names that two modules have, for what both are about."""


def test_one_name_stands_for_one_thing() -> None:
    where: dict[str, list[str]] = {}
    for folder in FOLDERS:
        for path in modules(folder):
            where.setdefault(path.stem, []).append(str(path))
    twice = {name for name, paths in where.items() if len(paths) > 1 and name != "__init__"}
    assert twice == set(SAME_THING)


@pytest.mark.parametrize("package", FOLDERS)
def test_no_module_has_the_name_of_its_room(package: str) -> None:
    assert not [path for path in modules(package) if path.stem == path.parent.name]


STILL_LONGER = {"sensor/devices/polar.py"}
"""Modules of more than 300 lines that wait to be cut by sense."""


@pytest.mark.parametrize("folder", [*ORDER, "limbwatch"])
def test_a_module_is_no_longer_than_300_lines(folder: str) -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in modules(folder)
    }
    longer = {path for path, length in lengths.items() if length > 300}
    assert longer <= STILL_LONGER


_NAMED = re.compile(
    r"^(\w+) = (?:NDArray\[np\.(?:float64|bool_|intp|str_)\]|tuple\[float, float\])$", re.M
)


def test_types_of_arrays_and_spans_are_named_in_one_module() -> None:
    """Six names stood for an array of floats, and one of them for two sorts."""
    found = {
        path.relative_to(ROOT).as_posix(): names
        for folder in FOLDERS
        for path in modules(folder)
        if (names := _NAMED.findall(path.read_text(encoding="utf-8")))
    }
    assert found.keys() - {"sample_data/recipes/recipe.py"} == {"sensor/arrays.py"}, found
