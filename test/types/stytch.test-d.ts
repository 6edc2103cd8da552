// Compiled, not run: the SDK's types must fit the hook's parameters.
import type { useStytch } from "@stytch/react";
import type { useStytchB2BClient } from "@stytch/react/b2b";
import type { StytchClient as VanillaClient } from "@stytch/vanilla-js";
import type { StytchB2BClient as VanillaB2BClient } from "@stytch/vanilla-js/b2b";
import type { StytchHeadlessClient } from "@stytch/vanilla-js/headless";
import {
  type StytchB2BClient,
  type StytchClient,
  useStytchB2BTokenSource,
  useStytchTokenSource,
} from "../../src/integrations/stytch.ts";

declare const consumer: ReturnType<typeof useStytch>;
declare const b2b: ReturnType<typeof useStytchB2BClient>;
declare const vanilla: VanillaClient;
declare const vanillaB2B: VanillaB2BClient;
declare const headless: InstanceType<typeof StytchHeadlessClient>;
consumer satisfies StytchClient;
vanilla satisfies StytchClient;
headless satisfies StytchClient;
b2b satisfies StytchB2BClient;
vanillaB2B satisfies StytchB2BClient;

export function Accepts() {
  useStytchTokenSource(consumer);
  useStytchB2BTokenSource(b2b);
  // @ts-expect-error takes the client of a consumer project
  useStytchTokenSource(b2b);
  // @ts-expect-error takes the client of a B2B project
  useStytchB2BTokenSource(consumer);
}
