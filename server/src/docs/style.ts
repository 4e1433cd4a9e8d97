/** The documents' one stylesheet: the colours of the page in light and dark, one column on a phone. */
export const style = `:root {
  color-scheme: light dark;
  --bg: #f7f6f3;
  --surface: #ffffff;
  --code: #f1efea;
  --line: #e6e3dc;
  --text: #1b1d1e;
  --text-2: #55544f;
  --accent: #08707b;
  --accent-soft: #dff0f0;
  --radius: 10px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #141617;
    --surface: #1d2021;
    --code: #262a2b;
    --line: #34393a;
    --text: #eceae5;
    --text-2: #b3afa6;
    --accent: #6fd0d8;
    --accent-soft: #173a3d;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  margin: 0;
  background: var(--bg);
  color: var(--text);
  font: 16px/1.5 -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Noto Sans CJK SC', sans-serif;
}
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.layout { display: grid; grid-template-columns: 260px minmax(0, 1fr); max-width: 1280px; margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 24px 16px; }
nav ul { list-style: none; margin: 0 0 12px; padding: 0; font-size: 14px; }
nav li a { display: block; padding: 3px 8px; border-radius: 6px; text-decoration: none; overflow-wrap: anywhere; }
nav li a:hover { background: var(--accent-soft); }
nav summary { padding: 4px 8px; cursor: pointer; font-weight: 600; font-size: 14px; }
main { padding: 24px; min-width: 0; }
h1 { font-size: 28px; line-height: 1.3; margin: 0 0 8px; }
h2 { font-size: 22px; line-height: 1.4; margin: 40px 0 12px; }
h3 { font-size: 17px; line-height: 1.4; margin: 0 0 4px; overflow-wrap: anywhere; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
p { margin: 0 0 12px; }
.route { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: 16px; margin: 0 0 16px; }
.facts { color: var(--text-2); font-size: 14px; }
.faces { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; margin: 0 0 12px; }
.faces h4 { margin: 0 0 4px; font-size: 14px; color: var(--text-2); font-weight: 600; }
pre { margin: 0; padding: 12px; background: var(--code); border-radius: 6px; overflow: auto; max-height: 420px; font: 13px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
code { font: 13px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; background: var(--code); border-radius: 4px; padding: 1px 4px; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 0 0 16px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: start; vertical-align: top; padding: 6px 8px; border-bottom: 1px solid var(--line); }
@media (max-width: 860px) {
  .layout { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; max-height: none; padding: 16px 16px 0; }
  nav li a, nav summary { padding: 10px 8px; }
  main { padding: 16px; }
  .faces { grid-template-columns: minmax(0, 1fr); }
}
`
