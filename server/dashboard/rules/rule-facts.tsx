import type { RuleFieldInfo, RulePreview } from "../../src/admin/admin-api.ts";
import { formatField, isFieldShown } from "./format-field.ts";
import { useRuleFields } from "./use-rule-fields.ts";

interface RuleFactsProps {
  rule: RulePreview;
  /** Whether to include fields that usually have the default value. Default: false. */
  showsDetails?: boolean;
}

/** Shows the fields of an auth rule as a description list. */
export function RuleFacts({ rule, showsDetails = false }: RuleFactsProps) {
  const fields = useRuleFields();
  return (
    <dl className="rule-facts">
      {fields
        .filter((field) => isFieldShown(field, rule, showsDetails))
        .map((field) => {
          const flag = fields.find(({ name, storedName }) => name === field.replacedBy && rule[storedName] === true);
          return <Fact key={field.name} field={field} values={formatField(field, rule)} flag={flag} />;
        })}
    </dl>
  );
}

interface FactProps {
  field: RuleFieldInfo;
  values: readonly string[];
  /**
   * The enabled flag, such as `anyAudience`, that replaces the field. The flag's label is shown instead of the values.
   * Undefined if no such flag is enabled.
   */
  flag: RuleFieldInfo | undefined;
}

function Fact({ field, values, flag }: FactProps) {
  if (flag === undefined && values.length === 0) return null;
  return (
    <>
      <dt>{field.label}</dt>
      {flag !== undefined ? (
        <dd>
          <span className="pill">{flag.label}</span>
        </dd>
      ) : (
        values.map((value) => (
          <dd key={value}>
            <code>{value}</code>
          </dd>
        ))
      )}
    </>
  );
}
