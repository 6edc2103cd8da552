import { type AssistantCloud, CloudAPIError, readAnonymousRefreshToken } from "assistant-cloud";
import { useEffect, useState } from "react";

/** What became of the threads that this browser's visitor had. */
export interface ClaimedVisit {
  isSettled: boolean;
  /** How many threads moved to the person's workspace. */
  moved: number;
}

/**
 * Moves the threads of this browser's visitor to the person who has signed in, and ends the visit.
 *
 * @param isPerson false for the visitor, who keeps them
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

/** A refresh token can be claimed once, so that two effects must share the request. */
function claimOnce(cloud: AssistantCloud, authorityUrl: string): Promise<number> {
  underWay ??= claim(cloud, authorityUrl).finally(() => {
    underWay = null;
  });
  return underWay;
}

async function claim(cloud: AssistantCloud, authorityUrl: string): Promise<number> {
  const refreshToken = readAnonymousRefreshToken(authorityUrl);
  if (refreshToken === null) return 0;
  // The key under which the client and `anonymousTokenSource()` keep the visitor's identity.
  const forget = () => localStorage.removeItem(`aui:refresh_token:${authorityUrl}`);
  try {
    const { moved } = await cloud.threads.claim({ refresh_token: refreshToken });
    forget();
    return moved;
  } catch (error) {
    // A refused token will never be accepted; after any other failure the next page load tries again.
    if (error instanceof CloudAPIError && [400, 403, 404].includes(error.status)) forget();
    return 0;
  }
}
