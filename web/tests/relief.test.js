import assert from "node:assert/strict";
import { test } from "node:test";
import { relief, shades } from "../src/relief.js";
import "./page.js";

const [NX, NY] = [9, 7];

/** A field whose shown height is a function of u to the right and v upwards. */
function field(height) {
  const z = [];
  for (let j = 0; j < NY; j++)
    for (let i = 0; i < NX; i++) z.push(height(i / (NX - 1), j / (NY - 1)) ** 1.5);
  return { key: "", nx: NX, ny: NY, xlim: [0, 1], ylim: [0, 1], z, levels: [] };
}
const middle = (height) => shades(field(height))[3 * NX + 4];

/** Lambert's cosine for a plane of these slopes, by its tangents' cross product. */
function lambert(right, up) {
  const [a, b] = [
    [1, 0, 0.7 * right],
    [0, 1, 0.7 * up],
  ];
  const normal = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const light = [-0.5, 0.5, Math.SQRT1_2]; // from the left, from above on the screen, and high
  const dot = normal.reduce((sum, n, k) => sum + n * light[k], 0);
  return dot / Math.hypot(...normal);
}

test("a plane is as bright as its angle to the light says", () => {
  for (const [right, up] of [
    [1, 0],
    [0, 1],
    [0.5, 0.5],
    [0.25, 0.75],
  ]) {
    const shade = middle((u, v) => right * u + up * v);
    assert.ok(Math.abs(shade - (lambert(right, up) - Math.SQRT1_2)) < 1e-12);
  }
});

test("level ground has no shade; what faces the upper left is lit", () => {
  assert.ok(shades(field(() => 0)).every((shade) => Math.abs(shade) < 1e-12));
  const bowl = shades(field((u, v) => Math.hypot(u - 0.5, v - 0.5)));
  assert.ok(bowl[1 * NX + 7] > 0.05); // low at the right: its wall faces the light
  assert.ok(bowl[5 * NX + 1] < -0.05);
});

test("the picture begins at the top, and covers the field's cells", () => {
  let drawn;
  const context = {
    createImageData: (width, height) => ({ data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: ({ data }) => {
      drawn = data;
    },
  };
  const canvas = { getContext: () => context, toDataURL: () => "data:," };
  const made = document.createElement;
  document.createElement = () => canvas;
  const scale = (from, to) => (v) => from + v * (to - from);
  const html = relief(
    field((u, v) => Math.hypot(u - 0.5, v - 0.5)),
    { x: scale(0, 80), y: scale(60, 0) },
  );
  document.createElement = made;
  assert.match(html, /x="-5" y="-5" width="90" height="70" href="data:,"/);
  assert.deepEqual([canvas.width, canvas.height, drawn.length], [NX, NY, 4 * NX * NY]);
  const [low, high] = [drawn.slice(4 * (5 * NX + 7)), drawn.slice(4 * (1 * NX + 1))];
  assert.ok(low[0] === 255 && low[3] > 10, "lit at the lower right");
  assert.ok(high[0] < 50 && high[3] > 10, "dark at the upper left");
});
