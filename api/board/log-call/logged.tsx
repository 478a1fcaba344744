import { Button, Group } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { putInAddress } from '../app/address.ts';
import { t } from '../app/messages.ts';
import { useNow, useTimes } from '../app/times-context.tsx';
import { useDispatchStore } from '../data/live-context.tsx';
import type { LoggedCall } from '../data/types.ts';
import { ClassMark } from '../parts/class-mark.tsx';
import { inWords } from '../time/in-words.ts';

/** What to tell the caller: the number, the promised times, who comes, and why so. */
export function Logged({ call, onAnother }: { readonly call: LoggedCall; readonly onAnother: () => void }) {
  const times = useTimes();
  const now = useNow(30);
  const store = useDispatchStore();
  const { names } = store.read();
  const [, go] = useLocation();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const at = (text: string | null) => (text === null ? t('log.noTarget') : times.short(Date.parse(text), now));
  const { allocation } = call;
  const comes =
    allocation != null
      ? t('logged.comes', { who: names.get(allocation.resource) ?? allocation.resource, at: at(allocation.arrival) })
      : call.duplicate_of !== null
        ? t('logged.same', { number: call.duplicate_of })
        : call.position === null
          ? t('logged.approval')
          : call.unallocated == null
            ? t('logged.soon')
            : t('logged.nobody', { why: inWords(call.unallocated[0]?.text ?? '', times, now) });
  return (
    <section className="logged" aria-labelledby="logged-title">
      <h1 id="logged-title" ref={title} tabIndex={-1}>
        {t('logged.title', { number: call.number })}
      </h1>
      <dl className="facts big">
        <div>
          <dt>{t('logged.arrive')}</dt>
          <dd>{at(call.respond_by)}</dd>
        </div>
        <div>
          <dt>{t('logged.fix')}</dt>
          <dd>{at(call.fix_by)}</dd>
        </div>
        <div>
          <dt>{t('logged.who')}</dt>
          <dd>{comes}</dd>
        </div>
        {call.class === null || call.priority === null ? null : (
          <div>
            <dt>{t('logged.class')}</dt>
            <dd>
              <ClassMark name={call.class} priority={call.priority} />{' '}
              {call.position === null ? null : t('logged.place', { place: call.position })}
            </dd>
          </div>
        )}
      </dl>
      {call.warnings.map((warning) => (
        <p key={warning.code} className="face amber">
          ▲ {inWords(warning.message, times, now)}
        </p>
      ))}
      <h2>{t('logged.why')}</h2>
      <ul>
        {call.because.map((each) => (
          <li key={`${each.decides} ${each.text}`}>{inWords(each.text, times, now)}</li>
        ))}
      </ul>
      <Group mt="md">
        <Button onClick={onAnother}>{t('logged.another')}</Button>
        <Button
          variant="default"
          onClick={() => {
            go('/');
            putInAddress({ call: call.number });
          }}
        >
          {t('logged.show')}
        </Button>
      </Group>
    </section>
  );
}
