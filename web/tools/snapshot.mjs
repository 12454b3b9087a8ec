// What saves a cell time when it starts: node snapshot.mjs PYODIDE WHEEL MODULES SNAPSHOT COMPILED
//
// SNAPSHOT is Pyodide's memory after the modules of the runtime's wheel were imported, compressed by gzip.
// COMPILED is a zip file of NumPy's modules as bytecode, whose source comes without.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const COMPILE = `
import compileall, os, pathlib, py_compile, zipfile
import numpy
site = pathlib.Path(numpy.__file__).parent.parent
os.environ.pop("SOURCE_DATE_EPOCH", None)
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
assert compileall.compile_dir(site / "numpy", quiet=1, force=True, invalidation_mode=mode)
with zipfile.ZipFile("/compiled.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for path in sorted((site / "numpy").rglob("*.pyc")):
        archive.writestr(zipfile.ZipInfo(str(path.relative_to(site))), path.read_bytes(), zipfile.ZIP_DEFLATED)
`;

const [folder, wheel, modules, snapshotOut, compiledOut] = process.argv.slice(2);
const indexURL = `${resolve(folder)}/`;
process.argv[1] = "/home/pyodide/this.program"; // Python's own name, as in a browser
const { loadPyodide } = await import(pathToFileURL(`${indexURL}pyodide.mjs`).href);

const pyodide = await loadPyodide({ indexURL, _makeSnapshot: true });
pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
pyodide.runPython(`import ${modules}`);
writeFileSync(snapshotOut, gzipSync(pyodide.makeMemorySnapshot(), { level: 9 }));

const other = await loadPyodide({ indexURL });
await other.loadPackage("numpy", { messageCallback() {} });
other.runPython(COMPILE);
writeFileSync(compiledOut, other.FS.readFile("/compiled.zip"));
