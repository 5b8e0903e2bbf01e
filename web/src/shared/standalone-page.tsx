import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Arches } from './arches.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { Logo } from './logo.tsx';
import classes from './standalone-page.module.css';

/** A page outside the panel's frame: one card in the middle, the logo above it. */
export function StandalonePage({ children, width = 440 }: { children: ReactNode; width?: number }) {
  return (
    <div className={classes.page}>
      <Arches />
      <header className={classes.top}>
        <Logo />
        <Group gap="xs">
          <ColorSchemeToggle />
        </Group>
      </header>
      <main className={classes.main} style={{ maxWidth: width }}>
        {children}
      </main>
    </div>
  );
}
