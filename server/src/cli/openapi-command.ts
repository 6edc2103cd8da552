import type { Command } from "commander";

/** Adds the command `openapi`. */
export function addOpenapiCommand(program: Command): void {
  program
    .command("openapi")
    .description("print the OpenAPI 3.1 document of the public routes")
    .option("--admin", "include the dashboard's API")
    .action(async ({ admin }: { admin?: boolean }) => {
      const { fullOpenapi, publicOpenapi } = await import("../openapi/create-openapi.ts");
      const document = admin ? await fullOpenapi() : publicOpenapi;
      process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    });
}
