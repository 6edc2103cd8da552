import { signToken } from "../test/support/sign-token.ts";
import { createSimulatedMachine, type MachineOptions } from "../test/support/simulated-machine.ts";

const LIFE_SECONDS = 300;
/** The latency of a call to the token source, in simulated milliseconds. */
const LATENCY = 150;

/**
 * Creates a machine with simulated clocks, and a server that mints workspace tokens. The server's clock is always
 * right.
 */
export function createSimulatedServer(options: MachineOptions = {}) {
  const machine = createSimulatedMachine(options);
  let calls = 0;
  return {
    machine,
    get calls() {
      return calls;
    },
    async mint(): Promise<string> {
      calls += 1;
      await machine.pause(LATENCY);
      const iat = Math.floor(machine.serverNow() / 1000);
      return signToken({ sub: "ada", workspace_id: "org:ada", iat, nbf: iat - 10, exp: iat + LIFE_SECONDS });
    },
    accepts(token: string): boolean {
      const { exp } = JSON.parse(atob(token.split(".")[1] ?? "")) as { exp: number };
      return exp * 1000 > machine.serverNow();
    },
    /** A `Date` class with the machine's time, for code that reads the time only from the global `Date`. */
    Date: class extends Date {
      constructor(value: number | string | Date = machine.wall()) {
        super(value);
      }
      static override now(): number {
        return machine.wall();
      }
    },
  };
}
