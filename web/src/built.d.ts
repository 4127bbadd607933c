// What the build puts in the place of a file: see build.mjs.
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.py" {
  const text: string;
  export default text;
}
declare module "*.wasm" {
  const base64: string;
  export default base64;
}
declare module "worker/*" {
  const text: string;
  export default text;
}
declare module "anywidget" {
  const anywidget: (base: object) => Record<string, unknown>;
  export default anywidget;
}
declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  export interface Python {
    runPython(text: string): void;
    globals: { get(name: string): any };
    /** `floats` is build.mjs's. */
    _module: { floats: Float64Array<ArrayBuffer> };
  }
  export function loadMicroPython(options: {
    /** `wasm` is build.mjs's. */
    wasm?: ArrayBuffer;
    heapsize: number;
    stdout?: () => void;
    stderr?: () => void;
  }): Promise<Python>;
}
