/** The parts of the example code that passes a provider's tokens to `assistant-cloud-auth`. */
export interface Snippet {
  /** The last part of the import path `assistant-cloud-auth/<entry>`. */
  readonly entry: string;
  /** The name of the React hook that the entry point exports. */
  readonly hook: string;
  /** The lines that import the hook's arguments from the provider's SDK or from a file of the app. */
  readonly imports: readonly string[];
  /** The lines of code before the component. Default: none. */
  readonly beforeComponent?: readonly string[];
  /** The lines of code in the component, before the hook's call. Default: none. */
  readonly insideComponent?: readonly string[];
  /** The code of the hook's arguments. */
  readonly hookArguments: string;
  /**
   * The code of the hook's options, keyed by the rule's audience claim. With these options, the hook sends the kind of
   * token that has this claim. An audience claim without an entry needs no options.
   */
  readonly optionsByAudienceClaim?: Readonly<Record<string, string>>;
}
