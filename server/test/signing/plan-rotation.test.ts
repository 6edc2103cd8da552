import fc from "fast-check";
import { expect, test } from "vitest";
import { type PlannedKey, planRotation, type RotationSchedule } from "../../src/signing/plan-rotation.ts";

const schedule: RotationSchedule = { everySeconds: 1000, publishAheadSeconds: 100, retainSeconds: 200 };
const at = (seconds: number) => new Date(seconds * 1000);
const plan = (keys: PlannedKey[], seconds: number, chosen = schedule) =>
  planRotation(keys, "ES256", chosen, seconds * 1000);
const key = (state: PlannedKey["state"], activated: number, more: Partial<PlannedKey> = {}): PlannedKey => ({
  kid: `${state}-${activated}`,
  algorithm: "ES256",
  state,
  createdAt: at(0),
  activatedAt: at(activated),
  retiredAt: null,
  ...more,
});

test("if no signing key is active, activates a waiting key, or creates a key if none is waiting", () => {
  expect(plan([], 5).step).toEqual({ kind: "create", state: "active", beginsAt: 5000 });
  expect(plan([key("next", 900)], 5).step).toMatchObject({ kind: "activate", kid: "next-900" });
});

test("publishes, activates and removes signing keys on schedule", () => {
  const active = key("active", 0);
  expect(plan([active], 899)).toEqual({ step: null, dueAt: 900_000 });
  expect(plan([active], 900).step).toEqual({ kind: "create", state: "next", beginsAt: 1_000_000 });
  const next = key("next", 1000);
  expect(plan([active, next], 999)).toEqual({ step: null, dueAt: 1_000_000 });
  expect(plan([active, next], 1000).step).toMatchObject({ kind: "activate", kid: next.kid });
  const retired = key("retired", 0, { retiredAt: at(1000) });
  const now = key("active", 1000);
  expect(plan([retired, now], 1199)).toEqual({ step: null, dueAt: 1_200_000 });
  expect(plan([retired, now], 1200).step).toEqual({ kind: "delete", kid: retired.kid });
});

test("publishes a signing key before its first use, even if the scheduled time was missed", () => {
  expect(plan([key("active", 0)], 5000).step).toEqual({ kind: "create", state: "next", beginsAt: 5_100_000 });
});

test("S97 corrects activation and retirement times that are years too late, because the clock was wrong", () => {
  const year = 31_536_000;
  const next = key("next", 8 * year);
  expect(plan([key("active", 0), next], 10)).toEqual({
    step: { kind: "correct", kid: next.kid, field: "activatedAt", to: 110_000 },
    dueAt: 10_000,
  });
  const active = key("active", 8 * year);
  expect(plan([active], 10).step).toEqual({ kind: "correct", kid: active.kid, field: "activatedAt", to: 10_000 });
  const retired = key("retired", 0, { retiredAt: at(8 * year) });
  expect(plan([key("active", 0), retired], 10).step).toEqual({
    ...{ kind: "correct", kid: retired.kid, field: "retiredAt", to: 10_000 },
  });
  // This is the latest time at which a key can be scheduled to begin.
  expect(plan([key("active", 0), key("next", 30 * 86_400)], 10).step).toBe(null);
});

test("without a schedule, creates no signing key, but completes a manual rotation", () => {
  const byHand = { ...schedule, everySeconds: null };
  expect(plan([key("active", 0)], 1e6, byHand)).toEqual({ step: null, dueAt: Number.POSITIVE_INFINITY });
  expect(plan([key("active", 0), key("next", 50)], 60, byHand).step).toMatchObject({ kind: "activate" });
});

test("activates a waiting key of an algorithm that is not configured, but never creates such a key", () => {
  const other = { algorithm: "RS256" };
  const keys = [key("active", 0), key("active", 0, { ...other, kid: "old" })];
  expect(plan(keys, 899).step).toBeNull();
  expect(plan([...keys, key("next", 800, { ...other, kid: "rs" })], 800).step).toEqual({
    kind: "activate",
    kid: "rs",
    algorithm: "RS256",
  });
});

test("always has one active signing key, and publishes each key before and after its use", () => {
  const steps = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(steps, (pauses) => {
      let keys: PlannedKey[] = [];
      let now = 0;
      let made = 0;
      for (const pause of pauses) {
        now += pause;
        for (let count = 0; ; count++) {
          const { step } = plan(keys, now);
          if (step === null) break;
          expect(count).toBeLessThan(20);
          if (step.kind === "create") {
            keys.push(key(step.state, step.beginsAt / 1000, { kid: `k${++made}`, createdAt: at(now) }));
          } else if (step.kind === "activate") {
            const chosen = keys.find(({ kid }) => kid === step.kid) as PlannedKey;
            if (keys.length > 1) expect(now - chosen.createdAt.getTime() / 1000).toBeGreaterThanOrEqual(100);
            keys = keys.map((each) =>
              each.state === "active"
                ? { ...each, state: "retired", retiredAt: at(now) }
                : each === chosen
                  ? { ...each, state: "active", activatedAt: at(now) }
                  : each,
            );
          } else {
            const gone = keys.find(({ kid }) => kid === step.kid) as PlannedKey;
            expect(gone.state).toBe("retired");
            expect(now - (gone.retiredAt as Date).getTime() / 1000).toBeGreaterThanOrEqual(200);
            keys = keys.filter((each) => each !== gone);
          }
        }
        expect(keys.filter(({ state }) => state === "active")).toHaveLength(1);
        expect(keys.filter(({ state }) => state === "next").length).toBeLessThanOrEqual(1);
      }
    }),
  );
});
