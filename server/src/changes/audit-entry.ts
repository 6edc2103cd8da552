/**
 * What made a change: `cli` for a command, `admin` for the dashboard, `program` for all other causes. Examples of other
 * causes are a call of the authority's methods, a backend with an API key, and the scheduled rotation of signing keys.
 */
export type AuditActor = "cli" | "admin" | "program";

/**
 * The author of a change, as the audit log records it. Most methods that change settings take the author as an
 * argument.
 */
export type Attribution =
  | { readonly actor: "cli" | "program" }
  | {
      readonly actor: "admin";
      /** The name of the signed-in admin. Null for a rejected sign-in, and if the dashboard requires no sign-in. */
      readonly admin: string | null;
    };

/** Every action that the audit log records. */
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

/** The data of one audit log entry: who did what. It contains no secrets. */
export type AuditNote = Attribution & {
  action: AuditAction;
  /** The id or name of the affected object, such as an auth rule, an API key or a thread. */
  target: string;
  /**
   * Further data, such as the name of a rule. Never contains a token, a key, a password, or a hash of such a secret.
   */
  details?: Readonly<Record<string, AuditDetail>>;
};

/**
 * The audit note of a change, or a function that computes the note from the result of the change. The function returns
 * null if nothing changed.
 */
export type AuditNoteOrFactory<T> = AuditNote | ((value: T) => AuditNote | null | undefined);

/** A value in {@link AuditNote.details}. */
export type AuditDetail = string | number | boolean | null | readonly string[];

/** One entry of the audit log. */
export interface AuditEntry {
  /** The id, which increases with time. Pass it as `before` to list older entries. */
  id: number;
  at: Date;
  actor: AuditActor;
  /**
   * The name of the signed-in admin. Null if the actor is not `admin`, if no admin was signed in, or if an earlier
   * version wrote the entry.
   */
  admin: string | null;
  action: AuditAction;
  target: string;
  details: Readonly<Record<string, AuditDetail>>;
}
