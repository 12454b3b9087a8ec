// The same polygons in Konva, as its guide for many shapes advises: no perfect drawing, what is dragged on a layer of
// its own, no listening while the stage is panned.

import Konva from "konva";
import { brought, drawn, exposed, SIDE } from "./page.js";

const COLOR = "#cc79a7";
const stage = new Konva.Stage({ container: "stage", width: innerWidth, height: innerHeight });
const [below, shapes, above] = [new Konva.Layer({ listening: false }), new Konva.Layer(), new Konva.Layer()];
stage.add(below, shapes, above);

function fit() {
  const scale = (0.9 * Math.min(innerWidth, innerHeight)) / SIDE;
  stage.scale({ x: scale, y: scale });
  stage.position({ x: (innerWidth - SIDE * scale) / 2, y: (innerHeight - SIDE * scale) / 2 });
}

function shapeOf(points) {
  const fill = "rgb(204 121 167 / .14)";
  return new Konva.Line({ points: points.flat(), closed: true, fill, stroke: COLOR, strokeWidth: 1.5, strokeScaleEnabled: false, draggable: true, perfectDrawEnabled: false, shadowForStrokeEnabled: false });
}

stage.on("dragstart", ({ target }) => target !== stage && target.moveTo(above));
stage.on("dragend", ({ target }) => target !== stage && target.moveTo(shapes));
stage.on("wheel", ({ evt }) => {
  evt.preventDefault();
  const [before, { x, y }] = [stage.scaleX(), stage.getPointerPosition()];
  const scale = before * Math.exp(-evt.deltaY * 0.0016);
  stage.scale({ x: scale, y: scale });
  stage.position({ x: x - ((x - stage.x()) * scale) / before, y: y - ((y - stage.y()) * scale) / before });
});

exposed({
  async load(count) {
    const [image, polygons] = await brought(count);
    fit();
    below.destroyChildren();
    shapes.destroyChildren();
    below.add(new Konva.Image({ image, width: SIDE, height: SIDE }));
    shapes.add(...polygons.map(shapeOf));
    stage.draw();
    await drawn();
  },
  mode(name) {
    stage.draggable(name === "pan");
    shapes.listening(name !== "pan");
    return drawn();
  },
  pick: (x, y) => Boolean(stage.getIntersection(toStage(x, y))),
  toScreen: (x, y) => Object.values(toStage(x, y)),
});

function toStage(x, y) {
  return { x: x * stage.scaleX() + stage.x(), y: y * stage.scaleY() + stage.y() };
}
