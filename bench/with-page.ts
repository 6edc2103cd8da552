import { JSDOM } from "jsdom";
import { withGlobals } from "./with-globals.ts";

/** Runs `work` with a jsdom page. While `work` runs, globals such as `window` and `document` are those of the page. */
export async function withPage<T>(work: () => Promise<T>): Promise<T> {
  const { window } = new JSDOM("<!doctype html>", { url: "https://app.example.com/", pretendToBeVisual: true });
  const { document, navigator, HTMLElement, HTMLIFrameElement, Node, Event } = window;
  try {
    return await withGlobals({ window, document, navigator, HTMLElement, HTMLIFrameElement, Node, Event }, work);
  } finally {
    window.close();
  }
}
