// Made by `make types` from the dataclasses of the runtime; do not edit.

/**
 * An upright rectangle `(x, y, width, height)` in pixels of the original file.
 *
 * @minItems 4
 * @maxItems 4
 */
export type Bounds = [number, number, number, number];
export type Event =
  | OpenFile
  | LeaveFile
  | ChangeFrame
  | DrawInstance
  | CreateInstance
  | UpdateInstance
  | DeleteInstance
  | RestoreInstance
  | SelectInstance
  | DeselectInstance
  | Command
  | Prompt
  | ChangeParams
  | BeforeSave
  | CompleteFile;
export type ActorKind = "human" | "script" | "import" | "remote" | "undo";

export interface Everything {
  Instance?: Instance;
  Link?: Link;
  Provenance?: Provenance;
  Edit?: Edit;
  Created?: Created;
  Updated?: Updated;
  Suggested?: Suggested;
  ChangeSet?: ChangeSet;
  Comment?: Comment;
  FilesChanged?: FilesChanged;
  FileLeft?: FileLeft;
  ProjectProgress?: ProjectProgress;
  Share?: Share;
  FileView?: FileView;
  KnownPixelSize?: KnownPixelSize;
  ChangedFile?: ChangedFile;
  FileConflict?: FileConflict;
  SimilarView?: SimilarView;
  Properties?: Properties;
  Samples?: Samples;
  Project?: Project;
  Label?: Label;
  ShapeLimits?: ShapeLimits;
  Skeleton?: Skeleton;
  Joint?: Joint;
  Attribute?: Attribute;
  Option?: Option;
  Condition?: Condition;
  Rules?: Rules;
  BaseRules?: BaseRules;
  PixelSize?: PixelSize;
  ScriptView?: ScriptView;
  ScriptCommand?: ScriptCommand;
  Parameter?: Parameter;
  ScriptProblem?: ScriptProblem;
  ChangePost?: ChangePost;
  Origin?: Origin;
  ChangeReply?: ChangeReply;
  Conflict?: Conflict;
  LogEntry?: LogEntry;
  Stood?: Stood;
  InstanceList?: InstanceList;
  HistoryEntry?: HistoryEntry;
  Person?: Person;
  RunPost?: RunPost;
  RunView?: RunView;
  Ontology?: Ontology;
  OntologyPut?: OntologyPut;
  OntologyChange?: OntologyChange;
  OntologyUse?: OntologyUse;
  BackendView?: BackendView;
  BackendAdded?: BackendAdded;
  PlaceView?: PlaceView;
  ScriptPlaces?: ScriptPlaces;
  OpenFile?: OpenFile;
  Actor?: Actor;
  File?: File;
  LeaveFile?: LeaveFile;
  ChangeFrame?: ChangeFrame;
  DrawInstance?: DrawInstance;
  CreateInstance?: CreateInstance;
  UpdateInstance?: UpdateInstance;
  DeleteInstance?: DeleteInstance;
  RestoreInstance?: RestoreInstance;
  SelectInstance?: SelectInstance;
  DeselectInstance?: DeselectInstance;
  Command?: Command;
  Prompt?: Prompt;
  PromptPoint?: PromptPoint;
  Bounds?: Bounds;
  Stroke?: Stroke;
  ChangeParams?: ChangeParams;
  BeforeSave?: BeforeSave;
  CompleteFile?: CompleteFile;
  Ready?: Ready;
  Init?: Init;
  Initialized?: Initialized;
  Hook?: Hook;
  Failure?: Failure;
  Frame?: Frame;
  EventMessage?: EventMessage;
  Event?: Event;
  Cancel?: Cancel;
  ParamsMessage?: ParamsMessage;
  Reply?: Reply;
  Dispose?: Dispose;
  Call?: Call;
  Flush?: Flush;
  SettingsMessage?: SettingsMessage;
  Overlay?: Overlay;
  Progress?: Progress;
  Notify?: Notify;
  Report?: Report;
  Finding?: Finding;
  Log?: Log;
  Line?: Line;
  Result?: Result;
  ErrorMessage?: ErrorMessage;
  Fatal?: Fatal;
  Box?: Box;
  Polygon?: Polygon;
  Part?: Part;
  Polyline?: Polyline;
  Point?: Point;
  Ellipse?: Ellipse;
  Keypoints?: Keypoints;
  Keypoint?: Keypoint;
  Cuboid?: Cuboid;
  Mask?: Mask;
  Tag?: Tag;
  ActorKind?: ActorKind;
}
/**
 * One annotation: geometry in pixels of the original file, a label, attributes, provenance.
 *
 *     `score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.
 *     Instances of one `group` belong together; a higher `order` lies above a lower one. A link whose
 *     target is gone is kept: the target may come back.
 */
export interface Instance {
  id: string;
  file: string;
  geometry: Box | Polygon | Polyline | Point | Ellipse | Keypoints | Cuboid | Mask | Tag;
  label?: string | null;
  frame: number;
  attributes: {
    [k: string]: unknown;
  };
  score?: number | null;
  locked: boolean;
  hidden: boolean;
  group?: string | null;
  order: number;
  links: Link[];
  version: number;
  provenance: Provenance;
}
/**
 * A rectangle by its upper left corner, before it is turned about its centre.
 */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  kind: "box";
  rotation: number;
}
/**
 * One or several parts: `Polygon(points)` or `Polygon(parts=[Part(outer, holes)])`.
 *
 *     `points` is any sequence of `(x, y)`, an N x 2 array included; rings close themselves.
 */
export interface Polygon {
  parts: Part[];
  kind: "polygon";
}
/**
 * One piece of a polygon: an outer ring and the holes in it, each a sequence of `(x, y)`.
 */
export interface Part {
  outer: [number, number][];
  holes: [number, number][][];
}
/**
 * An open chain of `(x, y)`.
 */
export interface Polyline {
  points: [number, number][];
  kind: "polyline";
}
/**
 * One place.
 */
export interface Point {
  x: number;
  y: number;
  kind: "point";
}
/**
 * Centre, two radii, rotation.
 */
export interface Ellipse {
  x: number;
  y: number;
  rx: number;
  ry: number;
  kind: "ellipse";
  rotation: number;
}
/**
 * Named points and the skeleton between them: `edges` are pairs of indices into `points`.
 */
export interface Keypoints {
  points: Keypoint[];
  kind: "keypoints";
  edges: [number, number][];
}
/**
 * A named place. `visible` as in COCO: 0 not labelled, 1 hidden, 2 visible.
 */
export interface Keypoint {
  name: string;
  x: number;
  y: number;
  visible: 0 | 1 | 2;
}
/**
 * A solid seen in the image, by its front and its rear face.
 */
export interface Cuboid {
  front: Box;
  rear: Box;
  kind: "cuboid";
}
/**
 * Pixels: `Mask(bounds, array)` with an H x W array of truth values, or its run lengths.
 *
 *     `bounds` is `(x, y, width, height)` in whole pixels; `rle` runs row by row over the bounds and
 *     starts with background.
 */
export interface Mask {
  bounds: Bounds;
  rle: number[];
  kind: "mask";
}
/**
 * The whole file.
 */
export interface Tag {
  kind: "tag";
}
/**
 * A relation to another instance of the same file: its id, and what the relation is called.
 */
export interface Link {
  to: string;
  name: string;
}
/**
 * Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.
 *
 *     `script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's
 *     duration in milliseconds, `params` the parameters it ran with.
 */
export interface Provenance {
  actor: "human" | "import" | "remote" | "script" | "undo";
  actor_id?: string | null;
  script?: string | null;
  script_version?: string | null;
  run?: string | null;
  event?: string | null;
  params?: {
    [k: string]: unknown;
  } | null;
  place?: string | null;
  ms?: number | null;
  score?: number | null;
  edited_by: Edit[];
}
/**
 * One later change by hand: who, when (ISO 8601, UTC), and which fields.
 */
export interface Edit {
  actor: string;
  at: string;
  changed: ("attributes" | "geometry" | "group" | "hidden" | "label" | "links" | "locked" | "order")[];
}
/**
 * A new instance. Without a label it takes the trigger's; `score` is from 0 to 1.
 *
 *     `returned` is the geometry a script had suggested, where a person changed it before accepting.
 */
export interface Created {
  geometry: Box | Polygon | Polyline | Point | Ellipse | Keypoints | Cuboid | Mask | Tag;
  label?: string | null;
  attributes: {
    [k: string]: unknown;
  };
  score?: number | null;
  id?: string | null;
  frame: number;
  locked: boolean;
  hidden: boolean;
  group?: string | null;
  order: number;
  links: Link[];
  provenance?: Provenance | null;
  returned?: (Box | Polygon | Polyline | Point | Ellipse | Keypoints | Cuboid | Mask | Tag) | null;
}
/**
 * Changes to the instance `id`: what is None stays.
 *
 *     An empty label takes the label away, an empty group takes it out of its group, an attribute set to
 *     None is removed; links are replaced whole.
 */
export interface Updated {
  id: string;
  geometry?: (Box | Polygon | Polyline | Point | Ellipse | Keypoints | Cuboid | Mask | Tag) | null;
  label?: string | null;
  attributes?: {
    [k: string]: unknown;
  } | null;
  locked?: boolean | null;
  hidden?: boolean | null;
  group?: string | null;
  order?: number | null;
  links?: Link[] | null;
}
/**
 * A shape for the annotator to accept or reject; accepted, it takes the place of `replaces`, if given.
 */
export interface Suggested {
  geometry: Box | Polygon | Polyline | Point | Ellipse | Keypoints | Cuboid | Mask | Tag;
  label?: string | null;
  attributes: {
    [k: string]: unknown;
  };
  score?: number | null;
  id?: string | null;
  replaces?: string | null;
}
/**
 * What to create, update and delete, in that order, and what to suggest.
 */
export interface ChangeSet {
  created: Created[];
  updated: Updated[];
  deleted: string[];
  suggested: Suggested[];
}
/**
 * A comment: at `x` and `y` in pixels of the file, or on the whole file where both are None.
 */
export interface Comment {
  id: string;
  file: string;
  x?: number | null;
  y?: number | null;
  text: string;
  author: string;
  at: string;
  resolved: boolean;
}
/**
 * How many files were changed, and which were not, where each was changed for itself.
 */
export interface FilesChanged {
  files: number;
  left: FileLeft[];
}
/**
 * A file that was not changed, and why.
 */
export interface FileLeft {
  file: string;
  message: string;
}
/**
 * How far a project is: files in each state, who has how many, and comments that are not resolved.
 */
export interface ProjectProgress {
  files: number;
  todo: number;
  in_progress: number;
  done: number;
  rejected: number;
  comments: number;
  shares: Share[];
}
/**
 * How much of a project one person has: `assignee` is None for what nobody has.
 */
export interface Share {
  assignee?: string | null;
  files: number;
  done: number;
}
/**
 * A file: `width` and `height` in pixels after the EXIF orientation, `size` in bytes, `comments` not resolved.
 *
 *     `pixel_size` is the one given for it, else that of its project, else what the image says, where any is known.
 */
export interface FileView {
  id: string;
  project: string;
  name: string;
  kind: string;
  state: "done" | "in_progress" | "rejected" | "todo";
  media_type: string;
  sha256: string;
  size: number;
  width: number;
  height: number;
  revision: number;
  assignee?: string | null;
  attributes: {
    [k: string]: unknown;
  };
  pixel_size?: KnownPixelSize | null;
  instances: number;
  comments: number;
  content: string;
  thumbnail: string;
  created_at: string;
}
/**
 * How much of a `unit` (nm, µm, mm, cm, m, km, in) one pixel measures, across and down.
 *
 *     `of` is what it was given for: the file, its project, or it is what the image says; `source` says so in words.
 */
export interface KnownPixelSize {
  size: number;
  unit: "cm" | "in" | "km" | "m" | "mm" | "nm" | "µm";
  source: string;
  of: "file" | "image" | "project";
}
/**
 * A file after a change, and what of it others had changed since its sender knew it.
 */
export interface ChangedFile {
  id: string;
  project: string;
  name: string;
  kind: string;
  state: "done" | "in_progress" | "rejected" | "todo";
  media_type: string;
  sha256: string;
  size: number;
  width: number;
  height: number;
  revision: number;
  assignee?: string | null;
  attributes: {
    [k: string]: unknown;
  };
  pixel_size?: KnownPixelSize | null;
  instances: number;
  comments: number;
  content: string;
  thumbnail: string;
  created_at: string;
  conflicts: FileConflict[];
}
/**
 * A field of a file, `attributes.name` for an attribute, that others had changed: `theirs` is what it was.
 */
export interface FileConflict {
  field: string;
  theirs: unknown;
}
/**
 * A file that looks like another one: `distance` is 0 for the same picture, 1 for one that is not alike.
 */
export interface SimilarView {
  file: FileView;
  distance: number;
}
/**
 * What an image says of itself. `bits` counts those of one sample as they are stored.
 */
export interface Properties {
  bits: number;
  pixel_size?: KnownPixelSize | null;
  samples?: Samples | null;
}
/**
 * The tones of an image that has more of them than a screen.
 *
 *     `content` is a PNG whose red and green are the high and the low byte of each sample. A sample of 0 is the tone
 *     `least`, one of 65535 the tone `most`, those between lie evenly. `low` and `high` are what is shown as black
 *     and as white unless somebody chooses: the tones below and above which half a percent of the pixels lie.
 */
export interface Samples {
  content: string;
  least: number;
  most: number;
  low: number;
  high: number;
}
/**
 * A project, and how many files it has.
 */
export interface Project {
  id: string;
  name: string;
  labels: Label[];
  attributes: Attribute[];
  rules: Rules;
  files: number;
  done: number;
  pixel_size?: PixelSize | null;
  created_at: string;
}
/**
 * One label of a project. `title` is what people read, `kinds` are the shapes it takes, all where absent.
 *
 *     Only labels with none below them, by `parent`, are given to instances.
 */
export interface Label {
  name: string;
  color: string;
  title?: string | null;
  parent?: string | null;
  kinds?: ("box" | "cuboid" | "ellipse" | "keypoints" | "mask" | "point" | "polygon" | "polyline" | "tag")[] | null;
  limits?: ShapeLimits | null;
  skeleton?: Skeleton | null;
}
/**
 * What a label asks of a shape: sizes in pixels of the file, vertices counted over all rings.
 *
 *     Sizes are of a box, an ellipse, a cuboid, a polygon or a mask, before it is turned; vertices are of
 *     polygons and polylines. Without `rotation` a shape must lie straight; `integer` takes whole pixels only.
 */
export interface ShapeLimits {
  min_width?: number | null;
  min_height?: number | null;
  min_vertices?: number | null;
  max_vertices?: number | null;
  rotation: boolean;
  integer: boolean;
}
/**
 * The points of a label's keypoints; `edges` are pairs of indices into `points`.
 */
export interface Skeleton {
  points: Joint[];
  edges: [number, number][];
}
/**
 * A named point of a skeleton, and where it lies in the box that is dragged for it, from 0 to 1.
 */
export interface Joint {
  name: string;
  x: number;
  y: number;
}
/**
 * One typed attribute of instances, or of the file.
 *
 *     `labels` are those that have it, with all below them; all labels where empty. It is asked for while
 *     every condition of `when` holds. A text, option, tree or date is stored as a text (a date as
 *     YYYY-MM-DD), `multiple` as an array of options, a checkbox as true or false.
 */
export interface Attribute {
  name: string;
  type: "checkbox" | "date" | "multiple" | "number" | "radio" | "select" | "slider" | "text" | "tree";
  title?: string | null;
  options: Option[];
  default: {
    [k: string]: unknown;
  };
  required: boolean;
  minimum?: number | null;
  maximum?: number | null;
  step?: number | null;
  labels: string[];
  scope: "file" | "instance";
  when: Condition[];
}
/**
 * One value to choose; in a tree, only those without children are chosen.
 */
export interface Option {
  value: string;
  title?: string | null;
  children: Option[];
}
/**
 * Holds where the other attribute has one of the values.
 */
export interface Condition {
  attribute: string;
  values: unknown[];
}
/**
 * The rules of a project; `relations` are the names a link between two instances may have.
 *
 *     `readonly` says whose instances nobody changes or deletes: those that were imported, those that scripts made. A
 *     script may still change what it made itself.
 */
export interface Rules {
  base: BaseRules;
  relations: string[];
  readonly: ("import" | "script")[];
}
/**
 * What people and scripts may do on a file with base annotations, which are those that were imported.
 *
 *     `add` instances beside them, `edit` their shapes, `relabel` them (label and attributes), `delete` them.
 */
export interface BaseRules {
  add: boolean;
  edit: boolean;
  relabel: boolean;
  delete: boolean;
}
/**
 * How much of a `unit` (nm, µm, mm, cm, m, km, in) one pixel measures, across and down.
 */
export interface PixelSize {
  size: number;
  unit: "cm" | "in" | "km" | "m" | "mm" | "nm" | "µm";
}
/**
 * A script: what its author wrote, and how it is configured here.
 */
export interface ScriptView {
  id: string;
  project: string;
  identity: string;
  name: string;
  description: string;
  filename: string;
  language: string;
  version: string;
  declared_version: string;
  enabled: boolean;
  place: string;
  places: string[];
  grants: string[];
  confirmed_grants: string[];
  connect: string[];
  confirmed_connect: string[];
  timeout: number;
  hotkey?: string | null;
  dependencies: string[];
  modules: string[];
  assets: string[];
  commands: ScriptCommand[];
  parameters: Parameter[];
  params: {
    [k: string]: unknown;
  };
  trusted: boolean;
  problems: ScriptProblem[];
  source: string;
  created_at: string;
}
/**
 * One declared command. `kinds` are those of the selected instance it is for; empty means any, or none at all.
 */
export interface ScriptCommand {
  name: string;
  title: string;
  description: string;
  hotkey?: string | null;
  kinds: string[];
}
/**
 * One declared parameter; `step` and `unit` only shape the control that shows it.
 */
export interface Parameter {
  name: string;
  type: "boolean" | "integer" | "number" | "string";
  default: {
    [k: string]: unknown;
  };
  title: string;
  description: string;
  minimum?: number | null;
  maximum?: number | null;
  step?: number | null;
  unit: string;
  enum?: unknown[] | null;
}
/**
 * A remark on a script's metadata block, at a line from 1.
 */
export interface ScriptProblem {
  line: number;
  message: string;
  severity: string;
}
/**
 * A change set. The same `key` again is answered as the first time and changes nothing.
 *
 *     With `merge`, what it says of instances that are gone is left out, and an id to create that is there already is
 *     changed instead; without, either refuses the whole. `base` is the revision of the file it was made on.
 */
export interface ChangePost {
  key: string;
  created: Created[];
  updated: Updated[];
  deleted: string[];
  origin: Origin;
  merge: boolean;
  base?: number | null;
}
/**
 * Who made a change set, and how it is called in the history.
 *
 *     `page` names the annotation page it comes from, which runs its scripts on it itself; `author` the person.
 *     Change sets of one `step` are undone together; `turn` says that this one took a step back, or did it again.
 */
export interface Origin {
  actor: "human" | "import" | "remote" | "script" | "undo";
  script?: string | null;
  run?: string | null;
  title: string;
  page?: string | null;
  author?: string | null;
  step?: string | null;
  turn?: ("redo" | "undo") | null;
}
/**
 * The instances as stored, the ids that are gone, the file's new revision, and what was changed by others too.
 */
export interface ChangeReply {
  revision: number;
  instances: Instance[];
  deleted: string[];
  conflicts: Conflict[];
}
/**
 * Somebody else changed the same field of an instance since `base`, or one of the two deleted it.
 *
 *     What is here came later and holds; `revision` is the other's change set in the file's log.
 */
export interface Conflict {
  instance: string;
  fields: string[];
  mine: "changed" | "deleted";
  theirs: "changed" | "deleted";
  author: string;
  revision: number;
}
/**
 * One change set of a file's history. `stood` is where those of its instances were that are gone now.
 */
export interface LogEntry {
  revision: number;
  key: string;
  at: string;
  origin: Origin;
  changes: {
    [k: string]: unknown;
  };
  stood: Stood[];
}
/**
 * Where an instance that is gone stood: right after another one, or before all. Of several after the same one
 *     those of a lower `place` come first.
 */
export interface Stood {
  id: string;
  after?: string | null;
  place: number;
}
/**
 * All instances of a file, and its revision when they were read.
 */
export interface InstanceList {
  items: Instance[];
  revision: number;
  next?: string | null;
}
/**
 * What a change set did: how many instances it created, updated and deleted, and the first of them.
 *
 *     `before` and `after` are there where the history of one instance is asked for.
 */
export interface HistoryEntry {
  revision: number;
  at: string;
  origin: Origin;
  created: number;
  updated: number;
  deleted: number;
  instances: string[];
  before?: Instance | null;
  after?: Instance | null;
}
/**
 * One page of somebody who is there: the name people gave themselves, and the file they look at.
 */
export interface Person {
  page: string;
  name: string;
  file?: string | null;
}
/**
 * One run, reported by the page that hosted it; `ms` is its duration.
 *
 *     `why` says why it ran in its place, where there was a choice.
 */
export interface RunPost {
  id: string;
  version: string;
  file: string;
  event: string;
  place: string;
  outcome: "applied" | "dropped" | "empty" | "failed" | "rejected" | "stopped";
  message: string;
  ms: number;
  suggested: number;
  why: string;
}
/**
 * One run of a script.
 */
export interface RunView {
  id: string;
  version: string;
  file: string;
  event: string;
  place: string;
  outcome: string;
  message: string;
  ms: number;
  at: string;
  suggested: number;
  accepted: number;
  rejected: number;
  edited: number;
  why: string;
}
/**
 * The labels, attributes and rules of a project.
 */
export interface Ontology {
  labels: Label[];
  attributes: Attribute[];
  rules: Rules;
}
/**
 * An ontology to take the place of a project's. `renamed` labels and attributes keep their instances.
 */
export interface OntologyPut {
  labels: Label[];
  attributes: Attribute[];
  rules: Rules;
  renamed: {
    [k: string]: string;
  };
  renamed_attributes: {
    [k: string]: string;
  };
}
/**
 * What putting an ontology does, or would do; `faults` say why it cannot be done.
 *
 *     What was `removed` stays on the instances that have it. `readonly` are the makers whose instances become read-only,
 *     `released` those whose instances no longer are.
 */
export interface OntologyChange {
  faults: string[];
  added: string[];
  removed: OntologyUse[];
  renamed: OntologyUse[];
  added_attributes: string[];
  removed_attributes: OntologyUse[];
  renamed_attributes: OntologyUse[];
  readonly: OntologyUse[];
  released: OntologyUse[];
  ontology: Ontology;
}
/**
 * A label, attribute or maker, and how many instances (or files) have it.
 */
export interface OntologyUse {
  name: string;
  count: number;
}
/**
 * A backend. Where it is connected, `replicas` counts its connections and `version` is that of their script.
 *
 *     `in_flight` and `waiting` count runs; `ms_p50` and `ms_p95` are durations of its newest runs.
 */
export interface BackendView {
  id: string;
  project: string;
  name: string;
  kind: string;
  url: string;
  script?: string | null;
  created_at: string;
  replicas: number;
  version: string;
  in_flight: number;
  waiting: number;
  ms_p50?: number | null;
  ms_p95?: number | null;
  last_error: string;
}
/**
 * A backend just added. The `token` it connects with, or signs with, is told here and never again.
 */
export interface BackendAdded {
  backend: BackendView;
  token: string;
}
/**
 * A place for a script: `browser`, `server`, `auto` or `backend:NAME`. `refusal` says why it cannot be chosen.
 */
export interface PlaceView {
  place: string;
  title: string;
  refusal: string;
}
/**
 * The places of one script, those that cannot be chosen included.
 */
export interface ScriptPlaces {
  script: string;
  places: PlaceView[];
}
/**
 * The file is open and its image is drawn.
 */
export interface OpenFile {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  revision: number;
  name: "open_file";
}
/**
 * Who caused the event: `kind`, and the id of the person or the identity of the script.
 */
export interface Actor {
  kind: "human" | "import" | "remote" | "script" | "undo";
  id: string;
}
/**
 * The file the event happened on; `width` and `height` in pixels.
 *
 *     `pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.
 */
export interface File {
  id: string;
  name: string;
  width: number;
  height: number;
  kind: "image";
  frame: number;
  pixel_size?: PixelSize | null;
}
/**
 * The annotator moved away from the file.
 */
export interface LeaveFile {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  revision: number;
  name: "leave_file";
}
/**
 * Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.
 *
 *     Images have one frame, so it comes only from files that have several.
 */
export interface ChangeFrame {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  before: number;
  revision: number;
  name: "change_frame";
}
/**
 * A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.
 *
 *     What a script makes of it is only shown, until the pointer is lifted. The next comes when the last
 *     one's runs are over, and always with the newest shape. `session` stays the same during one drag, and
 *     `instance.id` is the one it will have. `before` is how a shape that is there already was.
 */
export interface DrawInstance {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  instance: Instance;
  session: string;
  revision: number;
  before?: Instance | null;
  name: "draw_instance";
}
/**
 * A new instance is in the store.
 */
export interface CreateInstance {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  instance: Instance;
  revision: number;
  name: "create_instance";
}
/**
 * An instance changed: `before` is how it was, `changed` names the fields that differ.
 */
export interface UpdateInstance {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  instance: Instance;
  before: Instance;
  changed: ("attributes" | "geometry" | "group" | "hidden" | "label" | "links" | "locked" | "order")[];
  revision: number;
  name: "update_instance";
}
/**
 * An instance is gone; `instance` is how it was last.
 */
export interface DeleteInstance {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  instance: Instance;
  revision: number;
  name: "delete_instance";
}
/**
 * An instance that had been deleted is back, by undo or redo.
 */
export interface RestoreInstance {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  instance: Instance;
  revision: number;
  name: "restore_instance";
}
/**
 * An instance was selected.
 */
export interface SelectInstance {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  instance: Instance;
  revision: number;
  name: "select_instance";
}
/**
 * An instance is no longer selected.
 */
export interface DeselectInstance {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  instance: Instance;
  revision: number;
  name: "deselect_instance";
}
/**
 * A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.
 *
 *     `command` is the name of the command, empty where the script declares none.
 */
export interface Command {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  revision: number;
  instance?: Instance | null;
  command: string;
  name: "command";
}
/**
 * The annotator points at something with the prompt tool.
 *
 *     It comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,
 *     `box` the rectangle that was dragged, if any. `session` stays the same while one shape is being
 *     refined, so what a script suggests takes the place of what it suggested before. `instance` is the
 *     selected one, if any.
 */
export interface Prompt {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  session: string;
  revision: number;
  points: PromptPoint[];
  box?: Bounds | null;
  instance?: Instance | null;
  strokes: Stroke[];
  name: "prompt";
}
/**
 * One click of the prompt tool in pixels of the file: on the object, or (`positive` false) beside it.
 */
export interface PromptPoint {
  x: number;
  y: number;
  positive: boolean;
}
/**
 * One stroke of the prompt tool along `points`, `width` wide: over the object, or (`positive` false) beside it.
 *
 *     All in pixels of the file.
 */
export interface Stroke {
  points: [number, number][];
  width: number;
  positive: boolean;
}
/**
 * The script's parameters changed: their values `before` and `after`, and the names that differ.
 */
export interface ChangeParams {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  before: {
    [k: string]: unknown;
  };
  after: {
    [k: string]: unknown;
  };
  changed: string[];
  revision: number;
  name: "change_params";
}
/**
 * The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.
 *
 *     What was drawn is stored at once in any case; a veto loses nothing.
 */
export interface BeforeSave {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  reason: "complete" | "save";
  revision: number;
  name: "before_save";
}
/**
 * The file was marked as done.
 */
export interface CompleteFile {
  id: string;
  at: string;
  actor: Actor;
  project: string;
  file: File;
  revision: number;
  name: "complete_file";
}
/**
 * The cell is there: the protocol it speaks, the runtime's and the language's version.
 */
export interface Ready {
  protocol: number;
  runtime: string;
  language: string;
  type: "ready";
}
/**
 * Load this script. `grants` are those a person confirmed, `params` its values.
 *
 *     `packages` are the requirements and `modules` the JavaScript libraries the place makes sure of
 *     before the script runs. A cell that has a script takes another `init` as a new version of it.
 */
export interface Init {
  filename: string;
  source: string;
  grants: string[];
  params: {
    [k: string]: unknown;
  };
  packages: string[];
  modules: string[];
  type: "init";
}
/**
 * The hooks found, or the error that kept the script from loading.
 */
export interface Initialized {
  hooks: Hook[];
  error?: Failure | null;
  type: "initialized";
}
/**
 * One declared handler: what the host needs to know to match events with it.
 *
 *     An empty tuple or mapping filters nothing. `schedule` says what happens to an event that comes
 *     while the hook still runs for the same instance: `latest` cancels the running one, `queue` waits,
 *     `drop` ignores the new one.
 */
export interface Hook {
  id: string;
  event: string;
  function: string;
  kinds: string[];
  labels: string[];
  actors: string[];
  attributes?: {
    [k: string]: unknown;
  } | null;
  schedule: "drop" | "latest" | "queue";
  commands: string[];
}
/**
 * An error as the script's author should see it: only the script's own frames, innermost last.
 */
export interface Failure {
  type: string;
  message: string;
  frames: Frame[];
}
/**
 * One line of a traceback inside the script, counted from 1.
 */
export interface Frame {
  line: number;
  function: string;
  text: string;
}
/**
 * Run a hook for an event. `settings` are the page's, where the script may read them.
 */
export interface EventMessage {
  run: string;
  hook: string;
  event: Event;
  settings?: {
    [k: string]: unknown;
  } | null;
  type: "event";
}
/**
 * Stop the run, and say why.
 */
export interface Cancel {
  run: string;
  reason: string;
  type: "cancel";
}
/**
 * From the next run on, use these parameter values.
 */
export interface ParamsMessage {
  params: {
    [k: string]: unknown;
  };
  type: "params";
}
/**
 * The answer to a call: a value, or an error. Pixels and bodies follow as one binary frame.
 */
export interface Reply {
  run: string;
  call: number;
  value: {
    [k: string]: unknown;
  };
  error?: string | null;
  binary: number;
  type: "reply";
}
/**
 * The cell is no longer needed.
 */
export interface Dispose {
  type: "dispose";
}
/**
 * A canvas method that needs the host; answered by a reply with the same number.
 */
export interface Call {
  run: string;
  call: number;
  method: string;
  args: {
    [k: string]: unknown;
  };
  binary: number;
  type: "call";
}
/**
 * What the run has changed since it began or flushed last: to be shown now, as one undo step with the rest.
 */
export interface Flush {
  run: string;
  changes: ChangeSet;
  type: "flush";
}
/**
 * How the page is to show the file from now on: brightness, contrast, gamma, clahe,
 *     visibility, tool, label.
 */
export interface SettingsMessage {
  run: string;
  values: {
    [k: string]: unknown;
  };
  type: "settings";
}
/**
 * Pixels to show over the image inside `bounds`, as one binary frame; without bounds, none any more.
 *
 *     `height` rows of `width` pixels, each of one byte (shown as a heat map) or four (RGBA).
 */
export interface Overlay {
  run: string;
  bounds?: Bounds | null;
  width: number;
  height: number;
  channels: number;
  opacity: number;
  binary: number;
  type: "overlay";
}
/**
 * How far the run is, from 0 to 1.
 */
export interface Progress {
  run: string;
  fraction: number;
  text: string;
  type: "progress";
}
/**
 * A short message for the annotator.
 */
export interface Notify {
  run: string;
  text: string;
  level: "debug" | "error" | "info" | "warning";
  type: "notify";
}
/**
 * What the script found on the file, in the place of what it reported before.
 *
 *     `total` counts those that were left out too; `checked` says what was looked at.
 */
export interface Report {
  run: string;
  findings: Finding[];
  total: number;
  checked: string;
  type: "report";
}
/**
 * One line of a script's checklist, for `canvas.report`.
 *
 *     `instance` is the instance it is about, or its id; `bounds` the place, `(x, y, width, height)` in
 *     pixels, where that says more or there is no instance. `level` is `info`, `warning` or `error`.
 */
export interface Finding {
  message: string;
  instance?: string | null;
  bounds?: Bounds | null;
  level: "error" | "info" | "warning";
}
/**
 * Lines for the console, several at once; `dropped` counts those left out of a flood.
 *
 *     Lines written while the script loads carry no run.
 */
export interface Log {
  lines: Line[];
  dropped: number;
  run?: string | null;
  type: "log";
}
/**
 * One line of the console; `values` are what it was written from, where the text alone says less.
 */
export interface Line {
  text: string;
  level: "debug" | "error" | "info" | "warning";
  values?: unknown[] | null;
}
/**
 * The run is over: what to change, and how long the hook took in milliseconds.
 *
 *     `skipped` says that the hook's predicate did not hold, `veto` why the file may not be saved.
 */
export interface Result {
  run: string;
  changes: ChangeSet;
  ms: number;
  skipped: boolean;
  veto?: string | null;
  type: "result";
}
/**
 * The run failed, or was stopped; nothing of it may be applied.
 */
export interface ErrorMessage {
  run: string;
  error: Failure;
  stopped: boolean;
  type: "error";
}
/**
 * The cell cannot go on, and says why: a message out of order, or its interpreter died.
 */
export interface Fatal {
  message: string;
  type: "fatal";
}
