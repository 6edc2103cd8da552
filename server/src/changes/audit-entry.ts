/** Where a change comes from: the command line, the dashboard, or the program that runs the authority. */
export type AuditActor = "cli" | "admin" | "program";

/** The last argument of every mutation: the audit log names it as the author of the change. */
export type Attribution =
  | { readonly actor: "cli" | "program" }
  | {
      readonly actor: "admin";
      /** The name of the signed-in admin; null where the dashboard needs no sign-in, and for refused sign-ins. */
      readonly admin: string | null;
    };

/** Everything that the audit log tells of. */
export type AuditAction =
  | "rule.create"
  | "rule.update"
  | "rule.enable"
  | "rule.disable"
  | "rule.delete"
  | "api_key.create"
  | "api_key.rotate"
  | "api_key.revoke"
  | "signing_key.create"
  | "signing_key.rotate"
  | "signing_key.revoke"
  | "origins.update"
  | "project.create"
  | "project.update"
  | "project.delete"
  | "settings.import"
  | "tokens.revoke"
  | "thread.view"
  | "thread.delete"
  | "threads.export"
  | "threads.import"
  | "user.erase"
  | "admin.invite"
  | "admin.remove"
  | "admin.set_up"
  | "admin.reset"
  | "admin.change_password"
  | "admin.sign_in"
  | "admin.sign_in_refused"
  | "admin.sign_out"
  | "admin.sign_out_everywhere";

/** What the audit log records of a change, without any secret. */
export type AuditNote = Attribution & {
  action: AuditAction;
  /** The id of what was changed. */
  target: string;
  /** What a reader wants to know beside it, such as a name. Never a token, a key, a password or a hash of one. */
  details?: Readonly<Record<string, AuditDetail>>;
};

/** The note of a change, or a function that derives it from the result; null when the call changed nothing. */
export type Noted<T> = AuditNote | ((value: T) => AuditNote | null | undefined);

/** A value in {@link AuditNote.details}. */
export type AuditDetail = string | number | boolean | null | readonly string[];

/** One line of the audit log. */
export interface AuditEntry {
  /** Rising with time; what comes after `before` in the next page. */
  id: number;
  at: Date;
  actor: AuditActor;
  /** With the actor `admin`: the name of the admin. Null without a sign-in, and in entries of earlier versions. */
  admin: string | null;
  action: AuditAction;
  target: string;
  details: Readonly<Record<string, AuditDetail>>;
}
