/** What SvelteKit generates into `.svelte-kit/ambient.d.ts`. */
declare module "$env/dynamic/private" {
  export const env: Record<string, string | undefined>;
}
