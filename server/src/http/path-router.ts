import type { Result, Router } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";

const CACHED_METHODS: ReadonlySet<string> = new Set(["GET", "POST", "PUT", "DELETE", "OPTIONS"]);

/**
 * A router for Hono. It uses a cache for paths without parameters, and one regular expression for all other paths.
 *
 * Hono's default router cannot use a regular expression if a path also fits the start of another route. For example,
 * `/threads/claim` fits the start of `/threads/:thread/messages`. The default router then walks a tree for every
 * request, which creates 3 kB of objects.
 */
export class PathRouter<T> implements Router<T> {
  readonly name = "PathRouter";
  readonly #literals = new TrieRouter<T>();
  readonly #patterns = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] });
  /**
   * The cached matches by path, then by method. Contains only the paths of routes without parameters, so the size is
   * bounded.
   */
  readonly #matches = new Map<string, Map<string, Result<T>>>();

  add(method: string, path: string, handler: T): void {
    // A pattern such as `/v1/*` may also match a path without parameters, so `#literals` contains every route.
    this.#literals.add(method, path, handler);
    if (/[:*]/.test(path)) this.#patterns.add(method, path, handler);
    else this.#matches.set(path, new Map());
    for (const byMethod of this.#matches.values()) byMethod.clear();
  }

  match(method: string, path: string): Result<T> {
    const byMethod = this.#matches.get(path);
    if (byMethod === undefined) return this.#patterns.match(method, path);
    const cached = byMethod.get(method);
    if (cached !== undefined) return cached;
    const result = this.#literals.match(method, path);
    if (CACHED_METHODS.has(method)) byMethod.set(method, result);
    return result;
  }
}
