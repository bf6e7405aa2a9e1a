/** How a dashboard page looks on screens of any width, and on paper. */
export const pageStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f3f4f6; color: #111827; font: 15px/1.5 "DejaVu Sans", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1360px; margin: 0 auto; padding: 28px; }
h1 { margin: 0 0 20px; font-size: 26px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 28px 0 8px; font-size: 17px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 16px; margin: 0 0 16px; }
.figures div, figure, section { background: #fff; border: 1px solid #e2e5ea; border-radius: 8px; }
.figures div { padding: 14px 18px; }
dt { color: #6b7280; font-size: 13px; overflow-wrap: anywhere; }
dd { margin: 2px 0 0; font-size: 21px; font-weight: bold; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 16px; align-items: start; }
figure { margin: 0; padding: 8px; }
figure svg { display: block; width: 100%; height: auto; max-width: 760px; margin: 0 auto; }
figcaption { padding: 4px 12px 8px; color: #4b5563; font-size: 13px; overflow-wrap: anywhere; }
details { padding: 0 12px 10px; font-size: 13px; }
summary { cursor: pointer; color: #0060a0; }
section { margin-top: 16px; padding: 0 20px 16px; font-size: 14px; }
section ul { margin: 0; padding-left: 20px; color: #4b5563; }
table { border-collapse: collapse; width: 100%; margin-top: 8px; }
caption { text-align: left; color: #6b7280; padding-bottom: 4px; }
th, td { padding: 5px 10px; border-bottom: 1px solid #e5e7eb; text-align: left; overflow-wrap: anywhere; }
th[scope="row"] { font-weight: normal; }
td, thead th:last-child { text-align: right; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 2px solid #0072b2; outline-offset: 2px; }
@media print { body { background: #fff; } main { padding: 0; } figure, .figures div { break-inside: avoid; } summary { display: none; } }
`;
