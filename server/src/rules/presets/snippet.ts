/** The parts of the code that passes a provider's tokens to the client. */
export interface Snippet {
  /** The entry point of the client package: `assistant-cloud-auth/<entry>`. */
  readonly entry: string;
  /** The hook that the entry point exports. */
  readonly hook: string;
  /** The import lines of the provider's own SDK. */
  readonly imports: readonly string[];
  /** The lines before the component. Default: none. */
  readonly before?: readonly string[];
  /** The lines in the component, before the hook. Default: none. */
  readonly within?: readonly string[];
  /** The hook's arguments. */
  readonly given: string;
  /**
   * The hook's options, keyed by the rule's audience claim. They make the hook send the token that the rule accepts, if
   * the hook sends another token by default.
   */
  readonly optionsByAudienceClaim?: Readonly<Record<string, string>>;
}
