/** The parts of the code that passes a provider's tokens to the client. */
export interface Snippet {
  /** The entry point of the client package: `assistant-cloud-auth/<entry>`. */
  readonly entry: string;
  /** The hook that the entry point exports. */
  readonly hook: string;
  /** The import lines of the provider's own SDK. */
  readonly imports: readonly string[];
  /** The lines of code before the component. Default: none. */
  readonly before?: readonly string[];
  /** The lines of code in the component, before the hook's call. Default: none. */
  readonly within?: readonly string[];
  /** The code of the hook's arguments. */
  readonly given: string;
  /**
   * The hook's options for each audience claim that a rule can have. They are needed if the hook's default token is not
   * the token that such a rule accepts.
   */
  readonly optionsByAudienceClaim?: Readonly<Record<string, string>>;
}
