"""What can go wrong.

VendorError
├── ManifestError      vendor.toml says something that cannot be followed
├── DownloadError      a registry did not give the file
├── IntegrityError     a file came, but not the one that was recorded
└── ToolError          npm, pip, esbuild or pyodide-lock is missing or failed
"""


class VendorError(Exception):
    """Say which asset failed, what was expected, what came and how to mend it."""


class ManifestError(VendorError):
    """Report an entry of vendor.toml that cannot be followed."""


class DownloadError(VendorError):
    """Report a file that a registry did not give."""


class IntegrityError(VendorError):
    """Report a file whose content is not the recorded one."""


class ToolError(VendorError):
    """Report a program or library that is missing or failed."""
