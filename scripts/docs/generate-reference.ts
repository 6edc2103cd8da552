import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Application, Converter, type TypeDocOptions } from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import manifest from "../../package.json" with { type: "json" };

const root = fileURLToPath(new URL("../../", import.meta.url));
const REPOSITORY = manifest.homepage.replace("#readme", "");

/**
 * Returns the source files of the entry points in package.json. Leaves out nested entry points, such as
 * `./storybook/preview`.
 */
export function entryPoints(): string[] {
  const integrations = readdirSync(`${root}src/integrations`).filter((file) => file.endsWith(".ts"));
  const rooms = Object.keys(manifest.exports).filter((entry) => /^\.\/[\w-]+$/.test(entry));
  return [
    "src/index.ts",
    ...rooms.map((entry) => `src/${entry.slice(2)}/index.ts`),
    ...integrations.map((file) => `src/integrations/${file}`),
  ];
}

/**
 * Returns the name by which an app imports a module, such as `assistant-cloud-auth/backend`. TypeDoc names the module
 * by its folder, such as `src/backend`.
 */
function importName(folder: string): string {
  return folder.replace(/^src/, manifest.name).replace("/integrations/", "/");
}

/**
 * Generates the API reference in the folder `out`. Each entry point of the package becomes one Markdown file with the
 * types and doc comments.
 */
export async function generateReference(out: string): Promise<void> {
  const options: TypeDocOptions & Partial<PluginOptions> = {
    entryPoints: entryPoints().map((file) => root + file),
    tsconfig: `${root}scripts/docs/tsconfig.json`,
    plugin: ["typedoc-plugin-markdown"],
    out,
    name: "API reference",
    readme: "none",
    entryFileName: "index",
    groupOrder: ["Functions", "Variables", "Classes", "*"],
    outputFileStrategy: "modules",
    pageTitleTemplates: { module: ({ name }) => `\`${name}\`` },
    disableGit: true,
    basePath: root,
    sourceLinkTemplate: `${REPOSITORY}/blob/main/src/{path}#L{line}`,
    gitRevision: "main",
    skipErrorChecking: true,
    excludeInternal: true,
    logLevel: "Warn",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    parametersFormat: "table",
    propertiesFormat: "table",
    interfacePropertiesFormat: "table",
    typeDeclarationFormat: "table",
    enumMembersFormat: "table",
    tableColumnSettings: { hideSources: true },
  };
  const app = await Application.bootstrapWithPlugins(options);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = importName(module.name);
  });
  const project = await app.convert();
  if (project === undefined || app.logger.hasErrors()) throw new Error("TypeDoc could not read the package's types.");
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error("TypeDoc could not write the API reference.");
}
