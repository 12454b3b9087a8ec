"""The scripts the benches put into the page."""

SCRIPT = """# /// script
# requires-python = ">=3.11"
# dependencies = [{packages}]
#
# [tool.limner]
# name = "{name}"
# grants = ["instances:write"]
# timeout = 60
# ///
{imports}


{hook}
"""


def source(name: str, hook: str, *, imports: str = "from limner import on", packages: tuple[str, ...] = ()) -> str:
    """Give the file of a script that may write instances."""
    return SCRIPT.format(name=name, hook=hook, imports=imports, packages=", ".join(f'"{one}"' for one in packages))
