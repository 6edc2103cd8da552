/** The parts of the code that passes a provider's tokens to the client. */
export interface Snippet {
  /** The package's entry: `assistant-cloud-auth/<entry>`. */
  readonly entry: string;
  /** The hook that the entry exports. */
  readonly hook: string;
  /** Import lines of the provider's own SDK. */
  readonly imports: readonly string[];
  /** Lines before the component. */
  readonly before?: readonly string[];
  /** Lines in the component, before the hook. */
  readonly within?: readonly string[];
  /** The hook's arguments. */
  readonly given: string;
  /** The hook's options, by the rule's audience claim, if the rule is for another token than the hook sends by default. */
  readonly optionsByAudienceClaim?: Readonly<Record<string, string>>;
}
