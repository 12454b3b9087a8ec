// Types of the page's own records, shared by its modules. What travels is in data.d.ts.
import type {
  Box, Cuboid, Ellipse, FileView, Instance, Keypoints, Mask, Overlay, Point, Polygon, Polyline, Project, Report, ScriptView, Tag,
} from "./data";

type FileDocument = import("../js/store/document.js").FileDocument;
type Job = import("../js/host/schedule.js").Job;

export type Pair = [number, number];
export type Rect = [x: number, y: number, width: number, height: number];

/** An instance and the bounds of its shape, in pixels of the file. */
export interface Placed {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  instance: Instance;
  /** Whether a script suggests it. */
  isGhost?: boolean;
}

/** As the canvas has it: `x' = a x + c y + e`, `y' = b x + d y + f`. */
export type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];
export type Geometry = Box | Polygon | Polyline | Point | Ellipse | Keypoints | Cuboid | Mask | Tag;
export type Kind = Geometry["kind"];

/** How shapes are drawn; `stroke` and `fill` are opacities from 0 to 1. */
export interface Look {
  stroke: number;
  fill: number;
  filled: boolean;
  texts: "always" | "hover" | "off";
  by: "label" | "instance" | "script";
}

/** What the stage asks about how everything is to be seen. */
export interface Seen {
  color(instance: Instance): string;
  /** Another object once it has changed. */
  look(): Look;
  /** Whose label is written where only one is. */
  hovered(): Instance | null;
  /** Draws below the shape in hand, in pixels of the stage. */
  guides(context: CanvasRenderingContext2D): void;
  /** What to draw in the place of a level of the image, if anything, and the tones that are shown by it. */
  instead(level: { width: number; height: number }): { canvases: CanvasImageSource[]; shows: string };
  /** The pointer is at a place of the file. */
  point(x: number, y: number): void;
  /** Another part of the image is in sight. */
  moved(): void;
}

/** A place on a shape that can be dragged. */
export interface Handle {
  id: string;
  x: number;
  y: number;
  role: "vertex" | "middle" | "corner" | "side" | "turn";
  cursor: string;
}

/** What can be done with one kind of shape. Points are pixels of the file. */
export interface Verbs<G> {
  bounds(shape: G): Rect;
  outline(shape: G): Pair[][];
  vertices(shape: G): number;
  problem(shape: G): string | null;
  clamp(shape: G, width: number, height: number): G;
  translate(shape: G, dx: number, dy: number): G;
  trace(path: CanvasPath, shape: G, pixel: number): void;
  handles(shape: G, pixel: number): Handle[];
  drag(shape: G, handle: string, x: number, y: number, options: { even: boolean }): G;
  remove(shape: G, handle: string): G | null;
  measure(shape: G): string;
  filled: boolean;
}

/** Who made a change, and how it is called in the history. */
export interface Origin {
  actor: "human" | "script" | "import" | "remote" | "undo";
  title: string;
  script?: string;
  run?: string;
  chain?: string[];
  at?: number;
  /** Another page has run its scripts on it already. */
  hosted?: boolean;
  /** Changes of one step are one entry of the undo history. */
  step?: string;
  /** It takes the step back, or does it again. */
  turn?: "undo" | "redo" | null;
  /** What a script had suggested where a person changed it before accepting, by id. */
  returned?: Record<string, Geometry>;
}

/** A shape a script suggests: drawn, edited and picked as an instance, but in no document yet. */
export interface Ghost {
  instance: Instance;
  /** What accepting it takes the place of. */
  replaces: string | null;
  /** As the script gave it. */
  returned: Geometry;
  run: string;
  script: Pick<ScriptView, "id" | "identity" | "name" | "version">;
  /** Newer suggestions of the same script and key take the place of older ones. */
  key: string;
}

/** Changes to an instance: what is absent stays. */
export interface Fields {
  geometry?: Geometry;
  label?: string | null;
  attributes?: { [name: string]: unknown };
  locked?: boolean;
  hidden?: boolean;
  /** Empty takes it out of its group. */
  group?: string | null;
  /** Higher lies above. */
  order?: number;
  links?: Instance["links"];
}

/** A change set on its way into a document. */
export interface Change {
  created?: Instance[];
  updated?: { id: string; fields: Fields }[];
  deleted?: string[];
}

/** A change set as it is sent: `base` is the revision of the file that the page knew. */
export interface Post {
  key: string;
  base: number;
  merge: boolean;
  created: Omit<Instance, "file" | "version">[];
  updated: ({ id: string } & Fields)[];
  deleted: string[];
  origin: import("./data").Origin;
}

/** A change set that was applied, with enough to take it back. */
export interface Applied {
  created: Instance[];
  updated: { before: Instance; after: Instance }[];
  deleted: Instance[];
}

/** The pixels of a region, RGBA, top row first. */
export interface Pixels {
  width: number;
  height: number;
  channels: 4;
  buffer: ArrayBuffer;
}

/** The image of a file: what is drawn, and pixels for scripts. */
export interface Picture {
  width: number;
  height: number;
  levels: ImageBitmap[];
  /** As the server has it. */
  blob: Blob;
  read(bounds: Rect, scale: number): Promise<Pixels>;
  /** It can be drawn. */
  isAwake(): boolean;
  /** Decode it again where it was put to rest. */
  wake(): Promise<void>;
  /** Give back the memory of all that is drawn of it; scripts may still read. */
  rest(): void;
}

/** What the server writes into the page. */
export interface PageData {
  file: FileView;
  project: Project;
  order: string[];
  grants: Record<string, string>;
  cell: import("../js/host/cell.js").CellSettings;
}

/** A pointer event, in pixels of the file and of the stage. */
export interface Pointed {
  x: number;
  y: number;
  sx: number;
  sy: number;
  shift: boolean;
  alt: boolean;
  ctrl: boolean;
  button: number;
  at: number;
  /** A finger, which hides what it points at. */
  blunt?: boolean;
}

/** What a tool needs of the page. */
export interface Bench {
  document: import("../js/store/document.js").FileDocument;
  view: import("../js/canvas/viewport.js").Viewport;
  pick(x: number, y: number): Instance | null;
  /** What is at a place, lowest first. */
  within(rect: Rect): Instance[];
  /** The one selected above all. */
  selected(): Instance | null;
  /** All selected ones, the one above all last. */
  selection(): Instance[];
  isSelected(id: string): boolean;
  /** Those of the selected ones that may be changed. */
  editable(): Instance[];
  /** Says why an instance is read-only, if it is. */
  held(instance: Instance): string | null;
  /** The one shape whose own handles are shown. */
  handled(): Instance | null;
  /** Its handles, without that to turn it where its label does not allow that. */
  handles(): Handle[];
  /** Whether an instance may be turned, by its label. */
  turns(instance: Instance): boolean;
  /** Whether there is a frame round the selection. */
  isFramed(): boolean;
  /** Put a frame round one shape in the place of its own handles, or take it away. */
  frame(): void;
  /** Another value once the selection or a shape is another. */
  stamp(): unknown;
  select(id: string | null, at?: number): void;
  selectAll(ids: string[], at?: number): void;
  /** Select some beside the others, or let go of them. */
  toggle(ids: string[], at?: number): void;
  snap: import("../js/pages/snapping.js").Snap;
  unfinished: import("../js/pages/unfinished.js").Unfinished;
  /** The ids a click on an instance takes: its group's, unless that was gone into. */
  reach(id: string): string[];
  /** Go into an instance's group. */
  enter(id: string, at?: number): void;
  redraw(): void;
  /** Draw the panels anew. */
  refresh(): void;
  cursor(name: string): void;
  say(text: string): void;
  create(geometry: Geometry, at?: number): void;
  limits: import("../js/pages/limiting.js").Limits;
  /** Says why a shape cannot be made, if so: the tool keeps it in hand. */
  refused(geometry: Geometry): boolean;
  /** Scripts may hear of a shape in hand. */
  draw(geometry: Geometry, at: number): void;
  /** It was let go, or given up. */
  endDraw(): void;
  update(id: string, fields: Fields, title: string, at?: number): void;
  /** One step. */
  updateAll(changes: { id: string; fields: Fields }[], title: string, at?: number): void;
}

/** What is held under the pointer. */
export interface Held {
  /** The handles to show large. */
  hot(): ReadonlySet<string>;
  heat(handles: string[]): void;
  /** Show shapes as they would be, before that is stored. */
  preview(of: Instance[], change: (shape: Geometry) => Geometry): void;
  endPreview(): void;
}

/** A tool of the rail. */
export interface Tool {
  name: string;
  cursor: string;
  down?(pointed: Pointed): void;
  move?(pointed: Pointed): void;
  up?(pointed: Pointed): void;
  twice?(pointed: Pointed): void;
  key?(event: KeyboardEvent): boolean;
  /** Whether a cursor without a mouse presses now and lets go later, and does not click. */
  presses?(): boolean;
  /** Tab chooses among the shapes: a cursor without a mouse is put away by it. */
  seeks?: boolean;
  /** Says whether the wheel was for it, and not for the view. */
  wheel?(event: WheelEvent): boolean;
  draw?(context: CanvasRenderingContext2D): void;
  /** The shape in hand as it would be made now. */
  shape?(): Geometry | null;
  /** Whose shape that is, where it is no new one. */
  of?(): Instance | null;
  /** The vertices that are picked, one after the other along their line. */
  vertices?: { picked(): string[]; drop(): void; pick(handle: string | null): void; extend(handle: string): boolean };
  /** It takes the right button too. */
  anyButton?: boolean;
  busy(): boolean;
  cancel(): void;
  /** Takes up what was begun on this file and left. */
  resume?(): void;
}

/** Something a person can do on the page, by key, by button or from the command palette. */
export interface Action {
  id: string;
  title: string;
  section: string;
  /** As shown, alternatives apart by a space: `Ctrl+Shift+Z Ctrl+Y`. */
  keys?: string;
  /** Absent where another place answers the key. */
  run?: () => void;
  /** Absent where it can always be done. */
  enabled?: () => boolean;
  /** Its keys are answered in fields too. */
  everywhere?: boolean;
  /** It is done again and again while its key is held. */
  repeats?: boolean;
  /** The key is answered while it is held, by the stage; the action itself is for the palette. */
  held?: boolean;
}

/** What the parts of the annotation page are handed; each takes what it needs. */
export interface PageParts {
  page: PageData;
  labelling: { labels: ReturnType<typeof import("../js/panels/labels.js").createLabelsPanel> } & import("../js/pages/ruled.js").Ruled;
  /** What is told and heard while it happens. */
  line: import("../js/pages/news.js").Line;
  element(id: string): HTMLElement;
  work: import("../js/pages/work.js").Work;
  stage: import("../js/canvas/stage.js").Stage;
  bench: Bench;
  toolbox: import("../js/pages/toolbox.js").Toolbox;
  actions: import("../js/pages/actions.js").Actions;
  host: import("../js/host/host.js").Host;
  desk: ReturnType<typeof import("../js/pages/desk.js").createDesk>;
  files: ReturnType<typeof import("../js/pages/files.js").createFiles>;
  outbox: ReturnType<typeof import("../js/store/outbox.js").createOutbox>;
  patches: import("../js/store/patches.js").Patches;
  notices: ReturnType<typeof import("../js/panels/notices.js").createNotices>;
  commanding: ReturnType<typeof import("../js/pages/commanding.js").createCommanding>;
  ghosts: import("../js/store/ghosts.js").Ghosts;
  display: ReturnType<typeof import("../js/pages/display.js").createDisplay>;
  /** The colour that stands for who made something. */
  tint(maker: string): string;
  beside: import("../js/pages/beside.js").Beside;
  /** Draw the panels anew. */
  refresh(): void;
  /** Shapes or the selection changed: draw all anew. */
  changed(): void;
  /** Do something that may fail, and say so where it does. */
  attempt(action: () => Promise<unknown>): Promise<void>;
}

/** A part of the page that can be taken away without the others noticing. */
export interface Feature {
  actions?: Action[];
  tools?: Record<string, Tool>;
  panels?: { draw(): void }[];
  /** Draws above the shapes and below the tool in hand, in pixels of the stage. */
  draw?(context: CanvasRenderingContext2D): void;
  /** A file was put on the stage, or none. */
  shown?(document: FileDocument | null): void;
  /** The server told of something. */
  news?(news: import("../js/store/sync.js").News): void;
}

/** A button of a notice. */
export interface NoticeAction {
  title: string;
  run: () => void;
}

/** What a notice is about: a run that takes the place of another in its step takes that one's notices away. */
export interface Topic {
  step: string;
  run: string;
}

/** Where a run is computed, and why there where there was a choice. */
export interface Ran {
  place: string;
  why: string;
}

/** What one script's runner needs of its host. */
export interface RunnerHost {
  places: import("../js/host/places.js").Places;
  landing: import("../js/host/landing.js").Landing;
  /** How the page shows the file now. */
  settings(): Record<string, unknown>;
  pictureOf(document: FileDocument): Picture | null;
  onChange(runner: import("../js/host/runner.js").Runner): void;
  onLine(script: ScriptView, level: string, text: string, values?: unknown[] | null): void;
  onNotice(script: ScriptView, level: string, text: string, job?: Job): void;
  ask(script: ScriptView, question: string, choices: string[], about: string[], document: FileDocument): Promise<string | null>;
  /** Show a file of the project beside the open one; gives the choice, or null where it was closed. */
  compare(script: ScriptView, other: FileView, message: string, choices: string[], document: FileDocument): Promise<string | null>;
  onSettings(script: ScriptView, job: Job, values: Record<string, unknown>): void;
  onOverlay(script: ScriptView, job: Job, overlay: Overlay, buffer: ArrayBuffer | undefined): void;
  onReport(script: ScriptView, job: Job, report: Report): void;
  /** A run is over, however it ended. */
  onEnd(script: ScriptView): void;
  onRun(script: ScriptView, record: import("../js/host/timings.js").RunRecord, job: Job): void;
}
