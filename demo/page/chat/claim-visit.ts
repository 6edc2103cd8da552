import { type AssistantCloud, CloudAPIError, readAnonymousRefreshToken } from "assistant-cloud";
import { useEffect, useState } from "react";

/** The result of moving the visitor's threads. */
export interface ClaimedVisit {
  isSettled: boolean;
  /** The number of threads that moved to the person's workspace. */
  moved: number;
}

/**
 * Moves the threads of this browser's visitor to the person who has signed in, and ends the visit.
 *
 * @param isPerson whether a person is signed in; false keeps the visitor's threads
 */
export function useClaimedVisit(cloud: AssistantCloud, authorityUrl: string, isPerson: boolean): ClaimedVisit {
  const [visit, setVisit] = useState<ClaimedVisit>(() => ({
    isSettled: !isPerson || readAnonymousRefreshToken(authorityUrl) === null,
    moved: 0,
  }));
  useEffect(() => {
    if (visit.isSettled) return;
    let isCurrent = true;
    void claimOnce(cloud, authorityUrl).then((moved) => isCurrent && setVisit({ isSettled: true, moved }));
    return () => {
      isCurrent = false;
    };
  }, [cloud, authorityUrl, visit.isSettled]);
  return visit;
}

let underWay: Promise<number> | null = null;

/** Claims the visitor's threads. A refresh token can be claimed only once, so two effects must share the request. */
function claimOnce(cloud: AssistantCloud, authorityUrl: string): Promise<number> {
  underWay ??= claim(cloud, authorityUrl).finally(() => {
    underWay = null;
  });
  return underWay;
}

async function claim(cloud: AssistantCloud, authorityUrl: string): Promise<number> {
  const refreshToken = readAnonymousRefreshToken(authorityUrl);
  if (refreshToken === null) return 0;
  // The client and `anonymousTokenSource()` store the visitor's identity under this key.
  const forget = () => localStorage.removeItem(`aui:refresh_token:${authorityUrl}`);
  try {
    const { moved } = await cloud.threads.claim({ refresh_token: refreshToken });
    forget();
    return moved;
  } catch (error) {
    // A refused token will never be accepted, so remove it. After any other failure, the next page load retries.
    if (error instanceof CloudAPIError && [400, 403, 404].includes(error.status)) forget();
    return 0;
  }
}
