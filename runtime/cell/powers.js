// What a script could use to outlive its cell or to talk past its port. The opaque origin and the policy
// hold without this; it is one more wall, for cells of both languages.

const POWERS = ["Worker", "SharedWorker", "BroadcastChannel", "indexedDB", "caches"];

/** Take them away, from the global object and from all it inherits from. */
export function removePowers() {
  for (const name of POWERS) {
    for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) Reflect.deleteProperty(owner, name);
  }
}
