"""What our own browser code must not do, with a test of each rule on a sample that breaks it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
MODULES = sorted(path for path in (WEB / "js").rglob("*.js") if "generated" not in path.parts)
CELL = sorted((ROOT / "runtime" / "cell").rglob("*.js"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
STYLES = sorted((WEB / "css").glob("*.css"))
LONGEST = 430


@dataclass(frozen=True)
class Rule:
    """A pattern that must not be found in some files, but for the places in `allowed` (path: how often)."""

    name: str
    files: list[Path]
    pattern: str
    bad: tuple[str, ...]
    good: tuple[str, ...] = ()
    allowed: tuple[tuple[str, int], ...] = ()

    def breaches(self, text: str) -> list[str]:
        return [found.group().strip() for found in re.finditer(self.pattern, text, re.IGNORECASE)]


RULES = [
    Rule(
        "no HTML is made from strings",
        MODULES + CELL + TEMPLATES,
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|DOMParser"
        r"|srcdoc)\b|\bdocument\.write(ln)?\b",
        (
            "box.innerHTML = name",
            'x["outerHTML"]',
            'a.insertAdjacentHTML("beforeend", b)',
            "document.write(x)",
            "frame.srcdoc = x",
        ),
        ("box.textContent = name", "element.replaceChildren()"),
    ),
    Rule(
        "what the browser keeps is asked for where a refusal does no harm",
        MODULES,
        r"\b(localStorage|sessionStorage|indexedDB)\b",
        ('localStorage.getItem("name")', "globalThis.sessionStorage", "indexedDB.open(name)"),
        ('local.getItem("name")', "session.setItem(name, value)"),
        (
            ("web/js/store/pockets.js", 2),
            ("web/js/store/kept.js", 2),
            ("web/js/theme.js", 2),
        ),
    ),
    Rule(
        "no text is run as code",
        MODULES,
        r"\beval\s*\(|\bFunction\s*\(|\bset(Timeout|Interval)\s*\(\s*[\"'`]|\bimport\s*\((?!\"\.\.?/[^\"]+\"\))|[\"'`]javascript:",
        (
            "eval(x)",
            "new Function('return 1')",
            "Function (x)",
            "setTimeout('go()', 1)",
            "await import(url)",
            "import(`./${name}.js`)",
            'import("data:text/javascript,go()")',
            "'javascript:x'",
        ),
        (
            "// the policy allows no eval",
            "setTimeout(go, 1)",
            'import { x } from "./y.js"',
            'await import("./y.js")',
            "/** @type {Function} */",
        ),
    ),
    Rule(
        "no message is sent to any origin but into the sandbox",
        MODULES + CELL,
        r"[\"'`]\*[\"'`]",
        ('parent.postMessage(x, "*")', "w.postMessage(x, '*', [port])"),
        ("w.postMessage(x, origin)", "a * b", "/* x */"),
        (("web/js/host/cell.js", 1),),
    ),
    Rule(
        "no inline script",
        TEMPLATES,
        r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>",
        ("<script>go()</script>", '<script type="module">go()</script>', "<SCRIPT defer>"),
        ('<script src="a.js"></script>', '<script type="application/json" id="page">{}</script>'),
    ),
    Rule(
        "no style attribute in templates",
        TEMPLATES,
        r"\sstyle\s*=",
        ('<i style="color:red">', "<i class=a style='x'>"),
        ('<link rel="stylesheet" href="a.css">',),
    ),
    Rule(
        "no style attribute in lit templates",
        MODULES,
        r"(?<![.\w-])style=",
        ("html`<i style=${x}>`", 'html`<i style="color:red">`'),
        ("html`<i .style=${x}>`", "element.style.color = x"),
    ),
    Rule(
        "no handler attribute in templates", TEMPLATES, r"\son[a-z]+\s*=", ('<b onclick="go()">', "<img onerror = x>")
    ),
    Rule(
        "no handler attribute in lit templates",
        MODULES,
        r"(?<![.@\w])on[a-z]+=[\"'$]",
        ("html`<b onclick=${go}>`", 'html`<b onclick="go()">`'),
        ("html`<b @click=${go}>`", "frame.onload = go"),
    ),
    Rule(
        "nothing in a template goes unescaped but the page's JSON",
        TEMPLATES,
        r"\|\s*safe\b|\bautoescape\s+false|\|\s*(?:forceescape|urlize)\b",
        ("{{ name | safe }}", "{{ name|safe }}", "{% autoescape false %}"),
        ("{{ name | join(' ') }}", "{{ name }}"),
        (("web/templates/base.html", 1),),
    ),
    Rule(
        "no size of letters and of windows is in pixels: people set their own",
        STYLES + MODULES,
        r"(?<![\w-])(?:font(?:-size|Size)?|--text(?:-[sl])?)\"?: ?[^;},]*?\d+px|@media[^{]*\d+px",
        (
            "b { font-size: 11px }",
            "b { font: 600 11px/1 var(--mono) }",
            '{ fontSize: "12px" }',
            "--text: 12px;",
            "@media (max-width: 900px) {",
        ),
        ("b { font: 600 .7rem/1 var(--mono); padding: 2px }", "b { top: 4px }", "@media (max-width: 56em) {"),
    ),
    Rule(
        "no address of another host",
        MODULES + CELL + TEMPLATES,
        r"\b(?:https?|wss?)://(?!www\.w3\.org/)|[\"'`(]//\w",
        ('fetch("https://cdn.example/x.js")', "new WebSocket(`wss://${host}`)", '<script src="//cdn.example/x.js">'),
        ('"http://www.w3.org/2000/svg"', "// a comment", '"/api/files"'),
    ),
    Rule(
        "no unescaped value in lit templates",
        MODULES,
        r"\bunsafe[A-Z]\w*|\bstatic-html\b",
        ("html`${unsafeHTML(x)}`", 'import { unsafeSVG } from "x"'),
        ("html`${x}`", "it is unsafe to"),
    ),
    Rule(
        "nothing is left from debugging",
        MODULES + CELL,
        r"(?<!`)\bconsole\s*(?:\?\.|\.|\[)\s*[\"'`]?(?:log|debug|info|warn|error|trace|dir\w*|table|assert|count\w*|group\w*|time\w*|profile\w*)\b"
        r"|\bdebugger\b|\balert\s*\(",
        (
            "console.log(x)",
            "console.error(x)",
            'console["warn"](x)',
            "console?.debug(x)",
            "console.timeEnd()",
            "debugger;",
            "alert(1)",
        ),
        ("consoleLines()", 'role="alert"', "console.begin(run)", 'from "./console.js"', "as `console.log` does"),
    ),
]
RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@RULE
def test_our_code_keeps_the_rule(rule: Rule) -> None:
    assert rule.files
    found = {short(path): rule.breaches(path.read_text()) for path in rule.files}
    allowed = dict(rule.allowed)
    assert {path: said for path, said in found.items() if len(said) != allowed.get(path, 0)} == {}


@RULE
def test_the_rule_finds_what_breaks_it(rule: Rule) -> None:
    assert [sample for sample in rule.bad if not rule.breaches(sample)] == []


@RULE
def test_the_rule_lets_pass_what_is_meant(rule: Rule) -> None:
    assert [sample for sample in rule.good if rule.breaches(sample)] == []


def opening_problem(text: str) -> str | None:
    """Say what is wrong with how a module begins, or None."""
    first = text.split("\n", 1)[0]
    return None if re.match(r"// \S", first) and len(first) > 12 else f"begins with {first!r}"


@pytest.mark.parametrize("path", MODULES + CELL, ids=short)
def test_a_module_says_first_what_it_is(path: Path) -> None:
    assert opening_problem(path.read_text()) is None


@pytest.mark.parametrize("text", ['import { x } from "./y.js";\n', "\n// Late.\n", "//\n", "// x\n", "/* block */\n"])
def test_a_module_that_does_not_say_what_it_is_is_found(text: str) -> None:
    assert opening_problem(text)


def too_long(text: str) -> bool:
    return len(text.splitlines()) > LONGEST


@pytest.mark.parametrize("path", MODULES + CELL, ids=short)
def test_a_module_is_no_longer_than_can_be_read(path: Path) -> None:
    assert not too_long(path.read_text())


def test_a_module_that_is_too_long_is_found() -> None:
    assert too_long("x\n" * (LONGEST + 1))
    assert not too_long("x\n" * LONGEST)


def imports_of(path: Path, text: str) -> Iterator[Path]:
    """Give the modules that a module loads; what JSDoc imports is only for the type checker."""
    code = re.sub(r"/\*.*?\*/|^[ \t]*//[^\n]*$", "", text, flags=re.DOTALL | re.MULTILINE)
    at_once = re.findall(r"^\s*(?:import|export)\b[^\"';(]*[\"'](\.[^\"']+)[\"']", code, re.MULTILINE)
    later = re.findall(r"\bimport\(\"(\.[^\"]+)\"\)", code)
    workers = re.findall(r"new Worker\(new URL\(\"(\.[^\"]+)\"", code)
    for found in (*at_once, *later, *workers):
        yield (path.parent / found).resolve()


def entries_of(text: str) -> set[str]:
    """Give the modules that a template loads, as paths under `web`."""
    scripts = re.findall(r"<script[^>]*\bsrc=\"{{ static }}/(js/[^\"]+)\"", text)
    return {*scripts, *(f"js/{name}" for name in re.findall(r"{{ module\(\"([^\"]+)\"\) }}", text))}


def reachable(entries: set[Path]) -> set[Path]:
    seen: set[Path] = set()
    todo = list(entries)
    while todo:
        path = todo.pop()
        if path not in seen and WEB / "js" in path.parents:
            seen.add(path)
            todo += imports_of(path, path.read_text())
    return seen


def test_every_module_is_loaded_by_a_page() -> None:
    entries = {WEB / name for path in TEMPLATES for name in entries_of(path.read_text())}
    assert entries
    loaded = reachable(entries)
    assert [short(path) for path in MODULES if path not in loaded] == []


def test_every_module_that_is_imported_is_there() -> None:
    vendored = {"rbush.js", "clipper.js", "lit.js", "codemirror.js", "shoelace.js"}
    missing = [
        f"{short(path)}: {wanted.name}"
        for path in MODULES
        for wanted in imports_of(path, path.read_text())
        if not wanted.exists() and not (wanted.parent.name == "vendor" and wanted.name in vendored)
    ]
    assert missing == []


def test_a_module_that_only_types_refer_to_is_not_loaded() -> None:
    text = '/** @typedef {import("./dead.js").Dead} Dead */\n// import "./gone.js"\nimport { a } from "./live.js";\n'
    assert [path.name for path in imports_of(WEB / "js" / "x.js", text)] == ["live.js"]


def test_imports_over_several_lines_and_exports_are_found() -> None:
    text = 'import {\n  a,\n  b,\n} from "./one.js";\nexport { c } from "./two.js";\nimport "./three.js";\n'
    assert [path.name for path in imports_of(WEB / "js" / "x.js", text)] == ["one.js", "two.js", "three.js"]


def test_a_module_that_is_loaded_later_is_found() -> None:
    text = 'async function go() {\n  const { a } = await import("./late.js");\n}\n'
    assert [path.name for path in imports_of(WEB / "js" / "x.js", text)] == ["late.js"]
