// One Python for all figures of a page, in a worker that can be stopped.
import wasm from "@micropython/micropython-webassembly-pyscript/micropython.wasm";
import workerText from "worker";

const PATIENCE = 4000; // ms that a figure may compute before it is stopped
const BOOT = 20000;

const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

export class Engine {
  #programs = new Map(); // key: the message that loads it, for a new worker
  #last = Promise.resolve(); // the worker does one thing at a time
  #worker = null;

  /** Load a figure's modules and texts; gives { error } if a text fails. */
  load(key, files, texts) {
    const message = { do: "load", key, files, texts };
    return this.#after(async () => {
      await this.#boot();
      const answer = await this.#ask(message, PATIENCE);
      if (!answer.error) this.#programs.set(key, message);
      return answer;
    });
  }

  /** Call a loaded figure with JSON arguments; gives { value } or { error }. */
  call(key, name, args) {
    return this.#after(async () => {
      await this.#boot();
      return this.#ask({ do: "call", key, name, args }, PATIENCE);
    });
  }

  #after(task) {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }

  async #boot() {
    if (this.#worker) return;
    const url = URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
    this.#worker = new Worker(url);
    const { error } = await this.#ask({ do: "boot", wasm: bytes(wasm) }, BOOT);
    URL.revokeObjectURL(url);
    if (error) throw new Error(error.message);
    for (const message of this.#programs.values()) await this.#ask(message, PATIENCE);
  }

  #ask(message, patience) {
    const worker = this.#worker;
    return new Promise((resolve) => {
      const stop = (text) => {
        worker.terminate();
        this.#worker = null;
        resolve({ error: { kind: "Stopped", message: text, trace: "" } });
      };
      const timer = setTimeout(
        () => stop(`no answer after ${patience / 1000} s: is there an endless loop?`),
        patience,
      );
      worker.onmessage = ({ data }) => {
        clearTimeout(timer);
        resolve(data);
      };
      worker.onerror = (event) => {
        clearTimeout(timer);
        stop(event.message || "the browser refused to start Python");
      };
      worker.postMessage(message);
    });
  }
}
