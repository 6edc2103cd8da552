import { type AssistantCloud, CloudAPIError, readAnonymousRefreshToken } from "assistant-cloud";
import { useEffect, useState } from "react";

export interface ClaimedVisit {
  isSettled: boolean;
  /** The number of threads that moved to the person's workspace. */
  moved: number;
}

/**
 * Moves the threads of this browser's visitor to the person who has signed in. Removes the visitor's refresh token
 * after the move, and when the authority rejects that token. After any other failure, the next page load retries the
 * move.
 *
 * @param isPerson whether a person is signed in; if false, the hook does nothing
 */
export function useClaimedVisit(cloud: AssistantCloud, authorityUrl: string, isPerson: boolean): ClaimedVisit {
  const [visit, setVisit] = useState<ClaimedVisit>(() => ({
    isSettled: !isPerson || readAnonymousRefreshToken(authorityUrl) === null,
    moved: 0,
  }));
  useEffect(() => {
    if (visit.isSettled) return;
    let isMounted = true;
    void claimOnce(cloud, authorityUrl).then((moved) => isMounted && setVisit({ isSettled: true, moved }));
    return () => {
      isMounted = false;
    };
  }, [cloud, authorityUrl, visit.isSettled]);
  return visit;
}

let pendingClaim: Promise<number> | null = null;

/**
 * Moves the visitor's threads, or returns the promise of a move in progress. StrictMode runs the calling effect twice,
 * but a refresh token can be claimed only once.
 */
function claimOnce(cloud: AssistantCloud, authorityUrl: string): Promise<number> {
  pendingClaim ??= claim(cloud, authorityUrl).finally(() => {
    pendingClaim = null;
  });
  return pendingClaim;
}

async function claim(cloud: AssistantCloud, authorityUrl: string): Promise<number> {
  const refreshToken = readAnonymousRefreshToken(authorityUrl);
  if (refreshToken === null) return 0;
  // `AssistantCloud` and `anonymousTokenSource()` store the visitor's refresh token under this key.
  const removeRefreshToken = () => localStorage.removeItem(`aui:refresh_token:${authorityUrl}`);
  try {
    const { moved } = await cloud.threads.claim({ refresh_token: refreshToken });
    removeRefreshToken();
    return moved;
  } catch (error) {
    // The server will never accept a refused refresh token, so remove it. After any other failure, the next page load
    // retries.
    if (error instanceof CloudAPIError && [400, 403, 404].includes(error.status)) removeRefreshToken();
    return 0;
  }
}
