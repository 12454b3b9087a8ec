// /// script
// [tool.limner]
// name = "NAME"
// namespace = "probes"
// version = "1.0.0"
// description = "Runs whatever code it is handed, and tells what came of it."
// grants = []
// timeout = 20.0
//
// [tool.limner.params.probe]
// type = "string"
// default = "{}"
// ///
// The hostile script in JavaScript: a new probe is a new value of its parameter, so one cell serves them all.
import { on } from "limner";

const EVALUATORS = {
  eval: (text) => (0, eval)(text),
  Function: (text) => new Function(`return ${text}`)(),
  module: async (text) => {
    const url = URL.createObjectURL(new Blob([`export default ${text}`], { type: "text/javascript" }));
    return (await import(url)).default;
  },
};
const { parse, stringify } = JSON; // a probe may break them

on("command", async function probe(event, canvas) {
  const { id, by, code, args } = parse(canvas.params.probe);
  let report;
  try {
    const found = await EVALUATORS[by.replace("javascript.", "")](`(${code.trim().replace(/;$/, "")})`);
    report = { value: (await found(args, canvas)) ?? null };
  } catch (error) {
    report = { raised: `${error?.name}: ${error?.message}` };
  }
  canvas.notify(`report ${id} ${stringify(report)}`);
});

// Let a run go well, after which the card forgets what the last probe did.
on("open_file", function rest() {});
