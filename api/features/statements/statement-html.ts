import type { StatementDocument } from './statement-document.ts';
import { clockText, lineTitle, periodText, statusText, wallClock } from './statement-words.ts';

/** A page that prints on A4 by itself: no script, no address outside. */
export function statementHtml(document: StatementDocument): string {
  const { currency } = document;
  const wall = wallClock(document);
  const lines = document.lines
    .map(
      (line) => `<tr class="${line.kind}">
<td>${text(lineTitle(line))}${line.name === null ? '' : `<small>${text(line.name)}</small>`}</td>
<td>${text(line.scope ?? '')}</td>
<td class="number">${line.measured === null ? '' : text(`${shortened(line.measured)} ${line.unit}`)}${line.looked_up !== null && line.looked_up !== line.measured ? `<small>as ${text(line.looked_up)}</small>` : ''}</td>
<td>${text(line.rule)}</td>
<td class="number">${text(line.amount)}</td>
</tr>`,
    )
    .join('\n');
  const evidence = document.lines
    .filter((line) => line.evidence.length > 0)
    .map(
      (line) => `<h3>${text(lineTitle(line))}, ${text(line.scope ?? 'all')}</h3>
<table><thead><tr><th>Call</th><th>Device</th><th>Site</th><th>What</th><th>From</th><th>To</th><th class="number">Times</th><th class="number">${text(currency)}</th></tr></thead><tbody>
${line.evidence
  .map(
    (each) =>
      `<tr><td>${text(each.calls.join(', '))}</td><td>${text(each.device)}</td><td>${text(each.site)}</td><td>${text(clockText(each, wall))}</td><td>${text(wall(each.from))}</td><td>${text(wall(each.to))}</td><td class="number">${each.times}</td><td class="number">${text(each.amount ?? '')}</td></tr>`,
  )
  .join('\n')}
</tbody></table>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Statement ${text(document.contract)} ${text(document.period)}</title>
<style>${STYLE}</style></head><body>
<header><h1>Performance statement</h1><p>${text(document.customer_name)}</p></header>
<dl>
<dt>Contract</dt><dd>${text(document.contract)}${document.contract_name === null ? '' : `, ${text(document.contract_name)}`}</dd>
<dt>Period</dt><dd>${text(periodText(document))}</dd>
<dt>State</dt><dd>${text(statusText(document))}</dd>
</dl>
<table><thead><tr><th>Line</th><th>Scope</th><th class="number">Measured</th><th>Rule applied</th><th class="number">${text(currency)}</th></tr></thead>
<tbody>
${lines}
</tbody><tfoot><tr><td colspan="4">Total</td><td class="number">${text(document.total)}</td></tr></tfoot></table>
<p>Base fee ${text(document.base_fee)}, bonus ${text(document.bonus)}, abatement ${text(document.abatement)}${document.rounding === '0.00' || document.rounding === '0' ? '' : `, rounding ${text(document.rounding)}`}.</p>
${forecastPart(document)}
${evidence === '' ? '' : `<h2>Evidence</h2>\n${evidence}`}
${callsPart(document)}
</body></html>
`;
}

function forecastPart(document: StatementDocument): string {
  const { forecast, open_calls, currency } = document;
  const wall = wallClock(document);
  if (forecast === null) return '';
  const open = open_calls ?? [];
  const rows = open
    .map(
      (each) =>
        `<tr><td>${text(each.call)}</td><td>${text(each.device)}</td><td>${text(each.site)}</td><td>${text(wall(each.by))}</td><td>${text(each.planned_finish === null ? 'not planned' : wall(each.planned_finish))}</td><td class="number">${text(each.at_stake)}</td></tr>`,
    )
    .join('\n');
  return `<h2>Forecast at the period's end: ${text(currency)} ${text(forecast.total)}</h2>
${open.length === 0 ? '<p>No open call can change it.</p>' : `<p>Open calls that can still change it:</p><table><thead><tr><th>Call</th><th>Device</th><th>Site</th><th>By</th><th>Planned finish</th><th class="number">At stake</th></tr></thead><tbody>${rows}</tbody></table>`}`;
}

function callsPart(document: StatementDocument): string {
  const { calls, currency } = document;
  const wall = wallClock(document);
  if (calls === null) return '';
  const rows = calls
    .map(
      (each) =>
        `<tr><td>${text(each.call)}</td><td>${text(each.device)}</td><td>${text(each.site)}</td><td>${text(each.description)}</td><td>${text(wall(each.logged_at))}</td><td>${text(wall(each.fixed_at))}</td><td>${text(each.respond ?? '')}</td><td>${text(each.fix ?? '')}</td><td class="number">${text(each.hours_spent ?? '')}</td><td class="number">${text(each.amount)}</td></tr>`,
    )
    .join('\n');
  return `<h2>Calls</h2>
<table><thead><tr><th>Call</th><th>Device</th><th>Site</th><th>Description</th><th>Logged</th><th>Fixed</th><th>Respond</th><th>Fix</th><th class="number">Hours</th><th class="number">${text(currency)}</th></tr></thead><tbody>
${rows}
</tbody></table>`;
}

/** Four decimals are enough for people; the JSON has them all. */
const shortened = (value: string): string => value.replace(/^(-?\d+\.\d{4})\d+$/, '$1…');

const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `
@page { size: A4; margin: 16mm }
body { font: 10pt/1.4 system-ui, sans-serif; color: #1a1a1a; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 18pt; margin: 0 } h2 { font-size: 13pt; margin: 2rem 0 .5rem } h3 { font-size: 10.5pt; margin: 1.2rem 0 .3rem }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .2rem 1rem } dt { color: #555 } dd { margin: 0 }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 } thead { display: table-header-group } tr { break-inside: avoid }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #ddd } th { border-bottom: 2px solid #333 }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } small { display: block; color: #555 }
tfoot td { font-weight: 700; border-top: 2px solid #333; border-bottom: 0 } .cap td, .non-duplication td, .rounding td { color: #444; font-style: italic }
`;
