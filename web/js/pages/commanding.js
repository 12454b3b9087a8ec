// The commands of scripts: what each offers for the selected shape, by which key, and who else has that key.

import { createGiven } from "./given.js";
import { chordOf } from "./keys.js";
import { human } from "./work.js";

/** @typedef {import("../host/runner.js").Runner} Runner */
/** @typedef {import("../../types/data.d.ts").ScriptCommand} ScriptCommand */
/** @typedef {import("../panels/cards.js").Offered} Offered */
/** @typedef {{what: string, listed?: string, runner?: Runner, name?: string}} Owner who has a key */

const KEPT = "limner.keys.scripts";

/**
 * @param {object} page
 * @param {import("../host/host.js").Host} page.host
 * @param {import("./work.js").Work} page.work
 * @param {() => {keys: string, title: string}[]} page.own the page's own actions, whose keys go before all others
 * @param {(level: string, text: string, source?: string) => void} page.notify
 * @param {import("../store/pockets.js").Kept} page.kept where other keys are remembered
 */
export function createCommanding({ host, work, own, notify, kept }) {
  const given = createGiven(kept, KEPT);

  const running = () => host.runners().filter(({ view }) => view.state !== "off");

  /** The chords of a command, given by a person or declared. @param {Runner} runner @param {ScriptCommand} command */
  function chordsOf(runner, { name, hotkey }) {
    const declared = chordOf(hotkey ?? "");
    return given.of(idOf(runner, name), declared).split(" ").filter(Boolean).map(chordOf);
  }

  /** Who has which key: the page, then the scripts that are on, in their order. */
  function owners() {
    /** @type {Map<string, Owner>} */
    const table = new Map();
    for (const { keys, title } of own()) {
      for (const key of keys.split(" ").filter(Boolean)) table.set(chordOf(key), { what: `“${title}”` });
    }
    for (const runner of running()) {
      for (const command of declaredBy(runner)) {
        const { name, title } = command;
        const script = runner.script().name;
        const words = name ? { what: `“${title}” of ${script}`, listed: `${script}: ${title}` } : { what: script, listed: script };
        for (const key of chordsOf(runner, command)) if (!table.has(key)) table.set(key, { ...words, runner, name });
      }
    }
    return table;
  }

  /** The commands of scripts that are on, as the list of keys shows and changes them. */
  function listed() {
    const table = owners();
    return running().flatMap((runner) =>
      declaredBy(runner).map((command) => {
        const { name, title, hotkey } = command;
        const id = idOf(runner, name);
        const keys = chordsOf(runner, command).filter((key) => isOf(table.get(key), runner, name)).map(shown).join(" ");
        return { id, title: name ? `${runner.script().name}: ${title}` : runner.script().name, section: "Scripts' commands", keys, usual: given.has(id) ? shown(chordOf(hotkey ?? "")) : keys, run() {} };
      }),
    );
  }

  /** @param {Runner} runner @param {string} name */
  function run(runner, name) {
    const [opened, instance] = [work.document(), work.selected()];
    const command = declaredBy(runner).find((one) => one.name === name);
    const reason = command ? unfit(command, instance?.geometry.kind) : null;
    if (reason) return notify("info", reason, runner.script().name);
    const happened = { name: /** @type {const} */ ("command"), command: name, ...(instance ? { instance } : {}) };
    if (opened) host.bus.publish(opened, human("Command", performance.now()), happened, (one) => one === runner);
  }

  return {
    run,
    /** What a script's card offers now. @param {Runner} runner @returns {Offered[]} */
    offered(runner) {
      const [table, kind, isOff] = [owners(), work.selected()?.geometry.kind, runner.view.state === "off"];
      return declaredBy(runner).map((command) => {
        const all = chordsOf(runner, command);
        const key = all.find((one) => isOf(table.get(one), runner, command.name)) ?? all[0] ?? "";
        const owner = table.get(key);
        const conflict = owner && !isOf(owner, runner, command.name) && !isOff ? `${shown(key)} is the key of ${owner.what}` : null;
        return { ...command, key: key ? shown(key) : null, conflict, unfit: unfit(command, kind) };
      });
    },
    /** Run what a key stands for; say whether it stands for something. @param {string} key @param {boolean} [again] it is only still held */
    strike(key, again = false) {
      const owner = owners().get(chordOf(key));
      if (owner?.runner && !again) run(owner.runner, owner.name ?? "");
      return Boolean(owner?.runner);
    },
    /** The keys of scripts that are on, to be shown and changed beside the page's own. */
    keys: {
      all: listed,
      /** Give the command a chord stands for, or null. @param {string} chord */
      find: (chord) => listed().find(({ keys }) => keys.split(" ").some((key) => chordOf(key) === chordOf(chord))) ?? null,
      /** @param {string} id @param {string | null} keys alternatives apart by a space; null gives back its own */
      rebind: given.give,
      /** Give every command of these scripts its own keys back. */
      reset: () => given.reset((id) => listed().some((one) => one.id === id)),
    },
  };
}

/** @param {Runner} runner @param {string} name */
const idOf = (runner, name) => `script.${runner.script().id}.${name}`;

/** @param {Owner | undefined} owner @param {Runner} runner @param {string} name */
const isOf = (owner, runner, name) => owner?.runner === runner && owner.name === name;

/**
 * Give the commands a script declares; one that declares none has one without a name.
 * @param {Runner} runner
 * @returns {ScriptCommand[]}
 */
export function declaredBy(runner) {
  const { commands, hotkey } = runner.script();
  const hears = hotkey || runner.hooks().some(({ event }) => event === "command");
  if (commands.length || !hears) return commands;
  return [{ name: "", title: "Run", description: "Run on the selected instance", hotkey, kinds: [] }];
}

/**
 * Say why a command is not for the selected shape, or null.
 * @param {ScriptCommand} command
 * @param {string | undefined} kind
 */
function unfit({ kinds, title }, kind) {
  if (!kind || !kinds.length || kinds.includes(kind)) return null;
  const listed = kinds.length > 1 ? `${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)}` : kinds[0];
  return `“${title}” is for: ${listed}. What is selected is: ${kind}.`;
}

/** A chord as people write it: `shift+g` is `Shift+G`. @param {string} chord */
function shown(chord) {
  return chord.replace(/(^|\+)([a-z])/g, (_, before, letter) => before + letter.toUpperCase());
}
