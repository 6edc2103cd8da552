import { type Command, Option } from "commander";
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from "../config/signing-algorithm.ts";
import type { SigningKeyInfo } from "../signing/key-rotation.ts";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { formatTime, printResult, table } from "./print.ts";
import { durationBetween } from "./read-duration.ts";
import { BY_CLI, withServices } from "./with-services.ts";

/** Adds the commands `signing-keys list|rotate|revoke`. */
export function addSigningKeysCommand(program: Command): void {
  const keys = program
    .command("signing-keys")
    .description("manage the keys that sign workspace tokens; they also rotate on a schedule");

  addCommonOptions(keys.command("list").description("list the published keys")).action(
    async (options: CommonOptions) => {
      const list = await withServices(options, ({ signingKeys }) => signingKeys.list());
      const rows = list.map((key) => [
        key.kid,
        key.algorithm,
        key.state,
        formatTime(key.createdAt),
        formatTime(key.activatedAt),
        formatTime(key.retiredAt),
      ]);
      printResult(options.json, list, table(["KID", "ALGORITHM", "STATE", "CREATED", "SIGNS FROM", "RETIRED"], rows));
    },
  );

  addCommonOptions(keys.command("rotate").description("publish a new key, which signs once verifiers have fetched it"))
    .option(
      "--publish-ahead <time>",
      "how long it is published before it signs, 1h to 30d (default: that of the running server, otherwise 1h)",
      durationBetween(3600, 2_592_000),
    )
    .addOption(
      new Option("--algorithm <alg>", "rotate the key of this algorithm (default: every active key)").choices(
        SIGNING_ALGORITHMS,
      ),
    )
    .action(async (options: CommonOptions & { publishAhead?: number; algorithm?: SigningAlgorithm }) => {
      const { publishAhead } = options;
      const chosen = publishAhead === undefined ? {} : { publishAheadSeconds: publishAhead };
      const rotated = await withServices(options, async ({ signingKeys }) => {
        const signing = (await signingKeys.list()).filter(({ state }) => state === "active");
        const algorithms = options.algorithm ? [options.algorithm] : signing.map(({ algorithm }) => algorithm);
        const next: SigningKeyInfo[] = [];
        for (const algorithm of algorithms) {
          next.push(await signingKeys.rotate({ algorithm, ...chosen }, BY_CLI));
        }
        return next;
      });
      const lines = rotated.map(
        ({ kid, algorithm, activatedAt }) => `${algorithm} ${kid} signs from ${formatTime(activatedAt)}.`,
      );
      printResult(
        options.json,
        rotated,
        lines.length > 0 ? lines : ["No key signs yet: `serve` creates the first one."],
      );
    });

  addCommonOptions(
    keys.command("revoke").description("revoke a key immediately, for emergencies; another key signs from then on"),
  )
    .argument("<kid>", "id of the key, from `signing-keys list`")
    .action(async (kid: string, options: CommonOptions) => {
      await withServices(options, ({ signingKeys }) => signingKeys.revoke(kid, BY_CLI));
      printResult(options.json, { kid, revoked: true }, [
        `Revoked ${kid}. Verifiers reject its tokens once they refresh their copy of the JWKS, within 10 minutes.`,
      ]);
    });
}
