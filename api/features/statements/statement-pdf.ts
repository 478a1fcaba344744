import PDFDocument from 'pdfkit';
import type { StatementDocument } from './statement-document.ts';
import { clockText, lineTitle, periodText, statusText, wallClock } from './statement-words.ts';

const MARGIN = 46;
const SMALL = 8;

/** The statement as a PDF on A4, to go with an invoice. */
export function pdfOf(document: StatementDocument): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: `Statement ${document.contract} ${document.period}`, CreationDate: new Date(document.now) },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  const wall = wallClock(document);
  const width = pdf.page.width - 2 * MARGIN;
  const heading = (text: string): void => {
    pdf.moveDown(1).font('Helvetica-Bold').fontSize(12).text(printable(text), MARGIN).moveDown(0.3);
  };

  pdf.font('Helvetica-Bold').fontSize(18).text('Performance statement');
  pdf.font('Helvetica').fontSize(11).text(printable(document.customer_name)).moveDown(0.6).fontSize(9);
  pdf.text(
    printable(`Contract ${document.contract}${document.contract_name === null ? '' : `, ${document.contract_name}`}`),
  );
  pdf.text(printable(`Period ${periodText(document)}`)).text(printable(statusText(document)));
  heading(`Statement in ${document.currency}`);
  table(
    pdf,
    width,
    [
      { title: 'Line', share: 20 },
      { title: 'Scope', share: 16 },
      { title: 'Measured', share: 12, right: true },
      { title: 'Rule applied', share: 37 },
      { title: document.currency, share: 15, right: true },
    ],
    [
      ...document.lines.map((line) => [
        lineTitle(line),
        line.scope ?? '',
        line.looked_up === null ? '' : `${line.looked_up.replace(/^(-?\d+\.\d{4})\d+$/, '$1')} ${line.unit}`,
        line.rule,
        line.amount,
      ]),
    ],
    ['Total', '', '', '', document.total],
  );
  if (document.forecast !== null) {
    heading(`Forecast at the period's end: ${document.currency} ${document.forecast.total}`);
    const open = document.open_calls ?? [];
    if (open.length > 0) {
      table(
        pdf,
        width,
        [
          { title: 'Open call', share: 18 },
          { title: 'Device', share: 24 },
          { title: 'By', share: 22 },
          { title: 'Planned finish', share: 22 },
          { title: 'At stake', share: 14, right: true },
        ],
        open.map((each) => [
          each.call,
          each.device,
          wall(each.by),
          each.planned_finish === null ? 'not planned' : wall(each.planned_finish),
          each.at_stake,
        ]),
      );
    }
  }
  for (const line of document.lines) {
    if (line.evidence.length === 0) continue;
    heading(`${lineTitle(line)}, ${line.scope ?? 'all'}: evidence`);
    table(
      pdf,
      width,
      [
        { title: 'Call', share: 14 },
        { title: 'Device', share: 16 },
        { title: 'What', share: 30 },
        { title: 'From', share: 15 },
        { title: 'To', share: 15 },
        { title: document.currency, share: 10, right: true },
      ],
      line.evidence.map((each) => [
        ...[
          each.calls.join(', '),
          each.device,
          clockText(each, wall),
          wall(each.from),
          wall(each.to),
          each.amount ?? '',
        ],
      ]),
    );
  }
  if (document.calls !== null) {
    heading('Calls');
    table(
      pdf,
      width,
      [
        { title: 'Call', share: 12 },
        { title: 'Device', share: 14 },
        { title: 'Description', share: 24 },
        { title: 'Logged', share: 15 },
        { title: 'Fixed', share: 15 },
        { title: 'Hours', share: 8, right: true },
        { title: document.currency, share: 12, right: true },
      ],
      document.calls.map((each) => [
        ...[each.call, each.device, each.description, wall(each.logged_at), wall(each.fixed_at)],
        ...[each.hours_spent ?? '', each.amount],
      ]),
    );
  }
  numberPages(pdf, document);
  pdf.end();
  return done;
}

interface Column {
  readonly title: string;
  /** Percent of the width. */
  readonly share: number;
  readonly right?: boolean;
}

/** A table whose head is drawn again on each page. */
function table(
  pdf: PDFKit.PDFDocument,
  width: number,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  total?: readonly string[],
): void {
  const bottom = pdf.page.height - MARGIN - 18;
  const draw = (cells: readonly string[], bold: boolean): void => {
    pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(SMALL);
    const texts = cells.map((cell) => printable(cell));
    const widths = columns.map(({ share }) => (width * share) / 100 - 6);
    const height = Math.max(...texts.map((text, k) => pdf.heightOfString(text || ' ', { width: widths[k]! }))) + 5;
    if (pdf.y + height > bottom) {
      pdf.addPage();
      if (!bold)
        draw(
          columns.map(({ title }) => title),
          true,
        );
      pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(SMALL);
    }
    const top = pdf.y;
    let left = MARGIN;
    for (const [k, text] of texts.entries()) {
      pdf.text(text, left, top + 2, { width: widths[k]!, align: columns[k]!.right ? 'right' : 'left' });
      left += (width * columns[k]!.share) / 100;
    }
    pdf
      .moveTo(MARGIN, top + height)
      .lineTo(MARGIN + width, top + height)
      .lineWidth(bold ? 1 : 0.3)
      .strokeColor('#999')
      .stroke();
    pdf.x = MARGIN;
    pdf.y = top + height;
  };
  draw(
    columns.map(({ title }) => title),
    true,
  );
  for (const row of rows) draw(row, false);
  if (total !== undefined) draw(total, true);
}

function numberPages(pdf: PDFKit.PDFDocument, { contract, period }: StatementDocument): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page);
    // Outside the margins: no page is begun for it.
    pdf.page.margins.bottom = 0;
    pdf.font('Helvetica').fontSize(7);
    pdf.text(printable(`${contract} ${period}, page ${page + 1} of ${count}`), MARGIN, pdf.page.height - 30, {
      lineBreak: false,
    });
  }
}

/** The built-in fonts know Windows-1252 alone. */
const printable = (text: string): string =>
  text
    .replaceAll('≤', '<=')
    .replaceAll('≥', '>=')
    .replaceAll('−', '-')
    .replace(/[^\u0020-\u007e\u00a0-\u00ff–—‘’“”…€]/g, '?');
