import { Activity, type ReactNode, Suspense } from "react";
import { SECOND } from "../react-world.tsx";
import type { Scene } from "./app.tsx";
import type { Stage } from "./stage.tsx";

/** A column of the matrix: where the component that reads the token is rendered, and how its React tree changes. */
export interface Setting {
  name: string;
  /** Wraps the provider. */
  above(provider: ReactNode, scene: Scene): ReactNode;
  /** Wraps the component that reads the token, below the provider. */
  below(reader: ReactNode, scene: Scene): ReactNode;
  /** Changes the React tree in the middle of each tested situation. Calls `during` before the change is complete. */
  disturb(stage: Stage, during: () => Promise<void>): Promise<void>;
  isStrict: boolean;
  /** Whether every change is a React transition. */
  inTransition: boolean;
  /** Whether `disturb` replaces the provider. The new provider then calls the token source again. */
  remountsProvider: boolean;
}

/** How long React keeps a Suspense fallback visible before it shows the content, in milliseconds. */
const THROTTLE = 500;

/** The fallback while the component that reads the token, or its sibling, suspends. */
const Cover = ({ waits }: { waits: boolean }) => <p>{waits ? "covered" : "loading"}</p>;

/** A component that suspends until its gate opens. */
function Sibling({ gate }: { gate: Scene["gate"] }): ReactNode {
  if (gate?.isOpen === false) throw gate.opened;
  return null;
}

const suspenseOver = (children: ReactNode, { gate }: Scene) => (
  <Suspense fallback={<Cover waits={gate?.isOpen === false} />}>
    {children}
    <Sibling gate={gate} />
  </Suspense>
);

async function coverForAWhile(stage: Stage, during: () => Promise<void>): Promise<void> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const gate = { isOpen: false, opened };
  await stage.change({ gate });
  await during();
  await stage.advance(SECOND);
  gate.isOpen = true;
  open();
  await stage.change({ gate: null });
  await stage.advance(THROTTLE);
}

async function hideForAWhile(stage: Stage, during: () => Promise<void>): Promise<void> {
  await stage.change({ isHidden: true });
  await during();
  await stage.advance(SECOND);
  await stage.change({ isHidden: false });
}

const activityOver = (children: ReactNode, { isHidden }: Scene) => (
  <Activity mode={isHidden ? "hidden" : "visible"}>{children}</Activity>
);

/** Creates a `disturb` function that rerenders the app once, with the changes to the scene that `next` returns. */
const changeTo =
  (next: (scene: Scene) => Partial<Scene>): Setting["disturb"] =>
  async (stage, during) => {
    await stage.change(next(stage.scene()));
    await during();
    await stage.advance(THROTTLE);
  };
const openNextPage = changeTo(({ page }) => ({ page: page + 1 }));

const plain: Setting = {
  name: "plain",
  above: (provider) => provider,
  below: (reader) => <Suspense fallback={<Cover waits={false} />}>{reader}</Suspense>,
  disturb: changeTo(() => ({})),
  isStrict: false,
  inTransition: false,
  remountsProvider: false,
};

const everywhere: readonly Setting[] = [
  plain,
  { ...plain, name: "StrictMode", isStrict: true },
  { ...plain, name: "transition", disturb: openNextPage, inTransition: true },
  { ...plain, name: "Suspense above", above: suspenseOver, disturb: coverForAWhile },
  { ...plain, name: "Suspense below", below: suspenseOver, disturb: coverForAWhile },
  { ...plain, name: "keyed remount below", disturb: openNextPage },
  {
    ...plain,
    name: "keyed remount above",
    disturb: changeTo(({ mount }) => ({ mount: mount + 1 })),
    remountsProvider: true,
  },
];

const withActivity: readonly Setting[] = [
  { ...plain, name: "Activity above", above: activityOver, disturb: hideForAWhile },
  {
    ...plain,
    name: "Activity below",
    below: (reader, scene) => activityOver(plain.below(reader, scene), scene),
    disturb: hideForAWhile,
  },
];

/** Whether React has `Activity`; false in React 18. */
export const hasActivity = Activity !== undefined;

export const settings: readonly Setting[] = hasActivity ? [...everywhere, ...withActivity] : everywhere;
