import { definePreset } from "../preset.ts";

/**
 * The preset for Amazon Cognito. It accepts ID tokens or access tokens. The rule's audience claim is `aud` for ID
 * tokens, and `client_id` for access tokens. Access tokens have no `aud`.
 */
export const cognito = definePreset({
  title: "Amazon Cognito",
  fields: {
    userPoolId: {
      label: "User pool ID",
      description: "user pool id, which contains the region",
      example: "eu-west-1_AbCdEf123",
      required: true,
    },
    clientId: {
      label: "Client ID",
      description: "app client id",
      example: "1h57kf5cpq17m0eml12EXAMPLE",
      required: true,
      many: true,
    },
    tokenUse: {
      label: "Token",
      description: "type of the token that the app sends: `id` or `access`",
      example: "id",
      required: false,
      choices: { id: "ID token", access: "Access token" },
    },
  },
  steps: [
    "In the user pool's App clients, select Create app client and choose Single-page application (SPA), which has no client secret.",
    "Copy the user pool id, such as `eu-west-1_AbCdEf123`, and the client id.",
    "If you use organizations, add the custom attribute `custom:org` and let the app client read it. Or add a pre token generation trigger that sets a claim.",
  ],
  hosted:
    "Enter the issuer from your tokens. For the newer issuer type, it is `https://issuer-cognito-idp.<region>.amazonaws.com/<user pool id>`. For access tokens, leave Audience empty, because they have no audience.",
  organizationClaim: "custom:org",
  rule(read) {
    const userPoolId = read.text("userPoolId");
    const region = /^([a-z]{2,3}(?:-[a-z]+)+-\d+)_[A-Za-z0-9]+$/.exec(userPoolId)?.[1];
    if (region === undefined) {
      throw read.refuse(
        "userPoolId",
        userPoolId.startsWith("arn:") ? "is an ARN" : "is not a user pool id",
        "Enter the user pool id, such as eu-west-1_AbCdEf123.",
      );
    }
    const clientId = read.list("clientId");
    if (clientId.length === 0) throw read.refuse("clientId", "is missing", "Enter the app client's id.");
    const tokenUse = read.optional("tokenUse") ?? "id";
    if (tokenUse !== "id" && tokenUse !== "access") {
      throw read.refuse(
        "tokenUse",
        "is neither `id` nor `access`",
        "Enter `id` or `access`, or omit the field for ID tokens.",
      );
    }
    const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    const path = `cognito-idp.${region}.${domain}/${userPoolId}`;
    return {
      // The issuer depends on the user pool's issuer type, ORIGINAL or UPDATED. The URL of the keys is the same for
      // both.
      issuer: [`https://${path}`, `https://issuer-${path}`],
      jwksUrl: `https://${path}/.well-known/jwks.json`,
      audience: clientId,
      ...(tokenUse === "access" ? { audienceClaim: "client_id" } : {}),
      algorithms: ["RS256"],
      requiredClaims: { token_use: tokenUse },
    };
  },
  issuerPattern: /^https:\/\/(issuer-)?cognito-idp\./,
  sharesHost: true,
  refusals: {
    noAudience: {
      kind: (claims) => (claims["token_use"] === "access" ? "Cognito's access tokens have none" : null),
      remedy: "Send the ID token, or create the rule for access tokens (tokenUse: access), which checks `client_id`.",
    },
    claims: { token_use: "Send the ID token, or create the rule for access tokens (tokenUse: access)." },
  },
  snippet: {
    entry: "cognito",
    hook: "useCognitoTokenSource",
    imports: ['import { fetchAuthSession } from "aws-amplify/auth";', 'import { Hub } from "aws-amplify/utils";'],
    hookArguments: "{ fetchAuthSession, Hub }",
    optionsByAudienceClaim: { client_id: '{ token: "access" }' },
  },
});
