import type { NextFunction, Request, Response } from "express";

/** Placeholder for express-session, Passport or another middleware that sets the request's user. */
export interface RequestWithUser extends Request {
  user?: { id: string; orgId: string };
}

export function session(request: RequestWithUser, _response: Response, next: NextFunction): void {
  const cookie = /session=(\w+)\.(\w+)/.exec(request.headers.cookie ?? "");
  if (cookie?.[1] && cookie[2]) request.user = { orgId: cookie[1], id: cookie[2] };
  next();
}
