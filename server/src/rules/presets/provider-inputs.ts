/** What every preset takes besides its provider's own values. */
export interface CommonPresetInput {
  /** The rule's name, 1 to 255 characters. Default: the provider's. */
  name?: string;
  /**
   * Makes the workspace of organization and user: `true` takes the provider's usual claim, a text names another one,
   * with `?` at its end if it may be missing (the workspace is then the user). Default: false, the workspace is the user.
   */
  organization?: boolean | string;
}

type Many = string | string[];

/** What each preset needs; the names are what the provider's dashboard calls them. */
export interface ProviderInputs {
  clerk: CommonPresetInput & {
    /** The Frontend API's domain: `clerk.example.com` or `happy-otter-12.clerk.accounts.dev`. */
    domain: string;
    /** The `aud` that your JWT template sets. Default: none, any token of this Clerk instance counts. */
    audience?: Many;
    /** Origins of your pages (`azp`), for plain session tokens, which have no `aud`. Default: none. */
    authorizedParties?: Many;
  };
  auth0: CommonPresetInput & {
    /** The tenant's or custom domain: `tenant.eu.auth0.com`. */
    domain: string;
    /** The API's identifier for access tokens, the client id for ID tokens. */
    audience: Many;
  };
  supabase: CommonPresetInput & {
    /** The project's reference, 20 lower-case letters and digits; this or `url`. */
    projectRef?: string;
    /** The project's URL where it is not `https://<ref>.supabase.co`: a custom domain, or self-hosted. */
    url?: string;
  };
  firebase: CommonPresetInput & {
    /** The Firebase project's id: `my-app-1a2b3`. */
    projectId: string;
  };
  stytch: CommonPresetInput & {
    /** `project-live-…` or `project-test-…`. */
    projectId: string;
    /** The custom domain of the project's API, where it has one. */
    customDomain?: string;
  };
  "stytch-b2b": CommonPresetInput & {
    /** `project-live-…` or `project-test-…`. */
    projectId: string;
    /** The custom domain of the project's API, where it has one. */
    customDomain?: string;
  };
  kinde: CommonPresetInput & {
    /** `acme.kinde.com` or the custom domain. */
    domain: string;
    /** The registered API's audience for access tokens, the client id for ID tokens. */
    audience: Many;
  };
  workos: CommonPresetInput & {
    /** `client_…`. */
    clientId: string;
    /** The custom authentication domain, where there is one. */
    customDomain?: string;
  };
  logto: CommonPresetInput & {
    /** `https://acme.logto.app`, or where it is self-hosted. */
    endpoint: string;
    /** The API resource's identifier for access tokens, the app id for ID tokens. */
    audience: Many;
  };
  descope: CommonPresetInput & {
    /** The project's id, beginning with `P`. */
    projectId: string;
    /** The `aud` that your JWT template sets. Default: none, any token of this project counts. */
    audience?: Many;
    /** The SDK's `baseUrl`, for another region or a custom domain. Default: `https://api.descope.com`. */
    baseUrl?: string;
  };
  "better-auth": CommonPresetInput & {
    /** Better Auth's `baseURL`: `https://app.example.com`. A path in it replaces `/api/auth`. */
    url: string;
    /** The jwt plugin's `audience`, where it is set. Default: the URL's origin. */
    audience?: Many;
  };
  keycloak: CommonPresetInput & {
    /** The server: `https://auth.example.com`, before version 17 with `/auth`. */
    url: string;
    realm: string;
    /** What an audience mapper adds to access tokens, or the client id of ID tokens. */
    audience: Many;
  };
  cognito: CommonPresetInput & {
    /** `eu-west-1_AbCdEf123`: the region is in it. */
    userPoolId: string;
    /** The app client's id, or several. */
    clientId: Many;
    /** Which token is sent; access tokens name the client in `client_id`. Default: `id`. */
    tokenUse?: "id" | "access";
  };
  entra: CommonPresetInput & {
    /** The directory's (tenant's) id, a GUID. */
    tenantId: string;
    /** The application's (client's) id, a GUID. */
    clientId: Many;
  };
  google: CommonPresetInput & {
    /** `….apps.googleusercontent.com`, or several. */
    clientId: Many;
  };
  oidc: CommonPresetInput & {
    /** The exact `issuer` of the discovery document. */
    issuer: Many;
    /** The `jwks_uri` of the discovery document. */
    jwksUrl: string;
    /** The client id for ID tokens. */
    audience: Many;
    /** Default: RS256 and ES256. */
    algorithms?: string[];
  };
}

/** The providers that have a preset. */
export type ProviderName = keyof ProviderInputs;
