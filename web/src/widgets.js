// ipywidgets for the book's pages: one script, no loader, nothing from elsewhere.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { Widget } from "@lumino/widgets";
import anywidget from "anywidget";
import "@lumino/widgets/style/index.css";
import "@jupyter-widgets/controls/css/labvariables.css";
import "@jupyter-widgets/base/css/index.css";
import "@jupyter-widgets/controls/css/widgets-base.css";

/** @type {Record<string, Record<string, any>>} */
const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  anywidget: anywidget(base),
};

class Manager extends ManagerBase {
  /**
   * @param {string} name
   * @param {string} module
   */
  async loadClass(name, module) {
    const found = MODULES[module]?.[name];
    if (!found) throw new Error(`${module}.${name} is not in this page`);
    return found;
  }
  _get_comm_info() {
    return Promise.resolve({});
  }
  _create_comm() {
    return Promise.reject(new Error("a page has no kernel"));
  }
}

/** @param {"state" | "view"} kind */
const scripts = (kind) => [
  ...document.querySelectorAll(`script[type="application/vnd.jupyter.widget-${kind}+json"]`),
];

/**
 * When a figure starts: on a page at once, in a deck when its slide comes near.
 * @param {Element} tag
 * @param {() => Promise<void>} start
 */
function inTime(tag, start) {
  const slide = tag.closest(".slide");
  if (!slide) return start();
  const near = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      if (!isIntersecting || document.documentElement.matches(".overview")) return;
      near.disconnect();
      start();
    },
    { rootMargin: "100%" },
  );
  near.observe(slide);
}

async function main() {
  for (const saved of scripts("state")) {
    const manager = new Manager();
    const models = await manager.set_state(JSON.parse(saved.textContent));
    for (const tag of scripts("view")) {
      const { model_id } = JSON.parse(tag.textContent);
      const model = models.find((m) => m.model_id === model_id);
      if (!model) continue;
      await inTime(tag, async () => {
        const place = document.createElement("div");
        place.className = "widget-subarea";
        tag.before(place);
        const view = await manager.create_view(model);
        Widget.attach(view.luminoWidget, place);
      });
    }
  }
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", main);
else main();
