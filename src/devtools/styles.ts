/** The style sheet of the devtools' shadow root. Colors follow `color-scheme`, which the shadow root inherits. */
export const styles = `
.root {
  all: initial;
  color-scheme: inherit;
  --ground: light-dark(#fff, #16181d);
  --raised: light-dark(#f3f4f6, #22252c);
  --line: light-dark(#d0d4db, #3b404a);
  --ink: light-dark(#16181d, #eceef2);
  --quiet: light-dark(#545b67, #a9b0bc);
  --accent: light-dark(#1f5fbf, #8ab8ff);
  --good: light-dark(#17663a, #6fd49a);
  --warn: light-dark(#855000, #f2bf6b);
  --bad: light-dark(#ab1f2d, #ff9aa2);
  color: var(--ink);
  font: 13px/1.45 system-ui, sans-serif;
}
.root * { box-sizing: border-box; }
.panel { background: var(--ground); container-type: inline-size; }
.floating { position: fixed; right: 12px; bottom: 12px; z-index: 2147483000; }
.floating .panel {
  width: min(720px, calc(100vw - 24px));
  max-height: min(70vh, 640px);
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 10px;
  box-shadow: 0 8px 30px rgb(0 0 0 / 25%);
}
header { position: sticky; top: 0; z-index: 1; display: flex; gap: 8px; align-items: center; padding: 8px 12px; border-bottom: 1px solid var(--line); background: var(--ground); }
header h2 { flex: 1; font-size: 14px; }
h2, h3, p, dl, dd, ol, fieldset { margin: 0; padding: 0; border: 0; }
h3, legend { margin: 0 0 6px; padding: 0; font-size: 13px; font-weight: 650; }
.body { display: grid; gap: 16px; padding: 12px; }
button, .choice { border: 1px solid var(--line); border-radius: 6px; background: var(--raised); color: var(--ink); font: inherit; padding: 4px 10px; cursor: pointer; }
button:hover, .choice:hover { border-color: var(--quiet); }
:focus-visible, .choice:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
.toggle { border-radius: 99px; padding: 6px 14px; background: var(--ground); box-shadow: 0 2px 10px rgb(0 0 0 / 20%); }
.row { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.choice { display: inline-flex; gap: 6px; align-items: center; }
.choice input { margin: 0; accent-color: var(--accent); }
.choice:has(:checked) { border-color: var(--accent); }
.note { margin-top: 6px; color: var(--quiet); }
.status { font-weight: 650; }
.good { color: var(--good); }
.warn { color: var(--warn); }
.bad { color: var(--bad); }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; }
dt { color: var(--quiet); }
dd { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
@container (max-width: 300px) { .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd { margin-bottom: 6px; } }
svg { display: block; width: 100%; height: 72px; border-radius: 6px; background: var(--raised); }
.token-lifetime { fill: var(--accent); fill-opacity: 0.25; stroke: var(--accent); }
.planned-refresh { stroke: var(--warn); }
.current-time { stroke: var(--ink); stroke-dasharray: 3 3; }
.failure { stroke: var(--bad); stroke-width: 2; }
.axis { display: flex; margin-top: 4px; justify-content: space-between; color: var(--quiet); font-variant-numeric: tabular-nums; }
.events { max-height: 220px; overflow: auto; list-style: none; }
.events li { display: flex; flex-wrap: wrap; gap: 0 10px; padding: 2px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
time { color: var(--quiet); font-variant-numeric: tabular-nums; }
code { font: 12px/1.5 ui-monospace, monospace; }
a { color: var(--accent); }
.error { display: grid; gap: 4px; padding: 8px 10px; border-left: 3px solid var(--bad); background: var(--raised); overflow-wrap: anywhere; }
textarea { width: 100%; height: 120px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); color: var(--ink); font: 12px/1.5 ui-monospace, monospace; }
`;
