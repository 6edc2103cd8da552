/** Maps each file's path to the paths of its imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Describes import cycles. The result may lack some cycles, but it is empty only if there are no cycles. Looks in every
 * folder for cycles between the files and the subfolders. Treats a subfolder as one file, which has the imports of all
 * files below the subfolder. A cycle across several folders therefore appears in the folder that contains them all.
 */
export function findImportCycles(graph: ImportGraph): string[] {
  return [...new Set([...graph.keys()].flatMap(foldersOf))].sort().flatMap((folder) => findInFolder(folder, graph));
}

function findInFolder(folder: string, graph: ImportGraph): string[] {
  const children = new Map<string, Map<string, string>>();
  for (const [path, imports] of graph) {
    const from = childOf(folder, path);
    if (from === null) continue;
    for (const imported of imports) {
      const to = graph.has(imported) ? childOf(folder, imported) : null;
      if (to === null || to === from) continue;
      children.set(from, children.get(from) ?? new Map());
      children.get(from)?.set(to, `${path} imports ${imported}`);
    }
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (child: string, ancestors: readonly string[], steps: readonly string[]): void => {
    if (ancestors.includes(child)) {
      cycles.push(steps.slice(ancestors.indexOf(child)).join(", "));
      return;
    }
    if (done.has(child)) return;
    for (const [next, step] of children.get(child) ?? []) walk(next, [...ancestors, child], [...steps, step]);
    done.add(child);
  };
  for (const child of children.keys()) walk(child, [], []);
  return cycles;
}

/** Returns all folders above a path, each with a trailing slash. The root folder is the empty string. */
function foldersOf(path: string): string[] {
  const names = path.split("/");
  return names.map((_, depth) =>
    names
      .slice(0, depth)
      .map((name) => `${name}/`)
      .join(""),
  );
}

/** Returns the first segment of a path after `folder`; null if the path is not below `folder`. */
function childOf(folder: string, path: string): string | null {
  return path.startsWith(folder) ? (path.slice(folder.length).split("/")[0] ?? null) : null;
}
