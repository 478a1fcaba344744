import { describe, expect, it } from 'vitest';
import { isPublic, urlProblems } from '../../api/features/notifications/addresses.ts';
import { addressesIn } from '../../api/features/notifications/mail.ts';
import { fillIn, type Values } from '../../api/features/notifications/templates.ts';
import { callWebhook, NotDelivered, newSecret, signature } from '../../api/features/notifications/webhook.ts';

describe('where a webhook may lead', () => {
  it.each([
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
    ],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      'fc00::1',
      'fe80::1',
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '64:ff9b::7f00:1',
    ],
    ...['2002:7f00:1::', 'not an address'],
  ])('%s is refused', (address) => expect(isPublic(address)).toBe(false));

  it.each(['93.184.216.34', '8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:2800:220:1:248:1893:25c8:1946'])(
    '%s is public',
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each([
    ...['http://example.org/', 'ftp://example.org/', 'https://user:pw@example.org/', 'no url', 'https://localhost/'],
    ...[
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::1]:8080/',
      'https://[::ffff:10.0.0.1]/',
    ],
    ...['https://metadata.google.internal/', 'https://printer.local/'],
  ])('%s is refused when it is set up', (url) => {
    expect(urlProblems(url, false)).toMatchObject([{ code: 'webhook-url-refused', field: 'url' }]);
  });

  it('public https is taken; private http where the server allows it', () => {
    expect(urlProblems('https://example.org/hook?x=1', false)).toEqual([]);
    expect(urlProblems('http://10.0.0.1:8080/', true)).toEqual([]);
  });

  it('a name that resolves to a private address is refused at the moment of connecting', async () => {
    const message = { id: 'x', url: 'https://localtest.invalid/', body: '{}', secrets: [newSecret()], at: 0 };
    await expect(callWebhook(message, false)).rejects.toThrow(NotDelivered);
    await expect(callWebhook({ ...message, url: 'https://ip6-localhost/' }, false)).rejects.toThrow(NotDelivered);
    await expect(callWebhook({ ...message, url: 'https://127.0.0.1/' }, false)).rejects.toMatchObject({ final: true });
  });
});

it('signs as Standard Webhooks 1.0 does (the example of its reference libraries)', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signed = signature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}');
  expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

it('finds e-mail addresses in a contact', () => {
  expect(addressesIn('Ann <Ann.Lee+lift@example.co.uk>, tel. 555; bob@example.org')).toEqual([
    'ann.lee+lift@example.co.uk',
    'bob@example.org',
  ]);
  expect(addressesIn('a@x.org b@x.org c@x.org a@x.org')).toEqual(['a@x.org', 'b@x.org']);
  expect(addressesIn('call me @ noon, 555 0100')).toEqual([]);
});

it('a subject is one line, whatever is filled in', () => {
  const values = { number: 'C-1', description: 'a\r\nBcc: x@example.org {{number}}' } as Values;
  expect(fillIn({ subject: '{{ number }}: {{description}}', text: '{{description}}' }, values)).toEqual({
    subject: 'C-1: a Bcc: x@example.org {{number}}',
    text: 'a\r\nBcc: x@example.org {{number}}\n',
  });
});
