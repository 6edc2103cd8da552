import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** The permission that a signed URL grants for one file. */
export interface FileGrant {
  readonly method: "GET" | "PUT";
  readonly workspaceId: string;
  readonly key: string;
  /** The expiry, in seconds since the epoch. */
  readonly expires: number;
  /** The maximum number of bytes of a PUT; 0 for a GET. */
  readonly limit: number;
  /** The required `Content-Type` of a PUT. Null for a PUT that may have any type, and for every GET. */
  readonly type: string | null;
}

/** Signs and verifies the file URLs of one project. */
export interface FileGrants {
  /** Returns the query of a signed URL, including the question mark. */
  sign(grant: FileGrant): string;
  /** Returns the query of a signed read URL, including the question mark. */
  signRead(workspaceId: string, key: string, expires: number): string;
  /**
   * Verifies the query of a signed URL and returns the grant. Returns null if the query is malformed or the signature
   * is invalid. Does not check `expires`.
   */
  verify(method: FileGrant["method"], key: string, query: string): FileGrant | null;
}

interface GrantKeys {
  readonly mac: Buffer;
  readonly cipher: Buffer;
}

/**
 * Matches the queries that {@link FileGrants.sign} returns. The pattern has no anchors, so other patterns can contain
 * it.
 */
export const GRANT_QUERY_PATTERN =
  "\\?expires=(?<expires>\\d{1,12})(?:&limit=(?<limit>\\d{1,12}))?(?:&type=(?<type>[\\w%.!~*'()-]{1,765}))?" +
  "&workspace=(?<workspace>[\\w-]{1,1360})&signature=(?<signature>[\\w-]{43})";

const QUERY = new RegExp(`^${GRANT_QUERY_PATTERN}$`);

/**
 * Creates the signer of a project's file URLs.
 *
 * The signature is an HMAC-SHA-256 over every field of the grant. A workspace id may be an email address, and signed
 * URLs appear in logs and in requests to model providers. The workspace id is therefore encrypted (AES-256-CTR). The
 * signature serves as the IV, as in SIV (RFC 5297). Equal grants therefore have equal URLs, so browsers can cache the
 * file.
 *
 * @param secret the server's secret, which all processes share
 * @param previousSecret the previous secret, or null. The server still accepts URLs that were signed with this secret.
 */
export function createFileGrants(projectId: string, secret: string, previousSecret: string | null): FileGrants {
  const current = deriveKeys(secret);
  const accepted = previousSecret === null ? [current] : [current, deriveKeys(previousSecret)];

  function signatureOf({ mac }: GrantKeys, grant: FileGrant): Buffer {
    const { method, workspaceId, key, type, limit, expires } = grant;
    const text = JSON.stringify(["v1", method, projectId, workspaceId, key, type, limit, expires]);
    return createHmac("sha256", mac).update(text).digest();
  }

  function open(keys: GrantKeys, sealed: Sealed, grant: Omit<FileGrant, "workspaceId">): FileGrant | null {
    const opened = { ...grant, workspaceId: decrypt(keys.cipher, sealed.signature, sealed.workspace) };
    return timingSafeEqual(signatureOf(keys, opened), sealed.signature) ? opened : null;
  }

  function sign(grant: FileGrant): string {
    const signature = signatureOf(current, grant);
    const upload =
      grant.method === "PUT"
        ? `&limit=${grant.limit}${grant.type === null ? "" : `&type=${encodeURIComponent(grant.type)}`}`
        : "";
    const workspace = encrypt(current.cipher, signature, grant.workspaceId);
    return `?expires=${grant.expires}${upload}&workspace=${workspace}&signature=${signature.toString("base64url")}`;
  }

  return {
    sign,
    signRead: (workspaceId, key, expires) => sign({ method: "GET", workspaceId, key, expires, limit: 0, type: null }),

    verify(method, key, query) {
      const groups = QUERY.exec(query)?.groups;
      if (groups === undefined) return null;
      const { expires, limit = 0, type, workspace = "", signature = "" } = groups;
      const sealed = {
        workspace: Buffer.from(workspace, "base64url"),
        signature: Buffer.from(signature, "base64url"),
      };
      const grant = {
        ...{ method, key, expires: Number(expires), limit: Number(limit) },
        type: type === undefined ? null : decodeText(type),
      };
      for (const keys of accepted) {
        const opened = open(keys, sealed, grant);
        if (opened !== null) return opened;
      }
      return null;
    },
  };
}

interface Sealed {
  readonly workspace: Buffer;
  readonly signature: Buffer;
}

function deriveKeys(secret: string): GrantKeys {
  const derived = Buffer.from(hkdfSync("sha256", secret, "", "assistant-cloud-server file URLs", 64));
  return { mac: derived.subarray(0, 32), cipher: derived.subarray(32) };
}

function encrypt(key: Buffer, signature: Buffer, text: string): string {
  const cipher = createCipheriv("aes-256-ctr", key, signature.subarray(0, 16));
  return Buffer.concat([cipher.update(text, "utf8"), cipher.final()]).toString("base64url");
}

function decrypt(key: Buffer, signature: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-ctr", key, signature.subarray(0, 16));
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
}

/** Decodes percent-encoding. Returns a text unchanged if its encoding is invalid. Signed URLs contain no such text. */
function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
