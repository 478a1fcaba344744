import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { t } from './messages.ts';

/**
 * Keeps a fault of one page from taking the whole board away: the frame stays, and the page can be had anew. After a new
 * version was installed a page that was not loaded before is gone from the server; loading the board again brings it.
 */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="pad" role="alert">
        <p>{t('app.broken')}</p>
        <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
      </div>
    );
  }
}
