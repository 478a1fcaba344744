import { defineConfig } from 'vitepress';

/** The manual: built by `npm run docs:build`, served under /manual. */
export default defineConfig({
  title: 'Turnout',
  description: 'Field-service scheduling: contracts decide the order of calls.',
  base: '/manual/',
  cleanUrls: false,
  srcExclude: ['generate/**'],
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Rules', link: '/concepts/rules' },
      { text: 'Reference', link: '/reference/dataset' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'First ten minutes', link: '/start' },
          { text: 'Glossary', link: '/glossary' },
        ],
      },
      { text: 'Concepts', items: [{ text: 'The rules', link: '/concepts/rules' }] },
      {
        text: 'Guides',
        items: [
          { text: 'People, keys and roles', link: '/guides/identity' },
          { text: 'Operations', link: '/guides/operations' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Dataset', link: '/reference/dataset' },
          { text: 'Scheduling policy', link: '/reference/policy' },
          { text: 'Payment terms', link: '/reference/payment-terms' },
          { text: 'Payment terms, field by field', link: '/reference/payment-terms-fields' },
          { text: 'Errors', link: '/reference/errors' },
          { text: 'Settings', link: '/reference/settings' },
        ],
      },
      { text: 'Internals', items: [{ text: 'Decisions', link: '/decisions/' }] },
    ],
  },
});
