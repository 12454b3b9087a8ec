// Look for ports in everything that can be reached from the roots: own and inherited properties,
// prototypes, what accessors give, members of collections. Python's own objects are left out.
(roots, isPython) => {
  const DEEPEST = 14;
  const seen = new Set();
  const ports = [];
  let layer = [["self", globalThis], ...roots.map((root, index) => [`root ${index}`, root])];

  const keysOf = (object) => {
    const keys = new Set();
    for (let one = object; one; one = Object.getPrototypeOf(one)) Reflect.ownKeys(one).forEach((key) => keys.add(key));
    return keys;
  };
  const attempt = (read) => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  const membersOf = (object) => {
    const members = [["__proto__", attempt(() => Object.getPrototypeOf(object))]];
    for (const key of keysOf(object)) members.push([String(key), attempt(() => object[key])]);
    if (object instanceof Map || object instanceof Set) members.push(["[members]", [...object.values()]], ["[keys]", [...object.keys()]]);
    return members;
  };

  for (let depth = 0; layer.length && depth < DEEPEST; depth += 1) {
    const next = [];
    for (const [path, value] of layer) {
      const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
      if (!isObject || seen.has(value) || ArrayBuffer.isView(value) || isPython(value)) continue;
      seen.add(value);
      if (value instanceof MessagePort) ports.push(path);
      for (const [key, member] of attempt(() => membersOf(value)) ?? []) next.push([`${path}.${key}`, member]);
    }
    layer = next;
  }
  return JSON.stringify({ seen: seen.size, ports, unfinished: layer.length });
}
