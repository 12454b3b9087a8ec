// The same polygons in Annotorious on OpenSeadragon, its form for many annotations: drawn with WebGL.

import "@annotorious/openseadragon/annotorious-openseadragon.css";
import { createOSDAnnotator } from "@annotorious/openseadragon";
import OpenSeadragon from "openseadragon";
import { brought, drawn, exposed, PHOTO } from "./page.js";

const viewer = OpenSeadragon({ id: "stage", showNavigationControl: false, gestureSettingsMouse: { clickToZoom: false }, tileSources: { type: "image", url: PHOTO } });
const annotator = createOSDAnnotator(viewer, { userSelectAction: "EDIT" });
const opened = new Promise((resolve) => viewer.addOnceHandler("open", resolve));

function annotationOf(points, index) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const bounds = { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
  const id = `shape-${index}`;
  return { id, bodies: [], target: { annotation: id, selector: { type: "POLYGON", geometry: { bounds, points } } } };
}

exposed({
  async load(count) {
    const [, polygons] = await brought(count);
    await opened;
    annotator.setAnnotations(polygons.map(annotationOf), true);
    await drawn();
  },
  mode(name) {
    annotator.setSelected();
    annotator.setUserSelectAction(name === "pan" ? "NONE" : "EDIT");
    return drawn();
  },
  pick: (x, y) => Boolean(annotator.state.store.getAt(x, y)),
  toScreen(x, y) {
    const place = viewer.viewport.imageToViewerElementCoordinates(new OpenSeadragon.Point(x, y));
    return [place.x, place.y];
  },
  selected: () => annotator.getSelected().length,
});
