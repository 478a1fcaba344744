import { describe, expect, it } from 'vitest';
import { brief, problemsOf, tiny } from './tiny.ts';

const only = (file: string, text: string) =>
  problemsOf(tiny({ [file]: text })).filter((problem) => problem.file === file);

describe('the layout of a file', () => {
  it('unknown column: the nearest known name is suggested', () => {
    const [problem, ...rest] = only('zones.csv', 'code,nmae\nZ1,x\n');
    expect(rest).toEqual([]);
    expect(brief(problem!)).toEqual({
      code: 'unknown-column',
      file: 'zones.csv',
      row: 1,
      field: 'nmae',
      value: 'nmae',
    });
    expect(problem?.action).toContain('Rename it to name');
  });

  it('duplicate column', () => {
    expect(only('zones.csv', 'code,name,name\nZ1,x,y\n').map(brief)).toEqual([
      { code: 'duplicate-column', file: 'zones.csv', row: 1, field: 'name', value: 'name' },
    ]);
  });

  it('missing required column: told once, not for every row', () => {
    expect(only('customers.csv', 'code\nmetro\nother\n').map(brief)).toEqual([
      { code: 'missing-column', file: 'customers.csv', row: 1, field: 'name', value: undefined },
    ]);
  });

  it('missing header', () => {
    for (const text of ['', '\n\n', '\uFEFF'])
      expect(only('zones.csv', text).map(brief)).toEqual([
        { code: 'missing-header', file: 'zones.csv', row: 1, field: undefined, value: undefined },
      ]);
  });

  it('too few and too many cells', () => {
    const problems = only('zones.csv', 'code,name,required_available\nZ1,x\nZ2,x,1,\nZ3,a,b,1\n');
    expect(problems.map(brief)).toEqual([
      { code: 'too-few-cells', file: 'zones.csv', row: 2, field: undefined, value: 'Z1,x' },
      { code: 'too-many-cells', file: 'zones.csv', row: 4, field: undefined, value: 'Z3,a,b,1' },
    ]);
  });

  it('a row with too few cells still makes its code known', () => {
    expect(problemsOf(tiny({ 'zones.csv': 'code,name,required_available\nZ1,x\n' })).map(({ code }) => code)).toEqual([
      'too-few-cells',
    ]);
  });

  it.each([
    ['a quote that is never closed', 'code,name\nZ1,"x\nZ2,y\n', 2],
    ['a quote inside an unquoted cell', 'code,name\nZ1,x\nZ2,y"z\n', 3],
    ['text after a closing quote', 'code,name\n\nZ1,"x"y\n', 3],
  ])('%s: the file is refused at that row', (_, text, row) => {
    expect(only('zones.csv', text).map(brief)).toEqual([
      { code: 'bad-csv', file: 'zones.csv', row, field: undefined, value: undefined },
    ]);
  });

  it('of a file that could not be read no code is called unknown', () => {
    expect(problemsOf(tiny({ 'zones.csv': 'code\n"' })).map(({ code }) => code)).toEqual(['bad-csv']);
  });

  it('NUL characters, as UTF-16 has them', () => {
    expect(only('zones.csv', 'code,name\nZ1,a\0b\n').map(brief)).toEqual([
      { code: 'not-text', file: 'zones.csv', row: 2, field: undefined, value: undefined },
    ]);
  });

  it('unknown table: the nearest is suggested', () => {
    const [problem] = problemsOf(tiny({ 'regime_rule.csv': 'a\n', 'regime_rules.csv': null }));
    expect(brief(problem!)).toEqual({
      code: 'unknown-file',
      file: 'regime_rule.csv',
      row: undefined,
      field: undefined,
      value: undefined,
    });
    expect(problem?.action).toContain('regime_rules.csv');
  });

  it('duplicate codes name both rows', () => {
    const [problem, ...rest] = only('zones.csv', 'code,name\nZ1,x\nZ9,x\n Z1 ,y\n');
    expect(rest).toEqual([]);
    expect(brief(problem!)).toEqual({ code: 'duplicate-code', file: 'zones.csv', row: 4, field: 'code', value: 'Z1' });
    expect(problem?.message).toContain('rows 2 and 4');
  });
});

describe('how problems are told', () => {
  it('all at once, by file and row', () => {
    const problems = problemsOf(
      tiny({
        'calls.csv': 'number,device\n1,D9\n2,\n',
        'customers.csv': 'code,name\nmetro,\n,x\n',
        'zones.csv': 'code,zone\nZ1,\n',
      }),
    );
    expect(problems.map(({ code, file, row, field }) => `${file}:${row} ${field} ${code}`)).toEqual([
      'customers.csv:2 name missing-value',
      'customers.csv:3 code missing-value',
      'zones.csv:1 zone unknown-column',
      'calls.csv:1 contact missing-column',
      'calls.csv:1 description missing-column',
      'calls.csv:1 logged_at missing-column',
      'calls.csv:2 device unknown-code',
      'calls.csv:3 device device-missing',
    ]);
    for (const problem of problems) {
      expect(problem.message).toMatch(/\.$/);
      expect(problem.action).toMatch(/\.$/);
    }
  });

  it('the first thousand, then one that counts the rest', () => {
    const rows = Array.from({ length: 1500 }, (_, index) => `Z${index},x,none\n`).join('');
    const problems = only('zones.csv', `code,name,required_available\nZ1x,,\n${rows}`);
    const all = problemsOf(tiny({ 'zones.csv': `code,name,required_available\n${rows}` }));
    expect(problems).toHaveLength(1000);
    expect(all).toHaveLength(1001);
    expect(all.at(-1)).toMatchObject({ code: 'more-problems', message: '500 further problems are not listed.' });
  });

  it('long values are shortened', () => {
    const [problem] = only('zones.csv', `code,name,required_available\nZ1,,${'9'.repeat(10_000)}\n`);
    expect(problem?.value).toHaveLength(121);
    expect(problem?.message.length).toBeLessThan(400);
  });
});
