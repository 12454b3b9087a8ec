// Zip files whose large files are no longer compressed, read by Python's own zipfile.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { inflated } from "../../web/js/host/inflating.js";

const PACKAGES = new URL("../../web/vendor/pyodide/", import.meta.url).pathname;
/** Write a zip file: small and large, deflated and stored, one whose sizes follow it, a folder, comments. */
const MAKE = `
import os, sys, zipfile
class Pipe:
    def __init__(self, file): self.file = file
    def write(self, data): return self.file.write(data)
    def flush(self): self.file.flush()
with open(sys.argv[1], "wb") as file, zipfile.ZipFile(Pipe(file), "w", zipfile.ZIP_DEFLATED) as archive:
    archive.comment = b"of the archive"
    archive.writestr("small.txt", "small")
    archive.writestr("large.bin", bytes(range(256)) * 4096)
    archive.writestr(zipfile.ZipInfo("folder/"), "")
    archive.writestr("folder/größer.txt", "a line of text\\n" * 20000)
    archive.writestr("stored.bin", os.urandom(200_000), zipfile.ZIP_STORED)
    note = zipfile.ZipInfo("noted.txt")
    note.comment, note.extra, note.compress_type = b"of the file", b"\\x99\\x99\\x02\\x00ab", zipfile.ZIP_DEFLATED
    archive.writestr(note, "note " * 100_000)
`;
const COMPARE = `
import sys, zipfile
before, after = (zipfile.ZipFile(path) for path in sys.argv[1:3])
assert after.testzip() is None
assert before.namelist() == after.namelist()
for one, other in zip(before.infolist(), after.infolist()):
    assert before.read(one) == after.read(other)
    assert (one.date_time, one.external_attr, one.CRC, one.file_size) == (other.date_time, other.external_attr, other.CRC, other.file_size)
    assert other.compress_type == (zipfile.ZIP_STORED if one.file_size >= 1 << 17 else one.compress_type), one
print(sum(info.compress_type == zipfile.ZIP_STORED for info in after.infolist()))
`;

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), "inflating-"))));
after(() => rmSync(folder, { recursive: true }));

const python = (code, ...paths) => execFileSync("python3", ["-c", code, ...paths], { encoding: "utf-8" });
const bytesOf = (path) => new Uint8Array(readFileSync(path)).buffer;

/** Give how many files are stored after, once Python has found all of them unchanged. */
async function compared(path) {
  const other = join(folder, "after.zip");
  writeFileSync(other, new Uint8Array(await inflated(bytesOf(path))));
  return Number(python(COMPARE, path, other));
}

test("large files are stored as they are, all others are untouched", async () => {
  const path = join(folder, "before.zip");
  python(MAKE, path);
  assert.equal(await compared(path), 5); // three that were large, the one that was stored before, and the folder
});

test("the packages cells load keep what is in them", async () => {
  const wheels = readdirSync(PACKAGES).filter((name) => /^(numpy|opencv).*\.whl$/.test(name));
  assert.equal(wheels.length, 2);
  for (const name of wheels) assert.ok((await compared(join(PACKAGES, name))) >= 1, name);
});

test("what is no zip file, or a broken one, comes as it is", async () => {
  const path = join(folder, "broken.zip");
  python(MAKE, path);
  const whole = bytesOf(path);
  const broken = whole.slice(0);
  new Uint8Array(broken).fill(255, 200, 400); // in the midst of what was compressed
  const astray = whole.slice(0);
  new DataView(astray).setUint32(whole.byteLength - 22 - 14 + 16, 7, true);
  for (const bytes of [new ArrayBuffer(0), new TextEncoder().encode("not found").buffer, whole.slice(0, -100), broken, astray]) {
    const copy = bytes.slice(0);
    const given = await inflated(bytes);
    assert.equal(given, bytes);
    assert.deepEqual(new Uint8Array(given), new Uint8Array(copy));
  }
});
