import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, type ErrorInfo, type ReactNode } from "react";
import type { DrivenTokenEngine } from "../client/token-engine.ts";
import { type AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import { useAuthContext } from "./auth-context.ts";

/** What the fallback of an {@link AuthErrorBoundary} is given. */
export interface AuthErrorFallbackProps {
  /** Why no token can be had; show its `remedy`. */
  readonly error: AssistantCloudAuthError;
  /** Makes one new attempt; the fallback goes away when it succeeds. */
  retry(): void;
  /** The attempt that `retry` began is under way. */
  readonly isRetrying: boolean;
}

/** What {@link AuthErrorBoundary} takes. */
export interface AuthErrorBoundaryProps {
  /** Shown in place of the children. */
  fallback: (props: AuthErrorFallbackProps) => ReactNode;
  /** Told of each error that the boundary catches. Default: nobody is told. */
  onError?: (error: AssistantCloudAuthError, info: ErrorInfo) => void;
  children?: ReactNode;
}

/**
 * Shows why no workspace token can be had, and retries. Heals by itself when a token comes back.
 *
 * Other errors than those of this package pass through to the next boundary. Like every error boundary it does not see
 * errors of event handlers and of promises.
 *
 * @throws `configuration` when there is no provider above
 */
export function AuthErrorBoundary(props: AuthErrorBoundaryProps): ReactNode {
  const { engine } = useAuthContext();
  const { reset } = useQueryErrorResetBoundary();
  return <Boundary key={keyOf(engine)} {...props} engine={engine} resetQueries={reset} />;
}

interface BoundaryProps extends AuthErrorBoundaryProps {
  engine: DrivenTokenEngine;
  resetQueries: () => void;
}

interface BoundaryState {
  caught: { error: unknown } | null;
  isRetrying: boolean;
}

class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { caught: null, isRetrying: false };
  private unsubscribe = () => {};

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { caught: { error } };
  }

  override componentDidMount(): void {
    this.unsubscribe = this.props.engine.subscribe(this.follow);
  }

  override componentWillUnmount(): void {
    this.unsubscribe();
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    if (isAssistantCloudAuthError(error)) this.props.onError?.(error, info);
    this.follow();
  }

  /** Stays with the engine: its newest error, or none any more. */
  private follow = () => {
    if (!isAssistantCloudAuthError(this.state.caught?.error)) return;
    const { status, error } = this.props.engine.getSnapshot();
    if (status === "authenticated" || status === "unauthenticated") {
      this.props.resetQueries();
      this.setState({ caught: null, isRetrying: false });
    } else if (error !== null) {
      this.setState({ caught: { error }, isRetrying: false });
    }
  };

  private retry = () => {
    const { engine, resetQueries } = this.props;
    if (!isEngineError(engine, this.state.caught?.error)) {
      resetQueries();
      this.setState({ caught: null });
      return;
    }
    this.setState({ isRetrying: true });
    void engine.reset().then(this.follow);
  };

  override render(): ReactNode {
    const { caught, isRetrying } = this.state;
    if (caught === null) return this.props.children;
    const { error } = caught;
    if (!isAssistantCloudAuthError(error)) throw error;
    return this.props.fallback({ error, isRetrying, retry: this.retry });
  }
}

/** An error of this package that a component threw on its own account leaves the engine's state alone. */
function isEngineError(engine: DrivenTokenEngine, error: unknown): boolean {
  return error !== undefined && engine.getSnapshot().status !== "authenticated";
}

const keys = new WeakMap<DrivenTokenEngine, number>();
let nextKey = 0;

/** A switch of user or workspace leaves no error of the one before on the screen. */
function keyOf(engine: DrivenTokenEngine): number {
  const key = keys.get(engine) ?? nextKey++;
  keys.set(engine, key);
  return key;
}
