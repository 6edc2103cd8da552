import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, createRef, type ErrorInfo, type ReactNode } from "react";
import { focusedElement } from "../client/platform/environment.ts";
import type { TokenSnapshot } from "../client/snapshot.ts";
import type { EngineCore } from "../client/token-engine.ts";
import type { AuthErrorMessages } from "../core/auth-error-message.ts";
import { type AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { useAuthContext } from "./auth-context.ts";
import { DefaultAuthError } from "./default-auth-error.tsx";

/** What the fallback of an {@link AuthErrorBoundary} is given. */
export interface AuthErrorFallbackProps {
  /** Why no token can be had; `authErrorMessage(error)` has the words for an end user. */
  readonly error: AssistantCloudAuthError;
  /** Makes one new attempt; the fallback goes away when it succeeds. */
  retry(): void;
  /** The attempt that `retry` began is under way. */
  readonly isRetrying: boolean;
}

/** What {@link AuthErrorBoundary} takes. */
export interface AuthErrorBoundaryProps {
  /** Shown in place of the children. Default: a sentence and a button for the end user, in plain HTML; on React Native there is no default. */
  fallback?: (props: AuthErrorFallbackProps) => ReactNode;
  /** Other words for the default fallback, such as a translation. Default: English. */
  messages?: AuthErrorMessages;
  /** Opens the app's sign-in, from the default fallback. Default: its button asks for a token again. */
  onSignIn?: () => void;
  /** Told of each error that the boundary catches. Default: nobody is told. */
  onError?: (error: AssistantCloudAuthError, info: ErrorInfo) => void;
  children?: ReactNode;
}

/**
 * Shows why no workspace token can be had, and retries. Heals by itself when a token comes back, and when the user or
 * workspace changes.
 *
 * Other errors than those of this package pass through to the next boundary. Like every error boundary it does not see
 * errors of event handlers and of promises.
 *
 * @throws `configuration` when there is no provider above
 */
export function AuthErrorBoundary(props: AuthErrorBoundaryProps): ReactNode {
  const { engine } = useAuthContext();
  const { reset } = useQueryErrorResetBoundary();
  return <Boundary {...props} engine={engine} resetQueries={reset} />;
}

interface BoundaryProps extends AuthErrorBoundaryProps {
  engine: EngineCore;
  resetQueries: () => void;
}

interface BoundaryState {
  engine: EngineCore;
  /** `engineStatus`: where the engine stood when the error came; null until that is known. */
  caught: { error: unknown; engineStatus: TokenSnapshot["status"] | null } | null;
  isRetrying: boolean;
}

const nothingCaught = { caught: null, isRetrying: false } as const;

class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { engine: this.props.engine, ...nothingCaught };
  private unsubscribe = () => {};
  private readonly alert = createRef<HTMLElement>();

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { caught: { error, engineStatus: null } };
  }

  static getDerivedStateFromProps({ engine }: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    // A switch of user or workspace leaves no error of the one before on the screen.
    if (engine !== state.engine) return { engine, ...nothingCaught };
    if (state.caught === null || state.caught.engineStatus !== null) return null;
    return { caught: { error: state.caught.error, engineStatus: engine.getSnapshot().status } };
  }

  override componentDidMount(): void {
    this.unsubscribe = this.props.engine.subscribe(this.follow);
  }

  override getSnapshotBeforeUpdate(): Element | null {
    return focusedElement() ?? null;
  }

  override componentDidUpdate(before: BoundaryProps, _state: BoundaryState, focused: Element | null): void {
    // What the fallback has replaced took the focus with it.
    if (focused?.isConnected === false) this.alert.current?.focus();
    if (before.engine === this.props.engine) return;
    this.unsubscribe();
    this.unsubscribe = this.props.engine.subscribe(this.follow);
    this.follow();
  }

  override componentWillUnmount(): void {
    this.unsubscribe();
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    if (isAssistantCloudAuthError(error)) this.props.onError?.(error, info);
    this.follow();
  }

  /**
   * Stays with the engine: its newest error, or none any more. An error that a component threw on its own account,
   * while the engine was well, would only be thrown again: it stays until somebody retries.
   */
  private follow = () => {
    const { caught } = this.state;
    if (!isAssistantCloudAuthError(caught?.error)) return;
    const { status, error } = this.props.engine.getSnapshot();
    if (error !== null) this.setState({ caught: { error, engineStatus: status }, isRetrying: false });
    else if (status !== "loading" && status !== caught.engineStatus) this.clear();
  };

  private clear() {
    this.props.resetQueries();
    this.setState(nothingCaught);
  }

  private retry = () => {
    const { engine } = this.props;
    const { status } = engine.getSnapshot();
    if (status === "authenticated" || status === "unauthenticated") return this.clear();
    this.setState({ isRetrying: true });
    void engine.reset().then(this.follow);
  };

  override render(): ReactNode {
    const { caught, isRetrying } = this.state;
    if (caught === null) return this.props.children;
    const { error } = caught;
    if (!isAssistantCloudAuthError(error)) throw error;
    const { fallback, messages, onSignIn } = this.props;
    if (fallback !== undefined) return fallback({ error, isRetrying, retry: this.retry });
    return <DefaultAuthError {...{ error, isRetrying, messages, onSignIn }} alert={this.alert} retry={this.retry} />;
  }
}
