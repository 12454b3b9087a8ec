// Turns the schema on standard input into TypeScript declarations and a compiled validator.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";

const NOTE = "Made by `make types` from the dataclasses of the runtime; do not edit.";
const folder = process.argv[2];
const { components, from_cell: fromCell } = JSON.parse(readFileSync(0, "utf8"));

function write(name, text) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function refs(value, prefix) {
  return JSON.parse(JSON.stringify(value).replaceAll("#/components/schemas/", prefix));
}

function nullable(property) {
  return (property.anyOf ?? []).some((choice) => choice.type === "null");
}

// Older drafts, which the generator of declarations reads, write a tuple as a list of items.
function asTuples(value) {
  if (Array.isArray(value)) return value.map(asTuples);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([key]) => !(key === "items" && value.prefixItems));
  return Object.fromEntries(entries.map(([key, item]) => [key === "prefixItems" ? "items" : key, asTuples(item)]));
}

// In what Limner itself sends, every field is there but those that may be null.
function titled(definitions) {
  for (const [name, definition] of Object.entries(definitions)) {
    definition.title = name;
    if (!definition.properties) continue;
    definition.additionalProperties = false;
    definition.required = Object.keys(definition.properties).filter((key) => !nullable(definition.properties[key]));
  }
  return definitions;
}

async function declarations() {
  const definitions = titled(asTuples(refs(components, "#/definitions/")));
  const root = {
    title: "Everything",
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }])),
    definitions,
  };
  return compile(root, "Everything", { bannerComment: `// ${NOTE}`, format: true });
}

async function validators() {
  const ajv = new Ajv({ code: { source: true, esm: true }, strict: false, allErrors: false });
  const names = {};
  for (const [type, name] of Object.entries(fromCell)) {
    ajv.addSchema({ $id: type, ...refs({ $ref: `#/components/schemas/${name}` }, "#/$defs/"), $defs: refs(components, "#/$defs/") });
    names[type] = type;
  }
  const source = standalone(ajv, names);
  const bundled = await build({
    stdin: { contents: source, resolveDir: process.cwd() },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
    target: "es2022",
  });
  return `// @ts-nocheck\n// ${NOTE}\n${bundled.outputFiles[0].text}`;
}

write("types/data.d.ts", await declarations());
write("js/generated/messages.js", await validators());
