// @ts-nocheck
// Made by `make types` from the runtime's docstrings. Do not edit.
export const reference = {
 "grants": {
  "image:read": "read the pixels of the open image",
  "instances:read": "read the instances on the file",
  "instances:write": "create, change and delete instances",
  "instances:suggest": "suggest shapes, which you accept or reject",
  "overlay": "show pictures over the image, which are not stored",
  "files:read": "see which files of the project look alike, and show them side by side",
  "ask": "ask you questions while it runs",
  "storage": "keep data of its own with the project",
  "settings": "change how the page shows the file: brightness, contrast, gamma, visibility, tool, label",
  "network": "send data to and fetch data from the hosts it names"
 },
 "events": {
  "open_file": {
   "doc": "The file is open and its image is drawn.",
   "type": "OpenFile"
  },
  "leave_file": {
   "doc": "The annotator moved away from the file.",
   "type": "LeaveFile"
  },
  "change_frame": {
   "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
   "type": "ChangeFrame"
  },
  "draw_instance": {
   "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
   "type": "DrawInstance"
  },
  "create_instance": {
   "doc": "A new instance is in the store.",
   "type": "CreateInstance"
  },
  "update_instance": {
   "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
   "type": "UpdateInstance"
  },
  "delete_instance": {
   "doc": "An instance is gone; `instance` is how it was last.",
   "type": "DeleteInstance"
  },
  "restore_instance": {
   "doc": "An instance that had been deleted is back, by undo or redo.",
   "type": "RestoreInstance"
  },
  "select_instance": {
   "doc": "An instance was selected.",
   "type": "SelectInstance"
  },
  "deselect_instance": {
   "doc": "An instance is no longer selected.",
   "type": "DeselectInstance"
  },
  "command": {
   "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
   "type": "Command"
  },
  "prompt": {
   "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
   "type": "Prompt"
  },
  "change_params": {
   "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
   "type": "ChangeParams"
  },
  "before_save": {
   "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
   "type": "BeforeSave"
  },
  "complete_file": {
   "doc": "The file was marked as done.",
   "type": "CompleteFile"
  }
 },
 "values": {
  "kind": [
   "box",
   "polygon",
   "polyline",
   "point",
   "ellipse",
   "keypoints",
   "cuboid",
   "mask",
   "tag"
  ],
  "actor": [
   "human",
   "script",
   "import",
   "remote",
   "undo"
  ],
  "schedule": [
   "latest",
   "queue",
   "drop"
  ],
  "places": [
   "browser",
   "server"
  ],
  "grants": [
   "image:read",
   "instances:read",
   "instances:write",
   "instances:suggest",
   "overlay",
   "files:read",
   "ask",
   "storage",
   "settings",
   "network"
  ],
  "type": [
   "integer",
   "number",
   "boolean",
   "string"
  ]
 },
 "filters": [
  "kind",
  "label",
  "actor",
  "attributes",
  "command",
  "when",
  "schedule"
 ],
 "block": {
  "name": "What the script is called.",
  "namespace": "Whose it is; with the name it makes the identity.",
  "version": "The author's own number of the version.",
  "description": "What it does, in a sentence.",
  "places": "Where it may run, in order of preference.",
  "grants": "What it may do. Nothing is allowed unless it is named here.",
  "connect": "Hosts it may reach, with the grant \"network\".",
  "timeout": "Seconds for one run, at most 600; 10 unless said.",
  "hotkey": "The key that runs it on the selected instance, where it declares no commands.",
  "modules": "JavaScript libraries it uses, of those that Limner brings.",
  "assets": "Files of the models folder it may have: paths, `*` for anything within a folder, `**` across."
 },
 "command": [
  "title",
  "description",
  "hotkey",
  "kinds"
 ],
 "parameter": [
  "type",
  "default",
  "title",
  "description",
  "minimum",
  "maximum",
  "step",
  "unit",
  "enum"
 ],
 "names": [
  {
   "name": "Actor",
   "js": null,
   "form": "class",
   "doc": "Who caused the event: `kind`, and the id of the person or the identity of the script.",
   "shape": false,
   "signature": "Actor(kind, id=\"\")"
  },
  {
   "name": "BeforeSave",
   "js": null,
   "form": "class",
   "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
   "shape": false
  },
  {
   "name": "Bounds",
   "js": null,
   "form": "class",
   "doc": "An upright rectangle `(x, y, width, height)` in pixels of the original file.",
   "shape": false,
   "signature": "Bounds(x, y, width, height)"
  },
  {
   "name": "Box",
   "js": "Box",
   "form": "class",
   "doc": "A rectangle by its upper left corner, before it is turned about its centre.",
   "shape": true,
   "signature": "Box(x, y, width, height, rotation=0.0)",
   "jsSignature": "Box(x, y, width, height, rotation = 0)"
  },
  {
   "name": "ChangeError",
   "js": null,
   "form": "class",
   "doc": "A change set holds an item that cannot be applied.",
   "shape": false
  },
  {
   "name": "ChangeFrame",
   "js": null,
   "form": "class",
   "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
   "shape": false
  },
  {
   "name": "ChangeParams",
   "js": null,
   "form": "class",
   "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
   "shape": false
  },
  {
   "name": "ChangeSet",
   "js": null,
   "form": "class",
   "doc": "What to create, update and delete, in that order, and what to suggest.",
   "shape": false,
   "signature": "ChangeSet(created=(), updated=(), deleted=(), suggested=())"
  },
  {
   "name": "Command",
   "js": null,
   "form": "class",
   "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
   "shape": false
  },
  {
   "name": "CompleteFile",
   "js": null,
   "form": "class",
   "doc": "The file was marked as done.",
   "shape": false
  },
  {
   "name": "CreateInstance",
   "js": null,
   "form": "class",
   "doc": "A new instance is in the store.",
   "shape": false
  },
  {
   "name": "Cuboid",
   "js": "Cuboid",
   "form": "class",
   "doc": "A solid seen in the image, by its front and its rear face.",
   "shape": true,
   "signature": "Cuboid(front, rear)",
   "jsSignature": "Cuboid(front, rear)"
  },
  {
   "name": "DeleteInstance",
   "js": null,
   "form": "class",
   "doc": "An instance is gone; `instance` is how it was last.",
   "shape": false
  },
  {
   "name": "DeselectInstance",
   "js": null,
   "form": "class",
   "doc": "An instance is no longer selected.",
   "shape": false
  },
  {
   "name": "DrawInstance",
   "js": null,
   "form": "class",
   "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
   "shape": false
  },
  {
   "name": "Ellipse",
   "js": "Ellipse",
   "form": "class",
   "doc": "Centre, two radii, rotation.",
   "shape": true,
   "signature": "Ellipse(x, y, rx, ry, rotation=0.0)",
   "jsSignature": "Ellipse(x, y, rx, ry, rotation = 0)"
  },
  {
   "name": "Event",
   "js": null,
   "form": "class",
   "doc": "The envelope: `at` is ISO 8601 in UTC, `revision` counts the change sets of the file.",
   "shape": false
  },
  {
   "name": "File",
   "js": null,
   "form": "class",
   "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
   "shape": false,
   "signature": "File(id, name, width, height, kind=\"image\", frame=0, pixel_size=None)"
  },
  {
   "name": "Finding",
   "js": null,
   "form": "class",
   "doc": "One line of a script's checklist, for `canvas.report`.\n\n`instance` is the instance it is about, or its id; `bounds` the place, `(x, y, width, height)` in\npixels, where that says more or there is no instance. `level` is `info`, `warning` or `error`.",
   "shape": false,
   "signature": "Finding(message, instance=None, bounds=None, level=\"warning\")"
  },
  {
   "name": "Geometry",
   "js": null,
   "form": "class",
   "doc": "What all kinds share: a `kind`, `bounds`, and a JSON form.",
   "shape": false,
   "signature": "Geometry()"
  },
  {
   "name": "GeometryError",
   "js": null,
   "form": "class",
   "doc": "A shape is not one.",
   "shape": false
  },
  {
   "name": "GrantError",
   "js": null,
   "form": "class",
   "doc": "The script uses what its block does not ask for.",
   "shape": false
  },
  {
   "name": "HookError",
   "js": null,
   "form": "class",
   "doc": "A hook is declared wrongly.",
   "shape": false
  },
  {
   "name": "HostError",
   "js": null,
   "form": "class",
   "doc": "The host refused or could not answer a call.",
   "shape": false
  },
  {
   "name": "Instance",
   "js": null,
   "form": "class",
   "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
   "shape": false,
   "signature": "Instance(id, file, geometry, label=None, frame=0, attributes={}, score=None, locked=False, hidden=False, group=None, order=0, links=(), version=1, provenance={})"
  },
  {
   "name": "Keypoint",
   "js": null,
   "form": "class",
   "doc": "A named place. `visible` as in COCO: 0 not labelled, 1 hidden, 2 visible.",
   "shape": false,
   "signature": "Keypoint(name, x, y, visible=2)"
  },
  {
   "name": "Keypoints",
   "js": "Keypoints",
   "form": "class",
   "doc": "Named points and the skeleton between them: `edges` are pairs of indices into `points`.",
   "shape": true,
   "signature": "Keypoints(points, edges=())",
   "jsSignature": "Keypoints(points, edges)"
  },
  {
   "name": "LeaveFile",
   "js": null,
   "form": "class",
   "doc": "The annotator moved away from the file.",
   "shape": false
  },
  {
   "name": "LimnerError",
   "js": null,
   "form": "class",
   "doc": "The root: catch it to catch everything Limner raises.",
   "shape": false
  },
  {
   "name": "ManifestError",
   "js": null,
   "form": "class",
   "doc": "The metadata block cannot be read.",
   "shape": false
  },
  {
   "name": "Mask",
   "js": "Mask",
   "form": "class",
   "doc": "Pixels: `Mask(bounds, array)` with an H x W array of truth values, or its run lengths.\n\n`bounds` is `(x, y, width, height)` in whole pixels; `rle` runs row by row over the bounds and\nstarts with background.",
   "shape": true,
   "signature": "Mask(bounds, array_or_rle=None, *, rle=None)",
   "jsSignature": "Mask(bounds, rle)"
  },
  {
   "name": "Model",
   "js": null,
   "form": "class",
   "doc": "An ONNX model. `inputs` gives the dtype of each input by name, `outputs` are names.\n\nIt is opened once for a cell and stays; several runs share it.",
   "shape": false,
   "signature": "Model(name, engine)"
  },
  {
   "name": "OpenFile",
   "js": null,
   "form": "class",
   "doc": "The file is open and its image is drawn.",
   "shape": false
  },
  {
   "name": "ParameterError",
   "js": null,
   "form": "class",
   "doc": "A parameter's value does not fit its declaration.",
   "shape": false
  },
  {
   "name": "Part",
   "js": null,
   "form": "class",
   "doc": "One piece of a polygon: an outer ring and the holes in it, each a sequence of `(x, y)`.",
   "shape": false,
   "signature": "Part(outer, holes=())"
  },
  {
   "name": "PixelSize",
   "js": null,
   "form": "class",
   "doc": "How much of a `unit` (nm, µm, mm, cm, m, km, in) one pixel measures, across and down.",
   "shape": false,
   "signature": "PixelSize(size, unit)"
  },
  {
   "name": "Point",
   "js": "Point",
   "form": "class",
   "doc": "One place.",
   "shape": true,
   "signature": "Point(x, y)",
   "jsSignature": "Point(x, y)"
  },
  {
   "name": "Polygon",
   "js": "Polygon",
   "form": "class",
   "doc": "One or several parts: `Polygon(points)` or `Polygon(parts=[Part(outer, holes)])`.\n\n`points` is any sequence of `(x, y)`, an N x 2 array included; rings close themselves.",
   "shape": true,
   "signature": "Polygon(points=None, *, parts=None)",
   "jsSignature": "Polygon(points) or Polygon({ parts: [{ outer, holes }] })"
  },
  {
   "name": "Polyline",
   "js": "Polyline",
   "form": "class",
   "doc": "An open chain of `(x, y)`.",
   "shape": true,
   "signature": "Polyline(points)",
   "jsSignature": "Polyline(points)"
  },
  {
   "name": "Prompt",
   "js": null,
   "form": "class",
   "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
   "shape": false
  },
  {
   "name": "PromptPoint",
   "js": null,
   "form": "class",
   "doc": "One click of the prompt tool in pixels of the file: on the object, or (`positive` false) beside it.",
   "shape": false,
   "signature": "PromptPoint(x, y, positive=True)"
  },
  {
   "name": "ProtocolError",
   "js": null,
   "form": "class",
   "doc": "A message came out of order or malformed.",
   "shape": false
  },
  {
   "name": "Provenance",
   "js": null,
   "form": "class",
   "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
   "shape": false,
   "signature": "Provenance(actor=\"human\", actor_id=None, script=None, script_version=None, run=None, event=None, params=None, place=None, ms=None, score=None, edited_by=())"
  },
  {
   "name": "RecordError",
   "js": null,
   "form": "class",
   "doc": "JSON does not have the form its dataclass gives it.",
   "shape": false
  },
  {
   "name": "Response",
   "js": null,
   "form": "class",
   "doc": "What a host answered: `status`, `headers` by lower-case name, the final `url`, `body` as bytes.",
   "shape": false,
   "signature": "Response(status, headers, url, body)"
  },
  {
   "name": "RestoreInstance",
   "js": null,
   "form": "class",
   "doc": "An instance that had been deleted is back, by undo or redo.",
   "shape": false
  },
  {
   "name": "SelectInstance",
   "js": null,
   "form": "class",
   "doc": "An instance was selected.",
   "shape": false
  },
  {
   "name": "SimilarFile",
   "js": null,
   "form": "class",
   "doc": "A file that looks like the open one. `distance` is 0 for the same picture and 1 for another one.",
   "shape": false,
   "signature": "SimilarFile(file, distance)"
  },
  {
   "name": "Stroke",
   "js": null,
   "form": "class",
   "doc": "One stroke of the prompt tool along `points`, `width` wide: over the object, or (`positive` false) beside it.\n\nAll in pixels of the file.",
   "shape": false,
   "signature": "Stroke(points, width, positive=True)"
  },
  {
   "name": "Tag",
   "js": "Tag",
   "form": "class",
   "doc": "The whole file.",
   "shape": true,
   "signature": "Tag()",
   "jsSignature": "Tag()"
  },
  {
   "name": "UpdateInstance",
   "js": null,
   "form": "class",
   "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
   "shape": false
  },
  {
   "name": "area",
   "js": "area",
   "form": "function",
   "doc": "Give the area in square pixels: outer rings less holes; 0 for points, lines and tags.",
   "shape": false,
   "signature": "area(shape)",
   "jsSignature": "area(shape)"
  },
  {
   "name": "contains",
   "js": "contains",
   "form": "function",
   "doc": "Say whether `(x, y)` lies inside the shape; a hole is outside.",
   "shape": false,
   "signature": "contains(shape, x, y)",
   "jsSignature": "contains(shape, x, y)"
  },
  {
   "name": "iou",
   "js": "iou",
   "form": "function",
   "doc": "Give the intersection over union of two shapes' insides, from 0 to 1 (the Jaccard index).\n\nUpright boxes and masks are measured exactly. Other shapes are cut by 256 horizontal lines, exact\nalong each, which errs by less than 0.01 for shapes of ordinary outlines. Shapes without an inside\n(points, lines, keypoints, tags) give 1 where they are equal and 0 otherwise.",
   "shape": false,
   "signature": "iou(one, other)",
   "jsSignature": "iou(one, other)"
  },
  {
   "name": "on",
   "js": "on",
   "form": "function",
   "doc": "Declare the function below as the answer to one or several events.\n\nRaises `HookError` where an event, a kind, an actor or a schedule is not one of those there are, or where\na command is asked for of an event that has none.",
   "shape": false,
   "signature": "on(*events, kind=(), label=(), actor=(), attributes=None, command=(), when=None, schedule=None)",
   "jsSignature": "on(events, { kind, label, actor, attributes, command, when, schedule }, (event, canvas) => …)",
   "jsDoc": "Declare a function as the answer to one event or a list of them. The filters may be left out."
  },
  {
   "name": "simplify",
   "js": "simplify",
   "form": "function",
   "doc": "Drop vertices that change the outline by less than `tolerance` pixels.",
   "shape": false,
   "signature": "simplify(shape, tolerance)",
   "jsSignature": "simplify(shape, tolerance)"
  },
  {
   "name": "to_mask",
   "js": "toMask",
   "form": "function",
   "doc": "Give the pixels whose centres lie inside, over the shape's own bounds rounded outwards.",
   "shape": false,
   "signature": "to_mask(shape)",
   "jsSignature": "toMask(shape)"
  }
 ],
 "types": {
  "Canvas": [
   {
    "name": "asset",
    "js": "asset",
    "doc": "Give the bytes of a file in a models folder that the block names in `assets`.\n\n`name` is its path below the folder. Raises `HostError` where the block does not declare it, or\nit is not there, and says where it was looked for.",
    "jsDoc": "Give a file in a models folder that the block names in `assets`, as an ArrayBuffer. `name` is its path below the folder. Throws `HostError` where the block does not declare it, or it is not there.",
    "signature": "asset(name)",
    "jsSignature": "asset(name)",
    "awaited": true
   },
   {
    "name": "log",
    "js": "log",
    "doc": "Write a line to the console, as `print` does; lists, mappings and records can be unfolded there.",
    "signature": "log(*values, level=\"info\")",
    "jsSignature": "log(...values)",
    "awaited": false
   },
   {
    "name": "model",
    "js": "model",
    "doc": "Open the ONNX model in a file that the block names in `assets`; it is opened once and stays.\n\n`outputs = await model.run({\"input\": array})` computes. In CPython onnxruntime does, in a browser\nonnxruntime-web, on one core. Raises `HostError` as `asset` does, and where the file is no model.",
    "signature": "model(name)",
    "type": "Model",
    "jsSignature": "model(name)",
    "awaited": true
   },
   {
    "name": "notify",
    "js": "notify",
    "doc": "Show the annotator a short message.",
    "signature": "notify(message, level=\"info\")",
    "jsSignature": "notify(message, level = \"info\")",
    "awaited": false
   },
   {
    "name": "params",
    "js": "params",
    "doc": "The script's parameters, by name: `canvas.params.iterations`.",
    "hint": "Params"
   },
   {
    "name": "progress",
    "js": "progress",
    "doc": "Show how far the run is, from 0 to 1.",
    "signature": "progress(fraction, text=\"\")",
    "jsSignature": "progress(fraction, text = \"\")",
    "awaited": false
   },
   {
    "name": "report",
    "js": "report",
    "doc": "Show what the script found on the file as a list, in which each finding leads to its place.\n\nIt takes the place of the script's earlier one on the file; an empty list clears it, or says that\nnothing was found where `checked` tells what was looked at. The first 5,000 are shown.",
    "signature": "report(findings, checked=\"\")",
    "jsSignature": "report([{ message, instance, bounds, level = \"warning\" }], { checked } = {})",
    "awaited": false
   },
   {
    "name": "veto",
    "js": "veto",
    "doc": "Refuse to save or complete the file, and say why; only in a hook for `before_save`.",
    "signature": "veto(message)",
    "jsSignature": "veto(message)",
    "awaited": false
   },
   {
    "name": "image",
    "js": "image",
    "doc": "Give the pixels inside `bounds` as an H x W x 3 array of uint8, RGB.\n\n`bounds` is `(x, y, width, height)` in pixels of the file, by default all of it. It grows by\n`margin` (a fraction of each side), is rounded outwards to whole pixels and clipped to the\nfile, as `instance.bounds.expand(margin, within=event.file)` does. A `scale` below 1 gives\na smaller picture of the same place. `channels` is the order: `rgb`, `bgr` as OpenCV has it,\n`rgba`, or `gray` for H x W. Raises `HostError` if nothing of it lies in the file.",
    "jsDoc": "Give the pixels inside `bounds` as ImageData.\n\n`bounds` is `[x, y, width, height]` in pixels of the file, by default all of it. It grows by `margin` (a fraction of each side), is rounded outwards to whole pixels and clipped to the file. A `scale` below 1 gives a smaller picture of the same place. With `channels: \"gray\"` it is `{ width, height, data }` with one byte a pixel.",
    "signature": "image(bounds=None, *, margin=0.0, scale=1.0, channels=\"rgb\")",
    "jsSignature": "image(bounds = null, { margin = 0, scale = 1, channels = \"rgba\" } = {})",
    "awaited": true,
    "grant": "image:read"
   },
   {
    "name": "instances",
    "js": "instances",
    "doc": "Give the instances on the file that fit all of what is asked, oldest first.\n\n`attributes` must be equal; `script` is the identity `namespace/name` of the script that made\nthem; `within` takes those whose bounds touch `(x, y, width, height)`; `at` takes those that\ncontain the point `(x, y)`, the smallest first. Coordinates are pixels of the file.",
    "signature": "instances(*, kind=None, label=None, attributes=None, script=None, within=None, at=None)",
    "jsSignature": "instances({ kind, label, attributes, script, within, at } = {})",
    "awaited": true,
    "grant": "instances:read"
   },
   {
    "name": "suggest",
    "js": "suggest",
    "doc": "Show a shape as a ghost, which the annotator accepts, changes or rejects; give its id.\n\n`score` is from 0 to 1 and is what the annotator's threshold is compared with. Accepted, it\ntakes the place of `replaces`. What the script suggested before for the same prompt or\ninstance gives way to it.",
    "signature": "suggest(geometry, *, label=None, attributes=None, score=None, replaces=None)",
    "jsSignature": "suggest(geometry, { label, attributes, score, replaces } = {})",
    "awaited": false,
    "grant": "instances:suggest"
   },
   {
    "name": "create",
    "js": "create",
    "doc": "Create an instance and give its id. Without a label it takes the trigger's.",
    "signature": "create(geometry, *, label=None, attributes=None, score=None)",
    "jsSignature": "create(geometry, { label, attributes, score } = {})",
    "awaited": false,
    "grant": "instances:write"
   },
   {
    "name": "delete",
    "js": "delete",
    "doc": "Delete an instance.",
    "signature": "delete(instance)",
    "jsSignature": "delete(instance)",
    "awaited": false,
    "grant": "instances:write"
   },
   {
    "name": "flush",
    "js": "flush",
    "doc": "Apply what the run has changed so far, so that it is seen while the rest is worked out.\n\nIt is one undo step with everything the run does; if the run fails, it is taken back.",
    "signature": "flush()",
    "jsSignature": "flush()",
    "awaited": true,
    "grant": "instances:write"
   },
   {
    "name": "replace",
    "js": "replace",
    "doc": "Put shapes in an instance's place: they take its label and attributes. Give their ids.",
    "signature": "replace(instance, *geometries, score=None)",
    "jsSignature": "replace(instance, ...geometries, { score } = {})",
    "awaited": false,
    "grant": "instances:write"
   },
   {
    "name": "set_attributes",
    "js": "setAttributes",
    "doc": "Set attributes of an instance; the others stay.",
    "signature": "set_attributes(instance, **attributes)",
    "jsSignature": "setAttributes(instance, attributes)",
    "awaited": false,
    "grant": "instances:write"
   },
   {
    "name": "set_label",
    "js": "setLabel",
    "doc": "Give an instance another label.",
    "signature": "set_label(instance, label)",
    "jsSignature": "setLabel(instance, label)",
    "awaited": false,
    "grant": "instances:write"
   },
   {
    "name": "update",
    "js": "update",
    "doc": "Change what is given of an instance. An attribute set to None is removed.",
    "signature": "update(instance, *, geometry=None, label=None, attributes=None)",
    "jsSignature": "update(instance, { geometry, label, attributes } = {})",
    "awaited": false,
    "grant": "instances:write"
   },
   {
    "name": "overlay",
    "js": "overlay",
    "doc": "Show an array over the image, inside `bounds` or all of it; `None` takes it away.\n\n`values` is H x W, of floats from 0 to 1, truth values or uint8, shown as a heat map, or\nH x W x 4 of uint8, RGBA. It is not stored, and the script's next overlay takes its place.\n`opacity` is from 0 to 1. Raises `ChangeError` for any other form.",
    "jsDoc": "Show an ImageData, or `{ width, height, data }`, over the image, inside `bounds` or all of it; `null` takes it away. It is not stored, and the script's next overlay takes its place.",
    "signature": "overlay(values, bounds=None, *, opacity=0.6)",
    "jsSignature": "overlay(image, { bounds, opacity = 0.6 } = {})",
    "awaited": false,
    "grant": "overlay"
   },
   {
    "name": "ask",
    "js": "ask",
    "doc": "Ask the annotator and give the choice, or None where the question was put away.\n\n`about` are the instances the question is about: they are brought into sight, numbered and\noutlined while it is open. The run's time stands still meanwhile.",
    "signature": "ask(question, choices=(\"Yes\", \"No\"), *, about=())",
    "jsSignature": "ask(question, choices = [\"Yes\", \"No\"], { about } = {})",
    "awaited": true,
    "grant": "ask"
   },
   {
    "name": "compare",
    "js": "compare",
    "doc": "Show another file of the project beside the open one until the annotator closes it.\n\nGives the one of the `choices`, which are its buttons, that was pressed, or None. The run's time\nstands still meanwhile. Raises `HostError` for a file that is not of the project.",
    "signature": "compare(file, message=\"\", *, choices=())",
    "jsSignature": "compare(file, message = \"\", { choices } = {})",
    "awaited": true,
    "grant": "files:read"
   },
   {
    "name": "similar",
    "js": "similar",
    "doc": "Give the files of the project that look like the open one, nearest first, `limit` at most.\n\nThey are found by their pixels, also where one was resized, compressed anew, made brighter,\ndarker, or cropped by up to a tenth of a side. What is merely flat or empty looks like nothing.",
    "signature": "similar(limit=5)",
    "jsSignature": "similar(limit = 5)",
    "awaited": true,
    "grant": "files:read"
   },
   {
    "name": "storage",
    "js": "storage",
    "doc": "Values the script keeps from run to run: `await canvas.storage.get(\"seen\", 0)`.",
    "hint": "Storage",
    "type": "Storage",
    "grant": "storage"
   },
   {
    "name": "settings",
    "js": "settings",
    "doc": "How the page shows the file: `canvas.settings.brightness = 1.4`.",
    "hint": "Settings",
    "type": "Settings",
    "grant": "settings"
   },
   {
    "name": "fetch",
    "js": "fetch",
    "doc": "Ask a host that the script's block names in `connect`, through the server.\n\nRedirects are followed only to those hosts. It takes at most 10 s and 10 MB; raises `HostError`\nbeyond that, for another host, and where the host cannot be reached.",
    "signature": "fetch(url, *, method=\"GET\", headers=None, body=None)",
    "type": "Response",
    "jsSignature": "fetch(url, { method = \"GET\", headers, body } = {})",
    "awaited": true,
    "grant": "network"
   },
   {
    "name": null,
    "js": "signal",
    "doc": "An AbortSignal that fires when the run is stopped."
   }
  ],
  "Storage": [
   {
    "name": "delete",
    "js": "delete",
    "doc": "Forget what is kept under `key`, if anything is.",
    "signature": "delete(key)",
    "jsSignature": "delete(key)",
    "awaited": true
   },
   {
    "name": "get",
    "js": "get",
    "doc": "Give the value kept under `key`, or the default.",
    "signature": "get(key, default=None)",
    "jsSignature": "get(key, default)",
    "awaited": true
   },
   {
    "name": "keys",
    "js": "keys",
    "doc": "Give the keys in use, sorted.",
    "signature": "keys()",
    "jsSignature": "keys()",
    "awaited": true
   },
   {
    "name": "set",
    "js": "set",
    "doc": "Keep a value of JSON under `key`.",
    "signature": "set(key, value)",
    "jsSignature": "set(key, value)",
    "awaited": true
   }
  ],
  "Settings": [
   {
    "name": "brightness",
    "js": "brightness",
    "doc": "How the page shows the file; to assign changes it at once and is not stored.\n\n`brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`\nevens out the contrast place by place, from 0 (not at all) to a clip limit of 8;\n`visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,\n`label` the active label.",
    "hint": "float"
   },
   {
    "name": "contrast",
    "js": "contrast",
    "doc": "How the page shows the file; to assign changes it at once and is not stored.\n\n`brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`\nevens out the contrast place by place, from 0 (not at all) to a clip limit of 8;\n`visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,\n`label` the active label.",
    "hint": "float"
   },
   {
    "name": "gamma",
    "js": "gamma",
    "doc": "How the page shows the file; to assign changes it at once and is not stored.\n\n`brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`\nevens out the contrast place by place, from 0 (not at all) to a clip limit of 8;\n`visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,\n`label` the active label.",
    "hint": "float"
   },
   {
    "name": "clahe",
    "js": "clahe",
    "doc": "How the page shows the file; to assign changes it at once and is not stored.\n\n`brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`\nevens out the contrast place by place, from 0 (not at all) to a clip limit of 8;\n`visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,\n`label` the active label.",
    "hint": "float"
   },
   {
    "name": "visibility",
    "js": "visibility",
    "doc": "How the page shows the file; to assign changes it at once and is not stored.\n\n`brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`\nevens out the contrast place by place, from 0 (not at all) to a clip limit of 8;\n`visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,\n`label` the active label.",
    "hint": "float"
   },
   {
    "name": "tool",
    "js": "tool",
    "doc": "How the page shows the file; to assign changes it at once and is not stored.\n\n`brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`\nevens out the contrast place by place, from 0 (not at all) to a clip limit of 8;\n`visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,\n`label` the active label.",
    "hint": "str"
   },
   {
    "name": "label",
    "js": "label",
    "doc": "How the page shows the file; to assign changes it at once and is not stored.\n\n`brightness`, `contrast` and `gamma` are factors from 0.1 to 5, 1 shows the file as it is; `clahe`\nevens out the contrast place by place, from 0 (not at all) to a clip limit of 8;\n`visibility` is the opacity of the instances from 0 to 1; `tool` is the name of the tool in hand,\n`label` the active label.",
    "hint": "str"
   }
  ],
  "Instance": [
   {
    "name": "id",
    "js": "id",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "str"
   },
   {
    "name": "geometry",
    "js": "geometry",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "Geometry",
    "type": "Geometry"
   },
   {
    "name": "label",
    "js": "label",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "str | None"
   },
   {
    "name": "frame",
    "js": "frame",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "int"
   },
   {
    "name": "attributes",
    "js": "attributes",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "Mapping[str, Any]"
   },
   {
    "name": "score",
    "js": "score",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "float | None"
   },
   {
    "name": "locked",
    "js": "locked",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "bool"
   },
   {
    "name": "hidden",
    "js": "hidden",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "bool"
   },
   {
    "name": "group",
    "js": "group",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "str | None"
   },
   {
    "name": "order",
    "js": "order",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "int"
   },
   {
    "name": "links",
    "js": "links",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "tuple[Link, ...]"
   },
   {
    "name": "version",
    "js": "version",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "int"
   },
   {
    "name": "provenance",
    "js": "provenance",
    "doc": "One annotation: geometry in pixels of the original file, a label, attributes, provenance.\n\n`score` is a script's confidence from 0 to 1; `version` counts the changes to this instance.\nInstances of one `group` belong together; a higher `order` lies above a lower one. A link whose\ntarget is gone is kept: the target may come back.",
    "hint": "Provenance",
    "type": "Provenance"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the geometry, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "File": [
   {
    "name": "id",
    "js": "id",
    "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
    "hint": "str"
   },
   {
    "name": "name",
    "js": "name",
    "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
    "hint": "str"
   },
   {
    "name": "width",
    "js": "width",
    "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
    "hint": "int"
   },
   {
    "name": "height",
    "js": "height",
    "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
    "hint": "int"
   },
   {
    "name": "kind",
    "js": "kind",
    "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
    "hint": "Literal['image']"
   },
   {
    "name": "frame",
    "js": "frame",
    "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
    "hint": "int"
   },
   {
    "name": "pixel_size",
    "js": "pixel_size",
    "doc": "The file the event happened on; `width` and `height` in pixels.\n\n`pixel_size` is how large a pixel is in the world, where that is known: `size` of a `unit`.",
    "hint": "PixelSize | None",
    "type": "PixelSize"
   }
  ],
  "Actor": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "Who caused the event: `kind`, and the id of the person or the identity of the script.",
    "hint": "Literal['human', 'script', 'import', 'remote', 'undo']"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "Who caused the event: `kind`, and the id of the person or the identity of the script.",
    "hint": "str"
   }
  ],
  "Provenance": [
   {
    "name": "actor",
    "js": "actor",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "Literal['human', 'script', 'import', 'remote', 'undo']"
   },
   {
    "name": "actor_id",
    "js": "actor_id",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "str | None"
   },
   {
    "name": "script",
    "js": "script",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "str | None"
   },
   {
    "name": "script_version",
    "js": "script_version",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "str | None"
   },
   {
    "name": "run",
    "js": "run",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "str | None"
   },
   {
    "name": "event",
    "js": "event",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "str | None"
   },
   {
    "name": "params",
    "js": "params",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "Mapping[str, Any] | None"
   },
   {
    "name": "place",
    "js": "place",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "str | None"
   },
   {
    "name": "ms",
    "js": "ms",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "float | None"
   },
   {
    "name": "score",
    "js": "score",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "float | None"
   },
   {
    "name": "edited_by",
    "js": "edited_by",
    "doc": "Where an instance came from. A later edit is added to `edited_by`; nothing is ever taken away.\n\n`script` is `namespace/name`, `script_version` the content hash `sha256:…`, `ms` the run's\nduration in milliseconds, `params` the parameters it ran with.",
    "hint": "tuple[Edit, ...]"
   }
  ],
  "Response": [
   {
    "name": "status",
    "js": "status",
    "doc": "What a host answered: `status`, `headers` by lower-case name, the final `url`, `body` as bytes.",
    "hint": "int"
   },
   {
    "name": "headers",
    "js": "headers",
    "doc": "What a host answered: `status`, `headers` by lower-case name, the final `url`, `body` as bytes.",
    "hint": "Mapping[str, str]"
   },
   {
    "name": "url",
    "js": "url",
    "doc": "What a host answered: `status`, `headers` by lower-case name, the final `url`, `body` as bytes.",
    "hint": "str"
   },
   {
    "name": "body",
    "js": "bytes",
    "doc": "What a host answered: `status`, `headers` by lower-case name, the final `url`, `body` as bytes.",
    "jsDoc": "What came, as a Uint8Array.",
    "hint": "bytes"
   },
   {
    "name": "json",
    "js": "json",
    "doc": "Read the body as JSON. Raises ValueError where it is none.",
    "signature": "json()",
    "jsSignature": "json()",
    "awaited": false
   },
   {
    "name": "text",
    "js": "text",
    "doc": "The body as text.",
    "jsDoc": "Give the body as text.",
    "hint": "str"
   }
  ],
  "Model": [
   {
    "name": "run",
    "js": "run",
    "doc": "Give the outputs, all or those named, as arrays by name.\n\n`inputs` are arrays by name, brought to the model's dtypes. Raises `HostError` where one is missing\nor does not fit. It computes beside the cell; a run that is stopped waits no longer for it.",
    "jsDoc": "Give the outputs, all or those named, as `{ type, dims, data }` by name; inputs are `{ data, dims }`.",
    "signature": "run(inputs, outputs=None)",
    "jsSignature": "run(inputs, outputs)",
    "awaited": true
   }
  ],
  "Finding": [
   {
    "name": "message",
    "js": "message",
    "doc": "One line of a script's checklist, for `canvas.report`.\n\n`instance` is the instance it is about, or its id; `bounds` the place, `(x, y, width, height)` in\npixels, where that says more or there is no instance. `level` is `info`, `warning` or `error`.",
    "hint": "str"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "One line of a script's checklist, for `canvas.report`.\n\n`instance` is the instance it is about, or its id; `bounds` the place, `(x, y, width, height)` in\npixels, where that says more or there is no instance. `level` is `info`, `warning` or `error`.",
    "hint": "str | None"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "One line of a script's checklist, for `canvas.report`.\n\n`instance` is the instance it is about, or its id; `bounds` the place, `(x, y, width, height)` in\npixels, where that says more or there is no instance. `level` is `info`, `warning` or `error`.",
    "hint": "Bounds | None",
    "type": "Bounds"
   },
   {
    "name": "level",
    "js": "level",
    "doc": "One line of a script's checklist, for `canvas.report`.\n\n`instance` is the instance it is about, or its id; `bounds` the place, `(x, y, width, height)` in\npixels, where that says more or there is no instance. `level` is `info`, `warning` or `error`.",
    "hint": "Literal['info', 'warning', 'error']"
   }
  ],
  "SimilarFile": [
   {
    "name": "file",
    "js": "file",
    "doc": "A file that looks like the open one. `distance` is 0 for the same picture and 1 for another one.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "distance",
    "js": "distance",
    "doc": "A file that looks like the open one. `distance` is 0 for the same picture and 1 for another one.",
    "hint": "float"
   }
  ],
  "PixelSize": [
   {
    "name": "size",
    "js": "size",
    "doc": "How much of a `unit` (nm, µm, mm, cm, m, km, in) one pixel measures, across and down.",
    "hint": "float"
   },
   {
    "name": "unit",
    "js": "unit",
    "doc": "How much of a `unit` (nm, µm, mm, cm, m, km, in) one pixel measures, across and down.",
    "hint": "Literal['nm', 'µm', 'mm', 'cm', 'm', 'km', 'in']"
   }
  ],
  "PromptPoint": [
   {
    "name": "x",
    "js": "x",
    "doc": "One click of the prompt tool in pixels of the file: on the object, or (`positive` false) beside it.",
    "hint": "float"
   },
   {
    "name": "y",
    "js": "y",
    "doc": "One click of the prompt tool in pixels of the file: on the object, or (`positive` false) beside it.",
    "hint": "float"
   },
   {
    "name": "positive",
    "js": "positive",
    "doc": "One click of the prompt tool in pixels of the file: on the object, or (`positive` false) beside it.",
    "hint": "bool"
   }
  ],
  "Stroke": [
   {
    "name": "points",
    "js": "points",
    "doc": "One stroke of the prompt tool along `points`, `width` wide: over the object, or (`positive` false) beside it.\n\nAll in pixels of the file.",
    "hint": "tuple[tuple[float, float], ...]"
   },
   {
    "name": "width",
    "js": "width",
    "doc": "One stroke of the prompt tool along `points`, `width` wide: over the object, or (`positive` false) beside it.\n\nAll in pixels of the file.",
    "hint": "float"
   },
   {
    "name": "positive",
    "js": "positive",
    "doc": "One stroke of the prompt tool along `points`, `width` wide: over the object, or (`positive` false) beside it.\n\nAll in pixels of the file.",
    "hint": "bool"
   }
  ],
  "Bounds": [
   {
    "name": "x",
    "js": "x",
    "doc": "An upright rectangle `(x, y, width, height)` in pixels of the original file.",
    "hint": "float"
   },
   {
    "name": "y",
    "js": "y",
    "doc": "An upright rectangle `(x, y, width, height)` in pixels of the original file.",
    "hint": "float"
   },
   {
    "name": "width",
    "js": "width",
    "doc": "An upright rectangle `(x, y, width, height)` in pixels of the original file.",
    "hint": "float"
   },
   {
    "name": "height",
    "js": "height",
    "doc": "An upright rectangle `(x, y, width, height)` in pixels of the original file.",
    "hint": "float"
   },
   {
    "name": "expand",
    "js": "expand",
    "doc": "Grow by `margin` (a fraction of each side's length) and round outwards to whole pixels.\n\n`within` (a file, or an event's `file`) clips the result to the image.",
    "signature": "expand(margin=0.0, *, within=None)",
    "type": "Bounds",
    "jsSignature": "expand(margin = 0, { within } = {})",
    "awaited": false
   }
  ],
  "OpenFile": [
   {
    "name": "name",
    "js": "name",
    "doc": "The file is open and its image is drawn.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "The file is open and its image is drawn.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "The file is open and its image is drawn.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "The file is open and its image is drawn.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "The file is open and its image is drawn.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "The file is open and its image is drawn.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "The file is open and its image is drawn.",
    "hint": "int"
   }
  ],
  "LeaveFile": [
   {
    "name": "name",
    "js": "name",
    "doc": "The annotator moved away from the file.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "The annotator moved away from the file.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "The annotator moved away from the file.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "The annotator moved away from the file.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "The annotator moved away from the file.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "The annotator moved away from the file.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "The annotator moved away from the file.",
    "hint": "int"
   }
  ],
  "ChangeFrame": [
   {
    "name": "name",
    "js": "name",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "int"
   },
   {
    "name": "before",
    "js": "before",
    "doc": "Another frame of the file is shown: `before` is the number of the one left, `file.frame` the new one.\n\nImages have one frame, so it comes only from files that have several.",
    "hint": "int"
   }
  ],
  "DrawInstance": [
   {
    "name": "name",
    "js": "name",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "Instance",
    "type": "Instance"
   },
   {
    "name": "session",
    "js": "session",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "str"
   },
   {
    "name": "before",
    "js": "before",
    "doc": "A shape is being drawn or reshaped: `instance` is as it would be, in no store yet.\n\nWhat a script makes of it is only shown, until the pointer is lifted. The next comes when the last\none's runs are over, and always with the newest shape. `session` stays the same during one drag, and\n`instance.id` is the one it will have. `before` is how a shape that is there already was.",
    "hint": "Instance | None",
    "type": "Instance"
   }
  ],
  "CreateInstance": [
   {
    "name": "name",
    "js": "name",
    "doc": "A new instance is in the store.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "A new instance is in the store.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "A new instance is in the store.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "A new instance is in the store.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "A new instance is in the store.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "A new instance is in the store.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "A new instance is in the store.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "A new instance is in the store.",
    "hint": "Instance",
    "type": "Instance"
   }
  ],
  "UpdateInstance": [
   {
    "name": "name",
    "js": "name",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "Instance",
    "type": "Instance"
   },
   {
    "name": "before",
    "js": "before",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "Instance",
    "type": "Instance"
   },
   {
    "name": "changed",
    "js": "changed",
    "doc": "An instance changed: `before` is how it was, `changed` names the fields that differ.",
    "hint": "tuple[Literal['geometry', 'label', 'attributes', 'locked', 'hidden', 'group', 'order', 'links'], ...]"
   }
  ],
  "DeleteInstance": [
   {
    "name": "name",
    "js": "name",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "An instance is gone; `instance` is how it was last.",
    "hint": "Instance",
    "type": "Instance"
   }
  ],
  "RestoreInstance": [
   {
    "name": "name",
    "js": "name",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "An instance that had been deleted is back, by undo or redo.",
    "hint": "Instance",
    "type": "Instance"
   }
  ],
  "SelectInstance": [
   {
    "name": "name",
    "js": "name",
    "doc": "An instance was selected.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "An instance was selected.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "An instance was selected.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "An instance was selected.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "An instance was selected.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "An instance was selected.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "An instance was selected.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "An instance was selected.",
    "hint": "Instance",
    "type": "Instance"
   }
  ],
  "DeselectInstance": [
   {
    "name": "name",
    "js": "name",
    "doc": "An instance is no longer selected.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "An instance is no longer selected.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "An instance is no longer selected.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "An instance is no longer selected.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "An instance is no longer selected.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "An instance is no longer selected.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "An instance is no longer selected.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "An instance is no longer selected.",
    "hint": "Instance",
    "type": "Instance"
   }
  ],
  "Command": [
   {
    "name": "name",
    "js": "name",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "int"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "Instance | None",
    "type": "Instance"
   },
   {
    "name": "command",
    "js": "command",
    "doc": "A button of the script was pressed or its hotkey struck; `instance` is the selected one, if any.\n\n`command` is the name of the command, empty where the script declares none.",
    "hint": "str"
   }
  ],
  "Prompt": [
   {
    "name": "name",
    "js": "name",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "int"
   },
   {
    "name": "session",
    "js": "session",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "str"
   },
   {
    "name": "points",
    "js": "points",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "tuple[PromptPoint, ...]"
   },
   {
    "name": "box",
    "js": "box",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "Bounds | None",
    "type": "Bounds"
   },
   {
    "name": "instance",
    "js": "instance",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "Instance | None",
    "type": "Instance"
   },
   {
    "name": "strokes",
    "js": "strokes",
    "doc": "The annotator points at something with the prompt tool.\n\nIt comes anew with every click and stroke: `points` holds all clicks so far, `strokes` all strokes,\n`box` the rectangle that was dragged, if any. `session` stays the same while one shape is being\nrefined, so what a script suggests takes the place of what it suggested before. `instance` is the\nselected one, if any.",
    "hint": "tuple[Stroke, ...]"
   }
  ],
  "ChangeParams": [
   {
    "name": "name",
    "js": "name",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "int"
   },
   {
    "name": "before",
    "js": "before",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "Mapping[str, Any]"
   },
   {
    "name": "after",
    "js": "after",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "Mapping[str, Any]"
   },
   {
    "name": "changed",
    "js": "changed",
    "doc": "The script's parameters changed: their values `before` and `after`, and the names that differ.",
    "hint": "tuple[str, ...]"
   }
  ],
  "BeforeSave": [
   {
    "name": "name",
    "js": "name",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "int"
   },
   {
    "name": "reason",
    "js": "reason",
    "doc": "The annotator asks to save now, or to mark the file as complete; `canvas.veto` refuses it.\n\nWhat was drawn is stored at once in any case; a veto loses nothing.",
    "hint": "Literal['save', 'complete']"
   }
  ],
  "CompleteFile": [
   {
    "name": "name",
    "js": "name",
    "doc": "The file was marked as done.",
    "hint": "str"
   },
   {
    "name": "id",
    "js": "id",
    "doc": "The file was marked as done.",
    "hint": "str"
   },
   {
    "name": "at",
    "js": "at",
    "doc": "The file was marked as done.",
    "hint": "str"
   },
   {
    "name": "actor",
    "js": "actor",
    "doc": "The file was marked as done.",
    "hint": "Actor",
    "type": "Actor"
   },
   {
    "name": "project",
    "js": "project",
    "doc": "The file was marked as done.",
    "hint": "str"
   },
   {
    "name": "file",
    "js": "file",
    "doc": "The file was marked as done.",
    "hint": "File",
    "type": "File"
   },
   {
    "name": "revision",
    "js": "revision",
    "doc": "The file was marked as done.",
    "hint": "int"
   }
  ],
  "Geometry": [
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "Box": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "A rectangle by its upper left corner, before it is turned about its centre.",
    "hint": "Literal['box']"
   },
   {
    "name": "x",
    "js": "x",
    "doc": "A rectangle by its upper left corner, before it is turned about its centre.",
    "hint": "float"
   },
   {
    "name": "y",
    "js": "y",
    "doc": "A rectangle by its upper left corner, before it is turned about its centre.",
    "hint": "float"
   },
   {
    "name": "width",
    "js": "width",
    "doc": "A rectangle by its upper left corner, before it is turned about its centre.",
    "hint": "float"
   },
   {
    "name": "height",
    "js": "height",
    "doc": "A rectangle by its upper left corner, before it is turned about its centre.",
    "hint": "float"
   },
   {
    "name": "rotation",
    "js": "rotation",
    "doc": "A rectangle by its upper left corner, before it is turned about its centre.",
    "hint": "float"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "Polygon": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "One or several parts: `Polygon(points)` or `Polygon(parts=[Part(outer, holes)])`.\n\n`points` is any sequence of `(x, y)`, an N x 2 array included; rings close themselves.",
    "hint": "Literal['polygon']"
   },
   {
    "name": "parts",
    "js": "parts",
    "doc": "One or several parts: `Polygon(points)` or `Polygon(parts=[Part(outer, holes)])`.\n\n`points` is any sequence of `(x, y)`, an N x 2 array included; rings close themselves.",
    "hint": "tuple[Part, ...]"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   },
   {
    "name": "rings",
    "js": "rings",
    "doc": "",
    "hint": "tuple[tuple[tuple[float, float], ...], ...]"
   }
  ],
  "Polyline": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "An open chain of `(x, y)`.",
    "hint": "Literal['polyline']"
   },
   {
    "name": "points",
    "js": "points",
    "doc": "An open chain of `(x, y)`.",
    "hint": "tuple[tuple[float, float], ...]"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "Point": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "One place.",
    "hint": "Literal['point']"
   },
   {
    "name": "x",
    "js": "x",
    "doc": "One place.",
    "hint": "float"
   },
   {
    "name": "y",
    "js": "y",
    "doc": "One place.",
    "hint": "float"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "Ellipse": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "Centre, two radii, rotation.",
    "hint": "Literal['ellipse']"
   },
   {
    "name": "x",
    "js": "x",
    "doc": "Centre, two radii, rotation.",
    "hint": "float"
   },
   {
    "name": "y",
    "js": "y",
    "doc": "Centre, two radii, rotation.",
    "hint": "float"
   },
   {
    "name": "rx",
    "js": "rx",
    "doc": "Centre, two radii, rotation.",
    "hint": "float"
   },
   {
    "name": "ry",
    "js": "ry",
    "doc": "Centre, two radii, rotation.",
    "hint": "float"
   },
   {
    "name": "rotation",
    "js": "rotation",
    "doc": "Centre, two radii, rotation.",
    "hint": "float"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "Keypoints": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "Named points and the skeleton between them: `edges` are pairs of indices into `points`.",
    "hint": "Literal['keypoints']"
   },
   {
    "name": "points",
    "js": "points",
    "doc": "Named points and the skeleton between them: `edges` are pairs of indices into `points`.",
    "hint": "tuple[Keypoint, ...]"
   },
   {
    "name": "edges",
    "js": "edges",
    "doc": "Named points and the skeleton between them: `edges` are pairs of indices into `points`.",
    "hint": "tuple[tuple[int, int], ...]"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "Cuboid": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "A solid seen in the image, by its front and its rear face.",
    "hint": "Literal['cuboid']"
   },
   {
    "name": "front",
    "js": "front",
    "doc": "A solid seen in the image, by its front and its rear face.",
    "hint": "Box"
   },
   {
    "name": "rear",
    "js": "rear",
    "doc": "A solid seen in the image, by its front and its rear face.",
    "hint": "Box"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ],
  "Mask": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "Pixels: `Mask(bounds, array)` with an H x W array of truth values, or its run lengths.\n\n`bounds` is `(x, y, width, height)` in whole pixels; `rle` runs row by row over the bounds and\nstarts with background.",
    "hint": "Literal['mask']"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "Pixels: `Mask(bounds, array)` with an H x W array of truth values, or its run lengths.\n\n`bounds` is `(x, y, width, height)` in whole pixels; `rle` runs row by row over the bounds and\nstarts with background.",
    "hint": "Bounds",
    "type": "Bounds"
   },
   {
    "name": "rle",
    "js": "rle",
    "doc": "Pixels: `Mask(bounds, array)` with an H x W array of truth values, or its run lengths.\n\n`bounds` is `(x, y, width, height)` in whole pixels; `rle` runs row by row over the bounds and\nstarts with background.",
    "hint": "tuple[int, ...]"
   }
  ],
  "Tag": [
   {
    "name": "kind",
    "js": "kind",
    "doc": "The whole file.",
    "hint": "Literal['tag']"
   },
   {
    "name": "bounds",
    "js": "bounds",
    "doc": "The smallest upright rectangle round the shape, `(x, y, width, height)` in pixels.",
    "hint": "Bounds",
    "type": "Bounds"
   }
  ]
 }
};
