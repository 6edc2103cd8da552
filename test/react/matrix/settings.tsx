import { Activity, type ReactNode, Suspense } from "react";
import { SECOND } from "../react-harness.tsx";
import type { AppState } from "./app.tsx";
import type { AppDriver } from "./app-driver.tsx";

/** A column of the matrix: where the component that reads the token is rendered, and how the React tree changes. */
export interface Setting {
  name: string;
  /** Wraps the provider. */
  wrapProvider(provider: ReactNode, appState: AppState): ReactNode;
  /** Wraps the component that reads the token. The provider contains the wrapper. */
  wrapReader(reader: ReactNode, appState: AppState): ReactNode;
  /** Changes the React tree. Calls `during` before the change is complete. */
  changeTree(driver: AppDriver, during: () => Promise<void>): Promise<void>;
  isStrict: boolean;
  /** Whether every change is a React transition. */
  inTransition: boolean;
  /** Whether `changeTree` replaces the provider. The new provider then calls the token source again. */
  remountsProvider: boolean;
}

/** React may show a Suspense fallback for this many milliseconds after the content has loaded. */
const THROTTLE = 500;

const SuspenseFallback = ({ isSiblingSuspended }: { isSiblingSuspended: boolean }) => (
  <p>{isSiblingSuspended ? "covered" : "loading"}</p>
);

/** A component that suspends until its gate opens. */
function Sibling({ gate }: { gate: AppState["gate"] }): ReactNode {
  if (gate?.isOpen === false) throw gate.opened;
  return null;
}

const suspenseOver = (children: ReactNode, { gate }: AppState) => (
  <Suspense fallback={<SuspenseFallback isSiblingSuspended={gate?.isOpen === false} />}>
    {children}
    <Sibling gate={gate} />
  </Suspense>
);

async function suspendTemporarily(driver: AppDriver, during: () => Promise<void>): Promise<void> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const gate = { isOpen: false, opened };
  await driver.change({ gate });
  await during();
  await driver.advance(SECOND);
  gate.isOpen = true;
  open();
  await driver.change({ gate: null });
  await driver.advance(THROTTLE);
}

async function hideTemporarily(driver: AppDriver, during: () => Promise<void>): Promise<void> {
  await driver.change({ isHidden: true });
  await during();
  await driver.advance(SECOND);
  await driver.change({ isHidden: false });
}

const activityOver = (children: ReactNode, { isHidden }: AppState) => (
  <Activity mode={isHidden ? "hidden" : "visible"}>{children}</Activity>
);

/** Creates a `changeTree` function that rerenders the app once. `next` returns the changes to the app's state. */
const changeTo =
  (next: (appState: AppState) => Partial<AppState>): Setting["changeTree"] =>
  async (driver, during) => {
    await driver.change(next(driver.appState()));
    await during();
    await driver.advance(THROTTLE);
  };
const openNextPage = changeTo(({ page }) => ({ page: page + 1 }));

const plain: Setting = {
  name: "plain",
  wrapProvider: (provider) => provider,
  wrapReader: (reader) => <Suspense fallback={<SuspenseFallback isSiblingSuspended={false} />}>{reader}</Suspense>,
  changeTree: changeTo(() => ({})),
  isStrict: false,
  inTransition: false,
  remountsProvider: false,
};

const baseSettings: readonly Setting[] = [
  plain,
  { ...plain, name: "StrictMode", isStrict: true },
  { ...plain, name: "transition", changeTree: openNextPage, inTransition: true },
  { ...plain, name: "Suspense above", wrapProvider: suspenseOver, changeTree: suspendTemporarily },
  { ...plain, name: "Suspense below", wrapReader: suspenseOver, changeTree: suspendTemporarily },
  { ...plain, name: "keyed remount below", changeTree: openNextPage },
  {
    ...plain,
    name: "keyed remount above",
    changeTree: changeTo(({ mount }) => ({ mount: mount + 1 })),
    remountsProvider: true,
  },
];

const activitySettings: readonly Setting[] = [
  { ...plain, name: "Activity above", wrapProvider: activityOver, changeTree: hideTemporarily },
  {
    ...plain,
    name: "Activity below",
    wrapReader: (reader, appState) => activityOver(plain.wrapReader(reader, appState), appState),
    changeTree: hideTemporarily,
  },
];

/** Whether React has `Activity`; false in React 18. */
export const hasActivity = Activity !== undefined;

export const settings: readonly Setting[] = hasActivity ? [...baseSettings, ...activitySettings] : baseSettings;
