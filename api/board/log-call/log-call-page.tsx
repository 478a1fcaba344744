import './log-call.css';
import { Alert, Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { putInAddress, useInAddress } from '../app/address.ts';
import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import { type FieldProblem, newKey, post, Refused } from '../data/api.ts';
import { useDispatchStore } from '../data/live-context.tsx';
import type { LoggedCall } from '../data/types.ts';
import { useWhoAmI } from '../parts/who-am-i.ts';
import { inWords } from '../time/in-words.ts';
import { DeviceFacts } from './device-facts.tsx';
import { FindDevice } from './find-device.tsx';
import { instantOfLocal } from './local-time.ts';
import { Logged } from './logged.tsx';
import { Promised } from './promise.tsx';
import { useCheck } from './use-check.ts';

const TYPES = ['fault', 'maintenance', 'installation', 'return', 'query'] as const;
const EMPTY = {
  contact: '',
  description: '',
  type: 'fault',
  occurred_at: '',
  earliest: '',
  latest: '',
  estimated_time: '',
};
const NOTHING_SENT = { text: '', key: '' };
type Fields = typeof EMPTY;
type Field = keyof Fields;
/** Milliseconds after which a field that was left may show what is wrong with it. */
const SETTLE = 200;
/** Seconds to wait for who comes. */
const WAIT = 5;

/** For somebody on the phone: find the device, write what is wrong, tell when somebody comes. Keys alone will do. */
export function LogCallPage() {
  const [device, setDevice] = useInAddress('device');
  const [fields, setFields] = useState<Fields>(EMPTY);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [logged, setLogged] = useState<LoggedCall | null>(null);
  const [refused, setRefused] = useState<Refused | string | null>(null);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const sending = useRef(false);
  /** What was sent last, and its key. */
  const sent = useRef(NOTHING_SENT);
  const contact = useRef<HTMLInputElement>(null);
  const times = useTimes();
  const now = useNow(30);
  const who = useWhoAmI();
  const store = useDispatchStore();

  const body = {
    ...(device === '' ? {} : { device }),
    ...{ contact: fields.contact, description: fields.description, type: fields.type },
    ...(fields.estimated_time === '' ? {} : { estimated_time: `PT${fields.estimated_time}M` }),
    ...Object.fromEntries(
      (['occurred_at', 'earliest', 'latest'] as const).flatMap((name) => {
        const at = fields[name] === '' ? null : instantOfLocal(fields[name], times);
        return at === null ? [] : [[name, at]];
      }),
    ),
    ...(who === '' ? {} : { who }),
  };
  const { call: checked, form } = useCheck(device === '' ? null : { ...body, device });
  const problems: readonly FieldProblem[] = [...form, ...(checked?.problems ?? [])];
  const wordsOf = (problem: FieldProblem) =>
    inWords([problem.message, problem.action].filter(Boolean).join(' '), times, now);
  const errorOf = (field: Field): string | null => {
    // What has not been written yet is no error before its field is left.
    if (!touched.has(field)) return null;
    const found = problems.find((each) => each.field === field);
    if (found !== undefined) return wordsOf(found);
    const missing = (field === 'contact' || field === 'description') && fields[field].trim() === '';
    return missing ? t('log.missing') : null;
  };
  const others = problems.filter(({ field }) => field === undefined || !(field in EMPTY));

  const change = (field: Field, value: string) => setFields((before) => ({ ...before, [field]: value }));
  // A little later, so that nothing moves below a pointer that is just pressing a button.
  const leave = (field: Field) => void setTimeout(() => setTouched((before) => new Set([...before, field])), SETTLE);
  const input = (field: Field) => ({
    value: fields[field],
    error: errorOf(field),
    onBlur: () => leave(field),
    onChange: (event: { currentTarget: { value: string } }) => change(field, event.currentTarget.value),
  });

  async function save(): Promise<void> {
    // A second Ctrl + Enter is no second call.
    if (sending.current) return;
    setTouched(new Set(Object.keys(EMPTY)));
    if (device === '' || fields.contact.trim() === '' || fields.description.trim() === '') {
      setRefused(t('log.incomplete'));
      return;
    }
    sending.current = true;
    setBusy(true);
    setRefused(null);
    const text = JSON.stringify(body);
    // Sent again after no answer came, it is the same call.
    if (sent.current.text !== text) sent.current = { text, key: newKey() };
    try {
      const headers = { prefer: `wait=${WAIT}`, 'idempotency-key': sent.current.key };
      const call = await post<LoggedCall>('calls', body, headers);
      sent.current = NOTHING_SENT;
      store.changed(call.number);
      setLogged(call);
      putInAddress({ device: '' });
    } catch (error) {
      setRefused(error instanceof Refused ? error : t('log.unanswered'));
    }
    sending.current = false;
    setBusy(false);
  }
  const again = () => {
    setLogged(null);
    setFields(EMPTY);
    setTouched(new Set());
    setRound((before) => before + 1);
  };

  if (logged !== null) {
    return (
      <div className="page narrow-page">
        <div className="panel pad">
          <Logged call={logged} onAnother={again} />
        </div>
      </div>
    );
  }
  return (
    <div className="page log-page">
      <form
        className="panel pad"
        aria-labelledby="log-title"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }}
      >
        <Stack gap="sm">
          <h1 id="log-title">{t('log.title')}</h1>
          <FindDevice key={round} device={device} onDevice={setDevice} onNext={() => contact.current?.focus()} />
          <TextInput
            ref={contact}
            label={t('log.contact')}
            description={t('log.contact.hint')}
            required
            autoComplete="off"
            {...input('contact')}
          />
          <Textarea label={t('log.description')} required autosize minRows={2} {...input('description')} />
          <Group grow align="flex-start">
            <Select
              label={t('log.type')}
              data={TYPES.map((value) => ({ value, label: t(`log.type.${value}`) }))}
              value={fields.type}
              onChange={(value) => change('type', value ?? 'fault')}
              allowDeselect={false}
            />
            <TextInput label={t('log.since')} type="datetime-local" {...input('occurred_at')} />
          </Group>
          <details>
            <summary>{t('log.more')}</summary>
            <Group grow align="flex-start" mt="xs">
              <TextInput label={t('log.earliest')} type="datetime-local" {...input('earliest')} />
              <TextInput label={t('log.latest')} type="datetime-local" {...input('latest')} />
              <TextInput label={t('log.estimate')} inputMode="numeric" {...input('estimated_time')} />
            </Group>
          </details>
          <p className="quiet">{t('log.zone', { zone: times.zone })}</p>
          {others.map((problem) => (
            <Alert key={`${problem.code} ${problem.field}`} color="red" title={problem.message ?? problem.code}>
              {problem.action}
            </Alert>
          ))}
          {checked === null ? null : <Promised checked={checked} />}
          {refused === null ? null : (
            <Alert color="red" role="alert" title={t('log.refused')}>
              {typeof refused === 'string' ? (
                refused
              ) : (
                <>
                  {refused.message}
                  <ul>
                    {refused.problems.map((problem) => (
                      <li key={`${problem.code} ${problem.field}`}>{wordsOf(problem)}</li>
                    ))}
                  </ul>
                </>
              )}
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={busy}>
              {t('log.save')}
            </Button>
            <span className="quiet">{t('log.keys')}</span>
          </Group>
        </Stack>
      </form>
      <aside className="panel pad device-panel" aria-label={t('log.about')} aria-live="polite">
        {device === '' ? <p className="quiet">{t('log.about.none')}</p> : <DeviceFacts code={device} version={round} />}
      </aside>
    </div>
  );
}
