import pg from "pg";

/** Adds `count` enabled auth rules to the default project. Each rule has its own issuer. */
export const fillRules = (url: string, count: number): Promise<void> =>
  fill(
    url,
    `insert into auth_rules (id, project_id, name, provider, issuers, jwks_url, audiences, any_audience, algorithms, workspace,
       user_claim, audience_claim, required_claims, enabled, revision, created_at)
     select 'rule_0bench' || number, 'default', 'Tenant ' || number, 'oidc',
       jsonb_build_array('https://tenant-' || number || '.example.com/'), 'https://tenant-' || number || '.example.com/jwks',
       '["app"]', false, '["RS256","ES256"]', 'tenant' || number || ':\${sub}', 'sub', 'aud', '{}', true, 1,
       timestamptz '2026-01-01' + number * interval '1 second'
     from generate_series(1, $1::int) as number`,
    count,
  );

/** Adds `count` API keys to the default project. */
export const fillKeys = (url: string, count: number): Promise<void> =>
  fill(
    url,
    `insert into api_keys (id, project_id, name, hash, suffix, created_at)
     select 'key_0bench' || number, 'default', 'Backend ' || number, md5(number::text), 'abcd',
       timestamptz '2026-01-01' + number * interval '1 second'
     from generate_series(1, $1::int) as number`,
    count,
  );

/**
 * Runs a statement with the parameter `count`, then updates PostgreSQL's statistics. Opens its own connection, which
 * has no statement timeout.
 */
async function fill(url: string, statement: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement, [count]);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
