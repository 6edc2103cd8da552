import * as Sentry from "@sentry/browser";
import { bypass, HttpResponse, http } from "msw";
import { setupWorker } from "msw/browser";

declare global {
  interface Window {
    fetchTools: typeof tools;
  }
}

/** The libraries that watch or answer the page's requests. A test starts one of them. */
const tools = {
  /** The paths of the requests that a library has seen. */
  seen: [] as string[],
  /** Starts Sentry with tracing, which adds trace headers to requests. */
  async startSentry(): Promise<void> {
    Sentry.init({
      dsn: "https://key@sentry.example/1",
      tunnel: "/sentry",
      integrations: [Sentry.browserTracingIntegration()],
      tracesSampleRate: 1,
      beforeBreadcrumb(breadcrumb) {
        if (breadcrumb.category === "fetch") tools.seen.push(pathOf(breadcrumb.data?.["url"]));
        return breadcrumb;
      },
    });
  },
  /**
   * Starts MSW, which sends each request itself and returns a copy of the response. It uses a service worker, or
   * replaces `fetch` if the browser has no service workers.
   */
  async startMsw(): Promise<void> {
    const worker = setupWorker(
      http.all("/api*", async ({ request }) => {
        tools.seen.push(pathOf(request.url));
        const response = await fetch(bypass(request));
        return new HttpResponse(response.body, response);
      }),
    );
    await worker.start({ onUnhandledRequest: "bypass", quiet: true });
    tools.stopMsw = () => worker.stop();
  },
  stopMsw: () => {},
};

const pathOf = (url: string) => new URL(url, location.href).pathname;

window.fetchTools = tools;
