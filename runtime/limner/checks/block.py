"""The metadata block: what the parser says of it, where things stand in it, and what the script imports beside it."""

import ast
import re
import sys
from collections.abc import Iterator

from limner import manifest
from limner.checks.problem import Problems
from limner.errors import ManifestError
from limner.manifest import MARKS, Language, Manifest

MOST_LINES = 2_000
PACKAGES = {"cv2": "opencv-python", "PIL": "pillow", "skimage": "scikit-image", "sklearn": "scikit-learn"}
PACKAGES |= {"yaml": "pyyaml", "bs4": "beautifulsoup4", "dateutil": "python-dateutil"}
ALSO = {"opencv-python": {"opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless"}}
BRING_NUMPY = {"opencv-python", *ALSO["opencv-python"], "scipy", "scikit-image", "scikit-learn", "pandas", "matplotlib"}
PROVIDED = {"limner", "js", "pyodide", "pyodide_js", "_pyodide", "__future__"} | sys.stdlib_module_names


class Block:
    """The block of one source: what it says, and where."""

    def __init__(self, source: str, language: Language, filename: str, problems: Problems) -> None:
        self.problems = problems
        mark = MARKS[language]
        lines = source.splitlines()
        self.first = next((i for i, line in enumerate(lines) if line.rstrip() == f"{mark} /// script"), None)
        self.lines = [] if self.first is None else _until_end(lines[self.first :], mark)
        self.manifest = self._parsed(source, language, filename)

    def _parsed(self, source: str, language: Language, filename: str) -> Manifest | None:
        if len(self.lines) > MOST_LINES:
            self.problems.say(self.at(""), f"the metadata block has more than {MOST_LINES:,} lines")
            return None
        found: list[manifest.Problem] = []
        try:
            parsed = manifest.parse(source, language, found, filename)
        except ManifestError as error:
            line = re.match(r"line (\d+): ", str(error))
            self.problems.say(int(line[1]) if line else self.at(""), str(error)[line.end() if line else 0 :])
            return None
        for problem in found:
            self.problems.say(problem.line, problem.message, problem.severity)
        return parsed

    def at(self, key: str) -> int:
        """Give the line of a key, or of the block's first line."""
        pattern = re.compile(rf"\S+\s*{re.escape(key)}\s*=")
        hits = (i for i, line in enumerate(self.lines) if key and pattern.match(line))
        return (self.first or 0) + 1 + next(hits, 0)

    def table(self, name: str) -> int:
        """Give the line of a table, `[tool.limner.NAME]`, or of the block's first line."""
        wanted = f"[tool.limner.{name}]"
        return (self.first or 0) + 1 + next((i for i, line in enumerate(self.lines) if wanted in line), 0)

    def advice(self, grant: str) -> str:
        """Say where a grant is to be added."""
        if self.first is None:
            return f'begin the file with a block that has grants = ["{grant}"]'
        if self.at("grants") > self.first + 1:
            return f'add "{grant}" to grants in line {self.at("grants")}'
        table = next((i for i, line in enumerate(self.lines) if "[tool.limner]" in line), 0)
        return f'add grants = ["{grant}"] under line {self.first + 1 + table}'

    def unused(self, grant: str, words: str = "is never used") -> None:
        """Remark on a grant that the script does not need."""
        self.problems.say(self.at("grants"), f'the grant "{grant}" {words}: take it out of grants', "warning")


def imports(tree: ast.Module, block: Manifest, problems: Problems) -> None:
    """Remark on modules that no dependency brings; those tried for (`try: import …`) are left alone."""
    declared = {_normal(re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0]) for requirement in block.dependencies}
    said = set()
    for node, module in _imported(tree):
        package = PACKAGES.get(module, _normal(module))
        brought = {package, *ALSO.get(package, ()), *(BRING_NUMPY if package == "numpy" else ())}
        if module not in PROVIDED and module not in said and not declared & brought:
            said.add(module)
            problems.at(node, f'nothing brings the module "{module}": add "{package}" to dependencies in the block')


def _imported(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            yield from ((node, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, "." * node.level + (node.module or "").split(".")[0]
        waiting += node.handlers if isinstance(node, ast.Try) else ()
        waiting += () if isinstance(node, ast.Try) else ast.iter_child_nodes(node)


def _until_end(lines: list[str], mark: str) -> list[str]:
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == f"{mark} ///"), len(lines))
    return lines[:end]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
