/** A picture of three bytes a pixel. */
export interface Canvas {
  data: Uint8Array;
  width: number;
  height: number;
}

/** What is drawn: corners on the canvas with depth (smaller = nearer), and where their colour comes from. */
export interface Mesh {
  /** 3 numbers a corner, px. */
  corners: Float32Array;
  /** 2 numbers a corner, px of the texture. */
  texture: Float32Array;
  /** 3 corners a triangle. */
  triangles: Uint16Array;
  /** Share of the texture's light that remains, per triangle; 1 where missing. */
  light?: Float32Array;
}

/** Draws textured triangles with a depth buffer, bilinear. */
export function drawTriangles(canvas: Canvas, source: Canvas, mesh: Mesh): void {
  const depths = new Float32Array(canvas.width * canvas.height).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < mesh.triangles.length / 3; i++) drawOne(canvas, source, mesh, i, depths);
}

function drawOne(canvas: Canvas, source: Canvas, mesh: Mesh, index: number, depths: Float32Array): void {
  const { corners, texture, triangles, light } = mesh;
  const [a, b, c] = [triangles[3 * index]!, triangles[3 * index + 1]!, triangles[3 * index + 2]!];
  const [ax, ay, bx, by] = [corners[3 * a]!, corners[3 * a + 1]!, corners[3 * b]!, corners[3 * b + 1]!];
  const [cx, cy] = [corners[3 * c]!, corners[3 * c + 1]!];
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (Math.abs(area) < 1e-6) return;
  const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx)));
  const right = Math.min(canvas.width - 1, Math.floor(Math.max(ax, bx, cx)));
  const top = Math.max(0, Math.ceil(Math.min(ay, by, cy)));
  const bottom = Math.min(canvas.height - 1, Math.floor(Math.max(ay, by, cy)));
  const shade = light ? light[index]! : 1;
  const inverse = 1 / area;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const wb = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) * inverse;
      const wc = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) * inverse;
      const wa = 1 - wb - wc;
      if (wa < -1e-4 || wb < -1e-4 || wc < -1e-4) continue;
      const depth = wa * corners[3 * a + 2]! + wb * corners[3 * b + 2]! + wc * corners[3 * c + 2]!;
      const at = y * canvas.width + x;
      if (depth > depths[at]!) continue;
      depths[at] = depth;
      const u = wa * texture[2 * a]! + wb * texture[2 * b]! + wc * texture[2 * c]!;
      const v = wa * texture[2 * a + 1]! + wb * texture[2 * b + 1]! + wc * texture[2 * c + 1]!;
      copyPixel(source, u, v, canvas.data, 3 * at, shade);
    }
  }
}

function copyPixel(source: Canvas, u: number, v: number, to: Uint8Array, at: number, shade: number): void {
  const { data, width, height } = source;
  const x = Math.min(width - 1.001, Math.max(0, u));
  const y = Math.min(height - 1.001, Math.max(0, v));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  const i = (top * width + left) * 3;
  const j = i + width * 3;
  for (let c = 0; c < 3; c++) {
    const above = data[i + c]! * (1 - fx) + data[i + 3 + c]! * fx;
    const below = data[j + c]! * (1 - fx) + data[j + 3 + c]! * fx;
    to[at + c] = (above * (1 - fy) + below * fy) * shade;
  }
}
