/** The imports of each file, by path. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Finds import circles at every level: in each folder between its files and subfolders, where a subfolder counts as all
 * the files below it. A circle of single files is reported in the folder that contains all of them.
 */
export function findCircles(graph: ImportGraph): string[] {
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
  const circles: string[] = [];
  const walk = (child: string, way: readonly string[], steps: readonly string[]): void => {
    if (way.includes(child)) {
      circles.push(steps.slice(way.indexOf(child)).join(", "));
      return;
    }
    if (done.has(child)) return;
    for (const [next, step] of children.get(child) ?? []) walk(next, [...way, child], [...steps, step]);
    done.add(child);
  };
  for (const child of children.keys()) walk(child, [], []);
  return circles;
}

/** Returns every folder that contains a path; the root is the empty string. */
function foldersOf(path: string): string[] {
  const names = path.split("/");
  return names.map((_, depth) =>
    names
      .slice(0, depth)
      .map((name) => `${name}/`)
      .join(""),
  );
}

/** Returns the file or subfolder of a folder that contains a path. */
function childOf(folder: string, path: string): string | null {
  return path.startsWith(folder) ? (path.slice(folder.length).split("/")[0] ?? null) : null;
}
