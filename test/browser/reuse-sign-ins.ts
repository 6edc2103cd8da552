import type { Browser, Cookie } from "playwright";
import { DESKTOP, type DemoPage, openDemo } from "./demo-page.ts";

/** Opens the demo for people who have signed in before. */
export interface SignIns {
  /** Opens the demo as a person. Only the first call for each person opens the auth provider's page. */
  open(url: string, person: string): Promise<DemoPage>;
  /** Leaves the demo in the tabs that `open` returned, and restores these tabs to the state after the sign-in. */
  leave(): Promise<void>;
}

/** Creates a {@link SignIns} with one tab per person. A reload costs less than a new browser profile with a sign-in. */
export function reuseSignIns(browser: Browser): SignIns {
  const people = new Map<string, { demo: DemoPage; cookies: Cookie[] }>();
  const inUse = new Set<string>();
  return {
    async open(url, person) {
      inUse.add(person);
      const known = people.get(person);
      if (known === undefined) {
        const demo = await openDemo(browser, url, person);
        people.set(person, { demo, cookies: await demo.context.cookies() });
        return demo;
      }
      const { page } = known.demo;
      await page.goto(url);
      await page.getByRole("main").waitFor();
      return known.demo;
    },
    async leave() {
      for (const [person, { demo, cookies }] of people) {
        if (!inUse.delete(person)) continue;
        const { page, context } = demo;
        await context.setOffline(false);
        // This document has the demo's origin and no script that could write into the storage.
        await page.goto(new URL("/demo/config", page.url()).href);
        await page.evaluate(() => {
          localStorage.clear();
          sessionStorage.clear();
        });
        await context.clearCookies();
        await context.addCookies(cookies);
        await page.setViewportSize(DESKTOP);
        await page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
      }
    },
  };
}
