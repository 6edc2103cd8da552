import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, createRef, type ErrorInfo, isValidElement, type ReactElement, type ReactNode } from "react";
import { focusedElement } from "../client/platform/environment.ts";
import { warnDeveloper } from "../client/platform/warn-developer.ts";
import type { TokenSnapshot } from "../client/snapshot.ts";
import type { EngineCore } from "../client/token-engine.ts";
import type { AuthErrorMessages } from "../core/auth-error-message.ts";
import { type AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { useAuthContext } from "./auth-context.ts";
import { DefaultAuthError } from "./default-auth-error.tsx";

/** Props of the fallback of an {@link AuthErrorBoundary}. */
export interface AuthErrorFallbackProps {
  /** Why no token is available. `authErrorMessage(error)` returns the text for an end user. */
  readonly error: AssistantCloudAuthError;
  /**
   * Starts one attempt to get a token, unless the engine's status is already `authenticated` or `unauthenticated`. When
   * the engine has one of these statuses, the children replace the fallback.
   */
  retry(): void;
  /** Whether the attempt that `retry` started is pending. */
  readonly isRetrying: boolean;
  /** Whether the engine retries automatically. If false, only `retry` ends the fallback, so offer the user a button. */
  readonly willRetry: boolean;
}

/** Props of {@link AuthErrorBoundary}. */
export interface AuthErrorBoundaryProps {
  /**
   * What replaces the children: an element, or a function that returns it. Only a function receives the error and
   * `retry`. Default: one sentence and at most one button, in plain HTML. React Native has no default, so set this prop
   * there.
   */
  fallback?: ((props: AuthErrorFallbackProps) => ReactNode) | ReactElement;
  /** The texts that the default fallback shows. Set this prop to translate them. Default: English. */
  messages?: AuthErrorMessages | null;
  /**
   * Called without arguments by the sign-in button of the default fallback. Without this prop, the fallback has a retry
   * button instead.
   */
  onSignIn?: () => void;
  /** Called with each `AssistantCloudAuthError` that the boundary catches. Default: none. */
  onError?: (error: AssistantCloudAuthError, info: ErrorInfo) => void;
  children?: ReactNode;
}

/**
 * Renders its children. When a child throws an `AssistantCloudAuthError`, the boundary renders a fallback that explains
 * why no workspace token is available. The boundary renders the children again in three cases: a token is available, no
 * user is signed in, or the user or workspace has changed.
 *
 * The boundary passes errors of other packages to the next boundary. Like every error boundary, it does not catch
 * errors in event handlers and promises.
 *
 * @throws `configuration` outside an `AssistantCloudProvider`
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
  /**
   * The caught error, and the engine's status at that time. `engineStatus` is null until the boundary has read the
   * status.
   */
  caught: { error: unknown; engineStatus: TokenSnapshot["status"] | null } | null;
  isRetrying: boolean;
}

const nothingCaught = { caught: null, isRetrying: false } as const;

class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { engine: this.props.engine, ...nothingCaught };
  private unsubscribe = () => {};
  private readonly alert = createRef<HTMLElement>();
  /** The engine for which the boundary has shown the children again. */
  private clearedFor: EngineCore | null = null;

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { caught: { error, engineStatus: null } };
  }

  static getDerivedStateFromProps({ engine }: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    // The user or workspace has changed, so don't show an error of the previous one.
    if (engine !== state.engine) return { engine, ...nothingCaught };
    if (state.caught === null || state.caught.engineStatus !== null) return null;
    return { caught: { error: state.caught.error, engineStatus: engine.getSnapshot().status } };
  }

  override componentDidMount(): void {
    warnDeveloper(() => {
      const { fallback } = this.props;
      return fallback === undefined || typeof fallback === "function" || isValidElement(fallback)
        ? null
        : "the `fallback` of AuthErrorBoundary must be a function or an element, so the boundary shows its default. To show nothing, return null from the function.";
    });
    this.unsubscribe = this.props.engine.subscribe(this.follow);
    // React also calls this when it shows a hidden tree again. The engine may have changed in the meantime.
    this.follow();
  }

  override getSnapshotBeforeUpdate(): Element | null {
    return focusedElement() ?? null;
  }

  override componentDidUpdate(before: BoundaryProps, _state: BoundaryState, focused: Element | null): void {
    // The boundary removed the focused element with the children, so move the focus to the fallback.
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
   * Shows the engine's latest error. If the engine has no error, the boundary shows the children again when the
   * engine's status has changed and is not `loading`. With an unchanged status, a child would throw its error again, so
   * the boundary shows the children only in two cases: if the user has pressed the button, and once per engine after
   * `superseded`, because the children then repeat the previous user's request for the new user.
   */
  private follow = () => {
    const { caught, isRetrying } = this.state;
    if (!isAssistantCloudAuthError(caught?.error)) return;
    const { engine } = this.props;
    const { status, error } = engine.getSnapshot();
    const mayRepeat = caught.error.code === "superseded" && this.clearedFor !== engine;
    if (error !== null) this.setState({ caught: { error, engineStatus: status }, isRetrying: false });
    else if (status !== "loading" && (isRetrying || status !== caught.engineStatus || mayRepeat)) this.clear();
  };

  private clear() {
    this.clearedFor = this.props.engine;
    this.props.resetQueries();
    this.setState(nothingCaught);
  }

  private retry = () => {
    const { engine } = this.props;
    const { status } = engine.getSnapshot();
    if (isSettled(status)) return this.clear();
    this.setState({ isRetrying: true });
    void engine.reset().then(this.follow);
  };

  override render(): ReactNode {
    const { caught, isRetrying } = this.state;
    if (caught === null) return this.props.children;
    const { error, engineStatus } = caught;
    if (!isAssistantCloudAuthError(error)) throw error;
    const { fallback, messages, onSignIn } = this.props;
    // A child may throw an old error, or an error of its own request, while the engine needs no retry.
    const willRetry = error.retryable && !isSettled(engineStatus);
    const props = { error, isRetrying, willRetry, retry: this.retry };
    if (typeof fallback === "function") return fallback(props);
    if (isValidElement(fallback)) return fallback;
    return <DefaultAuthError {...props} {...{ messages, onSignIn }} alert={this.alert} />;
  }
}

/** Returns whether the engine has a token or no user, so that it has nothing to retry. */
function isSettled(status: TokenSnapshot["status"] | null): boolean {
  return status === "authenticated" || status === "unauthenticated";
}
