import { wrapPage } from "../../../../scripts/docs/wrap-page.ts";
import { authRuleFor } from "../../../src/rules/presets/auth-rule-for.ts";
import { fieldsOf, type Preset } from "../../../src/rules/presets/preset.ts";
import type { ProviderInputs, ProviderName } from "../../../src/rules/presets/presets.ts";

/**
 * Updates two sections of a provider's page: the preset's steps, and the rule for the hosted cloud. Returns the new
 * page.
 */
export function toCurrentPage(page: string, provider: ProviderName, preset: Preset): string {
  const steps = preset.steps.map((step, index) => `${index + 1}. ${step}`).join("\n");
  return fill(fill(page, "steps", steps), "hosted", hostedRule(provider, preset));
}

function fill(page: string, marker: string, text: string): string {
  const marked = new RegExp(`(<!-- ${marker} -->\\n)[\\s\\S]*?(<!-- /${marker} -->)`);
  if (!marked.test(page)) throw new Error(`The page has no place for its ${marker}.`);
  return page.replace(marked, (_, begin, end) => `${begin}${wrapPage(text)}\n${end}`);
}

/**
 * Returns the Markdown of the section about the hosted cloud. The section shows the rule that the preset creates from
 * its example input.
 */
function hostedRule(provider: ProviderName, preset: Preset): string {
  const { issuer, jwksUrl, audience } = authRuleFor(provider, exampleInput(preset) as ProviderInputs[ProviderName]);
  return [
    "If you use the hosted cloud, open *Settings › Access* and add an auth rule:",
    "",
    "| Field | Value |",
    "|---|---|",
    `| Issuer | \`${[issuer].flat()[0]}\` |`,
    `| JWKS URL | \`${jwksUrl}\` |`,
    `| Audience | ${audience === undefined ? "leave empty" : `\`${[audience].flat()[0]}\``} |`,
    "",
    ["The hosted cloud uses the user (`sub`) as the workspace, even with organizations.", preset.hosted ?? ""]
      .join(" ")
      .trim(),
  ].join("\n");
}

/** Returns the example values of the fields that a typical input of the preset contains. */
export function exampleInput(preset: Preset): Record<string, string | boolean> {
  const shown = fieldsOf(preset).filter(([name, { required }]) => preset.typical?.includes(name) ?? required);
  const anyAudience = preset.mayOmitAudience === true && !shown.some(([name]) => name === "audience");
  return { ...Object.fromEntries(shown.map(([name, { example }]) => [name, example])), anyAudience };
}
