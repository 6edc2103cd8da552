import type { SigningAlgorithm } from "../config/signing-algorithm.ts";

/** The schedule for the creation, activation and deletion of signing keys. All times are in seconds. */
export interface RotationSchedule {
  /** The time between two rotations; null if rotations are not scheduled. */
  readonly everySeconds: number | null;
  /** How long a key is published before it signs. */
  readonly publishAheadSeconds: number;
  /** How long a retired key stays published. During this time, tokens that the key has signed can still be verified. */
  readonly retainSeconds: number;
}

/** The fields of a signing key that {@link planRotation} needs. */
export interface PlannedKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: "next" | "active" | "retired";
  readonly createdAt: Date;
  /** The time when the key started to sign, or will start if its state is `next`. If null, `createdAt` applies. */
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

/** One step of the key rotation. A step creates, activates, corrects or deletes one signing key. */
export type RotationStep =
  | { readonly kind: "create"; readonly state: "active" | "next"; readonly beginsAt: number }
  | { readonly kind: "activate"; readonly kid: string; readonly algorithm: string }
  | { readonly kind: "delete"; readonly kid: string }
  /** Corrects a time that a process with a wrong clock has written. */
  | {
      readonly kind: "correct";
      readonly kid: string;
      readonly field: "activatedAt" | "retiredAt";
      readonly to: number;
    };

export interface RotationPlan {
  readonly step: RotationStep | null;
  /** The time when the earliest step is due, in milliseconds since the epoch; `Infinity` if no step is planned. */
  readonly dueAt: number;
}

const DAY_MS = 86_400_000;
/**
 * How far in the future a `next` key may start to sign, in milliseconds. A later start can only come from a wrong
 * clock. This limit is the maximum `publishAheadSeconds` of 30 days, plus one day for clock differences.
 */
const FURTHEST_START_MS = 31 * DAY_MS;

/**
 * Returns a step that is due now, or null. Also returns the time when the earliest step is due. A key is first `next`,
 * then `active`, then `retired`, and is then deleted. If an algorithm has neither a `next` nor an `active` key, a new
 * key starts as `active`.
 *
 * Other processes of the project may sign with a different algorithm. The plan therefore activates, corrects and
 * deletes keys of every algorithm. The plan creates only keys of `algorithm`.
 *
 * @param algorithm the signing algorithm of this process
 * @param now the wall clock, in milliseconds since the epoch
 */
export function planRotation(
  keys: readonly PlannedKey[],
  algorithm: SigningAlgorithm,
  { everySeconds, publishAheadSeconds, retainSeconds }: RotationSchedule,
  now: number,
): RotationPlan {
  const waiting: { at: number; step: RotationStep }[] = [];
  const active = keys.find((key) => key.state === "active" && key.algorithm === algorithm);
  const next = keys.find((key) => key.state === "next" && key.algorithm === algorithm);
  if (active === undefined) {
    waiting.push({
      at: now,
      step: next ? activate(next) : { kind: "create", state: "active", beginsAt: now },
    });
  } else if (next === undefined && everySeconds !== null) {
    const beginsAt = startTimeOf(active) + everySeconds * 1000;
    const at = beginsAt - publishAheadSeconds * 1000;
    const earliest = now + publishAheadSeconds * 1000;
    waiting.push({ at, step: { kind: "create", state: "next", beginsAt: Math.max(beginsAt, earliest) } });
  }
  for (const key of keys) waiting.push(...findWrongTimestamps(key, now, publishAheadSeconds));
  for (const key of keys) {
    if (key.state === "next") waiting.push({ at: startTimeOf(key), step: activate(key) });
    if (key.state === "retired") {
      const at = (key.retiredAt ?? key.createdAt).getTime() + retainSeconds * 1000;
      waiting.push({ at, step: { kind: "delete", kid: key.kid } });
    }
  }
  const due =
    waiting.find(({ at, step }) => at <= now && step.kind === "correct") ?? waiting.find(({ at }) => at <= now);
  return { step: due?.step ?? null, dueAt: Math.min(...waiting.map(({ at }) => at)) };
}

/**
 * Returns the steps that correct implausible times. A process with a wrong clock may have written a time far in the
 * future. Without a correction, rotation would stop until that time.
 */
function findWrongTimestamps(
  key: PlannedKey,
  now: number,
  publishAheadSeconds: number,
): { at: number; step: RotationStep }[] {
  // Verifiers must have time to fetch a `next` key, so a corrected `next` key starts only after the usual delay.
  const to = key.state === "next" ? now + publishAheadSeconds * 1000 : now;
  const correct = (field: "activatedAt" | "retiredAt") => [
    { at: now, step: { kind: "correct", kid: key.kid, field, to } as const },
  ];
  if (key.state === "retired") return (key.retiredAt?.getTime() ?? 0) > now + DAY_MS ? correct("retiredAt") : [];
  const furthest = key.state === "next" ? FURTHEST_START_MS : DAY_MS;
  return startTimeOf(key) > now + furthest ? correct("activatedAt") : [];
}

function startTimeOf(key: PlannedKey): number {
  return (key.activatedAt ?? key.createdAt).getTime();
}

function activate({ kid, algorithm }: PlannedKey): RotationStep {
  return { kind: "activate", kid, algorithm };
}
