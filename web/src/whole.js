// MicroPython, a script of its own: main.js loads it when a figure needs it.
import wasm from "@micropython/micropython-webassembly-pyscript/micropython.wasm";
import workerText from "worker/worker.js";

globalThis.AdamEduWhole = { workerText, wasm };
